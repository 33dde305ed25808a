"""Which decks are walked in the browser at the end of a build, and the memory of those that were found clean."""

from __future__ import annotations

import hashlib
from pathlib import Path

from taphuan import paths
from taphuan.browser import find_chromium
from taphuan.publish import write_whole

DECK = "deck.html"


def sample(decks: tuple[Path, ...]) -> tuple[Path, ...]:
    """Of each conference the deck with the longest name and the largest: where things stick out first."""
    chosen: dict[Path, None] = {}
    by_conference: dict[Path, list[Path]] = {}
    for deck in decks:
        by_conference.setdefault(deck.parent.parent, []).append(deck)
    for group in by_conference.values():
        chosen[max(group, key=lambda deck: (len(deck.parent.name), deck.parent.name))] = None
        chosen[max(group, key=lambda deck: (deck.stat().st_size, deck.parent.name))] = None
    return tuple(chosen)


def browser_findings(decks: tuple[Path, ...]) -> tuple[dict[Path, tuple[str, ...]], str]:
    """Findings of the sampled decks that have any, and one line on what was walked (or why nothing was)."""
    chosen = sample(decks)
    if find_chromium() is None:
        return {}, "overflow check: left out, no Chromium on this machine (taphuan doctor says how to get it)"
    fresh = [deck for deck in chosen if not _stamp(deck).exists()]
    if fresh:
        from taphuan.audit.overflow import check_decks

        found = check_decks(fresh)
        for deck in fresh:
            if not found[deck]:
                write_whole(_stamp(deck), b"")
    else:
        found = {}
    line = f"overflow check: {len(fresh)} of {len(decks)} decks walked in Chromium"
    if len(fresh) < len(chosen):
        line += f", {len(chosen) - len(fresh)} unchanged since found clean"
    return {deck: findings for deck, findings in found.items() if findings}, line


def _stamp(deck: Path) -> Path:
    """Exists where this very deck was found clean by this very check."""
    digest = hashlib.sha256(deck.read_bytes())
    for part in sorted(Path(__file__).parent.glob("overflow.*")):
        digest.update(part.read_bytes())
    return paths.CACHE / "overflow" / digest.hexdigest()
