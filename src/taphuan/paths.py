"""The folders and files of the project. No other module spells a folder name, and this one imports no other module.

The root is the checkout from which this package was installed (editable install), or `TAPHUAN_ROOT`.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(os.environ.get("TAPHUAN_ROOT") or Path(__file__).resolve().parents[2])

PACKAGE = Path(__file__).resolve().parent

DATA = ROOT / "data"
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

NOTEBOOKS = ROOT / "notebooks"
MODULE_NOTEBOOKS = NOTEBOOKS / "modules"
FRAME_NOTEBOOKS = NOTEBOOKS / "frame"
REPORT_NOTEBOOKS = NOTEBOOKS / "reports"
COMMUNE_NOTEBOOKS = NOTEBOOKS / "communes"

SLIDES = ROOT / "slides"
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

LIVE_CLIENT = PACKAGE / "live/client"

REFERENCES = ROOT / "tests/references/documents.txt"

GUIDE = ROOT / "docs/huong-dan.md"

LOCK = ROOT / "requirements.lock"

# what halls have decided, typed while a deck was shown
RECORDS = ROOT / "records"

# editions of a measure that are being filled in, before they are rows of data/
DRAFTS = ROOT / "drafts"

BUILD = ROOT / "build"
CACHE_NAME = ".cache"
# the environment variable that names the face of deck.pptx: house or office (export/pptx/faces.py)
FONT_SETTING = "TAPHUAN_FONT"
CACHE = Path(os.environ.get("TAPHUAN_CACHE") or BUILD / CACHE_NAME)
