"""Rules of what learners do in a module: cards belong to bins, sheets can be computed, examples and exercises keep to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from taphuan.data.check.schema import did_you_mean
from taphuan.data.documents import Document, Path
from taphuan.data.rules.base import Data, Rule, as_list, items_of
from taphuan.data.sheet_formula import BadFormula, Formula
from taphuan.errors import Problem, coded

_OBJECTIVES = 3
_VERBS = ("tính", "lập", "phân loại", "kiểm", "soạn")
_CARD_WORDS = 10
_DOCUMENT = re.compile(r"\b\d+/(?:\d{4}|[A-ZĐ])|\b(?:Nghị định|Quyết định|Nghị quyết|Thông tư|NĐ|QĐ|NQ|TT) (?:số )?\d+")


@coded("TH451")
def objectives_begin_with_a_verb(data: Data) -> Iterator[Problem]:
    """A module that is written states three objectives at a time, each beginning with what the learner does."""
    for module in data.modules.values():
        if module.value.get("written") is False:
            continue
        days: dict[tuple[Any, Any], int] = {}
        for path, item in items_of(module, "objectives"):
            text = str(item.get("text", ""))
            if not text.lower().startswith(_VERBS):
                remedy = f"Begin with one of: {', '.join(_VERBS)}."
                yield module.problem(
                    (*path, "text"), "an objective does not begin with what the learner does", remedy, text
                )
            window = item.get("known_from"), item.get("until")
            days[window] = days.get(window, 0) + 1
        for (start, until), count in days.items():
            if count != _OBJECTIVES:
                what = f"{count} objectives for the days from {start}{f' to {until}' if until else ''}"
                yield module.problem(("objectives",), what, f"State {_OBJECTIVES}.", str(count))


@coded("TH452")
def goals_name_no_document(data: Data) -> Iterator[Problem]:
    """An objective and a decision stand where the state of a document has no place, so they name none."""
    for module in data.modules.values():
        for path, item in items_of(module, "objectives", "decisions"):
            if found := _DOCUMENT.search(str(item.get("text", ""))):
                remedy = "Say what is done; name the document on the slides."
                yield module.problem(
                    (*path, "text"), "names a document, whose state cannot stand beside it", remedy, found[0]
                )


@coded("TH453")
def cards_belong_to_bins(data: Data) -> Iterator[Problem]:
    """A card of an exercise names one of its bins, is short, and stands once; bins have different names."""
    for module in data.modules.values():
        for path, item in items_of(module, "exercises"):
            bins = [str(text).partition(": ")[0] for text in as_list(item.get("bins"))]
            for number, name in enumerate(bins):
                if name in bins[:number]:
                    yield module.problem((*path, "bins", number), "two bins have this name", "Rename one.", name)
            seen: list[str] = []
            for number, card in enumerate(as_list(item.get("cards"))):
                if not isinstance(card, dict):
                    continue
                place: Path = (*path, "cards", number)
                text, name = str(card.get("text", "")), str(card.get("bin", ""))
                if name not in bins:
                    remedy = f"{did_you_mean(name, bins)}Write one of: {', '.join(bins)}."
                    yield module.problem((*place, "bin"), "no bin of the exercise", remedy, name)
                if len(text.split()) > _CARD_WORDS:
                    what = f"{len(text.split())} words; a card is read at a glance"
                    yield module.problem((*place, "text"), what, f"Say it in {_CARD_WORDS} words or fewer.", text)
                if text in seen:
                    yield module.problem((*place, "text"), "the card is there twice", "Delete one.", text)
                seen.append(text)


@coded("TH454")
def sheets_can_be_computed(data: Data) -> Iterator[Problem]:
    """The columns of a sheet have letters of their own in order, and formulas name columns that are filled."""
    for module in data.lessons.values():
        for path, item in items_of(module, "sheets"):
            columns = _columns(item)
            letters = [str(column.get("letter")) for column in columns]
            expected = [chr(ord("a") + number) for number in range(len(letters))]
            if letters != expected:
                remedy = f"Letter them {', '.join(expected)}."
                yield module.problem(
                    (*path, "columns"), "the columns are not lettered in order", remedy, ", ".join(letters)
                )
                continue
            counted = {
                str(c["letter"]) for c in columns if c.get("kind") in ("count", "number") and not c.get("formula")
            }
            for number, column in enumerate(columns):
                place: Path = (*path, "columns", number)
                if column.get("formula"):
                    try:
                        wrong = [name for name in Formula(str(column["formula"])).columns if name not in counted]
                    except BadFormula as error:
                        yield module.problem((*place, "formula"), str(error), "Correct it.", str(column["formula"]))
                        continue
                    if wrong:
                        what = f"names {', '.join(wrong)}, which is no column that is filled with numbers"
                        yield module.problem((*place, "formula"), what, f"Use {', '.join(sorted(counted)) or 'none'}.", str(column["formula"]))  # fmt: skip
                if column.get("at_most") and column["at_most"] not in counted - {column.get("letter")}:
                    remedy = f"Name another column of numbers: {', '.join(sorted(counted - {column.get('letter')}))}."
                    yield module.problem(
                        (*place, "at_most"), "no other column of numbers", remedy, str(column["at_most"])
                    )


@coded("TH455")
def exercises_can_be_computed(data: Data) -> Iterator[Problem]:
    """An exercise to compute names a sheet of its module that computes something, and gives rows that keep to it, other ones
    than those of its example."""
    for module in data.modules.values():
        sheets = {str(item.get("id")): item for _, item in items_of(module, "sheets")}
        for path, item in items_of(module, "exercises"):
            if not item.get("sheet"):
                continue
            name = str(item["sheet"])
            if name not in sheets:
                remedy = f"{did_you_mean(name, list(sheets))}Write one of: {', '.join(sheets) or 'none yet'}."
                yield module.problem((*path, "sheet"), "no sheet of the module", remedy, name)
                continue
            columns = _columns(sheets[name])
            if not any(column.get("formula") for column in columns):
                remedy = "Give a column of the sheet a formula, or sort cards into bins."
                yield module.problem((*path, "sheet"), "the sheet computes nothing", remedy, name)
            given = as_list(item.get("given"))
            shown = as_list(sheets[name].get("example"))
            for number, row in enumerate(given):
                place: Path = (*path, "given", number)
                if row in shown:
                    remedy = "Give other numbers."
                    yield module.problem(place, "the row is solved in the example of the sheet", remedy, str(row))
                yield from _row_problems(module, place, columns, row)


def _columns(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    return [column for column in as_list(sheet.get("columns")) if isinstance(column, dict)]


@coded("TH456")
def examples_keep_to_their_sheet(data: Data) -> Iterator[Problem]:
    """Each row of an example has a value of the right kind for every column that is filled, and none for a computed one."""
    for module in data.lessons.values():
        for path, item in items_of(module, "sheets"):
            columns = _columns(item)
            rows = as_list(item.get("example"))
            if len(rows) > item.get("rows", 0):
                what = f"{len(rows)} rows of the example, {item.get('rows')} of the sheet"
                yield module.problem(
                    (*path, "rows"), what, "Give the sheet as many rows as its example.", str(item.get("rows"))
                )
            for number, row in enumerate(rows):
                yield from _row_problems(module, (*path, "example", number), columns, row)


def _row_problems(module: Document, place: Path, columns: list[dict[str, Any]], row: Any) -> Iterator[Problem]:
    """What is wrong with the values of a row of a sheet."""
    if len(as_list(row)) != len(columns):
        what = f"{len(as_list(row))} values for {len(columns)} columns"
        yield module.problem(place, what, "Write null for a computed column.", str(row))
        return
    values = dict(zip((str(column.get("letter")) for column in columns), row, strict=True))
    for at, column in enumerate(columns):
        if wrong := _wrong_value(column, row[at], values):
            yield module.problem((*place, at), wrong, "Correct the row.", str(row[at]))


def _wrong_value(column: dict[str, Any], value: Any, row: dict[str, Any]) -> str:
    """Why a value may not stand in a column; "" if it may."""
    name, kind = column.get("name"), column.get("kind")
    if column.get("formula"):
        return "" if value is None else f"“{name}” is computed"
    if value is None:  # a day would be over, or lie ahead, on some day of the document
        return "" if kind == "date" else f"“{name}” is not filled"
    if kind in ("count", "number"):
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            return f"“{name}” takes a number from 0"
        if kind == "count" and value != int(value):
            return f"“{name}” takes a whole number"
        most = row.get(str(column.get("at_most")))
        return (
            f"“{name}” is more than column {column['at_most']} allows"
            if isinstance(most, int | float) and value > most
            else ""
        )
    if not isinstance(value, str):
        return f"“{name}” takes a text in quotes"
    if kind == "choice" and value not in as_list(column.get("choices")):
        return f"“{name}” takes one of: {', '.join(map(str, as_list(column.get('choices'))))}"
    return f"“{name}” takes a day (2026-11-21)" if kind == "date" and not _is_day(value) else ""


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


@coded("TH457")
def duties_rest_on_provisions(data: Data) -> Iterator[Problem]:
    """The provisions of a duty or a clock exist, bind communes, and were public when it is first taught; its documents are theirs."""
    if not data.has("law/provisions"):
        return
    rows = {row["id"]: row for row in data.rows("law/provisions")}
    for lesson in data.communes.values():
        for path, item in items_of(lesson, "duties", "clocks"):
            laws = {str(entry).partition(" ")[0] for entry in as_list(item.get("law"))}
            for number, id_ in enumerate(as_list(item.get("provisions"))):
                place: Path = (*path, "provisions", number)
                row = rows.get(str(id_))
                if row is None:
                    remedy = f"{did_you_mean(str(id_), list(rows))}Correct it, or add it to data/law/provisions.csv."
                    yield lesson.problem(place, "not in the column id of data/law/provisions.csv", remedy, str(id_))
                    continue
                if not {"xa", "all"} & set(row["binds"].split(";")):
                    what = f"the provision binds {row['binds']}, not communes"
                    yield lesson.problem(place, what, "Name one that binds communes, or drop the duty.", str(id_))
                if row["known_from"] > str(item.get("known_from")):
                    what = f"the provision is known from {row['known_from']}"
                    yield lesson.problem((*path, "known_from"), what, "Write that day or a later one.", str(item.get("known_from")))  # fmt: skip
                if row["law"] not in laws:
                    what = f"the provision is of {row['law']}, which the duty does not cite"
                    yield lesson.problem(place, what, "Add the document to “law”.", str(id_))


RULES: tuple[Rule, ...] = (
    objectives_begin_with_a_verb,
    goals_name_no_document,
    cards_belong_to_bins,
    exercises_can_be_computed,
    sheets_can_be_computed,
    examples_keep_to_their_sheet,
    duties_rest_on_provisions,
)
