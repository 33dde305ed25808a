"""All kinds of claims, and docs/claims.md made from them (`make reference`)."""

from __future__ import annotations

from typing import Any

from taphuan.lesson.claims import (
    briefing,
    checkup,
    citizens,
    drawn,
    history,
    indices,
    one_measure,
    participants,
    slope,
    spine,
    standing,
)
from taphuan.lesson.claims.claim import ABOVE, BELOW, LEVEL, Kind
from taphuan.lesson.participants_scores import Gathering
from taphuan.lesson.profile import Profile

PROFILE_KINDS: tuple[Kind[Profile], ...] = (
    spine.SPINE,
    standing.RANK,
    standing.REGION,
    standing.REGION_ENDS,
    standing.POSITION,
    standing.NEIGHBOURS,
    standing.NEXT_ABOVE,
    history.HISTORY,
    history.RANKS,
    history.MOVEMENT,
    history.PREDECESSORS,
    history.PILLARS,
    slope.SLOPE,
    indices.INDICES,
    indices.WEAKEST,
    indices.STRONGEST,
    indices.TOP,
    indices.PILLAR_MEANS,
    citizens.CITIZENS,
    checkup.RANKS_HEAD,
    checkup.INDICES_HEAD,
    briefing.RESULT,
    briefing.BEFORE,
    briefing.FULL,
    briefing.HIGHER,
    briefing.EVEN,
    briefing.LOWER,
)
HALL_KINDS: tuple[Kind[Gathering], ...] = (
    participants.LEAGUE,
    participants.MAP,
    participants.WIDEST,
    participants.MOVED,
)
INDEX_KINDS: tuple[Kind[indices.OneIndex], ...] = (indices.TEACHER, indices.INDEX, indices.BEST, briefing.PLACE)
MEASURE_KINDS: tuple[Kind[one_measure.OneMeasure], ...] = (one_measure.MEASURE, one_measure.CHANGE)
KINDS: tuple[Kind[Any], ...] = (
    *PROFILE_KINDS,
    *INDEX_KINDS,
    *MEASURE_KINDS,
    *HALL_KINDS,
    drawn.ENDS,
    drawn.RANK_LINE,
    drawn.MOVES,
)

_HEAD = """\
# Claims

Made from `src/taphuan/lesson/claims/` by `make reference`; change it there.

A **claim** is a sentence that compares numbers of units. Each is made by a kind with several forms: the one whose condition
holds is printed, and where none holds there is no sentence and the slide that needs it is left out. No other text of ours
compares (`data/language/comparisons.csv` is the list of patterns that `make check` and compose look for).

**Where it is kept.** A composed cell lists its claims in its metadata, `taphuan.claims`, and a figure or table lists those of
its labels, caption and alt text in its data in the output (`application/vnd.taphuan.chart+json`, key `claims`): each with `id`
(`kind/form`), `text` as it stands in the cell (before Markdown escapes; no-break spaces as printed) and `evidence`, a list of
[file, row key, column] in data/. A row key is `column=value` joined by `;`; one that is a part of the key of its file names all rows
that have it: `year=2022` is the whole table.

**What the words mean.**

- A value of the index or of one of its parts is published between 0 and 1 with four decimals and printed times 100 with one
  decimal, rounded half up from the published decimals. A mean is unweighted over the published decimals, exact, rounded
  in the same way when printed. Comparisons use the exact numbers, never the printed ones.
- **one point** is 0.01 of the published scale. *{above}*: at least one point more; *{below}*: at least one point less;
  *{level}*: less than one point apart.
- **table**: all units of the edition over the unit's own era (`dti/dti.csv` of that year, or `dti/dti_2024_premerger63.csv` for a
  unit of the 63). It exists only for a complete edition published by the day of the document (`dti/publications.csv`). The
  edition of a claim about one unit is the newest in which that unit has a row of its own.
- **region**: the units of `units/provinces.csv` in force on the day with the same region, which have a row in that table.
- **participants**: the units that take part in the conference; they are the league of a province where they are 2 to 19 and
  all have a row, and otherwise the region is.
- **comparable indices**: those that every unit of the table has.
- A number of another measure is printed with the decimals of its table, its mean with as many, rounded half up.
- Names in lists: all that share the place, or their number where they are too many.

"""


def reference() -> str:
    """The page as Markdown."""
    head = _HEAD.replace("{above}", ABOVE).replace("{level}", LEVEL).replace("{below}", BELOW)
    lines = [head.rstrip("\n"), ""]
    for kind in KINDS:
        lines += [f"## {kind.id}", "", f"{kind.about[:1].upper()}{kind.about[1:]}. Evidence: {kind.proof}.", ""]
        lines += ["| claim id | sentence | holds where |", "| --- | --- | --- |"]
        for form in kind.forms:
            cells = (f"`{kind.id}/{form.name}`", form.text, form.when)
            lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(reference(), end="")
