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

if TYPE_CHECKING:
    from nbformat import NotebookNode

# what a notebook may set, in the order in which it does, and what people call it
NAMES = {"conference": "hội nghị", "province": "địa phương", "as_of": "ngày", "commune": "xã, phường"}
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
    remedy = "hãy ghi lại tham số cũ" if uninvited else _remedy(wanted, changed)
    return tuple(
        f"ô tham số: {NAMES[name]} là {_named(name, value, day)}, còn lời trong sổ tay soạn cho "
        f"{_named(name, text[name], day)}; {remedy}{uninvited}"
        for name, value in changed.items()
    )


def _remedy(wanted: Mapping[str, str], changed: Mapping[str, str]) -> str:
    if _UNREADABLE in changed.values():
        return "hãy ghi lại tham số cũ thành chữ trong dấu ngoặc kép"
    province = f" --province {wanted['province']}" if wanted["province"] != units.WHOLE else ""
    commune = f" --commune {wanted['commune']}" if "commune" in wanted else ""
    again = f"taphuan lab {wanted['conference']}{'' if commune else province}{commune}"
    if "as_of" in changed:
        return "hãy ghi lại ngày cũ, hoặc dựng bộ tài liệu của ngày mới bằng taphuan build --as-of"
    return f"hãy ghi lại tham số cũ, hoặc mở bản soạn cho nơi mới bằng lệnh {again}"


def _named(name: str, value: str, day: str) -> str:
    """A parameter as it is written, and the name of what it means."""
    if value == _UNREADABLE:
        return "một biểu thức không đọc được"
    try:
        match name:
            case "province" if value != units.WHOLE:
                return f"“{value}” ({units.resolve(value, date.fromisoformat(day)).name})"
            case "conference":
                return f"“{value}” ({conferences.conference(value).short_title})"
            case "commune":
                return f"“{value}” ({resolve_commune(value, date.fromisoformat(day)).full_name})"
    except TaphuanError:
        return f"“{value}” (không có trong dữ liệu)"
    return f"“{value}”"


def _uninvited(value: str, conference: str, day: str) -> str:
    """What to add where a province takes no part in the conference."""
    if value in ("", units.WHOLE, _UNREADABLE):
        return ""
    try:
        on = date.fromisoformat(day)
        conf = conferences.conference(conference)
        invited = {unit.slug for at in (on, conf.as_of) for unit in conferences.participants(conf, at)}
        return "" if value in invited else f" (“{value}” không phải nơi dự hội nghị này)"
    except TaphuanError:
        return ""
