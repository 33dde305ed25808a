"""The height of text on a slide, computed from the metrics of Be Vietnam Pro: never less than in Typst.

Lengths are px of the canvas of 1280 × 720. The measures are those of `slides/slide.typ`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taphuan.charts.text_measure import Piece, em_width, filled, text_width
from taphuan.document.model import Inline, ListBlock, Paragraph, Run
from taphuan.export.shared.wrapping import Word, pieces
from taphuan.theme import theme

_HOUSE = theme()
PLAIN, LEAST = float(_HOUSE.sizes.body), float(_HOUSE.sizes.floor)
SMALL = FOOTER = float(_HOUSE.sizes.small)
NOTE = LEAST  # a caveat between texts
# Text may be wider in Typst than the metrics say: letters of another font, rounding.
_SLACK = 1.01
_LINE = _HOUSE.rhythm.line
_LETTERS = 1.23  # em from the marks above a letter to those below
_MARK, _NUMBER = 28.0, 46.0  # the width of a bullet, of a number
_LEVEL, _DEEPEST = 30.0, 6  # how far a list in a list is set in, and up to which level
_QUOTE = 18.0
_CODE_WIDER = 1.25
_CARD = (80.0, 18.0, 10.0)  # of an option: width of margins and letter, height of margins, distance to the next one
_BADGE = 24.0


def gap(size: float) -> float:
    """The distance between two blocks or items."""
    return size * (0.6 if size >= PLAIN else 0.4)


def block_height(lines: int, size: float, line: float = _LINE) -> float:
    """The height of `lines` lines, from the marks above the first to those below the last; `line` em from one to the next."""
    return (line * lines - (line - _LETTERS)) * size


def line_count(runs: Inline, size: float, width: float, weight: int = 400) -> int:
    """The number of lines of `runs`, broken where Typst breaks them."""
    return len(filled(_words(runs, size, width, weight), width))


def text_lines(text: str, size: float, width: float, weight: int = 400) -> int:
    return line_count((Run(text),), size, width, weight)


def narrowest(runs: Inline, size: float, width: float, weight: int) -> float:
    """The smallest width in which `runs` take no more lines than in `width` and no word is cut: the lines are about equally long."""
    lines = line_count(runs, size, width, weight)
    if lines == 1:
        return width
    widest = max((word.width for word in _words(runs, size, width, weight) if word), default=0.0)
    low, high = max(width / 2, widest), width
    for _ in range(6):
        middle = (low + high) / 2
        low, high = (low, middle) if line_count(runs, size, middle, weight) == lines else (middle, high)
    return high


def texts_height(blocks: Sequence[Paragraph | ListBlock], size: float, width: float, card: bool = False) -> float:
    """The height of paragraphs and lists below one another; `card`: the items are the options of a question."""
    return sum(_text_height(block, size, width, card) for block in blocks) + gap(size) * (len(blocks) - 1)


def _text_height(block: Paragraph | ListBlock, size: float, width: float, card: bool) -> float:
    if isinstance(block, ListBlock):
        heights = item_heights(block, size, width, card)
        return sum(heights) + (_CARD[2] if card else gap(size)) * (len(heights) - 1)
    if block.style == "code":
        # letters of one width are wider than those of the house font
        return block_height(line_count(block.runs, size, width / _CODE_WIDER), size)
    if block.style == "note":
        return block_height(line_count(block.runs, NOTE, width), NOTE)
    inner = width - _QUOTE if block.style == "quote" else width
    return block_height(line_count(block.runs, size, inner, 600 if block.style == "lead" else 400), size)


def item_heights(block: ListBlock, size: float, width: float, card: bool = False) -> list[float]:
    """The height of each item, without the distances."""
    inner = width - (_CARD[0] if card else _NUMBER if block.ordered or block.nested else _MARK)
    return [
        block_height(line_count(item, size, inner - min(level, _DEEPEST) * _LEVEL), size) + (_CARD[1] if card else 0.0)
        for item, (level, _) in zip(block.items, block.places, strict=True)
    ]


def _words(runs: Inline, size: float, width: float, weight: int) -> Iterator[Piece[Word] | None]:
    space = em_width(" ", weight) * size * _SLACK
    return pieces(runs, width, lambda run: _run_width(run, size, weight) * _SLACK, lambda _: space)


def _run_width(run: Run, size: float, weight: int) -> float:
    """The width of a run; a badge has a size of its own."""
    if run.badge:
        return text_width(run.text, FOOTER, 600) + _BADGE
    return text_width(run.text, size, max(weight, 600) if run.bold else weight)


def line_width(text: str, size: float, weight: int = 400) -> float:
    """The width of the longest line of a text with line breaks."""
    return max((em_width(line, weight) for line in text.split("\n")), default=0.0) * size * _SLACK
