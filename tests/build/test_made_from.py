"""A manifest names every file that its set was made from, with its sha256, whatever a process remembers from before."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Project, Run
from small_sets import CONFERENCE, PROVINCE, small_set
from taphuan import paths
from taphuan.build.publish import MANIFEST, mark_made_from, read_manifest
from taphuan.data.load import reading
from taphuan.lesson.lesson import open_lesson


@pytest.fixture
def folder(small_build: Path) -> Path:
    return small_build / CONFERENCE / PROVINCE


def test_the_manifest_names_the_inputs_with_their_sums(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest is not None
    named = manifest.made_from
    assert {
        "data/dti/dti.csv",
        "data/conferences/quang-nam-2024.yaml",
        "data/law/legal_documents.csv",
        "data/units/provinces63.geojson",
        "notebooks/frame/story.ipynb",
        "notebooks/reports/province-briefing.ipynb",
        "slides/deck.yaml",
        "slides/theme.toml",
        "slides/nbconvert/taphuan-deck/index.html.j2",
        "requirements.lock",
    } < set(named)
    # of another era, of communes, of another set
    assert not {
        "data/units/provinces34.geojson",
        "data/units/communes.csv",
        "notebooks/frame/hall-cover.ipynb",
        "notebooks/modules/tong-quan-cds.ipynb",
    } & set(named)
    for name, digest in named.items():
        assert hashlib.sha256((paths.ROOT / name).read_bytes()).hexdigest() == digest, name


def test_the_same_files_are_named_when_everything_is_remembered(folder: Path, tmp_path: Path) -> None:
    # the first was made by this process, too
    again = small_set(tmp_path)
    assert (again / MANIFEST).read_bytes() == (folder / MANIFEST).read_bytes()


def test_a_block_knows_what_it_has_asked_for_and_the_block_around_it_too() -> None:
    with reading() as outer:
        with reading() as inner:
            assert open_lesson("quang-nam-2024", "quang-nam", "2024-10-31").profile.score is not None
        with reading() as nothing:
            pass
    assert inner == outer and nothing == set()
    assert str(paths.DATA / "dti" / "dti.csv") in inner


def test_files_that_changed_where_a_set_does_not_show_them_are_named_anew(folder: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(folder, tmp_path / "set"))
    before = (again / MANIFEST).stat().st_mtime_ns
    manifest = read_manifest(again)
    assert manifest is not None
    mark_made_from(again, manifest.made_from)
    assert (again / MANIFEST).stat().st_mtime_ns == before
    mark_made_from(again, {**manifest.made_from, "data/dti/dti.csv": "0" * 64})
    renewed = read_manifest(again)
    assert renewed is not None and renewed.made_from["data/dti/dti.csv"] == "0" * 64
    assert (renewed.files, renewed.inputs) == (manifest.files, manifest.inputs)


@pytest.mark.slow
def test_a_row_of_another_unit_makes_no_document_anew_and_the_manifest_as_a_clean_build(
    run_cli: Callable[..., Run], project_copy: Project, tmp_path: Path
) -> None:
    command = ("build", "--conference", "bac-giang", "--province", "bac-giang", "--format", "notebook.ipynb", "--out")
    first = run_cli(*command, str(tmp_path / "out"), root=project_copy.root)
    assert (first.code, first.err) == (0, "")
    manifest = tmp_path / "out/bac-giang/bac-giang/manifest.json"
    before = json.loads(manifest.read_bytes())
    path = project_copy.root / "data/measures/population/population.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    # the last row is of another unit
    path.write_text("".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    again = run_cli(*command, str(tmp_path / "out"), root=project_copy.root)
    assert again.code == 0 and "1 of 1 document sets are up to date" in again.out, again.out + again.err
    clean = run_cli(*command, str(tmp_path / "clean"), root=project_copy.root)
    assert clean.code == 0
    after = json.loads(manifest.read_bytes())
    assert after["made_from"] != before["made_from"]
    assert {key: after[key] for key in ("files", "inputs")} == {key: before[key] for key in ("files", "inputs")}
    assert manifest.read_bytes() == (tmp_path / "clean/bac-giang/bac-giang/manifest.json").read_bytes()
