"""Takes the pictures of the README and the guide from a fresh build: slides of the hall's and of one province's deck, the same
deck in PowerPoint, its handout and its briefing, and the deck live with its bar and its speaker view (`make pictures`).

Needs Chromium for the slides, LibreOffice for PowerPoint and pdftoppm (Debian: apt-get install poppler-utils) for pages.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from taphuan import paths
from taphuan.check.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.export.shared.fonts import screen_font
from taphuan.known.units import WHOLE

PICTURES = paths.ROOT / "docs" / "pictures"
CONFERENCE, PROVINCE = "quang-nam-2024", "quang-nam"
# picture: the deck's folder below the conference and the slide it shows
SLIDES = {"hall": ("", "participants-ban-do"), "province": (PROVINCE, "profile-bang-hang")}
# picture: the province's file and the page it shows
PAGES = {"briefing": ("briefing.pdf", 1), "handout": ("handout.pdf", 4)}
# the slide that is shown live, and the province it is compared with
LIVE_SLIDE, COMPARED = "profile-ban-do", "Đà Nẵng"
MINUTES_SPOKEN = 10
PAGE_DPI = 72  # an A4 page becomes 595 × 842 px
FORMATS = ("deck.html", "deck.pptx", "briefing.pdf", "handout.pdf")
HINTS = {
    "soffice": "install LibreOffice (Debian: apt-get install libreoffice-impress)",
    "pdftoppm": "install pdftoppm (Debian: apt-get install poppler-utils)",
}


def main() -> int:
    program = find_chromium()
    hints = [] if program else [INSTALL_HINT]
    hints += [hint for name, hint in HINTS.items() if shutil.which(name) is None]
    if program is None or hints:
        print("".join(f"error: {hint}\n" for hint in hints), end="", file=sys.stderr)
        return 3
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="taphuan-") as folder:
        command = [sys.executable, "-m", "taphuan", "build", "--out", folder]
        chosen = ["--conference", CONFERENCE, "--province", WHOLE, "--province", PROVINCE]
        chosen += [part for name in FORMATS for part in ("--format", name)]
        subprocess.run([*command, *chosen], check=True)
        built = Path(folder, CONFERENCE)
        for name, (place, slide) in SLIDES.items():
            take_slide(program, built / place / "deck.html", slide, PICTURES / f"{name}.png")
        for name, (file, page) in PAGES.items():
            take_page(built / PROVINCE / file, page, PICTURES / name, "-r", str(PAGE_DPI))
        take_powerpoint(built / PROVINCE / "deck.pptx", Path(folder), PICTURES / "powerpoint")
        take_live(program, Path(folder))
    return 0


def take_page(file: Path, page: int, target: Path, *size: str) -> None:
    number = ["-f", str(page), "-l", str(page), "-singlefile", "-png"]
    subprocess.run(["pdftoppm", *number, *size, str(file), str(target)], check=True)


def take_powerpoint(deck: Path, work: Path, target: Path) -> None:
    """The first slide with a chart of several series, as LibreOffice shows it with the font of the decks."""
    from pptx import Presentation

    slides = enumerate(Presentation(str(deck)).slides, start=1)
    page = next(at for at, slide in slides if any(s.has_chart and s.chart.has_legend for s in slide.shapes))
    fonts = work / "fonts.conf"
    fonts.write_text(
        '<!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{screen_font().parent}</dir><cachedir>{work / 'fonts'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    office = ["soffice", f"-env:UserInstallation={(work / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    settings = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    subprocess.run([*office, "--outdir", str(work), str(deck)], check=True, stdout=subprocess.DEVNULL, env=settings)
    take_page(work / "deck.pdf", page, target, "-scale-to-x", "1280", "-scale-to-y", "720")


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


def take_live(program: Path, out: Path) -> None:
    """The bar below a comparison with another province, and the speaker view, from a running talk."""
    command = [sys.executable, "-m", "taphuan", "present", CONFERENCE, "--province", PROVINCE, "--no-browser"]
    talk = subprocess.Popen([*command, "--out", str(out)], stdout=subprocess.PIPE, text=True)
    try:
        assert talk.stdout is not None
        address = next((found[0] for line in talk.stdout if (found := re.search(r"http://\S+", line))), None)
        if address is None:
            raise SystemExit("error: the talk did not start; run `make present` to see why")
        _take_live(program, address)
    finally:
        talk.send_signal(signal.SIGINT)
        talk.wait()


def _take_live(program: Path, address: str) -> None:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=launch_flags())
        page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        spoken = f"sessionStorage.setItem('taphuan-clock', String(Date.now() - {MINUTES_SPOKEN} * 60000))"
        page.add_init_script(spoken)
        page.goto(f"{address}#/{LIVE_SLIDE}")
        figures = page.locator("#live-bar [data-status=figures]")
        expect(figures).to_contain_text("trùng bản dựng", timeout=60_000)
        page.keyboard.press("t")
        page.locator("#live-compare").fill(COMPARED)
        page.keyboard.press("Enter")
        expect(figures).to_contain_text(COMPARED, timeout=60_000)
        expect(page.locator("#live-bar [data-status=kernel]")).to_contain_text("sẵn sàng", timeout=60_000)
        page.mouse.move(850, 700)
        page.locator("#live-bar.shown").wait_for()
        page.screenshot(path=PICTURES / "live-bar.png")
        with page.expect_popup() as opened:
            page.keyboard.press("s")
        speaker = opened.value
        speaker.set_viewport_size({"width": 1100, "height": 620})
        now, then = (speaker.frame_locator(f"#{name}-slide iframe") for name in ("current", "upcoming"))
        now.locator(".live-compared").wait_for()
        then.locator(f"section.present:not(#{LIVE_SLIDE})").wait_for()
        speaker.screenshot(path=PICTURES / "live-speaker.png")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
