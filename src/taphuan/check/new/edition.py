"""The command `taphuan new edition`: a year of the index, or another edition of a measure, from a workbook to rows of data/."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taphuan import paths

if TYPE_CHECKING:
    from taphuan.check.add.about import About
    from taphuan.check.add.sheet import Sheet


@click.command()
@click.argument("measure")
@click.argument("period")
@click.option("--from", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another workbook.")
@click.option("--published", default="", metavar="DATE", help="Day of publication: YYYY-MM-DD.")
@click.option("--producer", default="", help="Who published the numbers.")
@click.option("--licence", default="", help="Licence or terms of the numbers.")
@click.option("--title", default="", help="Title of the page, decision or table.")
@click.option("--url", default="", help="Its address.")
@click.option("--accessed", default="", metavar="DATE", help="Day on which it was read (default: today).")
@click.option("--source", default="", metavar="ID", help="A source of data/sources.csv (default: a new one).")
@click.option("--method", default="", metavar="NAME", help="How it was computed (default: as the last edition).")
@click.option("--status", default="", metavar="copy|confirmed", help="confirmed: the publisher's own numbers.")
@click.option("--partial", is_flag=True, help="Add what there is; the edition is marked as not complete.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def edition(measure: str, period: str, file: Path | None, partial: bool, yes: bool, **said: str) -> None:
    """Begin the edition of MEASURE (dti, papi, …) for PERIOD, a year or month; called again, check it and write it.

    The first call makes drafts/MEASURE-PERIOD.xlsx with a row for each unit. Fill it in and give the command again: everything
    that is wrong is told with its cell, and nothing is written; else all rows are written at once, after “yes”. FILE may
    be any workbook or CSV file with these numbers instead, as the ministry publishes it.

    \b
    Example:
      taphuan new edition dti 2025
      taphuan new edition dti 2025 --from bang-xep-hang.xlsx --published 2026-10-21
    """
    from unicodedata import normalize

    from taphuan.check.new.draft import draft_of
    from taphuan.data.check.check import load_or_raise

    load_or_raise(cache=paths.CACHE / "check")
    # a Mac types letters and marks apart
    said = {name: normalize("NFC", value).strip() for name, value in said.items()}
    _refuse(measure, period, said)
    draft = draft_of(measure, period)
    if file is None and not draft.exists():
        _begin(measure, period, draft, said)
    else:
        _finish(measure, period, file or draft, said, partial, yes)


def _refuse(measure: str, period: str, said: dict[str, str]) -> None:
    """Raises NotNew with everything that keeps an edition of this name from being begun."""
    from taphuan.check.add.about import last_day
    from taphuan.check.add.registers import register_of
    from taphuan.check.new.files import NotNew
    from taphuan.data.load import rows
    from taphuan.errors import UnknownName

    faults: list[str] = []
    known = tuple(row["measure"] for row in rows("measures/measures"))
    if measure not in known:
        error = UnknownName("measure", measure, known, "A new one: taphuan add measure FILE --level province.")
        faults.append(str(error))
    there = register_of(measure).editions(measure) if measure in known else {}
    form = {len(one) for one in there} or {4, 7}
    if not _is_period(period) or len(period) not in form:
        what = "a year, as 2025" if form == {4} else "a month, as 2025-11" if form == {7} else "a year or month"
        faults.append(f"'{period}' is no period of {measure}: {what}")
    elif period in there:
        day = there[period]["published_on"]
        lacking = (
            f"; units that it lacks: taphuan add measure FILE --level province --measure {measure} --edition {period}"
        )
        more = lacking if there[period]["complete"] == "no" else ""
        faults.append(
            f"{measure} {period} is there, published on {day}: correct its rows in data/, or choose another{more}"
        )
    elif last_day(period) >= date.today():
        faults.append(f"{period} ends on {last_day(period).isoformat()}: nothing about it is published before that")
    faults += _faults_of_said(said, {}, period if _is_period(period) else "", whole=False)
    if faults:
        raise NotNew("\n".join([*faults, "nothing was written"]), code="TH857")


def _is_period(text: str) -> bool:
    year, _, month = text.partition("-")
    return (
        len(year) == 4 and year.isdecimal() and year.isascii() and 1990 <= int(year) <= 2100
        and (text == year or (len(month) == 2 and month.isdecimal() and month.isascii() and 1 <= int(month) <= 12))
    )  # fmt: skip


def _faults_of_said(said: dict[str, str], cells: dict[str, str], period: str, whole: bool) -> list[str]:
    """What is wrong with what is said of the publication; `whole`: and what is not said and must be."""
    from taphuan.check.add.about import last_day
    from taphuan.check.new.draft import ASKED
    from taphuan.errors import BadDate
    from taphuan.known.units import parse_day

    names = {option: name for option, name, _ in ASKED}
    places = {option: f"{cells[option]}, {names[option]}" if option in cells else f"--{option}" for option in names}
    faults: list[str] = []
    for option in ("published", "accessed"):
        try:
            day = parse_day(said[option]) if said.get(option) else None
        except BadDate as error:
            faults.append(f"{places[option]}: {error}")
            continue
        if day is not None and day > date.today():
            faults.append(f"{places[option]}: {day.isoformat()} is still to come")
        if day is not None and option == "published" and period and day <= last_day(period):
            faults.append(
                f"{places[option]}: {day.isoformat()} is not after {last_day(period).isoformat()}, the end of {period}"
            )
    if said.get("status") not in (None, "", "copy", "confirmed"):
        faults.append(f"{places['status']}: copy or confirmed, not “{said['status']}”")
    if whole:
        required = ("published", "producer", "licence", "title")
        faults += [
            f"{places[option]}: blank; it must be known before numbers are shown"
            for option in required
            if not said.get(option)
        ]
    return faults


def _begin(measure: str, period: str, draft: Path, said: dict[str, str]) -> None:
    from taphuan.check.add.about import last_day
    from taphuan.check.add.registers import register_of, required, titles
    from taphuan.check.new.draft import workbook
    from taphuan.check.new.files import shown, write_new
    from taphuan.data.load import rows
    from taphuan.known.units import units_on

    name = next(row["name_vi"] for row in rows("measures/measures") if row["measure"] == measure)
    there = register_of(measure).editions(measure)
    said = {"method": there[max(there)]["method"] if there else "", "status": "copy"} | {
        k: v for k, v in said.items() if v
    }
    units = units_on(last_day(period))
    write_new({draft: workbook(f"{name}, {period}", units, titles(measure), said, required(measure))})
    click.echo(f"{shown(draft)}: {len(units)} units of {last_day(period).isoformat()}, method {said['method']}")
    click.echo(
        "1. open it, fill in the sheets “Số liệu” and “Công bố”, save it; until then `taphuan check` says that it waits"
    )
    click.echo(f"2. taphuan new edition {measure} {period}      checks all of it and writes it into data/ after “yes”")
    click.echo(f"3. or give a table that is there: taphuan new edition {measure} {period} --from FILE")


def _finish(measure: str, period: str, file: Path, said: dict[str, str], partial: bool, yes: bool) -> None:
    from dataclasses import replace

    from taphuan.check.add.numbers import is_numeric
    from taphuan.check.add.proposal import propose
    from taphuan.check.add.sheet import read_sheets
    from taphuan.check.add.taking import take
    from taphuan.check.new.draft import NUMBERS, draft_of
    from taphuan.check.new.files import NotNew, shown
    from taphuan.errors import with_code

    sheets = read_sheets(file)
    cells = (cell for sheet in sheets if sheet.name == NUMBERS for row in sheet.rows for cell in row)
    if file == draft_of(measure, period) and not any(map(is_numeric, cells)):
        raise NotNew(
            f"{shown(file)}: no number is filled in yet on the sheet “{NUMBERS}”; nothing was written", code="TH857"
        )
    about, faults = _about(measure, period, sheets, said, not partial)
    proposal = propose(sheets, about, date.today())
    coded = (with_code(fault, "TH857") for fault in faults)
    take(replace(proposal, faults=(*coded, *proposal.faults)), yes)
    _say_next(measure, period, file, about.published)


def _about(
    measure: str, period: str, sheets: tuple[Sheet, ...], said: dict[str, str], whole: bool
) -> tuple[About, list[str]]:
    """What is said on the command line, else in the workbook, and what is wrong with it; in the place of what is wrong or
    missing stands something that has no faults of its own: it is never written."""
    from taphuan.check.add.about import About, last_day
    from taphuan.check.add.registers import register_of
    from taphuan.check.new.draft import said_in
    from taphuan.known.units import parse_day

    written, cells = said_in(sheets)
    given = {name: value for name, value in said.items() if value}
    there = register_of(measure).editions(measure)
    last = {"method": there[max(there)]["method"]} if there else {}
    known = last | {name: value for name, value in written.items() if value} | given
    faults = _faults_of_said(known, {name: cell for name, cell in cells.items() if name not in given}, period, True)
    published = last_day(period) + timedelta(1) if faults else parse_day(known["published"])
    stand_in = "Chính phủ" if faults else ""
    return (
        About(
            measure,
            "",
            period,
            published,
            known.get("producer", stand_in),
            known.get("licence", stand_in),
            known.get("title", stand_in),
            known.get("url", ""),
            known.get("source", ""),
            known.get("method", measure.replace("_", "-")),
            known.get("status", "copy") if not faults else "copy",
            date.today() if faults or not known.get("accessed") else parse_day(known["accessed"]),
            whole=whole,
        ),
        faults,
    )


def _say_next(measure: str, period: str, file: Path, published: date) -> None:
    """Three lines."""
    from taphuan.check.new.draft import draft_of
    from taphuan.check.new.files import shown
    from taphuan.known.conferences import conference, conference_slugs

    days = {slug: conference(slug).as_of for slug in conference_slugs()}
    show = [f"{slug} ({day.isoformat()})" for slug, day in days.items() if day >= published]
    click.echo(
        f"{measure} {period} is in data/; documents of {published.isoformat()} and later show it, none of a day before"
    )
    click.echo(
        f"1. these change: {', '.join(show) or 'none; a conference shows it once its as_of is that day or later'}"
    )
    click.echo("2. taphuan diff      says in which documents and sentences; then build them and read what is new")
    done = f"delete {shown(file)}, of which nothing is left to do; " if file == draft_of(measure, period) else ""
    click.echo(f"3. {done}write what is doubtful about the numbers into the README.md beside the table")
