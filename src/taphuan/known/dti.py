"""The provincial digital transformation index (DTI) as published until a given day. Source: data/dti.

An edition is an assessed year; each has a day of publication, a method and a table of the units of that day or, before the
merger, of that year. A blank cell means that the value was not found; it becomes None and is never filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from taphuan.data.load import data_files, derived, parsed, rows
from taphuan.known.units import Unit, display_name, is_merged, predecessors, units_on

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


# what a table of the index is read from
_TABLES = ("dti/dti", "dti/dti_2024_premerger63", "dti/publications", "units/provinces")


@dataclass(frozen=True)
class Edition:
    """An assessed year. `complete` says that data/dti has all units of its table; `method` is the id of the decision."""

    year: int
    published_on: date
    issuer: str
    complete: bool
    method: str
    source_ids: tuple[str, ...]

    @property
    def units(self) -> int:
        """How many units its table in dti.csv ranks: all units of the day of publication."""
        return len(units_on(self.published_on))


@dataclass(frozen=True)
class Score:
    """The row of one unit in one edition. `of` is the number of ranked units. Values are between 0 and 1."""

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
        """The value of one of INDICES; None if it was not found."""
        return next((value for name, value in self.indices if name == key), None)


@dataclass(frozen=True)
class Pillar:
    """The value (0 to 1) and rank of a pillar; `derived` says that they were computed from published indices."""

    key: str
    label: str
    value: float | None
    rank: int | None
    derived: bool


def name() -> str:
    """What the index is called in captions ("DTI"), as data/measures/measures.csv says; "" in a programme without one."""
    return parsed("measures/measures", _name)


def _name(rows: tuple[dict[str, str], ...]) -> str:
    return next((row["sheet_vi"] for row in rows if row["measure"] == "dti"), "")


def editions(as_of: date) -> tuple[Edition, ...]:
    """The editions published on or before `as_of`, oldest first."""
    return tuple(edition for edition in _all_editions() if edition.published_on <= as_of)


def _all_editions() -> tuple[Edition, ...]:
    return parsed("dti/publications", _editions)


def _editions(rows: tuple[dict[str, str], ...]) -> tuple[Edition, ...]:
    editions = [
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
    return tuple(sorted(editions, key=lambda edition: edition.year))


def crosses_break(earlier: int, later: int) -> bool:
    """Whether the method changed between two years: then their values must not be compared or joined by a line."""
    return len({edition.method for edition in _all_editions() if earlier <= edition.year <= later}) > 1


def _units_of(year: int) -> int:
    """How many units the edition of a year ranks in dti.csv; 0 if there is no such edition."""
    return next((edition.units for edition in _all_editions() if edition.year == year), 0)


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
    """The rows of one edition over `of` units, best rank first; () if there is no such table.

    The edition of 2024 has two tables: over the units of its publication and over those of the assessed year.
    """
    return derived(data_files(*_TABLES), _table, year, of)


def _table(year: int, of: int) -> tuple[Score, ...]:
    if of == _units_of(year):
        name = "dti/dti"
    elif of == len(units_on(date(year, 12, 31))):
        name = "dti/dti_2024_premerger63"
    else:
        return ()
    scores = (_score(row, of) for row in rows(name) if int(row["year"]) == year)
    return tuple(sorted(scores, key=lambda score: (score.rank, score.slug)))


def has_table(of: int, as_of: date) -> bool:
    """Whether an edition published until `as_of` ranks `of` units."""
    return any(edition.units == of for edition in editions(as_of))


def file_of(year: int, of: int) -> str:
    """The file in data/ with the rows of `table(year, of)`."""
    return "dti/dti.csv" if of == _units_of(year) else "dti/dti_2024_premerger63.csv"


def _row_of(unit: Unit, scores: tuple[Score, ...]) -> Score | None:
    """The row of a unit in a table of its era. The published tables name Huế of early 2025 `thua-thien-hue`, which is its
    geo_slug."""
    slugs = (unit.slug, unit.geo_slug)
    return next((score for score in scores if score.slug in slugs), None)


def own_scores(unit: Unit, as_of: date) -> tuple[Score, ...]:
    """The rows of the unit itself in the editions published until `as_of`, oldest first.

    A merged unit has no row before the first table published after the merger. A unit whose territory did not change also
    has its rows in the tables before; `Score.of` tells them apart.
    """
    if unit.is_everyone:
        return ()
    scores: list[Score] = []
    for edition in editions(as_of):
        before = predecessors(unit)
        if before and edition.units != unit.table:
            score = None if is_merged(unit) else _row_of(before[0], table(edition.year, before[0].table))
        else:
            score = _row_of(unit, table(edition.year, unit.table))
        if score is not None:
            scores.append(score)
    return tuple(scores)


def predecessor_scores(unit: Unit, year: int, as_of: date) -> tuple[Score, ...]:
    """The rows of the predecessors of a merged unit in one edition; () if the unit is not merged or the edition was not
    published until `as_of`. They are shown side by side and never averaged."""
    if not is_merged(unit) or year not in {edition.year for edition in editions(as_of)}:
        return ()
    before = predecessors(unit)
    scores = table(year, before[0].table)
    rows_of_predecessors = (_row_of(predecessor, scores) for predecessor in before)
    return tuple(score for score in rows_of_predecessors if score is not None)


def mean(scores: tuple[Score, ...], index: str | None = None) -> float | None:
    """The unweighted mean over the scores of an index, or of the DTI value if `index` is None.

    None if there are no scores or one of them lacks the value.
    """
    values = [score.value if index is None else score.index(index) for score in scores]
    if not values or any(value is None for value in values):
        return None
    # Fractions of the published decimals make the mean independent of the order of the rows
    total = sum((Fraction(str(value)) for value in values), Fraction(0))
    return float(total / len(values))


def common_indices(scores: tuple[Score, ...]) -> tuple[str, ...]:
    """The keys of the indices that all scores have, in the official order (2022 and 2023: four of eight); () without scores."""
    return tuple(key for key in INDICES if scores and all(score.index(key) is not None for score in scores))


def index_ranks(score: Score) -> dict[str, int]:
    """The published ranks of the score's indices, as far as they were found."""
    published = parsed("dti/dti_main_index_ranks", _index_ranks)
    return published.get((score.year, score.slug), {}) if score.of == _units_of(score.year) else {}


