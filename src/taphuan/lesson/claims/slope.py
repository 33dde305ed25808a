"""Claims about the ranks of a unit, or of the territories that form it today, in two editions of one method."""

from __future__ import annotations

from datetime import date

from taphuan.known import dti
from taphuan.known.dti import Score
from taphuan.known.units import MERGER, territory
from taphuan.lesson.claims.cells import cells
from taphuan.lesson.claims.claim import Facts, Form, Kind
from taphuan.lesson.profile import Profile
from taphuan.text import NBSP, listing

_TOP = 10
# a claim of more names would not be a title
_MOST = 3


def two_editions(profile: Profile) -> tuple[tuple[Score, ...], tuple[Score, ...]] | None:
    """The tables of the two newest complete editions over the units of before the merger with one method, the earlier one
    first; None where no two are public."""
    known = [
        edition for edition in dti.editions(profile.as_of) if edition.complete and date(edition.year, 12, 31) < MERGER
    ]
    for earlier, later in zip(reversed(known[:-1]), reversed(known), strict=False):
        tables = dti.table(earlier.year, earlier.units), dti.table(later.year, later.units)
        if earlier.units == later.units and not dti.crosses_break(earlier.year, later.year) and all(tables):
            return tables
    return None


def own_rows(profile: Profile) -> tuple[tuple[Score, Score], ...]:
    """(before, after) of each territory that forms the unit, that of its own name first; () where one lacks a rank."""
    tables = two_editions(profile)
    if tables is None or profile.unit.is_everyone:
        return ()
    parts = territory(profile.unit, date(tables[1][0].year, 12, 31))
    found = []
    for part in parts:
        both = [next((s for s in table if s.slug in (part.slug, part.geo_slug)), None) for table in tables]
        if both[0] is None or both[1] is None:
            return ()
        found.append((both[0], both[1]))
    return tuple(found)


def _step(before: Score, after: Score) -> str:
    step = before.rank - after.rank
    said = f"tăng{NBSP}{step}{NBSP}bậc" if step > 0 else f"giảm{NBSP}{-step}{NBSP}bậc" if step < 0 else f"giữ{NBSP}hạng"
    return f"{after.name} {said}"


def _slope(profile: Profile) -> Facts | None:
    rows = own_rows(profile)
    if not rows:
        return None
    before, after = rows[0]
    return {
        "unit": profile.unit.name,
        "parts": len(rows),
        "count": {2: "hai", 3: "ba", 4: "bốn"}.get(len(rows), str(len(rows))),
        "first": before.rank,
        "last": after.rank,
        "of": after.of,
        "year": after.year,
        "top": all(now.rank <= _TOP for _, now in rows) and not all(then.rank <= _TOP for then, _ in rows),
        "steps": ", ".join(_step(then, now) for then, now in rows),
        "names": listing([now.name for _, now in rows]),
        "evidence": (*cells((then for then, _ in rows), "rank"), *cells((now for _, now in rows), "rank")),
    }


_ONE = "the unit has one territory, and its rank in the later edition is "

SLOPE: Kind[Profile] = Kind(
    "slope",
    "the ranks in two editions of one method over the units of before the merger, of every territory that forms the unit",
    "the rank of each territory in both editions",
    _slope,
    (
        Form(
            "up",
            "{unit} từ hạng {first} lên hạng {last}/{of} sau một năm",
            _ONE + "better",
            lambda f: f["parts"] == 1 and f["last"] < f["first"],
        ),
        Form(
            "down",
            "{unit} từ hạng {first} xuống hạng {last}/{of} sau một năm",
            _ONE + "worse",
            lambda f: f["parts"] == 1 and f["last"] > f["first"],
        ),
        Form(
            "same",
            "{unit} giữ hạng {last}/{of} sau một năm",
            _ONE + "the same",
            lambda f: f["parts"] == 1 and f["last"] == f["first"],
        ),
        Form(
            "top",
            "Chỉ một năm, cả {count} địa bàn của {unit} đã ở nhóm 10/{of}",
            "several territories; each ranks 10 or better in the later edition, and not each did in the earlier one",
            lambda f: f["parts"] > 1 and f["top"],
        ),
        Form(
            "steps",
            "DTI năm {year}: {steps}",
            f"two or {_MOST} territories, not all of them newly among the first 10; the steps between both editions",
            lambda f: 1 < f["parts"] <= _MOST and not f["top"],
        ),
    ),
)
