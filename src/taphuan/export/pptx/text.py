"""Text on a slide: where it breaks, how high it is in the house font, and the DrawingML it becomes.

Lengths are px of a canvas of 1280 × 720 (0,75 pt). Widths come from the font's own metrics. PowerPoint may break a line
earlier than we do only inside a word with a hyphen, which we keep whole: our lines are never fewer.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from taphuan.charts.text_measure import Piece, em_width, filled, text_width
from taphuan.document.model import Inline, Run
from taphuan.export.shared.wrapping import Word, pieces
from taphuan.text import NBSP

# The face's own height of a line is 1,265 em; the template asks for 107 % of it, because Vietnamese stacks two marks.
SPACING = 1.07
LINE = 1.265 * SPACING
# Nothing on a slide is smaller: 14 pt.
LEAST = 56 / 3

# Programs round each letter's width in their own way: a line that just fits here may not fit there.
_SAFE = 0.985
# px of a list's hanging mark, as in slides/deck-template.pptx
MARK, HANG = 32.0, 26.0
# colour names of the template's theme
GREY, TEAL, RED = "tx2", "accent5", "accent1"

_BADGE = 0.78
# letters and ground of the badges of law; the same colours as slides/theme.css
_BADGES = {
    "con-hieu-luc": ("00616F", "E0F2F4"),
    "da-sua-doi": ("7A4E0B", "FBF0DC"),
    "chua-hieu-luc": ("14263B", "ECEEF1"),
    "het-hieu-luc": ("4F5B6B", "ECEEF1"),
    "het-giai-doan": ("4F5B6B", "ECEEF1"),
    "chua-xac-dinh": ("4F5B6B", "ECEEF1"),
    "doi-chieu": ("7A4E0B", "FBF0DC"),
}


@dataclass(frozen=True)
class Para:
    """A paragraph to be set.

    `mark`: "" none · "•" a point · "1." the number `number` · "10." the same in a list that goes past nine · "A" (any
    letter) an answer to choose · "…" the rest of a broken list item, which stands where the item's text stands. `scale` is its size to that of its neighbours, `gap` the
    room above it in em; `tail` follows in grey.
    """

    runs: Inline
    tail: Inline = ()
    mark: str = ""
    number: int = 1
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
        """px from the edge to the text; numbers need more than a point."""
        own = self.size(size)
        match self.mark:
            case "":
                return 0.0
            case "•" | "…":
                return MARK
            case "10.":
                return 2.0 * own
            case _:
                return 1.45 * own


def wrapped(runs: Inline, size: float, width: float) -> list[Inline]:
    """The lines that `runs` make at `size` in `width`. A word that is wider than a line breaks where the line ends."""
    width *= _SAFE
    return [_merged(_spaced(line)) for line in filled(_words(runs, size, width), width)]


def _words(runs: Inline, size: float, width: float) -> Iterator[Piece[Word] | None]:
    return pieces(
        runs, width, lambda run: _width(run, size), lambda run: text_width(" ", size, 700 if run.bold else 400)
    )


def _spaced(line: list[Piece[Word]]) -> list[Run]:
    """The runs of a line, with a space between words."""
    found: list[Run] = []
    for piece in line:
        if found and piece.space:
            found.append(Run(" ", piece.content[0].bold, piece.content[0].italic))
        found += piece.content
    return found


def _width(run: Run, size: float) -> float:
    padding = 2 * em_width(NBSP, 700) if run.badge else 0.0
    return (em_width(run.text, 700 if run.bold or run.badge else 400) + padding) * _own_size(run, size)


def _own_size(run: Run, size: float) -> float:
    """A badge is smaller than the text it stands in."""
    return max(_BADGE * size, LEAST) if run.badge else size


def _merged(line: Iterable[Run]) -> Inline:
    """Neighbours of one look as one run."""
    looks = itertools.groupby(line, key=lambda run: (run.bold, run.italic, run.badge))
    return tuple(Run("".join(run.text for run in runs), *look) for look, runs in looks)


@functools.lru_cache(maxsize=8192)
def lines_needed(runs: Inline, size: float, width: float) -> int:
    return len(filled(_words(runs, size, width * _SAFE), width * _SAFE))


def width_of(runs: Inline, size: float) -> float:
    """The width of `runs` in one line, or of the widest of their lines."""
    return max((sum(_width(run, size) for run in line) for line in wrapped(runs, size, math.inf)), default=0.0)


def height_of(paras: Iterable[Para], size: float, width: float) -> float:
    """The height of the paragraphs; the first one's gap counts for nothing, as on a slide."""
    high = 0.0
    for at, para in enumerate(paras):
        own = para.size(size)
        high += lines_needed(para.all, own, width - para.indent(size)) * own * LINE + (para.gap * own if at else 0.0)
    return high


def fitting(paras: tuple[Para, ...], sizes: Iterable[float], width: float, height: float) -> float | None:
    """The first of `sizes` at which the paragraphs fit; None where none does."""
    return next((size for size in sizes if height_of(paras, size, width) <= height), None)


