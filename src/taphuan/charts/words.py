"""Words that drawings and their alt texts share. An alt text has whole sentences made from the data, 400 letters at most."""

from __future__ import annotations

from collections.abc import Sequence

from taphuan.text import index_value, listing

NO_VALUE = "không có số liệu"
MOST_LETTERS = 400


def join(sentences: Sequence[str]) -> str:
    """As many whole sentences as fit, always the first; empty ones are left out."""
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}" if text else sentence
        if sentence and (not text or len(longer) <= MOST_LETTERS):
            text = longer
    return text


def mean_sentence(mean: float | None, label: str) -> str:
    """ "Trung bình 63 tỉnh là 0,5787."; empty without a mean."""
    return f"{label[:1].upper()}{label[1:]} là {index_value(mean)}." if mean is not None else ""


def extremes(known: Sequence[tuple[str, float]]) -> str:
    """The highest and the lowest of (name, value), all names where several share the place; empty for fewer than two."""
    if len(known) < 2:
        return ""
    ends = []
    for word, end in (("Cao nhất", max(value for _, value in known)), ("thấp nhất", min(value for _, value in known))):
        names = [name for name, value in known if value == end]
        who = listing(names) if len(names) <= 3 else f"{len(names)} đơn vị"
        ends.append(f"{word}: {who} ({index_value(end)})")
    return "; ".join(ends) + "."
