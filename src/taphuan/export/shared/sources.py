"""The lines that say where figures, tables and slides come from."""

from __future__ import annotations

from collections.abc import Iterable

from taphuan.document.model import FigureBlock, Section, TableBlock
from taphuan.text import say

_LABEL = say("export.shared.sources.label")


def source_line(source: str) -> str:
    """The line under a figure or a table: the source behind "Nguồn:", unless it brings that itself or is a remark ("Ghi
    chú …"); empty without one."""
    return source if not source or source.casefold().startswith(("nguồn", "ghi chú")) else f"{_LABEL} {source}"


def is_remark(source: str) -> bool:
    """Whether the line below a figure or table is no source but a remark ("Ghi chú …"), which stays there."""
    return source.casefold().startswith("ghi chú")


def foot_sources(own: Iterable[str], shown: Iterable[str]) -> str:
    """The one line of sources at the foot of a slide: its own and those of its figures and tables, each once."""
    parts = [
        part.strip().rstrip(".") for line in (*own, *shown) if not is_remark(line) for part in _bare(line).split("; ")
    ]
    # a document with its articles says what the document alone says
    told = [part for part in dict.fromkeys(parts) if part and not any(other.startswith(f"{part} (") for other in parts)]
    return source_line("; ".join(told))


def footer_sources(section: Section) -> str:
    """The sources of a part that no figure or table of it has named yet, as a line."""
    named = {_bare(block.source) for block in section.blocks if isinstance(block, FigureBlock | TableBlock)}
    return source_line("; ".join(part for part in _bare(section.sources).split("; ") if part not in named))


def _bare(source: str) -> str:
    return source.removeprefix(_LABEL).strip().rstrip(".")
