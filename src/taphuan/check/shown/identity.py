"""Whose province a set is about: in a province's own set nobody else is named or drawn without a reason.

A reason is: a claim that says it; a cited item, document or source that names it; the conference itself; a list of the region or of the
participants; what the unit was made of. A figure, a table or a printed text may set others beside the province, not stand for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from taphuan.charts.mime import SVG, TABLE
from taphuan.charts.style import RED
from taphuan.check.shown.cited import citations, cited_text
from taphuan.check.shown.commune_names import without_commune_names
from taphuan.check.shown.memory import remembered
from taphuan.check.shown.reading import SOURCES, Piece, drawn_text, readable
from taphuan.errors import coded
from taphuan.known import conferences, units
from taphuan.known.law import documents

if TYPE_CHECKING:
    from nbformat import NotebookNode

_REMEDY = (
    "cite in the cell what says it ([@id]), take the sentence from a claim (docs/claims.md), or leave the name out: "
    "the set is about {own}"
)
_OUTPUT_REMEDY = "show {own}, beside others if need be, or cite in the cell what says it"
_MARK_REMEDY = "mark {own} alone"
_WORD = re.compile(r"\w+")
# an address, a file, an id: quang-nam-2024, quang-nam.csv; the last letters of a longer word cannot follow a whole word
_GOES_ON = re.compile(r"[\w/@]|-\w|\.\w")
# communes and others with the name of a province: “phường Hà Giang 1”; “các xã Quảng Nam” are those of the province
_NO_PROVINCE = re.compile(
    r"(?<![/\w-])(?<![Cc]ác )(?<![Cc]ấp )(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Tt]hị xã|[Hh]uyện|[Qq]uận|[Đđ]ặc khu|[Đđ]ường|[Ss]ông"
    r"|[Ss]ân bay|Báo|Đại học|Trường|Cao đẳng) $|[/-]$"
)
# the Pacific, a battle, the province of before 1997, the islands that a map of the country shows
_OTHER_NAMES = re.compile(
    r"Thái Bình Dương|Điện Biên Phủ|Quảng Nam ?[-–] ?Đà Nẵng|(?:Hoàng Sa|Trường Sa)[ (,]+(?:thuộc |thành phố |tỉnh |TP\. )*"
    r"(?:Đà Nẵng|Khánh Hòa)"
)
_LITERAL = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_SENTENCE = re.compile(r"(?<=[.!?…;])(?<!TP\.)\s+|\n+")
_TEXT = re.compile(r"<text\b([^>]*)>(.*?)</text>", re.DOTALL)
# at least so many others make a list
LIST = 3


@coded("TH721")
def findings(notebook: NotebookNode, pieces: tuple[Piece, ...]) -> Iterator[str]:
    """Each other province that is named or drawn without a reason; nothing in a set for all participants."""
    unit = notebook.metadata["taphuan"]["unit"]
    if unit["slug"] == units.WHOLE:
        return
    house = _House.of(notebook)
    cited, claimed = _cited(notebook), _claimed(notebook)
    for piece in pieces:
        if piece.kind in SOURCES or not (text := without_commune_names(_mentioning(piece), notebook)):
            continue
        reasons = house.reasons | cited.get(piece.slide, frozenset()) | _of_law(piece.text)
        for claim in claimed.get(piece.slide, ()):
            text = text.replace(claim, " ")
        if piece.output and piece.kind != "text":
            found = house.standing_alone(text, reasons, of_lesson=not piece.foreign)
            remedy = _OUTPUT_REMEDY
        else:
            found = house.unexplained(text, reasons)
            remedy = _REMEDY
        for name, words in found:
            yield f"{piece.place}: the {piece.kind} names {name} (“{words}”); {remedy.format(own=unit['name'])}"
    for piece in pieces:
        if piece.kind in ("drawing", "table") and (name := _marked(piece, house)):
            yield f"{piece.place}: marks {name} as this province; {_MARK_REMEDY.format(own=unit['name'])}"


@dataclass(frozen=True)
class _House:
    """What the set is about: the slugs that are its own, those that its conference explains, and its neighbours."""

    own: frozenset[str]
    reasons: frozenset[str]
    lists: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, notebook: NotebookNode) -> _House:
        metadata = notebook.metadata["taphuan"]
        day = date.fromisoformat(metadata["as_of"])
        return _house(metadata["unit"]["slug"], metadata["conference"]["slug"], day)

    def others(self, text: str) -> list[tuple[str, frozenset[str], int]]:
        """(name as it is written, its slugs, place in the text) of each other province."""
        return [(name, slugs, at) for name, slugs, at in mentions(text) if not slugs & self.own]

    def unexplained(self, text: str, reasons: frozenset[str]) -> Iterator[tuple[str, str]]:
        """(name, sentence) of each other province that a text names without a reason."""
        for sentence in _SENTENCE.split(text):
            others = [(name, slugs) for name, slugs, _ in self.others(sentence) if not slugs & reasons]
            if others and not self._is_list([slugs for _, slugs in others]):
                yield others[0][0], sentence.strip()[:120]

    def standing_alone(self, text: str, reasons: frozenset[str], of_lesson: bool) -> Iterator[tuple[str, str]]:
        """(name, words) of the first other province in an output that does not name its own beside it."""
        others = [(name, slugs, at) for name, slugs, at in self.others(text) if not slugs & reasons]
        if of_lesson and len({slugs for _, slugs, _ in others}) >= LIST:
            return  # the first ten of the country
        names_own = any(slugs & self.own for _, slugs, _ in mentions(text))
        if others and not names_own and not self._is_list([slugs for _, slugs, _ in others]):
            name, _, at = others[0]
            yield name, " ".join(text[max(0, at - 20) : at + 80].split())

    def _is_list(self, named: list[frozenset[str]]) -> bool:
        distinct = set(named)
        return len(distinct) >= LIST and any(all(slugs & of for slugs in distinct) for of in self.lists)


@remembered
def _house(slug: str, conference_slug: str, day: date) -> _House:
    unit = units.resolve(slug, day)
    parts = units.predecessors(unit)
    conference = conferences.conference(conference_slug)
    # the same unit under its name of another time
    own = {unit.slug, unit.geo_slug, *(part.slug for part in parts), *(part.geo_slug for part in parts)}
    told = " ".join(
        (
            conference.title,
            conference.short_title,
            conference.place,
            conference.organiser,
            conference.audience,
            conference.plan,
        )
    )
    region = {other.slug for other in units.region_units(unit, day)}
    of_parts = {other.slug for part in parts for other in units.region_units(part, part.valid_from)}
    return _House(frozenset(own), slugs_in(told), (frozenset(region | of_parts), _participants(conference.slug, day)))


@remembered
def _participants(slug: str, day: date) -> frozenset[str]:
    """The slugs of the participants on their own day and on this one."""
    conference = conferences.conference(slug)
    return frozenset(unit.slug for on in (day, conference.as_of) for unit in conferences.participants(conference, on))


@remembered
def _names() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """First word of a name → (name, slugs of the units that have it), the longest first. Names are those of the register with
    their aliases, in capitals too, and without marks and as slugs, as programs print them."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for unit in units.all_units():
        spelt = (unit.name, *unit.aliases, unit.full_name, f"{unit.full_name[:1].lower()}{unit.full_name[1:]}")
        printed = (unit.slug, " ".join(word.capitalize() for word in unit.slug.split("-"))) if "-" in unit.slug else ()
        for form in (*spelt, *(form.upper() for form in spelt), *printed):
            slugs[readable(form)].add(unit.slug)
    names: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for name in sorted(slugs, key=len, reverse=True):
        names[_WORD.findall(name)[0]].append((name, frozenset(slugs[name])))
    return dict(names)


