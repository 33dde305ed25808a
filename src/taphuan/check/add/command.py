"""The commands `taphuan add …`: what is asked for, on the command line or on the terminal."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from taphuan import paths


@click.group()
def add() -> None:
    """Add numbers that somebody brings as a workbook or CSV file to data/, checked before anything is written.

    \b
    Example:
      taphuan add measure FILE.xlsx --level province
    """


@dataclass(frozen=True)
class _Question:
    option: str
    asked: str
    form: str = r".*\S.*"


_QUESTIONS = (
    _Question("measure", "short name of the measure, a–z and _ (a new one, or one of {known})", r"[a-z]+(_[a-z]+)*"),
    _Question("edition", "period that the numbers describe, as 2024 or 2025-11", r"(19|20)\d\d(-(0[1-9]|1[0-2]))?"),
    _Question("published", "day of publication, as 2025-05-06", r"\d{4}-\d\d-\d\d"),
    _Question("producer", "who published the numbers, in Vietnamese"),
    _Question("licence", "licence or terms under which they were published"),
    _Question("title", "title of the page, decision or table they come from"),
)
_OF_NEW = _Question("name", "name of the new measure in a document, in Vietnamese")
_OF_KNOWN = _Question("method", "method of this edition (of {measure} so far: {methods})", r"[a-z0-9]+(-[a-z0-9]+)*")


@add.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--level", type=click.Choice(["province"]), required=True, help="Whose numbers they are.")
@click.option(
    "--measure", default="", metavar="NAME", help="Short name: of a known measure, or of a new one, e.g. pci."
)
@click.option("--name", default="", help="Name of a new measure in a document, in Vietnamese.")
@click.option("--edition", default="", metavar="PERIOD", help="Year or month that the numbers describe: 2024, 2025-11.")
@click.option("--published", default="", metavar="DATE", help="Day of publication: YYYY-MM-DD. Required.")
@click.option("--producer", default="", help="Who published the numbers. Required.")
@click.option("--licence", default="", help="Licence or terms of the numbers. Required.")
@click.option("--title", default="", help="Title of the page, decision or table. Required.")
@click.option("--url", default="", help="Its address.")
@click.option("--source", default="", metavar="ID", help="A source of data/sources.csv, or the id of the new one.")
@click.option("--method", default="", metavar="NAME", help="Editions with the same method may be compared.")
@click.option(
    "--status",
    type=click.Choice(["copy", "confirmed"]),
    default="copy",
    show_default=True,
    help="confirmed: the file is the publisher's own, or a second source has the same values.",
)
@click.option("--accessed", default="", metavar="DATE", help="Day on which the source was read (default: today).")
@click.option("--sheet", default="", help="The worksheet, where several name provinces.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADING[=NAME]",
    help="Only this column, under this name (repeatable).",
)
@click.option(
    "--units", type=click.Choice(["63", "34"]), default=None, help="Which provinces, where the file leaves it open."
)
@click.option(
    "--decimal", type=click.Choice([",", "."]), default=None, help="The decimal mark, where the file leaves it open."
)
@click.option("--yes", is_flag=True, help="Write without asking.")
def measure(
    file: Path, level: str, columns: tuple[str, ...], units: str | None, decimal: str | None, yes: bool, **said: str
) -> None:
    """Add the numbers of all provinces in FILE (.xlsx or .csv, as Excel writes it) as an edition of a measure.

    Finds the header, the column of provinces and those of numbers, says what it would write, checks it with the rules of
    `taphuan check`, and writes after “yes”. Numbers are neither rounded nor filled in; a row that is there is never replaced.

    \b
    Example:
      taphuan add measure pci-2024.xlsx --level province --measure pci --edition 2024
    """
    del level
    from taphuan.check.add.about import About
    from taphuan.check.add.proposal import propose
    from taphuan.check.add.sheet import read_sheets
    from taphuan.check.add.taking import take
    from taphuan.data.check.check import load_or_raise
    from taphuan.known.units import parse_day

    load_or_raise(cache=paths.CACHE / "check")
    sheets = read_sheets(file)
    said = _answers(said)
    about = About(
        said["measure"],
        said["name"],
        said["edition"],
        parse_day(said["published"]),
        said["producer"],
        said["licence"],
        said["title"],
        said["url"],
        said["source"],
        said["method"] or said["measure"].replace("_", "-"),
        said["status"],
        parse_day(said["accessed"]) if said["accessed"] else date.today(),
        decimal or "",
        int(units or 0),
        said["sheet"],
        columns,
    )
    take(propose(sheets, about, date.today()), yes)
    click.echo(f"written; in notebooks: lesson.data.{about.measure}; the list of tables: make reference")


def _answers(said: dict[str, str]) -> dict[str, str]:
    """What the command line says, and what a person at the terminal adds. Raises NotAdded with everything that is missing."""
    from taphuan.check.add.sheet import NotAdded
    from taphuan.data.load import rows
    from taphuan.data.reading import INVISIBLE

    answers = {name: value.strip() for name, value in said.items()}
    known = [row["measure"] for row in rows("measures/measures") if row["measure"] != "dti"]
    missing = [f"  --{name}: a text of letters" for name, value in answers.items() if INVISIBLE.search(value)]

    def ask(question: _Question, **words: str) -> None:
        value = answers[question.option]
        if not value and sys.stdin.isatty():
            value = answers[question.option] = click.prompt(question.asked.format(**words)).strip()
        if not re.fullmatch(question.form, value):
            missing.append(
                f"  --{question.option}: {question.asked.format(**words)}" + (f" (found: {value})" if value else "")
            )

    for question in _QUESTIONS:
        ask(question, known=", ".join(known))
    if answers["measure"] == "dti":
        raise NotAdded(
            "the DTI has files of its own; give instead: taphuan new edition dti YEAR --from FILE", code="TH849"
        )
    if answers["measure"] in known:
        methods = {row["method"] for row in rows("measures/editions") if row["measure"] == answers["measure"]}
        ask(_OF_KNOWN, measure=answers["measure"], methods=", ".join(sorted(methods)))
    elif answers["measure"]:
        ask(_OF_NEW)
    if missing:
        raise NotAdded("\n".join(["nothing was written; say what the file does not:", *missing]), code="TH849")
    return answers
