"""The start pages: conferences, their document sets and files, and a search that ignores diacritics."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from taphuan import paths, text
from taphuan.export.shared import fonts
from taphuan.theme import forms

TEMPLATE = "index.html.j2"


@dataclass(frozen=True)
class IndexFile:
    """`href` is relative to the page and already quoted for a URL."""

    label: str
    href: str
    size_bytes: int

    @property
    def size(self) -> str:
        """ "480 KB", "1,2 MB": decimal units, as file managers show them."""
        if self.size_bytes < 999_500:
            return f"{max(1, round(self.size_bytes / 1000))}{text.NBSP}KB"
        return f"{text.number(self.size_bytes / 1_000_000, 1)}{text.NBSP}MB"


@dataclass(frozen=True)
class IndexSet:
    """One document set. `failed` says in Vietnamese why its documents are missing; empty when they are there. `unwalked`: no
    browser has looked at its deck yet."""

    slug: str
    name: str
    full_name: str
    files: tuple[IndexFile, ...] = ()
    failed: str = ""
    unwalked: bool = False

    @property
    def find(self) -> str:
        """The text that the search compares: lower case, without diacritics."""
        return text.fold(f"{self.full_name} {self.name} {self.slug}")


@dataclass(frozen=True)
class IndexConference:
    """`status` says in Vietnamese why nothing was built for this conference; empty when it was built.

    `shared` are the sets for all participants: the conference's own and the speakers' modules. `anchor` is unique on
    the page, where a conference may stand once for each day it was built for.
    """

    slug: str
    anchor: str
    title: str
    date_text: str
    as_of_text: str
    sample: bool = False
    status: str = ""
    shared: tuple[IndexSet, ...] = ()
    provinces: tuple[IndexSet, ...] = ()

    @property
    def find(self) -> str:
        return text.fold(f"{self.title} {self.slug}{' mau' if self.sample else ''}")

    @property
    def failures(self) -> int:
        return sum(bool(document_set.failed) for document_set in (*self.shared, *self.provinces))


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
        return sum(of.unwalked for conference in self.conferences for of in (*conference.shared, *conference.provinces))

    @property
    def waiting(self) -> tuple[IndexConference, ...]:
        return tuple(conference for conference in self.conferences if conference.status)


def write_index(model: IndexModel) -> bytes:
    """A start page as one HTML file that loads nothing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(paths.SLIDES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(TEMPLATE).render(
        model=model, fonts=fonts.face_css(), style=forms.css() + paths.INDEX_CSS.read_text(encoding="utf-8")
    )
    return unicodedata.normalize("NFC", page).encode("utf-8")