@remembered
def mentions(text: str) -> tuple[tuple[str, frozenset[str], int], ...]:
    """(name as it is written, slugs of the units that have it, place in the text) of each province that a readable text names."""
    names = _names()
    found: list[tuple[str, frozenset[str], int]] = []
    end = 0
    for word in _WORD.finditer(text):
        at = word.start()
        if at < end or word[0] not in names:
            continue
        for name, slugs in names[word[0]]:
            if text.startswith(name, at) and not _GOES_ON.match(text, at + len(name)):
                end = at + len(name)
                if not (_NO_PROVINCE.search(text, max(0, at - 24), at) or _is_other_name(text, at, end)):
                    found.append((name, slugs, at))
                break
    return tuple(found)


def _is_other_name(text: str, start: int, end: int) -> bool:
    """Whether the name of a province is a part of another name there."""
    around = text[max(0, start - 40) : end + 16]
    at = start - max(0, start - 40)
    return any(match.start() <= at < match.end() for match in _OTHER_NAMES.finditer(around))


def slugs_in(text: str) -> frozenset[str]:
    """The slugs of all provinces that a text names."""
    return frozenset().union(*(slugs for _, slugs, _ in mentions(readable(text))))


def _mentioning(piece: Piece) -> str:
    """The text of a piece that names any province; of code its literals; "" if there is none."""
    text = piece.text
    if piece.kind == "code":
        text = "\n".join(a or b for a, b in _LITERAL.findall(text))
    return text if mentions(text) else ""


