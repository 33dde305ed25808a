"""What one run builds: jobs as frozen values, made from the selection that the user names."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from taphuan import paths
from taphuan.data.check.check import load_or_raise
from taphuan.data.load import yaml_document
from taphuan.errors import BadDate, TaphuanError, UnitNotValid, UnknownName
from taphuan.export.formats import CHECKUP, COMMUNE, CONFERENCE, FULL, MODULE, PROVINCE, format_names, renderer_of
from taphuan.export.renderers import TAPHUAN
from taphuan.known.conferences import Conference, conference, conference_slugs, conferences, module, participants
from taphuan.known.units import WHOLE, parse_day, resolve

MODULES_FOLDER = "modules"
# below a province's folder: the deck of the hall with its own figures
FULL_FOLDER = "full"
# seconds a cell may take
DEFAULT_TIMEOUT = 120


class ConferenceNotReady(TaphuanError):
    """A conference that is known but whose material is not written yet."""


class NoProvince(TaphuanError):
    """The full deck was asked for without a province."""


class NoHall(TaphuanError):
    """Minutes were given for a set that is not taught in a hall."""


class NotThisLevel(TaphuanError):
    """Sets were asked for of units of a level that the project has none for."""

    code = "TH817"


@dataclass(frozen=True)
class Job:
    """One document set on a day, the formats wanted and the folder below `out` that they go to.

    `province` is a unit's slug, or `hoi-nghi` for what all participants share: the conference's own set, or with
    `module` the part of one speaker. `full`: the deck of the hall with the province's own figures, to teach at home.
    `minutes`: the conference's own set for so many of them; 0 for those of the conference. `commune`: the set of this one of
    the province, its code and name as in "01969-phu-thong".
    """

    conference: str
    province: str
    as_of: str
    formats: tuple[str, ...]
    out: Path
    day_folder: str
    timeout: int
    module: str = ""
    full: bool = False
    minutes: int = 0
    commune_folder: str = ""

    @property
    def commune(self) -> str:
        """The code of the commune; empty for other sets."""
        return self.commune_folder.partition("-")[0]

    @property
    def folder(self) -> Path:
        """OUT/<conference>, OUT/<conference>/<minutes>, OUT/<conference>/modules/<module>, OUT/<conference>/<province>,
        …/<province>/full or …/<province>/<code>-<name>."""
        base = self.out / self.day_folder
        if self.minutes:
            return base / str(self.minutes)
        if self.module:
            return base / MODULES_FOLDER / self.module
        if self.province == WHOLE:
            return base
        below = FULL_FOLDER if self.full else self.commune_folder
        return base / self.province / below if below else base / self.province

    @property
    def renderer(self) -> str:
        return renderer_of(self.formats)

    @property
    def name(self) -> str:
        if self.module:
            return f"{self.day_folder}/{MODULES_FOLDER}/{self.module}"
        if self.minutes:
            return f"{self.day_folder}/{self.minutes}"
        below = FULL_FOLDER if self.full else self.commune_folder
        return f"{self.day_folder}/{self.province}{f'/{below}' if below else ''}"

    def arguments(self, default_as_of: str) -> str:
        """The options that build just this job again."""
        parts = ["--conference", self.conference]
        chosen = ["--module", self.module] if self.module else ["--province", self.province]
        parts += ["--commune", self.commune] if self.commune else chosen
        if self.full:
            parts += ["--deck", FULL]
        if self.minutes:
            parts += ["--minutes", str(self.minutes)]
        if self.as_of != default_as_of:
            parts += ["--as-of", self.as_of]
        if self.renderer != TAPHUAN:
            parts += ["--renderer", self.renderer]
        if self.formats != formats_of(self.province, self.module, self.renderer, self.full, self.commune):
            parts += [part for name in self.formats for part in ("--format", name)]
        if self.timeout != DEFAULT_TIMEOUT:
            parts += ["--timeout", str(self.timeout)]
        if self.out != paths.BUILD.resolve():
            parts += ["--out", str(self.out)]
        return shlex.join(parts)


def has_level(level: str) -> bool:
    """Whether the project makes sets of units of this level (province or commune)."""
    levels = paths.PROJECT.names("levels")
    return levels is None or level in levels


def need_level(level: str) -> None:
    """Raises NotThisLevel where the project makes no sets of units of this level."""
    if not has_level(level):
        raise NotThisLevel(
            f'this project makes no sets of {level}s; its {paths.PROJECT_NAME} says so: add "{level}" to levels'
        )


def formats_of(
    province: str, module_slug: str, renderer: str, full: bool = False, commune: str = ""
) -> tuple[str, ...]:
    """The files of a document set; each renderer makes its own beside the notebook."""
    if commune:
        return format_names(renderer, COMMUNE)
    if module_slug or province == WHOLE:
        return format_names(renderer, MODULE if module_slug else CONFERENCE)
    names = format_names(renderer, FULL if full else PROVINCE)
    if CHECKUP in yaml_document(paths.taken(paths.DECK_ORDER))["province"]:
        return names
    return tuple(name for name in names if Path(name).stem != CHECKUP)


def ready_conferences() -> tuple[str, ...]:
    """The conferences whose modules all have a notebook, the earliest first."""
    return tuple(conf.slug for conf in conferences() if not not_ready_reason(conf))


def not_ready_reason(conf: Conference) -> str:
    """Why a known conference cannot be built yet; empty where it can."""
    missing = [slug for slug in conf.modules if not module(slug).has_notebook]
    return f"its material is not written yet (modules without a notebook: {', '.join(missing)})" if missing else ""


@contextmanager
def planned_from_data() -> Iterator[None]:
    """Where the data are so broken that no plan can be made from them: what the check of the data says is raised instead. A deck
    that was built from better ones can be presented all the same, so a plan does not ask for data in order."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError):
        load_or_raise(cache=paths.CACHE / "check")
        raise


