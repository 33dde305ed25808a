"""The overflow check: a good deck passes, every planted fault is found and named."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from coded_lines import all_words_of
from deck_sample import ALT, FOOT, Notebook, bars, sample_notebook
from taphuan import paths
from taphuan.check.browser import find_chromium
from taphuan.check.overflow import Walk, check_decks
from taphuan.check.walked import Walks, walk_decks
from taphuan.errors import EnvironmentLacks
from taphuan.export.html.policy import META

pytestmark = pytest.mark.browser

Write = Callable[..., Path]


def findings_of(deck: Path) -> tuple[str, ...]:
    return check_decks([deck])[deck]


def test_a_deck_with_every_layout_is_clean(deck_file: Write) -> None:
    decks = [deck_file(sample_notebook(), "plain.html"), deck_file(sample_notebook(sample=True), "sample.html")]
    assert check_decks(decks) == {decks[0]: (), decks[1]: ()}


def test_faults_of_content_are_found(deck_file: Write) -> None:
    b = Notebook()
    b.slide("overfull", "Quá nhiều chữ")
    b.text("\n".join(f"- Việc thứ {n} phải xong trước khi trình kế hoạch" for n in range(1, 16)))
    b.sources(FOOT)

    b.slide("late", "Chỉ tràn ở bước cuối")
    b.text("\n".join(f"- Việc thứ {n}" for n in range(1, 9)))
    for n in range(9, 14):
        b.text(f"- Việc thứ {n} hiện sau", fragment=True)
    b.sources(FOOT)

    b.slide("small-drawing", "Chữ nhỏ trong hình")
    b.figure("wide", bars(1152, 448, size=12), ALT)

    b.slide("small-text", "Chữ nhỏ trong trang")
    b.text('<span style="font-size:14px">dòng chữ nhỏ</span>')

    b.slide("wide", "Một dòng quá dài")
    b.text('<span style="white-space:nowrap">' + "không xuống dòng " * 12 + "</span>")

    b.slide("cut", "Chữ bị hộp cắt")
    b.text('<div style="height:40px;overflow:hidden"><p>Dòng một</p><p>Dòng hai bị cắt</p></div>')

    b.slide("over", "Chữ chồng lên chữ")
    b.text('<p>Đoạn dưới</p><p style="margin-top:-40px !important">Đoạn trên</p>')

    b.slide("under-title", "Chữ chạy lên tiêu đề")
    b.text('<p>Trên</p><p style="margin-top:-100px !important">chạy lên</p>')

    b.slide("untitled", "")
    b.text("Không có tiêu đề")

    found = findings_of(deck_file(b.nb))

    def told(slide: str, what: str) -> bool:
        return any(line.startswith(f"slide {slide}: ") and what in line for line in found)

    assert told("overfull", "runs into the footer: “Việc thứ 1"), found
    assert told("late", "hiện sau"), found
    assert told("small-drawing", "text of 12.2 px, under 18 px"), found
    assert told("small-text", "text of 14.0 px, under 18 px: “dòng chữ nhỏ”"), found
    assert told("wide", "sticks out of the slide by"), found
    assert told("cut", "is cut off by its box: “Dòng hai bị cắt”"), found
    assert told("over", "has text over"), found
    assert told("under-title", "runs into the title: “chạy lên”"), found
    assert told("untitled", "has no title"), found


PICTURE = '<p><img src="https://example.org/anh.png" alt="ảnh"></p>'


def without_policy(deck: Path, *changes: tuple[str, str]) -> None:
    """Change the file, and take away the policy that would stop what is planted."""
    page = re.sub(rf"{META}[^>]*>", "", deck.read_text(encoding="utf-8"), count=1)
    for old, new in changes:
        assert old in page
        page = page.replace(old, new, 1)
    deck.write_text(page, encoding="utf-8")


def test_what_the_policy_of_a_deck_stops_is_found_too(deck_file: Write) -> None:
    deck = deck_file(small())
    page = deck.read_text(encoding="utf-8").replace("</body>", "<script>khong_co()</script></body>")
    deck.write_text(page, encoding="utf-8")
    (found,) = findings_of(deck)
    assert found.startswith("error on the console: Executing inline script violates")


def test_requests_and_errors_are_found(deck_file: Write) -> None:
    b = Notebook()
    b.slide("a", "Ảnh ở nơi khác")
    b.text("ảnh")
    deck = deck_file(b.nb)
    without_policy(deck, ("<p>ảnh</p>", PICTURE), ("</body>", "<script>khong_co()</script></body>"))
    found = findings_of(deck)
    assert "asks the net for https://example.org/anh.png" in all_words_of(found)
    assert any(line.startswith("program error: khong_co is not defined") for line in found)
    assert any("picture that does not load: “ảnh”" in line for line in found)


def test_a_page_that_is_no_deck_is_a_finding(tmp_path: Path) -> None:
    page = tmp_path / "trang.html"
    page.write_text("<!DOCTYPE html><title>x</title><p>Không phải bản trình chiếu", encoding="utf-8")
    assert all_words_of(findings_of(page)) == ("is no deck: reveal.js did not start",)


def test_decks_of_one_walk_keep_their_faults_apart(deck_file: Write) -> None:
    """They are walked in one page; what one says while the next is opened is no fault of that."""
    b = Notebook()
    b.slide("a", "Ảnh ở nơi khác")
    b.text("ảnh")
    faulty = deck_file(b.nb, "faulty.html")
    late = "<script>setInterval(() => khong_co(), 1)</script></body>"
    without_policy(faulty, ("<p>ảnh</p>", PICTURE), ("</body>", late))
    decks = [deck_file(small(), "before.html"), faulty, deck_file(small(), "after.html")]
    found = check_decks(decks)
    assert (found[decks[0]], found[decks[2]]) == ((), ())
    assert {line.split(":")[0] for line in found[faulty]} >= {"asks the net for https", "program error"}


def small(title: str = "Ba bước", last: str = "Việc cuối", more: str = "") -> object:
    """A deck of two slides, the second one in two steps."""
    b = Notebook()
    b.slide("first", title)
    b.text("- Việc đầu\n- Việc thứ hai")
    b.slide("steps", "Hiện từng bước")
    b.text("- Việc đầu")
    b.text(f"- {last}{more}", fragment=True)
    b.sources(FOOT)
    return b.nb


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")


def walked(deck: Path) -> tuple[int, tuple[str, ...]]:
    """How many decks the end of a build would walk now (0 or 1), and what it finds."""
    walks, line = walk_decks((deck,))
    return int(line.split()[2]), walks[deck].findings


@pytest.mark.slow
def test_what_was_found_clean_is_walked_again_as_soon_as_a_letter_of_it_changed(
    deck_file: Write, own_cache: None
) -> None:
    deck = deck_file(small())
    assert walked(deck) == (1, ())
    assert walked(deck) == (0, ())

    deck_file(small(title="Một tiêu đề rất dài " * 90))
    assert any(line.startswith("slide first:") for line in walked(deck)[1])
    deck_file(small(more=" và còn nữa" * 150))
    assert any(line.startswith("slide steps:") for line in walked(deck)[1]), "in a step that comes later"

    deck_file(small())
    clean = deck.read_text(encoding="utf-8")
    assert walked(deck) == (0, ())
    deck.write_text(clean.replace("</style>", ".where { font-size: 11px !important }</style>", 1), encoding="utf-8")
    assert any("text of 11.0 px" in line for line in walked(deck)[1]), "after a change of theme"
    number = '<span class="number">1</span>'
    assert number in clean
    deck.write_text(clean.replace(number, number.replace("1", "1" * 200)), encoding="utf-8")
    assert any(line.startswith("slide first: sticks out") for line in walked(deck)[1]), "in a slide's number"
    # one that was found faulty is walked each time
    assert walked(deck)[0] == 1


@pytest.mark.slow
def test_another_browser_walks_again(
    deck_file: Write, own_cache: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "browser"
    start = f'#!/bin/sh\nexec "{find_chromium()}" "$@"\n'
    monkeypatch.setenv("TAPHUAN_CHROMIUM", str(program))
    program.write_text(start)
    program.chmod(0o755)
    deck = deck_file(small())
    assert [walked(deck)[0], walked(deck)[0]] == [1, 0]
    program.write_text(f"{start}# a newer one\n")
    assert walked(deck)[0] == 1


def test_where_no_chromium_starts_it_is_said_once_and_nothing_is_thrown(
    deck_file: Write, own_cache: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAPHUAN_CHROMIUM", "/bin/false")
    decks = [deck_file(small(), f"{n}.html") for n in range(3)]
    walks, line = walk_decks(decks)
    (reason,) = {walk.unchecked for walk in walks.values()}
    assert reason.startswith("Chromium (/bin/false) does not start: ")
    assert line == f"overflow check: 0 of 3 decks walked in Chromium; 3 not walked: {reason}"
    with pytest.raises(EnvironmentLacks, match="does not start"):
        check_decks(decks)
    # what could not be walked is not taken for clean
    monkeypatch.delenv("TAPHUAN_CHROMIUM")
    assert walk_decks(decks)[1] == "overflow check: 3 of 3 decks walked in Chromium"


# a deck of two slides is walked in a tenth of a second; a browser that hangs is waited for twice
PATIENCE = 5
HUNG = f"did not come to its end within {PATIENCE} s"


def with_script(deck: Path, script: str) -> Path:
    without_policy(deck, ("</body>", f"<script>{script}</script></body>"))
    return deck


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "finding"),
    [
        pytest.param(
            "addEventListener('load', () => { Reveal.next = () => { for (;;); } })", HUNG, marks=pytest.mark.slow
        ),
        pytest.param("for (;;);", HUNG, marks=pytest.mark.slow),
        ("addEventListener('load', () => location.reload())", "Chromium broke off: "),
    ],
)
def test_a_deck_that_hangs_the_browser_is_a_finding_and_the_others_are_walked(
    deck_file: Write, own_cache: None, script: str, finding: str
) -> None:
    decks = [deck_file(small(), "before.html"), with_script(deck_file(small(), "hung.html"), script)]
    decks.append(deck_file(small(), "after.html"))
    walks, line = walk_decks(decks, timeout=PATIENCE)
    assert (walks[decks[0]], walks[decks[2]]) == (Walk(), Walk())
    (told,) = walks[decks[1]].findings
    assert told.startswith("could not be walked, tried twice: ")
    assert finding in told
    assert "3 of 3" in line


def browsers_of_this_process() -> list[int]:
    """The main processes of the browsers that this process started, by its driver."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    parents = {int(pid): int(parent) for pid, parent, _ in rows}

    def descends(pid: int) -> bool:
        while pid in parents and pid != os.getpid():
            pid = parents[pid]
        return pid == os.getpid()

    return [
        int(pid)
        for pid, _, command in rows
        if "--remote-debugging-pipe" in command and "--type=" not in command and descends(int(pid))
    ]


@pytest.mark.slow
def test_a_browser_that_is_killed_in_the_middle_of_a_walk_is_replaced(deck_file: Write, own_cache: None) -> None:
    decks = [deck_file(small(f"Bản số {n}"), f"{n}.html") for n in range(12)]
    with Walks(len(decks), workers=1) as walks:
        futures = [walks.walk(deck) for deck in decks]
        futures[0].result(timeout=60)
        for pid in browsers_of_this_process():
            os.kill(pid, signal.SIGKILL)
        assert {future.result(timeout=120) for future in futures} == {Walk()}
    assert walks.line == "overflow check: 12 of 12 decks walked in Chromium"


def test_no_browser_is_left_behind(deck_file: Write, own_cache: None) -> None:
    walk_decks([deck_file(small())])
    assert browsers_of_this_process() == []


@pytest.mark.slow
def test_two_browsers_that_start_together_share_the_driver(deck_file: Write, own_cache: None) -> None:
    decks = [deck_file(small(f"Bản số {n}"), f"{n}.html") for n in range(16)]
    walks, line = walk_decks(decks, workers=2)
    assert set(walks.values()) == {Walk()}
    assert line == "overflow check: 16 of 16 decks walked in Chromium"
