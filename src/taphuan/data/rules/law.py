"""Rules of the register of legal documents, their provisions and deadlines, and of the facts from the articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taphuan.data.check.schema import csv_resources, did_you_mean, table_name
from taphuan.data.check.tables import Row
from taphuan.data.rules.base import Data, Rule
from taphuan.errors import Problem, coded

# The relations that end the effect of their target: it is replaced or repealed.
ENDING = ("thay-the", "bai-bo")
# The relations whose acting document cannot be older than the other one.
_ACTING = (*ENDING, "sua-doi", "bo-sung", "tiep-noi")

# How the number of a document of each type is written. A document whose number is not known has none of these forms.
NUMBERS = {
    "Luật": r"\d+/\d{4}/QH\d+",
    "Nghị định": r"\d+/\d{4}/NĐ-CP",
    "Thông tư": r"\d+/\d{4}/TT-[A-ZĐ]+",
    "Quyết định": r"\d+(/\d{4})?/QĐ-[A-ZĐa-z]+|\d+-QĐ/[A-ZĐ]+",
    "Nghị quyết": r"[\d.]+(/\d{4})?/NQ-[A-ZĐ]+|\d+-NQ/[A-ZĐ]+",
    "Chỉ thị": r"\d+/CT-[A-ZĐa-z]+|\d+-CT/[A-ZĐ]+",
    "Kế hoạch": r"\d+/KH-[A-ZĐ]+|\d+-KH/[A-ZĐ]+",
    "Thông báo": r"\d+/TB-[A-ZĐ]+|\d+-TB/[A-ZĐ]+",
    "Công văn": r"\d+/[A-ZĐ]+(-[A-ZĐS]+)?",
    "Văn bản hướng dẫn": r"\d+/[A-ZĐ]+(-[A-ZĐ]+)?",
}


@coded("TH401")
def days_of_documents_are_in_order(data: Data) -> Iterator[Problem]:
    """issued_date <= effective_date unless the basis is stated-earlier; where the basis is the signing, they are equal;
    period_end is not before either of them; the basis is unknown exactly where effective_date is blank."""
    for row in data.rows("law/legal_documents"):
        issued, effective, basis = row["issued_date"], row["effective_date"], row["effective_basis"]
        if issued and effective and effective < issued and basis != "stated-earlier":
            remedy = "Correct one of the two days; if the text itself says so, write effective_basis = stated-earlier."
            yield row.problem("effective_date", f"before the day of issue {issued}", remedy)
        if issued and effective and effective >= issued and basis == "stated-earlier":
            what = f"stated-earlier, but effective_date is not before the day of issue {issued}"
            yield row.problem("effective_basis", what, "Write stated, or correct one of the two days.")
        if issued and effective and effective > issued and basis in ("signing-day", "custom"):
            what = f"{basis}, but effective_date {effective} is not the day of issue {issued}"
            yield row.problem("effective_basis", what, "Write stated, or correct one of the two days.")
        for name in ("issued_date", "effective_date"):
            if row["period_end"] and row[name] and row["period_end"] < row[name]:
                remedy = "Write the last day of the period, or correct the other day."
                yield row.problem("period_end", f"before {name} {row[name]}", remedy)
        if basis and (basis == "unknown") != (not effective):
            what = "must be “unknown” if effective_date is blank, and only then"
            yield row.problem("effective_basis", what, "Fill in effective_date or change effective_basis.")


@coded("TH402")
def custom_is_for_documents_without_a_clause(data: Data) -> Iterator[Problem]:
    """Only an individual decision, a directive or a paper of the Party applies from its signing by custom: a decree, a
    circular or a resolution of the Government states its day, and where that was not read the day stays blank."""
    for row in data.rows("law/legal_documents"):
        individual = row["type"] == "Quyết định" and not re.search(r"/\d{4}/", row["number"])
        of_the_party = re.match(r"\d+-[A-ZĐ]+/", row["number"])
        if row["effective_basis"] == "custom" and not (individual or of_the_party or row["type"] == "Chỉ thị"):
            remedy = "Read the clause and write stated, or leave effective_date blank and write unknown."
            yield row.problem("effective_basis", "not allowed for a document of this type", remedy)


@coded("TH403")
def numbers_fit_types(data: Data) -> Iterator[Problem]:
    """A number has the form of its type (Nghị định: 45/2026/NĐ-CP), and the year in it is that of issued_date."""
    for row in data.rows("law/legal_documents"):
        form, number = NUMBERS.get(row["type"]), row["number"]
        if row["type"] and form is None:
            yield row.problem("type", "not a type of document", f"Write one of {', '.join(NUMBERS)}.")
        if form and number[:1].isdigit() and not re.fullmatch(form, number):
            what = f"not the number of a document of the type {row['type']}"
            yield row.problem("number", what, "Correct the number or the type.")
        year = re.search(r"/(\d{4})/", number)
        if year and row["issued_date"] and row["issued_date"][:4] != year.group(1):
            what = f"the year is not that of the day of issue {row['issued_date']}"
            yield row.problem("number", what, "Correct the number or issued_date.")


@coded("TH459")
def titles_are_of_their_document(data: Data) -> Iterator[Problem]:
    """The title of a law begins with “Luật”, no other does; documents of one title are of one type."""
    types: dict[str, Row] = {}
    for row in data.rows("law/legal_documents"):
        title, of_law = row["title_vi"], row["type"] == "Luật"
        if not title or not row["type"]:
            continue
        if title.startswith("Luật ") != of_law:
            what = "does not begin with “Luật”" if of_law else "the title of a law, and the document is none"
            yield row.problem("title_vi", what, "Correct the title or the type.")
        other = types.setdefault(title, row)
        if other["type"] != row["type"]:
            what = f"the title of row {other.number}, a document of another type"
            yield row.problem("title_vi", what, "Correct the title or the type.")


@coded("TH404")
def chains_of_law_have_an_end(data: Data) -> Iterator[Problem]:
    """No document acts on itself through others: following from_id to to_id never returns to where it began."""
    rows = data.rows("law/legal_relations")
    targets: dict[str, list[Row]] = {}
    for row in rows:
        if row["from_id"] != row["to_id"]:
            targets.setdefault(row["from_id"], []).append(row)
    finished: set[str] = set()
    for start in targets:
        stack: list[tuple[str, Iterator[Row]]] = [(start, iter(targets[start]))] if start not in finished else []
        path = [start]
        while stack:
            following = next(stack[-1][1], None)
            if following is None:
                finished.add(stack.pop()[0])
                path.pop()
            elif following["to_id"] in path:
                circle = " → ".join((*path[path.index(following["to_id"]) :], following["to_id"]))
                remedy = "Delete the wrong relation."
                yield following.problem("to_id", f"the chain returns to its beginning: {circle}", remedy)
            elif following["to_id"] not in finished:
                path.append(following["to_id"])
                stack.append((following["to_id"], iter(targets.get(following["to_id"], []))))


@coded("TH405")
def younger_documents_act_on_older_ones(data: Data) -> Iterator[Problem]:
    """A document that replaces, repeals, amends, supplements or succeeds another one was not issued before it."""
    issued = {row["id"]: row["issued_date"] for row in data.rows("law/legal_documents")}
    for row in data.rows("law/legal_relations"):
        source, target = issued.get(row["from_id"], ""), issued.get(row["to_id"], "")
        if row["relation"] in _ACTING and source and target and source < target:
            what = f"issued on {source}, before {row['to_id']} on {target}, on which it acts ({row['relation']})"
            yield row.problem("from_id", what, "Swap from_id and to_id, or correct a day of issue.")


@coded("TH406")
def provisions_follow_their_document(data: Data) -> Iterator[Problem]:
    """A provision or deadline is not known before its document was issued; a deadline is not before it either; an id
    begins with that of the document; a document that is never printed has none; until is not before known_from."""
    documents = {row["id"]: row for row in data.rows("law/legal_documents")}
    for name in ("law/provisions", "law/deadlines"):
        for row in data.rows(name):
            document = documents.get(row["law"])
            if document is None:  # the foreign key reports it
                continue
            issued = document["issued_date"]
            if issued and row["known_from"] and row["known_from"] < issued:
                yield row.problem("known_from", f"before {row['law']} was issued on {issued}", "Correct the day.")
            if issued and row["day"] and row["day"] < issued:
                remedy = "Correct the day; a deadline that another document had set belongs to that document."
                yield row.problem("day", f"before {row['law']} was issued on {issued}", remedy)
            if row["until"] and row["known_from"] and row["until"] < row["known_from"]:
                yield row.problem("until", f"before known_from {row['known_from']}", "Correct one of the two days.")
            if row["id"] and not row["id"].startswith(f"{row['law']}-p"):
                yield row.problem("id", f"does not begin with {row['law']}-p", "Correct id or law.")
            if document["verified"] == "no":
                yield row.problem("law", "the document has verified = no", "Verify the document, or delete the row.")


@coded("TH407")
def changes_are_told_whole(data: Data) -> Iterator[Problem]:
    """A change that names the document of the old rule has that rule, and was issued by then; its day is not before its decree
    was issued; the provisions that say what to mend are the decree's own."""
    issued = {row["id"]: row["issued_date"] for row in data.rows("law/legal_documents")}
    about = ((table_name(resource), str(resource.get("document") or "")) for resource in csv_resources(data.package))
    for name, decree in about:
        for row in data.rows(name) if decree else ():
            if row["before_law"] and not row["before"]:
                remedy = "Write the old rule, or leave both blank: no card is made of a change without one."
                yield row.problem("before", f"blank though before_law = {row['before_law']}", remedy)
            if issued.get(row["before_law"], "") > issued.get(decree, "9"):
                yield row.problem("before_law", f"issued after {decree}", "Name the document that had the old rule.")
            if row["day"] and row["day"] < issued.get(decree, ""):
                yield row.problem("day", f"before {decree} was issued on {issued[decree]}", "Correct the day.")
            for provision in filter(None, row["provisions"].split(";")):
                if not provision.startswith(f"{decree}-p"):
                    yield row.problem("provisions", f"no provision of {decree}", "Name its own.", provision)


@coded("TH408")
def documents_have_sources(data: Data) -> Iterator[Problem]:
    """A document that may be printed (verified is not no) has a source."""
    for row in data.rows("law/legal_documents"):
        if row["verified"] in ("yes", "partial") and not row["source_id"]:
            yield row.problem("source_id", f"blank though verified = {row['verified']}", "Name the source.")


@coded("TH409")
def topics_are_modules(data: Data) -> Iterator[Problem]:
    """Every topic of a document is the slug of a module."""
    for row in data.rows("law/legal_documents"):
        for topic in row["topic"].split(";"):
            if topic and topic not in data.modules and topic not in data.unread and data.modules:
                remedy = f"{did_you_mean(topic, list(data.modules))}Name a file of data/modules/."
                yield row.problem("topic", "no module of this name", remedy, topic)


@coded("TH410")
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
    custom_is_for_documents_without_a_clause,
    numbers_fit_types,
    titles_are_of_their_document,
    chains_of_law_have_an_end,
    younger_documents_act_on_older_ones,
    provisions_follow_their_document,
    changes_are_told_whole,
    documents_have_sources,
    topics_are_modules,
    documents_end_once,
)
