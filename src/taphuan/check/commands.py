"""Commands that look after a checkout and the machine: `taphuan tidy`, `taphuan doctor`."""

from __future__ import annotations

import sys

import click

from taphuan.errors import EXIT_ENVIRONMENT


@click.command()
def tidy() -> None:
    """Put the source notebooks in order after work in JupyterLab: outputs out, readable cell ids, slide types.

    \b
    Example:
      taphuan tidy
    """
    from taphuan.check.tidy import tidy as put_in_order

    for name in put_in_order():
        click.echo(f"tidied {name}")


@click.command()
def doctor() -> None:
    """Say what this machine has, what it lacks and the one command that brings it.

    \b
    Example:
      taphuan doctor
    """
    from taphuan.check.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(finding.line)
    if any(finding.required and not finding.present for finding in findings):
        sys.exit(EXIT_ENVIRONMENT)
