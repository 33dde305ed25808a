"""Sentences about the ranks of a unit, or of the territories that form it, in two editions of one method over the same units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from re import Match

from context import Context, Untrue, rule, unit_now
from published import Edition, editions, find_row, own_slugs, parts, table, table_file
from rank_rules import rank
from words import compiled, names

# the first day of the units of today: no edition of a year that ended after it ranks the units of before
MERGED = date(2025, 7, 1)
COUNTS = {"hai": 2, "ba": 3, "bốn": 4}
MOVE = r"{unit} \(từ hạng {n} đến hạng {n}\)"


def two_editions(on: date) -> tuple[Edition, Edition]:
    """The two newest complete neighbouring editions by the day that rank the same units of before the merger by one method."""
    known = [e for e in editions() if e.on <= on and e.complete and date(e.year, 12, 31) < MERGED]
    for earlier, later in reversed(list(pairwise(known))):
        between = {e.method for e in editions() if earlier.year <= e.year <= later.year}
        if earlier.of == later.of and len(between) == 1:
            return earlier, later
    raise Untrue(f"publications.csv: no two editions of one method over the same units by {on}")


def steps(slug: str, context: Context) -> dict[str, tuple[int, int]]:
    """Slug of each territory that forms the unit → its rank in the earlier and in the later edition."""
    earlier, later = two_editions(context.on)
    found = {}
    for part in parts(slug, context.on) or {slug}:
        before, after = (find_row(e.year, e.of, own_slugs(part, context.on)) for e in (earlier, later))
        if before is None or after is None:
            raise Untrue(f"{table_file(later.year, later.of)}: no rank of {part} in both editions")
        found[part] = rank(before), rank(after)
    return found


def _of(said: Match[str], context: Context) -> Iterator[str]:
    later = two_editions(context.on)[1]
    if int(said["of"]) != later.of:
        yield f"DTI {later.year} ranks {later.of} units"


@rule(
    "step of one unit",
    r"{unit:unit} (?:từ hạng {n:a} (?P<way>lên|xuống) hạng {n:b}|giữ hạng {n:same})/{n:of} sau một năm",
)
def _step(said: Match[str], context: Context) -> Iterator[str]:
    yield from _of(said, context)
    ranks = steps(unit_now(said["unit"], context), context)
    shown = (int(said["a"] or said["same"]), int(said["b"] or said["same"]))
    if list(ranks.values()) != [shown]:
        yield f"the ranks are {ranks}"
    if said["way"] and (shown[1] < shown[0]) != (said["way"] == "lên"):
        yield f"from {shown[0]} to {shown[1]} is not “{said['way']}”"
    earlier, later = two_editions(context.on)
    if later.year - earlier.year != 1:
        yield f"between {earlier.year} and {later.year} lies more than a year"


@rule(
    "territories among the first ten",
    r"[Cc]hỉ một năm, cả (?P<count>hai|ba|bốn|\d+) địa bàn của {unit:unit} đã ở nhóm 10/{n:of}",
)
def _top(said: Match[str], context: Context) -> Iterator[str]:
    yield from _of(said, context)
    ranks = steps(unit_now(said["unit"], context), context)
    if COUNTS.get(said["count"], said["count"]) not in (len(ranks), str(len(ranks))):
        yield f"{len(ranks)} territories form the unit"
    if max(after for _, after in ranks.values()) > 10 or max(before for before, _ in ranks.values()) <= 10:
        yield f"the ranks are {ranks}"


STEP = r"{unit} (?:(?:tăng|giảm) {n} bậc|giữ hạng)"


@rule("steps of territories", rf"DTI năm {{year:year}}: (?P<list>{STEP}(?:, {STEP})+)")
def _steps(said: Match[str], context: Context) -> Iterator[str]:
    ranks = steps(context.slug, context)
    later = two_editions(context.on)[1]
    if int(said["year"]) != later.year:
        yield f"the newest edition that can be compared is that of {later.year}"
    shown = {}
    for name, way, count in re.findall(compiled(r"({unit}) (?:(tăng|giảm) (\d+) bậc|giữ hạng)"), said["list"]):
        step = int(count or 0) * (-1 if way == "giảm" else 1)
        slug = next((part for part in ranks if names()[name] & own_slugs(part, context.on)), name)
        shown[slug] = step
    if shown != {slug: before - after for slug, (before, after) in ranks.items()}:
        yield f"the ranks are {ranks}"


MOVES = rf"{MOVE}(?:(?:, | và ){MOVE})*"


@rule(
    "largest moves",
    rf"(?:Tăng nhiều bậc nhất: (?P<gained>{MOVES})(?:; giảm nhiều bậc nhất: (?P<lost>{MOVES}))?|Giảm nhiều bậc nhất: (?P<only>{MOVES}))",
)
def _moves(said: Match[str], context: Context) -> Iterator[str]:
    if context.figure is None or context.figure.kind != "slope":
        raise Untrue("no slope of all units stands behind the sentence")
    earlier, later = two_editions(context.on)
    before, after = table(earlier.year, earlier.of), table(later.year, later.of)
    gain = {slug: rank(before[slug]) - rank(row) for slug, row in after.items() if slug in before}
    for part, wanted in (("gained", max(gain.values())), ("lost", min(gain.values()))):
        moved = (
            {slug for slug, step in gain.items() if step == wanted}
            if wanted * (1 if part == "gained" else -1) > 0
            else set()
        )
        shown = set()
        said_here = said[part] or (said["only"] if part == "lost" else "") or ""
        for name, then, now in re.findall(compiled(r"({unit}) \(từ hạng (\d+) đến hạng (\d+)\)"), said_here):
            slug = next((slug for slug in sorted(names()[name]) if slug in gain), name)
            shown.add(slug)
            if slug in gain and (rank(before[slug]), rank(after[slug])) != (int(then), int(now)):
                yield f"{slug}: from {rank(before[slug])} to {rank(after[slug])}"
        if shown != moved:
            yield f"{part} most: {', '.join(sorted(moved)) or 'none'}"
