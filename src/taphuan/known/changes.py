"""What two decrees changed: the rule before, the rule after, the day from which it applies. Source: data/law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taphuan.data.load import rows
from taphuan.errors import UnknownName
from taphuan.known import law

# the files of changes and the decree that each is about
DECREES = {"nd82": "nd-82-2024", "nd224": "nd-224-2026"}


@dataclass(frozen=True)
class Change:
    """One change. `before` is empty where the old rule was not read, and `before_law` where no document of the register has
    it; `day` is the first one under the new rule; `provisions` are ids of what says who must mend which papers."""

    law: str
    article: str
    topic: str
    before: str
    before_law: str
    after: str
    day: date | None
    provisions: tuple[str, ...]


def applies(decree: str, as_of: date) -> bool:
    """Whether the decree of a table of changes was issued by the day and has not ended."""
    document = law.document(DECREES[decree])
    return law.is_known(document, as_of) and law.state(document, as_of).code != law.EXPIRED


def change(decree: str, topic: str) -> Change:
    """The change of a decree (`nd82` or `nd224`) by its topic. Raises UnknownName for any other decree or topic."""
    if decree not in DECREES:
        raise UnknownName("decree with changes", decree, tuple(DECREES), "Write nd82 or nd224.")
    table = {row["topic"]: row for row in rows(f"law/{decree}_changes")}
    if topic not in table:
        raise UnknownName("topic", topic, tuple(table), f"Write a topic of data/law/{decree}_changes.csv.")
    row, document = table[topic], law.document(DECREES[decree])
    return Change(
        law=document.id,
        article=row["article"],
        topic=topic,
        before=row["before"],
        before_law=row["before_law"],
        after=row["after"],
        day=date.fromisoformat(row["day"]) if row.get("day") else document.effective,
        provisions=tuple(filter(None, row.get("provisions", "").split(";"))),
    )