def paged(paras: tuple[Para, ...], size: float, width: float, height: float) -> list[tuple[Para, ...]]:
    """The paragraphs on as many pages as they need; one that is higher than a page is broken between its lines."""
    pages: list[list[Para]] = [[]]
    for para in (piece for whole in paras for piece in _pieces(whole, size, width, height)):
        if pages[-1] and height_of([*pages[-1], para], size, width) > height:
            pages.append([])
        pages[-1].append(para)
    return [tuple(page) for page in pages]


def _pieces(para: Para, size: float, width: float, height: float) -> Iterable[Para]:
    own = para.size(size)
    lines = wrapped(para.all, own, width - para.indent(size))
    most = max(int(height / (own * LINE)), 1)
    if len(lines) <= most:
        yield para
        return
    for start in range(0, len(lines), most):
        runs: list[Run] = []
        for line in lines[start : start + most]:
            runs += [Run(" "), *line] if runs else line
        yield replace(para, runs=_merged(runs), tail=(), mark=para.mark if not start else "…" if para.mark else "")


def shortened(runs: Inline, size: float, width: float, lines: int) -> Inline:
    """The text itself where it takes no more than `lines`, else its beginning and an ellipsis."""
    found = wrapped(runs, size, width)
    if len(found) <= lines:
        return runs
    kept: list[Run] = []
    for line in found[:lines]:
        kept += [Run(" "), *line] if kept else line
    last = kept[-1]
    kept[-1] = replace(last, text=last.text.rpartition(" ")[0] or last.text[:-1])
    return _merged([*kept, replace(last, text="…")])


# --- DrawingML --------------------------------------------------------------------------------------------------------


def paragraphs_xml(paras: Iterable[Para], size: float) -> str:
    """`<a:p>` elements for a text body whose list levels are those of the template."""
    return "".join(_paragraph(para, para.size(size), first=not at) for at, para in enumerate(paras))


def _paragraph(para: Para, size: float, first: bool) -> str:
    px = 9525
    letter, hang = "", round(para.indent(size) * px)
    match para.mark:
        case "•":
            look, mark = f' marL="{round(MARK * px)}" indent="-{round(HANG * px)}"', _BULLET
        case "1." | "10.":
            look = f' marL="{hang}" indent="-{hang}"'
            mark = f'{_RED_MARK}<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod" startAt="{para.number}"/>'
        case "…":
            look, mark = f' marL="{round(MARK * px)}" indent="0"', "<a:buNone/>"
        case "":
            look, mark = ' marL="0" indent="0"', "<a:buNone/>"
        case _:
            look, mark = f' marL="{hang}" indent="-{hang}"', "<a:buNone/>"
            letter = runs_xml((Run(f"{para.mark}.\t", bold=True),), size, TEAL)
    align = f' algn="{para.align}"' if para.align else ""
    before = 0 if first else round(para.gap * size * 75)
    return (
        f'<a:p><a:pPr{look}{align}><a:lnSpc><a:spcPct val="{round(SPACING * 100000)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{before}"/></a:spcBef>{mark}</a:pPr>'
        f"{letter}{runs_xml(para.runs, size, para.colour)}"
        f"{runs_xml((Run('  '), *para.tail), size, GREY) if para.tail else ''}</a:p>"
    )


_RED_MARK = f'<a:buClr><a:schemeClr val="{RED}"/></a:buClr>'
_BULLET = f'{_RED_MARK}<a:buFont typeface="Arial"/><a:buChar char="•"/>'


def runs_xml(runs: Inline, size: float, colour: str = "") -> str:
    """`<a:r>` and `<a:br>` elements; `colour` is a name of the theme, "" leaves it to the template."""
    found: list[str] = []
    for run in runs:
        look = _run_look(run, size, colour)
        for at, text in enumerate(run.text.split("\n")):
            if at:
                found.append(f"<a:br>{look}</a:br>")
            if text:
                shown = f"{NBSP}{text.replace(' ', NBSP)}{NBSP}" if run.badge else text
                found.append(f"<a:r>{look}<a:t>{escape(shown)}</a:t></a:r>")
    return "".join(found)


def _run_look(run: Run, size: float, colour: str) -> str:
    # never rounded below 14 pt
    points = f' sz="{max(round(_own_size(run, size) * 75), 1400)}"'
    heavy = ' b="1"' if run.bold or run.badge else ""
    slanted = ' i="1"' if run.italic else ""
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>' if colour else ""
    if run.badge:
        letters, ground = _BADGES[run.badge]
        fill = (
            f'<a:solidFill><a:srgbClr val="{letters}"/></a:solidFill>'
            f'<a:highlight><a:srgbClr val="{ground}"/></a:highlight>'
        )
    return f'<a:rPr lang="vi-VN"{points}{heavy}{slanted}>{fill}</a:rPr>'
