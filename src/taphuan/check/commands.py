"""Commands that look after a checkout and the machine: `taphuan check`, `taphuan tidy`, `taphuan doctor`; and `taphuan audit`, of one paper."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from taphuan.data.project import need_project
from taphuan.errors import EXIT_BAD_INPUT, EXIT_ENVIRONMENT, EXIT_JOBS_FAILED

if TYPE_CHECKING:
    from taphuan.check.everything import Report


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="json: for programs (docs/checks.md); github: as annotations of a pull request.",
)
def check(form: str) -> None:
    """Check every data file, every notebook and the language of all prose; report all problems at once.

    Each problem ends in its code; `taphuan explain CODE` says more of it. Warnings do not make the check fail.

    \b
    Example:
      taphuan check
      taphuan check --format json
    """
    from taphuan.check.report import as_annotations, as_json, failed_as_json

    if form == "json":
        with failed_as_json():
            report = _checked()
        click.echo(as_json(report))
    else:
        report = _checked()
        if form == "github":
            click.echo("".join(f"{line}\n" for line in as_annotations(report)), nl=False)
        else:
            for warning in report.warnings:
                click.echo(f"warning: {warning}", err=True)
            for problem in report.problems:
                click.echo(str(problem), err=True)
        click.echo("\n".join(filter(None, (report.measure, report.summary))))
    if report.problems:
        sys.exit(EXIT_BAD_INPUT)


def _checked() -> Report:
    from taphuan.export.formats import PAPERS

    need_project(PAPERS, of_checkout=False)
    # reads data as soon as it is imported
    from taphuan.check.everything import check_everything

    return check_everything()


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


@click.command()
@click.option(
    "--layout",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The Word document (.docx), ours or another, to compare with decree 30/2020.",
)
@click.option(
    "--stage",
    type=click.Choice(["draft", "issued"]),
    default="draft",
    show_default=True,
    help="A draft may leave number, day and signer open.",
)
def audit(file: Path, stage: Literal["draft", "issued"]) -> None:
    """Compare a Word document with the layout rules; exit code 1 when it deviates from one.

    \b
    Example:
      taphuan audit --layout build/quang-nam-2024/report.docx --stage draft
    """
    from taphuan.check import decree30

    report = decree30.audit(file.read_bytes(), file.name, stage)
    for line in decree30.grouped(report.findings):
        click.echo(line)
    for rule, reason in report.not_checked:
        click.echo(f"not checked: {rule}: {reason}")
    found = f"{len(report.findings)} finding{'s' if len(report.findings) != 1 else ''}"
    click.echo(f"{file.name}, stage {stage}: {found} under {len(report.checked)} rules")
    if report.findings:
        sys.exit(EXIT_JOBS_FAILED)
