"""`taphuan new module SLUG`: what is asked for, and what was written."""

from __future__ import annotations

from datetime import date

import click

from taphuan import paths


@click.command()
@click.argument("slug")
@click.option("--title", default="", help="Title in documents, in Vietnamese.")
@click.option("--short-title", default="", help="The title as it stands above slides.")
@click.option("--audience", default="", help="For whom it is.")
def module(slug: str, title: str, short_title: str, audience: str) -> None:
    """Begin a module in the form of a lesson: a notebook and a data file that build at once, marked as a draft.

    Everything that is to be written has a mark: «BẢN NHÁP – …». `taphuan check` says in one line which are left; when none is,
    delete `written: false` in the data file.

    \b
    Example:
      taphuan new module giong-lua-2027 --title "Chọn giống lúa cho vụ đông xuân"
    """
    from taphuan.check.new.asking import ask, asks
    from taphuan.check.new.files import checked_slug, shown, write_new
    from taphuan.check.new.module_files import About, files_of, hold_against_the_rules, title_fault
    from taphuan.data.check.check import load_or_raise

    if asks():
        checked_slug(slug, "module")
    load_or_raise(cache=paths.CACHE / "check")
    about = About(
        slug,
        ask("title in documents, in Vietnamese", title, lambda text: title_fault("--title", text)),
        ask("short title, above slides", short_title, lambda text: title_fault("--short-title", text)),
        ask("for whom it is", audience),
    )
    files = files_of(about, date.today())
    hold_against_the_rules(about, files)
    write_new(files)
    for file in files:
        click.echo(f"written: {shown(file)}")
    for number, line in enumerate(
        (
            "write what each «BẢN NHÁP – …» asks for in the two files; what is left says: taphuan check",
            f"see it: taphuan new conference thu-{slug} --sample --module {slug}; "
            f"taphuan build --conference thu-{slug} --module {slug}",
            f"when nothing is left: delete `written: false` in data/modules/{slug}.yaml, then: taphuan check",
        ),
        1,
    ):
        click.echo(f"{number}. {line}")
