"""The project, its folders and files, and the files that the package brings along. No other module spells a folder name, and this
one imports no other module.

A project is a folder with `taphuan.toml`, which may give its folders other names. It is the one that `TAPHUAN_ROOT` names, else the
nearest one from the working folder upward; else, for what is no command, the checkout of an editable install.
What a programme needs of slides/ travels in the package: a file is the project's own where it has one, else the package's.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_NAME = "taphuan.toml"
# the environment variable that names the project; processes that are started here inherit it
PROJECT_SETTING = "TAPHUAN_ROOT"
# the keys of taphuan.toml that name a folder, which is called so unless one says something else
FOLDERS = ("data", "notebooks", "slides", "build")
LEVELS = ("province", "commune")
# folders of a project that have a name of their own
_TAKEN = ("records",)
# what a name may not hold on one system or another
_FORBIDDEN = frozenset('<>:"/\\|?*~')

PACKAGE = Path(__file__).resolve().parent

# how the project was found
BY_SETTING, BY_FOLDER, BY_CHECKOUT, NOT = "setting", "folder", "checkout", "not"


@dataclass(frozen=True)
class Project:
    """`settings` is what taphuan.toml says, None where it cannot be read; `data/project.py` says what is wrong with it. `around` are
    projects that this one lies in."""

    root: Path
    found: str
    around: tuple[Path, ...]
    settings: dict[str, object] | None

    def folder(self, key: str) -> Path:
        """The folder of that key. One that cannot be has its usual name, until somebody is told."""
        name = (self.settings or {}).get(key, key)
        return self.root / (name if isinstance(name, str) and is_folder_name(name) else key)

    def names(self, key: str) -> tuple[str, ...] | None:
        """The words of a list; None where there is no such list."""
        found = (self.settings or {}).get(key)
        return tuple(map(str, found)) if isinstance(found, list) else None

    @property
    def name(self) -> str:
        """What the project calls itself."""
        return str((self.settings or {}).get("name") or self.root.name)

    @property
    def topic(self) -> str:
        """What it is about, as it stands inside a sentence ("chuyển đổi số"); its name where it does not say."""
        return str((self.settings or {}).get("topic") or self.name)


def is_folder_name(name: str) -> bool:
    """Whether a folder right in the project may be called so."""
    plain = name.isprintable() and not _FORBIDDEN & set(name) and name == name.strip(" .-")
    return plain and name.casefold() not in ("", *_TAKEN)


def projects_above(folder: Path) -> tuple[Path, ...]:
    """This folder and those that it lies in which are projects, the nearest first."""
    return tuple(place for place in (folder, *folder.parents) if (place / PROJECT_NAME).is_file())


def settings_of(root: Path) -> dict[str, object] | None:
    """What the taphuan.toml of a project says; None where it cannot be read."""
    try:
        text = (root / PROJECT_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return _plain(text) or _toml(text)


def _plain(text: str) -> dict[str, object] | None:
    """Of the plain lines that such a file usually has: words in quotes, numbers, lists of words on one line; None for a file with
    other lines. To import tomllib takes a twentieth of what a build takes that has nothing to do."""
    found: dict[str, object] = {}
    for line in text.split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        key, _, value = (part.strip() for part in line.partition("="))
        inner = [part.strip() for part in value[1:-1].split(",")]
        if not key.isidentifier() or not key.isascii() or key in found:
            return None
        if _is_word(value):
            found[key] = value[1:-1]
        elif value.isascii() and value.isdecimal() and not value.startswith("0"):
            found[key] = int(value)
        elif value.startswith("[") and value.endswith("]") and all(map(_is_word, inner)):
            found[key] = [part[1:-1] for part in inner]
        else:
            return None
    return found


def _is_word(value: str) -> bool:
    quoted = len(value) > 1 and value.startswith('"') and value.endswith('"') and value.count('"') == 2
    return quoted and "\\" not in value and value.isprintable()


def _toml(text: str) -> dict[str, object] | None:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _project() -> Project:
    if named := os.environ.get(PROJECT_SETTING):
        return _of(Path(named).absolute(), BY_SETTING)
    try:
        here = Path.cwd()
    except OSError:
        # the folder is gone, or may not be entered
        here = Path(os.sep)
    if above := projects_above(here):
        return _of(above[0], BY_FOLDER, above[1:])
    checkout = PACKAGE.parents[1]
    if PACKAGE.parent.name == "src" and (checkout / PROJECT_NAME).is_file():
        return _of(checkout, BY_CHECKOUT)
    return Project(here, NOT, (), None)


def _of(root: Path, found: str, around: tuple[Path, ...] = ()) -> Project:
    return Project(root, found, around, settings_of(root))


PROJECT = _project()
ROOT = PROJECT.root
PROJECT_FILE = ROOT / PROJECT_NAME

DATA = PROJECT.folder("data")
CONFERENCES = DATA / "conferences"
MODULES = DATA / "modules"
SOURCES = DATA / "sources.csv"
COMMUNES = DATA / "units" / "communes.csv"
COMMUNE_MERGERS = DATA / "units" / "commune_mergers.csv"
COMMUNE_LESSON = DATA / "communes" / "cap-xa.yaml"
LEGAL_DOCUMENTS = DATA / "law" / "legal_documents.csv"
ARTICLE_FACTS = CONFERENCES / "article_facts.csv"
QUOTATIONS = CONFERENCES / "quotations.csv"
DATAPACKAGE = DATA / "datapackage.json"

NOTEBOOKS = PROJECT.folder("notebooks")
MODULE_NOTEBOOKS = NOTEBOOKS / "modules"
FRAME_NOTEBOOKS = NOTEBOOKS / "frame"
REPORT_NOTEBOOKS = NOTEBOOKS / "reports"
COMMUNE_NOTEBOOKS = NOTEBOOKS / "communes"

# where the project's own lie; what is read is what `taken` says
SLIDES = PROJECT.folder("slides")
DECK_ORDER = SLIDES / "deck.yaml"
DECK_TEMPLATES = SLIDES / "nbconvert"
DRAWINGS = SLIDES / "drawings"
DECK_PPTX = SLIDES / "deck-template.pptx"
THEME = SLIDES / "theme.toml"
OWN_FONTS = SLIDES / "fonts"
HOUSE_STYLE = SLIDES / "house.mplstyle"
THEME_CSS = SLIDES / "theme.css"
PHONE_CSS = SLIDES / "phone.css"
INDEX_CSS = SLIDES / "index.css"
REPORT_TYPST = SLIDES / "report.typ"
CHECKUP_TYPST = SLIDES / "checkup.typ"
COMMUNE_TYPST = SLIDES / "commune.typ"
BLOCKS_TYPST = SLIDES / "blocks.typ"
SLIDE_TYPST = SLIDES / "slide.typ"
DECK_TYPST = SLIDES / "deck.typ"
HANDOUT_TYPST = SLIDES / "handout.typ"
RISE_CSS = SLIDES / "rise.css"
QUARTO_THEME = SLIDES / "quarto.scss"
QUARTO_FIT = SLIDES / "quarto-fit.html"

# slides/ as the package brings it along: in the wheel, or beside src/ in a checkout
PACKAGED_SLIDES = PACKAGE / "slides" if (PACKAGE / "slides").is_dir() else PACKAGE.parents[1] / "slides"
LICENCE = PACKAGE / "LICENSE" if (PACKAGE / "LICENSE").is_file() else PACKAGE.parents[1] / "LICENSE"

LIVE_CLIENT = PACKAGE / "live/client"

REFERENCES = ROOT / "tests/references/documents.txt"

GUIDE = ROOT / "docs/huong-dan.md"

LOCK = ROOT / "requirements.lock"

# what halls have decided, typed while a deck was shown
RECORDS = ROOT / "records"

# editions of a measure that are being filled in, before they are rows of data/
DRAFTS = ROOT / "drafts"

BUILD = PROJECT.folder("build")
CACHE_NAME = ".cache"
# the environment variable that names the face of deck.pptx: house or office (export/pptx/faces.py)
FONT_SETTING = "TAPHUAN_FONT"
# outside any project an exporter of notebooks keeps its figures with what other programs keep for the user
CACHE = Path(
    os.environ.get("TAPHUAN_CACHE")
    or (BUILD / CACHE_NAME if PROJECT.found != NOT else os.path.expanduser("~/.cache/taphuan"))  # noqa: PTH111
)


def taken(file: Path) -> Path:
    """The file that is read for one of slides/: the project's own where it has one, else the package's."""
    return file if os.path.lexists(file) else PACKAGED_SLIDES / file.relative_to(SLIDES)


def all_taken(folder: Path | None = None) -> dict[str, Path]:
    """The files that are read of slides/, or of a folder in it, by their names below slides/, sorted."""
    below = (folder or SLIDES).relative_to(SLIDES)
    places = (PACKAGED_SLIDES,) if PACKAGED_SLIDES == SLIDES else (PACKAGED_SLIDES, SLIDES)
    found = {
        path.relative_to(place).as_posix(): path
        for place in places
        for path in (place / below).rglob("*")
        if path.is_file()
    }
    return dict(sorted(found.items()))


def named(path: Path) -> str:
    """How messages and manifests name a file: below the project. One that the package brings along has the name under which the
    project can have its own."""
    if path.is_relative_to(PACKAGED_SLIDES):
        return f"{SLIDES.name}/{path.relative_to(PACKAGED_SLIDES).as_posix()}"
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()


def handed_on() -> dict[str, str]:
    """The environment that names the project of this process to another, which has another working folder."""
    return {} if PROJECT.found == NOT else {PROJECT_SETTING: str(ROOT)}


def handed_on_in(folder: Path) -> dict[str, str]:
    """The same for a process that works in a folder, of whatever project that is."""
    above = projects_above(folder)
    return {PROJECT_SETTING: str(above[0])} if above else {}
