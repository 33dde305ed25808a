"""What holds of numbers, days and words as people read them, whichever: searched for a counterexample."""

from __future__ import annotations

import unicodedata
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from taphuan import text

# the same search each time, and no clock: a loaded machine must not fail a test
searched = settings(max_examples=40, deadline=None, derandomize=True, database=None)
FRACTIONS = st.fractions(-(10**7), 10**7, max_denominator=10**6)
WORDS = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyắằộửẽ ÁẮĐ0123456789/.-%"), max_size=60)


def as_number(said: str) -> Fraction:
    return Fraction(said.replace(".", "").replace(",", ".").replace("−", "-"))


@searched
@given(FRACTIONS, st.integers(1, 4))
def test_a_rounded_number_is_the_nearest_one(value: Fraction, decimals: int) -> None:
    said = text.rounded(value, decimals)
    assert len(said.partition(",")[2]) == decimals
    off = as_number(said) - value
    assert abs(off) <= Fraction(1, 2 * 10**decimals)
    # half up, away from zero below it, and never a negative nothing
    assert abs(off) != Fraction(1, 2 * 10**decimals) or abs(as_number(said)) > abs(value)
    assert not said.startswith("−0,") or any(sign in said for sign in "123456789")


@searched
@given(FRACTIONS, FRACTIONS)
def test_rounding_keeps_the_order(one: Fraction, other: Fraction) -> None:
    assert (one <= other) <= (as_number(text.tenth(one)) <= as_number(text.tenth(other)))


@searched
@given(st.decimals(0, 1, places=4))
def test_an_index_is_said_from_its_published_decimals(value: object) -> None:
    said = as_number(text.points(float(str(value))))
    assert said == (Fraction(str(value)) * 1000 + Fraction(1, 2)).__floor__() / Fraction(10)


@searched
@given(st.integers(-(10**12), 10**12), st.integers(0, 9999))
def test_a_number_with_points_and_a_comma_is_read_back(whole: int, part: int) -> None:
    plain = f"{whole}.{part:04}"
    assert as_number(text.number(plain)) == Fraction(plain)
    assert all(len(group) == 3 for group in text.number(whole).split(".")[1:])


@searched
@given(st.dates(date(1945, 1, 1), date(2100, 12, 31)))
def test_a_day_is_read_back(day: date) -> None:
    said = text.day(day)
    assert date(*map(int, reversed(said.split("/")))) == day
    assert text.day(day.isoformat()) == said and said.count("/") == 2


@searched
@given(WORDS)
def test_no_break_spaces_change_no_letter_and_nothing_twice(words: str) -> None:
    held = text.hold(words)
    assert held.replace(text.NBSP, " ") == words
    assert text.hold(held) == held
    assert text.whole_names(held).replace(text.NBSP, " ") == words


@searched
@given(WORDS)
def test_folded_text_is_small_without_marks_and_folds_to_itself(words: str) -> None:
    folded = text.fold(words)
    assert text.fold(folded) == folded == text.fold(unicodedata.normalize("NFD", words)) == text.fold(words.upper())
    assert not any(unicodedata.combining(sign) for sign in folded) and "đ" not in folded


@searched
@given(st.permutations(("An Giang", "Ăn", "Ân", "Bắc", "Bạc", "Bác", "Đà", "Da", "TP. Huế", "Ơ", "Y")))
def test_an_alphabet_is_one_order(names: list[str]) -> None:
    ordered = ["An Giang", "Ăn", "Ân", "Bác", "Bạc", "Bắc", "Da", "Đà", "TP. Huế", "Ơ", "Y"]
    assert sorted(names, key=text.alphabetical) == ordered


@searched
@given(st.lists(st.sampled_from("abcdef"), max_size=6))
def test_a_list_names_each_once(items: list[str]) -> None:
    said = text.listing(items)
    assert [part for piece in said.split(" và ") for part in piece.split(", ") if part] == items
