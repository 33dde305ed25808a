"""Mutations of source notebooks: their structure, the metadata and the Markdown of their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from mutating.base import NOTEBOOK, Change, Kind, files, in_json

Cell = dict[str, Any]
# what a value of JSON can be in place of the right one
_THINGS: tuple[Any, ...] = (None, 7, -1.5, "x", "", [], [[1], [2]], {}, {"a": {"b": 1}}, True, [None], float("nan"))


def _text(cell: Cell) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _write(change: Callable[[str, Random], str]) -> Callable[[list[Cell], Cell, Random], object]:
    """Change the text of a cell."""

    def apply(cells: list[Cell], cell: Cell, draw: Random) -> None:
        cell["source"] = change(_text(cell), draw)

    return apply


def _option(name: str, *values: Any) -> Callable[[list[Cell], Cell, Random], object]:
    def apply(cells: list[Cell], cell: Cell, draw: Random) -> None:
        options = cell["metadata"].get("taphuan")
        cell["metadata"]["taphuan"] = {**(options or {}), name: draw.choice((*values, *_THINGS))}

    return apply


def _at(cells: list[Cell], cell: Cell) -> int:
    return next(at for at, one in enumerate(cells) if one is cell)


def _moved(cells: list[Cell], cell: Cell, draw: Random) -> None:
    cells.remove(cell)
    cells.insert(draw.randrange(len(cells)), cell)


def _id_of_another(cells: list[Cell], cell: Cell, draw: Random) -> None:
    cell["id"] = draw.choice([one["id"] for one in cells if one is not cell])


def _swapped_letters(text: str, draw: Random) -> str:
    at = draw.randrange(max(1, len(text) - 1))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _number_changed(text: str, draw: Random) -> str:
    return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), text, count=1)


# (cells, a drawn one, random), changed in place; the drawn cell is one of those that the kind is for
CELLS: dict[str, tuple[str, Callable[[list[Cell], Cell, Random], object]]] = {
    "a cell is gone": ("", lambda cells, cell, draw: cells.remove(cell)),
    "a cell stands there twice": ("", lambda cells, cell, draw: cells.insert(_at(cells, cell), dict(cell))),
    "a cell at another place": ("", _moved),
    "a cell is another thing": ("", lambda cells, cell, draw: cells.insert(_at(cells, cell), draw.choice(_THINGS))),
    "a cell has the id of another": ("", _id_of_another),
    "a cell has an unfit id": ("", lambda cells, cell, draw: cell.update(id=draw.choice((*_THINGS, "a b", "x" * 70, "Đ", "a/b", "../a")))),
    "a cell has no id": ("", lambda cells, cell, draw: cell.pop("id")),
    "a cell of another type": ("", lambda cells, cell, draw: cell.update(cell_type=draw.choice((*_THINGS, "raw", "code", "markdown", "heading")))),
    "a source is another thing": ("", lambda cells, cell, draw: cell.update(source=draw.choice(_THINGS))),
    "no source": ("", lambda cells, cell, draw: cell.pop("source")),
    "metadata are another thing": ("", lambda cells, cell, draw: cell.update(metadata=draw.choice(_THINGS))),
    "metadata of Jupyter are another thing": ("", lambda cells, cell, draw: cell["metadata"].update(slideshow=draw.choice((*_THINGS, {"slide_type": 7}, {"slide_type": "page"}, {"slide_type": None})))),
    "metadata of ours are another thing": ("", lambda cells, cell, draw: cell["metadata"].update(taphuan=draw.choice(_THINGS))),
    "tags are another thing": ("", lambda cells, cell, draw: cell["metadata"].update(tags=draw.choice((*_THINGS, ["parameters"], ["remove-cell"], ["raises-exception"])))),
    "outputs are left": ("code", lambda cells, cell, draw: cell.update(execution_count=draw.choice((3, "x")), outputs=draw.choice(([{"output_type": "stream", "name": "stdout", "text": "31/63"}], [{"output_type": "x"}], "x", None, [7])))),
    "minutes are another thing": ("markdown", _option("minutes", "năm", -5, 0, 10**9, [1], [8, 2], [1, 2, 3], ["a", "b"])),
    "a window is another thing": ("", _option("window", "2024", ["2024-01-01"], {"from": "2024"}, {"until": None}, {"from": "2026-01-01", "until": "2020-01-01"}, {"x": 1})),
    "a condition is another thing": ("", _option("when", "has_pilars", ["has_pillars", 7], "not has_pillars")),
    "a condition is turned round": ("", _option("unless", "has_pilars", {"x": 1})),
    "citations are another thing": ("", _option("cites", "tong-quan-cds-k1", ["sai-nguon"], ["nd-102-2009"], [["tong-quan-cds-k1"]])),
    "a conference is another thing": ("", _option("conference", "bac-gian", ["bac-giang", 7])),
    "a priority is another thing": ("markdown", _option("priority", "most", "backup", "must")),
    "a block is another thing": ("markdown", _option("block", "cas", "decision", "case")),
    "a layout is another thing": ("markdown", _option("layout", "wide", "columns")),
    "a kind is another thing": ("markdown", _option("kind", "x", "quotation", "divider")),
    "an unknown option": ("", _option("minuets", 3)),
    "pictures are another thing": ("markdown", lambda cells, cell, draw: cell.update(attachments=draw.choice((*_THINGS, {"a.png": "x"}, {"a.png": {"image/png": "x"}}, {"a.png": {"image/png": 7}})), source="![ảnh](attachment:a.png)")),
    "prose is empty": ("markdown", _write(lambda text, draw: draw.choice(("", " \n ", "\u200b", "<!-- -->", "&nbsp;")))),
    "prose with letters swapped": ("markdown", _write(_swapped_letters)),
    "prose with another number": ("markdown", _write(_number_changed)),
    "prose with a placeholder that is none": ("markdown", _write(lambda text, draw: text + draw.choice((" {{ provinc }}", " {{ }}", " {{ province", " }}", " {{ province.name }}", " {{{{ province }}}}", " {% if x %}")))),
    "prose with a citation that is none": ("markdown", _write(lambda text, draw: text + draw.choice((" [@sai-nguon]", " [@]", " [@ ]", " [@nd-102-2009; @]", " [@tong-quan-cds-k1", " [@@x]")))),
    "prose with a script": ("markdown", _write(lambda text, draw: text + draw.choice(("\n\n<script>window.struck=1</script>", "\n\n<img src=x onerror='window.struck=1'>", "\n\n<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>", " [a](javascript:window.struck=1)", "\n\n<iframe srcdoc='x'></iframe>")))),
    "prose with markup left open": ("markdown", _write(lambda text, draw: text + draw.choice(("\n\n<div><table><tr>", "\n\n```", " **", "\n\n<!-- ", "\n\n$$x", "\n\n|a|b|\n|-|", "\n\n[^1]", "\n\n<svg><path d='")))),
    "prose with what no page can show": ("markdown", _write(lambda text, draw: text + draw.choice(("\x07", "\x0b", "\x00", "\ud800", "\u202e", "\ufffe")))),
    "prose that goes on and on": ("markdown", _write(lambda text, draw: text + draw.choice((" Chuyển đổi số." * 3000, "\n- Chuyển đổi số" * 400, "x" * 20000, ">" * 5000, "[" * 5000, "*" * 5000)))),
    "a title without its mark": ("heading", _write(lambda text, draw: text.lstrip("# "))),
    "a title of another level": ("heading", _write(lambda text, draw: draw.choice(("#", "##", "###", "######")) + " " + text.lstrip("# "))),
    "a title alone": ("heading", _write(lambda text, draw: draw.choice(("#", "## ", "# \u00a0", "## <b></b>", "# {{ province }}")))),
    "two titles in a cell": ("heading", _write(lambda text, draw: f"{text}\n\n## Thứ hai\n\n- Một ý")),
    "the name of another province": ("markdown", _write(lambda text, draw: f"{text} Cà Mau xếp hạng 5/63.")),
    "a law that is repealed": ("markdown", _write(lambda text, draw: f"{text} Nghị định 102/2009/NĐ-CP đang có hiệu lực.")),
}  # fmt: skip

# of the notebook as a whole
WHOLE: dict[str, Callable[[dict[str, Any], Random], object]] = {
    "no cells": lambda notebook, draw: notebook.update(cells=draw.choice(_THINGS)),
    "metadata of the notebook": lambda notebook, draw: notebook.update(metadata=draw.choice((*_THINGS, {"kernelspec": 7}, {"kernelspec": {"name": "ir"}}, {"language_info": {"name": "R"}}))),
    "another format": lambda notebook, draw: notebook.update(nbformat=draw.choice((*_THINGS, 3, 99)), nbformat_minor=draw.choice((0, 99, "x"))),
    "no format": lambda notebook, draw: notebook.pop("nbformat"),
    "no parameters": lambda notebook, draw: notebook["cells"].pop(0),
    "other parameters": lambda notebook, draw: notebook["cells"][0].update(source=draw.choice(("province: str = 'x'", "x = 1", "conference: str = 5", "", "conference = province = as_of = ''", "conference: str = \"quang-nam-2024\"\nprovince: str = \"quang-nam\"\nas_of: str = \"2024-10-31\"\nminutes: int = 5", "!ls"))),
    "no lesson": lambda notebook, draw: notebook["cells"].pop(1),
    "another lesson": lambda notebook, draw: notebook["cells"][1].update(source=_text(notebook["cells"][1]).replace(*draw.choice((("notebook=\"", "notebook=\"x"), ("province=province", "province='ca-mau'"), ("open_lesson", "open_leson"), ("lesson =", "lessons ="), ("as_of=as_of", "as_of='2099-01-01'"))))),
}  # fmt: skip


def _fits(cell: Cell, whom: str) -> bool:
    if whom == "heading":
        return bool(cell["cell_type"] == "markdown" and _text(cell).startswith("#"))
    return not whom or cell["cell_type"] == whom


def _kind(name: str, whom: str, change: Callable[[list[Cell], Cell, Random], object]) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        file = random.choice(files(root, "notebooks/*/*.ipynb"))
        state = random.getstate()

        def mutate(notebook: dict[str, Any]) -> None:
            random.setstate(state)
            cells = notebook["cells"]
            change(cells, random.choice([cell for cell in cells[2:] if _fits(cell, whom)]), random)

        return Change(file, name, in_json(file, mutate))

    return Kind(f"notebook: {name}", NOTEBOOK, draw)


def _whole_kind(name: str, change: Callable[[dict[str, Any], Random], object]) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        file = random.choice(files(root, "notebooks/*/*.ipynb"))
        state = random.getstate()

        def mutate(notebook: dict[str, Any]) -> None:
            random.setstate(state)
            change(notebook, random)

        return Change(file, name, in_json(file, mutate))

    return Kind(f"notebook: {name}", NOTEBOOK, draw)


def kinds() -> Iterator[Kind]:
    for name, (whom, change) in CELLS.items():
        yield _kind(name, whom, change)
    for name, alter in WHOLE.items():
        yield _whole_kind(name, alter)
