"""What every deck carries in itself: fonts, styles and reveal.js, taken from installed packages when it is written."""

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


@dataclass(frozen=True)
class Shell:
    """Ready to stand inside <style>, <script> and a comment."""

    styles: str
    scripts: str
    licence: str


def shell() -> Shell:
    """Made once a process, and anew when the theme changes."""
    return _shell(paths.THEME_CSS, paths.THEME_CSS.stat().st_mtime_ns)


@functools.cache
def _shell(theme: Path, _changed: int) -> Shell:
    dist = _reveal_dist()
    reveal_css = (dist / "reveal.css").read_text(encoding="utf-8")
    # reveal's own paper style turns slides into running text; slides/theme.css prints them as slides.
    reveal_css = reveal_css.replace("@media print", "@media not all")
    reveal, zoom = ((dist / name).read_text(encoding="utf-8") for name in ("reveal.js", "plugin/zoom.js"))
    scripts = (reveal, _notes_plugin(dist), zoom)
    licence = (dist.parent / "LICENSE").read_text(encoding="utf-8").strip()
    return Shell(
        styles="\n".join([fonts.face_css(digits=True), reveal_css, theme.read_text(encoding="utf-8")]),
        scripts="\n".join(_inside_script(script) for script in scripts),
        licence=licence.replace("--", "- -"),
    )


def speaker_script() -> str:
    """The script of the window that the speaker view opens; the notes plugin writes it there from a template literal."""
    found = re.search(r"<script>(.*?)<\\/script>", _notes_plugin(_reveal_dist()), flags=re.DOTALL)
    if found is None:
        raise EnvironmentLacks("reveal.js has no speaker view that we know: install requirements.lock again")
    return re.sub(r"\\([\\/])", r"\1", found[1])


def _notes_plugin(dist: Path) -> str:
    return in_vietnamese((dist / "plugin/notes.js").read_text(encoding="utf-8"))


def _inside_script(code: str) -> str:
    """Hide what would end the <script> element or change how a browser reads it; all of it stands in literals.

    The closing tags of a page are hidden too, so that a page has one `</body>` for those who add to it.
    """
    return re.sub(r"<(?=!--|/?script|/(?:body|head|html))", r"\\x3C", code, flags=re.IGNORECASE)


def _reveal_dist() -> Path:
    """The folder of reveal.js as its package installed it."""
    package = find_spec("pyreveal")
    if package is None or package.origin is None:
        raise EnvironmentLacks("reveal.js is missing: run `make` to install requirements.lock")
    dist = Path(package.origin).parent / "revealjs" / "dist"
    if not (dist / "reveal.js").is_file():
        raise EnvironmentLacks("the package pyreveal has no reveal.js in it: install requirements.lock again")
    return dist
