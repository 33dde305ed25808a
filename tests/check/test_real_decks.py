"""The decks with the longest texts, made from the real data and checked in a browser without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from taphuan import open_lesson
from taphuan.check.overflow import check_decks

pytestmark = pytest.mark.browser

Write = Callable[..., Path]

# longest name of the 34, sample · on a later day: law of today, participant mapped to a successor
SOME = (
    ("ke-hoach-2027", "ho-chi-minh", "2026-11-21"),
    ("bac-giang", "bac-ninh", "2026-11-21"),
)
# dense · longest name of the 63 · merged from three · incomplete year
OTHERS = (
    ("quang-nam-2024", "quang-nam", "2024-10-31"),
    ("quang-nam-2024", "thua-thien-hue", "2024-10-31"),
    ("ke-hoach-2027", "lam-dong", "2026-11-21"),
    ("bac-giang", "bac-giang", "2021-12-16"),
    # longest timeline of the law
    ("quang-nam-2024", "da-nang", "2026-11-21"),
    # the question with the most states behind its answer
    ("quang-nam-2024", "hoi-nghi", "2026-11-30", "tong-quan-cds"),
)


@pytest.mark.slow
@pytest.mark.parametrize("lessons", [SOME, pytest.param(OTHERS, marks=pytest.mark.slow)], ids=["some", "others"])
def test_the_hardest_decks_have_no_overflow_no_request_and_no_error(
    deck_file: Write, executed: Callable[..., Any], lessons: tuple[tuple[str, ...], ...]
) -> None:
    decks = {
        deck_file(
            executed(open_lesson(*lesson), full=full), f"{'-'.join(lesson)}{'-full' if full else ''}.html"
        ): lesson
        for lesson in lessons
        for full in (False, True)
        if not (full and lesson[1] == "hoi-nghi")
    }
    findings_of_decks = check_decks(list(decks))
    assert {decks[deck]: findings for deck, findings in findings_of_decks.items() if findings} == {}
