"""What must be done for a job: nothing, export again, or execute; and why, in words a person understands."""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.build.keys import EXECUTION, MEANINGS, Keys
from taphuan.build.plan import Job
from taphuan.build.publish import edited_files, file_state, read_manifest

NOTEBOOK = "notebook.ipynb"
NOTHING, EXPORT, EXECUTE = "nothing", "export", "execute"


@dataclass(frozen=True)
class Need:
    """`step`: nothing · export · execute."""

    step: str
    reason: str


def need(job: Job, keys: Keys, force: bool = False) -> Need:
    """What the job needs, from its manifest and the files beside it; every listed file is read and compared."""
    manifest = read_manifest(job.folder)
    if force:
        return Need(EXECUTE, "forced")
    if manifest is None:
        return Need(EXECUTE, "not finished the last time" if job.folder.exists() else "not built yet")
    files = manifest["files"]
    again = EXPORT if file_state(job.folder / NOTEBOOK, files.get(NOTEBOOK)) == "whole" else EXECUTE
    changed = [name for name, value in keys.recorded().items() if manifest["inputs"].get(name) != value]
    if changed:
        words = ", ".join(MEANINGS[name] for name in changed)
        return Need(EXECUTE if set(changed) & set(EXECUTION) else again, f"changed: {words}")
    missing = [name for name in job.formats if file_state(job.folder / name, files.get(name)) == "missing"]
    if missing:
        return Need(again, f"missing: {', '.join(missing)}")
    edited = edited_files(job.folder)
    return Need(NOTHING, "up to date" + (f"; edited by hand and kept: {', '.join(edited)}" if edited else ""))