def day_of(as_of: str | None, today: date, conf: Conference | None = None) -> date | None:
    """The day that the user asks for; None for that of each conference. Raises BadDate for a text that is no day, and for a
    day on which it is not known yet what is known."""
    asked = None if as_of is None else today if as_of == "today" else parse_day(as_of)
    if asked and conf and asked > max(today, conf.as_of):
        raise BadDate(
            f"{asked.isoformat()} lies ahead; what will be known on that day is not known today", code="TH367"
        )
    return asked


@planned_from_data()
def plan(
    chosen_conferences: tuple[str, ...],
    provinces: tuple[str, ...],
    modules: tuple[str, ...],
    formats: tuple[str, ...],
    as_of: str | None,
    out: Path,
    timeout: int,
    today: date,
    renderer: str = TAPHUAN,
    full: bool = False,
    minutes: int = 0,
) -> tuple[Job, ...]:
    """The jobs for a selection (empty: everything that is ready), of each conference what all share first.

    With `provinces` or `modules` only these. `full` gives the named provinces the deck of the hall, `minutes` builds only the
    conferences' own sets for so many minutes. Every mistake in the selection is raised before anything runs; data that
    cannot even be planned from are a DataError that says what is wrong with them.
    """
    if full and (modules or WHOLE in provinces or not provinces):
        raise NoProvince(
            "the full deck is for provinces that teach at home: name them (PROVINCE=…, --province …)", code="TH809"
        )
    if minutes:
        if full or modules or set(provinces) - {WHOLE}:
            raise NoHall(
                "minutes are those of the hall's deck: leave provinces, modules and the full deck out", code="TH809"
            )
        provinces = (WHOLE,)
    known = format_names(renderer)
    for name in formats:
        if name not in known:
            raise UnknownName("format", name, known, f"(of --renderer {renderer})")
    if set(provinces) - {WHOLE} or full:
        need_level(PROVINCE)
    chosen = tuple(dict.fromkeys(chosen_conferences)) or ready_conferences()
    for slug in chosen:
        if slug not in conference_slugs():
            raise UnknownName("conference", slug, conference_slugs())
        reason = not_ready_reason(conference(slug))
        if reason:
            raise ConferenceNotReady(f"conference '{slug}' cannot be built: {reason}", code="TH808")
    jobs: list[Job] = []
    matched: set[str] = set()
    asked_day = day_of(as_of, today)
    for slug in chosen:
        conf = conference(slug)
        day = day_of(as_of, today, conf) or conf.as_of
        day_folder = slug if day == conf.as_of else f"{slug}@{day.isoformat()}"
        for province, module_slug in _sets(conf, day):
            name, wanted = (module_slug, modules) if module_slug else (province, provinces)
            if (provinces or modules) and name not in wanted:
                continue
            matched.add(name)
            of_set = formats_of(province, module_slug, renderer, full)
            if picked := tuple(file for file in of_set if not formats or file in formats):
                jobs.append(
                    Job(slug, province, day.isoformat(), picked, out, day_folder, timeout, module_slug, full, minutes)
                )
    for slug in modules:
        if slug not in matched:
            known = tuple(dict.fromkeys(name for slug in chosen for name in conference(slug).modules))
            raise UnknownName("module", slug, known, f"(of {', '.join(chosen)})")
    for slug in provinces:
        if slug not in matched:
            # says why: unknown, ended, or simply no participant
            resolve(slug, asked_day or conference(chosen[0]).as_of)
            if all(conference(name).of_communes for name in chosen):
                raise UnitNotValid(
                    f"of {', '.join(chosen)} communes take part and not provinces; "
                    f"build theirs: make communes PROVINCE={slug} (--level commune --province {slug})",
                    code="TH362",
                )
            raise UnitNotValid(
                f"'{slug}' takes part in none of: {', '.join(chosen)}; see `taphuan list provinces --conference SLUG`",
                code="TH362",
            )
    return tuple(jobs)


def _sets(conf: Conference, day: date) -> Iterator[tuple[str, str]]:
    """(province, module) of every document set of a conference: its own, the speakers', the provinces'."""
    yield WHOLE, ""
    yield from ((WHOLE, slug) for slug in conf.modules)
    # those of communes are built on request
    if not conf.of_communes and has_level(PROVINCE):
        yield from ((unit.slug, "") for unit in participants(conf, day))
