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


RULES: tuple[Rule, ...] = (
    days_of_documents_are_in_order,
    documents_have_sources,
    topics_are_modules,
    documents_end_once,
)
