"""The files of an earlier revision, taken out of git once and kept in the cache."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from taphuan import paths
from taphuan.errors import EnvironmentLacks, TaphuanError
from taphuan.files import scratch

# what documents are made from
WANTED = (
    *(folder.name for folder in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES)),
    *("src", paths.LOCK.name, "pyproject.toml", paths.PROJECT_NAME),
)
_TREE = re.compile(r"[0-9a-f]{40,64}")
# seconds that git may take for one answer
_PATIENCE = 60
# revisions kept in the cache
_KEPT = 4


class NoRevision(TaphuanError):
    """What is asked to be compared with cannot be found, or holds no project of this kind."""

    code = "TH891"


@dataclass(frozen=True)
class Tree:
    """A revision by its short name, and the folder of the cache that belongs to its files: `files` below it."""

    name: str
    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"


def tree_of(revision: str) -> Tree:
    """The tree of a revision of the repository that holds the project.

    Raises NoRevision outside git and for a revision that does not exist or has no documents, EnvironmentLacks without git.
    """
    if revision.startswith("-"):
        raise NoRevision(f"'{revision}' is no revision; name a commit, a branch or a tag, or the folder of a build")
    if _git("rev-parse", "--is-inside-work-tree").stdout.strip() != b"true":
        raise NoRevision(
            f"{paths.ROOT} is not kept in git, so there is no revision '{revision}'; name the folder of an earlier build: "
            "taphuan diff FOLDER"
        )
    found = _git("rev-parse", "--verify", "--quiet", "--short", f"{revision}^{{commit}}")
    if found.returncode:
        raise NoRevision(
            f"'{revision}' is neither a revision that git knows nor a folder; see: git log --oneline, git tag"
        )
    # the project may lie in a folder of the repository
    place = _git("rev-parse", "--show-prefix").stdout.decode().strip()
    tree = (
        _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}:{place.rstrip('/')}").stdout.decode().strip()
    )
    if not _TREE.fullmatch(tree):
        raise NoRevision(f"revision '{revision}' has no files of this project; name a later one")
    kept = Tree(found.stdout.decode().strip(), paths.CACHE / "diff" / tree)
    if not kept.files.is_dir():
        _take_out(tree, revision, kept.files)
    kept.folder.touch()
    return kept


def _take_out(tree: str, revision: str, target: Path) -> None:
    names = _git("ls-tree", "--name-only", tree).stdout.decode().splitlines()
    if not {paths.DATA.name, paths.NOTEBOOKS.name} <= set(names) or not {"src", paths.PROJECT_NAME} & set(names):
        raise NoRevision(
            f"revision '{revision}' is of a time before {paths.DATA.name}/ and {paths.NOTEBOOKS.name}/ had their places, and a "
            f"{paths.PROJECT_NAME} or src/; name a later one"
        )
    packed = _git("archive", "--format=tar", tree, *(name for name in WANTED if name in names)).stdout
    with scratch(paths.CACHE) as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder / "files", filter="data")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            (folder / "files").rename(target)
        except OSError:
            # another process was faster with the same files
            if not target.is_dir():
                raise


def forget_old_trees() -> None:
    """Remove the revisions of the cache that were compared longest ago."""
    folder = paths.CACHE / "diff"
    if not folder.is_dir():
        return
    trees = [one for one in folder.iterdir() if _TREE.fullmatch(one.name) and one.is_dir()]
    for tree in sorted(trees, key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT:]:
        shutil.rmtree(tree, ignore_errors=True)


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(paths.ROOT), *arguments], capture_output=True, timeout=_PATIENCE, check=False
        )
    except FileNotFoundError:
        raise EnvironmentLacks(
            "git is missing, which keeps earlier revisions; install it, or name the folder of an earlier build: taphuan diff FOLDER",
            code="TH891",
        ) from None
    except subprocess.TimeoutExpired:
        raise EnvironmentLacks(
            f"git {arguments[0]} did not answer within {_PATIENCE} s; try it by hand", code="TH891"
        ) from None
