"""`make pictures`: takes the pictures of the README and of the guide from a fresh build.

They are slides of the deck of the whole conference and of one province, the same deck in PowerPoint, the handout of the hall, the checkup and
briefing of the province, and the live deck with its bar and its speaker view. Needs Chromium for the slides, LibreOffice for PowerPoint and
pdftoppm (Debian: apt-get install poppler-utils) for pages of PDF files.
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
from taphuan.charts.text_measure import screen_font
from taphuan.check.browser import INSTALL_HINT, find_chromium, launch_flags
from taphuan.known.units import WHOLE

PICTURES = paths.ROOT / "docs" / "pictures"
CONFERENCE, PROVINCE = "quang-nam-2024", "quang-nam"
# name of the picture → (folder of the deck below the conference, id of the slide)
SLIDES = {"hall": ("", "participants-ban-do"), "province": (PROVINCE, "story-mot-cau")}
# name of the picture → (folder of the file below the conference, file, number of the page)
PAGES = {
    "checkup": (PROVINCE, "checkup.pdf", 1),
    "briefing": (PROVINCE, "briefing.pdf", 1),
    "handout": ("", "handout.pdf", 1),
}
# the slide of the live deck, and the province with which it is compared
LIVE_SLIDE, COMPARED = "story-chi-so", "Đà Nẵng"
MINUTES_SPOKEN = 10
PAGE_DPI = 72  # an A4 page becomes 595 × 842 px
FORMATS = ("deck.html", "deck.pptx", "checkup.pdf", "briefing.pdf", "handout.pdf")
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
        selection = ["--conference", CONFERENCE, "--province", WHOLE, "--province", PROVINCE]
        selection += [part for name in FORMATS for part in ("--format", name)]
        subprocess.run([*command, *selection], check=True)
        built = Path(folder, CONFERENCE)
        for name, (place, slide) in SLIDES.items():
            take_slide(program, built / place / "deck.html", slide, PICTURES / f"{name}.png")
        for name, (place, file, page) in PAGES.items():
            take_page(built / place / file, page, PICTURES / name, "-r", str(PAGE_DPI))
        take_powerpoint(built / PROVINCE / "deck.pptx", Path(folder), PICTURES / "powerpoint")
        take_live(program, Path(folder))
    for picture in PICTURES.glob("*.png"):
        make_small(picture)
    return 0


def make_small(picture: Path) -> None:
    """Write a picture again in 256 colours: everyone who clones the repository loads it."""
    from PIL import Image

    with Image.open(picture) as image:
        few = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


def take_page(file: Path, page: int, target: Path, *size: str) -> None:
    """Write a page of a PDF to `target`.png; `size` are options of pdftoppm."""
    number = ["-f", str(page), "-l", str(page), "-singlefile", "-png"]
    subprocess.run(["pdftoppm", *number, *size, str(file), str(target)], check=True)


def take_powerpoint(deck: Path, work: Path, target: Path) -> None:
    """Write the first slide with a chart of several series to `target`.png, rendered by LibreOffice with the decks' font."""
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
    """Write a screenshot of a slide to `target`. Exits with an error if the deck has no such slide."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=launch_flags())
        page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        page.goto(f"{deck.as_uri()}#/{slide}")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        current = page.evaluate("() => Reveal.getCurrentSlide().id")
        if current != slide:
            raise SystemExit(f"error: the deck has no slide '{slide}' (it shows '{current}'); correct it in {__file__}")
        page.screenshot(path=target)
        browser.close()


def take_live(program: Path, out: Path) -> None:
    """Take the bar below a comparison with another province, and the speaker view, from a running live deck."""
    command = [sys.executable, "-m", "taphuan", "present", CONFERENCE, "--province", PROVINCE, "--no-browser"]
    talk = subprocess.Popen([*command, "--out", str(out)], stdout=subprocess.PIPE, text=True)
    try:
        assert talk.stdout is not None
        address = next((match[0] for line in talk.stdout if (match := re.search(r"http://\S+", line))), None)
        if address is None:
            raise SystemExit("error: the live deck did not start; run `make present` to see why")
        _take_live(program, address)
    finally:
        talk.send_signal(signal.SIGINT)
        talk.wait()


def _take_live(program: Path, address: str) -> None:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=launch_flags())
        page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        set_clock = f"sessionStorage.setItem('taphuan-clock', String(Date.now() - {MINUTES_SPOKEN} * 60000))"
        page.add_init_script(set_clock)
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
        current, upcoming = (speaker.frame_locator(f"#{name}-slide iframe") for name in ("current", "upcoming"))
        current.locator(".live-compared").wait_for()
        upcoming.locator(f"section.present:not(#{LIVE_SLIDE})").wait_for()
        speaker.screenshot(path=PICTURES / "live-speaker.png")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
