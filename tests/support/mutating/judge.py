"""What becomes of a mutated copy of the project: it is told, it changes nothing, it changes what it must, or it ends badly."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html
from nbformat import NotebookNode

from mutating.base import DATA, TEMPLATE, Change, Mutation
from mutating.sets import Of, lesson_of, sets_of
from pdf_reading import page_text
from projects import execute_in_process
from taphuan import paths
from taphuan.check.everything import check_everything, drawing_problems, known_ids, notebook_problems
from taphuan.check.templates import template_problems
from taphuan.check.tidy import what_tidy_would_change
from taphuan.compose import compose
from taphuan.compose.source import read_source
from taphuan.data.check.check import check_data
from taphuan.errors import TaphuanError
from taphuan.theme.check import theme_problems

# ends of a mutation: an error with the file, the same texts, texts that show the changed value; `elsewhere`: an error that
# names another file alone, which depends on the mutated one
TOLD, ELSEWHERE, HARMLESS, RIGHT = "told", "elsewhere", "harmless", "right"
GOOD = (TOLD, ELSEWHERE, HARMLESS, RIGHT)
# bad ends; `mute` is an error that does not say where
TRACEBACK, DEFECT, HANG, WRONG, HALF, MUTE = "traceback", "defect", "hang", "wrong", "half", "mute"
# a fault of the mutating code itself
UNMADE = "unmade"
BAD = (TRACEBACK, DEFECT, HANG, WRONG, HALF, MUTE, UNMADE)
# beside the words of files: what the independent check says of the pristine set
FINDINGS = " findings"
_FORMATS = ("deck.md", "deck.html", "deck.pptx")
_OF_PROVINCES = ("deck.pdf",)
_TAGS = re.compile(r"\W+")


@dataclass(frozen=True)
class Verdict:
    """How a mutation ended, and what was said or found, for people."""

    end: str
    words: str = ""


# the texts of sets of the pristine project by set: what a mutated one is compared with
Pristine = dict[Of, dict[str, str]]


def judged(mutation: Mutation, pristine: Callable[[Of], dict[str, str]], thorough: bool = True) -> Verdict:
    """The end of a mutation that stands in the copy which `paths` name. `pristine` gives the texts of a set without it;
    `thorough`: the whole of `taphuan check` is asked, not the part of it that reads the file."""
    found = _judged(mutation, pristine, thorough)
    if thorough or found.end != WRONG or not (said := "\n".join(map(str, check_everything().problems))):
        return found
    return told(mutation.change, said)


def _judged(mutation: Mutation, pristine: Callable[[Of], dict[str, str]], thorough: bool) -> Verdict:
    change = mutation.change
    try:
        if said := "\n".join(map(str, _problems(mutation, thorough))):
            return told(change, said)
    except TaphuanError as error:
        return told(change, str(error))
    except (Exception, SystemExit):
        return Verdict(TRACEBACK, _last_lines())
    try:
        for of in sets_of(change.file):
            found = _compared(change, of, pristine)
            if found.end != HARMLESS:
                return found
    except TaphuanError as error:
        return told(change, str(error))
    except Exception:
        return Verdict(DEFECT, _last_lines())
    return Verdict(HARMLESS)


def _problems(mutation: Mutation, thorough: bool) -> tuple[object, ...]:
    """What `taphuan check` says of the file."""
    if mutation.kind.way == TEMPLATE:
        return (*theme_problems(), *template_problems(), *drawing_problems())
    if mutation.kind.way == DATA and (problems := check_data(cache=paths.CACHE / "check")):
        return problems
    if thorough:
        return check_everything().problems
    path = paths.ROOT / mutation.change.file
    if path.suffix != ".ipynb" or not path.exists():
        return ()
    notebook = read_source(path)
    changes = what_tidy_would_change(path)
    untidy = (f"{notebook.name}: as JupyterLab left it: {changes}",) if changes else ()
    return (*untidy, *notebook_problems(notebook, known_ids()))


def told(change: Change, said: str) -> Verdict:
    """Whether an error names the mutated file, another one that depends on it, or no place at all."""
    lines = said.splitlines()
    name = Path(change.file).name
    here = [line for line in lines if change.file in line or name in line or Path(name).stem in line]
    words = (here or lines)[0][:300] if lines else ""
    if "Traceback" in said or not words:
        return Verdict(MUTE, words)
    if here:
        return Verdict(TOLD, words)
    place = re.search(r"(data|slides|notebooks)/[\w./-]+|cell |slide |deck\.\w+", said)
    return Verdict(ELSEWHERE if place else MUTE, words)


def _compared(change: Change, of: Of, pristine: Callable[[Of], dict[str, str]]) -> Verdict:
    """The end as far as one set shows it."""
    from taphuan.check.content import check_notebook
    from verify import verify_notebook

    before = pristine(of)
    compose(lesson_of(of))
    try:
        notebook = notebook_of(of)
    except Exception:
        # as papermill tells it of a kernel: which cell, which error
        return Verdict(TOLD, f"a cell fails: {_last_lines()}")
    if findings := check_notebook(notebook):
        return Verdict(TOLD, findings[0][:300])
    after = texts_of(notebook, of)
    if change.file.startswith("slides/"):
        after |= start_pages()
    if all(text == before.get(name) for name, text in after.items()):
        return Verdict(HARMLESS)
    return judged_texts(change, before, after, () if of.commune else tuple(map(str, verify_notebook(notebook, "set"))))


def judged_texts(
    change: Change, before: dict[str, str], after: dict[str, str], findings: Iterable[str] = ()
) -> Verdict:
    """Whether texts that differ may differ so: where words of a page were changed only those words, else nothing that the
    independent reading of data/ finds false, which reads no sets of communes."""
    if false := [one for one in findings if one not in before.get(FINDINGS, "")]:
        return Verdict(WRONG, false[0][:300])
    for name, text in after.items():
        if not text.strip() and before.get(name, "").strip():
            return Verdict(WRONG, f"{name} is empty")
        if change.old and _tight(text).replace(_tight(change.new), _tight(change.old)) != _tight(before[name]).replace(
            _tight(change.new), _tight(change.old)
        ):
            return Verdict(WRONG, f"{name}: {difference(before[name], text)}")
    name = next(name for name in after if after[name] != before.get(name))
    return Verdict(RIGHT, f"{name}: {difference(before.get(name, ''), after[name])}")


def difference(before: str, after: str) -> str:
    """The first places at which two texts differ."""
    at = next(
        (at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    begin = max(0, at - 30)
    return f"…{before[begin : at + 50]!r} → …{after[begin : at + 50]!r}"


def _tight(text: str) -> str:
    """Letters and digits alone: signs are written in another way in each format, and lines break elsewhere."""
    return _TAGS.sub("", text).casefold()


def notebook_of(of: Of) -> NotebookNode:
    """The executed notebook of a set."""
    return execute_in_process(lesson_of(of))


def texts_of(notebook: NotebookNode, of: Of, formats: Iterable[str] = ()) -> dict[str, str]:
    """The words of the files of a set by name. Raises what writing them raises."""
    from taphuan.check.written import written_wrongly
    from taphuan.errors import AuditFailed
    from taphuan.export.formats import write

    written = write(notebook, tuple(formats) or (*_FORMATS, *(() if of.commune else _OF_PROVINCES), *of.more), 60)
    if findings := written_wrongly(written.source, written.files):
        raise AuditFailed(findings)
    return {name: _words(name, content) for name, content in written.files.items()}


def start_pages() -> dict[str, str]:
    """The words of the pages that lead to the sets."""
    from index_sample import sample_index
    from taphuan.export.html.index import write_index

    return {"index.html": _words("index.html", write_index(sample_index()))}


def _words(name: str, content: bytes) -> str:
    if name.endswith(".html"):
        page: Any = html.document_fromstring(content)
        for hidden in page.xpath("//script|//style"):
            hidden.drop_tree()
        return str(page.text_content())
    if name.endswith((".pptx", ".docx", ".xlsx")):
        return _words_of_package(content)
    if name.endswith(".pdf"):
        import io

        import pikepdf

        with pikepdf.open(io.BytesIO(content)) as pdf:
            return "\n".join(page_text(page) for page in pdf.pages)
    return content.decode("utf-8", "replace") if not name.endswith(".png") else ""


def _words_of_package(content: bytes) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name).decode() for name in sorted(package.namelist()) if name.endswith(".xml") and not name.startswith("docProps")]  # fmt: skip
    return "\n".join(" ".join(re.findall(r"<(?:a:|w:)?t(?: [^>]*)?>([^<]*)<", part)) for part in parts)


def _last_lines() -> str:
    return " | ".join(line.strip() for line in traceback.format_exc().splitlines()[-3:])[:300]
