"""Reads files of data/ that may be anything: what is no file of text or no JSON is a problem, never an endless read.

All raise DataError with the problems of the file. The check and the programs that only use the data read through these.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from taphuan.errors import DataError, Problem

# A file of data/ has some kilobytes; more than this is no table that somebody kept, and not worth the memory.
LARGEST = 64 << 20
# The deepest file of data/ has eight levels (the coordinates of a map); Python's own parsers fail from some hundreds on.
MOST_LEVELS = 50
# More digits than any number here has; Python refuses 4300, and a float of 400 is infinite.
MOST_DIGITS = 18
# Control characters, zero-width spaces, direction marks, breaks of lines that no editor shows, half a surrogate: invisible, but
# two texts differ by them. And the sign that programs put where they could not read a letter.
INVISIBLE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff\\ufffd-\\uffff]"
)

_RESTORE = "Restore it; the last commit has it."
_KINDS = (
    (stat.S_ISDIR, "a folder, not a file"),
    (stat.S_ISFIFO, "a pipe, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
    (stat.S_ISSOCK, "a socket, not a file"),
)
_MARKS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# the first bytes of a ZIP archive, which .xlsx, .ods and .docx are, and of an old .xls
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def refuse(
    file: str, what: str, remedy: str, where: str = "", found: str = "", field: str = "", *, code: str
) -> NoReturn:
    """Raise DataError with one problem of a file."""
    raise DataError((Problem(file, where, field, found, what, remedy, code),))


def printable(name: str) -> str:
    """A file name as text that every terminal can print; bytes that are no UTF-8 become \\xe1."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def state_of(path: str | Path, file: str) -> os.stat_result:
    """The state of a file; nothing is opened. Raises DataError if it is missing, no file, or too large to be one of data/."""
    try:
        state = Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        refuse(file, "the file is missing", _RESTORE, code="TH101")
    except OSError as error:
        # Windows names it differently and has no such links in a checkout
        if any(place.is_symlink() for place in (Path(path), *Path(path).parents)):
            refuse(
                file,
                "a link that leads back to itself",
                "Delete the link and restore the file; the last commit has it.",
                code="TH102",
            )
        raise error
    for is_kind, what in _KINDS:
        if is_kind(state.st_mode):
            refuse(file, what, "Move it away and restore the file; the last commit has it.", code="TH102")
    if state.st_size > LARGEST:
        found, remedy = f"{state.st_size >> 20} MB", f"Leave out what is not needed; {LARGEST >> 20} MB are the most."
        refuse(file, "the file is too large", remedy, found=found, code="TH103")
    return state


def file_bytes(path: str | Path, file: str) -> bytes:
    """The content of a file. Raises what `state_of` raises, without opening what is no file."""
    state_of(path, file)
    return Path(path).read_bytes()


def decoded(content: bytes, file: str) -> str:
    """The text of a file. Raises DataError if it is not UTF-8; names UTF-16, UTF-32 and workbooks by what they are."""
    remedy = "Save the file as “CSV UTF-8” or, in an editor, with the encoding UTF-8."
    if content.startswith(_BOOKS):
        refuse(
            file,
            "a workbook or an archive, not text",
            "Save the sheet as a CSV file with commas, in UTF-8.",
            "line 1",
            code="TH105",
        )
    for mark, name in _MARKS:
        if content.startswith(mark):
            refuse(file, f"the file is not UTF-8 text but {name}", remedy, "line 1", code="TH104")
    if b"\0" in content:
        what = (
            "the file is not UTF-8 text but UTF-16"
            if _is_utf16(content)
            else "the file is not text: it holds zero bytes"
        )
        refuse(file, what, remedy, f"line {content.count(bytes([10]), 0, content.index(0)) + 1}", code="TH104")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = content[error.start : error.start + 4].decode("latin-1")
        refuse(file, "the file is not UTF-8 text", remedy, f"line {line}", found, code="TH104")


def _is_utf16(content: bytes) -> bool:
    """Whether most of every second byte is zero, as in UTF-16 of any European text, and hardly any of the others."""
    start = content[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    return max(even, odd) > len(start) / 4 and min(even, odd) < len(start) / 50


def json_value(text: str, file: str) -> Any:
    """The value of a JSON text. Raises DataError if it is malformed, nested too deeply, or holds a key twice, a number that
    is none (NaN, 5000 digits) or a text that no document can show."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=lambda pairs: _object(pairs, file),
            parse_int=lambda digits: _number(int, digits, file),
            parse_float=lambda digits: _number(float, digits, file),
            parse_constant=lambda name: refuse(
                file, "not a number", "Write a number or null.", found=name, code="TH113"
            ),
        )
    except json.JSONDecodeError as error:
        refuse(
            file,
            "the file is not valid JSON",
            "Restore the file; the last commit has it.",
            f"line {error.lineno}",
            code="TH111",
        )
    except RecursionError:
        _too_deep(file)
    _look_through(value, file)
    return value


def _object(pairs: list[tuple[str, Any]], file: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        refuse(file, "duplicate key", "Delete one of the two.", found=twice[:80], code="TH112")
    return found


def _number(kind: type[int] | type[float], digits: str, file: str) -> float:
    value = kind(digits) if kind is float or len(digits) <= MOST_DIGITS else math.inf
    if not math.isfinite(value):
        refuse(file, f"a number of more than {MOST_DIGITS} digits", "Correct it.", found=digits, code="TH113")
    return value


def _too_deep(file: str) -> NoReturn:
    refuse(file, f"nested deeper than {MOST_LEVELS} levels", "Restore the file; the last commit has it.", code="TH114")


def _look_through(value: Any, file: str) -> None:
    """Level by level, so that no depth can end Python."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MOST_LEVELS:
            _too_deep(file)
        below: list[Any] = []
        for node in level:
            if isinstance(node, str):
                if not node.isprintable() and (match := INVISIBLE.search(node)):
                    surrogate = "\ud800" <= match.group() <= "\udfff"
                    what = "half a surrogate pair, which is no letter" if surrogate else "an invisible character"
                    refuse(file, f"{what}, in a text", "Delete it.", found=f"U+{ord(match.group()):04X}", code="TH109")
            elif isinstance(node, dict):
                below += node.keys()
                below += node.values()
            elif isinstance(node, list):
                # the pairs of numbers of a map's coordinates, most of what there is, hold nothing to look at
                below += (child for child in node if isinstance(child, str | dict | list))
        level = below


def invisible_characters(text: str, file: str) -> Iterator[Problem]:
    """A problem for each line with characters that nobody sees."""
    if INVISIBLE.search(text) is None:
        return
    remedy = "Delete it; if there are many, save the file as UTF-8 again."
    for number, line in enumerate(text.split("\n"), start=1):
        if match := INVISIBLE.search(line):
            found = f"U+{ord(match.group()):04X}"
            yield Problem(
                file, f"line {number}", "", found, "an invisible character that is not allowed", remedy, code="TH109"
            )
