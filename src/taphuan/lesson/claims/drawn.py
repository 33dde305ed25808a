"""Claims in the alt texts of figures: the ends of the rows that are drawn, the furthest moves."""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.known.dti import Score
from taphuan.lesson.claims.cells import VALUE, cells, ends, points_of
from taphuan.lesson.claims.claim import Facts, Form, Kind
from taphuan.text import listing


@dataclass(frozen=True)
class Drawn:
    """The scores that a figure draws: of several units in one edition, or of one unit over several."""

    scores: tuple[Score, ...]


def _ends(subject: Drawn) -> Facts | None:
    values = [(score.name, points_of(score.value)) for score in subject.scores if score.value is not None]
    if len(values) < 2:
        return None
    low, low_names, high, high_names = ends(values)
    return {
        "low": low,
        "low_names": low_names,
        "high": high,
        "high_names": high_names,
        "evidence": cells(subject.scores, VALUE),
    }


ENDS: Kind[Drawn] = Kind(
    "drawn-ends",
    "the highest and the lowest value of a figure, in its alt text",
    "the value of each unit that the figure draws",
    _ends,
    (
        Form(
            "ends",
            "Cao nhất: {high_names} ({high}); thấp nhất: {low_names} ({low})",
            "{high_names} have the highest value that is drawn, {low_names} the lowest, and they differ",
            lambda f: f["low"] < f["high"],
        ),
    ),
)


def _rank_line(subject: Drawn) -> Facts | None:
    if not subject.scores:
        return None
    ranks = listing([f"{score.rank}/{score.of} năm {score.year}" for score in subject.scores])
    return {"unit": subject.scores[-1].name, "ranks": ranks, "evidence": cells(subject.scores, "rank")}


RANK_LINE: Kind[Drawn] = Kind(
    "drawn-ranks",
    "the ranks of one unit over the editions that a figure draws, in its alt text",
    "the rank of the unit in each of them",
    _rank_line,
    (Form("listed", "{unit}: hạng {ranks}", "the unit has a row in each of them", lambda f: True),),
)


@dataclass(frozen=True)
class Moves:
    """Units that a figure draws with their ranks in two editions: (before, now)."""

    rows: tuple[tuple[Score, Score], ...]


def _moves(subject: Moves) -> Facts | None:
    steps = [
        (then.rank - now.rank, f"{now.name} (từ hạng {then.rank} đến hạng {now.rank})") for then, now in subject.rows
    ]
    if not steps:
        return None
    most, least = max(step for step, _ in steps), min(step for step, _ in steps)
    return {
        "most": most,
        "least": least,
        "gained": listing([who for step, who in steps if step == most]),
        "lost": listing([who for step, who in steps if step == least]),
        "evidence": (
            *cells((then for then, _ in subject.rows), "rank"),
            *cells((now for _, now in subject.rows), "rank"),
        ),
    }


MOVES: Kind[Moves] = Kind(
    "drawn-moves",
    "who gained and who lost most places in a figure of moves, in its alt text",
    "the ranks in both editions of each unit that the figure draws",
    _moves,
    (
        Form(
            "both",
            "Tăng nhiều bậc nhất: {gained}; giảm nhiều bậc nhất: {lost}",
            "of the units drawn {gained} gained most places, {lost} lost most",
            lambda f: f["most"] > 0 > f["least"],
        ),
        Form(
            "gained",
            "Tăng nhiều bậc nhất: {gained}",
            "some unit drawn gained places, none lost any",
            lambda f: f["most"] > 0 <= f["least"],
        ),
        Form(
            "lost",
            "Giảm nhiều bậc nhất: {lost}",
            "some unit drawn lost places, none gained any",
            lambda f: f["most"] <= 0 > f["least"],
        ),
    ),
)
