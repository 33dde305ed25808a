"""Filters of the deck's template: drawings and rendered Markdown as parts of the page."""

from __future__ import annotations

import functools
import html
import re

from taphuan.document.cleaning import clean_markup


@functools.lru_cache(maxsize=512)
def inline_svg(svg: str, alt: str) -> str:
    """The <svg> element alone, through the allow-list, with `alt` for screen readers, without a size of its own.

    Width and height are removed, the page sets them and the viewBox keeps the proportions; so are declarations before the
    element and the metadata in it. The drawing is hidden from screen readers: reveal.js announces the text of a new
    slide, which would include the label of every tick.
    """
    svg = clean_markup(re.sub(r"<metadata\b.*?</metadata>", "", svg, flags=re.DOTALL)).markup
    start = re.search(r"<svg\b[^>]*>", svg)
    if start is None:
        return ""
    attributes = re.sub(
        r"\s(?:width|height|role|aria-label|preserveAspectRatio)=(\"[^\"]*\"|'[^']*')", "", start[0][4:-1].rstrip("/")
    )
    if "viewBox" not in attributes:
        attributes += _view_box(start[0])
    body = re.sub(r"<title\b[^>]*>.*?</title>", "", svg[start.end() :], flags=re.DOTALL)
    # `<svg …/>`, which draws nothing, has no end of its own.
    drawing = body.rpartition("</svg>")[0]
    escaped_alt = html.escape(alt, quote=True)
    return (
        f'<svg{attributes} role="img" aria-label="{escaped_alt}" preserveAspectRatio="xMidYMid meet">'
        f'<title>{escaped_alt}</title><g aria-hidden="true">{drawing}</g></svg>'
    )


def _view_box(tag: str) -> str:
    """A viewBox made from width and height, for drawings that have only those."""
    sizes = [re.search(rf'\s{name}="([\d.]+)', tag) for name in ("width", "height")]
    return f' viewBox="0 0 {sizes[0][1]} {sizes[1][1]}"' if sizes[0] and sizes[1] else ""


# A browser breaks a line after a hyphen or a slash: "QĐ-/TTg", "2-3-/5". Numbers with such signs are one word.
_ONE_WORD = re.compile(r"(?<![\w/-])\w*\d\w*(?:[/–-]\w+)+(?![\w/-])|(?<![\w/-])[A-ZĐ]{1,4}-\d+(?![\w/-])")


# tags, and what has no words of the text: drawings and code
_TAGS = re.compile(r"""(<svg\b.*?</svg>|<pre\b.*?</pre>|<(?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL)


def unbroken(rendered: str) -> str:
    """Rendered Markdown whose document numbers, dates and hyphenated numbers stay on one line."""
    parts = _TAGS.split(rendered)
    parts[::2] = [_ONE_WORD.sub(r'<span class="one-word">\g<0></span>', part) for part in parts[::2]]
    return "".join(parts)


def unwrapped(rendered: str) -> str:
    """Rendered Markdown without its one paragraph, for titles and footers."""
    match = re.fullmatch(r"\s*<p>(.*)</p>\s*", rendered, flags=re.DOTALL)
    return match[1] if match and "<p>" not in match[1] else rendered.strip()
