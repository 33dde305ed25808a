"""What lies in a build folder, as the models of its start pages: every conference, built, waiting or failed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from taphuan.build.plan import FULL_FOLDER, MODULES_FOLDER, not_ready_reason
from taphuan.build.publish import MANIFEST, read_manifest
from taphuan.check.walked import OVERFLOW
from taphuan.export.formats import FORMATS
from taphuan.known import communes
from taphuan.known.communes import Commune
from taphuan.known.conferences import Conference, conferences, module, participants
from taphuan.known.units import WHOLE, Unit, is_merged, map_name, predecessors
from taphuan.text import alphabetical, day, hold, lower_first, say

if TYPE_CHECKING:
    from taphuan.export.html.communes import CommunesPage, Place
    from taphuan.export.html.index import IndexConference, IndexModel, IndexSet

# the page of the communes of a province, in its folder
COMMUNES_PAGE = "communes.html"
# the folder of a commune in that of its province: <code>-<slug>
_COMMUNES = "[0-9][0-9][0-9][0-9][0-9]-*"


def index_model(out: Path) -> IndexModel:
    """Every conference on its own day and on each other day it was built for, the newest first, samples last."""
    from taphuan.export.html.index import IndexModel

    newest_first = sorted(conferences(), key=lambda c: (not c.sample, c.as_of, c.slug), reverse=True)
    return IndexModel(
        tuple(_conference(conf, on, folder, out) for conf in newest_first for on, folder in _days(conf, out))
    )


def own_models(out: Path) -> Iterator[tuple[Path, IndexModel]]:
    """(folder, model) of the page that lies in each built conference's own folder, to be handed on with it."""
    from taphuan.export.html.index import IndexModel

    for conf in conferences():
        for on, folder in _days(conf, out):
            page = _conference(conf, on, folder, folder)
            if not page.status:
                yield folder, IndexModel((page,), alone=True)


def _days(conf: Conference, out: Path) -> list[tuple[date, Path]]:
    days = {conf.as_of: out / conf.slug}
    for folder in out.glob(f"{conf.slug}@*"):
        days[date.fromisoformat(folder.name.partition("@")[2])] = folder
    return sorted(days.items())


def _conference(conf: Conference, on: date, folder: Path, base: Path) -> IndexConference:
    from taphuan.export.html.index import IndexConference

    built = any(
        any(folder.glob(f"{below}{MANIFEST}")) for below in ("", "*/", f"{MODULES_FOLDER}/*/", f"*/{_COMMUNES}/")
    )
    units = participants(conf, on) if built else ()
    return IndexConference(
        slug=conf.slug,
        anchor=folder.name,
        title=conf.title,
        short_title=conf.short_title,
        year_text=f"{conf.date_start.year}"
        if conf.date_start
        else hold(say("build.overview.until_year", year=conf.as_of.year)),
        place=conf.place,
        date_text=conf.date_text,
        as_of_text=hold(say("build.overview.as_of", day=day(on))),
        sample=conf.sample,
        status="" if built else _status(conf),
        geometry=map_name(units[0]) if units else "",
        whole=_whole(folder, base) if built else None,
        modules=tuple(
            _set(slug, module(slug).title, folder / MODULES_FOLDER / slug, base) for slug in conf.modules if built
        ),
        provinces=tuple(_province(unit, conf, on, folder / unit.slug, base) for unit in units),
    )


def _whole(folder: Path, base: Path) -> IndexSet:
    """The hall's set, its editions for other minutes among its further documents."""
    own = _set(WHOLE, say("build.overview.whole"), folder, base)
    minutes = sorted(int(below.name) for below in folder.glob("[0-9]*") if below.name.isdecimal())
    editions = [(number, _set(str(number), "", folder / str(number), base)) for number in minutes]
    further = (
        replace(file, label=hold(say("build.overview.minutes", label=file.label, number=number)), button="")
        for number, edition in editions
        for file in edition.files
    )
    return replace(own, files=(*own.files, *further))


