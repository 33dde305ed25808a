"""What the tests of a cluster build: three provinces of one conference, and how a run on a cluster is called."""

from __future__ import annotations

from pathlib import Path

from clusters import Checkout, Cluster
from projects import Run

PROVINCES = ("quang-nam", "gia-lai", "da-nang")
FORMATS = ("deck.md", "briefing.docx", "notebook.ipynb")
SELECTION = (
    *("build", "--conference", "quang-nam-2024"),
    *(part for slug in PROVINCES for part in ("--province", slug)),
    *(part for name in FORMATS for part in ("--format", name)),
)
FOLDER = "quang-nam-2024"
# a file that every build reads, and a word in it that may be another
MODULE, WORD = "data/modules/tong-quan-cds.yaml", "nâng cao nhận thức"
OTHER_WORD, THIRD_WORD = "nâng cao hiểu biết", "nâng cao năng lực"


def contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def say(done: Run) -> str:
    return done.out + done.err


def build(here: Checkout, running: Cluster, out: Path, *more: str, **settings: str) -> Run:
    return here.run(*SELECTION, "--out", str(out), "--scheduler", running.address, *more, **settings)
