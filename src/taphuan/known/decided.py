"""What a hall has decided of each part: task, person, deadline. Source: records/<conference>.jsonl, written by `taphuan present`.

The file is a journal: a line a change, appended and flushed before the next is taken, so that whatever ends the server loses at
most the letters that were on their way. A line that was cut off is no change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.data.load import asked_for

# columns of the table in order, and how many letters each takes
FIELDS = {"task": 120, "person": 60, "deadline": 30}

# (module, field) → text
Texts = dict[tuple[str, str], str]


def record_of(conference: str) -> Path:
    """The journal of a conference."""
    return paths.RECORDS / f"{conference}.jsonl"


def decided(conference: str) -> Mapping[str, tuple[str, ...]]:
    """(task, person, deadline) by module, of the modules of which something is decided."""
    record = record_of(conference)
    if record.is_file():
        asked_for(record)
    texts = Journal(lines_of(record)).texts
    modules = dict.fromkeys(module for (module, _), text in texts.items() if text)
    return {module: tuple(texts.get((module, field), "") for field in FIELDS) for module in modules}


def lines_of(file: Path) -> tuple[str, ...]:
    """The lines of a journal; () where there is none."""
    if not file.is_file():
        return ()
    return tuple(file.read_bytes().decode("utf-8", errors="replace").splitlines())


class Journal:
    """The changes of a journal, put together. Changes of one cell with one `stroke`, a time of typing, are undone together."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self.texts: Texts = {}
        # what each stroke changed: (cell, stroke, text before it)
        self._strokes: list[tuple[tuple[str, str], str, str]] = []
        for line in lines:
            self.apply(_entry(line))

    def apply(self, entry: Mapping[str, Any] | None) -> None:
        """One change; what is none changes nothing."""
        match entry:
            case {"undo": True}:
                if self._strokes:
                    cell, _, before = self._strokes.pop()
                    self.texts[cell] = before
            case {"module": str(module), "field": str(field), "text": str(text), **more} if field in FIELDS:
                cell, stroke = (module, field), str(more.get("stroke", ""))
                last = self._strokes[-1] if self._strokes else None
                if last is None or not stroke or last[:2] != (cell, stroke):
                    self._strokes.append((cell, stroke, self.texts.get(cell, "")))
                self.texts[cell] = text

    @property
    def can_undo(self) -> bool:
        return bool(self._strokes)


def _entry(line: str) -> Mapping[str, Any] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None
