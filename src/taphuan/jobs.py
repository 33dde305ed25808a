"""What one run builds: jobs as frozen values, made from what the user asked for."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from taphuan import paths
from taphuan.conferences import Conference, conference, conference_slugs, module, participants
from taphuan.data.load import yaml_document
from taphuan.errors import BadDate, TaphuanError, UnitNotValid, UnknownName
from taphuan.units import parse_day, resolve

# file name of each format, in the order they are listed to people
FORMATS = ("deck.html", "briefing.docx", "briefing.pdf", "notebook.ipynb")
# seconds a cell may take
DEFAULT_TIMEOUT = 120


class ConferenceNotReady(TaphuanError):
    """A conference that is known but whose material is not written yet."""


@dataclass(frozen=True)
class Job:
    """One document set: a province of a conference on a day, the formats wanted and the folder they go to."""

    conference: str
    province: str
    as_of: str
    formats: tuple[str, ...]
    folder: Path
    timeout: int

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.province}"

    def arguments(self, default_as_of: str) -> str:
        """The options that build just this job again."""
        parts = ["--conference", self.conference, "--province", self.province]
        if self.as_of != default_as_of:
            parts += ["--as-of", self.as_of]
        if self.formats != FORMATS:
            parts += [part for name in self.formats for part in ("--format", name)]
        if self.timeout != DEFAULT_TIMEOUT:
            parts += ["--timeout", str(self.timeout)]
        if (out := self.folder.parents[1]) != paths.BUILD.resolve():
            parts += ["--out", str(out)]
        return shlex.join(parts)


def ready_conferences() -> tuple[str, ...]:
    """The conferences whose material is written, in the order of slides/deck.yaml."""
    return tuple(yaml_document(paths.DECK_ORDER)["conferences"])


def not_ready_reason(conf: Conference) -> str:
    """Why a known conference cannot be built yet; empty where it can."""
    if conf.slug in ready_conferences():
        return ""
    missing = [slug for slug in conf.modules if not module(slug).written]
    return f"its material is not written yet (modules without a notebook: {', '.join(missing) or 'none'})"


def plan(
    conferences: tuple[str, ...],
    provinces: tuple[str, ...],
    formats: tuple[str, ...],
    as_of: str | None,
    out: Path,
    timeout: int,
    today: date,
) -> tuple[Job, ...]:
    """The jobs for a selection (empty: everything that is ready). Every mistake in it is raised before anything runs."""
    for name in formats:
        if name not in FORMATS:
            raise UnknownName("format", name, FORMATS)
    chosen = tuple(dict.fromkeys(conferences)) or ready_conferences()
    for slug in chosen:
        if slug not in conference_slugs():
            raise UnknownName("conference", slug, conference_slugs())
        reason = not_ready_reason(conference(slug))
        if reason:
            raise ConferenceNotReady(f"conference '{slug}' cannot be built: {reason}")
    jobs: list[Job] = []
    wanted = set(provinces)
    found: set[str] = set()
    asked = None if as_of is None else today if as_of == "today" else parse_day(as_of)
    for slug in chosen:
        conf = conference(slug)
        day = asked or conf.as_of
        if asked and asked > max(today, conf.as_of):
            raise BadDate(f"{asked.isoformat()} lies ahead; what will be known on that day is not known today")
        folder = out / (slug if day == conf.as_of else f"{slug}@{day.isoformat()}")
        units = participants(conf, day)
        picked = [unit.slug for unit in units if not wanted or unit.slug in wanted]
        found.update(picked)
        jobs.extend(
            Job(slug, province, day.isoformat(), formats or FORMATS, folder / province, timeout) for province in picked
        )
    for slug in provinces:
        if slug not in found:
            # says why: unknown, ended, or simply no participant
            resolve(slug, asked or conference(chosen[0]).as_of)
            raise UnitNotValid(
                f"'{slug}' takes part in none of: {', '.join(chosen)}; see `taphuan list provinces --conference SLUG`"
            )
    return tuple(jobs)
