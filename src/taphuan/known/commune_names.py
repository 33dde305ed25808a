"""Finds a commune by what people write: its code, its name with or without diacritics, or the name of a commune of before the
merger, whose successor is meant."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from taphuan import paths
from taphuan.data.load import derived
from taphuan.errors import TaphuanError, UnknownName
from taphuan.known.communes import Commune, communes_on, province_of, resolve_commune, successors
from taphuan.known.units import MERGER
from taphuan.text import fold

_CODE = re.compile(r"[0-9]+")
_KIND = re.compile(r"^(?:xa|phuong|dac khu|thi tran) ")
_MOST_TOLD = 12


class AmbiguousName(TaphuanError):
    """A name that several communes have; the message lists them with their districts and provinces."""


@dataclass(frozen=True)
class Found:
    """A commune of the day that a text names; `was` is the commune of before the merger whose name it is, None where the
    name is its own."""

    commune: Commune
    was: Commune | None = None


def key(text: str) -> str:
    """The text as names are compared: small letters without diacritics, one space between words."""
    return " ".join(fold(text).split())


def find_commune(text: str, day: date) -> Commune:
    """The commune of `day` with this code or name ("01969", "Phủ Thông", "xa phu thong"); the name of one of before the merger
    means what became of it, where that is one commune.

    Raises UnknownName, UnitNotValid, BadDate as `resolve_commune`, and AmbiguousName with all that may be meant.
    """
    if _CODE.fullmatch(text.strip()):
        return resolve_commune(text.strip(), day)
    found = candidates(text, day)
    if not found:
        names = _index(day).names
        near = difflib.get_close_matches(_bare(key(text)), names, n=3, cutoff=0.75)
        shown = tuple(dict.fromkeys(each.commune.full_name for name in near for each in names[name]))
        raise UnknownName("commune", text, shown or ("the names of data/units/communes.csv",))
    own = [each for each in found if each.was is None]
    chosen = {each.commune.code: each.commune for each in own or found}
    if len(chosen) == 1:
        return next(iter(chosen.values()))
    lines = [_line(each, day) for each in (own or found)]
    more = f"\n  … and {len(lines) - _MOST_TOLD} more" if len(lines) > _MOST_TOLD else ""
    listed = "".join(f"\n  {line}" for line in lines[:_MOST_TOLD])
    raise AmbiguousName(
        f"{len(lines)} communes may be meant by '{text}'; give the code of one:{listed}{more}", code="TH368"
    )


def candidates(text: str, day: date) -> tuple[Found, ...]:
    """All communes of `day` that have, or had, this name; those whose name it is letter by letter come alone, and so do
    those of the kind that the text names. Raises BadDate as `communes_on`."""
    plain = key(text)
    same = _index(day).names.get(_bare(plain), ())
    if _KIND.match(plain):
        of_kind = [each for each in same if key((each.was or each.commune).full_name) == plain]
        same = tuple(of_kind)
    words = " ".join(text.split()).casefold()
    exact = tuple(each for each in same if words in _spelled(each.was or each.commune))
    return exact or same


def _spelled(commune: Commune) -> tuple[str, str]:
    return commune.name.casefold(), commune.full_name.casefold()


def _bare(plain: str) -> str:
    return _KIND.sub("", plain)


def _line(found: Found, day: date) -> str:
    commune = found.commune
    line = f"'{commune.code}' {commune.full_name}, {province_of(commune, day).full_name}"
    if found.was is None:
        return line
    was = found.was
    before = ", ".join(filter(None, (was.full_name, was.district, province_of(was, was.valid_from).full_name)))
    return f"{line} (formerly {before})"


@dataclass(frozen=True)
class _Index:
    names: dict[str, tuple[Found, ...]]


def _index(day: date) -> _Index:
    communes_on(day)  # a day for which nothing is known is told first
    return derived((paths.COMMUNES, paths.COMMUNE_MERGERS), _made, day.isoformat())


def _made(day_text: str) -> _Index:
    day = date.fromisoformat(day_text)
    names: dict[str, list[Found]] = defaultdict(list)
    for found in _all(day):
        names[key((found.was or found.commune).name)].append(found)
    return _Index({name: tuple(each) for name, each in names.items()})


def _all(day: date) -> Iterable[Found]:
    yield from map(Found, communes_on(day))
    if day < MERGER:
        return
    for old in communes_on(MERGER - timedelta(days=1)):
        for new in successors(old, day):
            if new.full_name != old.full_name:
                yield Found(new, old)
