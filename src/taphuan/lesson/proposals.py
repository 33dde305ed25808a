"""What a briefing proposes: a task for each of the two indices furthest below the mean, and the next day that the law sets.

The tasks are suggestions of ours and say so; the day is what the article asks for, which is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.data.load import parsed
from taphuan.known.provisions import Deadline
from taphuan.lesson.claims.briefing import PLACE, below_mean
from taphuan.lesson.claims.claim import Claim
from taphuan.lesson.claims.indices import OneIndex
from taphuan.lesson.figures.days import based_on, next_deadlines, until
from taphuan.lesson.markdown import Markdown, escape
from taphuan.lesson.profile import Comparison, Profile
from taphuan.text import exact, hold, say, upper_first

_MOST_INDICES = 2
SUGGESTED = say("lesson.proposals.suggested")
LETTERS = "abcd"


@dataclass(frozen=True)
class Proposal:
    """`text` is a sentence without its full stop, `short` the task in a few words, `when` its day ("" where none is set)."""

    text: str
    short: str
    when: str = ""
    claim: Claim | None = None


def proposals(profile: Profile) -> tuple[Proposal, ...]:
    """One for each of the two indices furthest below the mean, or for the one furthest from 100 where none is; then the next day
    that the law sets. () where neither is known."""
    rows = below_mean(profile)[:_MOST_INDICES] or _furthest(profile)
    found = [_of_index(profile, row) for row in rows]
    due = next((each for each in next_deadlines(profile) if each.sense in ("truoc", "den")), None)
    if due is not None:
        basis = based_on(due, profile.as_of)
        found.append(
            Proposal(
                hold(say("lesson.proposals.due_by", what=upper_first(due.what), until=until(due), basis=basis)),
                due.short,
                _by(due),
            )
        )
    return tuple(found)


def _by(due: Deadline) -> str:
    """ "trước 15/12/2026": the day of a deadline in a column of days."""
    return until(due).replace("ngày ", "").removeprefix("đến ")


def _furthest(profile: Profile) -> tuple[Comparison, ...]:
    """The index furthest from 100; () where all are there."""
    rows = [row for row in profile.comparisons if row.value < 1]
    return tuple(sorted(rows, key=lambda row: exact(row.value))[:1])


def _tasks(rows: tuple[dict[str, str], ...]) -> dict[tuple[str, str], tuple[str, str]]:
    """(audience, index) → the task, the same in a few words."""
    return {(row["audience"], row["main_index"]): (row["task_vi"], row["short_vi"]) for row in rows}


def _of_index(profile: Profile, row: Comparison) -> Proposal:
    audience = "xa" if profile.conference.for_communes else "tinh"
    task, short = parsed("dti/proposals", _tasks)[audience, row.key]
    claim = PLACE.claim(OneIndex(profile, row))
    parts = [task, *([claim.text] if claim else []), say("lesson.proposals.to_finish", suggested=SUGGESTED)]
    return Proposal(hold("; ".join(parts)), short, "", claim)


def proposed(profile: Profile) -> Markdown | None:
    """The proposals as paragraphs a), b), c)."""
    found = proposals(profile)
    lines = [f"{letter}) {escape(each.text)}." for letter, each in zip(LETTERS, found, strict=False)]
    return Markdown("\n\n".join(lines), tuple(each.claim for each in found if each.claim)) if found else None
