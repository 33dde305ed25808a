"""`taphuan import`: shows what a copy would change in the source notebooks, asks, writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from taphuan.check.tidy import as_text
from taphuan.compose.origin import notebook_of
from taphuan.errors import EXIT_BAD_INPUT, EXIT_DONE, EXIT_JOBS_FAILED, EnvironmentLacks, with_code
from taphuan.files import write_whole
from taphuan.live.lab.base import NotImported
from taphuan.live.lab.bring_back import (
    Brought,
    Copy,
    bring_back,
    name_of,
    new_problems,
    read_copy,
    today,
    unchanged_since,
    untold,
)
from taphuan.live.lab.differences import Difference, differences
from taphuan.live.lab.merging import Refusal
from taphuan.live.lab.today import Today

YES, NO, EACH = "y", "n", "c"


@dataclass(frozen=True)
class Person:
    """Who decides. `tell` prints a line, in a colour or ""; `ask` puts a question with these answers, None where nobody is asked:
    everything is taken."""

    tell: Callable[[str, str], None]
    ask: Callable[[str, Sequence[str]], str] | None


def import_copy(file: Path, person: Person, dry_run: bool) -> int:
    """Bring the changes of a copy back into the source notebooks; the exit code: 0 all, 1 some were left out, 2 the check refuses
    the result.

    Raises NotImported, NotComposed, EnvironmentLacks; nothing is written then.
    """
    copy = read_copy(file)
    now = today(copy)
    brought = bring_back(copy, now)
    _show(brought, person)
    left = _tell_left_out(copy, brought, person)
    if not brought.notebooks:
        person.tell("nothing to bring back" if not left else "nothing else to bring back", "")
        return EXIT_JOBS_FAILED if left else EXIT_DONE
    if _refused_by_check(brought, person):
        return EXIT_BAD_INPUT
    if dry_run:
        person.tell("only shown, nothing written", "")
        return EXIT_JOBS_FAILED if left else EXIT_DONE
    if person.ask is not None:
        brought = _chosen(copy, now, brought, person)
        if not brought.notebooks:
            person.tell("nothing written", "")
            return EXIT_DONE
        if _refused_by_check(brought, person):
            return EXIT_BAD_INPUT
    _write(brought, person)
    return EXIT_JOBS_FAILED if left else EXIT_DONE


def _show(brought: Brought, person: Person) -> None:
    for path, after in brought.notebooks.items():
        person.tell(f"{name_of(path)}", "bold")
        for difference in differences(path, brought.before[path], after):
            _show_one(difference, person)


def _show_one(difference: Difference, person: Person) -> None:
    person.tell(f"  {difference.head}", "cyan")
    for line in difference.lines:
        person.tell(f"    {line}", {"+": "green", "-": "red"}.get(line[:1], ""))


def _tell_left_out(copy: Copy, brought: Brought, person: Person) -> int:
    """How many changes are left out."""
    for refusal in brought.refused:
        person.tell(with_code(f"left out: {refusal.where}: {refusal.why}", "TH865"), "yellow")
    without_place = untold(copy)
    for place, what in without_place:
        person.tell(with_code(f"left out: {place}: {what}", "TH865"), "yellow")
    for origin in brought.follows:
        person.tell(f"note: {origin} reads otherwise now, because of the other changes", "")
    return len(brought.refused) + len(without_place)


def _refused_by_check(brought: Brought, person: Person) -> bool:
    problems = new_problems(brought)
    for problem in problems:
        person.tell(str(problem), "red")
    if problems:
        person.tell("nothing written: correct this in the copy, save it, import again", "")
    return bool(problems)


def _chosen(copy: Copy, now: Today, brought: Brought, person: Person) -> Brought:
    """What is left of it when a person has chosen by notebook or by cell."""
    assert person.ask is not None
    unwanted: list[Refusal] = []
    for path, after in brought.notebooks.items():
        found = tuple(differences(path, brought.before[path], after))
        answer = person.ask(f"write {name_of(path)}? y: yes, n: no, c: ask cell by cell", (YES, NO, EACH))
        for difference in found:
            if answer == EACH:
                _show_one(difference, person)
            if answer == NO or (answer == EACH and person.ask("  take this cell?", (YES, NO)) == NO):
                unwanted.append(_without(difference.origin, brought, path))
    return bring_back(copy, now, unwanted) if unwanted else brought


def _without(origin: str, brought: Brought, path: Path) -> Refusal:
    """The change of this source cell, undone in the copy."""
    items = [item for item, at in brought.cells if at == origin]
    pieces = [item for item, _ in brought.cells if any(item.pieces and item.pieces == other.pieces for other in items)]
    group = (*items, *(item for item in pieces if item not in items))
    origins = {parent for item in group if item.origin or item.pieces for parent in item.parents}
    if not group and notebook_of(origin) == path:
        origins = {origin}
    return Refusal(group, tuple(sorted(origins)), origin, "")


def _write(brought: Brought, person: Person) -> None:
    """Raises NotImported where a notebook was saved while somebody was being asked, EnvironmentLacks."""
    for path in brought.notebooks:
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            raise EnvironmentLacks(
                f"{name_of(path)} cannot be written; nothing was. Give yourself the right to, then import again",
                code="TH909",
            )
    if not unchanged_since(brought):
        raise NotImported("a source notebook was saved meanwhile; nothing was written, import again", code="TH851")
    # what gains cells first: were the machine to stop between two files, a cell that moves would stand twice and not nowhere
    grown = sorted(
        brought.notebooks, key=lambda path: len(brought.before[path]["cells"]) - len(brought.notebooks[path]["cells"])
    )
    for path in grown:
        write_whole(path, as_text(brought.notebooks[path]).encode("utf-8"))
        person.tell(f"wrote {name_of(path)}", "")


def on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
