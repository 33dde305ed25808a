"""Validates YAML files against their pydantic models: every error with its line, in words that an official understands."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from taphuan.data.check.schema import did_you_mean
from taphuan.data.documents import Document, path_text
from taphuan.errors import Problem

_WHAT = {
    "missing": ("the key is missing", "Add it; write null if it is not known and other files have null for this key."),
    "string_type": ("not text", "Write text; put quotation marks around numbers, dates and true or false."),
    "string_too_short": ("empty", "Fill it in."),
    "int_type": ("not a whole number", "Write digits only, without quotation marks, points or commas."),
    "int_from_float": ("not a whole number", "Write digits only, without quotation marks, points or commas."),
    "float_type": ("not a number", "Write digits and at most one decimal point, without quotation marks."),
    "bool_type": ("neither true nor false", "Write true or false, in small letters and without quotation marks."),
    "list_type": ("not a list", "Write one item a line, each beginning with “- ”."),
    "dict_type": ("not a list of “key: value” lines", "Write one “key: value” a line, indented below."),
    "model_type": ("not a list of “key: value” lines", "Write one “key: value” a line, indented below."),
    "too_short": ("too few items", "Add what is missing."),
    "string_pattern_mismatch": ("not a short name", "Use small letters a–z without diacritics, digits and hyphens."),
    "day": ("not a valid date in the form year-month-day", "Write it like this: '2025-07-01'."),
    "far": ("before 1945 or after 2100", "Correct the year; leave out an end that is not known."),
    "source": (
        "needs exactly one of “source_id” and “plan”",
        "Name the article about the conference in source_id; for a future conference, name the organisers' paper in plan.",
    ),
    "after": (
        "needs exactly one of “text” and “commune”",
        "Write the sentence in text, or in commune the old code of the commune whose successor it names.",
    ),
    "commune": ("not a code of five digits", "Write it with its leading zeros, in quotation marks: '01975'."),
    "clock": ("not a time of the day", "Write it like this: '08:30'."),
    "keys": ("not one or more source ids joined with “;”", "Write them without spaces: 'a;b'."),
}
# the code by pydantic's kind; wrong types have TH223, keys that do not go together, which our models find, TH225
_OF_TYPES = ("_type", "_parsing", "_from_float")
_CODES = {
    "missing": "TH221",
    "literal_error": "TH208",
    "greater_than_equal": "TH209",
    "less_than_equal": "TH209",
    "far": "TH243",
    "string_pattern_mismatch": "TH210",
    "keys": "TH210",
    "commune": "TH210",
    "day": "TH212",
    "clock": "TH212",
    "too_short": "TH224",
    "string_too_short": "TH224",
}


def check_shape(document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    """A problem for every key that is missing or unknown, and for every value of the wrong type."""
    try:
        model.model_validate(document.value)
    except ValidationError as error:
        errors: dict[tuple[tuple[str | int, ...], str], Any] = {}
        for details in error.errors(include_url=False):
            # For a union pydantic reports one error per alternative; the first one is enough.
            path = _path_in(document, details["loc"], details["type"])
            errors.setdefault((path, "key" if details["type"] == "missing" else "value"), details)
        suggested: set[tuple[str | int, ...]] = set()
        for (path, _), details in errors.items():
            if details["type"] == "extra_forbidden":
                known = _allowed_keys(model, path[:-1])
                hint = did_you_mean(str(path[-1]), known)
                suggested |= {(*path[:-1], key) for key in known if f"“{key}”" in hint}
                remedy = f"{hint}Correct it." if hint else f"Delete it. Known here: {', '.join(known)}."
                yield document.problem(path, "an unknown key", remedy, str(path[-1]), code="TH222")
        for (path, _), details in errors.items():
            # A misspelt key is reported once: as unknown, and not also as missing.
            if details["type"] != "extra_forbidden" and not (details["type"] == "missing" and path in suggested):
                yield _problem(document, path, details)


def _path_in(document: Document, loc: tuple[int | str, ...], kind: str) -> tuple[str | int, ...]:
    """The path in the file: `loc` without the name of the alternative that pydantic appends for a union."""
    path: tuple[str | int, ...] = ()
    for step in loc:
        if (*path, step) not in document.lines and not (kind == "missing" and step == loc[-1]):
            break
        path = (*path, step)
    return path


def _problem(document: Document, path: tuple[str | int, ...], details: Any) -> Problem:
    what, remedy, found, code = in_words(details)
    return document.problem(path, what, remedy or f"Correct {path_text(path) or 'the file'}.", found, code)


def in_words(details: Any) -> tuple[str, str, str, str]:
    """(what is wrong, what to do, what was found, code) of an error of pydantic; the remedy is "" where nothing can be said but to
    correct it."""
    kind, value = details["type"], details["input"]
    found = "" if kind == "missing" or isinstance(value, dict | list) else "null" if value is None else str(value)
    code = _CODES.get(kind, "TH223" if kind.endswith(_OF_TYPES) else "TH225")
    if kind == "less_than_equal":
        return f"larger than {details['ctx']['le']}", "Correct the number.", found, code
    if kind == "greater_than_equal":
        return f"smaller than {details['ctx']['ge']}", "Correct the number.", found, code
    if kind == "literal_error":
        allowed = details["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        remedy = f"{did_you_mean(found, allowed.split(', '))}Allowed: {allowed}."
        return "not one of the allowed values", remedy, found, code
    what, remedy = _WHAT.get(kind, (details["msg"], ""))
    return what, remedy, found[:80], code


def _allowed_keys(model: Any, path: tuple[str | int, ...]) -> list[str]:
    """The keys that a model allows at a path."""
    for step in path:
        if isinstance(step, int):
            model = next((get_args(kind)[0] for kind in _alternatives(model) if get_origin(kind) is list), None)
        else:
            model = next((f.annotation for name, f in _fields(model).items() if step in (name, f.alias)), None)
    return [field.alias or name for name, field in _fields(model).items()]


def _fields(annotation: Any) -> dict[str, FieldInfo]:
    """The fields of the first model among the alternatives of an annotation."""
    models = [kind for kind in _alternatives(annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return models[0].model_fields if models else {}


def _alternatives(annotation: Any) -> list[Any]:
    """The types of a union annotation, without None and without Annotated."""
    if get_origin(annotation) is Annotated:
        return _alternatives(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [kind for part in get_args(annotation) for kind in _alternatives(part)]
    return [] if annotation is None or get_origin(annotation) is Literal else [annotation]
