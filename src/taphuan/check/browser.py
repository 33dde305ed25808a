"""Where Chromium is on this machine and how to start it without a word to the net."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

INSTALL_HINT = "install Chromium (Debian: apt-get install chromium) or set TAPHUAN_CHROMIUM to its program file"

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_USUAL = (
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

# A fresh browser otherwise looks for updates and components, and HTTP/3 goes round a blocked network.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> Path | None:
    """The program file of Chromium or a relative of it; `TAPHUAN_CHROMIUM` goes before everything else."""
    if named := os.environ.get("TAPHUAN_CHROMIUM"):
        path = Path(named)
        return path if path.is_file() else None
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    usual = [Path(path) for path in _USUAL]
    for root in (os.environ.get("PROGRAMFILES"), os.environ.get("PROGRAMFILES(X86)"), os.environ.get("LOCALAPPDATA")):
        if root:
            usual += [Path(root) / tail for tail in _WINDOWS]
    return next((path for path in usual if path.is_file()), None)


def launch_flags() -> list[str]:
    """The arguments for a headless run; Chromium's sandbox refuses to start for root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, "--no-sandbox"] if root else list(FLAGS)
