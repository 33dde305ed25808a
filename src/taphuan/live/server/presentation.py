"""The decks of one conference that can be served, by their path in the URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from taphuan.build.plan import MODULES_FOLDER, Job
from taphuan.build.publish import MANIFEST
from taphuan.known.communes import resolve_commune
from taphuan.known.conferences import conference, module
from taphuan.known.units import WHOLE, parse_day, resolve
from taphuan.text import say

DECK, NOTEBOOK = "deck.html", "notebook.ipynb"
# the files that a live deck needs
NEEDED = (DECK, NOTEBOOK)


@dataclass(frozen=True)
class ServedDeck:
    """`place` is the path in the URL, `label` the Vietnamese name, `province` a slug or hoi-nghi, `commune` a code."""

    place: str
    label: str
    folder: Path
    province: str
    module: str = ""
    commune: str = ""

    @property
    def built(self) -> bool:
        """Whether the last build succeeded: a set whose build failed has no manifest, and its deck is outdated."""
        return all((self.folder / name).is_file() for name in (MANIFEST, DECK))

    @property
    def of_province(self) -> bool:
        return self.province != WHOLE and not self.commune


@dataclass(frozen=True)
class Presentation:
    """The decks of a conference on a day, by place. Every path and name in a request is looked up here."""

    conference: str
    title: str
    as_of: str
    decks: Mapping[str, ServedDeck] = field(hash=False)

    @cached_property
    def provinces(self) -> Mapping[str, ServedDeck]:
        """The decks of the participants, by slug."""
        return {deck.province: deck for deck in self.decks.values() if deck.of_province}


def presentation_of(jobs: tuple[Job, ...]) -> Presentation:
    """All document sets of one conference on one day."""
    conf = conference(jobs[0].conference)
    decks = (ServedDeck(_place(job), _label(job), job.folder, job.province, job.module, job.commune) for job in jobs)
    return Presentation(conf.slug, conf.short_title, jobs[0].as_of, {deck.place: deck for deck in decks})


def _place(job: Job) -> str:
    below = (MODULES_FOLDER, job.module) if job.module else (job.province, *filter(None, [job.commune_folder]))
    return "/".join((job.conference, *below))


def _label(job: Job) -> str:
    if job.module:
        return module(job.module).title
    if job.commune:
        return resolve_commune(job.commune, parse_day(job.as_of)).full_name
    return (
        say("live.server.presentation.whole")
        if job.province == WHOLE
        else resolve(job.province, parse_day(job.as_of)).name
    )
