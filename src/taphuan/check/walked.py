"""The decks that are walked in the browser at the end of a build, and the memory of those that were found clean."""

from __future__ import annotations

import hashlib
from pathlib import Path

from taphuan import paths
from taphuan.check.browser import find_chromium
from taphuan.files import write_whole

DECK = "deck.html"


def browser_findings(decks: tuple[Path, ...], browsers: int) -> tuple[dict[Path, tuple[str, ...]], str]:
    """Findings of the decks that have any, and one line on what was walked (or why nothing was)."""
    program = find_chromium()
    if program is None:
        return {}, "overflow check: left out, no Chromium on this machine (taphuan doctor says how to get it)"
    walk = _walk(program)
    stamps = {deck: _stamp(deck, walk) for deck in decks}
    fresh = [deck for deck in decks if not stamps[deck].exists()]
    found: dict[Path, tuple[str, ...]] = {}
    if fresh:
        from taphuan.check.overflow import check_decks

        found = check_decks(fresh, browsers)
        for deck in fresh:
            if not found[deck]:
                write_whole(stamps[deck], b"")
    line = f"overflow check: {len(fresh)} of {len(decks)} decks walked in Chromium"
    if len(fresh) < len(decks):
        line += f", {len(decks) - len(fresh)} unchanged since found clean"
    return {deck: findings for deck, findings in found.items() if findings}, line


def _walk(program: Path) -> bytes:
    """Digest of what walks: this check's own code and the browser, told by its program file and when that came here."""
    state = program.resolve().stat()
    digest = hashlib.sha256(f"{program.resolve()} {state.st_size} {state.st_mtime_ns}".encode())
    for part in sorted(Path(__file__).parent.glob("overflow.*")):
        digest.update(part.read_bytes())
    return digest.digest()


def _stamp(deck: Path, walk: bytes) -> Path:
    """Exists where this very deck was found clean by this very check: a letter more in it, or in its theme, is another."""
    return paths.CACHE / "overflow" / hashlib.sha256(walk + deck.read_bytes()).hexdigest()
