"""Walk the built decks below a folder in Chromium, as the end of a build does: `walk.py OUT BROWSERS`."""

from __future__ import annotations

import sys
from pathlib import Path

from taphuan.check.overflow import check_decks

# the browsers are driven by processes that import this file
if __name__ == "__main__":
    check_decks(sorted(Path(sys.argv[1]).rglob("deck.html")), int(sys.argv[2]))
