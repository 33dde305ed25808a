"""The command `taphuan diff`: what is asked for, and where what was found goes."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from taphuan.errors import EXIT_JOBS_FAILED


@click.command()
@click.argument("old", default="HEAD", metavar="[REV|OLD_BUILD]")
@click.option("--conference", "conferences", multiple=True, metavar="SLUG", help="Only this conference (repeatable).")
@click.option(
    "--province",
    "provinces",
    multiple=True,
    metavar="SLUG",
    help="Only this province, or hoi-nghi: the conference's own set; a speaker's part too (repeatable).",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME",
    help="Write this file too, of one set of each kind, and compare it, e.g. deck.html (repeatable).",
)
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with the figures side by side."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
@click.option(
    "--correction",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a correction slip (.docx) for papers of one conference that were handed out.",
)
def diff(
    old: str,
    conferences: tuple[str, ...],
    provinces: tuple[str, ...],
    formats: tuple[str, ...],
    html: Path | None,
    as_json: bool,
    correction: Path | None,
) -> None:
    """Say what the data, notebooks, templates and code as they lie here change in the documents, against a revision of git
    (default: HEAD) or the folder of an earlier build: pages, words, numbers with the row behind, figures, states of law; what
    nobody expects of it first. Nothing is published.

    Exit codes: 0 compared, 1 a set cannot be built any more, 2 bad input, 3 this machine lacks something.

    \b
    Example:
      taphuan diff HEAD --province quang-nam
    """
    from taphuan.build.diff.as_json import to_json
    from taphuan.build.diff.compare import Asked, compare
    from taphuan.build.diff.lines import lines_of
    from taphuan.build.diff.result import FAILED
    from taphuan.build.diff.states import Chosen
    from taphuan.check.names import buildable
    from taphuan.errors import UnknownName
    from taphuan.export.formats import format_names
    from taphuan.export.renderers import TAPHUAN
    from taphuan.files import scratch, write_whole

    for name in formats:
        if name not in format_names(TAPHUAN):
            raise UnknownName("format", name, format_names(TAPHUAN))
    for file in filter(None, (html, correction)):
        buildable(file.parent)
    chosen = Chosen(conferences, provinces, formats)
    with scratch() as drawings:
        found = compare(
            Asked(old, chosen), date.today(), drawings if html else None, lambda line: click.echo(line, err=True)
        )
        if html:
            from taphuan.build.diff.page import write_page

            write_whole(html, write_page(found, drawings))
    if correction:
        from taphuan.build.diff.slip import slip_of

        write_whole(correction, slip_of(found))
    click.echo(to_json(found) if as_json else "\n".join(lines_of(found)), nl=not as_json)
    for file in filter(None, (html, correction)):
        click.echo(f"open {file}", err=as_json)
    if any(one.state == FAILED for one in found.sets):
        sys.exit(EXIT_JOBS_FAILED)
