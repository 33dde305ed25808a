"""Tables of the index: the unit beside its means, its neighbours and its predecessors; all participants together."""

from __future__ import annotations

from taphuan.known import dti
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import hold, points, say

# the indices that the table of neighbours has room for, which has their names as columns
_NEIGHBOURS_INDICES = ("infrastructure", "digital_government", "digital_economy")


def indices(lesson: Lesson) -> TableView:
    """The comparable indices of the unit beside the means of its region and of the table."""
    profile = lesson.profile
    score, edition = profile.own_row()
    of = profile.table[0].of if profile.table else score.of
    first = (say("lesson.tables.index.value", index=dti.name()), score.value, profile.region_mean, profile.table_mean)
    rows = [first, *((c.label, c.value, c.region_mean, c.table_mean) for c in profile.comparisons)]
    return table(
        profile,
        "indices",
        (
            (say("lesson.tables.index.index"), "left", 3),
            (profile.unit.name, "right", 1.4),
            (say("lesson.tables.index.regional_mean"), "right", 1.2),
            (say("lesson.tables.index.national_mean", of=of), "right", 1.3),
        ),
        tuple((label, _value(value), _value(region), _value(overall)) for label, value, region, overall in rows),
        say("lesson.tables.index.scores_title", index=dti.name(), year=score.year, unit=profile.unit.name),
        wording.edition_source(edition, means=True),
        note=wording.comparable_note(profile),
    )


def pillars(lesson: Lesson) -> TableView:
    """The three pillars with value and rank, derived ones marked."""
    profile = lesson.profile
    score, edition = profile.own_row()
    derived = any(pillar.derived for pillar in profile.pillars)
    return table(
        profile,
        "pillars",
        (
            (say("lesson.tables.index.pillar"), "left", 3),
            (say("lesson.tables.index.pillar_value"), "right", 1),
            (say("lesson.tables.index.rank"), "right", 1),
        ),
        tuple(
            (
                wording.pillar_name(p.label),
                _value(p.value),
                f"{p.rank}/{score.of}" if p.rank else "–",
            )
            for p in profile.pillars
        ),
        say("lesson.tables.index.pillars_title", index=dti.name(), year=score.year, unit=profile.unit.name),
        wording.edition_source(edition),
        note=say("lesson.tables.index.pillars_computed") if derived else "",
    )


def neighbours(lesson: Lesson) -> TableView:
    """The ranks next to the unit's in the whole table (three above, three below where there are as many)."""
    profile = lesson.profile
    score, edition = profile.own_row()
    keys = [key for key in _NEIGHBOURS_INDICES if key in dti.common_indices(profile.table)]
    rows = profile.neighbours
    return table(
        profile,
        "neighbours",
        (
            (say("lesson.tables.index.province"), "left", 2.4),
            (say("lesson.tables.index.rank"), "right", 0.8),
            (dti.name(), "right", 1),
            *((dti.INDICES[key], "right", 1.4) for key in keys),
        ),
        tuple((row.name, str(row.rank), _value(row.value), *(_value(row.index(key)) for key in keys)) for row in rows),
        say("lesson.tables.index.neighbours_title", index=dti.name(), unit=profile.unit.name, year=score.year),
        wording.edition_source(edition),
        highlight=next(i for i, row in enumerate(rows) if row.slug == score.slug),
    )


def predecessors(lesson: Lesson) -> TableView:
    """A merged unit's own official row and its predecessors', side by side, each with its table."""
    profile = lesson.profile
    before = profile.before_merger
    edition = next(e for e in dti.editions(profile.as_of) if e.year == before[0].year)
    own = [profile.score] if profile.score and profile.score.year == edition.year else []
    rows = [(say("lesson.tables.index.after_merger", name=s.name), f"{s.rank}/{s.of}", _value(s.value)) for s in own]
    rows += [
        (say("lesson.tables.index.before_merger", name=s.name), f"{s.rank}/{s.of}", _value(s.value)) for s in before
    ]
    return table(
        profile,
        "predecessors",
        (
            (say("lesson.tables.index.unit"), "left", 3),
            (say("lesson.tables.index.rank"), "right", 1),
            (f"{dti.name()} {edition.year}", "right", 1),
        ),
        tuple(rows),
        say("lesson.tables.index.merger_title", index=dti.name(), year=edition.year, unit=profile.unit.name),
        wording.edition_source(edition),
        highlight=0 if own else None,
    )


def participants_indices(lesson: Lesson) -> TableView:
    """The comparable indices: the lowest value, the mean and the highest value of the participants, the mean of the table."""
    gathering = lesson.profile.gathering
    edition = gathering.complete_edition()
    keys = dti.common_indices(gathering.table)
    columns = [
        (say("lesson.tables.index.index"), "left", 3.4),
        (say("lesson.tables.index.lowest"), "right", 1.4),
        (say("lesson.tables.index.highest"), "right", 1.4),
        (say("lesson.tables.index.participants_mean"), "right", 1.8),
        (say("lesson.tables.index.national_mean", of=gathering.of), "right", 1.8),
    ]
    places = (0, 1, 2, 4) if gathering.is_everywhere else (0, 1, 2, 3, 4)
    rows = []
    for key in keys:
        values = [score.index(key) or 0.0 for score in gathering.scores]
        means = dti.mean(gathering.scores, key), dti.mean(gathering.table, key)
        rows.append((dti.INDICES[key], *map(_value, (min(values), max(values), *means))))
    counted = say("lesson.tables.index.complete", number=len(rows), all=len(dti.INDICES), of=gathering.of)
    return table(
        lesson.profile,
        "participants-indices",
        tuple(columns[place] for place in places),
        tuple(tuple(row[place] for place in places) for row in rows),
        say("lesson.tables.index.comparable_title", index=dti.name(), year=edition.year),
        wording.edition_source(edition, means=True),
        note=hold(counted) if len(rows) < len(dti.INDICES) else "",
    )


def participants(lesson: Lesson) -> TableView:
    """All participants, best first, with their published rank and value; for the report."""
    gathering = lesson.profile.gathering
    edition = gathering.complete_edition()
    before = {score.slug: score.rank for score in gathering.earlier}
    columns = [
        ("STT", "right", 0.6),
        (say("lesson.tables.index.province"), "left", 3),
        (say("lesson.tables.index.rank_of_year", year=edition.year), "right", 1.3),
        (say("lesson.tables.index.value_of_year", index=dti.name(), year=edition.year), "right", 1.3),
    ]
    if before:
        columns.append((say("lesson.tables.index.rank_of_year", year=gathering.earlier[0].year), "right", 1.3))
    rows = [
        (str(place), score.name, f"{score.rank}/{score.of}", _value(score.value))
        + ((str(before.get(score.slug, "–")),) if before else ())
        for place, score in enumerate(gathering.scores, start=1)
    ]
    return table(
        lesson.profile,
        "participants",
        tuple(columns),
        tuple(rows),
        say("lesson.tables.index.participants_title", index=dti.name(), year=edition.year),
        wording.edition_source(edition),
    )


def _value(value: float | None) -> str:
    return "–" if value is None else points(value)