def _index_ranks(rows: tuple[dict[str, str], ...]) -> dict[tuple[int, str], dict[str, int]]:
    ranks: dict[tuple[int, str], dict[str, int]] = {}
    for row in rows:
        # a rank got by subtracting a stated change was not published
        if row["basis"] == "stated":
            ranks.setdefault((int(row["year"]), row["province_slug"]), {})[row["main_index"]] = int(row["rank"])
    return ranks


def computed_pillars(year: int, units: int) -> dict[str, dict[str, float]]:
    """The values (0 to 1) of pillars computed from the published indices of a year's table of so many units: by key, then
    by slug. Values that were published are among them, computed like the others, so that a mean is over values of one kind."""
    computed: dict[str, dict[str, float]] = {}
    for row in rows("dti/dti_pillars_derived"):
        if int(row["year"]) == year and int(row["province_set"].partition("-")[0]) == units:
            computed.setdefault(row["pillar"], {})[row["province_slug"]] = float(row["value_derived"])
    return computed


def pillars(score: Score) -> tuple[Pillar, ...]:
    """The pillars of a score, at most three: the published one if it was found, otherwise the derived one if there is one."""
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
    result: list[Pillar] = []
    for key, label in PILLARS.items():
        if key in published:
            row = published[key]
            value = float(row["value"]) if row["value"] else None
            rank = int(row["rank"]) if row["rank"] else None
            result.append(Pillar(key, label, value, rank, False))
        elif key in derived:
            row = derived[key]
            result.append(Pillar(key, label, float(row["value_derived"]), int(row["rank_derived"]), True))
    return tuple(result)
