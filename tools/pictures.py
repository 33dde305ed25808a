"""Takes the pictures of the README from a fresh build: the hall's deck, one province's deck and briefing (`make pictures`).

Needs Chromium for the slides and pdftoppm (Debian: apt-get install poppler-utils) for the page.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from taphuan import paths
from taphuan.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.units import WHOLE

PICTURES = paths.ROOT / "docs" / "pictures"
CONFERENCE, PROVINCE = "quang-nam-2024", "quang-nam"
# picture: the deck's folder below the conference and the slide it shows
SLIDES = {"hall": ("", "participants-ban-do"), "province": (PROVINCE, "profile-bang-hang")}
PAGE_DPI = 72  # an A4 page becomes 595 × 842 px


def main() -> int:
    program, rasteriser = find_chromium(), shutil.which("pdftoppm")
    if program is None or rasteriser is None:
        hint = INSTALL_HINT if program is None else "install pdftoppm (Debian: apt-get install poppler-utils)"
        print(f"error: {hint}", file=sys.stderr)
        return 3
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="taphuan-") as folder:
        command = [sys.executable, "-m", "taphuan.entry", "build", "--out", folder]
        chosen = ["--conference", CONFERENCE, "--province", WHOLE, "--province", PROVINCE]
        subprocess.run([*command, *chosen, "--format", "deck.html", "--format", "briefing.pdf"], check=True)
        built = Path(folder, CONFERENCE)
        for name, (place, slide) in SLIDES.items():
            take_slide(program, built / place / "deck.html", slide, PICTURES / f"{name}.png")
        page = PICTURES / "briefing"
        first = ["-f", "1", "-l", "1", "-singlefile", "-r", str(PAGE_DPI), "-png"]
        subprocess.run([rasteriser, *first, str(built / PROVINCE / "briefing.pdf"), str(page)], check=True)
    return 0


def take_slide(program: Path, deck: Path, slide: str, target: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=launch_flags())
        page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        page.goto(f"{deck.as_uri()}#/{slide}")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        shown = page.evaluate("() => Reveal.getCurrentSlide().id")
        if shown != slide:
            raise SystemExit(f"error: the deck has no slide '{slide}' (it shows '{shown}'); name another in {__file__}")
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
