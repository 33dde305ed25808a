"""What a commune takes home, as finished texts: its sheet of two sides, and the sheets of its workbook."""

from __future__ import annotations

from typing import Any

from taphuan.compose.worksheets import sheet_metadata
from taphuan.known.conferences import commune_items
from taphuan.known.provisions import deadlines
from taphuan.known.worksheets import sheet, sheet_named
from taphuan.lesson import wording
from taphuan.lesson.commune_words import duties_finding, items
from taphuan.lesson.figures.days import based_on, until
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.own_commune import OwnCommune, filled, own_of
from taphuan.lesson.tables.practice import of_commune
from taphuan.text import hold, lower_first, number, say, upper_first

# the sheet of the module about public services: three rates of a procedure
_RATES = "dich-vu-cong-truc-tuyen-p1"
_CLOCKS = 4


def commune_worksheets(lesson: Lesson) -> list[dict[str, Any]]:
    """The sheets of the workbook: the rates, then those of data/communes that are usable on the day."""
    own = own_of(lesson.commune, lesson.as_of)
    sheets = [sheet_named(_RATES)]
    sheets += [sheet(item) for item in commune_items() if item.kind == "sheet" and item.usable(lesson.as_of)]
    decisions = [hold(filled(item.text, own)) for item in items(own, "duty")]
    return [
        {
            "module": "cap-xa",
            "title": hold(own.commune.full_name),
            "objectives": [],
            "exercises": [],
            "sheets": [sheet_metadata(of_commune(lesson, one)) for one in sheets],
            "decisions": decisions,
        }
    ]


def commune_sheet(lesson: Lesson) -> dict[str, Any]:
    """The texts of the sheet: what is known in front, the duties and the days; its back is to be filled."""
    own = own_of(lesson.commune, lesson.as_of)
    duties = items(own, "duty")
    several = len({id_ for item in duties for id_, _ in item.laws}) > 1
    return {
        "kind": own.kind,
        "name": hold(own.commune.full_name),
        "place": hold(" · ".join(filter(None, _place(own)))),
        "formed": hold(own.formed),
        "old": [[hold(each.full_name), each.whole] for each in own.predecessors],
        "kept": own.kept,
        "before": hold(f"{own.before}."),
        "resolution": hold(own.arrangement.resolution) if own.arrangement else "",
        "duties_head": hold(duties_finding(own)),
        "duties": [
            {
                "name": hold(filled(item.text, own)),
                "text": hold(filled(item.detail("text"), own)),
                "basis": hold(wording.basis(item) if several else item.laws[0][1]),
                "funded": bool(item.detail("funded")),
            }
            for item in duties
        ],
        "clocks": [list(map(hold, clock)) for clock in _clocks(lesson, own)],
        "domain": own.domain if _domain_is_ruled(own) else "",
        "above": own.above,
        "hamlet": upper_first(own.hamlet),
        "year": lesson.as_of.year + 1,
        "budget": bool([item for item in duties if item.detail("funded")]),
        "sources": hold(_sources(own, lesson)),
    }


def _place(own: OwnCommune) -> tuple[str, ...]:
    return (
        upper_first(wording.unit_phrase(own.province)),
        say("compose.commune.code", code=own.commune.code),
        say("compose.commune.area", area=own.area) if own.area else "",
        own.became[:1].lower() + own.became[1:],
    )


def _domain_is_ruled(own: OwnCommune) -> bool:
    """Whether the decree with the rule of domains is in force on the day."""
    return any(id_ == "nd-224-2026" for item in items(own, "duty") for id_, _ in item.laws)


def _clocks(lesson: Lesson, own: OwnCommune) -> list[tuple[str, str, str, str]]:
    """(number, its unit, what, by which article): periods of the decree, then the days to come that bind communes."""
    found = [
        (item.detail("number"), item.detail("unit"), filled(item.text, own), wording.basis(item))
        for item in items(own, "clock")
    ]
    # the last day on which something must be done that has no other day this year
    ahead = [each for each in deadlines(lesson.as_of, "xa") if each.sense == "den" and not each.yearly]
    for each in ahead[: _CLOCKS - len(found)]:
        left = number((each.day - lesson.as_of).days)
        said = f"{lower_first(each.short)}, {until(each).removeprefix('ngày ')}"
        found.append((left, say("compose.commune.days_left"), said, based_on(each, lesson.as_of)))
    return found


def _sources(own: OwnCommune, lesson: Lesson) -> str:
    line = wording.items_line((*items(own, "duty"), *items(own, "clock")), lesson.conference)
    arrangement = f"; {own.arrangement.resolution}" if own.arrangement else ""
    return f"{line}{arrangement}."
