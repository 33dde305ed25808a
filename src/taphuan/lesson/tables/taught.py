"""Tables of what is taught: law, targets, changes, and the orientations and tasks of 2022; the same for every unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from taphuan import paths
from taphuan.data.load import rows as data_rows
from taphuan.data.load import yaml_document
from taphuan.known import law
from taphuan.known.changes import decrees
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.quantities import label, phrase, quantities, usable
from taphuan.lesson.tables.view import TableView, table
from taphuan.lesson.teaching import MOST_LAWS
from taphuan.text import NBSP, day, hold, listing, say

# the one module that lists them (data/modules/README.md)
_YEAR_2022 = "dinh-huong-nhiem-vu-2022"


def documents(lesson: Lesson, *ids: str) -> TableView:
    """The named documents (default: all the modules rest on) with their state on the day; unknown ones left out."""
    as_of = lesson.as_of
    named = [law.document(id_) for id_ in ids] if ids else [doc for doc, _ in lesson.teaching.laws]
    known = [doc for doc in named if law.is_known(doc, as_of)]
    return table(
        lesson.profile,
        "law",
        (
            (say("lesson.tables.taught.law"), "left", 2.2),
            (say("lesson.tables.taught.content"), "left", 3.6),
            (say("lesson.tables.taught.force"), "left", 3.2),
        ),
        tuple((_number_cell(doc), doc.title, _state_cell(law.state(doc, as_of))) for doc in known),
        say("lesson.tables.taught.laws_title", day=day(as_of)),
        wording.LAW_SOURCE,
        note=_reprints(known),
    )


def law_first(lesson: Lesson, most: int = MOST_LAWS) -> TableView:
    """The documents a briefing has room for, none of them gone: those most modules rest on, then the newest; at most
    `most`."""
    return documents(lesson, *(doc.id for doc, _ in lesson.teaching.first_laws(most)))


def law_gone(lesson: Lesson, most: int = 0) -> TableView:
    """The documents of the modules that are out of force or whose period is over, one row for each day on which some ended, the
    newest first, at most `most` rows (0: all); behind each what replaced, repealed or followed it.
    """
    ends: dict[tuple[date, str], dict[str, list[str]]] = {}
    for doc, state in lesson.teaching.laws_gone:
        end = law.known_end(doc, lesson.as_of) or doc.period_end
        assert end is not None
        later = [_named(law.document(id_), lesson.as_of) for id_ in state.by]
        ends.setdefault((end, state.label), {}).setdefault("; ".join(later), []).append(doc.numbered)
    return table(
        lesson.profile,
        "law-gone",
        ((say("lesson.tables.taught.state"), "left", 2), (say("lesson.tables.taught.gone"), "left", 5)),
        tuple(
            (
                label[:1].upper() + label[1:],
                "; ".join(listing(names) + (f" ({later})" if later else "") for later, names in groups.items()),
            )
            for (_, label), groups in sorted(ends.items(), reverse=True)[: most or None]
        ),
        say("lesson.tables.taught.gone_title"),
        wording.LAW_SOURCE,
        note=_reprints([doc for doc, _ in lesson.teaching.laws_gone]),
    )


def targets(lesson: Lesson, *ids: str, caption: str = "") -> TableView:
    """Targets by id, each with the year it is set for and its document; past ones are left out.

    Where we stand is in no table of ours, so that no bar is drawn. Raises UnknownName for an unknown id, ValueError
    where none is left.
    """
    items = usable(quantities(ids), lesson.as_of)
    return table(
        lesson.profile,
        "targets",
        (
            (say("lesson.tables.taught.target"), "left", 4),
            (say("lesson.tables.taught.value"), "right", 1.4),
            (say("lesson.tables.taught.by_year"), "right", 0.9),
        ),
        tuple((_target(label(item)), phrase(item), str(item.detail("year"))) for item in items),
        caption or say("lesson.tables.taught.targets_title"),
        wording.items_line(items, lesson.conference),
    )


def _target(text: str) -> str:
    """What a target is about: head and last column say that it is one."""
    text = text.removeprefix("Mục tiêu ")
    return text[:1].upper() + text[1:]


def changes(lesson: Lesson, decree: str, *topics: str) -> TableView:
    """Before and after of a decree (`nd82` for nd82_changes.csv) for the named topics, in the order of the file."""
    document = law.document(decrees()[decree])
    if not law.is_known(document, lesson.as_of):
        raise ValueError(f"{document.short} was not issued by {lesson.as_of}; give the slide a window")
    rows = [row for row in data_rows(f"law/{decree}_changes") if not topics or row["topic"] in topics]
    missing = set(topics) - {row["topic"] for row in rows}
    if missing:
        raise ValueError(f"data/law/{decree}_changes.csv has no topic {', '.join(sorted(missing))}")
    return table(
        lesson.profile,
        f"changes-{decree}",
        (
            (say("lesson.tables.taught.content"), "left", 1.5),
            (say("lesson.tables.taught.before"), "left", 3),
            (f"Theo {document.short}", "left", 3),
        ),
        tuple((row["topic"], row["before"], row["after"]) for row in rows),
        say("lesson.tables.taught.changes_title", law=document.short),
        wording.laws_line(document),
    )


def orientations(lesson: Lesson) -> TableView:
    """The six orientations of 2022 that are known on the day."""
    rows = _known(lesson, _year_2022()["dinh_huong_2022"])
    return table(
        lesson.profile,
        "orientations",
        (("STT", "right", 0.5), (say("lesson.tables.taught.direction"), "left", 6)),
        tuple((str(row["stt"]), row["noi_dung"]) for row in rows),
        say("lesson.tables.taught.directions_title", number=len(rows)),
        _sources(lesson, rows),
    )


def tasks(lesson: Lesson) -> TableView:
    """The tasks of 2022 that were found; the rest of the 22 stands in one row, because nothing is filled in."""
    listed = _year_2022()["nhiem_vu_2022"]
    rows, total = _known(lesson, listed["danh_sach"]), listed["tong_so_theo_nguon"]
    cells = [(row["noi_dung"], wording.source_label(row["source_id"], lesson.conference)) for row in rows]
    if len(rows) < total:
        cells.append((say("lesson.tables.taught.other_tasks", number=total - len(rows)), "–"))
    return table(
        lesson.profile,
        "tasks",
        ((say("lesson.tables.taught.task"), "left", 5), (say("lesson.tables.taught.source"), "left", 1.6)),
        cells,
        say("lesson.tables.taught.tasks_title", number=len(rows), total=total),
        _sources(lesson, rows),
    )


def _year_2022() -> dict[str, Any]:
    return yaml_document(paths.MODULES / f"{_YEAR_2022}.yaml")


def _known(lesson: Lesson, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if date.fromisoformat(row["known_from"]) <= lesson.as_of]


def _sources(lesson: Lesson, rows: list[dict[str, Any]]) -> str:
    return wording.sources_line((row["source_id"] for row in rows), lesson.conference)


def _named(doc: law.LegalDocument, as_of: date) -> str:
    """A document that came after, with its state where it is neither simply in force nor gone: what is gone has a row itself."""
    state = law.state(doc, as_of)
    alone = state.simply_in_force or state.code in (law.EXPIRED, law.PERIOD_OVER)
    return doc.short if alone else f"{doc.short}, {state.label}"


def _number_cell(doc: law.LegalDocument) -> str:
    """The document's number. A line may break between a long name and the number, or the column would be too wide."""
    name, _, number = doc.numbered.rpartition(" ")
    return f"{name.replace(' ', NBSP)} {number}" if " " in name and number[:1].isdigit() else doc.numbered


def _state_cell(state: law.State) -> str:
    return state.detail[:1].upper() + state.detail[1:]


def _reprints(documents: list[law.LegalDocument]) -> str:
    """The note that names the documents of a table that were read in reprints only; empty where there is none."""
    named = [doc.short for doc in documents if doc.verified == "partial"]
    return hold(f"{wording.REPRINT[:1].upper()}{wording.REPRINT[1:]}: {listing(named)}.") if named else ""
