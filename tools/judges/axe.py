"""HTML pages by axe-core, and by accessible.js for results that axe-core leaves undecided: every slide with all that appears on it,
and each page as a whole. A slide that stands in several decks is judged once.

Run as a program it is the part that needs a browser: it reads {file: slides, or null for a page} as JSON and prints the findings.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from judges.judge import HERE, CannotJudge, Finding, Judge, Verdict, answer_read, each
from judges.memory import Memory, digest

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# the name of what is judged of a deck besides its slides
PAGE = ""
_SLIDES, _SCRIPT = '<div class="slides">', "<script"
_SECTION = re.compile(r"<section\b([^>]*)>|</section>")
_ID = re.compile(r'\bid="([^"]+)"')
# a deck's faces hold the letters that it needs, and its policy the digests of its scripts
_OWN = re.compile(r"url\(data:font[^)]*\)|<meta [^>]*>")
_AT_ONCE = 10

# --- in a page that a browser has opened ------------------------------------------------------------------------------


@cache
def _scripts() -> tuple[str, ...]:
    import axe_playwright_python

    files = (Path(axe_playwright_python.__path__[0]) / "axe.min.js", HERE / "accessible.js")
    return tuple(file.read_text(encoding="utf-8") for file in files)


def bring_judge(page: Any) -> None:
    """Load both scripts into a page. The content security policy of the page does not apply to `evaluate`."""
    for script in _scripts():
        page.evaluate(script)
    page.evaluate("() => document.fonts.ready.then(() => true)")


def by_all_rules(page: Any) -> list[str]:
    """The violations on the page in its current state, of the rules of WCAG and of good practice."""
    return [str(line) for line in page.evaluate("() => accessible.judge()")]


def walked(page: Any, slides: Sequence[str] | None = None) -> dict[str, list[str]]:
    """The violations on each of these slides of a deck (None: on all), of the rules of WCAG 2.1 A and AA."""
    found: dict[str, list[str]] = page.evaluate("([rules, slides]) => accessible.walk(rules, slides)", [WCAG, slides])
    return found


def _look(wanted: Mapping[str, Sequence[str] | None]) -> dict[str, dict[str, list[str]]]:
    from playwright.sync_api import sync_playwright

    from taphuan.check.browser import find_chromium, launch_flags

    found: dict[str, dict[str, list[str]]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=launch_flags())
        context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        for file, slides in wanted.items():
            page = context.new_page()
            page.goto(Path(file).as_uri())
            bring_judge(page)
            if slides is None:
                found[file] = {PAGE: by_all_rules(page)}
            else:
                found[file] = walked(page, [slide for slide in slides if slide != PAGE])
                if PAGE in slides:
                    found[file][PAGE] = [str(line) for line in page.evaluate("() => accessible.frame()")]
            page.close()
        browser.close()
    return found


# --- which slides of which decks --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A slide of a deck, or the page without its slides (PAGE), and the digest of all that decides how it looks."""

    slide: str
    key: str


def pieces(deck: str) -> Iterator[Piece]:
    """The slides of a deck, and the page around them; nothing of a page that is no deck."""
    begin = deck.find(_SLIDES)
    if begin < 0:
        return
    slides: list[tuple[str, str]] = []
    opened: list[tuple[int, re.Match[str] | None]] = []
    leaf = False
    end = begin
    for tag in _SECTION.finditer(deck, begin, deck.find(_SCRIPT, begin)):
        if tag[0] == "</section>":
            if not opened:
                break  # the Nu Html Checker says so
            start, named = opened.pop()
            end = tag.end()
            if leaf and named:
                slides.append((named[1], deck[start:end]))
            leaf = False
        else:
            opened.append((tag.start(), _ID.search(tag[1])))
            leaf = True
    around = _OWN.sub("", deck[:begin])
    style, body = around[: around.find("<body")], around[around.find("<body") :]
    classes = body[: body.find(">")]
    for name, text in slides:
        yield Piece(name, digest(re.sub("<title>.*?</title>", "", style).encode(), classes.encode(), text.encode()))
    yield Piece(PAGE, digest(around.encode(), deck[end : deck.find(_SCRIPT, end)].encode()))


def _judge(files: Sequence[Path], memory: Memory) -> Verdict:
    of_file = {file: [*pieces(file.read_text(encoding="utf-8", errors="replace"))] for file in files}
    taken = set[str]()
    wanted: dict[str, list[str] | None] = {}
    for file, parts in of_file.items():
        new = [piece for piece in parts if piece.key not in taken and not memory.knows(piece.key)]
        taken.update(piece.key for piece in new)
        if new or not parts:
            wanted[str(file)] = [piece.slide for piece in new] if parts else None
    whole = Verdict()
    found: dict[str, list[str]] = {}  # by digest; of a page by its path
    for part, said in each([*wanted], _AT_ONCE, lambda part: _looked({file: wanted[file] for file in part})):
        if isinstance(said, CannotJudge):
            whole.failures.append(f"{said} ({len(part)} pages, the first {part[0]})")
            continue
        for name, of_slide in said.items():
            keys = {piece.slide: piece.key for piece in of_file[Path(name)]} or {PAGE: name}
            found.update({keys[slide]: of_slide[slide] for slide in wanted[name] or [PAGE]})
    for key in taken:
        if found.get(key) == []:
            memory.keep(key)
    for file, parts in of_file.items():
        keys = {piece.slide: piece.key for piece in parts} or {PAGE: str(file)}
        if all(key in found or memory.knows(key) for key in keys.values()):
            whole.findings[file] = [
                Finding(f"slide {slide}" if slide else "", line)
                for slide, key in keys.items()
                for line in found.get(key, ())
            ]
    return whole


def _looked(wanted: Mapping[str, Sequence[str] | None]) -> dict[str, dict[str, list[str]]]:
    command = [sys.executable, "-m", "judges.axe"]
    # five slides may take as long as a file of another judge
    size = sum(1 + len(slides or ()) // 5 for slides in wanted.values())
    said: Any = answer_read(command, size, json.dumps(wanted), {"PYTHONPATH": str(HERE.parent)})
    if missing := [
        f"{name} {slide}" for name, slides in wanted.items() for slide in slides or () if slide not in said[name]
    ]:
        raise CannotJudge(f"it did not come to {', '.join(missing[:3])}")
    return {str(name): lines for name, lines in said.items()}


def _version() -> str:
    from taphuan.check.browser import INSTALL_HINT, find_chromium

    if find_chromium() is None:
        raise CannotJudge(f"no Chromium on this machine: {INSTALL_HINT}")
    try:
        named = re.search(r"axe v([\d.]+)", _scripts()[0])
    except ModuleNotFoundError:
        raise CannotJudge("the package axe-playwright-python is not installed: rm -rf .venv && make lint") from None
    return named[1] if named else "of an unknown version"


AXE = Judge("axe-core", ("*.html",), _version, _judge)

if __name__ == "__main__":
    print(json.dumps(_look(json.load(sys.stdin))))
