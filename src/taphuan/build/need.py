"""What must be done for a job: nothing, walk its deck, export again, or execute; and why, in words a person understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from taphuan.build.keys import EXECUTION, MEANINGS, Keys
from taphuan.build.plan import Job
from taphuan.build.publish import Manifest, file_state, read_manifest

NOTEBOOK = "notebook.ipynb"
NOTHING, WALK, EXPORT, EXECUTE = "nothing", "walk", "export", "execute"


@dataclass(frozen=True)
class Need:
    """`step`: nothing · walk · export · execute. `unchecked`: checks that a published set has not passed yet."""

    step: str
    reason: str
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What lies in the folder of a set: whether it is there, its manifest, the state of each file that is listed there."""

    exists: bool
    manifest: Manifest | None
    states: Mapping[str, str]

    def state(self, name: str) -> str:
        return self.states.get(name, "missing")


def look(folder: Path) -> Found:
    """Every listed file is read and compared."""
    manifest = read_manifest(folder)
    names = manifest.files if manifest else ()
    return Found(folder.exists(), manifest, {name: file_state(folder, name, manifest) for name in names})


def need(job: Job, keys: Keys, found: Found, force: bool = False) -> Need:
    """What the job needs, from what was found in its folder.

    `walk` is for the run to decide: it knows whether this machine can walk what is `unchecked`.
    """
    if force:
        return Need(EXECUTE, "forced")
    manifest = found.manifest
    if manifest is None:
        return Need(EXECUTE, "not finished the last time" if found.exists else "not built yet")
    again = EXPORT if found.state(NOTEBOOK) == "whole" else EXECUTE
    changed = [name for name, value in keys.recorded().items() if manifest.inputs.get(name) != value]
    if changed:
        words = ", ".join(MEANINGS[name] for name in changed)
        return Need(EXECUTE if set(changed) & set(EXECUTION) else again, f"changed: {words}")
    missing = [name for name in job.formats if found.state(name) == "missing"]
    if missing:
        return Need(again, f"missing: {', '.join(missing)}")
    edited = [name for name in manifest.files if found.state(name) == "edited"]
    reason = "up to date" + (f"; edited by hand and kept: {', '.join(edited)}" if edited else "")
    return Need(NOTHING, reason, manifest.unchecked)
