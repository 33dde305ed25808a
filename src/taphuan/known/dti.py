"""The provincial digital transformation index (DTI) as it was public on a given day. Source: data/dti.

Editions are years assessed; each has its own day of publication, method and table of units: 63, or 34 where it was
published after the merger. A blank in the data means "not seen" and stays None: nothing is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from taphuan.data.load import parsed, rows
from taphuan.known.units import MERGER, Unit, display_name, is_merged, predecessors

INDICES: dict[str, str] = {
    "awareness": "Nhận thức số",
    "institutions": "Thể chế số",
    "infrastructure": "Hạ tầng số",
    "human_resources": "Nhân lực số",
    "cybersecurity": "An toàn thông tin mạng",
    "digital_government": "Hoạt động chính quyền số",
    "digital_economy": "Hoạt động kinh tế số",
    "digital_society": "Hoạt động xã hội số",
}
PILLARS: dict[str, str] = {
    "digital_government": "Chính quyền số",
    "digital_economy": "Kinh tế số",
    "digital_society": "Xã hội số",
}


@dataclass(frozen=True)
class Edition:
    """One year assessed. `complete` is True where all units of its tables are held; `method` is the id of the decision."""

    year: int
    published_on: date
    issuer: str
    complete: bool
    method: str
    source_ids: tuple[str, ...]

    @property
    def units(self) -> int:
        """How many units its table in dti.csv ranks: those of the day it was published, 63 or 34."""
        return 34 if self.published_on >= MERGER else 63


@dataclass(frozen=True)
class Score:
    """One unit's row in one edition. `of` is the number of units ranked: 63 or 34. Values run from 0 to 1."""

    year: int
    of: int
    slug: str
    name: str
    rank: int
    value: float | None
    indices: tuple[tuple[str, float], ...]
    pillar_ranks: tuple[tuple[str, int], ...]
    source_ids: tuple[str, ...]

    def index(self, key: str) -> float | None:
        return dict(self.indices).get(key)


@dataclass(frozen=True)
class Pillar:
    """A pillar's value and rank; `derived` marks those computed from published indices."""

    key: str
    label: str
    value: float | None
    rank: int | None
    derived: bool


def editions(as_of: date) -> tuple[Edition, ...]:
    """The editions published on or before `as_of`, oldest first."""
    return tuple(e for e in parsed("dti/publications", _editions) if e.published_on <= as_of)


def _editions(rows: tuple[dict[str, str], ...]) -> tuple[Edition, ...]:
    found = [
        Edition(
            int(row["year"]),
            date.fromisoformat(row["published_on"]),
            row["issuer"],
            row["complete"] == "yes",
            row["method"],
            tuple(row["source_id"].split(";")),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda e: e.year))


def crosses_break(earlier: int, later: int) -> bool:
    """Whether the method changed between two years: no line and no difference of values may join them."""
    stretch = [e.method for e in parsed("dti/publications", _editions) if earlier <= e.year <= later]
    return len(set(stretch)) > 1


def _units_of(year: int) -> int:
    return next((e.units for e in parsed("dti/publications", _editions) if e.year == year), 0)


def _score(row: dict[str, str], of: int) -> Score:
    return Score(
        year=int(row["year"]),
        of=of,
        slug=row["province_slug"],
        name=display_name(row["province_slug"], row["province_name"]),
        rank=int(row["rank"]),
        value=float(row["pdti"]) if row["pdti"] else None,
        indices=tuple((key, float(row[key])) for key in INDICES if row[key]),
        pillar_ranks=tuple((key, int(row[f"rank_{key}"])) for key in PILLARS if row[f"rank_{key}"]),
        source_ids=tuple(row["source_id"].split(";")),
    )


def table(year: int, of: int) -> tuple[Score, ...]:
    """All rows held of one edition over the 63 or the 34 units, best first. 2024 exists over both."""
    name = "dti/dti_2024_premerger63" if (year, of) == (2024, 63) else "dti/dti"
    if name == "dti/dti" and of != _units_of(year):
        return ()
    return tuple(sorted((_score(r, of) for r in rows(name) if int(r["year"]) == year), key=lambda s: (s.rank, s.slug)))


def _row_of(unit: Unit, scores: tuple[Score, ...]) -> Score | None:
    """The unit's row in a table of its own era. Huế of early 2025 is the `thua-thien-hue` of the published tables."""
    slugs = (unit.slug, unit.geo_slug)
    return next((score for score in scores if score.slug in slugs), None)


def own_scores(unit: Unit, as_of: date) -> tuple[Score, ...]:
    """The unit's own official rows known on `as_of`, oldest first.

    A merged unit has none before the first table of the 34; a unit of the 34 with an unchanged territory keeps its
    rows among the 63, which stand apart by their `of`.
    """
    if unit.is_everyone:
        return ()
    found: list[Score] = []
    for edition in editions(as_of):
        if unit.table == edition.units == 34:
            score = _row_of(unit, table(edition.year, 34))
        elif unit.table == 34:
            before = predecessors(unit)
            score = None if is_merged(unit) else _row_of(before[0], table(edition.year, 63))
        else:
            score = _row_of(unit, table(edition.year, 63))
        if score is not None:
            found.append(score)
    return tuple(found)


def predecessor_scores(unit: Unit, year: int, as_of: date) -> tuple[Score, ...]:
    """The rows of a merged unit's predecessors in one edition, side by side and never averaged."""
    if not is_merged(unit) or year not in {edition.year for edition in editions(as_of)}:
        return ()
    scores = table(year, 63)
    found = [_row_of(before, scores) for before in predecessors(unit)]
    return tuple(score for score in found if score is not None)


def mean(scores: tuple[Score, ...], index: str | None = None) -> float | None:
    """The plain mean of the index (None: of the DTI value) over the scores; None unless every one of them has it."""
    values = [score.value if index is None else score.index(index) for score in scores]
    if not values or any(value is None for value in values):
        return None
    # Fractions of the published decimals: the mean does not depend on the order of the rows
    total = sum((Fraction(str(value)) for value in values), Fraction(0))
    return float(total / len(values))


def common_indices(scores: tuple[Score, ...]) -> tuple[str, ...]:
    """The indices that every one of the scores has, in official order (2022–2023: four of eight)."""
    return tuple(key for key in INDICES if scores and all(score.index(key) is not None for score in scores))


def pillars(score: Score) -> tuple[Pillar, ...]:
    """The three pillars of a score: published where seen, else derived from published indices, else absent."""
    published = {
        row["pillar"]: row
        for row in rows("dti/dti_pillars")
        if int(row["year"]) == score.year and row["province_slug"] == score.slug and score.of == _units_of(score.year)
    }
    derived = {
        row["pillar"]: row
        for row in rows("dti/dti_pillars_derived")
        if int(row["year"]) == score.year
        and row["province_slug"] == score.slug
        and int(row["province_set"].partition("-")[0]) == score.of
    }
    found: list[Pillar] = []
    for key, label in PILLARS.items():
        if key in published:
            row = published[key]
            found.append(
                Pillar(
                    key,
                    label,
                    float(row["value"]) if row["value"] else None,
                    int(row["rank"]) if row["rank"] else None,
                    False,
                )
            )
        elif key in derived:
            row = derived[key]
            found.append(Pillar(key, label, float(row["value_derived"]), int(row["rank_derived"]), True))
    return tuple(found)
