"""Kinds of change, each planted into a copy of the project that git keeps: told with document, slide, what was and is, and row."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planted_changes import PLANTED, Planted, Told
from projects import Project, copied
from taphuan import paths
from taphuan.build.publish import SCHEMA

# one of each room of the way runs with the fast tests
FAST = ("an index value",)
# seconds; bounds a hang and nothing else
PATIENCE = 900


class Kept:
    """A copy of the project with its code, kept by git."""

    def __init__(self, root: Path) -> None:
        self.project = Project(copied(root))
        shutil.copytree(
            paths.PACKAGE, root / "src/taphuan", ignore=shutil.ignore_patterns("__pycache__", "node_modules")
        )
        (root / ".gitignore").write_text("/build/\n__pycache__/\n", encoding="utf-8")
        for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "as it was")):
            self.git(*command)

    def git(self, *arguments: str) -> None:
        named = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "core.autocrlf=false"]
        subprocess.run(["git", *named, *arguments], cwd=self.project.root, check=True, capture_output=True)

    def diff(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        root = self.project.root
        settings = {
            "TAPHUAN_ROOT": str(root),
            "PYTHONPATH": str(root / "src"),
            "TAPHUAN_CACHE": str(root / "build/.cache"),
        }
        return subprocess.run(
            [sys.executable, "-m", "taphuan", "diff", *arguments],
            cwd=root,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def put_in_order(self) -> None:
        self.git("checkout", "-q", ".")
        self.git("clean", "-fdq")


@pytest.fixture(scope="module")
def copy_in_git(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("kept") / "project")


@pytest.fixture
def kept(copy_in_git: Kept) -> Iterator[Kept]:
    yield copy_in_git
    copy_in_git.put_in_order()


@pytest.mark.slow
@pytest.mark.parametrize(
    "planted", [pytest.param(one, id=one.kind, marks=() if one.kind in FAST else pytest.mark.slow) for one in PLANTED]
)
def test_a_change_is_told(kept: Kept, planted: Planted) -> None:
    planted.plant(kept.project)
    run = kept.diff("--conference", planted.conference, "--province", planted.province, "--json")
    assert run.returncode == 0, run.stderr
    content = json.loads(run.stdout)
    told = planted.told
    pages = [page for one in content["sets"] for page in one["pages"] if _is(page, told)]
    assert pages, _what(content)
    assert any(_says(page, told) for page in pages), _what(content)
    behind = [_where(reason) for page in pages for reason in page["because"]]
    assert any(place.startswith(told.behind) for place in behind), behind
    if told.rule:
        assert told.rule in _rules(content), _what(content)


def _is(page: dict[str, Any], told: Told) -> bool:
    return page["document"] == told.document and page["id"].endswith(told.page) and told.state in page["states"]


def _says(page: dict[str, Any], told: Told) -> bool:
    if not told.old and not told.new:
        return bool(page["changes"] or page["figures"] or page["states"] == ["moved"])
    changed = [(change["old"], change["new"]) for change in page["changes"]]
    changed += [(state["old"], state["new"]) for state in page["law"]]
    return any(told.old in old and told.new in new for old, new in changed)


def _where(reason: dict[str, Any]) -> str:
    name = {"row": "row", "cell": "cell"}.get(reason["what"], "line")
    at = reason["place"] if reason["what"] == "cell" else reason["line"]
    return f"{reason['file']}, {name} {at}"


def _rules(content: dict[str, Any]) -> set[str]:
    found = {finding["rule"] for finding in content["unexpected"]}
    for one in content["sets"]:
        found |= {finding["rule"] for finding in one["unexpected"]}
        found |= {finding["rule"] for page in one["pages"] for finding in page["unexpected"]}
    return found


def _what(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False)[:4000]


@pytest.mark.slow
def test_nothing_changes_where_nothing_was_edited(kept: Kept) -> None:
    run = kept.diff("--conference", "bac-giang")
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "no document changes: 4 sets compared")


@pytest.mark.slow
def test_data_in_disorder_are_told_as_the_build_tells_them(kept: Kept) -> None:
    kept.project.edit("data/dti/dti_pillars.csv", "bac-giang,digital_society,", "bac-giang,digital_society,x")
    run = kept.diff("--province", "bac-giang")
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert "data/dti/dti_pillars.csv, row 4" in run.stderr


@pytest.mark.slow
def test_a_set_that_cannot_be_built_any_more_comes_first(kept: Kept) -> None:
    kept.project.cell("modules/phuong-phap-luan-2-3-5.ipynb", "st235-2", source="- {{ nobody.knows }}")
    run = kept.diff("--conference", "bac-giang", "--province", "hoi-nghi", "--province", "bac-giang")
    assert run.returncode == 1
    first = next(line for line in run.stdout.splitlines() if line.startswith("!"))
    assert first.startswith("! the set cannot be built any more (")
    assert "nobody.knows" in first


@pytest.mark.slow
def test_the_page_shows_both_figures_and_the_slip_says_what_to_read(kept: Kept, tmp_path: Path) -> None:
    import io

    import docx

    from taphuan.check.decree30 import audit

    PLANTED[0].plant(kept.project)
    page, slip = tmp_path / "diff.html", tmp_path / "slip.docx"
    chosen = ("--conference", "quang-nam-2024", "--province", "quang-nam")
    run = kept.diff(*chosen, "--html", str(page), "--correction", str(slip))
    assert run.returncode == 0, run.stderr
    markup = page.read_text(encoding="utf-8")
    assert markup.count('<div class="drawing"><svg') == 2
    assert "data/measures/papi/papi.csv, dòng 784" in markup
    assert "<del>2,92</del><ins>3,82</ins>" in markup.replace(" </del>", "</del>").replace(" </ins>", "</ins>")
    assert "http" not in markup.replace("http://www.w3.org", "")
    content = slip.read_bytes()
    assert audit(content, "slip.docx", "draft").findings == ()
    word = docx.Document(io.BytesIO(content))
    rows = [[cell.text for cell in line.cells] for table in word.tables for line in table.rows]
    assert any(cells[2:4] == ["Quản trị điện tử: 2,92", "Quản trị điện tử: 3,82"] for cells in rows if len(cells) == 5)
    texts = "\n".join(cell for cells in rows for cell in cells)
    assert "GitHub" not in texts
    assert "data/" not in texts


@pytest.mark.slow
def test_a_build_is_the_older_state(kept: Kept, tmp_path: Path) -> None:
    """Also one whose manifests of other sets are of another version or unfinished: they are left out in a line."""
    root, out = kept.project.root, tmp_path / "out"
    settings = {"TAPHUAN_ROOT": str(root), "PYTHONPATH": str(root / "src"), "TAPHUAN_CACHE": str(root / "build/.cache")}
    chosen = ("--conference", "bac-giang", "--format", "notebook.ipynb", "--format", "deck.md")
    subprocess.run(
        [sys.executable, "-m", "taphuan", "build", *chosen, "--out", str(out)],
        env={**os.environ, **settings},
        check=True,
        timeout=PATIENCE,
        capture_output=True,
    )
    other = out / "bac-giang/modules/tong-quan-cds/manifest.json"
    other.write_text(other.read_text().replace(f'"schema": {SCHEMA}', f'"schema": {SCHEMA - 1}'))
    unfinished = out / "bac-giang/modules/phuong-phap-luan-2-3-5/manifest.json"
    unfinished.rename(unfinished.with_name(".manifest.last.json"))
    run = kept.diff(str(out))
    assert run.returncode == 0, run.stderr
    assert "note: 1 sets of another version were left out: bac-giang/modules/tong-quan-cds" in run.stdout
    assert "note: 1 sets that were not finished were left out" in run.stdout
    assert run.stdout.splitlines()[-1] == "no document changes: 2 sets compared"
    kept.project.edit("data/conferences/bac-giang.yaml", "delegates_note: Hơn 3.600", "delegates_note: Hơn 4.800")
    run = kept.diff(str(out), "--province", "hoi-nghi")
    assert "[-3.600-]{+4.800+}" in run.stdout
