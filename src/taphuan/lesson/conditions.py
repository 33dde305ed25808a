"""The documented names of conditions: a cell is shown `when` they hold, or `unless` they do.

CONDITIONS is the one list, beside those that data/ make: changes of decrees, claims about measures; docs/placeholders.md is made from both. A condition with the
name of a value says that the value exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from taphuan import paths
from taphuan.data.load import data_files, derived
from taphuan.known import dti, law, provisions
from taphuan.known.changes import applies, decrees
from taphuan.known.units import is_merged
from taphuan.lesson import commune_words, measures, own_words, wording
from taphuan.lesson.claims.citizens import CITIZENS
from taphuan.lesson.claims.claim import Kind
from taphuan.lesson.claims.indices import teachers, weak_indices
from taphuan.lesson.claims.one_measure import OneMeasure, parts
from taphuan.lesson.claims.participants import WIDEST
from taphuan.lesson.claims.register import HALL_KINDS, MEASURE_KINDS, PROFILE_KINDS
from taphuan.lesson.claims.spine import SPINE
from taphuan.lesson.claims.spine_facts import indices_told
from taphuan.lesson.on_demand import OnDemand
from taphuan.lesson.peers import peers
from taphuan.lesson.placeholders import measure_claim, own_claim
from taphuan.lesson.profile import Profile
from taphuan.lesson.proposals import proposals
from taphuan.lesson.teaching import MOST_QUIZ, Teaching

Condition = Callable[[Profile, Teaching], bool]


def _has_index(profile: Profile, key: str) -> bool:
    return measures.comparison(profile, key) is not None


def _spine(profile: Profile) -> str:
    """The id of the spine's claim, or an empty text."""
    claim = SPINE.claim(profile)
    return claim.id if claim is not None else ""


