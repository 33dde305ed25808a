"""What a commune is called, what it was formed from and what its page may be called, in words that compare nothing.

Nothing here is a number of the province; a commune has an area, where it is confirmed, and no population.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from taphuan.known import communes
from taphuan.known.communes import Arrangement, Commune, Details, Predecessor
from taphuan.known.units import MERGER, Unit, resolve
from taphuan.lesson.wording import unit_phrase
from taphuan.text import NBSP, day, fold, hold, listed, listing, lower_first, rounded, say, upper_first

# kind → (the word for it, what its people live in, the head of that)
_WORDS = {
    "xa": listed("lesson.own_commune.commune"),
    "phuong": listed("lesson.own_commune.ward"),
    "dac-khu": listed("lesson.own_commune.special_zone"),
}
_EVE = MERGER - timedelta(days=1)
_COUNTS = listed("lesson.own_commune.counts")
# point b of khoản 4 of Điều 11 of decree 224/2026 names the domain of one city that is not made from its name
_DOMAINS = {"ho-chi-minh": "hochiminhcity"}


@dataclass(frozen=True)
class OwnCommune:
    """A commune of today on a day."""

    commune: Commune
    as_of: date

    @property
    def kind(self) -> str:
        """ "xã", "phường" or "đặc khu"."""
        return _WORDS[self.commune.kind][0]

    @property
    def above(self) -> str:
        """ "tỉnh" or "thành phố": what the commune is a part of."""
        return say("lesson.own_commune.city") if self.province.is_city else say("lesson.own_commune.province")

    @property
    def hamlet(self) -> str:
        """ "thôn" or "tổ dân phố"."""
        return _WORDS[self.commune.kind][1]

    @property
    def hamlet_head(self) -> str:
        return _WORDS[self.commune.kind][2]

    @property
    def phrase(self) -> str:
        """ "xã Phủ Thông", for use inside a sentence."""
        return hold(lower_first(self.commune.full_name))

    @cached_property
    def province(self) -> Unit:
        return communes.province_of(self.commune, self.as_of)

    @cached_property
    def predecessors(self) -> tuple[Predecessor, ...]:
        return communes.predecessors(self.commune)

    @cached_property
    def details(self) -> Details:
        return communes.details(self.commune, self.as_of)

    @cached_property
    def arrangement(self) -> Arrangement | None:
        return communes.arrangement_of(self.province)

    @property
    def kept(self) -> bool:
        """Whether the merger left its territory as it was."""
        return all(each.kept for each in self.predecessors)

    @property
    def from_district(self) -> bool:
        """Whether it was made of a district that had no communes."""
        return any(not each.code for each in self.predecessors)

    @property
    def has_parts(self) -> bool:
        return any(not each.whole for each in self.predecessors)

    @property
    def names(self) -> tuple[str, ...]:
        """The old units by name, as rows of what the commune fills in: first those that are whole in it, then those with a part;
        with their districts where two have one name."""
        if self.kept or self.from_district:
            return ()
        old = sorted(self.predecessors, key=lambda each: not each.whole)
        names = [each.full_name for each in old]
        return tuple(
            hold(
                each.full_name
                if names.count(each.full_name) == 1
                else f"{each.full_name}, {lower_first(each.district)}"
            )
            for each in old
        )

    @property
    def formed(self) -> str:
        """The title of the slide that shows what it was formed from."""
        who, old = upper_first(self.kind), self.predecessors
        if self.from_district:
            return hold(
                say(
                    "lesson.own_commune.on_land_of",
                    commune=self.commune.full_name,
                    district=lower_first(old[0].full_name),
                )
            )
        if self.kept:
            return say("lesson.own_commune.unchanged", who=who)
        whole, parts = [each for each in old if each.whole], [each for each in old if not each.whole]
        of = self._districts()
        if not whole and len(parts) == 1:
            return hold(say("lesson.own_commune.part_of", who=who, old=lower_first(parts[0].full_name), of=of))
        if not parts:
            if len(whole) == 1:
                return hold(say("lesson.own_commune.whole_of", who=who, old=lower_first(whole[0].full_name), of=of))
            return hold(say("lesson.own_commune.old_units", who=who, number=_count(len(whole)), of=of))
        if not whole:
            return hold(say("lesson.own_commune.parts_of_units", who=who, number=_count(len(parts)), of=of))
        return hold(
            say(
                "lesson.own_commune.old_units_and_parts",
                who=who,
                number=_count(len(whole)),
                parts=_count(len(parts)),
                of=of,
            )
        )

    def _districts(self) -> str:
        """ " của huyện Bạch Thông", where all were of one district."""
        districts = self.districts
        return (
            say("lesson.own_commune.of_district", district=lower_first(districts[0]))
            if len(districts) == 1 and len(self.predecessors) > 1
            else ""
        )

    @property
    def districts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.district for each in self.predecessors if each.district))

    @property
    def before(self) -> str:
        """Where the territory belonged on the day before, in a sentence without full stop: "Trước 01/7/2025 thuộc huyện
        Bạch Thông, tỉnh Bắc Kạn"."""
        parts: dict[str, list[str]] = {}
        for each in self.predecessors:
            province = unit_phrase(resolve(each.province_slug, _EVE))
            district = lower_first(each.district or each.full_name)
            if district not in parts.setdefault(province, []):
                parts[province].append(district)
        places = [f"{listing(districts)}, {province}" for province, districts in parts.items()]
        return hold(
            say("lesson.own_commune.belonged", day=day(MERGER), places=say("lesson.own_commune.and").join(places))
        )

    @property
    def gone(self) -> str:
        """What the territory belonged to and is no more, in a line: "Nay không còn: huyện Bạch Thông, tỉnh Bắc Kạn"; a province
        whose name goes on is not gone."""
        now = unit_phrase(self.province)
        gone = [
            lower_first(each) for each in (*self.districts, *(p.full_name for p in self.predecessors if not p.code))
        ]
        provinces = {unit_phrase(resolve(each.province_slug, _EVE)): None for each in self.predecessors}
        gone += [phrase for phrase in provinces if phrase != now]
        return hold(say("lesson.own_commune.gone", names=", ".join(gone))) if gone else ""

    @property
    def became(self) -> str:
        """Since when it is of its kind, where it changed after the merger, in a sentence without full stop; else ""."""
        if self.commune.valid_from <= MERGER:
            return ""
        return hold(say("lesson.own_commune.since", kind=self.kind, day=day(self.commune.valid_from)))

    @property
    def area(self) -> str:
        """ "96,94 km²", or "" where it is not confirmed."""
        area = self.details.area_km2
        return "" if area is None else f"{rounded(area, 2)}{NBSP}km²"

    @property
    def domain(self) -> str:
        """The domain of its page by the rule of Điều 11 of decree 224/2026, "phuthong.thainguyen.gov.vn": a form, not that
        such a page exists. "" for a special zone, which the rule does not name, and where two communes of the province
        would get the same."""
        if self.commune.kind == "dac-khu":
            return ""
        own = _label(self.commune.name)
        others = communes.communes_of(self.province, self.as_of)
        if sum(_label(other.name) == own for other in others) > 1:
            return ""
        return f"{own}.{_DOMAINS.get(self.province.slug) or self.province.slug.replace('-', '')}.gov.vn"


def _label(name: str) -> str:
    return "".join(c for c in fold(name) if c.isalnum())


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def filled(text: str, own: OwnCommune) -> str:
    """A text of data/communes with its words for this kind: "{xã}", "{Xã}", "{tỉnh}", "{thôn}", "{trưởng thôn}"."""
    words = {
        "{xã}": own.kind,
        "{Xã}": upper_first(own.kind),
        "{tỉnh}": own.above,
        "{thôn}": own.hamlet,
        "{Thôn}": upper_first(own.hamlet),
        "{trưởng thôn}": own.hamlet_head,
    }
    for name, word in words.items():
        text = text.replace(name, word)
    return text


def own_of(commune: Commune | None, as_of: date) -> OwnCommune:
    """The commune that a document is for. Raises ValueError for a document of a province."""
    if commune is None:
        raise ValueError(
            "this figure is about a commune, and the document is about a province; open the lesson with `commune`"
        )
    return OwnCommune(commune, as_of)
