"""The description of a new table in data/datapackage.json."""

from __future__ import annotations

import json
from typing import Any

from taphuan import paths
from taphuan.check.add.about import About
from taphuan.check.add.registers import RANK


def described_table(about: About, table: str, labels: dict[str, str]) -> dict[str, Any]:
    """The description of a new table for datapackage.json: that of a table of a measure with other columns and licence."""
    package = json.loads(paths.DATAPACKAGE.read_text(encoding="utf-8"))
    like = next(one for one in package["resources"] if one["name"] == "measures.population")
    kept = {field["name"]: field for field in like["schema"]["fields"]}
    rank = {
        "name": RANK,
        "type": "integer",
        "title": "Hạng",
        "description": "Rank among all units",
        "constraints": {"minimum": 1},
    }
    fields = [kept["edition"], kept["province_slug"]]
    for part, label in labels.items():
        about_part = {
            "name": part,
            "type": "number",
            "title": label,
            "description": "As published; blank where it is not known",
        }
        fields.append(rank if part == RANK else about_part)
    licence = {"name": "other", "title": f"{about.licence} ({about.producer})"}
    return {
        **like,
        "name": f"measures.{about.measure}",
        "path": f"{table}.csv",
        "title": about.name,
        "licenses": [licence],
        "schema": {**like["schema"], "fields": [*fields, kept["source_id"]]},
    }
