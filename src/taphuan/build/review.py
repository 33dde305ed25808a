"""`taphuan review`: what a lawyer is asked to confirm of a built document set, as one Word file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from taphuan import paths
from taphuan.build.plan import DEFAULT_TIMEOUT, Job, plan
from taphuan.errors import TaphuanError
from taphuan.files import write_whole
from taphuan.known.units import WHOLE

NOTEBOOK = "notebook.ipynb"
FOLDER = "review"


class NotBuilt(TaphuanError):
    """The set whose sentences are asked for has not been built."""


def review(conference: str, province: str, as_of: str | None, out: Path) -> tuple[Path, int]:
    """Write OUT/review/<conference>[-<province>].docx from the set's built notebook; the file and how many sentences it has.

    Raises NotBuilt where the set is not there, and what `plan` raises for a wrong selection.
    """
    import nbformat

    from taphuan.document.legal import legal_sentences
    from taphuan.document.reading import read_document
    from taphuan.export.docx.review import write_review

    (job,) = plan((conference,), (province,), (), (NOTEBOOK,), as_of, out, DEFAULT_TIMEOUT, date.today())
    try:
        notebook = nbformat.read(job.folder / NOTEBOOK, as_version=4)
    except FileNotFoundError:
        raise NotBuilt(f"{job.folder / NOTEBOOK} is missing; build it first:\n  {_command(job)}") from None
    except (OSError, ValueError) as error:
        raise NotBuilt(
            f"{job.folder / NOTEBOOK} cannot be read ({error}); build it again:\n  {_command(job)}"
        ) from None
    sentences = legal_sentences(notebook)
    name = job.day_folder if province == WHOLE else f"{job.day_folder}-{province}"
    file = out / FOLDER / f"{name}.docx"
    write_whole(file, write_review(read_document(notebook, "deck"), sentences))
    return file, len(sentences)


def _command(job: Job) -> str:
    selection = f"taphuan build --conference {job.conference} --province {job.province}"
    given = selection if job.day_folder == job.conference else f"{selection} --as-of {job.as_of}"
    return given if job.out == paths.BUILD.resolve() else f"{given} --out {job.out}"
