"""The exercise field: cards to sort into bins, with time, task and what is handed in."""

from __future__ import annotations

from collections.abc import Sequence

from taphuan.charts.cache import cached
from taphuan.charts.cards.exercise import FACTS, LETTERS, alt_exercise, draw_exercise
from taphuan.charts.figure import Figure
from taphuan.known.worksheets import exercise_named
from taphuan.lesson.figures.described import Described
from taphuan.lesson.figures.devices import parts_of, suits
from taphuan.lesson.lesson import Lesson
from taphuan.text import fold, hold, listed, say

_CARD_WORDS = 10
_FACT_WORDS = 14
_MINUTES = range(2, 61)


def exercise(
    lesson: Lesson,
    cards: Sequence[str],
    bins: Sequence[str],
    *,
    minutes: int,
    task: str,
    hand_in: str,
    caption: str = "",
    size: str = "wide",
) -> Figure:
    """Three to eight cards of at most ten words to be sorted into two to five bins, each "Tên: ghi chú"; `task` and `hand_in` say
    what a group does and gives back.

    A bin may stay empty, and the answer stands on the slide after. Raises ValueError for other numbers, for a card
    that is too long or said twice, for bins of one name, for a card that is a bin, for a time that is none, where task or
    what is handed in is missing, and for texts too long.
    """
    named = parts_of(tuple(bins))
    texts = tuple(hold(card.strip()) for card in cards)
    suits("exercise", caption)
    _check_cards(texts, tuple(name for name, _ in named))
    if minutes not in _MINUTES:
        raise ValueError(f"an exercise of {minutes} minutes is none; give {_MINUTES.start} to {_MINUTES.stop - 1}")
    for what, said in (("task", task), ("hand_in", hand_in)):
        if not 1 <= len(said.split()) <= _FACT_WORDS:
            raise ValueError(f"`{what}` of the exercise has {len(said.split())} words; say it in one to {_FACT_WORDS}")
    facts = (say("lesson.figures.exercise.minutes", minutes=minutes), hold(task.strip()), hold(hand_in.strip()))
    rows = [
        [say("lesson.figures.exercise.card", letter=letter), text, ""]
        for letter, text in zip(LETTERS, texts, strict=False)
    ]
    rows += [
        [say("lesson.figures.exercise.bin", number=number), name, below]
        for number, (name, below) in enumerate(named, start=1)
    ]
    rows += [[head, said, ""] for head, said in zip(FACTS, facts, strict=True)]
    svg = cached(draw_exercise, cards=texts, bins=named, facts=facts, size=size)
    described = Described(
        kind="exercise",
        alt=alt_exercise(texts, named, facts),
        caption=caption,
        source="",
        data={"columns": list(listed("lesson.figures.exercise.columns")), "rows": rows},
    )
    return described.figure(svg, size, lesson.profile)


def exercise_of(lesson: Lesson, exercise_id: str, *, size: str = "wide") -> Figure:
    """The exercise with this id of the module files as a figure, without its answers. Raises UnknownName, ValueError for one that is
    computed, and what `exercise` raises."""
    one = exercise_named(exercise_id)
    if one.sheet:
        raise ValueError(f"the exercise {exercise_id} is computed; show it with `lesson.tables.to_compute`")
    return exercise(
        lesson,
        [card.text for card in one.cards],
        [f"{name}: {below}" if below else name for name, below in one.bins],
        minutes=one.minutes,
        task=one.task,
        hand_in=one.hand_in,
        caption=say("lesson.figures.exercise.title"),
        size=size,
    )


def _check_cards(cards: tuple[str, ...], bins: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for letter, card in zip(LETTERS, cards, strict=False):
        if not 1 <= len(card.split()) <= _CARD_WORDS:
            raise ValueError(
                f"card {letter} “{card}” has {len(card.split())} words; a card is read at a glance: one to {_CARD_WORDS}"
            )
        if fold(card) in seen:
            raise ValueError(f"card {letter} “{card}” is there twice; keep one")
        if fold(card) in map(fold, bins):
            raise ValueError(f"card {letter} “{card}” is the name of a bin, so its place is given away; change one")
        seen.add(fold(card))
    twice = next((name for name in bins if [fold(other) for other in bins].count(fold(name)) > 1), "")
    if twice or "" in bins:
        raise ValueError(
            f"the bin “{twice}” is there {'twice' if twice else 'without a name'}; name what belongs in each"
        )
