"""Conferences, modules and the dated facts they teach. Source: data/conferences, data/modules.

An item (key point, figure, question, quiz question, conference fact) may be shown on a day from its `known_from` to its
`until`, both inclusive; `after` is what must be added from a later day on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.data.load import derived, names, parsed, rows, yaml_document
from taphuan.errors import BadDate, UnknownName
from taphuan.known.units import Unit, successor_on, units_on


@dataclass(frozen=True)
class Speaker:
    name: str
    role: str
    summary: str


@dataclass(frozen=True)
class Slot:
    """What is stated of one module's place in the timetable; empty text where it is not. `start` and `end` are "08:00"."""

    module: str
    speaker: str
    day: date | None
    start: str
    end: str


@dataclass(frozen=True)
class Conference:
    """A training conference. Empty text or None: the founding article does not say it, and neither do we.

    `plan` is the paper of the organisers of a conference that is still to come, which has no article.
    `as_of` is the day whose knowledge its documents show by default; `date_text` is the only line printed as its date.
    """

    slug: str
    title: str
    short_title: str
    as_of: date
    as_of_stated: bool
    date_text: str
    place: str
    mode: str
    organiser: str
    audience: str
    region: str
    delegates: int | None
    delegates_note: str
    points: int | None
    points_note: str
    modules: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    timetable: tuple[Slot, ...]
    sample: bool
    participants_rule: dict[str, Any]
    participants_assumed: bool
    plan: str
    source_ids: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(self.slug)


@dataclass(frozen=True)
class After:
    """What must be said in addition from `start` on."""

    start: date
    text: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One dated piece of knowledge. `kind`: key_point · figure · question · quiz · fact. `owner`: its module or conference.

    `secondary` is True where it rests on sources alone that must be checked against the original.
    """

    id: str
    kind: str
    owner: str
    text: str
    known_from: date
    until: date | None
    after: After | None
    source_ids: tuple[str, ...]
    secondary: bool
    where: str = ""
    details: tuple[tuple[str, Any], ...] = ()

    def known(self, as_of: date) -> bool:
        return self.known_from <= as_of

    def usable(self, as_of: date) -> bool:
        return (
            self.known(as_of) and (self.until is None or as_of <= self.until) and self.detail("use", True) is not False
        )

    def detail(self, name: str, default: Any = None) -> Any:
        return dict(self.details).get(name, default)


@dataclass(frozen=True)
class Module:
    """A topic (chuyên đề). `written` is False until it has a notebook. `own_data` is the condition of the slide with the
    province's own data that it needs, or empty."""

    slug: str
    title: str
    audience: str
    written: bool
    legal_documents: tuple[str, ...]
    own_data: str
    items: tuple[Item, ...]

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind == kind)


def _ids(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (text or "").split(";")))


def conference_slugs() -> tuple[str, ...]:
    return names("conferences")


def module_slugs() -> tuple[str, ...]:
    return names("modules")


def conference(slug: str) -> Conference:
    """One conference; UnknownName otherwise."""
    if slug not in conference_slugs():
        raise UnknownName("conference", slug, conference_slugs())
    raw = yaml_document(paths.CONFERENCES / f"{slug}.yaml")
    return Conference(
        slug=raw["slug"],
        title=raw["title"],
        short_title=raw["short_title"],
        as_of=date.fromisoformat(raw["as_of"]),
        as_of_stated=raw["as_of_basis"] == "stated",
        date_text=raw["date_text_vi"],
        place=raw.get("place") or "",
        mode=raw.get("mode") or "",
        organiser=raw.get("organiser") or "",
        audience=raw.get("audience") or "",
        region=raw.get("region") or "",
        delegates=raw.get("delegates"),
        delegates_note=raw.get("delegates_note") or "",
        points=raw.get("points"),
        points_note=raw.get("points_note") or "",
        modules=tuple(raw["modules"]),
        speakers=tuple(
            Speaker(s["name"], s.get("role") or "", s.get("summary") or "") for s in raw.get("speakers", [])
        ),
        timetable=tuple(map(_slot, raw.get("timetable", []))),
        sample=bool(raw.get("sample")),
        participants_rule=raw["participants"],
        participants_assumed="participants_assumption" in raw,
        plan=raw.get("plan") or "",
        source_ids=(*_ids(raw.get("source_id")), *raw.get("extra_sources", [])),
    )


def _slot(raw: dict[str, Any]) -> Slot:
    on = date.fromisoformat(raw["day"]) if raw.get("day") else None
    return Slot(raw["module"], raw.get("speaker") or "", on, raw.get("start") or "", raw.get("end") or "")


def conferences() -> tuple[Conference, ...]:
    """All conferences, the earliest first."""
    return tuple(sorted((conference(slug) for slug in conference_slugs()), key=lambda c: (c.as_of, c.slug)))


