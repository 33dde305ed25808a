"""The start page build/index.html: conferences, their provinces, their files, and a search that needs no marks."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from taphuan import paths, text
from taphuan.export import fonts

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
class IndexProvince:
    """`failed` says in Vietnamese why the documents of this province are missing; empty when they are there."""

    slug: str
    name: str
    full_name: str
    files: tuple[IndexFile, ...] = ()
    failed: str = ""

    @property
    def find(self) -> str:
        """What the search looks through: lower case, without marks."""
        return text.fold(f"{self.full_name} {self.name} {self.slug}")


@dataclass(frozen=True)
class IndexConference:
    """`status` says in Vietnamese why nothing was built for this conference; empty when it was built."""

    slug: str
    title: str
    date_text: str
    as_of_text: str
    sample: bool = False
    status: str = ""
    provinces: tuple[IndexProvince, ...] = ()

    @property
    def find(self) -> str:
        return text.fold(f"{self.title} {self.slug}{' mau' if self.sample else ''}")

    @property
    def failures(self) -> int:
        return sum(bool(province.failed) for province in self.provinces)


@dataclass(frozen=True)
class IndexModel:
    conferences: tuple[IndexConference, ...]

    @property
    def built(self) -> tuple[IndexConference, ...]:
        return tuple(conference for conference in self.conferences if not conference.status)

    @property
    def waiting(self) -> tuple[IndexConference, ...]:
        return tuple(conference for conference in self.conferences if conference.status)


def write_index(model: IndexModel) -> bytes:
    """The start page as one HTML file that loads nothing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(paths.SLIDES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(TEMPLATE).render(
        model=model, fonts=fonts.face_css(), style=paths.INDEX_CSS.read_text(encoding="utf-8")
    )
    return unicodedata.normalize("NFC", page).encode("utf-8")
