"""axe-core and our own judge of what axe leaves open (accessible.js), for pages of any test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SCRIPTS = (Path(axe_playwright_python.__path__[0]) / "axe.min.js", Path(__file__).with_name("accessible.js"))


def bring_judge(page: Any) -> None:
    """Put both into a page; its own policy against foreign scripts does not reach them."""
    for script in SCRIPTS:
        page.evaluate(script.read_text(encoding="utf-8"))
    page.evaluate("() => document.fonts.ready.then(() => true)")


def by_all_rules(page: Any) -> list[str]:
    """What is wrong on the page as it stands, by the rules of WCAG and those of good practice."""
    return [str(line) for line in page.evaluate("() => accessible.judge()")]


def walked(page: Any) -> list[str]:
    """What is wrong on any slide of a deck, by the rules of WCAG 2.1 A and AA."""
    return [str(line) for line in page.evaluate("rules => accessible.walk(rules)", WCAG)]
