"""Rules of the law register and of the facts of the founding articles."""

from __future__ import annotations

from collections.abc import Iterator

from taphuan.data.check.schema import nearest
from taphuan.data.check.tables import Row
from taphuan.data.rules.base import Data, Rule
from taphuan.errors import Problem

ENDING = ("thay-the", "bai-bo")


def documents_are_in_order_of_time(data: Data) -> Iterator[Problem]:
    """issued <= effective; effective_basis is unknown exactly where the day is blank."""
    for row in data.rows("law/legal_documents"):
        issued, effective = row["issued_date"], row["effective_date"]
        if issued and effective and effective < issued:
            yield row.problem("effective_date", f"before it was issued on {issued}", "Correct one of the two days.")
        if row["effective_basis"] and (row["effective_basis"] == "unknown") != (not effective):
            what = "“unknown” goes with a blank effective_date, the other two with a day"
            yield row.problem("effective_basis", what, "Fill in effective_date or change effective_basis.")


def documents_have_sources(data: Data) -> Iterator[Problem]:
    """Only documents that never reach a page (verified = no) may lack a source."""
    for row in data.rows("law/legal_documents"):
        if row["verified"] in ("yes", "partial") and not row["source_id"]:
            yield row.problem("source_id", f"blank with verified = {row['verified']}", "Name the source.")


def topics_are_modules(data: Data) -> Iterator[Problem]:
    """Every topic of a document is the slug of a module."""
    for row in data.rows("law/legal_documents"):
        for topic in row["topic"].split(";"):
            if topic and topic not in data.modules and topic not in data.unread and data.modules:
                remedy = f"{nearest(topic, list(data.modules))}Name a file of data/modules/."
                yield row.problem("topic", "no module of this name", remedy, topic)


def documents_end_once(data: Data) -> Iterator[Problem]:
    """A document is replaced or repealed on one day, after it took effect, by another one that is in force by then."""
    if not data.has("law/legal_documents", "law/legal_relations"):
        return
    documents = {row["id"]: row for row in data.rows("law/legal_documents")}
    ended: dict[str, Row] = {}
    for row in data.rows("law/legal_relations"):
        target, actor = documents.get(row["to_id"]), documents.get(row["from_id"])
        if row["from_id"] and row["from_id"] == row["to_id"]:
            yield row.problem("to_id", "a document cannot act on itself", "Correct one of the two ids.")
        if target and row["relation"] in ENDING and row["effective_date"]:
            first = ended.setdefault(row["to_id"], row)
            begun = target["effective_date"] or target["issued_date"]
            if first["effective_date"] != row["effective_date"]:
                what = f"row {first.number} ends {row['to_id']} on {first['effective_date']}"
                yield row.problem("effective_date", what, "Correct one of the two days.")
            elif row["effective_date"] <= begun:
                what = f"not after {begun}, when {row['to_id']} began; it is the first day OUT of force"
                yield row.problem("effective_date", what, "Correct one of the two days.")
        begins = actor["effective_date"] if actor else ""
        if begins and row["effective_date"] and row["effective_date"] < begins:
            what = f"before {row['from_id']} takes effect on {begins}"
            yield row.problem("effective_date", what, "Correct one of the two days.")


def facts_belong_to_their_conference(data: Data) -> Iterator[Problem]:
    """An article fact names a conference, was known by then, and speaks of a unit of that day."""
    for row in data.rows("conferences/article_facts"):
        slug = row["conference"]
        if not slug or slug in data.unread:
            continue
        if slug not in data.conferences:
            remedy = f"{nearest(slug, list(data.conferences))}Correct it, or add data/conferences/{slug}.yaml."
            yield row.problem("conference", "no conference of this name", remedy)
            continue
        as_of = data.conferences[slug].value.get("as_of")
        if isinstance(as_of, str) and row["known_from"] > as_of:
            yield row.problem("known_from", f"after the conference's as_of {as_of}", "Correct one of the two days.")
        units = data.units_on(as_of) if isinstance(as_of, str) else {}
        if row["province_slug"] and units and row["province_slug"] not in units:
            yield row.problem("province_slug", f"no unit on {as_of}", "Write the slug of that day.")


def values_have_units(data: Data) -> Iterator[Problem]:
    """As many units as values, or one for all; none without the other."""
    for row in data.rows("conferences/article_facts"):
        values, units = row["value"].split(";"), row["unit"].split(";")
        if bool(row["value"]) != bool(row["unit"]):
            name = "unit" if row["value"] else "value"
            yield row.problem(name, "value and unit stand together or not at all", "Fill it in.", "blank")
        elif len(units) not in (1, len(values)):
            yield row.problem("unit", f"{len(units)} units for {len(values)} values", "Give one unit, or one a value.")


RULES: tuple[Rule, ...] = (
    documents_are_in_order_of_time,
    documents_have_sources,
    topics_are_modules,
    documents_end_once,
    facts_belong_to_their_conference,
    values_have_units,
)
