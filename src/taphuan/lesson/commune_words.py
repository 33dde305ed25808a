"""The documented names of a commune's documents: placeholders `{{ commune.… }}` and conditions `commune.…`.

A document of a province has none of these values, and no condition of a commune holds for it.
"""

from __future__ import annotations

from collections.abc import Callable

from taphuan.known.conferences import commune_items
from taphuan.known.items import Item
from taphuan.lesson.markdown import Markdown, escape
from taphuan.lesson.own_commune import OwnCommune
from taphuan.lesson.profile import Profile
from taphuan.lesson.wording import unit_phrase
from taphuan.text import hold, listed, say, upper_first

Text = Callable[[OwnCommune], str]
# the commune of 2020 whose story is told
_PILOT = "01975"


def own(profile: Profile) -> OwnCommune | None:
    """The commune that the document is for; None for one of a province."""
    return OwnCommune(profile.commune, profile.as_of) if profile.commune is not None else None


VALUES: dict[str, tuple[str, Text]] = {
    "commune.full_name": ("Xã Phủ Thông", lambda c: c.commune.full_name),
    "commune.phrase": ("xã Phủ Thông, inside a sentence", lambda c: c.phrase),
    "commune.kind": ("xã, phường or đặc khu", lambda c: c.kind),
    "commune.Kind": ("the same at the beginning of a sentence", lambda c: upper_first(c.kind)),
    "commune.above": ("tỉnh or thành phố, of which it is a part", lambda c: c.above),
    "commune.hamlet": ("thôn or tổ dân phố", lambda c: c.hamlet),
    "commune.code": ("its five-digit code", lambda c: c.commune.code),
    "commune.province": ("tỉnh Thái Nguyên, inside a sentence", lambda c: unit_phrase(c.province)),
    "commune.Province": ("the same at the beginning of a sentence", lambda c: upper_first(unit_phrase(c.province))),
    "commune.formed": ("title: what it was formed from, or that its territory was kept", lambda c: c.formed),
    "commune.before": ("sentence without full stop: where it belonged before", lambda c: c.before),
    "commune.became": (
        "sentence without full stop: since when it is of its kind, where that is later",
        lambda c: c.became,
    ),
    "commune.resolution": (
        "the resolution that arranged the communes of its province",
        lambda c: c.arrangement.resolution if c.arrangement else "",
    ),
    "commune.domain": (
        "domain of its page by the rule of the decree: a form, not that the page exists",
        lambda c: c.domain,
    ),
    "commune.duties": (
        "title: how many duties the decree sets, and how many of them it names the expenditure for",
        lambda c: duties_finding(c),
    ),
}


def value(name: str) -> Callable[[Profile], Markdown | None]:
    """The value of one of VALUES for a profile; None for a document of a province, and where it is not known.

    It is a name, or a sentence of names, and no comparison of the author's whatever it is called: xã Quỹ Nhất."""
    text = VALUES[name][1]

    def of(profile: Profile) -> Markdown | None:
        commune = own(profile)
        said = text(commune) if commune is not None else ""
        return Markdown(escape(hold(said)), quoted=True) if said else None

    return of


CONDITIONS: dict[str, tuple[str, Callable[[OwnCommune], bool]]] = {
    "commune.xa": ("the document is for a xã", lambda c: c.commune.kind == "xa"),
    "commune.phuong": ("the document is for a phường", lambda c: c.commune.kind == "phuong"),
    "commune.dac-khu": ("the document is for a special zone", lambda c: c.commune.kind == "dac-khu"),
    "commune.of_city": ("its province is a centrally run city", lambda c: c.province.is_city),
    "commune.became": ("its kind changed after the merger", lambda c: bool(c.became)),
    "commune.domain": ("the rule of the decree gives its page a domain", lambda c: bool(c.domain)),
    "commune.kept": ("the merger left its territory as it was", lambda c: c.kept),
    "commune.has_parts": ("it has parts of old units", lambda c: c.has_parts),
    "commune.has_names": ("it was formed from old communes that can be named", lambda c: bool(c.names)),
    "commune.vi_huong": (
        "the pilot commune of 2020 is part of it",
        lambda c: any(each.code == _PILOT for each in c.predecessors),
    ),
}


def condition(name: str) -> Callable[[Profile], bool]:
    """One of CONDITIONS for a profile; False for a document of a province."""
    holds = CONDITIONS[name][1]

    def of(profile: Profile) -> bool:
        commune = own(profile)
        return commune is not None and holds(commune)

    return of


def items(own: OwnCommune, kind: str) -> tuple[Item, ...]:
    """The duties ("duty"), clocks ("clock") or situations ("situation") that may be shown to this commune on its day, in the order of the file."""
    return tuple(
        item
        for item in commune_items()
        if item.kind == kind and item.usable(own.as_of) and not (own.province.is_city and item.detail("outside_cities"))
    )


_NUMBERS = listed("lesson.commune_words.numbers")


def duties_finding(own: OwnCommune) -> str:
    """ "Bảy việc Nghị định 224 giao cho cấp xã; hai việc đã có nguồn chi", or how many there are by several documents."""
    found = items(own, "duty")
    if not found:
        return ""
    laws = {id_ for item in found for id_, _ in item.laws}
    count = _NUMBERS[len(found)]
    funded = sum(bool(item.detail("funded")) for item in found)
    if laws == {"nd-224-2026"}:
        paid = say("lesson.commune_words.funded", number=_NUMBERS[funded].lower()) if funded else ""
        return say("lesson.commune_words.duties", count=count, paid=paid)
    return say("lesson.commune_words.digital", count=count, number=_NUMBERS[len(laws)].lower())
