"""The lines of a sentence in a drawn device as one text, so that somebody who writes it anew writes a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from taphuan.export.pptx.freeforms import Freeform, Group, Words

# em from baseline to baseline: lines further apart are texts of their own
_CLOSE = 1.45


def in_sentences(group: Group) -> Group:
    """The drawing with lines of words of one look that follow each other closely as one text."""
    return replace(group, shapes=tuple(_joined(group.shapes)))


def _joined(shapes: tuple[Freeform | Words, ...]) -> Iterator[Freeform | Words]:
    held: Words | None = None
    for shape in shapes:
        if held and isinstance(shape, Words) and (longer := _with_line(held, shape)):
            held = longer
            continue
        if held:
            yield held
        held = shape if isinstance(shape, Words) else None
        if held is None:
            yield shape
    if held:
        yield held


def _with_line(text: Words, line: Words) -> Words | None:
    """The text with the line; None where it is no further line of it."""
    lines = text.text.count("\n") + 1
    pitch = (line.y - text.y) / lines
    alike = replace(text, text="", y=0.0, pitch=0.0) == replace(line, text="", y=0.0)
    even = not text.pitch or abs(pitch - text.pitch) < 0.5
    if alike and even and 1.1 * text.px < pitch < _CLOSE * text.px:
        return replace(text, text=f"{text.text}\n{line.text}", pitch=pitch)
    return None
