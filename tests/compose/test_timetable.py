"""Clock times of a programme: one entry after the other, breaks and lunch where they are due, nothing invented without a start."""

from __future__ import annotations

import itertools

import pytest

from taphuan.compose.timetable import BREAK, LUNCH, OPENING, Timed, timed


def minutes(clock: str) -> int:
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def span(entry: Timed) -> tuple[int, int]:
    start, end = entry.time.split("–")
    return minutes(start), minutes(end)


def of(lengths: tuple[int, ...], start: str = "08:00") -> tuple[Timed, ...]:
    return timed([(f"phần {n}", length) for n, length in enumerate(lengths)], start)


@pytest.mark.parametrize("start", ["07:30", "08:00", "13:30", "23:00"])
def test_each_entry_begins_where_the_one_before_ends(start: str) -> None:
    for lengths in itertools.product((7, 25, 60, 110), repeat=4):
        _in_order(of(lengths, start), lengths, start)


def _in_order(entries: tuple[Timed, ...], lengths: tuple[int, ...], start: str) -> None:
    assert entries[0].title == OPENING and entries[0].time.startswith(start)
    for before, after in itertools.pairwise(entries):
        assert span(before)[1] == span(after)[0]
    assert [entry.session for entry in entries if entry.session is not None] == list(range(len(lengths)))
    for entry in entries:
        if entry.session is not None:
            begins, ends = span(entry)
            assert (ends - begins) % (24 * 60) == entry.minutes == -(-lengths[entry.session] // 5) * 5
    # two pauses never meet, and none is the last
    titles = [entry.title for entry in entries]
    assert not any({a, b} <= {BREAK, LUNCH} for a, b in itertools.pairwise(titles))
    assert titles[-1] not in (BREAK, LUNCH)


def test_nobody_sits_for_longer_than_105_minutes() -> None:
    for lengths in itertools.product((20, 30, 45, 60), repeat=5):
        sat = 0
        for entry in of(lengths):
            sat = 0 if entry.title in (OPENING, BREAK, LUNCH) else sat + entry.minutes
            assert sat <= 105, lengths


def test_a_morning_that_is_over_by_half_past_twelve_has_no_lunch() -> None:
    assert LUNCH not in [entry.title for entry in of((60, 60, 60, 25))]  # with two breaks until 12:10
    afternoon = of((60, 60, 60, 60))
    assert [entry.title for entry in afternoon if entry.session is None] == [OPENING, BREAK, BREAK, LUNCH]
    assert afternoon[-1].time == "13:30–14:30"


def test_a_session_without_minutes_has_no_time() -> None:
    entries = timed([("a", 20), ("b", 0), ("c", 20)], "08:00")
    assert [(entry.title, entry.time) for entry in entries] == [
        (OPENING, "08:00–08:15"), ("a", "08:15–08:35"), ("b", ""), ("c", "08:35–08:55"),
    ]  # fmt: skip
