"""What a figure carries into a notebook, that its bytes are the same every time, and that each is drawn once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from charts_page import ids
from taphuan import paths
from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.map.geometry import geometry
from taphuan.charts.map.region import draw_region
from taphuan.charts.plots.deviations import draw_deviations
from taphuan.charts.style import GREY, SIZES, WEIGHTS, WHITE
from taphuan.charts.svg import Canvas
from taphuan.charts.text_measure import FAMILY, text_width

ROWS = (("Quảng Nam", 31, 0.5808, True), ("Gia Lai", 62, 0.4069, False))
ARGUMENTS = {"rows": ROWS, "mean": 0.5787, "mean_label": "trung bình 63 tỉnh", "size": "half"}

SCRIPT = """
from taphuan.charts.map.participants import draw_participants
from taphuan.charts.map.geometry import geometry
print(draw_participants(geometry=geometry("units/provinces63"), participants=frozenset(["hue", "da-nang", "quang-nam"]),
      unit_geo="da-nang", unit_label="Đà Nẵng", participants_label="3 tỉnh", size="cover"))
"""


def draw_counted(rows: tuple[tuple[str, int, float, bool], ...], log: str) -> str:
    with Path(log).open("a") as file:
        file.write("drawn\n")
    return draw_deviations(rows=rows, mean=0.5, mean_label="", size="half")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    return str(tmp_path / "log")


def drawn(log: str) -> int:
    return len(Path(log).read_text().splitlines())


def entry() -> Path:
    (path,) = (paths.CACHE / "figures").rglob("*.svg")
    return path


def test_a_drawing_is_drawn_once(log: str) -> None:
    first = cached(draw_counted, rows=ROWS, log=log)
    assert (
        cached(draw_counted, rows=ROWS, log=log)
        == first
        == draw_deviations(rows=ROWS, mean=0.5, mean_label="", size="half")
    )
    assert drawn(log) == 1
    cached(draw_counted, rows=ROWS[:1], log=log)
    assert drawn(log) == 2


@pytest.mark.parametrize("damage", [b"", b"<svg", None], ids=["empty", "cut short", "one letter changed"])
def test_a_damaged_entry_is_drawn_anew(damage: bytes | None, log: str) -> None:
    first = cached(draw_counted, rows=ROWS, log=log)
    whole = entry().read_bytes()
    entry().write_bytes(whole.replace("Quảng".encode(), "Quẳng".encode()) if damage is None else damage)
    assert cached(draw_counted, rows=ROWS, log=log) == first
    assert drawn(log) == 2
    assert entry().read_bytes() == whole


def test_nothing_half_written_is_left_behind(log: str) -> None:
    cached(draw_counted, rows=ROWS, log=log)
    assert [path.suffix for path in (paths.CACHE / "figures").rglob("*") if path.is_file()] == [".svg"]


def test_arguments_whose_content_cannot_be_told_are_refused(log: str) -> None:
    with pytest.raises(TypeError, match="must be a JSON value"):
        cached(draw_counted, rows=object(), log=log)


def test_two_processes_draw_the_same_bytes() -> None:
    pictures = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert pictures[0] == pictures[1] and pictures[0].startswith(b"<svg")


def test_ids_of_two_figures_never_meet() -> None:
    """Both hatch with the same colours, so both define the pattern; inline in one page they must not share its id."""

    def hatched(word: str) -> str:
        canvas = Canvas(SIZES["half"])
        canvas.rect(0, 0, 9, 9, canvas.hatch(GREY, WHITE))
        canvas.text(0, 9, word, 20)
        return canvas.svg()

    one, two = hatched("A"), hatched("B")
    assert ids(one) and ids(two) and not set(ids(one)) & set(ids(two))
    assert all(f"url(#{name})" in one for name in ids(one))


def test_svg_stands_alone_and_is_measured_in_px() -> None:
    svg = draw_deviations(**ARGUMENTS)  # type: ignore[arg-type]
    assert 'viewBox="0 0 640 140" width="640" height="140"' in svg
    assert FAMILY in svg and "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_house_font_has_every_vietnamese_letter_and_its_weights() -> None:
    letters = "ếộữỵặĐ₫ẴễỔ·–"
    for weight in WEIGHTS:
        assert all(text_width(letter, 100, weight) < 100 for letter in letters)
    assert text_width("Quảng Nam", 20, 700) > text_width("Quảng Nam", 20, 400)


def figure(**changes: object) -> Figure:
    fields = {
        "kind": "league",
        "svg": draw_deviations(**ARGUMENTS),  # type: ignore[arg-type]
        "alt": "Quảng Nam đạt 0,5808.",
        "caption": "Giá trị DTI năm 2022",
        "source": "Bộ TT&TT",
        "size": "half",
        "data": {"columns": ["Tỉnh", "DTI"], "rows": [["Quảng Nam", 0.5808], ["Gia Lai", None]]},
        "unit": {"slug": "quang-nam", "valid_from": "2008-08-01", "name": "Quảng Nam"},
        "as_of": "2024-10-31",
    }
    return Figure(**{**fields, **changes})  # type: ignore[arg-type]


def test_figure_becomes_a_bundle_with_picture_twin_and_words() -> None:
    bundle = figure()._repr_mimebundle_()
    assert set(bundle) == {"image/svg+xml", "application/vnd.taphuan.chart+json", "text/plain"}
    twin = bundle["application/vnd.taphuan.chart+json"]
    assert set(twin) == {"kind", "alt", "caption", "source", "size", "unit", "as_of", "data", "note", "claims"}
    assert bundle["text/plain"] == twin["alt"] == "Quảng Nam đạt 0,5808."
    assert twin["data"]["rows"][1] == ["Gia Lai", None]


@pytest.mark.parametrize(
    "change",
    [
        {"svg": ""},
        {"alt": " "},
        {"data": {"columns": ["Tỉnh"], "rows": []}},
        {"data": {"columns": ["Tỉnh"], "rows": [[1, 2]]}},
        {"size": "huge"},
    ],
    ids=["no picture", "no words", "no rows", "uneven rows", "unknown size"],
)
def test_an_empty_figure_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="figure 'league'"):
        figure(**change)


def square(east: float) -> str:
    """A country of one province, one degree high."""
    ring = [[105.0, 20.0], [east, 20.0], [east, 21.0], [105.0, 21.0], [105.0, 20.0]]
    about = {"slug": "x", "name": "X", "kind": "province", "label_lon": 105.5, "label_lat": 20.5}
    return json.dumps(
        {"features": [{"properties": about, "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}}]}
    )


def test_map_is_cached_by_the_content_of_its_geometry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(paths, "DATA", tmp_path)
    file = tmp_path / "square.geojson"

    members = (("x", "X", 0.5),)
    words = {"unit_geo": "x", "others_label": "", "legend_title": "", "size": "half"}

    def drawn_map() -> str:
        return cached(draw_region, geometry=geometry("square"), members=members, **words)

    maps = []
    for east in (106.0, 107.0):
        file.write_text(square(east), encoding="utf-8")
        maps.append(drawn_map())
        assert maps[-1] == draw_region(geometry=geometry("square"), members=members, **words)
    assert maps[0] != maps[1]
    # the content counts, not the day of the file
    os.utime(file, (0, 0))
    assert drawn_map() == maps[1]
    assert len(list((paths.CACHE / "figures").rglob("*.svg"))) == 2
