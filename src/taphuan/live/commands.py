"""`taphuan import`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from taphuan.errors import EXIT_BAD_INPUT


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
