"""`taphuan why FILE`: what a built file is made from, and what the next build would do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from taphuan import paths
from taphuan.build.keys import MEANINGS, sources
from taphuan.build.need import NOTHING
from taphuan.build.plan import DEFAULT_TIMEOUT, MODULES_FOLDER, formats_of, plan
from taphuan.build.publish import file_state, read_manifest
from taphuan.build.spine import prepare
from taphuan.data.check.check import load_or_raise
from taphuan.errors import UnknownName
from taphuan.export.formats import renderer_of
from taphuan.export.renderers import RENDERERS
from taphuan.known.conferences import conference_slugs
from taphuan.known.units import WHOLE


def explain(file: Path) -> Iterator[str]:
    """Lines about one file of a build folder: OUT/<conference>[@<date>]/[<province>/ or modules/<module>/]<file>."""
    folder = file.parent
    base, province, module = folder.parent, folder.name, ""
    if folder.name.partition("@")[0] in conference_slugs() and base.name.partition("@")[0] not in conference_slugs():
        base, province = folder, WHOLE
    elif base.name == MODULES_FOLDER:
        base, province, module = base.parent, "", folder.name
    names = tuple(name for renderer in RENDERERS for name in formats_of(province, module, renderer))
    if file.name not in names:
        raise UnknownName("file of this document set", file.name, tuple(dict.fromkeys(names)))
    conference, _, day = base.name.partition("@")
    provinces, modules = ((province,), ()) if province else ((), (module,))
    today = date.today()
    read = sources()
    load_or_raise(cache=paths.CACHE / "check")
    renderer = renderer_of([file.name])
    jobs = plan(
        (conference,), provinces, modules, (file.name,), day or None, base.parent, DEFAULT_TIMEOUT, today, renderer
    )
    task = prepare(jobs[0], read)
    manifest = read_manifest(folder)
    yield f"{task.job.name}/{file.name}: {file_state(folder, file.name, manifest)}"
    yield f"next build: {'nothing to do' if task.need.step == NOTHING else task.need.step} ({task.need.reason})"
    yield "made from:"
    for name, digest in task.keys.recorded().items():
        known = manifest.inputs.get(name, "") if manifest else ""
        state = "same" if digest == known else "changed" if known else "new"
        yield f"  {MEANINGS[name]}: {digest[:12]} ({state})"
