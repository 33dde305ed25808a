"""What the writers cost: `writers.py OUT COUNT` writes the files of COUNT provinces a conference again, in one process.

Prints JSON: for every writer the CPU seconds of a set, medians over all these provinces. The writers take turns as in a
build; a conference's first province, which pays for what all of them share, is not counted. In the first round the
pictures of a province are drawn, in the second they are there. Give it a cache of its own.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from time import process_time

import taphuan.compose  # noqa: F401 - before anything else imports nbformat

import nbformat  # isort: skip

from taphuan.build.publish import read_manifest
from taphuan.export.formats import Source

READING, ALL = "reading the notebook's documents", "all of these together"
LONGEST = "all of these together where it takes longest"
# what a set has before anything is written for keeping: the run itself and the deck that nbconvert makes
BEFORE = ("notebook.ipynb", "deck.html")

Seconds = dict[str, float]


def write(folder: Path) -> Seconds:
    """CPU seconds by writer, and of everything but the deck in HTML."""
    executed = nbformat.read(folder / "notebook.ipynb", as_version=4)
    manifest = read_manifest(folder)
    assert manifest is not None, f"{folder} is no finished document set"
    names = [name for name in manifest.files if name not in BEFORE]
    spent: Seconds = {}

    def timed(name: str, start: float) -> float:
        spent[name] = process_time() - start
        return process_time()

    source = Source(executed)
    begin = now = process_time()
    _ = source.deck, source.paper
    now = timed(READING, now)
    for name in names:
        source.write(name)
        now = timed(name, now)
    spent[ALL] = now - begin
    source.write("deck.html")
    timed("deck.html", now)
    return spent


def main() -> None:
    out, count = Path(sys.argv[1]), int(sys.argv[2])
    provinces = [sorted(path.parent for path in conference.glob("*/briefing.docx")) for conference in out.iterdir()]
    # conferences of one province share nothing
    several = [folders[: count + 1] for folders in sorted(provinces) if len(folders) > count]
    rounds = [[[write(folder) for folder in folders][1:] for folders in several] for _ in ("drawn", "there")]
    found = [medians(conferences) for conferences in rounds]
    print(json.dumps({name: [seconds[name] for seconds in found] for name in found[0]}))


def medians(conferences: list[list[Seconds]]) -> Seconds:
    """Over all their sets; and of the conference where a set takes longest."""
    sets = [spent for conference in conferences for spent in conference]
    found = {name: statistics.median(spent[name] for spent in sets) for name in sets[0]}
    found[LONGEST] = max(statistics.median(spent[ALL] for spent in conference) for conference in conferences)
    return found


if __name__ == "__main__":
    main()
