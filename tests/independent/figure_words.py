"""What is written about a figure: the numbers of its alt text, of its drawing and at its labels, against those behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from context import RULES, Context, Figure, Untrue, read_sentence
from place_figures import BANDS
from words import sentences


def check_words(figure: Figure, context: Context) -> Iterator[str]:
    """The decimals of the alt text and of the drawing are those behind the figure, or a rule reads them."""
    numbers = [v for line in figure.rows for v in line if isinstance(v, int | float)]
    behind = [
        Fraction(str(v)) for v in (*numbers, *([figure.mean[1]] if figure.mean else ()), *(v for _, v in figure.levels))
    ]
    # a gap is written with a sign of its own
    behind += [-v for v in behind if v < 0]
    written = {v for line in figure.rows for v in line if isinstance(v, str)}
    # beside a mean a figure may draw the distance from it, and such a distance always has its sign
    gaps = [v - Fraction(str(figure.mean[1])) for v in behind] if figure.mean else []
    if figure.kind == "scatter":
        own = [Fraction(str(line[1])) for line in figure.rows if line[3] == "tỉnh này"]
        behind += [v * (1 + sign * band) for v in own for band in BANDS for sign in (-1, 1)]
    own_context = replace(context, figure=figure)
    for where, texts in (("alt text", sentences(figure.alt)), ("drawing", figure.drawn)):
        for text in texts:
            if where == "drawing" and figure.kind == "plot":
                continue  # matplotlib draws what stands behind the figure, and numbers its axes
            if where == "drawing":
                yield from (f"the drawing says “{text}”: {fault}" for fault in _faults(text, own_context))
            for sign, shown in re.findall(r"([+−]?)(?<![\d,])(\d+,\d)(?!\d)", _unread(text)):
                near = Fraction(shown.replace(",", "."))
                signed = -near if sign == "−" else near
                if sign and any(abs(signed - gap) <= Fraction(51, 1000) for gap in gaps):
                    continue
                # the number behind may be rounded itself, to its last written decimal
                if shown not in written and all(abs(near - v) > Fraction(1, 20) + _last_place(v) for v in behind):
                    yield f"the {where} says {shown}, behind the figure stands no such number"


def _faults(text: str, context: Context) -> Iterator[str]:
    for i, match in read_sentence(text):
        try:
            yield from RULES[i][2](match, context)
        except (Untrue, KeyError) as error:
            yield str(error)


def check_labels(figure: Figure) -> Iterator[str]:
    """What the alt text says of a row is in that row."""
    by_label: dict[str, list[Fraction]] = {}
    for line in figure.rows:
        by_label.setdefault(str(line[0]), []).extend(Fraction(str(v)) for v in line[1:] if isinstance(v, int | float))
    if figure.mean:
        label = figure.mean[0]
        by_label[label] = by_label[label[:1].upper() + label[1:]] = [Fraction(str(figure.mean[1]))]
    for label, values in by_label.items():
        for shown in (
            re.findall(rf"(?<!\w){re.escape(label)}(?: là|:| đạt)? (\d+,\d)(?!\d)", figure.alt, re.IGNORECASE)
            if values and label
            else ()
        ):
            near = Fraction(shown.replace(",", "."))
            if all(abs(near - v) > Fraction(1, 20) + _last_place(v) for v in values):
                yield f"the alt text gives “{label}” {shown}, its row has {', '.join(str(float(v)) for v in values)}"


def _unread(sentence: str) -> str:
    """The sentence without the parts that a rule reads and recomputes."""
    for match in [match for i, match in read_sentence(sentence) if RULES[i][3]]:
        sentence = sentence.replace(match[0], "")
    return sentence


def _last_place(number: Fraction) -> Fraction:
    """Half of the last decimal that a number is written with: nothing where it is whole tenths."""
    return next((Fraction(1, 2 * 10**n) for n in range(2, 9) if (number * 10**n).denominator == 1), Fraction(0))
