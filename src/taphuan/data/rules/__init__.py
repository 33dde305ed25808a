"""What Table Schema cannot say, as named functions; `RULES` lists them all.

A rule is a function from `Data` to problems. Cells that already have a problem reach it blank, so that one fault is not
reported once more by every rule it touches; a blank cell never breaks a rule.
"""

from __future__ import annotations

from taphuan.data.rules import content, index, law, units
from taphuan.data.rules.base import Data, Rule, keys_in_lists

RULES: tuple[Rule, ...] = (keys_in_lists, *units.RULES, *index.RULES, *law.RULES, *content.RULES)

__all__ = ["RULES", "Data", "Rule"]
