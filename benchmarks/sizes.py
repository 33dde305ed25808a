"""How large the files of built document sets are: a fixed part for fonts and programs, and so much a slide."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from pathlib import Path

KB = 1000

# (file, KB that are the same for every deck, most KB a slide beyond those)
PER_SLIDE = (("deck.html", 350, 20), ("deck.pptx", 150, 12), ("deck.pdf", 60, 12), ("handout.pdf", 60, 12))
# (file, most KB)
WHOLE = (("briefing.docx", 300), ("report.docx", 300))


@dataclass(frozen=True)
class Size:
    """KB; `worst` is that of the largest, `goal` what it may be; of decks KB a slide beyond the fixed part."""

    files: int
    largest: float
    median: float
    worst: float
    goal: float
    fixed: float = 0.0


def sizes(out: Path) -> dict[str, Size]:
    """Every file of the document sets in `out` that has a goal, by its name."""
    found: dict[str, Size] = {}
    slides = {deck.parent: len(re.findall(rb"<section\b", deck.read_bytes())) for deck in out.rglob("deck.html")}
    for name, fixed, goal in PER_SLIDE:
        whole = {folder: (folder / name).stat().st_size / KB for folder in slides}
        each = [(size - fixed) / slides[folder] for folder, size in whole.items()]
        found[name] = Size(len(each), max(whole.values()), statistics.median(each), max(each), goal, fixed)
    for name, goal in WHOLE:
        each = [path.stat().st_size / KB for path in out.rglob(name)]
        found[name] = Size(len(each), max(each), statistics.median(each), max(each), goal)
    return found


def size_table(found: dict[str, Size]) -> list[str]:
    lines = [
        "| file | files | largest, KB | KB a slide beyond the fixed part: median, worst | goal |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, size in found.items():
        if size.fixed:
            each, goal = f"{size.median:.1f}, {size.worst:.1f}", f"{size.fixed:.0f} KB + {size.goal:.0f} a slide"
        else:
            each, goal = "–", f"{size.goal:.0f} KB"
        met = "met" if size.worst <= size.goal else "missed"
        lines.append(f"| {name} | {size.files} | {size.largest:.0f} | {each} | {goal}: {met} |")
    return lines
