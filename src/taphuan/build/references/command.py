"""`taphuan references`: the documents of a build beside their references."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import click

from taphuan import paths
from taphuan.errors import EXIT_JOBS_FAILED

if TYPE_CHECKING:
    from taphuan.build.references.compare import Change, Difference

# what is printed without --all: sets, kinds of changes, lines of one
_SETS, _CHANGES, _LINES = 30, 40, 12
_NAMED = 4
# letters of the title of a part
_TITLE = 40
# the revision whose documents the references are
_REVISION = "$(git log -1 --format=%h -- tests/references/documents.txt)"


@click.command()
@click.option("--renew", is_flag=True, help="Write the references anew from what is built.")
@click.option("--conference", "conferences", multiple=True, metavar="SLUG", help="Only this conference (repeatable).")
@click.option(
    "--province", "provinces", multiple=True, metavar="SLUG", help="Only this province, or hoi-nghi (repeatable)."
)
@click.option("--module", "modules", multiple=True, metavar="SLUG", help="Only this speaker's part (repeatable).")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder of the build.")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Processes (default: one per core).")
@click.option("--all", "everything", is_flag=True, help="Print every set and every change.")
def references(
    renew: bool,
    conferences: tuple[str, ...],
    provinces: tuple[str, ...],
    modules: tuple[str, ...],
    out: Path | None,
    jobs: int | None,
    everything: bool,
) -> None:
    """Say which documents of a build say or show something else than their references, and what. Exit code 1 where some do.

    \b
    Example:
      taphuan references --conference bac-giang
    """
    from taphuan.build.plan import DEFAULT_TIMEOUT, plan
    from taphuan.build.references import compare, file
    from taphuan.files import write_whole

    target = (out or paths.BUILD).resolve()
    workers = jobs or os.cpu_count() or 1
    selected = bool(conferences or provinces or modules)
    before = {} if renew and not selected else file.read(paths.REFERENCES)
    planned = plan(conferences, provinces, modules, (), None, target, DEFAULT_TIMEOUT, date.today())
    there = compare.jobs_there(planned, target)
    if renew:
        found = compare.measured(there, workers)
        write_whole(paths.REFERENCES, file.written(before | found).encode())
        click.echo(
            f"{sum(len(one.files) for one in found.values())} documents of {len(found)} sets in {paths.REFERENCES}"
        )
        return
    differences = compare.compared(there, before, workers)
    gone = () if selected else tuple(sorted(set(before) - {job.name for job in planned}))
    if not differences and not gone:
        alone = len(there) == 1
        click.echo(
            f"{_count(len(there), 'document set')} {'is as its reference says' if alone else 'are as their references say'}"
        )
        return
    for line in report(differences, gone, everything):
        click.echo(line)
    sys.exit(EXIT_JOBS_FAILED)


def report(differences: tuple[Difference, ...], gone: tuple[str, ...], everything: bool) -> Iterator[str]:
    files = sum(len(one.files) + len(one.new) + len(one.gone) for one in differences)
    verb = "differs from its reference" if files == 1 else "differ from their references"
    yield f"{_count(files, 'document')} of {_count(len(differences), 'set')} {verb}:"
    shown = len(differences) if everything else _SETS
    for one in differences[:shown]:
        yield f"  {one.name}: {', '.join(_files(one))}"
    if len(differences) > shown:
        yield f"  and {len(differences) - shown} more sets (--all names them)"
    yield from (f"  {name}: has references and is not built any more" for name in gone)
    yield from _changes(differences, everything)
    if unknown := [one.name for one in differences if not one.known]:
        yield (
            f"this machine does not have the old texts of {len(unknown)} of them ({_some(unknown)}); both builds beside each "
            f"other: taphuan diff {_REVISION}"
        )
    yield "where all of it is meant: make references"


def _files(one: Difference) -> Iterator[str]:
    for name, slides in one.files.items():
        yield f"{name} ({_some(slides)})" if slides else name
    yield from (f"{name} is new" for name in one.new)
    yield from (f"{name} is gone" for name in one.gone)


def _changes(differences: tuple[Difference, ...], everything: bool) -> Iterator[str]:
    """Each change once with the documents that have it: one of the data is in all forms of many sets."""
    places: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for one in differences:
        for change in one.changes:
            places.setdefault((change.before, change.after), []).append(_place(one, change))
    ordered = sorted(places.items(), key=lambda item: -len(item[1]))
    shown = len(ordered) if everything else _CHANGES
    for (before, after), where in ordered[:shown]:
        yield f"{_count(len(where), 'time')}: {_some(where)}"
        lines = [*(f"  - {line}" for line in before), *(f"  + {line}" for line in after)]
        most = len(lines) if everything else _LINES
        yield from lines[:most]
        if len(lines) > most:
            yield f"    and {len(lines) - most} more lines"
    if len(ordered) > shown:
        yield f"and {len(ordered) - shown} more kinds of changes (--all prints them)"


def _place(one: Difference, change: Change) -> str:
    # the id of a slide, or the beginning of its title
    part = shorten(change.part.split(" · ")[0].removesuffix(" (hidden)"), _TITLE, placeholder="…")
    return f"{one.name}/{change.file}{f' “{part}”' if part else ''}"


def _some(names: tuple[str, ...] | list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
