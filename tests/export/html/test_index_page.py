"""The start page in a browser: its search, on a desk and on a phone, from a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index_sample import sample_index
from taphuan.export.html.index import write_index

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "index.html"
    path.write_bytes(write_index(sample_index()))
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("request", lambda request: errors.append(request.url) if request.url.startswith("http") else None)
    opened.goto(path.as_uri())
    yield opened
    assert errors == []
    context.close()


def shown(page: Any) -> list[str]:
    names = page.evaluate(
        "() => [...document.querySelectorAll('.province, .pending')].filter(e => e.checkVisibility())"
        ".map(e => e.querySelector('h3, h4').textContent)"
    )
    return [str(name) for name in names]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("đắk lắk", ["Tỉnh Đắk Lắk"]),
        ("dak lak", ["Tỉnh Đắk Lắk"]),
        ("Quảng Nam", ["Tỉnh Quảng Nam", "Tỉnh Quảng Nam"]),
        ("  QUANG   nam 2027", ["Tỉnh Quảng Nam"]),
        ("miền trung đà nẵng", ["Thành phố Đà Nẵng"]),
        ("chinh quyen dien tu", ["Hội nghị tập huấn về Chính quyền điện tử, Chuyển đổi số"]),
        ("mẫu", ["Thành phố Đà Nẵng", "Tỉnh Quảng Nam", "Tỉnh Quảng Ngãi"]),
        ("không có", []),
    ],
)
def test_search_finds_with_and_without_marks(page: Any, query: str, names: list[str]) -> None:
    page.fill("#q", query)
    assert shown(page) == names
    assert page.is_visible("#nothing") == (not names)
    page.fill("#q", "")
    assert len(shown(page)) == 15


def test_a_phone_shows_it_without_sideways_scrolling_and_with_room_for_thumbs(page: Any) -> None:
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        "() => [...document.querySelectorAll('a, input')].filter(e => e.getBoundingClientRect().height < 44).length"
    )
    assert small == 0
