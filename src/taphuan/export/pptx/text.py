"""Text on a slide: its lines, its height in the house font, its DrawingML.

Lengths are px of a canvas of 1280 × 720 (0.75 pt). Widths come from the metrics of the font. Words with a hyphen are kept
whole, although PowerPoint may break them: so PowerPoint never needs more lines than are computed here.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr, unescape

from taphuan.charts.text_measure import Piece, em_width, filled, text_width
from taphuan.document.model import Inline, Run, merged
from taphuan.export.pptx.colours import colour_xml, fill_xml
from taphuan.export.shared.wrapping import Word, pieces
from taphuan.text import NBSP, whole_names
from taphuan.theme import theme

# A line of the font is 1.265 em high; it is set wider, because Vietnamese has two marks above one letter.
LINE = theme().rhythm.line
SPACING = LINE / 1.265
# the smallest size on a slide
LEAST = float(theme().sizes.small)

# Programs round the widths of letters differently: a line that just fits here may not fit there.
_SAFE = 0.985
# px: indent of a list and of its mark, as in slides/deck-template.pptx
MARK, HANG = 32.0, 26.0
# Lists in lists are set in up to here: deeper ones would leave no room for their words.
_DEEPEST_INDENT = 6
_LEVELS = 8  # the deepest level of a paragraph in PowerPoint
_CODE_FACE = "Consolas"
# names of colours in the template's theme
GREY, TEAL = "tx2", "accent5"

_BADGE = 0.78
# colours of letters and background of the badges of legal documents, as in slides/theme.css
_COLOURS = theme().colours
_BADGES = {
    state: (letters, ground)
    for state, letters, ground in (
        ("con-hieu-luc", _COLOURS.teal_text, _COLOURS.teal_tint),
        ("da-sua-doi", _COLOURS.ochre_text, _COLOURS.ochre_tint),
        ("chua-hieu-luc", _COLOURS.ink, _COLOURS.grey_tint),
        ("het-hieu-luc", _COLOURS.grey_text, _COLOURS.grey_tint),
        ("het-giai-doan", _COLOURS.grey_text, _COLOURS.grey_tint),
        ("ban-dang-lai", _COLOURS.ochre_text, _COLOURS.ochre_tint),
    )
}


@dataclass(frozen=True)
class Para:
    """A paragraph with its layout.

    `mark`: "" none · "•" a bullet · "1." the number `number` · "10." the same in a list of ten or more items · "A" (any
    letter) an option to choose · "…" the rest of a split list item, indented like its text. `level`: of a list in a list;
    `scale` is its size relative to
    the other paragraphs, `gap` the space above it in em; `tail` follows in grey.
    """

    runs: Inline
    tail: Inline = ()
    mark: str = ""
    number: int = 1
    level: int = 0
    scale: float = 1.0
    gap: float = 0.45
    colour: str = ""
    align: str = ""

    def size(self, size: float) -> float:
        return max(size * self.scale, LEAST)

    @property
    def all(self) -> Inline:
        return (*self.runs, Run("  "), *self.tail) if self.tail else self.runs

    def indent(self, size: float) -> float:
        """px from the left edge to the text; numbers need more than bullets."""
        own = self.size(size)
        outer = min(self.level, _DEEPEST_INDENT) * MARK
        match self.mark:
            case "":
                return 0.0
            case "•" | "…":
                return outer + MARK
            case "10.":
                return outer + 2.0 * own
            case _:
                return outer + 1.45 * own


def wrapped(runs: Inline, size: float, width: float) -> list[Inline]:
    """The lines of `runs` at `size` in `width`; a word that is wider than a line is cut."""
    width *= _SAFE
    return [merged(_with_spaces(line)) for line in filled(_words(runs, size, width), width)]


def _words(runs: Inline, size: float, width: float) -> Iterator[Piece[Word] | None]:
    return pieces(
        runs, width, lambda run: _width(run, size), lambda run: text_width(" ", size, 700 if run.bold else 400)
    )


def _with_spaces(line: list[Piece[Word]]) -> list[Run]:
    """The runs of a line with spaces between its words."""
    runs: list[Run] = []
    for piece in line:
        if runs and piece.space:
            runs.append(_space_between(runs[-1], piece.content[0]).with_text(" "))
        runs += piece.content
    return runs


def _space_between(before: Run, after: Run) -> Run:
    """The style of the space between two words: that of both where they are alike, so that a link stays one."""
    return after if before.looks_like(after) else Run("", after.bold, after.italic)


def _width(run: Run, size: float) -> float:
    padding = 2 * em_width(NBSP, 700) if run.badge else 0.0
    return (em_width(run.text, 700 if run.bold or run.badge else 400) + padding) * _own_size(run, size)


def _own_size(run: Run, size: float) -> float:
    """The size of a run: a badge is smaller than the text around it."""
    return max(_BADGE * size, LEAST) if run.badge else size


@functools.lru_cache(maxsize=8192)
def lines_needed(runs: Inline, size: float, width: float) -> int:
    return len(filled(_words(runs, size, width * _SAFE), width * _SAFE))


@functools.lru_cache(maxsize=8192)
def width_of(runs: Inline, size: float) -> float:
    """The width of `runs` in one line, or of the widest of their lines."""
    lines = filled(_words(runs, size, math.inf), math.inf)
    return max((sum(piece.width + (piece.space if at else 0.0) for at, piece in enumerate(line)) for line in lines), default=0.0)  # fmt: skip


def height_of(paras: Iterable[Para], size: float, width: float) -> float:
    """The height of the paragraphs, without the gap above the first one."""
    height = 0.0
    for at, para in enumerate(paras):
        own_size = para.size(size)
        height += lines_needed(para.all, own_size, width - para.indent(size)) * own_size * LINE + (
            para.gap * own_size if at else 0.0
        )
    return height


def fitting(paras: tuple[Para, ...], sizes: Iterable[float], width: float, height: float) -> float | None:
    """The first of `sizes` at which the paragraphs fit; None where none does."""
    return next((size for size in sizes if height_of(paras, size, width) <= height), None)


def paged(paras: tuple[Para, ...], size: float, width: float, height: float) -> list[tuple[Para, ...]]:
    """The paragraphs on as many pages as they need; one that is higher than a page is split between its lines."""
    pages: list[list[Para]] = [[]]
    for para in (piece for whole in paras for piece in _pieces(whole, size, width, height)):
        if pages[-1] and height_of([*pages[-1], para], size, width) > height:
            pages.append([])
        pages[-1].append(para)
    return [tuple(page) for page in pages]


def _pieces(para: Para, size: float, width: float, height: float) -> Iterable[Para]:
    own_size = para.size(size)
    lines = wrapped(para.all, own_size, width - para.indent(size))
    most = max(int(height / (own_size * LINE)), 1)
    if len(lines) <= most:
        yield para
        return
    for start in range(0, len(lines), most):
        runs: list[Run] = []
        for line in lines[start : start + most]:
            runs += [Run(" "), *line] if runs else line
        yield replace(para, runs=merged(runs), tail=(), mark=para.mark if not start else "…" if para.mark else "")


def shortened(runs: Inline, size: float, width: float, lines: int) -> Inline:
    """The text where it takes at most `lines` lines, else its beginning with an ellipsis."""
    all_lines = wrapped(runs, size, width)
    if len(all_lines) <= lines:
        return runs
    result: list[Run] = []
    for line in all_lines[:lines]:
        result += [Run(" "), *line] if result else line
    last = result[-1]
    result[-1] = replace(last, text=last.text.rpartition(" ")[0] or last.text[:-1])
    return merged([*result, replace(last, text="…")])


# --- DrawingML --------------------------------------------------------------------------------------------------------


def paragraphs_xml(paras: Iterable[Para], size: float) -> str:
    """`<a:p>` elements for a text body with the list levels of the template."""
    return "".join(_paragraph(para, para.size(size), first=not at) for at, para in enumerate(paras))


def _paragraph(para: Para, size: float, first: bool) -> str:
    px = 9525
    letter, left = "", round(para.indent(size) * px)
    hang = left - round(min(para.level, _DEEPEST_INDENT) * MARK * px)
    level = f' lvl="{min(para.level, _LEVELS)}"' if para.level else ""
    match para.mark:
        case "•":
            look = f' marL="{left}"{level} indent="-{round(HANG * px)}"'
            mark = f'{_mark_colour(para)}<a:buFont typeface="Arial"/><a:buChar char="•"/>'
        case "1." | "10.":
            look = f' marL="{left}"{level} indent="-{hang}"'
            mark = f'{_mark_colour(para)}<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod" startAt="{para.number}"/>'
        case "…":
            look, mark = f' marL="{left}"{level} indent="0"', "<a:buNone/>"
        case "":
            look, mark = ' marL="0" indent="0"', "<a:buNone/>"
        case _:
            look, mark = f' marL="{left}" indent="-{hang}"', "<a:buNone/>"
            letter = runs_xml((Run(f"{para.mark}.\t", bold=True),), size, TEAL)
    align = f' algn="{para.align}"' if para.align else ""
    before = 0 if first else round(para.gap * size * 75)
    return (
        f'<a:p><a:pPr{look}{align}><a:lnSpc><a:spcPct val="{round(SPACING * 100000)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{before}"/></a:spcBef>{mark}</a:pPr>'
        f"{letter}{runs_xml(para.runs, size, para.colour)}"
        f"{runs_xml((Run('  '), *para.tail), size, GREY) if para.tail else ''}</a:p>"
    )


def _mark_colour(para: Para) -> str:
    """That of the house; of letters with a colour of their own, which stand on a dark slide, theirs."""
    return f"<a:buClr>{colour_xml(para.colour or TEAL)}</a:buClr>"


def runs_xml(runs: Inline, size: float, colour: str = "") -> str:
    """`<a:r>` and `<a:br>` elements; `colour` is a name of the theme or RRGGBB, "" leaves it to the template.

    A link has its address in place of a relation; `linked` gives it one.
    """
    elements: list[str] = []
    for run in runs:
        look = _run_look(run, size, colour)
        for at, text in enumerate(run.text.split("\n")):
            if at:
                elements.append(f"<a:br>{look}</a:br>")
            if text:
                label = f"{NBSP}{text.replace(' ', NBSP)}{NBSP}" if run.badge else text
                elements.append(f"<a:r>{look}<a:t>{escape(label)}</a:t></a:r>")
    return "".join(elements)


def _run_look(run: Run, size: float, colour: str) -> str:
    points = f' sz="{round(_own_size(run, size) * 75)}"'
    heavy = ' b="1"' if run.bold or run.badge else ""
    slanted = ' i="1"' if run.italic else ""
    struck = ' strike="sngStrike"' if run.strike else ""
    shifted = {"sup": ' baseline="30000"', "sub": ' baseline="-25000"'}.get(run.shift, "")
    face = f'<a:latin typeface="{_CODE_FACE}"/><a:cs typeface="{_CODE_FACE}"/>' if run.code else ""
    link = f"<a:hlinkClick r:id={quoteattr(LINK + run.href)}/>" if run.href else ""
    fill = fill_xml(colour) if colour else ""
    if run.badge:
        letters, ground = _BADGES[run.badge]
        fill = f"{fill_xml(letters)}<a:highlight>{colour_xml(ground)}</a:highlight>"
    return f'<a:rPr lang="vi-VN"{points}{heavy}{slanted}{struck}{shifted}>{fill}{face}{link}</a:rPr>'


# what stands before the address of a link until its slide has a relation to it
LINK = "link:"
_LINKED = re.compile(rf'(<a:hlinkClick r:id=)("{LINK}[^"]*"|\'{LINK}[^\']*\')')


def linked(xml: str, relation: Callable[[str], tuple[str, str]]) -> str:
    """The XML of a slide whose links have relations; `relation` gives the id of that to an address, and what a click does."""

    def with_relation(match: re.Match[str]) -> str:
        id_, action = relation(unescape(match[2][1:-1], {"&quot;": chr(34)}).removeprefix(LINK))
        return f'{match[1]}"{id_}"' + (f' action="{action}"' if action else "")

    return _LINKED.sub(with_relation, xml)


def even_width(title: Inline, size: float, width: float, lines: int) -> float:
    """The smallest width with this number of lines: they are about equally long, and the last is no single word."""
    low, high = width / lines, width
    while high - low > 8:
        middle = (low + high) / 2
        low, high = (low, middle) if lines_needed(title, size, middle) <= lines else (middle, high)
    # a face with wider letters needs some room more for the same lines
    return min(1.06 * high + 4, width)


def with_whole_names(runs: Inline) -> Inline:
    """The runs with names of two parts on one line."""
    return tuple(replace(run, text=whole_names(run.text)) for run in runs)


def bold(runs: Inline) -> Inline:
    return tuple(replace(run, bold=True) for run in runs)
