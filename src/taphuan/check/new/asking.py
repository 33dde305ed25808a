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


def ask(question: str, given: str, fault: Fault = _any, otherwise: str = "") -> str:
    """The answer that the command line gave, or on a terminal that of the person; where there is none `otherwise`."""
    given = given.strip()
    if given or not asks():
        return given or otherwise
    while True:
        told = f"{question} (Enter: {otherwise or 'blank'})"
        answer: str = click.prompt(told, default=otherwise, show_default=False).strip()
        if not answer or not (wrong := fault(answer)):
            return answer
        click.echo(wrong)


def ask_several(
    question: str, given: tuple[str, ...], fault: Fault = _any, otherwise: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The same of answers that are given one by one, or on a terminal with commas between them."""
    if given or not asks():
        return given or otherwise

    def wrong(answer: str) -> str:
        return "\n".join(filter(None, map(fault, _parts(answer))))

    return _parts(ask(f"{question}, separated by commas", "", wrong, ", ".join(otherwise)))


def _parts(answer: str) -> tuple[str, ...]:
    return tuple(part for part in answer.replace(",", " ").split() if part)
