"""Whether the parameters that a notebook is run with are those that its text was composed for.

papermill writes other parameters into a cell of their own (`-p province da-nang`), and a person changes the first cell in
JupyterLab: the figures are then of one province, the text of another.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from taphuan.errors import TaphuanError, coded
from taphuan.known import conferences, units
from taphuan.known.communes import resolve_commune
from taphuan.text import say

if TYPE_CHECKING:
    from nbformat import NotebookNode

# what a notebook may set, in the order in which it does, and what people call it
NAMES = {
    "conference": say("check.parameters.conference"),
    "province": say("check.parameters.province"),
    "as_of": say("check.parameters.as_of"),
    "commune": say("check.parameters.commune"),
}
_SET_IN = ("parameters", "injected-parameters")
_UNREADABLE = "?"


def composed_for(notebook: NotebookNode) -> dict[str, str]:
    """The parameters that the text of a composed notebook was made for."""
    metadata: Mapping[str, Any] = notebook.metadata["taphuan"]
    commune = metadata.get("commune") or {}
    return {
        "conference": str(metadata["conference"].get("slug", "")),
        "province": units.WHOLE if metadata.get("whole") else str(metadata["unit"]["slug"]),
        "as_of": str(metadata["as_of"]),
        **({"commune": str(commune["code"])} if commune else {}),
    }


def parameters_of(notebook: NotebookNode) -> dict[str, str]:
    """The parameters that the cells of a notebook set, the last of each; "?" where it is no plain text."""
    found: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and set(cell.metadata.get("tags") or ()) & set(_SET_IN):
            found |= dict(_assigned(cell.source))
    return found


def _assigned(source: str) -> Iterator[tuple[str, str]]:
    try:
        lines = ast.parse(source).body
    except SyntaxError:
        yield from ((name, _UNREADABLE) for name in NAMES if name in source)
        return
    for line in lines:
        targets = (
            line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Name) and target.id in NAMES:
                value = line.value  # type: ignore[attr-defined]
                plain = isinstance(value, ast.Constant) and isinstance(value.value, str)
                yield target.id, value.value if plain else _UNREADABLE


@coded("TH532")
def other_parameters(notebook: NotebookNode) -> tuple[str, ...]:
    """Each parameter that is another than the text was composed for, in Vietnamese, with both names and the remedy."""
    text, set_ = composed_for(notebook), parameters_of(notebook)
    changed = {name: value for name, value in set_.items() if name in text and value != text[name]}
    if not changed:
        return ()
    day = text["as_of"]
    wanted = {**text, **changed}
    uninvited = _uninvited(wanted["province"], wanted["conference"], day)
    remedy = say("check.parameters.write_back") if uninvited else _remedy(wanted, changed)
    return tuple(
        say(
            "check.parameters.moved",
            name=NAMES[name],
            now=_named(name, value, day),
            written=_named(name, text[name], day),
            remedy=remedy,
            uninvited=uninvited,
        )
        for name, value in changed.items()
    )


def _remedy(wanted: Mapping[str, str], changed: Mapping[str, str]) -> str:
    if _UNREADABLE in changed.values():
        return say("check.parameters.write_back_literal")
    province = f" --province {wanted['province']}" if wanted["province"] != units.WHOLE else ""
    commune = f" --commune {wanted['commune']}" if "commune" in wanted else ""
    again = f"taphuan lab {wanted['conference']}{'' if commune else province}{commune}"
    if "as_of" in changed:
        return say("check.parameters.day_back", command="taphuan build --as-of")
    return say("check.parameters.new_place", command=again)


def _named(name: str, value: str, day: str) -> str:
    """A parameter as it is written, and the name of what it means."""
    if value == _UNREADABLE:
        return say("check.parameters.unreadable")
    try:
        match name:
            case "province" if value != units.WHOLE:
                return f"“{value}” ({units.resolve(value, date.fromisoformat(day)).name})"
            case "conference":
                return f"“{value}” ({conferences.conference(value).short_title})"
            case "commune":
                return f"“{value}” ({resolve_commune(value, date.fromisoformat(day)).full_name})"
    except TaphuanError:
        return say("check.parameters.unknown", value=value)
    return f"“{value}”"


def _uninvited(value: str, conference: str, day: str) -> str:
    """What to add where a province takes no part in the conference."""
    if value in ("", units.WHOLE, _UNREADABLE):
        return ""
    try:
        on = date.fromisoformat(day)
        conf = conferences.conference(conference)
        invited = {unit.slug for at in (on, conf.as_of) for unit in conferences.participants(conf, at)}
        return "" if value in invited else say("check.parameters.uninvited", value=value)
    except TaphuanError:
        return ""
