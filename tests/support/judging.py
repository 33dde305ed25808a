"""Accessibility checks of a page by axe-core, and by accessible.js for results that axe-core leaves undecided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SCRIPTS = (Path(axe_playwright_python.__path__[0]) / "axe.min.js", Path(__file__).with_name("accessible.js"))


def bring_judge(page: Any) -> None:
    """Load both scripts into a page. The content security policy of the page does not apply to `evaluate`."""
    for script in SCRIPTS:
        page.evaluate(script.read_text(encoding="utf-8"))
    page.evaluate("() => document.fonts.ready.then(() => true)")


def by_all_rules(page: Any) -> list[str]:
    """The violations on the page in its current state, of the rules of WCAG and of good practice."""
    return [str(line) for line in page.evaluate("() => accessible.judge()")]


def walked(page: Any) -> list[str]:
    """The violations on all slides of a deck, of the rules of WCAG 2.1 A and AA."""
    return [str(line) for line in page.evaluate("rules => accessible.walk(rules)", WCAG)]
