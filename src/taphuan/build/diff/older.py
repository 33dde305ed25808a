"""The state of a revision: its notebooks, made by its own code and kept in the cache beside its files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from taphuan import paths
from taphuan.build.diff import made
from taphuan.build.diff.states import Chosen, NotMade, SetState, State, states_in
from taphuan.build.diff.trees import Tree
from taphuan.build.need import NOTEBOOK

# seconds for a whole build of a revision by its own command
_PATIENCE = 3600
# where the command of earlier versions began
_ENTRIES = (("__main__.py", ("-m", "taphuan")), ("entry.py", ("-c", "from taphuan.entry import main; main()")))
_BUILT = "built"


def state_folder(tree: Tree) -> Path:
    """Where the notebooks of a revision are kept; another folder for another way to make them, or another Python."""
    version = hashlib.sha256(Path(made.__file__).read_bytes() + sys.version.encode()).hexdigest()[:12]
    return tree.folder / version


def is_made(tree: Tree, chosen: Chosen) -> bool:
    """Whether the cache has all that is chosen of a revision."""
    return _mark(tree, chosen).exists()


def mark_made(tree: Tree, chosen: Chosen) -> None:
    """Note that all that is chosen of a revision is there."""
    _mark(tree, chosen).write_bytes(b"")


def _mark(tree: Tree, chosen: Chosen) -> Path:
    return state_folder(tree) / f"{chosen.key()}.made"


def state_of(tree: Tree, chosen: Chosen) -> State:
    """What the cache has of a revision."""
    folder = state_folder(tree)
    built = folder / _BUILT
    sets = states_in(folder, chosen) or (_built(built, chosen) if built.is_dir() else {})
    return State(tree.name, sets, tree.files)


def build_by_own_command(tree: Tree, chosen: Chosen) -> None:
    """Have a revision whose parts have other names build its notebooks by its own command.

    Raises NotMade where it cannot.
    """
    package = tree.files / "src/taphuan"
    entry = next((call for file, call in _ENTRIES if (package / file).exists()), None)
    if entry is None:
        raise NotMade(f"revision {tree.name} has no command that builds; name a later one")
    out = state_folder(tree) / _BUILT
    selected = [part for slug in chosen.conferences for part in ("--conference", slug)]
    selected += [part for slug in chosen.provinces for part in ("--province", slug)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree.files / "src"),
        "TAPHUAN_ROOT": str(tree.files),
        "TAPHUAN_CACHE": str(paths.CACHE),
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, *entry, "build", "--format", NOTEBOOK, "--out", str(out), *selected]
    try:
        done = subprocess.run(
            command, env=environment, cwd=tree.files, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotMade(f"revision {tree.name} did not build its notebooks within {_PATIENCE} s") from None
    if not any(out.rglob(NOTEBOOK)):
        lines = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        said = lines[-1] if lines else f"exit code {done.returncode}"
        raise NotMade(f"revision {tree.name} cannot build its notebooks here: {said}")


def _built(folder: Path, chosen: Chosen) -> dict[str, SetState]:
    """The notebooks of a build whose manifests this version may not know; what each is about it says itself."""
    import json

    sets = {}
    for file in sorted(folder.rglob(NOTEBOOK)):
        name = file.parent.relative_to(folder).as_posix()
        about = json.loads(file.read_bytes())["metadata"].get("taphuan") or {}
        conference, unit = about.get("conference") or {}, about.get("unit") or {}
        slug, province, module = conference.get("slug", ""), unit.get("slug", ""), str(about.get("module") or "")
        if (not chosen.conferences or slug in chosen.conferences) and (
            not chosen.provinces or (module or province) in chosen.provinces
        ):
            sets[name] = SetState(name, slug, province, module, about.get("as_of", ""), notebook=file)
    return sets
