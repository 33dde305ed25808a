"""Which option of a question is right, read from the answer that follows it."""

from __future__ import annotations

import re

_ANSWER = re.compile(r"[*\s]*Đáp án:\s*([A-H])\b")


def right_option(answer: str) -> int:
    """The number of the option that an answer names, from 1 on: "Đáp án: C. Người dân" → 3; 0 where it names none."""
    found = _ANSWER.match(answer)
    return "ABCDEFGH".index(found[1]) + 1 if found else 0