def _claimed(notebook: NotebookNode) -> dict[tuple[str, str], tuple[str, ...]]:
    """The sentences of each slide that are claims: of its text, its figures and its tables."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("taphuan") or {}
        claims = list(meta.get("claims", ()))
        for output in cell.get("outputs", ()):
            claims += [
                claim
                for twin in output.get("data", {}).values()
                if isinstance(twin, dict)
                for claim in twin.get("claims", ())
            ]
        if claims:
            texts[meta["document"], meta["slide"]] += [readable(claim["text"]) for claim in claims]
    return {slide: tuple(sorted(set(of), key=len, reverse=True)) for slide, of in texts.items()}


def _cited(notebook: NotebookNode) -> dict[tuple[str, str], frozenset[str]]:
    """The slugs of the provinces that the citations of each slide name."""
    day = date.fromisoformat(notebook["metadata"]["taphuan"]["as_of"])
    return {
        slide: frozenset().union(*(_named_by(id_, day) for id_ in ids)) for slide, ids in citations(notebook).items()
    }


@remembered
def _named_by(id_: str, day: date) -> frozenset[str]:
    """The slugs of the provinces that a cited item, document or source names."""
    return slugs_in(cited_text(id_, day))


def _of_law(text: str) -> frozenset[str]:
    """The slugs of the provinces in titles of documents that a text quotes."""
    return frozenset().union(*(slugs for title, slugs in _titles() if title in text))


@remembered
def _titles() -> tuple[tuple[str, frozenset[str]], ...]:
    titles = ((readable(document.title), slugs_in(document.title)) for document in documents().values())
    return tuple((title, slugs) for title, slugs in titles if slugs)


def _marked(piece: Piece, house: _House) -> str:
    """The name of another province in the red that marks this one, or in the row that a table marks; "" if there is none."""
    data = piece.cell.outputs[piece.output - 1].get("data", {}) if piece.output else {}
    if piece.kind == "table":
        twin = data.get(TABLE, {})
        at = twin.get("highlight")
        text = " | ".join(map(str, twin["rows"][at])) if isinstance(at, int) and at < len(twin["rows"]) else ""
    else:
        svg = data.get(SVG, "")
        svg = svg if isinstance(svg, str) else "".join(svg)
        text = _red_text(svg) if RED.lower() in svg.lower() else ""
    text = readable(text)
    others = house.others(text)
    own = any(slugs & house.own for _, slugs, _ in mentions(text))
    return others[0][0] if others and not own else ""


@remembered
def _red_text(svg: str) -> str:
    return "\n".join(
        drawn_text(f"<text>{words}</text>")
        for attributes, words in _TEXT.findall(svg)
        if RED.lower() in attributes.lower()
    )
