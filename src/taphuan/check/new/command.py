"""The commands `taphuan new …`; each stands in a module of its own, which imports what is heavy where it is used."""

from __future__ import annotations

import click

from taphuan.check.new.conference import conference
from taphuan.check.new.edition import edition
from taphuan.check.new.module import module
from taphuan.check.new.programme import programme


@click.group()
def new() -> None:
    """Begin something new: files that build at once, with blanks for what is not known yet. No file is ever overwritten.

    \b
    Example:
      taphuan new conference SLUG
      taphuan new programme DIR
    """


for command in (conference, module, edition, programme):
    new.add_command(command)
