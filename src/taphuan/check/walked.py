"""The walks of a run's decks: the memory of those that were found clean, and the line that says what was walked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import Future
from pathlib import Path

from taphuan import paths
from taphuan.check.browser import find_chromium
from taphuan.check.overflow import DECKS_A_BROWSER, TIMEOUT, Walk, Walker
from taphuan.files import write_whole

DECK = "deck.html"
# the name of this check where a manifest says what is unchecked
OVERFLOW = "overflow"
_NO_CHROMIUM = "no Chromium on this machine (taphuan doctor says how to get it)"


class Walks:
    """Walks decks and counts. A deck that this very check found clean, to the letter, in this very browser, is not walked
    again."""

    def __init__(self, most_decks: int, workers: int = 1, timeout: float = TIMEOUT) -> None:
        self._program = find_chromium()
        self._walker = Walker(min(workers, most_decks // DECKS_A_BROWSER), timeout)
        self._check = _check(self._program) if self._program else b""
        self._decks = self._walked = self._remembered = 0
        self._unchecked: dict[str, int] = {}

    def __enter__(self) -> Walks:
        return self

    def __exit__(self, *_: object) -> None:
        self._walker.__exit__()

    @property
    def possible(self) -> bool:
        """Whether there is a Chromium to try."""
        return self._program is not None

    def walk(self, deck: Path) -> Future[Walk]:
        """The walk of the deck; its result has findings, or says why it could not be walked."""
        self._decks += 1
        stamp = self._stamp(deck)
        done: Future[Walk] = Future()
        if not self.possible:
            done.set_result(self._left_out(_NO_CHROMIUM))
            return done
        if stamp.exists():
            self._remembered += 1
            done.set_result(Walk())
            return done

        def finish(walk: Future[Walk]) -> None:
            try:
                done.set_result(self._count(walk.result(), stamp))
            except Exception as error:
                # in the walker's thread nobody would hear of it: the run asks the future
                done.set_exception(error)

        self._walker.submit(deck).add_done_callback(finish)
        return done

    @property
    def line(self) -> str:
        """What was walked and what was not, for the recap; empty where there was no deck."""
        if not self._decks:
            return ""
        if not self.possible:
            return f"overflow check: left out, {_NO_CHROMIUM}"
        line = f"overflow check: {self._walked} of {self._decks} decks walked in Chromium"
        if self._remembered:
            line += f", {self._remembered} unchanged since found clean"
        return line + "".join(f"; {count} not walked: {reason}" for reason, count in self._unchecked.items())

    def _count(self, walk: Walk, stamp: Path) -> Walk:
        if walk.unchecked:
            return self._left_out(walk.unchecked)
        self._walked += 1
        if not walk.findings:
            write_whole(stamp, b"")
        return walk

    def _left_out(self, reason: str) -> Walk:
        self._unchecked[reason] = self._unchecked.get(reason, 0) + 1
        return Walk(unchecked=reason)

    def _stamp(self, deck: Path) -> Path:
        """Exists where this very deck was found clean by this very check: a letter more in it, or in its theme, is another."""
        return paths.CACHE / "overflow" / hashlib.sha256(self._check + deck.read_bytes()).hexdigest()


def walk_decks(decks: Iterable[Path], workers: int = 1, timeout: float = TIMEOUT) -> tuple[dict[Path, Walk], str]:
    """The walk of each of these decks, and the line about them."""
    listed = tuple(decks)
    with Walks(len(listed), workers, timeout) as walks:
        futures = {deck: walks.walk(deck) for deck in listed}
        return {deck: future.result() for deck, future in futures.items()}, walks.line


def _check(program: Path) -> bytes:
    """Digest of what walks: this check's own code and the browser, told by its program file and when that came here."""
    state = program.resolve().stat()
    digest = hashlib.sha256(f"{program.resolve()} {state.st_size} {state.st_mtime_ns}".encode())
    for part in sorted(Path(__file__).parent.glob("overflow.*")):
        digest.update(part.read_bytes())
    return digest.digest()
