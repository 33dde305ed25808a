"""Whether each module that is written is a lesson on each day on which it is taught: objectives, a case, an exercise, a sheet and one decision."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from taphuan import paths
from taphuan.compose import compose
from taphuan.data.check.memory import FORGETFUL, Memory
from taphuan.errors import Problem, coded
from taphuan.known.conferences import Module, conference, conference_slugs
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import Lesson, open_lesson

_NAMES = {"case": "a worked case", "exercise": "an exercise", "sheet": "a sheet to fill", "decision": "a decision"}


def lesson_problems(memory: Memory = FORGETFUL) -> Iterator[Problem]:
    """What a module lacks on the day of a conference. The data and the notebooks have no other problem. A changed notebook
    of one module makes only that module be looked at again."""
    shared = _digest(path for path in _read() if path.parent != paths.MODULE_NOTEBOOKS)
    for slug in conference_slugs():
        day = conference(slug).as_of.isoformat()
        for module in open_lesson(slug, WHOLE, day).teaching.modules:
            if not module.written:
                continue
            own = _digest((paths.MODULE_NOTEBOOKS / f"{module.slug}.ipynb",))
            look = partial(_of_module, slug, day, module)
            yield from memory.found(f"lesson {slug} {module.slug}", (shared, own), look)


def problems_of_module(module: Module) -> Iterator[Problem]:
    """The same of one module, on the days of the conferences that teach it."""
    for slug in conference_slugs():
        day = conference(slug).as_of.isoformat()
        if module.written and module in open_lesson(slug, WHOLE, day).teaching.modules:
            yield from _of_module(slug, day, module)


def _read() -> Iterator[Path]:
    """All that compose may read, beside the code."""
    for folder in (paths.DATA, paths.NOTEBOOKS):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
    yield from paths.all_taken().values()


def _digest(files: Iterable[Path]) -> bytes:
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        digest.update(f"{paths.named(path)}\0{len(content)}\0".encode() + content)
    return digest.digest()


def _of_module(slug: str, as_of: str, module: Module) -> Iterator[Problem]:
    yield from problems_of_lesson(open_lesson(slug, WHOLE, as_of, module.slug), module)


@coded("TH526")
def problems_of_lesson(lesson: Lesson, module: Module) -> Iterator[Problem]:
    """What the module lacks on the day of a lesson that teaches it alone."""
    name = (paths.MODULE_NOTEBOOKS / f"{module.slug}.ipynb").relative_to(paths.ROOT).as_posix()
    day = f"{lesson.conference.slug}, {lesson.as_of.isoformat()}"
    if not any(item.usable(lesson.as_of) for item in module.of_kind("objective")):
        remedy = f"Give data/modules/{module.slug}.yaml three objectives that hold on this day."
        yield Problem(name, "", "objectives", day, "no objectives on the day of the conference", remedy)
    headings = [
        cell.metadata["taphuan"] for cell in compose(lesson).cells if cell.metadata["taphuan"].get("role") == "heading"
    ]
    counts = Counter(heading.get("block", "") for heading in headings)
    for block, what in _NAMES.items():
        if not counts[block]:
            remedy = f'Mark a slide that is shown on this day with "block": "{block}".'
            yield Problem(name, "", "block", day, f"no slide with {what} on the day of the conference", remedy)
    if counts["decision"] > 1:
        slides = ", ".join(str(heading["slide"]) for heading in headings if heading.get("block") == "decision")
        yield Problem(name, "", "block", slides, f"{counts['decision']} decisions on one day ({day})", "Keep one.")
