"""Paragraphs and lists of the document model as HTML: what the output of a cell says in words."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from taphuan.document.model import Inline, ListBlock, Paragraph, Run

_TAGS = (("code", "code"), ("bold", "strong"), ("italic", "em"), ("strike", "del"))


def markup(blocks: Iterable[Paragraph | ListBlock]) -> str:
    """The blocks one after the other."""
    return "\n".join(_list(block) if isinstance(block, ListBlock) else _paragraph(block) for block in blocks)


def _paragraph(block: Paragraph) -> str:
    if block.style == "code":
        return f"<pre>{escape(''.join(run.text for run in block.runs))}</pre>"
    inside = _inline(block.runs)
    if block.style == "note":
        inside = f'<span class="note">{inside}</span>'
    return f"<blockquote><p>{inside}</p></blockquote>" if block.style == "quote" else f"<p>{inside}</p>"


def _list(block: ListBlock) -> str:
    """Nested lists inside the item before them, as the page numbers and indents them."""
    parts: list[str] = []
    open_: list[str] = []  # end tags of the lists that are open, the innermost last
    for item, (level, number) in zip(block.items, block.places, strict=True):
        level = min(level, len(open_))
        while len(open_) > level + 1:
            parts.append(f"</li>{open_.pop()}")
        if len(open_) == level + 1:
            parts.append("</li>")
        else:
            start = f' start="{number}"' if number > 1 else ""
            parts.append(f"<ol{start}>" if number else "<ul>")
            open_.append("</ol>" if number else "</ul>")
        parts.append(f"<li>{_inline(item)}")
    while open_:
        parts.append(f"</li>{open_.pop()}")
    return "".join(parts)


def _inline(runs: Inline) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    if run.badge:
        return f'<span class="badge badge-{run.badge}">{text}</span>'
    for name, tag in _TAGS:
        if getattr(run, name):
            text = f"<{tag}>{text}</{tag}>"
    if run.shift:
        text = f"<{run.shift}>{text}</{run.shift}>"
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else text
