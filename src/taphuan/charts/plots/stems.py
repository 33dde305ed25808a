"""Where blocks of words stand above and below a line, each on a stem from its mark: a search for short stems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# states kept after each block: more find no better places for eight
_BEAM = 48
# what a change of order costs, in px of stem
_SAME_SIDE, _RIGHT_ALIGNED = 60.0, 34.0


@dataclass(frozen=True)
class Block:
    """The size of the words at a mark, px."""

    width: float
    height: float


@dataclass(frozen=True)
class Placed:
    """Words on one side of the line: `side` −1 above, +1 below; `near` and `far` are distances from the line, px."""

    side: int
    x: float
    left: float
    width: float
    near: float
    far: float
    right_aligned: bool


@dataclass(frozen=True)
class _State:
    cost: float
    placed: tuple[Placed, ...]

    def reach(self, side: int) -> float:
        return max((one.far for one in self.placed if one.side == side), default=0.0)


def place(
    xs: Sequence[float], blocks: Sequence[Block], width: float, height: float, stem: float, gap: float
) -> list[Placed] | None:
    """A place for the block of each mark, in the order of the marks: no two blocks meet, no stem runs through a block, and
    all fit `width` and, above and below together, `height`. None where the search finds none.

    `xs` ascend. A stem is at least `stem` long; a block that would meet another stands beyond it.
    """
    states = [_State(0.0, ())]
    # from the right: a block begins at its mark, so the stem of the next one to the left passes beside it
    for x, block in zip(reversed(xs), reversed(blocks), strict=True):
        grown = [new for state in states for new in _grown(state, x, block, width, height, stem, gap)]
        states = sorted(grown, key=lambda state: state.cost)[:_BEAM]
    return list(reversed(states[0].placed)) if states else None


def _grown(
    state: _State, x: float, block: Block, width: float, height: float, stem: float, gap: float
) -> Iterator[_State]:
    for side in (-1, 1):
        others = [one for one in state.placed if one.side == side]
        nears = sorted({stem, *(one.far + gap / 2 for one in others)})
        for right_aligned in (False, True):
            left = x + gap / 2 - block.width if right_aligned else x - gap / 2
            if left < 0 or left + block.width > width:
                continue
            for near in nears:
                new = Placed(side, x, left, block.width, near, near + block.height, right_aligned)
                if all(_clear(new, one, gap) for one in others):
                    break
            else:
                continue
            if max(state.reach(side), new.far) + state.reach(-side) > height:
                continue
            cost = state.cost + near - stem + (_RIGHT_ALIGNED if right_aligned else 0.0)
            cost += _SAME_SIDE if state.placed and state.placed[-1].side == side else 0.0
            yield _State(cost, (*state.placed, new))


def _clear(one: Placed, other: Placed, gap: float) -> bool:
    """Whether the blocks are apart and neither stem runs through the other's block."""
    beside = one.left >= other.left + other.width + gap or other.left >= one.left + one.width + gap
    apart = beside or one.near >= other.far + gap / 3 or other.near >= one.far + gap / 3
    return apart and not _crosses(one, other, gap) and not _crosses(other, one, gap)


def _crosses(stem: Placed, block: Placed, gap: float) -> bool:
    inside = block.left - gap / 2 < stem.x < block.left + block.width + gap / 2
    return inside and stem.near > block.near


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Ascending places pushed apart to at least `gap` (less where there is no room), within `low` and `high`."""
    gap = min(gap, (high - low) / max(len(places) - 1, 1))
    result: list[float] = []
    for at in places:
        result.append(max(at, result[-1] + gap) if result else max(at, low))
    limit = high
    for n in range(len(result) - 1, -1, -1):
        result[n] = min(result[n], limit)
        limit = result[n] - gap
    return result
