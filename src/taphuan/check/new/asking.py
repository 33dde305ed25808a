"""Answers on a terminal: a question is asked again until its answer can be; Enter leaves it blank."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

# why an answer cannot be; "" if it can
Fault = Callable[[str], str]


def _any(_answer: str) -> str:
    return ""


def asks() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty()


def ask(question: str, given: str, fault: Fault = _any) -> str:
    """The answer that the command line gave, or on a terminal that of the person; "" where there is none."""
    given = given.strip()
    if given or not asks():
        return given
    while True:
        answer: str = click.prompt(f"{question} (Enter: blank)", default="", show_default=False).strip()
        if not answer or not (wrong := fault(answer)):
            return answer
        click.echo(wrong)


def ask_several(question: str, given: tuple[str, ...], fault: Fault = _any) -> tuple[str, ...]:
    """The same of answers that are given one by one, or on a terminal with commas between them."""
    if given or not asks():
        return given

    def wrong(answer: str) -> str:
        return "\n".join(filter(None, map(fault, _parts(answer))))

    return _parts(ask(f"{question}, separated by commas", "", wrong))


def _parts(answer: str) -> tuple[str, ...]:
    return tuple(part for part in answer.replace(",", " ").split() if part)
