"""What cannot be compared with: each is one line with its remedy."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from taphuan import paths
from taphuan.build.diff.states import Chosen, NoBuild, build_state
from taphuan.build.diff.trees import NoRevision, tree_of
from taphuan.build.publish import MANIFEST, SCHEMA
from taphuan.cli import main
from taphuan.errors import EnvironmentLacks


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project that no git keeps, or one that a test makes."""
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.setattr(paths, "ROOT", root)
    monkeypatch.setattr(paths, "CACHE", root / "cache")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return root


def commit(root: Path, **files: str) -> None:
    """Keep these files by git; `__` stands for a folder."""
    for name, text in files.items():
        file = root / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    named = ["-c", "user.name=test", "-c", "user.email=test@localhost"]
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "x")):
        subprocess.run(["git", *named, *command], cwd=root, check=True, capture_output=True)


def test_outside_git_a_revision_is_refused(elsewhere: Path) -> None:
    with pytest.raises(NoRevision, match="is not kept in git, so there is no revision 'HEAD'; name the folder"):
        tree_of("HEAD")


def test_a_revision_that_does_not_exist_is_refused(elsewhere: Path) -> None:
    commit(elsewhere, data__a="x", notebooks__b="x", src__c="x")
    for name in ("nobody", "HEAD~4", "--all", ""):
        with pytest.raises(NoRevision, match="revision"):
            tree_of(name)


def test_a_revision_before_this_layout_is_refused(elsewhere: Path) -> None:
    commit(elsewhere, README="x")
    with pytest.raises(NoRevision, match="is of a time before data/ and notebooks/ had their places"):
        tree_of("HEAD")


def test_the_files_of_a_revision_are_taken_out_once(elsewhere: Path) -> None:
    commit(elsewhere, data__a="ă", notebooks__b="x", src__c="x", tests__d="x")
    tree = tree_of("HEAD")
    assert (tree.files / "data/a").read_text(encoding="utf-8") == "ă"
    assert not (tree.files / "tests").exists()
    (tree.files / "data/a").write_text("kept", encoding="utf-8")
    assert (tree_of("HEAD").files / "data/a").read_text(encoding="utf-8") == "kept"


def test_a_machine_without_git_is_told(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(elsewhere))
    with pytest.raises(EnvironmentLacks, match="git is missing"):
        tree_of("HEAD")


def built(folder: Path, manifest: object, name: str = MANIFEST) -> Path:
    """A set of a build with such a manifest."""
    place = folder / "bac-giang"
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(json.dumps(manifest), encoding="utf-8")
    return folder


WHOLE = {"schema": SCHEMA, "conference": {"slug": "bac-giang"}, "as_of": "2021-12-16", "inputs": {}, "files": {}}


@pytest.mark.parametrize(
    ("manifest", "name", "message"),
    [
        ({**WHOLE, "schema": SCHEMA - 1}, MANIFEST, "1 document sets of another version of taphuan"),
        ([], MANIFEST, "1 document sets of another version of taphuan"),
        (WHOLE, ".manifest.last.json", "no set in it is finished"),
        (WHOLE, "other.json", "holds no document sets; name the folder that `make` built into"),
    ],
)
def test_a_folder_that_is_no_build_of_this_version_is_refused(
    tmp_path: Path, manifest: object, name: str, message: str
) -> None:
    with pytest.raises(NoBuild, match=message):
        build_state(built(tmp_path, manifest, name), Chosen())


def test_a_set_without_its_notebook_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    state = build_state(built(tmp_path, WHOLE), Chosen())
    assert "notebook.ipynb is missing" in state.sets["bac-giang/hoi-nghi"].failure
    with pytest.raises(NoBuild, match="holds no document sets of what was chosen"):
        build_state(tmp_path, Chosen(conferences=("quang-nam-2024",)))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("no-such-revision",), "'no-such-revision' is neither a revision that git knows nor a folder"),
        (("--format", "deck.doc"), "unknown format 'deck.doc'"),
    ],
)
def test_the_command_says_it_in_one_line(arguments: tuple[str, ...], message: str) -> None:
    run = CliRunner().invoke(main, ["diff", *arguments])
    assert run.exit_code == 2
    assert message in run.output
    assert len(run.output.strip().splitlines()) == 1
