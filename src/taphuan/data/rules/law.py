"""Rules of the register of legal documents, and of the facts from the articles about the conferences."""

from __future__ import annotations

from collections.abc import Iterator

from taphuan.data.check.schema import did_you_mean
from taphuan.data.check.tables import Row
from taphuan.data.rules.base import Data, Rule
from taphuan.errors import Problem

# The relations that end the effect of their target: it is replaced or repealed.
ENDING = ("thay-the", "bai-bo")


def days_of_documents_are_in_order(data: Data) -> Iterator[Problem]:
    """issued_date <= effective_date; effective_basis is unknown exactly where effective_date is blank."""
    for row in data.rows("law/legal_documents"):
        issued, effective = row["issued_date"], row["effective_date"]
        if issued and effective and effective < issued:
            yield row.problem("effective_date", f"before the day of issue {issued}", "Correct one of the two days.")
        if row["effective_basis"] and (row["effective_basis"] == "unknown") != (not effective):
            what = "must be “unknown” if effective_date is blank, and only then"
            yield row.problem("effective_basis", what, "Fill in effective_date or change effective_basis.")


def documents_have_sources(data: Data) -> Iterator[Problem]:
    """A document that may be printed (verified is not no) has a source."""
    for row in data.rows("law/legal_documents"):
        if row["verified"] in ("yes", "partial") and not row["source_id"]:
            yield row.problem("source_id", f"blank though verified = {row['verified']}", "Name the source.")


def topics_are_modules(data: Data) -> Iterator[Problem]:
    """Every topic of a document is the slug of a module."""
    for row in data.rows("law/legal_documents"):
        for topic in row["topic"].split(";"):
            if topic and topic not in data.modules and topic not in data.unread and data.modules:
                remedy = f"{did_you_mean(topic, list(data.modules))}Name a file of data/modules/."
                yield row.problem("topic", "no module of this name", remedy, topic)


def documents_end_once(data: Data) -> Iterator[Problem]:
    """A document ends on one day only, after it took effect, and by another document that has taken effect by then."""
    if not data.has("law/legal_documents", "law/legal_relations"):
        return
    documents = {row["id"]: row for row in data.rows("law/legal_documents")}
    ending_rows: dict[str, Row] = {}
    for row in data.rows("law/legal_relations"):
        target, source = documents.get(row["to_id"]), documents.get(row["from_id"])
        if row["from_id"] and row["from_id"] == row["to_id"]:
            yield row.problem("to_id", "the same document as in from_id", "Correct one of the two ids.")
        if target and row["relation"] in ENDING and row["effective_date"]:
            first = ending_rows.setdefault(row["to_id"], row)
            start = target["effective_date"] or target["issued_date"]
            if first["effective_date"] != row["effective_date"]:
                what = f"row {first.number} ends {row['to_id']} on {first['effective_date']}"
                yield row.problem("effective_date", what, "Correct one of the two days.")
            elif row["effective_date"] <= start:
                what = f"not after {start}, when {row['to_id']} took effect; write the first day OUT of force"
                yield row.problem("effective_date", what, "Correct one of the two days.")
        source_start = source["effective_date"] if source else ""
        if source_start and row["effective_date"] and row["effective_date"] < source_start:
            what = f"before {row['from_id']} takes effect on {source_start}"
            yield row.problem("effective_date", what, "Correct one of the two days.")


def facts_belong_to_their_conference(data: Data) -> Iterator[Problem]:
    """The conference of a fact exists, the fact is known on its as_of, and the province is a unit on that day."""
    for row in data.rows("conferences/article_facts"):
        slug = row["conference"]
        if not slug or slug in data.unread:
            continue
        if slug not in data.conferences:
            remedy = f"{did_you_mean(slug, list(data.conferences))}Correct it, or add data/conferences/{slug}.yaml."
            yield row.problem("conference", "no conference of this name", remedy)
            continue
        as_of = data.conferences[slug].value.get("as_of")
        if isinstance(as_of, str) and row["known_from"] > as_of:
            yield row.problem("known_from", f"after the conference's as_of {as_of}", "Correct one of the two days.")
        units = data.units_on(as_of) if isinstance(as_of, str) else {}
        if row["province_slug"] and units and row["province_slug"] not in units:
            yield row.problem("province_slug", f"not a unit on {as_of}", "Write the slug of that day.")


def values_have_units(data: Data) -> Iterator[Problem]:
    """A fact with values has one unit for all of them or one unit per value; a fact without values has no unit."""
    for row in data.rows("conferences/article_facts"):
        values, units = row["value"].split(";"), row["unit"].split(";")
        if bool(row["value"]) != bool(row["unit"]):
            name = "unit" if row["value"] else "value"
            what = "a value without a unit" if row["value"] else "a unit without a value"
            yield row.problem(name, what, "Fill in both or neither.", "blank")
        elif len(units) not in (1, len(values)):
            what = f"{len(units)} units for {len(values)} values"
            yield row.problem("unit", what, "Write one unit, or one unit per value.")


RULES: tuple[Rule, ...] = (
    days_of_documents_are_in_order,
    documents_have_sources,
    topics_are_modules,
    documents_end_once,
    facts_belong_to_their_conference,
    values_have_units,
)
