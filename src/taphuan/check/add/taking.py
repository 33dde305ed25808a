"""New rows on their way into data/: shown, checked, asked about, written. One way for all commands that add rows."""

from __future__ import annotations

import sys

import click

from taphuan.check.add.proposal import Proposal
from taphuan.check.add.sheet import NotAdded
from taphuan.check.add.writing import contents, faults, summary, texts_of, write
from taphuan.errors import EXIT_BAD_INPUT


def take(proposal: Proposal, yes: bool) -> None:
    """Write the rows of a proposal after “yes”, which `yes` says beforehand. Raises NotAdded with everything that is wrong;
    ends the command where nobody says yes."""
    new = contents(proposal)
    begun = texts_of(new)
    found = faults(proposal, new)
    if not proposal.faults:
        for line in summary(proposal, new):
            click.echo(line)
    if found:
        for line in found:
            click.echo(line, err=True)
        raise NotAdded(
            f"{len(found)} problem{'s' * (len(found) != 1)} in what would be written; nothing was", code="TH852"
        )
    if not yes and not (sys.stdin.isatty() and click.confirm("write this?", default=False)):
        click.echo("error: nothing was written; say yes, or give --yes [TH853]", err=True)
        sys.exit(EXIT_BAD_INPUT)
    write(new, begun)
