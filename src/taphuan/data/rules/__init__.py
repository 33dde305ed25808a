"""The rules that Table Schema cannot express, one function each; `RULES` lists them all.

A rule is a function from `Data` to problems. A cell that already has a problem is blank in `Data`, and a blank cell never
violates a rule; thus no rule reports the same fault again.
"""

from __future__ import annotations

from taphuan.data.rules import articles, communes, content, geometry, index, law, lessons, measures, units
from taphuan.data.rules.base import Data, Rule, keys_in_lists, tables_have_rows

RULES: tuple[Rule, ...] = (
    keys_in_lists,
    tables_have_rows,
    *units.RULES,
    *communes.RULES,
    *geometry.RULES,
    *index.RULES,
    *measures.RULES,
    *law.RULES,
    *articles.RULES,
    *content.RULES,
    *lessons.RULES,
)

__all__ = ["RULES", "Data", "Rule"]
