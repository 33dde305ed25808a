"""What can be shown at one conference: its built decks by their place in the URL, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from taphuan.build.plan import MODULES_FOLDER, Job
from taphuan.build.publish import MANIFEST
from taphuan.known.conferences import conference, module
from taphuan.known.units import WHOLE, parse_day, resolve

DECK, NOTEBOOK = "deck.html", "notebook.ipynb"
# what a deck on stage is made of
NEEDED = (DECK, NOTEBOOK)


@dataclass(frozen=True)
class Part:
    """One deck of the talk. `place` is its path in the URL, `label` what people call it, `province` a slug or hoi-nghi."""

    place: str
    label: str
    folder: Path
    province: str
    module: str = ""

    @property
    def built(self) -> bool:
        """A set whose last build failed has no manifest; its old deck is not what was asked for."""
        return all((self.folder / name).is_file() for name in (MANIFEST, DECK))

    @property
    def of_province(self) -> bool:
        return self.province != WHOLE


@dataclass(frozen=True)
class Talk:
    """The decks of a conference on a day, by place. Every path and every name that a page sends is looked up in it."""

    conference: str
    title: str
    as_of: str
    parts: Mapping[str, Part] = field(hash=False)

    @cached_property
    def provinces(self) -> Mapping[str, Part]:
        """The decks of the participants, by slug."""
        return {part.province: part for part in self.parts.values() if part.of_province}


def talk_of(jobs: tuple[Job, ...]) -> Talk:
    """The talk made of all document sets of one conference on one day."""
    conf = conference(jobs[0].conference)
    parts = (Part(_place(job), _label(job), job.folder, job.province, job.module) for job in jobs)
    return Talk(conf.slug, conf.short_title, jobs[0].as_of, {part.place: part for part in parts})


def _place(job: Job) -> str:
    return "/".join((job.conference, *((MODULES_FOLDER, job.module) if job.module else (job.province,))))


def _label(job: Job) -> str:
    if job.module:
        return module(job.module).title
    return "Cả hội nghị" if job.province == WHOLE else resolve(job.province, parse_day(job.as_of)).name
