"""Word and PowerPoint files are what Office expects: the Open XML SDK finds nothing in them (`make validator` brings it)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ooxml
import pytest
from nbformat import NotebookNode

import pptx_readback as back
from deck_sample import sample_notebook
from taphuan.document.reading import read_document
from taphuan.export.formats import CONFERENCE, FORMATS, FULL, PROVINCE, TAPHUAN, write
from taphuan.export.pptx.pptx import write_pptx
from taphuan.lesson.lesson import open_lesson

needed = pytest.mark.skipif(ooxml.validator() is None, reason="the validator is not installed: make validator")
OFFICE = (".pptx", ".docx")


def names(kind: str) -> tuple[str, ...]:
    found = (one for one in FORMATS if kind in one.sets and TAPHUAN in one.renderers)
    return tuple(one.name for one in found if one.name.endswith(OFFICE))


@needed
@pytest.mark.parametrize(
    ("lesson", "kind"),
    [
        (("ke-hoach-2027", "hoi-nghi", "2026-11-21", ""), CONFERENCE),
        (("quang-nam-2024", "quang-nam", "2024-10-31", ""), PROVINCE),
        pytest.param(("ke-hoach-2027", "lai-chau", "2026-11-21", ""), FULL, marks=pytest.mark.slow),
    ],
)
def test_the_sdk_finds_nothing_where_it_is_installed(
    executed: Callable[..., NotebookNode], tmp_path: Path, lesson: tuple[str, str, str, str], kind: str
) -> None:
    wanted = names(kind)
    assert "deck.pptx" in wanted
    written = write(executed(open_lesson(*lesson), full=kind == FULL), wanted, 60)
    for name, data in written.files.items():
        (tmp_path / name).write_bytes(data)
        assert ooxml.findings(tmp_path / name) == [], name


@needed
def test_the_sdk_finds_nothing_in_a_deck_of_every_layout_where_it_is_installed(tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(write_pptx(read_document(sample_notebook(sample=True), "deck")))
    assert ooxml.findings(file) == []


@needed
def test_the_sdk_finds_a_fault_where_it_is_installed(tmp_path: Path) -> None:
    """An element in the wrong place, which PowerPoint would repair: the validator is not blind."""
    parts = back.parts(write_pptx(read_document(sample_notebook(), "deck")))
    slide = parts["ppt/slides/slide2.xml"]
    parts["ppt/slides/slide2.xml"] = slide.replace(b"</p:cSld>", b"</p:cSld><p:extLst/>", 1)
    file = tmp_path / "deck.pptx"
    file.write_bytes(back.packed(parts))
    (found,) = ooxml.findings(file)
    assert found.startswith("/ppt/slides/slide2.xml")


def test_each_false_finding_has_its_reason() -> None:
    assert all(len(one.reason) > 30 and one.path and one.words for one in ooxml.FALSE)
