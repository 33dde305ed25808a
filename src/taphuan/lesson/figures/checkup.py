"""The checkup of a province: all that is known of it on one sheet."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from taphuan import paths
from taphuan.charts.cache import cached
from taphuan.charts.cards.checkup import Checkup, draw_checkup
from taphuan.charts.figure import Figure
from taphuan.charts.plots.indices import Index
from taphuan.charts.plots.ranks import Line, Table
from taphuan.charts.plots.service import COPY, ServicePart
from taphuan.charts.words import join
from taphuan.known import dti
from taphuan.lesson import measures, wording
from taphuan.lesson.claims.checkup import INDICES_HEAD, RANKS_HEAD
from taphuan.lesson.claims.citizens import DIMENSIONS, citizens
from taphuan.lesson.claims.indices import OneIndex, taught_by, teachers, weak_indices
from taphuan.lesson.claims.spine import SPINE
from taphuan.lesson.claims.spine_facts import PAPI_NAMES
from taphuan.lesson.figures.days import based_on, next_deadlines, until
from taphuan.lesson.figures.described import Described, hundredth, texts
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.peers import similar
from taphuan.lesson.profile import Profile
from taphuan.text import hold, listed, listing, number, say

# what a panel has room for
_MOST_TABLES, _MOST_LEARN = 4, 2


def checkup(lesson: Lesson, size: str = "sheet") -> Figure:
    """Ranks, indices, how people are served, whom to learn from, the next days of the law, three lines to fill; what is not
    known is left out."""
    profile = lesson.profile
    sheet = sheet_of(profile)
    claims = (SPINE.claim(profile), RANKS_HEAD.claim(profile), INDICES_HEAD.claim(profile), *teachers(profile))
    alike = similar(profile) if sheet.learn else None
    copied = sheet.service or alike
    described = Described(
        kind="checkup",
        alt=join(
            [
                say("lesson.figures.checkup.alt", topic=paths.PROJECT.topic, unit=profile.unit.name),
                *(f"{text}." for text in texts(*claims)),
            ]
        ),
        caption=say("lesson.figures.checkup.title", topic=paths.PROJECT.topic, unit=profile.unit.name),
        source=_source(profile, sheet),
        data={"columns": list(listed("lesson.figures.checkup.columns")), "rows": _rows(sheet)},
        note=say("lesson.figures.checkup.reprint", mark=COPY) if copied else "",
        claims=claims,
    )
    return described.figure(cached(draw_checkup, sheet=asdict(sheet), size=size), size, profile)


def checkup_picture(lesson: Lesson) -> Figure:
    """The same for a phone: one panel below the other."""
    return checkup(lesson, "picture")


def sheet_of(profile: Profile) -> Checkup:
    """The sheet of the unit and the day."""
    score = profile.score
    lines = measures.rank_lines(profile)
    scores = measures.rank_tables(lines)[-_MOST_TABLES:]
    tables = tuple(
        Table(s.year, s.of, wording.rank_break(scores[at - 1] if at else None, s)) for at, s in enumerate(scores)
    )
    places = {(table.year, table.of): at for at, table in enumerate(tables)}
    drawn = tuple(
        Line(line.name, line.own, shown)
        for line in lines
        if (shown := tuple((places[s.year, s.of], s.rank) for s in line.scores if (s.year, s.of) in places))
    )
    ranks_head, indices_head = RANKS_HEAD.claim(profile), INDICES_HEAD.claim(profile)
    plain_head = (
        say("lesson.figures.checkup.ranks_title", index=dti.name())
        if len(tables) > 1
        else say("lesson.figures.checkup.rank_title", index=dti.name(), year=score.year)
        if score
        else ""
    )
    return Checkup(
        profile.unit.name,
        ranks_head=ranks_head.text if ranks_head and len(tables) > 1 else plain_head,
        tables=tables if len(tables) > 1 and drawn else (),
        lines=drawn,
        rank=wording.score_label(score) if score else "",
        **_indices(profile, indices_head.text if indices_head else ""),
        **_service(profile),
        **_learn(profile),
        due=tuple(
            (
                number((each.day - profile.as_of).days),
                hold(each.short),
                hold(f"{until(each).replace(' ngày', '')} · {based_on(each, profile.as_of)}"),
            )
            for each in next_deadlines(profile)
        ),
    )


def _indices(profile: Profile, head: str) -> dict[str, Any]:
    """The comparable indices; where there are none, PAPI."""
    if profile.comparisons:
        return {
            "indices_head": head,
            "indices": tuple(Index(c.label, c.value, c.table_mean, c.rank) for c in profile.comparisons),
            "mean_label": say("lesson.figures.checkup.mean"),
        }
    told = citizens(profile)
    if told is None:
        return {}
    beside = (
        say("lesson.figures.checkup.mean")
        if told.before is None
        else hold(say("lesson.figures.checkup.year", key=told.before.key))
    )
    named = {key: PAPI_NAMES[key] for key in DIMENSIONS}
    return {
        "indices_head": hold(say("lesson.figures.checkup.papi", edition=told.edition.key)),
        "indices": tuple(
            Index(named[r.key][:1].upper() + named[r.key][1:], float(r.value / 10), float(r.beside / 10))
            for r in told.rows
        ),
        "mean_label": beside,
        "top": 10,
    }


def _service(profile: Profile) -> dict[str, Any]:
    found = measures.service(profile)
    if found is None:
        return {}
    parts = tuple(ServicePart(row.label, row.value, row.mean, row.best, row.most) for row in found.parts)
    return {"service_head": say("lesson.figures.checkup.service", year=found.year, mark=COPY), "service": parts}


def _learn(profile: Profile) -> dict[str, Any]:
    weak = weak_indices(profile)
    if not profile.comparisons:
        return {}
    group = (
        say("lesson.figures.checkup.alike", mark=COPY) if similar(profile) else say("lesson.figures.checkup.in_region")
    )
    rows = []
    for row in weak:
        taught = taught_by(OneIndex(profile, row))
        if taught is not None:
            rows.append((row.label, row.value, taught.names, float(taught.value)))
    if rows:
        return {"learn_head": say("lesson.figures.checkup.learn_from", group=group), "learn": tuple(rows[:_MOST_LEARN])}
    text = "" if not weak else say("lesson.figures.checkup.no_models")
    return {
        "learn_head": say("lesson.figures.checkup.learn_title"),
        "learn_text": text or say("lesson.figures.checkup.keep"),
    }


def _source(profile: Profile, sheet: Checkup) -> str:
    parts = []
    if profile.edition is not None:
        parts.append(wording.edition_source(profile.edition, means=bool(profile.comparisons)).removeprefix("Nguồn: "))
    elif sheet.top == 10 and (told := citizens(profile)) is not None:
        parts.append(f"{told.edition.issuer}, PAPI {told.edition.key}")
    return say("lesson.figures.checkup.source", sources="; ".join(parts)) if parts else ""


def _rows(sheet: Checkup) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for line in sheet.lines if sheet.tables else ():
        for place, rank in line.ranks:
            table = sheet.tables[place]
            rows.append(
                [
                    say("lesson.figures.checkup.rank_heading", index=dti.name()),
                    say("lesson.figures.checkup.rank_row", name=line.name, year=table.year),
                    f"{rank}/{table.of}",
                    "",
                    "",
                ]
            )
    if not sheet.tables and sheet.rank:
        rows.append([say("lesson.figures.checkup.rank_heading", index=dti.name()), sheet.unit_name, sheet.rank, "", ""])
    for index in sheet.indices:
        numbers = (index.value, index.mean, index.gap)
        scaled = map(hundredth, numbers) if sheet.top == 100 else (round(float(n or 0) * sheet.top, 4) for n in numbers)
        rows.append([sheet.indices_head, index.label, *scaled])
    rows += [[sheet.service_head, part.label, part.value, round(part.mean, 4), part.best] for part in sheet.service]
    for label, own, who, value in sheet.learn:
        rows.append([sheet.learn_head, f"{label}: {listing(who)}", hundredth(value), hundredth(own), ""])
    rows += [
        [say("lesson.figures.checkup.due_title"), f"{what}, {when}", days, "", ""] for days, what, when in sheet.due
    ]
    return rows or [[say("lesson.figures.checkup.three"), "", "", "", ""]]
