"""What the hall decides while a deck is shown: typed on its last slide, kept on disk at every change, shown on every open page."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Mapping
from typing import Any

from taphuan.known.conferences import conference
from taphuan.known.decided import FIELDS, Journal, lines_of, record_of
from taphuan.text import say

_NAMES = {
    "task": say("live.server.decisions.task"),
    "person": say("live.server.decisions.person"),
    "deadline": say("live.server.decisions.deadline"),
}


class Decisions:
    """The table of a conference: a row a module, in the order of its programme."""

    def __init__(self, slug: str) -> None:
        self._modules = conference(slug).modules
        self._file = record_of(slug)
        self._journal = Journal(lines_of(self._file))

    @property
    def rows(self) -> list[list[str]]:
        """[task, person, deadline] of each row."""
        texts = self._journal.texts
        return [[texts.get((module, field), "") for field in FIELDS] for module in self._modules]

    def change(self, row: int, field: str, text: str, stroke: str) -> str:
        """Write one cell; why it cannot be written, in Vietnamese, or "" if it was. Raises OSError where the disk refuses."""
        if not 0 <= row < len(self._modules) or field not in FIELDS:
            return say("live.server.decisions.no_cell")
        text = _one_line(text)
        if len(text) > FIELDS[field]:
            return say("live.server.decisions.too_long", name=_NAMES[field], letters=FIELDS[field])
        self._append({"module": self._modules[row], "field": field, "text": text, "stroke": stroke[:40]})
        return ""

    def undo(self) -> None:
        """Take the last change back, all that was typed in one go."""
        if self._journal.can_undo:
            self._append({"undo": True})

    def _append(self, entry: Mapping[str, Any]) -> None:
        line = f"{json.dumps(entry, ensure_ascii=False)}\n".encode()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("ab+") as file:
            # a line that a kill has cut off must not swallow this one
            if file.tell() and not _ends_a_line(file):
                line = b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        self._journal.apply(entry)


def _ends_a_line(file: Any) -> bool:
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) == b"\n")


def _one_line(text: str) -> str:
    """Without signs that are no letters, on one line."""
    kept = "".join(" " if sign in "\n\r\t" else sign for sign in unicodedata.normalize("NFC", text))
    return "".join(sign for sign in kept if unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn"))
