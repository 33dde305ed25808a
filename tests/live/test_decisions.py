"""What the hall decides, typed on stage: on disk at every change, on every page, back after a kill, printed in the report."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from live_server import PROVINCE, BuiltTalk, Live, live
from projects import execute_in_process
from taphuan import paths
from taphuan.check.content import check_notebook
from taphuan.check.overflow import check_decks
from taphuan.export.html.deck import write_deck
from taphuan.known.conferences import conference
from taphuan.known.decided import FIELDS, Journal, lines_of, record_of
from taphuan.lesson.lesson import open_lesson
from taphuan.live.server.decisions import Decisions

HALL, SLIDE = "hoi-nghi", "closing-thong-nhat"
SLUG = "quang-nam-2024"


@pytest.fixture
def decisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Decisions:
    monkeypatch.setattr(paths, "RECORDS", tmp_path / "records")
    return Decisions(SLUG)


# --- on disk ----------------------------------------------------------------------------------------------------------


def test_a_change_is_on_disk_before_the_next_one(decisions: Decisions) -> None:
    for text in ("R", "Rà", "Rà quy chế"):
        assert decisions.change(2, "task", text, "1") == ""
        assert Decisions(SLUG).rows[2][0] == text
    decisions.undo()
    assert Decisions(SLUG).rows == decisions.rows == [["", "", ""]] * len(conference(SLUG).modules)


def test_a_line_that_a_kill_has_cut_off_costs_no_other(decisions: Decisions) -> None:
    decisions.change(0, "task", "Một", "1")
    with record_of(SLUG).open("ab") as file:
        file.write(b'{"module": "lap-ke-hoach-cds", "field": "ta')
    again = Decisions(SLUG)
    again.change(0, "person", "An", "2")
    assert Decisions(SLUG).rows[0] == ["Một", "An", ""]


@pytest.mark.parametrize(
    ("row", "field", "text", "why"),
    [
        (0, "task", "x" * (FIELDS["task"] + 1), "nhận không quá 120 chữ"),
        (0, "task", "x" * 10_240, "nhận không quá 120 chữ"),
        (0, "deadline", "x" * (FIELDS["deadline"] + 1), "nhận không quá 30 chữ"),
        (200, "task", "Rà", "không có ô này"),
        (-1, "task", "Rà", "không có ô này"),
        (0, "colour", "Rà", "không có ô này"),
    ],
)
def test_what_the_table_cannot_hold_is_refused_in_words(
    decisions: Decisions, row: int, field: str, text: str, why: str
) -> None:
    assert why in decisions.change(row, field, text, "1")
    assert not record_of(SLUG).exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("=HYPERLINK(1)", "=HYPERLINK(1)"), ("một\nhai\tba", "một hai ba"), ("a\x00b\x1b[0m", "ab[0m"), ("\ud800x", "x"), ("ha\u0323", "hạ")],
)  # fmt: skip
def test_letters_are_kept_and_signs_that_are_none_go(decisions: Decisions, typed: str, kept: str) -> None:
    assert decisions.change(0, "task", typed, "1") == ""
    assert Decisions(SLUG).rows[0][0] == kept


def test_a_kill_at_any_keystroke_loses_at_most_that_one(tmp_path: Path) -> None:
    program = (
        "from taphuan.live.server.decisions import Decisions\n"
        f"d = Decisions({SLUG!r})\n"
        "for n in range(10_000):\n"
        "    d.change(0, 'task', f'{n}', '1')\n"
        "    print(n, flush=True)\n"
    )
    root = tmp_path / "project"
    root.mkdir()
    (root / "data").symlink_to(paths.DATA)
    command = [sys.executable, "-c", program]
    for wanted in (1, 7, 40):
        with subprocess.Popen(
            command, env=os.environ | {"TAPHUAN_ROOT": str(root)}, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            seen = [process.stdout.readline().strip() for _ in range(wanted)]
            process.send_signal(signal.SIGKILL)
            # what was printed and not yet read was on disk, too
            seen += process.stdout.read().split()
        record = root / "records" / f"{SLUG}.jsonl"
        kept = Journal(lines_of(record)).texts[conference(SLUG).modules[0], "task"]
        assert int(kept) in (int(seen[-1]), int(seen[-1]) + 1)
        record.unlink()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(
    "slug",
    [
        pytest.param("quang-nam-2024", marks=pytest.mark.slow),
        "ke-hoach-2027",
        pytest.param("bo-khcn-cap-xa-2025", marks=pytest.mark.slow),
    ],
)
def test_the_deck_is_published_however_much_was_typed(
    slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "RECORDS", tmp_path / "records")
    decisions = Decisions(slug)
    for row in range(len(conference(slug).modules)):
        for field, most in FIELDS.items():
            assert (
                decisions.change(row, field, ("Rà soát quy chế, ban hành danh mục " * 9)[:most], f"{row}{field}") == ""
            )
    lesson = open_lesson(slug, HALL, conference(slug).as_of.isoformat())
    notebook = execute_in_process(lesson)
    assert check_notebook(notebook) == ()
    deck = tmp_path / "deck.html"
    deck.write_bytes(write_deck(notebook))
    assert check_decks([deck])[deck] == ()


# --- on stage ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def served(talk: BuiltTalk) -> Iterator[Live]:
    (talk.root / "records" / f"{talk.conference}.jsonl").unlink(missing_ok=True)
    with live(talk) as running:
        yield running
    (talk.root / "records" / f"{talk.conference}.jsonl").unlink(missing_ok=True)


@pytest.fixture
def open_hall(browser: Any, served: Live) -> Iterator[Callable[[], Any]]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    context.request.get(served.url)

    def opened(place: str = HALL) -> Any:
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(f"{served.page(place)}#/{SLIDE}")
        page.locator("[data-status=kernel][data-mood=idle]").wait_for(state="attached", timeout=20_000)
        return page

    yield opened
    context.close()


def cell(page: Any, at: int) -> Any:
    return page.locator(".live-decided").nth(at)


def says(page: Any, at: int, text: str) -> None:
    page.wait_for_function(
        "([at, text]) => document.querySelectorAll('.live-decided')[at]?.textContent === text",
        arg=[at, text],
        timeout=10_000,
    )


@pytest.mark.browser
def test_what_is_typed_is_on_disk_on_every_page_and_back_after_a_reload(
    served: Live, open_hall: Callable[..., Any]
) -> None:
    page, other = open_hall(), open_hall()
    cell(page, 0).click()
    page.keyboard.type("Rà lại 3 quy chế")
    page.keyboard.press("Enter")
    # letters that are keys of the deck are letters here, and the slide stays
    page.keyboard.type("Bà Trần Thị F, số 1. ")
    says(other, 0, "Rà lại 3 quy chế")
    says(other, 1, "Bà Trần Thị F, số 1. ")
    assert page.evaluate("Reveal.getCurrentSlide().id") == SLIDE
    assert not page.evaluate("Reveal.isPaused()")
    record = served.talk.root / "records" / f"{served.talk.conference}.jsonl"
    assert json.loads(record.read_text(encoding="utf-8").splitlines()[-1])["field"] == "person"

    page.keyboard.press("Escape")
    page.locator(".live-undo").click()
    says(page, 1, "")
    says(other, 1, "")
    page.reload()
    says(page, 0, "Rà lại 3 quy chế")
    assert page.errors == other.errors == []


@pytest.mark.slow
@pytest.mark.browser
def test_two_pages_that_type_at_once_keep_both(open_hall: Callable[..., Any]) -> None:
    page, other = open_hall(), open_hall()
    cell(page, 0).click()
    cell(other, 2).click()
    for letter in "Việc chung":
        page.keyboard.type(letter)
        other.keyboard.type(letter)
    says(page, 2, "Việc chung")
    says(other, 0, "Việc chung")
    says(page, 0, "Việc chung")


@pytest.mark.slow
@pytest.mark.browser
def test_what_is_typed_while_the_server_is_away_reaches_it_when_it_is_back(
    talk: BuiltTalk, served: Live, open_hall: Callable[..., Any]
) -> None:
    page = open_hall()
    cell(page, 0).click()
    page.keyboard.type("Trước")
    says(page, 0, "Trước")
    served.kill()
    page.locator("[data-status=kernel][data-mood=away]").wait_for(state="attached", timeout=20_000)
    page.keyboard.type(" và sau")
    with live(talk, port=served.port):
        page.locator("[data-status=kernel][data-mood=idle]").wait_for(state="attached", timeout=30_000)
        says(page, 0, "Trước và sau")
        record = talk.root / "records" / f"{talk.conference}.jsonl"
        page.wait_for_function("() => true")
        assert Journal(lines_of(record)).texts[conference(talk.conference).modules[0], "task"] == "Trước và sau"


@pytest.mark.browser
def test_too_long_a_text_is_told_on_the_bar_and_not_kept(served: Live, open_hall: Callable[..., Any]) -> None:
    page = open_hall()
    cell(page, 2).click()
    page.keyboard.insert_text("x" * 31)
    page.get_by_text("Chưa ghi được: ô “Hạn” nhận không quá 30 chữ").first.wait_for(state="attached", timeout=10_000)
    assert not (served.talk.root / "records" / f"{served.talk.conference}.jsonl").exists()


@pytest.mark.slow
@pytest.mark.browser
def test_what_the_guide_types_is_printed_in_the_report(served: Live, open_hall: Callable[..., Any]) -> None:
    """The example of docs/huong-dan.md, from the keyboard to the paper."""
    guide = paths.GUIDE.read_text(encoding="utf-8")
    _, after = guide.split("**Ghi việc hội trường thống nhất.**")
    row = after.split("```text\n", 1)[1].split("\n```", 1)[0].splitlines()
    page = open_hall()
    cell(page, 0).click()
    for at, text in enumerate(row):
        page.keyboard.type(text)
        says(page, at, text)
        page.keyboard.press("Enter")
    slug, out = served.talk.conference, served.talk.out
    with served.talk.run("build", "--conference", slug, "--province", HALL, "--format", "report.docx") as build:
        printed, _ = build.communicate(timeout=600)
    assert build.returncode == 0, printed
    report = docx.Document(str(out / slug / "report.docx"))
    assert any([cell.text for cell in line.cells][-len(row) :] == row for table in report.tables for line in table.rows)


@pytest.mark.browser
def test_the_deck_of_a_province_has_no_such_table(open_hall: Callable[..., Any]) -> None:
    page = open_hall(PROVINCE)
    assert page.locator(".live-decided").count() == page.locator(".live-undo").count() == 0
