"""The overflow check: a good deck passes, every planted fault is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deck_sample import ALT, FOOT, Notebook, bars, sample_notebook
from taphuan import paths
from taphuan.check.browser import find_chromium
from taphuan.check.overflow import check_decks
from taphuan.check.walked import browser_findings

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
    b.figure("wide", bars(1152, 480, size=12), ALT)

    b.slide("small-text", "Chữ nhỏ trong trang")
    b.text('<span style="font-size:14px">dòng chữ nhỏ</span>')

    b.slide("wide", "Một dòng quá dài")
    b.text('<span style="white-space:nowrap">' + "không xuống dòng " * 12 + "</span>")

    b.slide("cut", "Chữ bị hộp cắt")
    b.text('<div style="height:40px;overflow:hidden"><p>Dòng một</p><p>Dòng hai bị cắt</p></div>')

    b.slide("over", "Chữ chồng lên chữ")
    b.text("Đoạn dưới")
    b.text('<p style="margin-top:-40px !important">Đoạn trên</p>')

    b.slide("under-title", "Chữ chạy lên tiêu đề")
    b.text('<p style="margin-top:-60px !important">chạy lên</p>')

    b.slide("untitled", "")
    b.text("Không có tiêu đề")

    found = findings_of(deck_file(b.nb))

    def told(slide: str, what: str) -> bool:
        return any(line.startswith(f"slide {slide}: ") and what in line for line in found)

    assert told("overfull", "runs into the footer: “Việc thứ 1"), found
    assert told("late", "hiện sau"), found
    assert told("small-drawing", "text of 12.0 px, under 18 px"), found
    assert told("small-text", "text of 14.0 px, under 18 px: “dòng chữ nhỏ”"), found
    assert told("wide", "sticks out of the slide by"), found
    assert told("cut", "is cut off by its box: “Dòng hai bị cắt”"), found
    assert told("over", "has text over"), found
    assert told("under-title", "runs into the title: “chạy lên”"), found
    assert told("untitled", "has no title"), found


def test_requests_and_errors_are_found(deck_file: Write) -> None:
    b = Notebook()
    b.slide("a", "Ảnh ở nơi khác")
    b.text('<img src="https://example.org/anh.png" alt="ảnh">')
    deck = deck_file(b.nb)
    page = deck.read_text(encoding="utf-8").replace("</body>", "<script>khong_co()</script></body>")
    deck.write_text(page, encoding="utf-8")
    found = findings_of(deck)
    assert "asks the net for https://example.org/anh.png" in found
    assert any(line.startswith("program error: khong_co is not defined") for line in found)
    assert any("picture that does not load: “ảnh”" in line for line in found)


def test_a_page_that_is_no_deck_is_a_finding(tmp_path: Path) -> None:
    page = tmp_path / "trang.html"
    page.write_text("<!DOCTYPE html><title>x</title><p>Không phải bản trình chiếu", encoding="utf-8")
    assert findings_of(page) == ("is no deck: reveal.js did not start",)


def test_decks_of_one_walk_keep_their_faults_apart(deck_file: Write) -> None:
    """They are walked in one page; what one says while the next is opened is no fault of that."""
    b = Notebook()
    b.slide("a", "Ảnh ở nơi khác")
    b.text('<img src="https://example.org/anh.png" alt="ảnh">')
    faulty = deck_file(b.nb, "faulty.html")
    page = faulty.read_text(encoding="utf-8")
    late = "<script>setInterval(() => khong_co(), 1)</script></body>"
    faulty.write_text(page.replace("</body>", late), encoding="utf-8")
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
    findings, line = browser_findings((deck,), browsers=1)
    return int(line.split()[2]), findings.get(deck, ())


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
    deck.write_text(clean.replace("</style>", ".where { font-size: 11px !important }</style>"), encoding="utf-8")
    assert any("text of 11.0 px" in line for line in walked(deck)[1]), "after a change of theme"
    number = '<span class="number">1</span>'
    assert number in clean
    deck.write_text(clean.replace(number, number.replace("1", "1" * 200)), encoding="utf-8")
    assert any(line.startswith("slide first: sticks out") for line in walked(deck)[1]), "in a slide's number"
    # one that was found faulty is walked each time
    assert walked(deck)[0] == 1


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
