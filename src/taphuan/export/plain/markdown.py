"""Text, lists and tables of the document model as Markdown, in which no letter of a text is read as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from taphuan.charts.mime import PLOT
from taphuan.charts.own.words import decimal
from taphuan.document.model import FigureBlock, Inline, ListBlock, Run, TableBlock
from taphuan.export.shared.paper import printed
from taphuan.text import NBSP, WORD_JOINER, day, number, tenth

# At the start of a line these would begin a list, a rule, a definition or the underline of a heading.
_OPENING = re.compile(r"^(\d+)(?=[.)](?:\s|$))|^(?=[-+=:])")
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~$]|&(?=#?\w+;)")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_RULES = {"left": ":--", "right": "--:", "center": ":-:"}
_YEAR, _GAP = "Năm", "Chênh"
# a trainer's own figure may hold the index as published; ours hold it on the scale of 0 to 100
_PUBLISHED_TOP = 1.0


@dataclass(frozen=True)
class Marker:
    """Writes one kind of Markdown. `escape` escapes a text without line breaks."""

    escape: Callable[[str], str]

    def text(self, value: str) -> str:
        """A text in one line, for a title or a cell."""
        return self.escape(" ".join(value.split("\n"))).strip(" ")

    def line(self, value: str) -> str:
        """A text on a line of its own."""
        return _escape_start(self.text(value))

    def inline(self, runs: Inline) -> str:
        """Runs as a line, or as several where the text has line breaks; a badge is put in brackets."""
        return "\\\n".join(_escape_start(part) for part in "".join(map(self._run, runs)).strip(" \n").split("\n"))

    def _run(self, run: Run) -> str:
        if run.badge:
            # brackets make no link: these files have no link definitions
            return f"[{self.text(run.text)}]"
        return "\n".join(self._linked(run, self._emphasised(run, part)) for part in printed(run).split("\n"))

    def _linked(self, run: Run, text: str) -> str:
        return f"[{text}](<{run.href}>)" if run.href and text else text

    def _emphasised(self, run: Run, text: str) -> str:
        """Emphasis marks directly at the letters: `** a **` would be shown with its stars."""
        letters, mark = self.escape(text.strip(" ")), "**" * run.bold + "*" * run.italic + "~~" * run.strike
        if run.code and letters:
            letters = code_span(text.strip(" "))
        if run.shift and letters:
            letters = f"<{run.shift}>{letters}</{run.shift}>"
        if not letters or not (mark or run.code or run.shift):
            return self.escape(text)
        return f"{' ' * text.startswith(' ')}{mark}{letters}{mark[::-1]}{' ' * text.endswith(' ')}"

    def listed(self, block: ListBlock) -> str:
        """A list; further lines of an item are indented to its text."""
        lines = []
        indents = [0]  # of the text of each level
        for item, (level, count) in zip(block.items, block.places, strict=True):
            mark = f"{count}. " if count else "- "
            depth = min(level, len(indents) - 1)
            left = indents[depth]
            indents[depth + 1 :] = [left + len(mark)]
            lines.append(" " * left + mark + self.inline(item).replace("\n", "\n" + " " * (left + len(mark))))
        return "\n".join(lines)

    def table(self, block: TableBlock, widths: Sequence[int] = (), bold: Sequence[int | None] = ()) -> str:
        """A table, one line a row. `widths` are relative; not every program uses them. `bold`: rows in bold, -1 the header."""

        def cell(row: int, text: str, href: str = "") -> str:
            run = Run(" ".join(text.split("\n")), bold=row in bold, href=href)
            return self._linked(run, self._emphasised(run, run.text).strip(" "))

        rows = [
            [cell(row, text, block.look(row, at).href) for at, text in enumerate(cells)]
            for row, cells in enumerate(block.in_letters())
        ]
        names, aligns = [cell(-1, column.name) for column in block.columns], [column.align for column in block.columns]
        return self._pipes(names, rows, aligns, widths)

    def pipe_table(self, names: Sequence[str], rows: Iterable[Sequence[str]], aligns: Sequence[str]) -> str:
        """A table, one line a row."""
        return self._pipes(list(map(self.text, names)), [list(map(self.text, row)) for row in rows], aligns)

    def _pipes(
        self, names: Sequence[str], rows: Iterable[Sequence[str]], aligns: Sequence[str], widths: Sequence[int] = ()
    ) -> str:
        """A table whose cells are Markdown."""
        rules = [_RULES.get(align, _RULES["left"]) for align in aligns]
        wide = [_widened(rule, width) for rule, width in zip(rules, widths or [0] * len(rules), strict=True)]
        return "\n".join((_row(names), f"|{'|'.join(wide)}|", *map(_row, rows)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def code_span(text: str) -> str:
    """Code in a line, in as many backticks as it needs."""
    longest = max((len(marks) for marks in re.findall("`+", text)), default=0)
    fence, space = "`" * (longest + 1), " " * (text.startswith("`") or text.endswith("`"))
    return f"{fence}{space}{text}{space}{fence}"


def code_block(text: str) -> str:
    """Lines of code or of printed text between fences."""
    longest = max((len(marks) for marks in re.findall("`{3,}", text)), default=2)
    return f"{'`' * (longest + 1)}\n{text}\n{'`' * (longest + 1)}"


def _escape_start(text: str) -> str:
    return _OPENING.sub(lambda match: f"{match.group(1) or ''}\\", text)


def _widened(rule: str, width: int) -> str:
    """`:--` with `width` dashes."""
    return rule.replace("-", "-" * max(1, width), 1)


def _readable(text: str) -> str:
    """Escaped text with plain spaces for no-break ones: this text is searched and compared."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace(NBSP, " ").replace(WORD_JOINER, "")


# for deck.md
PLAIN = Marker(_readable)


def figure_table(figure: FigureBlock) -> tuple[list[str], list[list[str]], list[str]]:
    """(names, rows, alignments) of the table behind a figure, in Vietnamese forms."""
    names = [str(name) for name in figure.data.get("columns", ())]
    rows = figure.data.get("rows", ())
    columns = [[row[at] for row in rows] for at in range(len(names))]
    if figure.kind == PLOT and rows:
        digits = figure.data["plot"]["digits"]
        first = len(names) - 2 if figure.data["plot"]["kind"] == "points" else len(names)
        columns = [
            [
                value if isinstance(value, str) or value is None else decimal(value, digits[at != first])
                for value in values
            ]
            for at, values in enumerate(columns)
        ]
        aligns = ["right" if at >= min(first, 1) else "left" for at in range(len(names))]
        return names, [[value or "" for value in row] for row in zip(*columns, strict=True)], aligns
    texts = [_column(name, values) for name, values in zip(names, columns, strict=True)]
    aligns = ["right" if any(isinstance(v, int | float) for v in values) else "left" for values in columns]
    return names, [list(row) for row in zip(*texts, strict=True)], aligns


def _column(name: str, values: list[Any]) -> list[str]:
    published = name != _GAP and all(0 <= value <= _PUBLISHED_TOP for value in values if isinstance(value, float))
    return [_value(value, name == _YEAR, published) for value in values]


def _value(value: Any, year: bool, published: bool) -> str:
    match value:
        case None:
            return ""
        case float():
            return number(value, 4) if published else tenth(value)
        case int():
            return str(value) if year else number(value)
        case str() if _ISO_DAY.fullmatch(value):
            return day(value)
        case _:
            return str(value)
