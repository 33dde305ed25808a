"""Takes the pictures of the README from a fresh build of one province (`make pictures`).

Needs Chromium for the slide and pdftoppm (Debian: apt-get install poppler-utils) for the page.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from taphuan import paths
from taphuan.browser import INSTALL_HINT, find_chromium, launch_flags

PICTURES = paths.ROOT / "docs" / "pictures"
CONFERENCE, PROVINCE = "quang-nam-2024", "quang-nam"
SLIDE = "profile-bang-hang"
PAGE_DPI = 72  # an A4 page becomes 595 × 842 px


def main() -> int:
    program, rasteriser = find_chromium(), shutil.which("pdftoppm")
    if program is None or rasteriser is None:
        hint = INSTALL_HINT if program is None else "install pdftoppm (Debian: apt-get install poppler-utils)"
        print(f"error: {hint}", file=sys.stderr)
        return 3
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="taphuan-") as folder:
        command = [sys.executable, "-m", "taphuan.cli", "build", "--out", folder]
        subprocess.run([*command, "--conference", CONFERENCE, "--province", PROVINCE], check=True)
        built = Path(folder, CONFERENCE, PROVINCE)
        take_slide(program, built / "deck.html", PICTURES / "slide.png")
        page = PICTURES / "briefing"
        first = ["-f", "1", "-l", "1", "-singlefile", "-r", str(PAGE_DPI), "-png"]
        subprocess.run([rasteriser, *first, str(built / "briefing.pdf"), str(page)], check=True)
    return 0


def take_slide(program: Path, deck: Path, target: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=launch_flags())
        page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        page.goto(f"{deck.as_uri()}#/{SLIDE}")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        shown = page.evaluate("() => Reveal.getCurrentSlide().id")
        if shown != SLIDE:
            raise SystemExit(f"error: the deck has no slide '{SLIDE}' (it shows '{shown}'); name another in {__file__}")
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
