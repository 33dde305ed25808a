"""How much of a province's deck is its own: the share of its slides on which a figure, a table, a claim or a resolution comes from
the province's rows. Prints the median of each conference; `python benchmarks/own.py [as_of]`."""

from __future__ import annotations

import statistics
import sys

from taphuan.compose import compose
from taphuan.known.conferences import conferences, participants
from taphuan.known.units import parse_day
from taphuan.lesson.lesson import open_lesson

# calls of cells whose figure or table is drawn from the province's rows
OWN_CALLS = (
    "checkup", "indices", "learn", "league", "own_documents", "papi", "predecessors", "public_service", "rank_card",
    "ranks", "region_map", "scatter", "slope", "spine", "strip",
)  # fmt: skip


def own_share(conference: str, province: str, as_of: str) -> float:
    """Own slides of the deck over all but the list of sources; the cover, which shows the province on a map, counts as own."""
    notebook = compose(open_lesson(conference, province, as_of))
    slides: dict[str, bool] = {}
    for cell in notebook.cells:
        place = cell.metadata["taphuan"]
        if place.get("document") != "deck" or place["slide_kind"] == "sources":
            continue
        own = place["slide_kind"] == "cover" or (
            cell.cell_type == "code" and any(f".{call}(" in cell.source for call in OWN_CALLS)
        )
        own = own or any(
            f"province_slug={province}" in row for c in place.get("claims", ()) for _, row, _ in c["evidence"]
        )
        slides[place["slide"]] = slides.get(place["slide"], False) or own
    return sum(slides.values()) / len(slides)


def shares(as_of: str = "") -> dict[str, float]:
    """The median share of the participants of each conference, on its own day or on `as_of`."""
    found = {}
    for conference in conferences():
        day = parse_day(as_of) if as_of else conference.as_of
        units = participants(conference, day)
        found[conference.slug] = statistics.median(
            own_share(conference.slug, unit.slug, day.isoformat()) for unit in units
        )
    return found


def share_table(found: dict[str, float]) -> list[str]:
    """A table of Markdown."""
    rows = (f"| {conference} | {100 * share:.0f} % |" for conference, share in found.items())
    return ["| conference | own slides of a province's deck, median |", "| --- | --- |", *rows]


def main() -> None:
    for conference, share in shares(*sys.argv[1:2]).items():
        print(f"{conference:<24} {100 * share:.0f} % of the slides of a province are its own (median)")


if __name__ == "__main__":
    main()
