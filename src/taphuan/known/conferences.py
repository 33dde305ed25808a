"""Conferences, modules and their dated items. Source: data/conferences, data/modules, data/law.

An item (key point, figure, question, quiz question, conference fact) may be shown on the days from `known_from` to
`until`, both inclusive; `after` is a sentence that must be added from a later day on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.data.drafts import DRAFT
from taphuan.data.load import derived, names, rows, yaml_document
from taphuan.errors import BadDate, UnknownName
from taphuan.known.items import Item, ids_in, is_secondary, item_of
from taphuan.known.units import Unit, successor_on, units_on


@dataclass(frozen=True)
class Speaker:
    name: str
    role: str
    summary: str


@dataclass(frozen=True)
class Slot:
    """An entry of the timetable: who teaches a module and when. Empty text or None: the source does not state it.
    `start` and `end` have the form "08:00"."""

    module: str
    speaker: str
    day: date | None
    start: str
    end: str


@dataclass(frozen=True)
class Issuer:
    """Whose letterhead the papers bear: the agency, and the one above it ("" where there is none)."""

    authority: str
    agency: str


@dataclass(frozen=True)
class Conference:
    """A training conference. Empty text or None: the article about it does not state the value.

    `as_of` is the day whose knowledge the documents show by default; `as_of_stated` is False if that day is an assumption.
    `as_of_from_press` is True if the day comes from the press. `date_text` is the only text that is printed as the date of
    the conference. `for_communes` says that the audience works in communes, `of_communes` that communes take part and not their provinces. `minutes` are those that the hall's deck is for; `abridged` says how much longer the event was. `start` ("08:00") is when the organisers begin. `discussion_chair` is a speaker. `plan` is the organisers' paper about a
    future conference, which has no article. `issuer` is None where the letterhead of the papers stays blank.
    """

    slug: str
    title: str
    short_title: str
    as_of: date
    as_of_stated: bool
    as_of_from_press: bool
    date_text: str
    date_start: date | None
    date_end: date | None
    place: str
    mode: str
    organiser: str
    audience: str
    for_communes: bool
    region: str
    delegates: int | None
    delegates_note: str
    points: int | None
    points_note: str
    minutes: int
    abridged: str
    modules: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    timetable: tuple[Slot, ...]
    start: str
    discussion_chair: str
    sample: bool
    participants_rule: dict[str, Any]
    of_communes: bool
    plan: str
    issuer: Issuer | None
    source_ids: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(self.slug)


@dataclass(frozen=True)
class Module:
    """A topic (chuyên đề). `short_title` is what stands above its slides. `written` is False while it is being written: its titles say so. `own_data` is the condition of the slide with data
    of the province itself if the module must have such a slide, otherwise empty."""

    slug: str
    title: str
    short_title: str
    audience: str
    written: bool
    legal_documents: tuple[str, ...]
    own_data: str
    items: tuple[Item, ...]

    @property
    def has_notebook(self) -> bool:
        """Whether it can be taught, if only as a draft."""
        return (paths.MODULE_NOTEBOOKS / f"{self.slug}.ipynb").is_file()

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        """The items of one kind, in the order of the data file."""
        return tuple(item for item in self.items if item.kind == kind)


def conference_slugs() -> tuple[str, ...]:
    """The slugs of all conferences, sorted."""
    return names("conferences")


def module_slugs() -> tuple[str, ...]:
    """The slugs of all modules, sorted."""
    return names("modules")


def conference(slug: str) -> Conference:
    """The conference with this slug. Raises UnknownName if there is none."""
    if slug not in conference_slugs():
        raise UnknownName("conference", slug, conference_slugs())
    return conference_of(yaml_document(paths.CONFERENCES / f"{slug}.yaml"))


def conference_of(raw: dict[str, Any]) -> Conference:
    """The conference that a file describes, also one that is not written yet."""
    return Conference(
        slug=raw["slug"],
        title=raw["title"],
        short_title=raw["short_title"],
        as_of=date.fromisoformat(raw["as_of"]),
        as_of_stated=raw["as_of_basis"] == "stated",
        as_of_from_press=raw["as_of_basis"] == "press",
        date_text=raw.get("date_text_vi") or "",
        date_start=_day(raw.get("date_start")),
        date_end=_day(raw.get("date_end")),
        place=raw.get("place") or "",
        mode=raw.get("mode") or "",
        organiser=raw.get("organiser") or "",
        audience=raw.get("audience") or "",
        for_communes=raw.get("level") == "cap-xa",
        region=raw.get("region") or "",
        delegates=raw.get("delegates"),
        delegates_note=raw.get("delegates_note") or "",
        points=raw.get("points"),
        points_note=raw.get("points_note") or "",
        minutes=raw["minutes"],
        abridged=raw.get("abridged") or "",
        modules=tuple(raw["modules"]),
        speakers=tuple(
            Speaker(s["name"], s.get("role") or "", s.get("summary") or "") for s in raw.get("speakers", [])
        ),
        timetable=tuple(map(_slot, raw.get("timetable", []))),
        start=raw.get("start") or "",
        discussion_chair=raw.get("discussion_chair") or "",
        sample=bool(raw.get("sample")),
        participants_rule=raw["participants"],
        of_communes=raw["participants"].get("level") == "commune",
        plan=raw.get("plan") or "",
        issuer=_issuer(raw.get("issuer")),
        source_ids=(*ids_in(raw.get("source_id")), *raw.get("extra_sources", [])),
    )


def _issuer(raw: dict[str, str] | None) -> Issuer | None:
    return Issuer(raw.get("authority") or "", raw["agency"]) if raw else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _slot(raw: dict[str, Any]) -> Slot:
    return Slot(
        raw["module"], raw.get("speaker") or "", _day(raw.get("day")), raw.get("start") or "", raw.get("end") or ""
    )


def conferences() -> tuple[Conference, ...]:
    """All conferences, sorted by as_of."""
    return tuple(sorted((conference(slug) for slug in conference_slugs()), key=lambda c: (c.as_of, c.slug)))


def participants(conf: Conference, as_of: date | None = None) -> tuple[Unit, ...]:
    """The participating units on `as_of`, by default the conference's own.

    They are the units of the conference's own as_of, mapped to their successors on `as_of`; a successor of several occurs
    once. Raises BadDate if `as_of` is before the conference.
    """
    day = as_of or conf.as_of
    if day < conf.as_of:
        raise BadDate(
            f"{day.isoformat()} lies before '{conf.slug}' (as_of {conf.as_of.isoformat()}); "
            "a conference can be taught again on a later day only",
            code="TH366",
        )
    units = units_on(conf.as_of)
    rule = conf.participants_rule
    if "regions" in rule:
        units = tuple(unit for unit in units if unit.region_slug in rule["regions"])
    elif "provinces" in rule:
        units = tuple(unit for unit in units if unit.slug in rule["provinces"])
    successors: dict[str, Unit] = {}
    for unit in units:
        successor = successor_on(unit, day)
        successors.setdefault(successor.slug, successor)
    return tuple(successors.values())


# lists of a module file → kinds of items
_MODULE_LISTS = {
    "key_points": "key_point",
    "figures": "figure",
    "discussion_questions": "question",
    "quiz": "quiz",
    "objectives": "objective",
    "exercises": "exercise",
    "sheets": "sheet",
    "decisions": "decision",
}
# the same of the file about communes
_COMMUNE_LISTS = {"duties": "duty", "clocks": "clock", "situations": "situation", "sheets": "sheet"}


def module(slug: str) -> Module:
    """The module with this slug. Raises UnknownName if there is none."""
    if slug not in module_slugs():
        raise UnknownName("module", slug, module_slugs())
    return derived((_module_file(slug), paths.LEGAL_DOCUMENTS), _module, slug)


def _module_file(slug: str) -> Path:
    return paths.MODULES / f"{slug}.yaml"


def _module(slug: str) -> Module:
    raw = yaml_document(_module_file(slug))
    written = raw.get("written", True)
    mark = "" if written else f"{DRAFT}: "
    return Module(
        slug=raw["slug"],
        title=mark + raw["title_vi"],
        short_title=mark + raw["short_vi"],
        audience=raw["audience"],
        written=written,
        legal_documents=tuple(raw["legal_documents"]),
        own_data=raw.get("own_data") or "",
        items=tuple(item_of(kind, slug, entry) for key, kind in _MODULE_LISTS.items() for entry in raw.get(key, [])),
    )


def commune_items() -> tuple[Item, ...]:
    """What is asked of communes, what happens at their counters, the sheets that they fill: the items of data/communes."""
    return derived((paths.COMMUNE_LESSON, paths.LEGAL_DOCUMENTS), _commune_items)


def _commune_items() -> tuple[Item, ...]:
    raw = yaml_document(paths.COMMUNE_LESSON)
    return tuple(
        item_of(kind, raw["slug"], entry) for key, kind in _COMMUNE_LISTS.items() for entry in raw.get(key, ())
    )


def facts(slug: str) -> tuple[Item, ...]:
    """The facts from the article about a conference that documents show, in the order of article_facts.csv; `where` is
    "deck" or "report"."""
    return tuple(
        _said("fact", row["fact_id"], row)
        for row in rows("conferences/article_facts")
        if row["conference"] == slug and row["where"] != "left-out"
    )


def quotations(slug: str) -> tuple[Item, ...]:
    """What the article about a conference has in quotation marks, in the order of quotations.csv; `text` is without them."""
    return tuple(
        _said("quotation", row["quotation_id"], row)
        for row in rows("conferences/quotations")
        if row["conference"] == slug
    )


def _said(kind: str, id_: str, row: dict[str, str]) -> Item:
    names = ("value", "unit", "year", "province_slug", "speaker", "office")
    return Item(
        id=id_,
        kind=kind,
        owner=row["conference"],
        text=row["text_vi"],
        known_from=date.fromisoformat(row["known_from"]),
        until=None,
        after=None,
        source_ids=ids_in(row["source_id"]),
        secondary=is_secondary(ids_in(row["source_id"])),
        where=row["where"],
        details=tuple((key, row[key]) for key in names if row.get(key)),
    )


def all_items() -> tuple[Item, ...]:
    """All items of all modules and conferences, and those about communes."""
    modules = module_slugs()
    files = (
        *map(_module_file, modules),
        paths.COMMUNE_LESSON,
        paths.ARTICLE_FACTS,
        paths.QUOTATIONS,
        paths.LEGAL_DOCUMENTS,
    )
    return derived(files, _all_items, modules, conference_slugs())


def _all_items(modules: tuple[str, ...], conferences: tuple[str, ...]) -> tuple[Item, ...]:
    module_items = (item for slug in modules for item in module(slug).items)
    return (
        *module_items,
        *commune_items(),
        *(item for slug in conferences for item in (*facts(slug), *quotations(slug))),
    )
