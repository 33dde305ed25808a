"""What comes from data stays letters: never markup, a placeholder, a citation or a formula."""

from __future__ import annotations

import mistune
import pytest
from markdown_it import MarkdownIt

from taphuan.compose.citations import CITATION
from taphuan.compose.placeholders import PLACEHOLDER
from taphuan.lesson.markdown import bullets, escape

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**đậm** và _nghiêng_ và `mã`",
    "$x$ và $$y$$",
    "a | b | c",
    "[chữ](javascript:alert(1))",
    "~~gạch~~ # không phải đề mục",
    "1 < 2 & 3 > 2 &lt;",
    "\\*thoát\\*",
    "TT&TT",
]


def shown(markdown: str) -> str:
    """The letters a reader sees; fails where markup came out of them."""
    (opening, inline, closing) = MarkdownIt("commonmark", {"html": True}).parse(markdown)
    assert (opening.type, closing.type) == ("paragraph_open", "paragraph_close")
    assert inline.children is not None
    assert {child.type for child in inline.children} <= {"text", "text_special"}, markdown
    return "".join(child.content for child in inline.children)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_shows_exactly_its_letters(value: str) -> None:
    assert shown(escape(value)) == value
    assert shown(f"Trước {escape(value)} sau") == f"Trước {value} sau"


@pytest.mark.parametrize("value", ["http://127.0.0.1:9/x", '=HYPERLINK("https://127.0.0.1:9/","x")'])
def test_an_address_in_data_is_no_link(value: str) -> None:
    html = str(mistune.create_markdown(plugins=["url"])(escape(value)))
    assert "<a" not in html and "127.0.0.1:9/" in html


@pytest.mark.parametrize("value", ["{{ unit.name }}", "{{{ unit.name }}}", "{{{{"])
def test_braces_in_data_are_no_placeholder(value: str) -> None:
    written = escape(value)
    assert "{{" not in written
    assert not PLACEHOLDER.search(written)
    assert shown(written).replace("\u2060", "") == value


def test_a_bracket_in_data_is_no_citation() -> None:
    written = escape("xem [@nd-73-2019]")
    assert not CITATION.search(written)
    assert shown(written).replace("\u2060", "") == "xem [@nd-73-2019]"


def test_a_line_break_in_data_begins_no_heading_and_no_list() -> None:
    assert shown(escape("một\n# hai\r\n- ba\n\nbốn")) == "một # hai - ba bốn"
    assert escape("a\u00a0b") == "a\u00a0b"


def test_bullets_are_one_list_of_letters() -> None:
    assert bullets([]) == ""
    tokens = MarkdownIt().parse(bullets(["một\nhai", "*ba*"]))
    assert [token.content for token in tokens if token.type == "inline"] == ["một hai", "\\*ba\\*"]
    assert sum(token.type == "bullet_list_open" for token in tokens) == 1
