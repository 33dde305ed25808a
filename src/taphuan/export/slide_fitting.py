"""How high text is on a slide, reckoned from the metrics of Be Vietnam Pro: never less than what Typst makes of it.

Lengths are px of the canvas of 1280 × 720. The measures are those of `slides/slide.typ`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from taphuan.document import Inline, ListBlock, Paragraph, Run
from taphuan.export.fonts import text_width

PLAIN, LEAST, SMALL, FOOTER = 26.0, 64 / 3, 20.0, 19.0
# What Typst makes may be wider than the metrics say: letters of another font, rounding.
_SLACK = 1.01
_LINE, _LEADING = 1.4, 0.17
_MARK, _NUMBER = 28.0, 46.0  # what stands before a list's points
_QUOTE = 18.0
_CARD = (80.0, 18.0, 10.0)  # an option's margins and letter across, its margins up, and the distance between two
_BADGE = 24.0


def gap(size: float) -> float:
    """The distance between two blocks or points."""
    return size * (0.86 if size > 33 else 0.71 if size > 29 else 0.6 if size > 27 else 0.5)


def block_height(lines: int, size: float) -> float:
    """So many lines, from the marks above the first to those below the last."""
    return (_LINE * lines - _LEADING) * size


def line_count(runs: Inline, size: float, width: float, weight: int = 400) -> int:
    """The lines that `runs` make, broken where Typst breaks them."""
    count, used = 1, 0.0
    space = _width(" ", weight) * size * _SLACK
    for word in _words(runs, weight):
        if word is None:
            count, used = count + 1, 0.0
            continue
        wide = sum(em * size + fixed for em, fixed in word) * _SLACK
        if used and used + space + wide > width:
            count, used = count + 1, 0.0
        # a word wider than a line goes on to the next ones
        rows, rest = divmod(wide, width) if wide > width else (0.0, wide)
        count += int(rows)
        used = used + space + rest if used else rest
    return count


def text_lines(text: str, size: float, width: float, weight: int = 400) -> int:
    return line_count((Run(text),), size, width, weight)


def narrowest(runs: Inline, size: float, width: float, weight: int) -> float:
    """The width in which `runs` take as many lines as in `width`, all of about the same length."""
    lines = line_count(runs, size, width, weight)
    if lines == 1:
        return width
    low, high = width / 2, width
    for _ in range(6):
        middle = (low + high) / 2
        low, high = (low, middle) if line_count(runs, size, middle, weight) == lines else (middle, high)
    return high


def texts_height(blocks: Sequence[Paragraph | ListBlock], size: float, width: float, card: bool = False) -> float:
    """Paragraphs and lists below one another; `card`: the points are the options of a question."""
    return sum(_text_height(block, size, width, card) for block in blocks) + gap(size) * (len(blocks) - 1)


def _text_height(block: Paragraph | ListBlock, size: float, width: float, card: bool) -> float:
    if isinstance(block, ListBlock):
        heights = item_heights(block, size, width, card)
        return sum(heights) + (_CARD[2] if card else gap(size)) * (len(heights) - 1)
    if block.style == "note":
        return block_height(line_count(block.runs, SMALL, width), SMALL)
    inner = width - _QUOTE if block.style == "quote" else width
    return block_height(line_count(block.runs, size, inner, 600 if block.style == "lead" else 400), size)


def item_heights(block: ListBlock, size: float, width: float, card: bool = False) -> list[float]:
    """The height of each point, without the distances."""
    inner = width - (_CARD[0] if card else _NUMBER if block.ordered else _MARK)
    return [block_height(line_count(item, size, inner), size) + (_CARD[1] if card else 0.0) for item in block.items]


def _words(runs: Inline, weight: int) -> Iterable[list[tuple[float, float]] | None]:
    """The words of `runs`, each as its pieces' (width at size 1, width at any size); None is the end of a line."""
    word: list[tuple[float, float]] = []
    for run in runs:
        if run.badge:
            word.append((0.0, text_width(run.text, FOOTER, 600) + _BADGE))
            continue
        bold = 600 if run.bold else weight
        for n, line in enumerate(run.text.split("\n")):
            if n:
                if word:
                    yield word
                yield None
                word = []
            for at, piece in enumerate(line.split(" ")):
                if at:
                    if word:
                        yield word
                    word = []
                if piece:
                    word.append((_width(piece, bold), 0.0))
    if word:
        yield word


@functools.lru_cache(maxsize=20_000)
def _width(word: str, weight: int) -> float:
    return text_width(word, 1.0, weight)


def line_width(text: str, size: float, weight: int = 400) -> float:
    """The width of the longest of a text's own lines."""
    return max((_width(line, weight) for line in text.split("\n")), default=0.0) * size * _SLACK
