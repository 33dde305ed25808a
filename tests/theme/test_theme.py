"""The theme: one file that holds every colour of the house, and what is said of a file that cannot be used."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pdf_reading import colours_of
from projects import Project, Run
from taphuan import paths
from taphuan.theme import forms
from taphuan.theme.check import check_theme, theme_problems
from taphuan.theme.theme import TABLES, ThemeUnfit, theme

COLOUR = re.compile(
    r"(?<!&)#[0-9A-Fa-f]{6}\b|(?<!&)#[0-9A-Fa-f]{3}\b|\brgba?\(\d|\"(?=[0-9A-F]*[A-F])[0-9A-F]{6}\"|luma\("
)
# Greys of official papers, which stand black on white by decree; colours of what foreign notebooks bring; an example.
ALLOWED = {
    "export/docx/parts.py",
    "export/docx/body.py",
    "export/docx/plain_paper.py",
    "check/decree30/page.py",
    "check/decree30/formats.py",
    "compose/drawings.py",
    "document/colours.py",
    "document/outputs.py",
    "export/pptx/freeforms.py",
    "export/shared/pictures.py",
    "export/shared/raster.py",
    "theme/theme.py",
    "report.typ",
}


def test_no_colour_stands_outside_the_theme() -> None:
    kinds = {".py", ".css", ".scss", ".typ", ".j2", ".js"}
    found = []
    for root in (paths.PACKAGE, paths.SLIDES):
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix not in kinds or name in ALLOWED:
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            found += [f"{name}:{at}: {line.strip()}" for at, line in enumerate(lines, start=1) if COLOUR.search(line)]
    assert found == []


def test_no_notebook_holds_a_colour() -> None:
    found = []
    for path in sorted(paths.NOTEBOOKS.rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = {cell["id"]: "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"}
        found += [f"{path.name}: {id_}" for id_, source in sources.items() if COLOUR.search(source)]
    assert found == []


def test_plots_know_the_colours_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert forms.matplotlib_colours()["house:red-tint"] == "#FCEBEE"
    changed = replace(theme(), colours=replace(theme().colours, ink="#10203A"))
    monkeypatch.setattr(forms, "theme", lambda: changed)
    assert forms.matplotlib_colours()["house:ink"] == "#10203A"
    assert forms.matplotlib_settings()["lines.color"] == "10203A"


def test_the_file_says_of_every_value_what_it_is_for() -> None:
    text = paths.THEME.read_text(encoding="utf-8")
    assert {name: set(table) for name, table in tomllib.loads(text).items()} == {
        name: {field.name for field in fields(kind)} for name, kind in TABLES.items()
    }
    assert theme_problems() == ()


def test_the_files_for_other_programs_are_made_from_the_theme() -> None:
    text = paths.HOUSE_STYLE.read_text(encoding="utf-8")
    assert forms.mplstyle(text) == text
    assert forms.mplstyle(text.replace("text.color: 14263B", "text.color: FF0000")) == text


@pytest.fixture
def themed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], tuple[str, ...]]:
    """The problems of the theme after one replacement in its text."""

    def problems(old: str, new: str) -> tuple[str, ...]:
        text = paths.ROOT.joinpath("slides/theme.toml").read_text(encoding="utf-8")
        assert old in text
        monkeypatch.setattr(paths, "SLIDES", tmp_path)
        monkeypatch.setattr(paths, "THEME", tmp_path / "theme.toml")
        monkeypatch.setattr(paths, "OWN_FONTS", tmp_path / "fonts")
        paths.THEME.write_text(text.replace(old, new), encoding="utf-8")
        return tuple(map(str, theme_problems()))

    return problems


def line_of(text: str) -> str:
    lines = (paths.ROOT / "slides/theme.toml").read_text(encoding="utf-8").splitlines()
    return f"line {next(at for at, line in enumerate(lines, start=1) if line.startswith(text))}"


def test_a_colour_that_is_too_light_is_named_with_pair_and_ratio(themed: Callable[..., tuple[str, ...]]) -> None:
    (problem,) = themed('grey_text = "#4F5B6B"', 'grey_text = "#74808F"')[:1]
    assert f"{line_of('grey_text')}, colours.grey_text: contrast " in problem
    assert "and text need 4.5" in problem
    assert "#74808F on ground #FFFFFF" in problem
    (mark,) = themed('grey = "#8A94A2"', 'grey = "#A0A8B4"')
    assert "contrast 2.39, and marks need 3 (found: #A0A8B4 on ground #FFFFFF)" in mark


def test_everything_wrong_is_said_at_once(themed: Callable[..., tuple[str, ...]]) -> None:
    text = "\n".join(themed('teal = "#00778B"\nteal_text = "#00616F"', 'teal = "blue"\nteall = "#00778B"'))
    assert "colours.teal: no colour (found: blue). Write it as six hexadecimal digits" in text
    assert "colours.teall: nothing reads it" in text
    assert "colours.teal_text: missing" in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("body = 24 ", "body = 16 ", "sizes.floor: larger than body (16) (found: 20)"),
        ("small = 18 ", "small = 12 ", "sizes.small: too small for a hall (found: 12). Write 18 or more"),
        ("body = 24 ", 'body = "24px" ', "sizes.body: no size (found: 24px). Write a whole number of px"),
        ("line = 1.4 ", "line = 1.1 ", "rhythm.line: lines too close (found: 1.1)"),
        ("[rhythm]", "[rythm]", "rythm: unknown table"),
        ("[colours]", "[colours", "no TOML"),
        ('"Be Vietnam Pro"\n', '"Futura"\n', "faces.screen: not installed in Regular, Medium, SemiBold, Bold, Italic"),
    ],
)
def test_what_cannot_be_used_is_named(old: str, new: str, said: str, themed: Callable[..., tuple[str, ...]]) -> None:
    assert said in "\n".join(themed(old, new))


def test_a_face_without_vietnamese_letters_is_refused(themed: Callable[..., tuple[str, ...]], tmp_path: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    from taphuan.theme.faces import STYLES, font_file

    (tmp_path / "fonts").mkdir()
    source = font_file("Be Vietnam Pro", "Regular")
    assert source is not None
    with TTFont(source) as font:
        subsetter = subset.Subsetter()
        subsetter.populate(unicodes=range(0x20, 0x7F))
        subsetter.subset(font)
        for style in STYLES:
            font.save(tmp_path / "fonts" / f"Latin-{style}.ttf")
    problems = themed('"Be Vietnam Pro"\n', '"Latin"\n')
    assert len(problems) == len(STYLES)
    assert "Latin-Regular.ttf lacks 135 Vietnamese letters: đaàảãáạăằẳẵắ"[:48] in problems[0]
    (tmp_path / "fonts/Latin-Bold.ttf").write_bytes(b"no font")
    assert "Latin-Bold.ttf is no font file" in "\n".join(map(str, theme_problems()))


def test_a_build_with_a_bad_theme_ends_with_2_and_writes_nothing(
    project_copy: Project, tmp_path: Path, run_cli: Callable[..., Run]
) -> None:
    theme = project_copy.root / "slides/theme.toml"
    text = theme.read_text(encoding="utf-8").replace('red_text = "#A50E25"', 'red_text = "#FF8899"')
    theme.write_text(text.replace('ink = "#14263B"', 'ink = "navy"'), encoding="utf-8")
    run = run_cli("build", "--conference", "bac-giang", "--out", str(tmp_path / "out"), root=project_copy.root)
    assert run.code == 2, run.err
    assert "colours.ink: no colour (found: navy)" in run.err
    assert "#FF8899 on ground #FFFFFF" in run.err
    assert "Traceback" not in run.err
    assert not (tmp_path / "out").exists()


_WRITE = """
import json
import sys
from deck_sample import sample_notebook
from taphuan.charts import style
from taphuan.document.reading import read_document
from taphuan.export.html.deck import write_deck
from taphuan.export.pdf.slides import write_deck_pdf
from taphuan.export.pptx.pptx import write_pptx
nb = sample_notebook(sample=True)
document = read_document(nb, "deck")
folder = sys.argv[1]
open(folder + "/deck.html", "wb").write(write_deck(nb))
open(folder + "/deck.pdf", "wb").write(write_deck_pdf(document))
open(folder + "/deck.pptx", "wb").write(write_pptx(document))
open(folder + "/style.json", "w").write(json.dumps([style.TEAL, style.INK]))
"""


@pytest.mark.parametrize("changed", [pytest.param(False, marks=pytest.mark.slow), True], ids=["as it is", "changed"])
def test_one_colour_changes_every_form(changed: bool, project_copy: Project, tmp_path: Path) -> None:
    new, old = "#5B2D8E", "#00778B"
    if changed:
        theme = project_copy.root / "slides/theme.toml"
        theme.write_text(theme.read_text(encoding="utf-8").replace(f'teal = "{old}"', f'teal = "{new}"'), "utf-8")
    subprocess.run(
        [sys.executable, "-c", _WRITE, str(tmp_path)],
        check=True,
        env={**os.environ, "TAPHUAN_ROOT": str(project_copy.root), "PYTHONPATH": str(paths.ROOT / "tests/support")},
    )
    shown, gone = (new, old) if changed else (old, new)
    page = (tmp_path / "deck.html").read_text(encoding="utf-8")
    assert f"--teal:{shown};" in page
    assert gone not in page
    with zipfile.ZipFile(io.BytesIO((tmp_path / "deck.pptx").read_bytes())) as package:
        themed = package.read("ppt/theme/theme1.xml").decode()
    assert shown.removeprefix("#") in themed
    assert gone.removeprefix("#") not in themed
    assert json.loads((tmp_path / "style.json").read_text())[0] == shown
    seen = colours_of((tmp_path / "deck.pdf").read_bytes())
    assert shown in seen
    assert gone not in seen


def test_the_theme_of_the_repository_passes() -> None:
    check_theme()


def test_the_error_counts_its_problems(themed: Callable[..., tuple[str, ...]]) -> None:
    themed('ink = "#14263B"', 'ink = "navy"')
    with pytest.raises(ThemeUnfit, match="1 problem in the theme"):
        check_theme()
