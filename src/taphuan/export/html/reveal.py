"""What is embedded in every deck: fonts, styles and reveal.js, read from installed packages when the deck is written."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from taphuan import paths
from taphuan.errors import EnvironmentLacks
from taphuan.export.html.speaker_view import in_vietnamese
from taphuan.export.shared import fonts
from taphuan.theme import forms


@dataclass(frozen=True)
class PageAssets:
    """Texts that are ready for <style> elements, a <script> element and a comment. `faces` holds on every screen, `slides`
    and `phone` each on its own."""

    faces: str
    slides: str
    phone: str
    scripts: str
    licence: str


def page_assets() -> PageAssets:
    """The same object for a whole process, until the style sheet changes."""
    sheets = (paths.taken(paths.THEME_CSS), paths.taken(paths.PHONE_CSS))
    return _page_assets(*sheets, tuple(sheet.stat().st_mtime_ns for sheet in sheets))


@functools.cache
def _page_assets(sheet: Path, phone: Path, _changed: tuple[int, ...]) -> PageAssets:
    dist = _reveal_dist()
    reveal_css = (dist / "reveal.css").read_text(encoding="utf-8")
    # reveal's print style turns slides into running text; slides/theme.css prints them as slides
    reveal_css = reveal_css.replace("@media print", "@media not all")
    reveal, zoom = ((dist / name).read_text(encoding="utf-8") for name in ("reveal.js", "plugin/zoom.js"))
    scripts = (reveal, _notes_plugin(dist), zoom)
    licence = (dist.parent / "LICENSE").read_text(encoding="utf-8").strip()
    return PageAssets(
        faces="\n".join([fonts.face_css(digits=True), forms.css()]),
        slides="\n".join([reveal_css, _without_remarks(sheet)]),
        phone=_without_remarks(phone),
        scripts="\n".join(_inside_script(script) for script in scripts),
        licence=licence.replace("--", "- -"),
    )


def _without_remarks(sheet: Path) -> str:
    """A style sheet of ours without what only its authors read: each deck carries it."""
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return "\n".join(line.strip() for line in rules.splitlines() if line.strip())


def speaker_script() -> str:
    """The script of the speaker view's window, which the notes plugin writes into it from a template literal."""
    match = re.search(r"<script>(.*?)<\\/script>", _notes_plugin(_reveal_dist()), flags=re.DOTALL)
    if match is None:
        raise EnvironmentLacks(
            "reveal.js has no speaker view that we know: install requirements.lock again", code="TH902"
        )
    return re.sub(r"\\([\\/])", r"\1", match[1])


def _notes_plugin(dist: Path) -> str:
    return in_vietnamese((dist / "plugin/notes.js").read_text(encoding="utf-8"))


def _inside_script(code: str) -> str:
    """Escape what would end the <script> element or change how a browser parses it; all of it is inside literals.

    The closing tags of a page are escaped too, so that a program that adds to the page finds one `</body>`.
    """
    return re.sub(r"<(?=!--|/?script|/(?:body|head|html))", r"\\x3C", code, flags=re.IGNORECASE)


def _reveal_dist() -> Path:
    """The folder of reveal.js in its package. Raises EnvironmentLacks."""
    package = find_spec("pyreveal")
    if package is None or package.origin is None:
        raise EnvironmentLacks("reveal.js is missing: run `make` to install requirements.lock", code="TH902")
    dist = Path(package.origin).parent / "revealjs" / "dist"
    if not (dist / "reveal.js").is_file():
        raise EnvironmentLacks(
            "the package pyreveal has no reveal.js in it: install requirements.lock again", code="TH902"
        )
    return dist
