"""The start pages: conferences, their document sets and files, maps to choose on, and a search that ignores diacritics."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from taphuan import paths, text
from taphuan.charts.map.geometry import LICENCE
from taphuan.export.html.index_map import IndexMap, map_of
from taphuan.export.html.rendering import rendering
from taphuan.export.shared import fonts
from taphuan.known.units import all_units
from taphuan.text import say
from taphuan.theme import forms

TEMPLATE = "index.html.j2"
# a map helps to choose among so many
_LEAST_ON_MAP = 3


@dataclass(frozen=True)
class IndexFile:
    """`href` is relative to the page and already quoted for a URL. `button` is the word on the button of a file that people
    came for; "" for one that waits folded."""

    label: str
    href: str
    size_bytes: int
    button: str = ""

    @property
    def size(self) -> str:
        """ "480 KB", "1,2 MB": decimal units, as file managers show them."""
        if self.size_bytes < 999_500:
            return f"{max(1, round(self.size_bytes / 1000))}{text.NBSP}KB"
        return f"{text.number(self.size_bytes / 1_000_000, 1)}{text.NBSP}MB"


@dataclass(frozen=True)
class IndexSet:
    """One document set. `failed` says in Vietnamese why its documents are missing; empty when they are there.

    `unwalked`: no browser has looked at its deck yet. `judges`: the programs of others that found nothing in it. `merged` are the names of the units that a province was made of,
    `aliases` its other names; a search finds both. `geo_slug` is its key in the map; `communes` is the page of its communes, `communes_built` how many of them have sets, `below` their
    names, old ones too.
    """

    slug: str
    name: str
    full_name: str
    files: tuple[IndexFile, ...] = ()
    failed: str = ""
    unwalked: bool = False
    judges: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    geo_slug: str = ""
    communes: str = ""
    communes_built: int = 0
    below: tuple[str, ...] = ()

    @property
    def find(self) -> str:
        """The text that the search compares."""
        return search_text(self.full_name, self.name, self.slug, *self.merged, *self.aliases, *self.below)

    @property
    def buttons(self) -> tuple[IndexFile, ...]:
        return tuple(file for file in self.files if file.button)

    @property
    def folded(self) -> tuple[IndexFile, ...]:
        return tuple(file for file in self.files if not file.button)


@dataclass(frozen=True)
class IndexConference:
    """`status` says in Vietnamese why nothing was built for this conference; empty when it was built.

    `whole` is the set for all participants, `modules` are the speakers' parts of it. `anchor` is unique on the page, where a
    conference may stand once for each day it was built for. `geometry` is the name of the map of its provinces, as
    `data.load.geojson` takes it. `short_title`, `year_text`, `place` and `date_text` are "" where nobody states them.
    """

    slug: str
    anchor: str
    title: str
    date_text: str
    as_of_text: str
    short_title: str = ""
    year_text: str = ""
    place: str = ""
    sample: bool = False
    status: str = ""
    geometry: str = ""
    whole: IndexSet | None = None
    modules: tuple[IndexSet, ...] = ()
    provinces: tuple[IndexSet, ...] = ()

    @property
    def head(self) -> str:
        return self.short_title or self.title

    @property
    def find(self) -> str:
        return search_text(
            self.title,
            self.short_title,
            self.slug,
            self.place,
            self.year_text,
            say("export.html.index.sample") if self.sample else "",
        )

    @property
    def sets(self) -> Iterator[IndexSet]:
        yield from (self.whole,) if self.whole else ()
        yield from self.modules
        yield from self.provinces

    @property
    def failures(self) -> int:
        return sum(bool(one.failed) for one in self.sets)

    @property
    def mapped(self) -> bool:
        """Whether its provinces can be chosen on a map."""
        return bool(self.geometry) and sum(bool(one.geo_slug) for one in self.provinces) >= _LEAST_ON_MAP


@dataclass(frozen=True)
class IndexModel:
    """`alone`: the page of one conference, in its own folder."""

    conferences: tuple[IndexConference, ...]
    alone: bool = False

    @property
    def built(self) -> tuple[IndexConference, ...]:
        return tuple(conference for conference in self.conferences if not conference.status)

    @property
    def unwalked(self) -> int:
        """How many decks no browser has looked at."""
        return sum(one.unwalked for conference in self.conferences for one in conference.sets)

    @property
    def judged(self) -> str:
        """One sentence on the programs of others that have read document sets and found nothing; "" where none has."""
        sets = [one for conference in self.built for one in conference.sets if one.files]
        judges = sorted({name for one in sets for name in one.judges}, key=str.lower)
        number = sum(bool(one.judges) for one in sets)
        said = say("export.html.index.judged", number=number, sets=len(sets), judges=", ".join(judges))
        return text.hold(said) if judges else ""

    @property
    def waiting(self) -> tuple[IndexConference, ...]:
        return tuple(conference for conference in self.conferences if conference.status)

    @property
    def maps(self) -> dict[str, IndexMap]:
        """The maps of the page by name; conferences of one era share theirs."""
        return {name: map_of(name) for name in dict.fromkeys(one.geometry for one in self.built if one.mapped)}


def search_text(*parts: str) -> str:
    """Words in lower case without diacritics and marks, each part that adds something once: "tinh dak lak"."""
    known = ""
    for part in parts:
        words = re.sub(r"[^a-z0-9]+", " ", text.fold(part)).strip()
        if f" {words} " not in f" {known} ":
            known = f"{known} {words}".strip()
    return known


def write_index(model: IndexModel) -> bytes:
    """A start page as one HTML file that loads nothing."""
    return rendered(TEMPLATE, model=model)


def rendered(template: str, **values: object) -> bytes:
    """A page of the start pages' look as one HTML file that loads nothing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([paths.SLIDES, paths.PACKAGED_SLIDES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["say"] = say
    with rendering():
        page = environment.get_template(template).render(
            **values,
            fonts=fonts.face_css(),
            style=forms.css() + paths.taken(paths.INDEX_CSS).read_text(encoding="utf-8"),
            licence=LICENCE,
            programme=text.lower_first(paths.PROJECT.name),
            renamed=any(unit.valid_to for unit in all_units()),
        )
    return unicodedata.normalize("NFC", page).encode("utf-8")
