"""Digests of drawings: what is drawn and where, to a tenth of a pixel, without the names that things have in a file."""

from __future__ import annotations

import re

from taphuan.build.normal.form import digest_of

# digits of the digest of a drawing: it stands in a line of text
_LENGTH = 8
# what a number has behind its first decimal: machines may differ there
_FINE = re.compile(rb"(?<=\.\d)\d+")
# what names a thing in the file and not on the page
_SVG_NAMES = re.compile(rb"\s(?:id|clip-path|xlink:href|href|aria-[a-z]+|class)=\"[^\"]*\"|url\(#[^)]*\)")
_SHAPE_NAMES = re.compile(rb"\s(?:id|name|descr|xmlns:\w+)=\"[^\"]*\"")


def svg_digest(markup: bytes) -> str:
    """The digest of an SVG."""
    return numbers_digest(_SVG_NAMES.sub(b"", markup))


def shapes_digest(markup: bytes) -> str:
    """The digest of a group of shapes as DrawingML, without the numbers that its shapes have and without its alt text."""
    return digest_of(_SHAPE_NAMES.sub(b"", markup), _LENGTH)


def numbers_digest(content: bytes) -> str:
    """The digest of a content with numbers to one decimal and single blanks."""
    return digest_of(b" ".join(_FINE.sub(b"", content).split()), _LENGTH)


def picture_digest(content: bytes) -> str:
    """The digest of the bytes of a picture, or of a part that holds nothing but a chart."""
    return digest_of(content, _LENGTH)
