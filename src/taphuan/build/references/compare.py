"""A build beside its references: which documents changed, on which slides, and, where the old texts are kept, how."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from taphuan.build.normal.form import PART, Normal
from taphuan.build.normal.reading import has_normal, read_normal
from taphuan.build.plan import Job
from taphuan.build.publish import MANIFEST, edited_files, read_manifest
from taphuan.build.references import store
from taphuan.build.references.file import DECK, SetReference, reference_of, slide_digest
from taphuan.build.workers import WorkerDied, submit, why_not_begun, worker_pool
from taphuan.errors import TaphuanError

T = TypeVar("T")
# names that a message says
_NAMED = 3


class NoSuchBuild(TaphuanError):
    """A folder that does not hold what is to be compared, or holds what nobody built."""

    code = "TH876"


@dataclass(frozen=True)
class Change:
    """Lines of a document that are there no more, and those in their place; `part` is the slide or section."""

    file: str
    part: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A set whose documents differ from their references. `files`: those that changed, with the slides of a deck;
    `changes` are empty where `known` is False: the old texts are not on this machine."""

    name: str
    files: Mapping[str, tuple[str, ...]]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changes: tuple[Change, ...]
    known: bool


def jobs_there(jobs: tuple[Job, ...], out: Path) -> tuple[Job, ...]:
    """The jobs, whose sets are all finished in the build folder `out`. Raises NoSuchBuild, in one line, where they are not."""
    missing = [job for job in jobs if not _is_there(job)]
    if len(missing) == len(jobs):
        raise NoSuchBuild(
            f"{out} is no build of these document sets (no {MANIFEST} of any in it); build them first: make"
        )
    if missing:
        names = ", ".join(job.name for job in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        raise NoSuchBuild(
            f"{len(missing)} of {len(jobs)} document sets are not built in {out} ({names}{more}); build them first: make"
        )
    return jobs


def _is_there(job: Job) -> bool:
    manifest = read_manifest(job.folder)
    return manifest is not None and all(
        name in manifest.files and (job.folder / name).is_file() for name in job.formats
    )


def measured(jobs: tuple[Job, ...], workers: int) -> dict[str, SetReference]:
    """The references of these sets as they lie there, by name; their texts are kept.

    Raises NoSuchBuild for a file that somebody edited, NotReadable for a damaged one.
    """
    for job in jobs:
        if edited := edited_files(job.folder):
            place = job.folder / edited[0]
            raise NoSuchBuild(f"{place} was edited by hand and is no reference; build that set again with --force")
    found = _in_processes(_measure, [(job.name, documents_of(job)) for job in jobs], workers)
    return dict(zip((job.name for job in jobs), found, strict=True))


def compared(jobs: tuple[Job, ...], references: Mapping[str, SetReference], workers: int) -> tuple[Difference, ...]:
    """The sets that differ from their references, in the order of the jobs. Raises NotReadable."""
    tasks = [(job.name, documents_of(job), references.get(job.name, _NOTHING)) for job in jobs]
    return tuple(filter(None, _in_processes(examined, tasks, workers)))


_NOTHING = SetReference({})


def documents_of(job: Job) -> tuple[Path, ...]:
    return tuple(job.folder / name for name in job.formats if has_normal(name))


def _in_processes(task: Callable[..., T], each: Sequence[tuple[Any, ...]], workers: int) -> list[T]:
    with worker_pool(workers, len(each)) as pool:
        futures = [submit(pool, task, *arguments) for arguments in each]
        try:
            return [future.result() for future in futures]
        except BrokenExecutor as error:
            raise WorkerDied(why_not_begun(error), code="TH814") from None


def _measure(name: str, files: tuple[Path, ...]) -> SetReference:
    documents = [read_normal(file) for file in files]
    reference = reference_of(documents)
    store.keep(name, reference, {document.kind: document.text() for document in documents})
    return reference


def examined(name: str, files: tuple[Path, ...], reference: SetReference) -> Difference | None:
    documents = {document.kind: document for document in map(read_normal, files)}
    now = reference_of(documents.values())
    if now == reference:
        store.keep(name, now, {kind: document.text() for kind, document in documents.items()})
        return None
    return difference(name, documents, reference, store.kept(name, reference))


def difference(
    name: str, documents: Mapping[str, Normal], reference: SetReference, old: Mapping[str, str] | None
) -> Difference:
    """What differs in a set from its reference; `old` are the texts behind it by file, None where they are not known."""
    now = reference_of(documents.values())
    both = [kind for kind in documents if kind in reference.files]
    changed = [kind for kind in both if now.files[kind] != reference.files[kind]]
    slides = tuple(changed_slides(documents[DECK], reference.slides)) if DECK in changed else ()
    return Difference(
        name,
        {kind: slides if kind == DECK else () for kind in changed},
        tuple(kind for kind in documents if kind not in reference.files),
        tuple(kind for kind in reference.files if kind not in documents),
        tuple(change for kind in changed if old for change in changes(kind, old.get(kind, ""), documents[kind].text())),
        known=old is not None or not changed,
    )


def changed_slides(deck: Normal, before: tuple[str, ...]) -> Iterator[str]:
    """The names of the slides whose letters are not among those of the reference at their place; "…" for some that are gone."""
    slides = deck.parts[1:]
    now = [slide_digest(slide) for slide in slides]
    for kind, first, after, start, end in difflib.SequenceMatcher(None, before, now, False).get_opcodes():
        if kind != "equal":
            yield from (slide.name for slide in slides[start:end])
            if after - first > end - start:
                yield f"{after - first - (end - start)} gone"


def changes(file: str, before: str, after: str) -> Iterator[Change]:
    """The lines of a document that changed, each run of them with the part that it stands in; as many as before are told one by
    one, so that the same change in other documents is found to be the same."""
    old, new = before.splitlines(), after.splitlines()
    part = ""
    at = 0
    for kind, first, last, start, end in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            continue
        pairs = (
            [((old[first + n],), (new[start + n],)) for n in range(end - start)]
            if last - first == end - start
            else [(tuple(old[first:last]), tuple(new[start:end]))]
        )
        for gone, come in pairs:
            for line in (*new[at:start], *come[:1]):
                part = line.removeprefix(PART) if line.startswith(PART) else part
            at = start
            yield Change(file, part, gone, come)
        at = end
