"""Which slides of a deck are shown in the minutes that it has, and for how long each.

The rule: slides that must be shown are. Then the parts, the modules before the others, are given one more slide each, round
after round, as long as it fits the minutes, the part and the deck: first the one in order that has more to see than words, so that
each module has its finding however short the time is; then its exercise, the others to see, the sheet to fill, and words alone. What is
left of the minutes goes to the slides that may take longer, in the proportion of what each may take more. All other slides are
backup. The order of the deck never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from taphuan.compose.parts import DECK, Part
from taphuan.compose.slide import SEEN, ComposedSlide
from taphuan.compose.source import BACKUP, CORE, MUST
from taphuan.errors import TaphuanError

# slides shown in all, beside that of the sources; and by a module: four where there are eight modules, ten where there are
# three or fewer
MOST_SHOWN = 44
_FEWEST, _MOST, _OF_MODULES = 4, 10, 32


class TooFewMinutes(TaphuanError):
    """A budget that the slides that must be shown do not fit."""


@dataclass(frozen=True)
class Planned:
    """A slide as the rule sees it. `part` is the part of the deck it belongs to, `rank` which comes first of those that
    may be shown; it takes from `least` to `most` minutes."""

    id: str
    part: str
    module: bool
    priority: str
    rank: int
    least: int
    most: int


def within(
    slides: Mapping[Part, tuple[ComposedSlide, ...]], minutes: int, only: frozenset[str] | None = None
) -> dict[Part, tuple[ComposedSlide, ...]]:
    """The slides of each part with those of the deck marked that are backup, and the minutes of the others.

    `minutes` is the budget; with 0 all slides that are not backup themselves are shown for their least time. `only`: the ids
    that were chosen before, so that no other is. Raises TooFewMinutes.
    """
    deck = {part: of_part for part, of_part in slides.items() if part.document == DECK}
    planned = [
        Planned(part.id_of(slide), part.name, part.is_module, slide.priority, slide.rank, *slide.span)
        for part, of_part in deck.items()
        for slide in of_part
    ]
    if minutes:
        chosen = choose(planned, minutes) if only is None else only
    else:
        chosen = frozenset(slide.id for slide in planned if slide.priority != BACKUP)
    given = allot((slide for slide in planned if slide.id in chosen), minutes)
    marked = {
        part: tuple(
            replace(slide, minutes=given.get(id_, 0), backup=id_ not in given)
            for slide in of_part
            for id_ in (part.id_of(slide),)
        )
        for part, of_part in deck.items()
    }
    return {**slides, **marked}


def most_of_module(modules: int) -> int:
    """How many slides a module shows at most, its divider included, where there are so many modules."""
    return max(_FEWEST, min(_MOST, _OF_MODULES // max(modules, 1)))


def choose(slides: Sequence[Planned], budget: int) -> frozenset[str]:
    """The ids of the slides that are shown in `budget` minutes. Raises TooFewMinutes."""
    shown = [slide for slide in slides if slide.priority == MUST]
    minutes = sum(slide.least for slide in shown)
    if minutes > budget:
        taken = ", ".join(f"{part} {of_part}" for part, of_part in _by_part(shown).items())
        raise TooFewMinutes(
            f"{budget} minutes are fewer than the {minutes} of the slides that must be shown ({taken}); "
            f"take {minutes} or more, or give fewer slides the priority `must` or fewer minutes in their notebooks",
            code="TH510",
        )
    modules = {slide.part for slide in slides if slide.module}
    most = most_of_module(len(modules))
    # the modules first: they are what the hall has come for
    parts = sorted(dict.fromkeys(slide.part for slide in slides), key=lambda part: part not in modules)
    counts = {part: sum(slide.part == part for slide in shown) for part in parts}
    core = sorted((slide for slide in slides if slide.priority == CORE), key=lambda slide: slide.rank)
    waiting = {part: _finding_first([slide for slide in core if slide.part == part]) for part in parts}
    while any(waiting.values()):
        for part, queue in waiting.items():
            if len(shown) >= MOST_SHOWN or (part in modules and counts[part] >= most):
                queue.clear()
            # the next one that fits: a long slide does not keep a short one behind it from being shown
            while queue:
                slide = queue.pop(0)
                if minutes + slide.least <= budget:
                    shown.append(slide)
                    counts[part] += 1
                    minutes += slide.least
                    break
    return frozenset(slide.id for slide in shown)


def _finding_first(queue: list[Planned]) -> list[Planned]:
    """Slides by rank, before them the first one that has more to see than words."""
    finding = next((slide for slide in queue if slide.rank == SEEN), None)
    return [finding, *(slide for slide in queue if slide is not finding)] if finding else queue


def allot(shown: Iterable[Planned], budget: int) -> dict[str, int]:
    """The minutes of each shown slide by its id; their sum is the budget wherever the slides can take so much."""
    shown = tuple(shown)
    minutes = {slide.id: slide.least for slide in shown}
    room = {slide.id: slide.most - slide.least for slide in shown}
    left = min(budget - sum(minutes.values()), sum(room.values()))
    if left <= 0:
        return minutes
    shares = {id_: left * more / sum(room.values()) for id_, more in room.items()}
    given = {id_: int(share) for id_, share in shares.items()}
    # whole minutes: what rounding down left over goes to the largest remainders, the earlier slide first
    by_remainder = sorted(shares, key=lambda id_: given[id_] - shares[id_])
    for id_ in by_remainder[: left - sum(given.values())]:
        given[id_] += 1
    return {id_: minutes[id_] + given[id_] for id_ in minutes}


def _by_part(slides: Iterable[Planned]) -> Mapping[str, int]:
    minutes: dict[str, int] = {}
    for slide in slides:
        minutes[slide.part] = minutes.get(slide.part, 0) + slide.least
    return minutes
