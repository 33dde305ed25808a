"""The picture that proves the spine: two measures on one scale, or what else is known of the unit."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.plots.indices import Index, alt_indices, draw_indices
from taphuan.charts.plots.two_strips import Row, alt_two_strips, draw_two_strips
from taphuan.known import dti
from taphuan.known import measures as known
from taphuan.known.dti import Score
from taphuan.lesson import wording
from taphuan.lesson.claims.citizens import CITIZENS, Citizens, citizens
from taphuan.lesson.claims.spine import SPINE
from taphuan.lesson.claims.spine_facts import gap, indices_told
from taphuan.lesson.figures.described import Described, hundredth, texts
from taphuan.lesson.figures.standing import predecessors, rank_card
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.profile import Comparison, Profile
from taphuan.text import day, hold, listed, say


def spine(lesson: Lesson, size: str = "low") -> Figure:
    """The proof of `claim.spine`: the two measures that it sets side by side; of a merged unit without an own row those it
    was put together from; the own rank where no table is known; PAPI where there is no index.

    Raises ValueError where there is no spine: guard the slide with `claim.spine`.
    """
    profile = lesson.profile
    if SPINE.claim(profile) is None:
        raise ValueError(f"no spine for {profile.unit.name} on {profile.as_of}; guard the slide with `claim.spine`")
    if indices_told(profile) is not None:
        return _strips(profile, size)
    if profile.score is not None:
        return rank_card(lesson, size)
    if len(profile.before_merger) > 1:
        return predecessors(lesson, size)
    return _papi(profile, citizens(profile, whole=True), size)


def _strips(profile: Profile, size: str) -> Figure:
    score, edition = profile.own_row()
    rows = tuple(_row(profile, comparison) for comparison in _shown(profile))
    label = wording.table_label(score.of)
    claim = SPINE.claim(profile)
    described = Described(
        kind="spine",
        alt=alt_two_strips(rows, profile.unit.name, say("lesson.figures.spine.mean"), texts(claim)),
        caption=say("lesson.figures.spine.among", unit=profile.unit.name, of=score.of, year=score.year)
        + say("lesson.figures.spine.and").join(_sentence(row.name) for row in rows),
        source=wording.edition_source(edition, means=True),
        data={
            "columns": list(listed("lesson.figures.spine.columns")),
            "rows": [
                [row.name, name, hundredth(value)] for row in rows for name, value in (*row.dots, (label, row.mean))
            ],
        },
        claims=(claim,),
    )
    return described.figure(cached(draw_two_strips, rows=rows, size=size), size, profile)


def _sentence(name: str) -> str:
    return name if name.startswith(dti.name()) else wording.topic(name)


def _shown(profile: Profile) -> tuple[Comparison | None, ...]:
    """The two measures: None stands for the whole index."""
    told = indices_told(profile)
    assert told is not None  # the caller asked
    form = SPINE.claim(profile)
    assert form is not None
    lower = told.weak or told.lowest
    if told.weak is None or form.id.split("/")[1].startswith(("contrast", "rank-and", "moved")):
        return None, lower
    upper = max(told.full, key=gap) if told.full else told.best
    return (upper if upper is not lower else None), lower


def _row(profile: Profile, comparison: Comparison | None) -> Row:
    score, _ = profile.own_row()

    def value(of: Score) -> float:
        return (of.value if comparison is None else of.index(comparison.key)) or 0.0

    table = profile.table
    own = next(at for at, other in enumerate(table) if other.slug == score.slug)
    dots = tuple((other.name, value(other)) for other in table)
    mean = profile.table_mean if comparison is None else comparison.table_mean
    rank = score.rank if comparison is None else comparison.rank
    shared = sum(of_unit == dots[own][1] for _, of_unit in dots) - 1
    name = (
        say("lesson.figures.spine.all_indices", index=dti.name(), year=score.year)
        if comparison is None
        else comparison.label
    )
    return Row(hold(name), dots, own, mean or 0.0, f"{rank}/{score.of}", shared)


def papi(lesson: Lesson, size: str = "wide") -> Figure:
    """The eight dimensions of PAPI beside the mean of all units, or beside the unit's own year before; the lowest gap on top.

    Raises ValueError where no confirmed edition has the unit: guard the slide with `claim.papi`.
    """
    return _papi(lesson.profile, citizens(lesson.profile), size)


def _papi(profile: Profile, told: Citizens | None, size: str) -> Figure:
    if told is None:
        raise ValueError(f"no PAPI of {profile.unit.name} on {profile.as_of}; guard the slide with `claim.papi`")
    edition, name = told.edition, profile.unit.name
    labels = {part.key: part.label for part in known.measure("papi").parts}
    drawn = tuple(Index(labels[row.key], float(row.value / 10), float(row.beside / 10)) for row in told.rows)
    label = (
        wording.table_label(edition.of)
        if told.before is None
        else hold(say("lesson.figures.spine.itself_before", unit=name, year=told.before.key))
    )
    spine = SPINE.claim(profile)
    # a spine of the index has its own figure
    claims = (spine if spine is not None and spine.id.startswith("spine/papi") else None, CITIZENS.claim(profile))
    means = say("lesson.figures.spine.papi_means") if told.before is None else ""
    described = Described(
        kind="papi",
        alt=alt_indices(drawn, name, label, edition.key, texts(*claims), top=10),
        caption=say("lesson.figures.spine.papi_title", key=edition.key, unit=name, label=label),
        source=say(
            "lesson.figures.spine.papi_source",
            issuer=edition.issuer,
            key=edition.key,
            day=day(edition.published_on),
            means=means,
        ),
        data={
            "columns": [say("lesson.figures.spine.content"), name, label[:1].upper() + label[1:]],
            "rows": [[labels[row.key], float(row.value), round(float(row.beside), 8)] for row in told.rows],
        },
        claims=claims,
    )
    svg = cached(draw_indices, rows=drawn, unit_name=name, mean_label=label, size=size, top=10)
    return described.figure(svg, size, profile)
