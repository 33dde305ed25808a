"""A deck as slides that can be exchanged one by one, and what is left of its page without them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from taphuan.export.html.policy import rules

_SLIDES = '<div class="slides">'
_SECTION = re.compile(r'<section class="stack">|<section id="([^"]+)".*?</section>|</section>', re.DOTALL)
_STYLE = re.compile(r"(<style[^>]*>)(.*?)(</style>)", re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_NUMBER = re.compile(r'<span class="number">([^<]*)</span>')


@dataclass(frozen=True)
class Page:
    """`order`: the ids of the slides, those below one another in one group; `slides`: the markup of each by id; `styles`: the texts
    of the style elements in its head, in order; `shell`: a digest of all else, with which a page must be loaded anew."""

    html: str
    order: tuple[tuple[str, ...], ...]
    slides: Mapping[str, str] = field(hash=False)
    styles: tuple[str, ...]
    shell: str

    @cached_property
    def digests(self) -> dict[str, str]:
        """What a page says of the slides that it has."""
        return {id_: digest(markup) for id_, markup in self.slides.items()}

    @cached_property
    def style(self) -> str:
        return digest("\0".join(self.styles))

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The number at the foot of each slide."""
        return {id_: found[1] if (found := _NUMBER.search(markup)) else "" for id_, markup in self.slides.items()}

    @cached_property
    def policy(self) -> dict[str, str]:
        """The rules of the page's own scripts."""
        return rules(_SCRIPT.findall(self.html))

    def told_since(self, before: Page) -> tuple[str, ...]:
        """The ids of the slides that say something else than before, or were not there; a slide that only moved on by a number does not."""
        return tuple(
            id_
            for id_, markup in self.slides.items()
            if id_ not in before.slides or _NUMBER.sub("", markup) != _NUMBER.sub("", before.slides[id_])
        )

    def update(self, digests: Mapping[str, str], style: str) -> dict[str, Any]:
        """What a page lacks that has slides of these digests and such styles."""
        return {
            "order": self.order,
            "slides": {id_: self.slides[id_] for id_, own in self.digests.items() if digests.get(id_) != own},
            "digests": self.digests,
            "styles": None if style == self.style else self.styles,
            "style": self.style,
            "numbers": self.numbers,
        }


def page_of(html: str) -> Page:
    """A deck that `write_deck` made, in its pieces."""
    begin = html.index(_SLIDES) + len(_SLIDES)
    order, slides, end = _sections(_SECTION.finditer(html, begin))
    head = html[: html.index("</head>")]
    styles = tuple(found[2] for found in _STYLE.finditer(head))
    shell = _POLICY.sub("", _STYLE.sub(r"\1\3", head) + html[len(head) : begin] + html[end:])
    return Page(html, order, slides, styles, digest(shell))


def _sections(found: Iterable[re.Match[str]]) -> tuple[tuple[tuple[str, ...], ...], dict[str, str], int]:
    """(the groups of ids, the markup by id, where the last one ends)."""
    order: list[tuple[str, ...]] = []
    slides: dict[str, str] = {}
    below: list[str] | None = None
    end = 0
    for section in found:
        end = section.end()
        if id_ := section[1]:
            slides[id_] = section[0]
            if below is None:
                order.append((id_,))
            else:
                below.append(id_)
        elif below is None:
            below = []
        else:
            order.append(tuple(below))
            below = None
    return tuple(order), slides, end


def digest(text: str) -> str:
    """Short, for what is only compared."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
