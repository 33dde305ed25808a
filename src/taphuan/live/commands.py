"""`taphuan import`, `taphuan watch`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from taphuan.errors import EXIT_BAD_INPUT, TaphuanError

# not that of a talk or of JupyterLab, which may be on at the same time
_WATCH_PORT = 8842


class NoConference(TaphuanError):
    """None was named, as by `make present` alone."""


def _named(_context: click.Context, _argument: click.Parameter, conference: str) -> str:
    if not conference:
        from taphuan.known.conferences import conference_slugs

        raise NoConference(
            f"name a conference (with make: CONFERENCE=…), one of: {', '.join(conference_slugs())}", code="TH807"
        )
    return conference


CONFERENCE = click.argument("conference", default="", callback=_named)
PROVINCE = click.option("--province", default="hoi-nghi", metavar="SLUG", help="Whose set (default: the hall's).")
MODULE = click.option("--module", default="", metavar="SLUG", help="This speaker's part instead.")
NO_BROWSER = click.option("--no-browser", is_flag=True, help="Only print the address.")


def port_option(default: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The first port that is tried."""
    return click.option(
        "--port", type=click.IntRange(1024, 65535), default=default, show_default=True, help="Port tried first."
    )


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Write all that is not in conflict, without a question.")
@click.option("--dry-run", is_flag=True, help="Only show what would be written.")
def import_(file: Path, yes: bool, dry_run: bool) -> None:
    """Bring what was changed in a copy of `taphuan lab` back into the source notebooks, cell by cell.

    Shows the differences, asks, writes. What has no place in a source is told; the copy stays as it is.

    \b
    Example:
      taphuan import build/lab/quang-nam-2024-da-nang.ipynb --dry-run
    """
    from taphuan.live.lab.importing import Person, import_copy, on_terminal

    def tell(line: str, colour: str) -> None:
        bold = colour == "bold"
        click.secho(line, bold=bold, fg=None if bold or not colour else colour)

    def ask(question: str, answers: Sequence[str]) -> str:
        answer: str = click.prompt(question, type=click.Choice(answers), show_choices=True)
        return answer

    if not (yes or dry_run or on_terminal()):
        click.echo(
            "error: nobody to ask here; --yes writes all that is not in conflict, --dry-run only shows [TH853]",
            err=True,
        )
        sys.exit(EXIT_BAD_INPUT)
    sys.exit(import_copy(file, Person(tell, None if yes or dry_run else ask), dry_run))


@click.command()
@CONFERENCE
@PROVINCE
@MODULE
@port_option(_WATCH_PORT)
@NO_BROWSER
def watch(conference: str, province: str, module: str, port: int, no_browser: bool) -> None:
    """Show one deck while its notebooks and data are written: a saved file shows at once, with what `check` finds in it. Ctrl-C
    ends it; nothing is built.

    \b
    Example:
      taphuan watch quang-nam-2024 --province da-nang
    """
    from taphuan.live.watch.watch import watch as show

    show(conference, province, module, port, not no_browser, click.echo)