CONDITIONS: dict[str, tuple[str, Condition]] = {
    "has_score": ("an own official row is public", lambda p, t: p.score is not None),
    "has_table": ("that row stands in a complete table", lambda p, t: bool(p.table)),
    "incomplete": (
        "that row stands in an incomplete edition",
        lambda p, t: p.edition is not None and not p.edition.complete,
    ),
    "has_league": ("there are at least two units to compare with", lambda p, t: bool(p.league)),
    "has_region": ("the region has at least two units with a row", lambda p, t: len(p.region_scores) > 1),
    "region_apart": (
        "the league is of participants, so that the region is another group",
        lambda p, t: p.region_apart,
    ),
    "has_indices": ("indices that all units of the table have", lambda p, t: bool(p.comparisons)),
    "partly_indexed": ("fewer than eight indices can be compared", lambda p, t: 0 < len(p.comparisons) < 8),
    "has_pillars": ("pillar ranks, published or derived", lambda p, t: any(x.rank for x in p.pillars)),
    "has_pillar_means": (
        "every pillar has a value and a mean of its table",
        lambda p, t: measures.has_pillar_means(p),
    ),
    "has_position": (
        "the index says something of the unit: an own row, or rows of its predecessors",
        lambda p, t: p.has_position,
    ),
    "report.has_position": (
        "the index says something of the participants, or of the only one",
        lambda p, t: p.has_position or bool(p.gathering.scores),
    ),
    "awaiting_merged": (
        "a merged unit, and no edition over the units of today yet",
        lambda p, t: bool(wording.awaiting_merged(p)),
    ),
    "has_teachers": ("an index is below the mean, and another unit is better", lambda p, t: bool(teachers(p))),
    "has_movement": ("two own rows, or two of the predecessors", lambda p, t: measures.has_movement(p)),
    "has_dvc": (
        "the unit's points of the public-service index are known",
        lambda p, t: measures.service(p) is not None,
    ),
    "has_peers": (
        "the GRDP per head of every unit of the newest table is known, and some have about the unit's own",
        lambda p, t: peers(p) is not None,
    ),
    "tells_host": (
        "the document is for all, or for the province of which the article about the conference tells something",
        lambda p, t: p.unit.is_everyone or own_words.is_host(p),
    ),
    "has_weak_indices": (
        "some comparable index is at least a point below the mean of its table",
        lambda p, t: bool(weak_indices(p)),
    ),
    "has_own_documents": (
        "a resolution, plan or directive of the unit or of its predecessors is known",
        lambda p, t: bool(own_words.decided(p)),
    ),
    "has_own_figures": (
        "figures that the unit published of itself are known",
        lambda p, t: bool(own_words.shown_figures(p)),
    ),
    "has_proposals": (
        "a briefing has something to propose: an index of the unit can be compared, or a day to come is known",
        lambda p, t: not p.unit.is_everyone and bool(proposals(p)),
    ),
    "has_results": (
        "an index of the unit or its predecessors, or PAPI, is known",
        lambda p, t: p.has_position or own_claim(p, CITIZENS) is not None,
    ),
    "has_deadlines": (
        "days to come that the law sets and that bind the audience are known",
        lambda p, t: bool(provisions.deadlines(p.as_of, "xa" if p.conference.for_communes else "tinh")),
    ),
    "spine.table": (
        "the spine is about indices of a complete table",
        lambda p, t: not p.unit.is_everyone and indices_told(p) is not None,
    ),
    "spine.papi": (
        "the spine is about PAPI, as no index of the unit is public",
        lambda p, t: not p.unit.is_everyone and _spine(p).startswith("spine/papi"),
    ),
    "merged": (
        "the unit was put together from several in 2025",
        lambda p, t: is_merged(p.unit),
    ),
    "has_predecessors": ("the predecessors have rows side by side", lambda p, t: len(p.before_merger) > 1),
    "has_history": ("two or more comparable own rows", lambda p, t: len(p.comparable_history) > 1),
    "single": (
        "one unit takes part, so that its own deck teaches the modules as well",
        lambda p, t: len(p.participants) == 1,
    ),
    "several_participants": ("more than one unit takes part", lambda p, t: len(p.participants) > 1),
    "for_all": (
        "the document is for all of several participants, none of them singled out",
        lambda p, t: p.unit.is_everyone,
    ),
    "one_module": ("only one module is taught: a speaker's part", lambda p, t: bool(t.only)),
    "hall.has_scores": (
        "a complete table has rows of several participants",
        lambda p, t: bool(p.gathering.scores),
    ),
    "hall.has_movement": (
        "the edition before can be compared with it",
        lambda p, t: bool(p.gathering.earlier),
    ),
    "hall.has_indices": (
        "indices that all units of that table have",
        lambda p, t: WIDEST.claim(p.gathering) is not None,
    ),
    "of_city": (
        "the unit, or one of the hall, is a centrally run city",
        lambda p, t: any(unit.is_city for unit in (p.participants if p.unit.is_everyone else (p.unit,))),
    ),
    "for_communes": ("the audience works in communes", lambda p, t: p.conference.for_communes),
    "abridged": ("the event was longer than this material", lambda p, t: bool(p.conference.abridged)),
    "other_length": (
        "the deck is for other minutes than the conference's own",
        lambda p, t: t.minutes not in (0, p.conference.minutes),
    ),
    "sample": ("the conference is a sample", lambda p, t: p.conference.sample),
    "planned": ("the conference is still to come and known from its plan", lambda p, t: bool(p.conference.plan)),
    "has_speakers": ("the article or plan names speakers", lambda p, t: bool(p.conference.speakers)),
    "has_questions": ("questions for discussion are known", lambda p, t: bool(t.questions)),
    "has_law": ("legal documents of the modules are known", lambda p, t: bool(t.laws)),
    "law.standing": ("some of them are not out of force", lambda p, t: bool(t.laws_standing)),
    "law.gone": ("some of them are out of force, or their period is over", lambda p, t: bool(t.laws_gone)),
    "law.shortened": (
        "a briefing has no room for all that stand",
        lambda p, t: len(t.laws_first) < len(t.laws_standing),
    ),
    **{
        f"claim.{kind.id}": (
            f"a claim is true: {kind.about}",
            (lambda k: lambda p, t: own_claim(p, k) is not None)(kind),
        )
        for kind in PROFILE_KINDS
    },
    **{
        f"claim.{kind.id}": (
            f"a claim is true: {kind.about}",
            (lambda k: lambda p, t: k.claim(p.gathering) is not None)(kind),
        )
        for kind in HALL_KINDS
    },
    **{
        f"index.{key}": (f"every unit of the table has {label}", (lambda k: lambda p, t: _has_index(p, k))(key))
        for key, label in dti.INDICES.items()
    },
    **{
        name: (about, (lambda of: lambda p, t: of(p))(commune_words.condition(name)))
        for name, (about, _) in commune_words.CONDITIONS.items()
    },
    **{
        f"quiz.{place}": (f"at least {place} quiz questions", (lambda n: lambda p, t: len(t.quiz) >= n)(place))
        for place in range(1, MOST_QUIZ + 1)
    },
}


def all_conditions() -> Mapping[str, tuple[str, Condition]]:
    """CONDITIONS, whether the changes of a decree may be taught ("change.nd82"), and whether a claim about a measure of this
    programme is true ("claim.measure.papi.transparency")."""
    files = data_files("measures/parts", "measures/measures", "law/legal_documents")
    return derived((*files, paths.DATAPACKAGE), _all_conditions)


def of_changes() -> dict[str, tuple[str, Condition]]:
    """The conditions that the tables of changes in data/law make. Not among CONDITIONS: data are not read where a module is
    imported, or a fault in them could not be told."""

    def may_be_taught(decree: str) -> Condition:
        return lambda p, t: applies(decree, p.as_of)

    return {
        f"change.{decree}": (
            f"{law.document(id_).short} is issued and has not ended, so that its changes may be taught",
            may_be_taught(decree),
        )
        for decree, id_ in decrees().items()
    }


def _all_conditions() -> dict[str, tuple[str, Condition]]:
    def holds(kind: Kind[OneMeasure], name: str) -> Condition:
        return lambda p, t: measure_claim(p, kind, name) is not None

    return (
        CONDITIONS
        | of_changes()
        | {
            f"claim.{kind.id}.{name}": (f"a claim is true: {kind.about}", holds(kind, name))
            for kind in MEASURE_KINDS
            for name in parts()
        }
    )


def conditions_of(profile: Profile, teaching: Teaching) -> Mapping[str, bool]:
    """Every documented condition, and whether it holds for this job."""
    known = all_conditions()
    return OnDemand(tuple(known), lambda name: known[name][1](profile, teaching))
