"""`taphuan source`: every number of a built file, or one line that says why it cannot be told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from small_sets import CONFERENCE, PROVINCE
from taphuan.build.publish import MANIFEST
from taphuan.cli import main


@pytest.fixture
def whole(small_build: Path) -> Path:
    return small_build / CONFERENCE / PROVINCE


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "set"))


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["source", *arguments])


def test_a_slide_is_told_with_file_row_column_and_publication(whole: Path) -> None:
    done = ask(str(whole / "deck.md"), "--slide", "3")
    assert done.exit_code == 0, done.output
    heading, *lines = done.output.splitlines()
    assert heading == "3. Quảng Nam xếp 31/63 năm 2022, thứ 8 trong 19 nơi dự hội nghị (story-dung-o-dau)"
    row = "data/dti/dti.csv row 97 (year=2022;province_slug=quang-nam)"
    assert f"  31/63         title: {row}, rank = 31 [dti-gov-vn-2022,hauidnk-bang1,opendx-map-2022]" in lines
    assert any(line.startswith(f"  58,08         figure league, “Quảng Nam”: {row}, pdti = 0.5808") for line in lines)
    sources = lines[lines.index("sources:") + 1 :]
    assert [line.split(":")[0].strip() for line in sources][:2] == ["dti-gov-vn-2022", "hauidnk-bang1"]
    assert "Bộ Thông tin và Truyền thông" in sources[0]


@pytest.mark.slow
def test_the_notebook_has_the_numbers_of_all_its_documents(whole: Path) -> None:
    done = ask(str(whole / "notebook.ipynb"))
    assert done.exit_code == 0
    assert "(province-briefing-ket-qua)" in done.output and "(checkup-cau)" in done.output
    assert "the author's own count" not in done.output


def _edit_deck(folder: Path) -> None:
    (folder / "deck.md").write_bytes((folder / "deck.md").read_bytes() + b" ")


def _change(folder: Path, change: Callable[[dict[str, dict[str, str]]], None]) -> None:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    change(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / MANIFEST).unlink(), "it is no file of a build"),
        (_edit_deck, "deck.md: it was edited by hand since it was built"),
        (lambda folder: (folder / "notebook.ipynb").unlink(), "notebook.ipynb: it is missing"),
        (lambda folder: (folder / "deck.md").unlink(), "there is no such file"),
        (
            lambda folder: _change(folder, lambda m: m["made_from"].update({"data/dti/dti.csv": "0" * 64})),
            "made from other data: data/dti/dti.csv changed since; build it again",
        ),
        (
            lambda folder: _change(folder, lambda m: m["inputs"].update({"code": "0" * 64})),
            "built by another version of taphuan; build it again",
        ),
        (lambda folder: _change(folder, lambda m: m.pop("made_from")), "built by another version of taphuan"),
        (lambda folder: _change(folder, lambda m: m["files"].pop("deck.md")), "it is no file of this set"),
    ],
)
def test_a_file_that_cannot_be_traced_is_told_in_one_line(
    folder: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(folder)
    done = ask(str(folder / "deck.md"))
    assert done.exit_code == 2
    (line,) = done.output.splitlines()
    assert line.startswith("error: ") and said in line and line.endswith("[TH886]")


def test_a_file_beside_an_edited_one_and_an_unknown_slide_are_told(folder: Path) -> None:
    shutil.copy(folder / "deck.md", folder / "deck.new.md")
    assert "name the one without .new" in ask(str(folder / "deck.new.md")).output
    done = ask(str(folder / "deck.md"), "--slide", "99")
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "unknown slide or part '99'" in done.output
