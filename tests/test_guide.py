"""The worked examples of docs/huong-dan.md, followed step by step on a copy of the project.

What is changed and what is expected is read from the page itself: an example that is no longer true fails here.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import uuid
from pathlib import Path
from typing import Any

import docx
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output

from guide import GUIDE, Block, Cli, Follower, Section, jupyterlab_saves, said
from projects import Project, execute_in_process
from taphuan import paths
from taphuan.data.load import rows
from taphuan.document.model import TableBlock
from taphuan.document.outputs import SLIDE, cell_blocks
from taphuan.known import law
from taphuan.lesson.frames.data import TABLES
from taphuan.lesson.frames.shown import show_frame, show_styler
from taphuan.lesson.lesson import open_lesson


@pytest.fixture
def follower(project_copy: Project, run_cli: Cli, tmp_path: Path) -> Follower:
    (project_copy.root / "docs").mkdir()
    shutil.copy(GUIDE, project_copy.root / "docs")
    return Follower(project_copy, run_cli, tmp_path / "out")


def test_a_sentence_is_changed(follower: Follower) -> None:
    section = Section(7)
    before, after, cited = section.of("markdown")
    path = follower.project.root / before.file
    cell_id = re.findall(r"ô `([\w-]+)`", before.lead)[-1]
    notebook = nbformat.read(path, as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    assert cells[cell_id].source == before.text
    assert cells[re.findall(r"ô `([\w-]+)`", cited.lead)[-1]].source == cited.text
    original = path.read_text(encoding="utf-8")

    cells[cell_id].source = after.text
    jupyterlab_saves(path, notebook)
    assert "as JupyterLab left it: outputs (" in follower.check().err
    (commands,) = section.of("sh")
    follower.run(commands)

    seen, message = section.of("text")
    deck = follower.deck("quang-nam-2024/quang-nam/full")
    assert said(seen.text) in deck
    assert said(before.text.removeprefix("- ")) not in deck
    # the one sentence is all that differs in the file
    changed = path.read_text(encoding="utf-8")
    assert json.dumps(before.text, ensure_ascii=False) in original
    assert changed == original.replace(
        json.dumps(before.text, ensure_ascii=False), json.dumps(after.text, ensure_ascii=False)
    )

    wrong = re.findall(r"`(\[@[\w-]+\])`", message.lead)[-1]
    follower.project.edit(
        before.file, "đây là một nhiệm vụ, một chức năng quan trọng", f"Đó là {wrong} nhiệm vụ, chức năng"
    )
    assert follower.check().err.strip() == message.text


@pytest.mark.slow
def test_a_slide_is_added(follower: Follower) -> None:
    section = Section(8)
    heading, first, second, notes = section.of("markdown")
    (minutes,) = section.of("json")
    path = follower.project.root / heading.file
    original = json.loads(path.read_text(encoding="utf-8"))
    notebook = nbformat.read(path, as_version=4)
    last = re.findall(r"ô `([\w-]+)`", heading.lead)[-1]
    place = [cell.id for cell in notebook.cells].index(last) + 1
    for offset, (block, kind) in enumerate(
        ((heading, "slide"), (first, ""), (second, ""), (notes, "notes")),
    ):
        cell = nbformat.v4.new_markdown_cell(block.text, id=str(uuid.UUID(int=0xABCDEF0123 * (offset + 1) << 80)))
        cell.metadata = nbformat.from_dict({"editable": True, "slideshow": {"slide_type": kind}, "tags": []})
        notebook.cells.insert(place + offset, cell)
    notebook.cells[place].metadata |= nbformat.from_dict(json.loads(minutes.text))
    jupyterlab_saves(path, notebook)
    (commands,) = section.of("sh")
    follower.run(commands)

    (ids,) = section.of("text")
    tidied = json.loads(path.read_text(encoding="utf-8"))
    made = tidied["cells"][place : place + 4]
    assert [cell["id"] for cell in made] == ids.text.split()
    assert [cell["metadata"]["slideshow"]["slide_type"] for cell in made] == ["slide", "-", "-", "notes"]
    assert made[0]["metadata"]["taphuan"] == {"minutes": 3}
    del tidied["cells"][place : place + 4]
    assert tidied == original
    deck = follower.deck("quang-nam-2024/quang-nam/full")
    around = ("Trước khi ban hành, hỏi người chịu tác động", heading.text[3:], "Dân biết mới là bước đầu")
    places = [deck.index(said(title)) for title in around]
    assert places == sorted(places)
    assert "Ở tỉnh Quảng Nam: ghi lại chỗ nào người nghe hiểu khác" in deck
    assert said(notes.text) in deck


@pytest.mark.slow
def test_a_law_is_added_as_a_row_and_a_relation(follower: Follower) -> None:
    section = Section(12)
    (commands,) = section.of("sh")
    (badge,) = section.of("text")
    build = Block("", "sh", commands.text.splitlines()[-1])
    follower.run(build)
    assert said(badge.text) not in follower.deck("ke-hoach-2027/hue/full")
    for block in section.of("csv"):
        follower.append(block)
    follower.run(commands)
    (old,) = re.findall(r"tìm `([\w-]+)` trong", GUIDE.read_text(encoding="utf-8"))
    slide = follower.deck("ke-hoach-2027/hue/full", "dau-tu-cntt-chuoi-2026")
    assert f"{law.document(old).short} {said(badge.text)}".replace("\u00a0", " ") in slide
    # the search that the guide asks for finds where people have to write
    assert any(old in path.read_text(encoding="utf-8") for path in paths.MODULE_NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("number", [11, 12])
def test_what_comes_later_leaves_earlier_documents_as_they_were(project: Project, number: int) -> None:
    jobs = [("quang-nam-2024", "quang-nam", "2024-10-31"), ("quang-nam-2024", "hue", "2026-10-14")]
    before = [execute_in_process(open_lesson(*job)) for job in jobs]
    for block in Section(number).of("csv"):
        with (project.root / block.file).open("a", encoding="utf-8") as file:
            file.write(f"{block.text}\n")
    assert [execute_in_process(open_lesson(*job)) for job in jobs] == before


def shown(code: str) -> TableBlock:
    """The table that the last line of a cell shows in the deck of the guide's province."""
    *first, last = ast.parse(code).body
    names: dict[str, Any] = {"lesson": open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")}
    exec(compile(ast.Module(first, []), "cell", "exec"), names)
    assert isinstance(last, ast.Expr)
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    bundle = show_styler(value) if hasattr(value, "set_uuid") else {**show_frame(value), "text/plain": "x"}
    (table,) = cell_blocks(new_code_cell("x", outputs=[new_output("display_data", bundle)]), SLIDE)
    assert isinstance(table, TableBlock)
    return table


def test_frames_are_shown_as_the_guide_says() -> None:
    part = between("### Bảng số liệu cho sổ tay", "### Vẽ biểu đồ của mình")
    plain, styled = (shown(code) for code in re.findall(r"```python\n(.*?)```", part, re.DOTALL))
    (expected,) = re.findall(r"```text\n(.*?)\n```", part, re.DOTALL)
    rows = [tuple(column.name for column in plain.columns), *plain.rows]
    lines = [*(f"| {' | '.join(row)} |" for row in rows), plain.source]
    assert "\n".join(lines).replace("\u00a0", " ") == expected
    fills = {row[0]: [look.fill for look in looks] for row, looks in zip(styled.rows, styled.looks, strict=True)}
    assert fills == {"2022": ["", "", "FCEBEE", "FCEBEE"]}
    assert set(re.findall(r"`lesson\.data\.(\w+)", part)) <= {*TABLES, "alphabetical"}


def between(start: str, end: str) -> str:
    page = GUIDE.read_text(encoding="utf-8")
    return page[page.index(start) : page.index(end)]


def first_column(body: str) -> list[str]:
    return [line.split("|")[1].strip() for line in body.splitlines() if line.startswith("| ")]


def test_the_bar_of_a_live_deck_says_what_the_guide_quotes() -> None:
    words = (paths.LIVE_CLIENT / "words.js").read_text(encoding="utf-8")
    controls, sentences = between("**Thanh điều khiển**", "### Khi có sự cố").split("**Thanh nói gì:**")
    quoted = re.findall("“([^”]+)”", controls)
    assert len(quoted) > 7
    assert [name for name in quoted if f'"{name}"' not in words] == []
    texts = [part.strip("…; ") for row in first_column(sentences)[2:] for part in row.split(" · ")]
    assert len(texts) > 4
    assert [text for text in texts if text not in words] == []


def test_a_rehearsal_has_the_lines_that_the_guide_explains() -> None:
    names = re.findall("`([^`]+)`", "".join(first_column(between("### Trước ngày", "### Vào ngày"))))
    sources = [paths.PACKAGE / "check/doctor.py", *(paths.PACKAGE / "live/rehearse").glob("*.py")]
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert len(names) > 7
    assert [name for name in names if f'"{name}"' not in code] == []
