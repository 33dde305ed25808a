"""Real document sets as a kernel leaves them, with what they are held against, for the tests that plant faults in them."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from nbformat import NotebookNode

from projects import execute_in_process
from taphuan.build.keys import keys_of, sources
from taphuan.check.as_composed import Composed, departures
from taphuan.check.content import check_notebook
from taphuan.check.decree30 import paper_findings
from taphuan.check.written import written_wrongly
from taphuan.compose import compose
from taphuan.export.formats import Source
from taphuan.lesson.lesson import Lesson, open_lesson

Of = tuple[str, ...]

DA_NANG = ("quang-nam-2024", "da-nang", "2024-10-31")
QUANG_NAM = ("quang-nam-2024", "quang-nam", "2024-10-31")
MERGED = ("quang-nam-2024", "da-nang", "2026-11-28")
HALL = ("quang-nam-2024", "hoi-nghi", "2024-10-31")
SAMPLE = ("ke-hoach-2027", "lai-chau", "2026-11-21")
COMMUNE = ("bo-khcn-cap-xa-2025", "thai-nguyen", "2025-12-15", "05443")

# who stands between a fault and a reader, as docs/trust.md calls them
COMPOSED, CONTENT, WRITTEN, DECREE = "as composed", "content", "read back", "decree 30"


@dataclass(frozen=True)
class Built:
    """A set: its lesson, its executed notebook, what that is held against, its documents."""

    lesson: Lesson
    notebook: NotebookNode
    composed: Composed
    source: Source


@cache
def built(of: Of) -> Built:
    lesson = open_lesson(*of[:3], commune=of[3] if len(of) > 3 else "")
    _, holds = keys_of(lesson, compose(lesson), sources())
    notebook = execute_in_process(lesson)
    return Built(lesson, notebook, holds, Source(notebook))


def changed(of: Of, plant: Any) -> NotebookNode:
    """A copy of the set's executed notebook with the fault."""
    notebook = copy.deepcopy(built(of).notebook)
    plant(notebook)
    assert notebook != built(of).notebook, "the plant changes nothing"
    return notebook


def before_writing(of: Of, notebook: NotebookNode) -> dict[str, tuple[str, ...]]:
    """What each check says of a notebook that was changed between the kernel and the writers."""
    found = {COMPOSED: departures(notebook, built(of).composed), CONTENT: check_notebook(notebook)}
    return {name: findings for name, findings in found.items() if findings}


def before_publishing(of: Of, files: dict[str, bytes]) -> dict[str, tuple[str, ...]]:
    """What each check says of files that a writer made otherwise than from the set's notebook."""
    found = {WRITTEN: written_wrongly(built(of).source, files), DECREE: paper_findings(files)}
    return {name: findings for name, findings in found.items() if findings}


@cache
def own_file(of: Of, name: str) -> bytes:
    """A file of the set as it ought to be."""
    return built(of).source.write(name)
