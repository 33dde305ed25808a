"""Measures the files of built document sets. A deck has a fixed part (fonts, programs) and a size per slide beyond it."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from pathlib import Path

KB = 1000

# (file, KB of the fixed part, most KB per slide beyond it)
PER_SLIDE = (("deck.html", 350, 20), ("deck.pptx", 150, 12), ("deck.pdf", 60, 12), ("handout.pdf", 60, 12))
# (file, most KB)
WHOLE = (("briefing.docx", 300), ("report.docx", 300))


@dataclass(frozen=True)
class Size:
    """The sizes of the files of one name in KB. `median`, `worst` and `goal` are per slide beyond the fixed part if there is
    one, otherwise of the whole file; `worst` is the largest value, `goal` the limit."""

    files: int
    largest: float
    median: float
    worst: float
    goal: float
    fixed: float = 0.0


def sizes(out: Path) -> dict[str, Size]:
    """The sizes of the files that have a goal in all document sets below `out`, by file name."""
    result: dict[str, Size] = {}
    slides = {deck.parent: len(re.findall(rb"<section\b", deck.read_bytes())) for deck in out.rglob("deck.html")}
    for name, fixed, goal in PER_SLIDE:
        whole = {folder: (folder / name).stat().st_size / KB for folder in slides}
        each = [(size - fixed) / slides[folder] for folder, size in whole.items()]
        result[name] = Size(len(each), max(whole.values()), statistics.median(each), max(each), goal, fixed)
    for name, goal in WHOLE:
        each = [path.stat().st_size / KB for path in out.rglob(name)]
        result[name] = Size(len(each), max(each), statistics.median(each), max(each), goal)
    return result


def size_table(sizes_by_name: dict[str, Size]) -> list[str]:
    """The lines of a Markdown table of `sizes`."""
    lines = [
        "| file | files | largest, KB | KB a slide beyond the fixed part: median, worst | goal |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, size in sizes_by_name.items():
        if size.fixed:
            each, goal = f"{size.median:.1f}, {size.worst:.1f}", f"{size.fixed:.0f} KB + {size.goal:.0f} a slide"
        else:
            each, goal = "–", f"{size.goal:.0f} KB"
        met = "met" if size.worst <= size.goal else "missed"
        lines.append(f"| {name} | {size.files} | {size.largest:.0f} | {each} | {goal}: {met} |")
    return lines
