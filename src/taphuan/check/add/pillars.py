"""The pillars of the DTI computed from the published indices of a table, as data/dti/README.md says."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from taphuan.check.add.registers import METHODS
from taphuan.data.load import rows
from taphuan.data.rules.base import decimal
from taphuan.data.rules.index import INDICES, PILLARS, derived_pillar


def derived_rows(lines: list[dict[str, str]], method: str, units: int) -> list[dict[str, str]]:
    """The rows for dti_pillars_derived.csv; [] where the method has no points, or a unit lacks a value that a pillar needs:
    a place is one among all units."""
    found = next((row for row in rows(METHODS) if row["method"] == method), {})
    if len(lines) != units or not all(found.get(name) for name in INDICES):
        return []
    points = {name: int(found[name]) for name in INDICES}
    made: list[dict[str, str]] = []
    for pillar in PILLARS:
        values: dict[str, Decimal] = {}
        for line in lines:
            index, activities = decimal(line["pdti"]), {name: decimal(line[name]) for name in PILLARS}
            value = derived_pillar(index, activities, points, pillar)
            if value is None:
                return []
            values[line["province_slug"]] = value
        # places are those of the values before they are rounded
        ranked = sorted(values.values(), reverse=True)
        made += [
            {
                "year": line["year"],
                "province_set": str(units),
                "province_slug": line["province_slug"],
                "pillar": pillar,
                "value_derived": str(values[line["province_slug"]].quantize(Decimal("0.001"), ROUND_HALF_UP)),
                "rank_derived": str(ranked.index(values[line["province_slug"]]) + 1),
                "derived_from_source_id": line["source_id"],
            }
            for line in lines
        ]
    return made
