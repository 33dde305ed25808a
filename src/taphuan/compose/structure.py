"""The structure of a notebook file: what JupyterLab writes, so that nothing after this has to doubt a type.

JSON is read and every value that is used later is checked for its type; all faults are told with cell and remedy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from taphuan.errors import NotComposed

# the maximum in the notebook format 4.5
LONGEST_ID = 64
_SAVE = "open it in JupyterLab and save it again"
_ID = re.compile(r"[a-zA-Z0-9_-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TYPES = ("code", "markdown", "raw")


def notebook_json(path: Path, name: str, with_ids: bool = True) -> dict[str, Any]:
    """The JSON of a notebook; `name` is what messages call it. Without `with_ids` the cells may lack ids. Raises NotComposed with every fault of its structure."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise NotComposed(
            f"{name}: not UTF-8 (byte {error.start + 1} of the file); save it as UTF-8, or {_SAVE}", code="TH501"
        ) from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise NotComposed(f"{name}: not a Jupyter notebook of format 4.5 ({error}); {_SAVE}", code="TH501") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("cells"), list):
        raise NotComposed(f"{name}: not a Jupyter notebook of format 4.5 (no list 'cells'); {_SAVE}", code="TH501")
    prefix = path.stem if with_ids else None
    faults = [fault for at, cell in enumerate(raw["cells"], start=1) for fault in _cell_faults(cell, at, prefix)]
    if faults:
        raise NotComposed("\n".join(f"{name}: {fault}" for fault in faults), code="TH502")
    return raw


def source_text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _cell_faults(cell: Any, at: int, prefix: str | None) -> Iterator[str]:
    if not isinstance(cell, dict):
        yield f"cell number {at}: is {_kind(cell)}, not an object; delete it"
        return
    id_ = cell.get("id")
    where = f"cell {id_}" if isinstance(id_, str) and id_ else f"cell number {at}"
    if prefix is None:
        pass
    elif not isinstance(id_, str) or not _ID.fullmatch(id_):
        yield f"{where}: needs an id of letters, digits, - and _ (found: {_kind(id_)}); run `make tidy`, which gives one"
    elif len(f"{prefix}-{id_}") > LONGEST_ID:
        yield f"{where}: its id would be '{prefix}-{id_}' in the composed notebook, longer than {LONGEST_ID} characters; shorten it"
    if cell.get("cell_type") not in _TYPES:
        yield f"{where}: cell_type is {_kind(cell.get('cell_type'))}; it must be {', '.join(_TYPES)}"
    source = cell.get("source")
    if not (isinstance(source, str) or _are_texts(source)):
        yield f"{where}: source is {_kind(source)}; it must be a text or a list of lines"
    elif _SURROGATE.search(source_text(cell)):
        yield f"{where}: has half of a character (\\ud800–\\udfff); type that letter again"
    yield from _metadata_faults(cell.get("metadata", {}), where)
    if not isinstance(cell.get("attachments", {}), dict):
        yield f"{where}: attachments is {_kind(cell['attachments'])}; paste the picture again"


def _metadata_faults(metadata: Any, where: str) -> Iterator[str]:
    if not isinstance(metadata, dict):
        yield f"{where}: metadata is {_kind(metadata)}; write {{}}"
        return
    slideshow, tags, options = (
        metadata.get(key, kind()) for key, kind in (("slideshow", dict), ("tags", list), ("taphuan", dict))
    )
    if not isinstance(slideshow, dict):
        yield f"{where}: slideshow is {_kind(slideshow)}; delete it, `make tidy` writes it anew"
    elif not isinstance(slideshow.get("slide_type", ""), str):
        yield f"{where}: slide_type is {_kind(slideshow['slide_type'])}; choose it anew in JupyterLab"
    if not _are_texts(tags):
        yield f"{where}: tags is {_kind(tags)}; it must be a list of texts, or be deleted"
    if not isinstance(options, dict):
        yield f"{where}: taphuan is {_kind(options)}; delete it or see section 8 of docs/huong-dan.md"
        return
    for key, value in options.items():
        expected = _wrong_option(key, value)
        if expected:
            yield f"{where}: {key} is {_kind(value)}; it must be {expected}"


def _wrong_option(key: str, value: Any) -> str:
    """What the value of an option must be; "" if it is right or the option is unknown here."""
    match key:
        case "when" | "unless":
            return "" if isinstance(value, str) or _are_texts(value) else "the name of a condition or a list of them"
        case "cites":
            return "" if _are_texts(value) else "a list of ids"
        case "minutes":
            span = value if isinstance(value, list) else [value, value]
            right = len(span) == 2 and all(map(_are_minutes, span)) and span[0] <= span[1]
            return "" if right else "whole minutes from 0 to 1440, or [the least, the most] of them"
        case "priority":
            return "" if value in ("must", "core", "backup") else "must, core or backup"
        case "block":
            return "" if value in ("case", "exercise", "sheet", "decision") else "case, exercise, sheet or decision"
        case "history":
            return "" if isinstance(value, bool) else "true or false"
        case "kind" | "kicker" | "layout" | "conference":
            return "" if isinstance(value, str) else "a text"
        case "window":
            right = isinstance(value, dict) and set(value) <= {"from", "until"} and all(map(_is_day, value.values()))
            return "" if right else '{"from": "YYYY-MM-DD", "until": "YYYY-MM-DD"}, either or both'
    return ""


def _are_minutes(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 24 * 60


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _kind(value: Any) -> str:
    """A value in a message: its text if it is short."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 40 else f"{text[:37]}…"
