"""Check all built decks below a folder for overflow in Chromium, as a build does: `walk.py OUT BROWSERS`."""

from __future__ import annotations

import sys
from pathlib import Path

from taphuan.check.overflow import check_decks

# the guard is needed because the processes that control the browsers import this file
if __name__ == "__main__":
    check_decks(sorted(Path(sys.argv[1]).rglob("deck.html")), int(sys.argv[2]))
