"""Measures the writers: `writers.py OUT COUNT` writes the files of COUNT provinces per conference again, in one process.

Prints JSON: writer → CPU seconds per set, as medians over all these provinces in two rounds: in the first, the pictures of
a province are rendered; in the second, they come from the cache. The writers run in turn as in a build. The first province
of a conference is not counted, because it also does what all provinces share. The cache must be empty before.
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
# the files of a set that are not counted among all writers: the result of the execution, and the deck by nbconvert
BEFORE = ("notebook.ipynb", "deck.html")

Seconds = dict[str, float]


def write(folder: Path) -> Seconds:
    """The CPU seconds of a set by writer, and of all writers but that of the HTML deck."""
    executed = nbformat.read(folder / "notebook.ipynb", as_version=4)
    manifest = read_manifest(folder)
    assert manifest is not None, f"{folder} is not a finished document set"
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
    # only conferences with enough provinces: the sets of one province share nothing
    several = [folders[: count + 1] for folders in sorted(provinces) if len(folders) > count]
    rounds = [[[write(folder) for folder in folders][1:] for folders in several] for _ in ("rendered", "cached")]
    seconds_of_rounds = [medians(conferences) for conferences in rounds]
    print(json.dumps({name: [seconds[name] for seconds in seconds_of_rounds] for name in seconds_of_rounds[0]}))


def medians(conferences: list[list[Seconds]]) -> Seconds:
    """The medians over the sets of all conferences, and LONGEST: that of the conference with the largest median."""
    sets = [seconds for conference in conferences for seconds in conference]
    result = {name: statistics.median(seconds[name] for seconds in sets) for name in sets[0]}
    result[LONGEST] = max(statistics.median(seconds[ALL] for seconds in conference) for conference in conferences)
    return result


if __name__ == "__main__":
    main()
