"""The command `taphuan explain`."""

from __future__ import annotations

import click


@click.command()
@click.argument("code")
@click.option("--lang", type=click.Choice(["en", "vi"]), default=None, help="Only this language (default: both).")
def explain(code: str, lang: str | None) -> None:
    """Say what a code in brackets means, such as TH204, how the problem arises and what to do.

    \b
    Example:
      taphuan explain TH204
      taphuan explain TH204 --lang vi
    """
    from taphuan.check.codes.register import entry

    found = entry(code)
    if found.printed:
        click.echo(f"{found.printed}\n")
    if lang != "vi":
        click.echo(f"{found.code} {found.title}\n\n{found.why}\nWhat to do: {found.remedy}")
    if lang is None:
        click.echo()
    if lang != "en":
        click.echo(f"{found.code} {found.vi_title}\n\nCách xử lý: {found.vi_remedy}")
