"""`taphuan review`: what a lawyer is asked to confirm of a built document set, as one Word file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from taphuan import paths
from taphuan.build.need import NOTEBOOK, NOTHING, WALK
from taphuan.build.plan import DEFAULT_TIMEOUT, Job, plan
from taphuan.build.spine import foresee
from taphuan.errors import TaphuanError
from taphuan.files import write_whole
from taphuan.known.units import WHOLE

FOLDER = "review"


class NotBuilt(TaphuanError):
    """The set whose sentences are asked for has not been built, or its inputs have changed since."""


def review(conference: str, province: str, as_of: str | None, out: Path) -> tuple[Path, int]:
    """Write OUT/review/<conference>[-<province>].docx from the set's built notebook; the file and how many sentences it has.

    Raises NotBuilt where the set is not up to date, and what `plan` raises for a wrong selection.
    """
    import nbformat

    from taphuan.document.legal import legal_sentences
    from taphuan.document.reading import read_document
    from taphuan.export.docx.review import write_review

    (job,) = plan((conference,), (province,), (), (NOTEBOOK,), as_of, out, DEFAULT_TIMEOUT, date.today())
    (task,) = foresee((job,), workers=1)
    if task.need.step not in (NOTHING, WALK):
        raise NotBuilt(f"{job.folder / NOTEBOOK}: {task.need.reason}; build it first:\n  {_command(job)}", code="TH813")
    try:
        notebook = nbformat.read(job.folder / NOTEBOOK, as_version=4)
    except ValueError as error:
        raise NotBuilt(
            f"{job.folder / NOTEBOOK} is no notebook ({error}); build it again:\n  {_command(job)}", code="TH813"
        ) from None
    deck = read_document(notebook, "deck")
    sentences = legal_sentences(notebook)
    name = job.day_folder if province == WHOLE else f"{job.day_folder}-{province}"
    file = out / FOLDER / f"{name}.docx"
    write_whole(file, write_review(deck, sentences))
    return file, len(sentences)


def _command(job: Job) -> str:
    selection = f"taphuan build --conference {job.conference} --province {job.province}"
    given = selection if job.day_folder == job.conference else f"{selection} --as-of {job.as_of}"
    return given if job.out == paths.BUILD.resolve() else f"{given} --out {job.out}"