def _province(unit: Unit, conf: Conference, on: date, folder: Path, base: Path) -> IndexSet:
    merged = tuple(before.name for before in predecessors(unit)) if is_merged(unit) else ()
    built = tuple(
        below.name.partition("-")[0] for below in sorted(folder.glob(_COMMUNES)) if (below / MANIFEST).is_file()
    )
    own = _set(unit.slug, unit.full_name, folder, base, unit.name)
    if conf.of_communes:  # the province has no set of its own
        own = replace(own, failed="")
    full = _set(FULL_FOLDER, unit.full_name, folder / FULL_FOLDER, base)
    return replace(
        own,
        files=(
            *own.files,
            *(replace(file, label=say("build.overview.full", label=file.label), button="") for file in full.files),
        ),
        merged=merged,
        aliases=unit.aliases,
        geo_slug=unit.geo_slug,
        communes=quote((folder / COMMUNES_PAGE).relative_to(base).as_posix()) if built else "",
        communes_built=len(built),
        below=tuple(_names_of(built, on)),
    )


def _names_of(codes: tuple[str, ...], on: date) -> Iterator[str]:
    """The names of communes and of what they were formed from, for the search."""
    for code in codes:
        commune = communes.resolve_commune(code, on)
        yield commune.full_name
        yield from (old.full_name for old in communes.predecessors(commune))


def communes_pages(out: Path) -> Iterator[tuple[Path, CommunesPage]]:
    """(file, model) of the page of communes in the folder of each province that has a set of one."""
    from taphuan.export.html.communes import CommunesPage

    for conf in conferences():
        for on, folder in _days(conf, out):
            if not any(folder.glob(f"*/{_COMMUNES}/{MANIFEST}")):
                continue
            for unit in participants(conf, on):
                own = folder / unit.slug
                if any(own.glob(f"{_COMMUNES}/{MANIFEST}")):
                    by_name = sorted(communes.communes_of(unit, on), key=lambda commune: alphabetical(commune.name))
                    page = CommunesPage(
                        province=unit.full_name,
                        geo_slug=unit.geo_slug,
                        geometry=map_name(unit),
                        conference=conf.short_title,
                        as_of_text=hold(say("build.overview.as_of", day=day(on))),
                        sample=conf.sample,
                        places=tuple(_place(commune, own) for commune in by_name),
                        back="../index.html",
                    )
                    yield own / COMMUNES_PAGE, page


def _place(commune: Commune, folder: Path) -> Place:
    from taphuan.export.html.communes import Place

    below = next(iter(folder.glob(f"{commune.code}-*/{MANIFEST}")), None)
    old = communes.predecessors(commune)
    return Place(
        code=commune.code,
        full_name=commune.full_name,
        name=commune.name,
        old=tuple(
            f"{'' if each.whole else say('build.overview.part_of')}{lower_first(each.full_name)}" for each in old
        ),
        kept=all(each.kept for each in old),
        point=communes.point_of(commune),
        built=_set(commune.code, commune.full_name, below.parent, folder) if below else None,
    )


def _set(slug: str, full_name: str, folder: Path, base: Path, name: str = "") -> IndexSet:
    from taphuan.export.html.index import IndexFile, IndexSet

    manifest = read_manifest(folder)
    if manifest is None:
        return IndexSet(slug, name, full_name, failed=say("build.overview.failed"))
    files = tuple(
        IndexFile(
            row.label,
            quote((folder / row.name).relative_to(base).as_posix()),
            (folder / row.name).stat().st_size,
            row.button,
        )
        for row in FORMATS
        if (folder / row.name).is_file() and row.name in manifest.files
    )
    return IndexSet(
        slug, name, full_name, files, unwalked=OVERFLOW in manifest.unchecked, judges=tuple(sorted(manifest.judged))
    )


def _status(conf: Conference) -> str:
    if not not_ready_reason(conf):
        return say("build.overview.not_built")
    missing = sum(not module(slug).has_notebook for slug in conf.modules)
    return hold(say("build.overview.not_written", missing=missing, of=len(conf.modules)))
