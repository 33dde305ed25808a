"""What decrees changed: the rule before, the rule after, the day from which it applies. Source: data/law."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taphuan.data.load import rows, schema
from taphuan.errors import UnknownName
from taphuan.known import law

_FILE = re.compile(r"law\.([a-z0-9]+)_changes")


def decrees() -> dict[str, str]:
    """The tables of changes (`nd82` for data/law/nd82_changes.csv) and the id of the document that each is about, which
    data/datapackage.json names."""
    found = ((_FILE.fullmatch(name), resource.get("document")) for name, resource in schema().items())
    return {match[1]: document for match, document in found if match and document}


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
    document = law.document(decrees()[decree])
    return law.is_known(document, as_of) and law.state(document, as_of).code != law.EXPIRED


def change(decree: str, topic: str) -> Change:
    """The change of a decree by its topic. Raises UnknownName where there is no table of such a decree, or no such topic."""
    known = decrees()
    if decree not in known:
        raise UnknownName("decree with changes", decree, tuple(known), f"Write {' or '.join(known) or 'none'}.")
    table = {row["topic"]: row for row in rows(f"law/{decree}_changes")}
    if topic not in table:
        raise UnknownName("topic", topic, tuple(table), f"Write a topic of data/law/{decree}_changes.csv.")
    row, document = table[topic], law.document(known[decree])
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