def participants(conf: Conference, as_of: date | None = None) -> tuple[Unit, ...]:
    """The units that take part, resolved on the conference's own day, then mapped to their successors on `as_of`, each once."""
    day = as_of or conf.as_of
    if day < conf.as_of:
        raise BadDate(
            f"{day.isoformat()} lies before '{conf.slug}' (as_of {conf.as_of.isoformat()}); "
            "a conference can be taught again on a later day only"
        )
    own = units_on(conf.as_of)
    rule = conf.participants_rule
    if rule.get("all"):
        chosen = own
    elif "regions" in rule:
        chosen = tuple(unit for unit in own if unit.region_slug in rule["regions"])
    else:
        chosen = tuple(unit for unit in own if unit.slug in rule["provinces"])
    mapped: dict[str, Unit] = {}
    for unit in chosen:
        successor = successor_on(unit, day)
        mapped.setdefault(successor.slug, successor)
    return tuple(mapped.values())


def _weak_sources(rows: tuple[dict[str, str], ...]) -> frozenset[str]:
    """Sources that back documents of the register marked `partial` and no verified one."""
    partial: set[str] = set()
    verified: set[str] = set()
    for row in rows:
        (verified if row["verified"] == "yes" else partial).update(_ids(row["source_id"]))
    return frozenset(partial - verified)


def is_secondary(source_ids: tuple[str, ...]) -> bool:
    """True where every source must be checked against the original: public repositories (`gh-…`) or such as back only
    documents that are `partial` themselves (data/modules/README.md, levels of verification)."""
    weak = parsed("law/legal_documents", _weak_sources)
    return bool(source_ids) and all(id_.startswith("gh-") or id_ in weak for id_ in source_ids)


def _item(kind: str, owner: str, raw: dict[str, Any]) -> Item:
    sources = _ids(raw.get("source_id"))
    after = raw.get("after")
    text = {"figure": "name", "quiz": "question"}.get(kind, "text")
    kept = ("value", "unit", "year", "options", "answer", "explanation", "key_point", "use")
    return Item(
        id=raw["id"],
        kind=kind,
        owner=owner,
        text=raw[text],
        known_from=date.fromisoformat(raw["known_from"]),
        until=date.fromisoformat(raw["until"]) if raw.get("until") else None,
        after=After(date.fromisoformat(after["from"]), after["text"], _ids(after.get("source_id"))) if after else None,
        source_ids=sources,
        secondary=is_secondary(sources),
        details=tuple((key, raw[key]) for key in kept if key in raw),
    )


_MODULE_LISTS = {"key_points": "key_point", "figures": "figure", "discussion_questions": "question", "quiz": "quiz"}


def module(slug: str) -> Module:
    """One module's data file; UnknownName otherwise."""
    if slug not in module_slugs():
        raise UnknownName("module", slug, module_slugs())
    return derived((_module_file(slug), paths.LEGAL_DOCUMENTS), _module, slug)


def _module_file(slug: str) -> Path:
    return paths.MODULES / f"{slug}.yaml"


def _module(slug: str) -> Module:
    raw = yaml_document(_module_file(slug))
    return Module(
        slug=raw["slug"],
        title=raw["title_vi"],
        audience=raw["audience"],
        written=raw.get("written", True),
        legal_documents=tuple(raw["legal_documents"]),
        own_data=raw.get("own_data") or "",
        items=tuple(_item(kind, slug, entry) for key, kind in _MODULE_LISTS.items() for entry in raw.get(key, [])),
    )


def facts(slug: str) -> tuple[Item, ...]:
    """The facts of a conference's founding article; `where` says whether the deck or the report tells them."""
    return tuple(
        Item(
            id=row["fact_id"],
            kind="fact",
            owner=slug,
            text=row["text_vi"],
            known_from=date.fromisoformat(row["known_from"]),
            until=None,
            after=None,
            source_ids=_ids(row["source_id"]),
            secondary=is_secondary(_ids(row["source_id"])),
            where=row["where"],
            details=tuple((key, row[key]) for key in ("topic", "value", "unit", "year", "province_slug") if row[key]),
        )
        for row in rows("conferences/article_facts")
        if row["conference"] == slug
    )


def all_items() -> tuple[Item, ...]:
    """Every dated item of every module and conference."""
    modules = module_slugs()
    files = (*map(_module_file, modules), paths.ARTICLE_FACTS, paths.LEGAL_DOCUMENTS)
    return derived(files, _all_items, modules, conference_slugs())


def _all_items(modules: tuple[str, ...], conferences: tuple[str, ...]) -> tuple[Item, ...]:
    taught = (item for slug in modules for item in module(slug).items)
    return (*taught, *(fact for slug in conferences for fact in facts(slug)))


def source_titles() -> dict[str, dict[str, str]]:
    """The merged source list by id."""
    return parsed("sources", _by_source)


def _by_source(rows: tuple[dict[str, str], ...]) -> dict[str, dict[str, str]]:
    return {row["source_id"]: row for row in rows}
