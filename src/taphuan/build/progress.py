"""How far a build has come, for the person in front of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from taphuan.build.spine import Outcome


class Progress:
    """A bar on a terminal, plain lines elsewhere."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._bar: Any = None

    def __enter__(self) -> Progress:
        if sys.stdout.isatty():
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Bar(*columns)
            self._bar.start()
            self._task = self._bar.add_task("building", total=self._total)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, line: str) -> None:
        if self._bar is None:
            click.echo(line)
        else:
            self._bar.console.print(line)

    def report(self, outcome: Outcome) -> None:
        self._done += 1
        line = f"{outcome.job.name}: {'failed' if outcome.failure else 'done'}"
        if self._bar is None:
            click.echo(f"[{self._done}/{self._total}] {line}")
        else:
            self._bar.update(self._task, completed=min(self._done, self._total), description=line)
