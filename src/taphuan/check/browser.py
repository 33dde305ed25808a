"""Finds Chromium on this machine; the options with which it makes no network requests of its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

INSTALL_HINT = "install Chromium (Debian: apt-get install chromium) or set TAPHUAN_CHROMIUM to its program file"

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_USUAL_PATHS = (
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_WINDOWS_PATHS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

# By default a new profile looks for updates and components; QUIC would bypass the interception of requests.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> Path | None:
    """The program file of Chromium, Chrome or Edge; None if there is none. `TAPHUAN_CHROMIUM` has precedence: if it is set,
    its file is returned, or None if that does not exist."""
    if configured := os.environ.get("TAPHUAN_CHROMIUM"):
        path = Path(configured)
        return path if path.is_file() else None
    for name in _NAMES:
        if program := shutil.which(name):
            return Path(program)
    candidates = [Path(path) for path in _USUAL_PATHS]
    for root in (os.environ.get("PROGRAMFILES"), os.environ.get("PROGRAMFILES(X86)"), os.environ.get("LOCALAPPDATA")):
        if root:
            candidates += [Path(root) / tail for tail in _WINDOWS_PATHS]
    return next((path for path in candidates if path.is_file()), None)


def launch_flags() -> list[str]:
    """The command line options for a headless run; without its sandbox for root, for whom that does not start."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, "--no-sandbox"] if root else list(FLAGS)
