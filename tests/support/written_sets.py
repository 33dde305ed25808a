"""All files of a few document sets, written in this process from notebooks that no kernel ran; once for all tests of a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from projects import execute_in_process
from taphuan.build.plan import formats_of
from taphuan.document.model import Document
from taphuan.export.formats import write
from taphuan.export.renderers import TAPHUAN
from taphuan.known.conferences import conference
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import open_lesson


@dataclass(frozen=True)
class WrittenSet:
    deck: Document
    files: dict[str, bytes]


@cache
def written_set(slug: str, province: str = WHOLE, module: str = "") -> WrittenSet:
    """The set of a conference on its own day, as `make` publishes it."""
    lesson = open_lesson(slug, province, conference(slug).as_of.isoformat(), module)
    done = write(execute_in_process(lesson), formats_of(province, module, TAPHUAN), 120)
    assert done.source is not None
    return WrittenSet(done.source.deck, done.files)
