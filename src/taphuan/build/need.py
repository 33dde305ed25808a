"""What must be done for a job: nothing, walk its deck, export again, or execute; and why, in words a person understands."""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.build.keys import EXECUTION, MEANINGS, Keys
from taphuan.build.plan import Job
from taphuan.build.publish import edited_files, file_state, read_manifest

NOTEBOOK = "notebook.ipynb"
NOTHING, WALK, EXPORT, EXECUTE = "nothing", "walk", "export", "execute"


@dataclass(frozen=True)
class Need:
    """`step`: nothing · walk · export · execute. `unchecked`: checks that a published set has not passed yet."""

    step: str
    reason: str
    unchecked: tuple[str, ...] = ()


def need(job: Job, keys: Keys, force: bool = False) -> Need:
    """What the job needs, from its manifest and the files beside it; every listed file is read and compared.

    `walk` is for the run to decide: it knows whether this machine can walk what is `unchecked`.
    """
    manifest = read_manifest(job.folder)
    if force:
        return Need(EXECUTE, "forced")
    if manifest is None:
        return Need(EXECUTE, "not finished the last time" if job.folder.exists() else "not built yet")
    again = EXPORT if file_state(job.folder, NOTEBOOK, manifest) == "whole" else EXECUTE
    changed = [name for name, value in keys.recorded().items() if manifest.inputs.get(name) != value]
    if changed:
        words = ", ".join(MEANINGS[name] for name in changed)
        return Need(EXECUTE if set(changed) & set(EXECUTION) else again, f"changed: {words}")
    missing = [name for name in job.formats if file_state(job.folder, name, manifest) == "missing"]
    if missing:
        return Need(again, f"missing: {', '.join(missing)}")
    edited = edited_files(job.folder)
    reason = "up to date" + (f"; edited by hand and kept: {', '.join(edited)}" if edited else "")
    return Need(NOTHING, reason, manifest.unchecked)
