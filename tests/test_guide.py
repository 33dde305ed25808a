"""The worked examples of docs/huong-dan.md, followed step by step on a copy of the project.

What is changed and what is expected is read from the page itself: an example that is no longer true fails here.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import uuid
from pathlib import Path
from typing import Any

import docx
import nbformat
import openpyxl
import pytest
from nbformat.v4 import new_code_cell, new_output

from guide import GUIDE, NO_BROWSER, Block, Cli, Follower, Section, jupyterlab_saves, said
from projects import Project, execute_in_process
from taphuan import paths
from taphuan.document.model import TableBlock
from taphuan.document.outputs import SLIDE, cell_blocks
from taphuan.errors import EXIT_BAD_INPUT, EXIT_DONE
from taphuan.lesson.frames.data import TABLES
from taphuan.lesson.frames.shown import show_frame, show_styler
from taphuan.lesson.lesson import open_lesson
from taphuan.text import words_below


@pytest.fixture
def follower(project_copy: Project, run_cli: Cli, tmp_path: Path) -> Follower:
    (project_copy.root / "docs").mkdir()
    shutil.copy(GUIDE, project_copy.root / "docs")
    return Follower(project_copy, run_cli, tmp_path / "out")


@pytest.mark.slow
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

    (message,) = section.of("text")
    deck = follower.deck("quang-nam-2024/quang-nam/full")
    assert said(after.text.removeprefix("- ")) in deck
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
    (minutes,) = re.findall(r"`(\{.*\})`", section.body)
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
    notebook.cells[place].metadata |= nbformat.from_dict(json.loads(minutes))
    jupyterlab_saves(path, notebook)
    (commands,) = section.of("sh")
    follower.run(commands)

    tidied = json.loads(path.read_text(encoding="utf-8"))
    made = tidied["cells"][place : place + 4]
    name = "doc-thu-du-thao-cho-muoi"
    assert [cell["id"] for cell in made] == [name, f"{name}-1", f"{name}-2", f"{name}-loi"]
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


# --- Something new: sections 9 to 12 -----------------------------------------------------------------------------------


def begin_a_conference(follower: Follower) -> Path:
    """The first command of section 9; gives back the file that it wrote."""
    first, _ = Section(9).of("sh")
    follower.run(first)
    (named,) = re.findall(r"Mở tệp mà lệnh vừa ghi, `([\w./-]+)`", Section(9).body)
    return follower.project.root / named


@pytest.mark.slow
def test_a_conference_of_two_provinces_is_begun(follower: Follower) -> None:
    section = Section(9)
    path = begin_a_conference(follower)
    _, commands = section.of("sh")
    assert "3 of 3 document sets built" in follower.run(commands)
    (source,) = section.of("text")
    (day,) = re.findall(r"ghi “Dự kiến (.*?)”", section.body)
    hall = follower.deck(path.stem)
    assert day in hall and said(source.text) in hall
    for folder, name in (("", "Huế"), ("/hue", "thành phố Huế"), ("/da-nang", "thành phố Đà Nẵng")):
        deck = follower.deck(f"{path.stem}{folder}")
        assert name in deck and "MẪU" not in deck and "null" not in deck
    unknown = re.findall(r"^(\w+): null", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert {"place", "organiser", "audience", "start"} <= set(unknown)


@pytest.mark.slow
def test_its_modules_are_reordered_and_its_programme_has_hours(follower: Follower, tmp_path: Path) -> None:
    path = begin_a_conference(follower)
    section = Section(9, "Thứ tự, số phút và giờ")
    order, papers = section.of("sh")
    first, second = re.findall(r"`- ([\w-]+)`", order.lead)
    follower.project.edit(order.file, f"- {first}\n- {second}\n", f"- {second}\n- {first}\n")
    follower.run(order)
    page = follower.page(path.stem)
    assert 0 < page.index(f'id="{second}-mo-dau"') < page.index(f'id="{first}-mo-dau"')

    old, new = re.findall(r"`(start: [^`]*)`", papers.lead)
    follower.project.edit(order.file, old, new)
    follower.run(papers)
    (line,) = section.of("text")
    paper = docx.Document(str(tmp_path / "out" / path.stem / "agenda.docx"))
    hours, what = line.text.split(" ", 1)
    assert [cell.text for cell in paper.tables[0].rows[1].cells][1:3] == [hours, what]
    (folder,) = re.findall(r"thư mục mang số phút, `([\w/-]+)`", papers.lead)
    page = follower.page(folder)
    assert sum(int(seconds) for seconds in re.findall(r'data-timing="(\d+)"', page)) // 60 == 60
    assert 'class="slide content backup"' in page


def write_the_lesson(text: str) -> str:
    """A file of a new module with something in each place that is to be written: the words that stood there."""
    return re.sub("«BẢN NHÁP – ([^»]*)»", r"\1", text)


@pytest.mark.slow
def test_a_module_of_ones_own_is_begun_and_written(follower: Follower) -> None:
    conference = begin_a_conference(follower)
    section = Section(10)
    begin, draft, done = section.of("sh")
    follower.run(begin)
    (line,) = re.findall(r"thêm dòng `(- [\w-]+)`", section.body)
    text = conference.read_text(encoding="utf-8")
    conference.write_text(re.sub(r"(?m)^(modules:\n(?:- .*\n)+)", rf"\g<1>{line}\n", text), encoding="utf-8")
    follower.run(draft)
    (mark,) = section.of("text")
    slug = line.removeprefix("- ")
    folder = f"{conference.stem}/modules/{slug}"
    slides = re.findall(r'<section id="([^"]*)" class="slide (.*?)</section>', follower.page(folder), re.DOTALL)
    assert [name for name, slide in slides if mark.text not in slide] == ["closing-mo-dau"]
    waiting = follower.check()
    assert (waiting.code, waiting.out.count("1 warning")) == (EXIT_DONE, 1) and "still to be written" in waiting.err

    notebook, data = re.findall(r"`((?:notebooks|data)/modules/[\w-]+\.(?:ipynb|yaml))`", section.body)
    for name in (notebook, data):
        path = follower.project.root / name
        path.write_text(write_the_lesson(path.read_text(encoding="utf-8")), encoding="utf-8")
    path = follower.project.root / data
    (unsourced,) = re.findall(r"thay `([\w-]+)`\s+bằng mã nguồn", section.body)
    path.write_text(path.read_text(encoding="utf-8").replace(unsourced, "mard-ct07"), encoding="utf-8")
    (unwritten,) = re.findall(r"xóa dòng `(.*?)`", section.body)
    follower.project.edit(data, f"{unwritten}\n", "")
    follower.run(done)
    hall = follower.page(conference.stem)
    assert f'id="{slug}-mo-dau"' in hall and mark.text not in hall


def fill_in(path: Path, section: Section, whole: bool) -> None:
    """The workbook with what section 11 writes into it; `whole`: and with numbers of the other units that lie between its own."""
    scores = {name: (int(rank), float(value.replace(",", "."))) for name, rank, value in section.table("Số liệu")}
    taken = {rank for rank, _ in scores.values()}
    free = iter(rank for rank in range(1, 35) if rank not in taken)
    book = openpyxl.load_workbook(path)
    lines = list(book["Số liệu"].iter_rows())
    header = next(line for line in lines if line[1].value == "Tỉnh, thành phố")
    rank_at, value_at = ([cell.value for cell in header].index(title) for title in ("Hạng", "Giá trị DTI"))
    for line in lines[lines.index(header) + 1 :]:
        if line[1].value in scores:
            line[rank_at].value, line[value_at].value = scores[line[1].value]
        elif whole:
            rank = next(free)
            line[rank_at].value, line[value_at].value = rank, round(0.785 - rank * 0.0046, 4)
    said_there = {name: text.strip("`") for name, text in section.table("Công bố")}
    for name, place, *_ in book["Công bố"].iter_rows():
        place.value = said_there.pop(name.value, place.value)
    assert not said_there
    book.save(path)


def begin_an_edition(follower: Follower) -> Path:
    section = Section(11)
    begin, _ = section.of("sh")
    follower.run(begin)
    (named,) = re.findall(r"Mở `(drafts/[\w.-]+)`", section.body)
    return follower.project.root / named


@pytest.mark.slow
def test_a_year_of_the_index_is_added_from_its_workbook(follower: Follower) -> None:
    section = Section(11)
    draft = begin_an_edition(follower)
    _, commands = section.of("sh")
    fill_in(draft, section, whole=False)
    table = follower.project.root / "data/dti/dti.csv"
    before = table.read_bytes()
    missing = follower.try_line(commands.text.splitlines()[0], "--yes")
    assert missing.code == EXIT_BAD_INPUT and "ha-noi" in missing.err and table.read_bytes() == before

    fill_in(draft, section, whole=True)
    follower.run(commands)
    (seen,) = section.of("text")
    deck = follower.deck("ke-hoach-2027/hue")
    assert said(seen.text) in deck
    assert "trung bình 34 tỉnh" in deck


@pytest.mark.slow
def test_a_law_is_added_with_what_it_does_to_others(follower: Follower) -> None:
    section = Section(12)
    (commands,) = section.of("sh")
    (badge,) = section.of("text")
    follower.run(commands)
    replaced = re.findall(r"--replaces (\S+)", commands.text)[0]
    slide = follower.deck("ke-hoach-2027/hue/full", "dau-tu-cntt-chuoi-2026")
    number = replaced.removesuffix("/NĐ-CP")
    assert f"NĐ {number} {said(badge.text)}".replace("\u00a0", " ") in slide
    (again,) = re.findall(r"`(\.venv/bin/taphuan new law [^`]*--effects)`", section.body)
    told = follower.try_line(again)
    assert told.code == EXIT_DONE and said(badge.text) in said(told.out)
    (cited,) = re.findall(r"dẫn `\[@([\w-]+)\]`", section.body)
    assert f"\n{cited}," in (follower.project.root / "data/law/legal_documents.csv").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("number", [11, 12])
def test_what_comes_later_leaves_earlier_documents_as_they_were(
    project: Project, run_cli: Cli, tmp_path: Path, number: int
) -> None:
    follower = Follower(project, run_cli, tmp_path / "out")
    jobs = [("quang-nam-2024", "quang-nam", "2024-10-31"), ("quang-nam-2024", "hue", "2026-10-14")]
    before = [execute_in_process(open_lesson(*job)) for job in jobs]
    if number == 11:
        fill_in(begin_an_edition(follower), Section(11), whole=True)
    *_, commands = Section(number).of("sh")
    follower.run(Block(commands.lead, "sh", commands.text.partition("\nmake")[0]))
    assert [execute_in_process(open_lesson(*job)) for job in jobs] == before


@pytest.mark.slow
def test_a_programme_of_ones_own_is_begun_beside_this_folder(run_cli: Cli, tmp_path: Path) -> None:
    (commands,) = Section(14).of("sh")
    begin, enter, *there = (shlex.split(line) for line in commands.text.splitlines())
    folder = begin[begin.index("programme") + 1]
    assert enter == ["cd", folder]
    place = tmp_path / Path(folder).name
    begun = run_cli(*[str(place) if word == folder else word for word in begin[1:]])
    assert (begun.code, begun.err) == (EXIT_DONE, "")
    for _, *words in there:
        done = run_cli(*words, root=place, env=NO_BROWSER)
        assert (done.code, done.err) == (EXIT_DONE, ""), words
    assert (place / "build/index.html").exists()


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
    said = words_below("live.client.live").values()
    controls, sentences = between("**Thanh điều khiển**", "**Khi có sự cố").split("**Thanh nói gì:**")
    quoted = re.findall("“([^”]+)”", controls)
    assert len(quoted) > 7
    assert [name for name in quoted if name not in said] == []
    texts = [part.strip("…; ") for row in first_column(sentences)[2:] for part in row.split(" · ")]
    assert len(texts) > 4
    assert [text for text in texts if not any(text in words for words in said)] == []


def test_a_rehearsal_has_the_lines_that_the_guide_explains() -> None:
    names = re.findall("`([^`]+)`", "".join(first_column(between("### Trước ngày", "### Vào ngày"))))
    sources = [paths.PACKAGE / "check/doctor.py", *(paths.PACKAGE / "live/rehearse").glob("*.py")]
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert len(names) > 7
    assert [name for name in names if f'"{name}"' not in code] == []
