"""The files of a new module: a data file and a notebook in the form of a lesson, with a mark for everything that is to be written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.check.add.writing import data_problems
from taphuan.check.language import text_problems
from taphuan.check.language.texts import yaml_texts
from taphuan.check.new.conference_file import quoted
from taphuan.check.new.files import NotNew, shown, slug_fault
from taphuan.data.drafts import DRAFT
from taphuan.files import scratch
from taphuan.known.conferences import conferences, participants

# the same with @slug@, @title@ …
_DATA = Path(__file__).with_name("module.yaml")
_NOTEBOOK = Path(__file__).with_name("module.ipynb")
# what each question asks for, the letter of its answer, the key point that it is about
_QUESTIONS = (
    ("situation", "B", 3),
    ("situation", "D", 2),
    ("why", "A", 1),
    ("rule", "C", 2),
    ("situation", "A", 3),
)
_LETTERS = "ABCD"
# letters of a title with the mark of a draft before it: data/rules/articles.py
_LONGEST = {"--title": 70, "--short-title": 42}


@dataclass(frozen=True)
class About:
    """What was said of the module; "" where nothing was."""

    slug: str
    title: str = ""
    short_title: str = ""
    audience: str = ""


def files_of(about: About, today: date) -> dict[Path, bytes]:
    """The notebook and the data file of a module; the data file, which makes it one, comes last."""
    return {
        paths.MODULE_NOTEBOOKS / f"{about.slug}.ipynb": _notebook(about).encode(),
        paths.MODULES / f"{about.slug}.yaml": data_file(about, today).encode(),
    }


def data_file(about: About, today: date) -> str:
    known = conferences()
    values = {
        "title": quoted(about.title or _mark("tên chuyên đề")),
        "short": quoted(about.short_title or about.title or _mark("tên ngắn")),
        "audience": quoted(about.audience or _mark("ai học chuyên đề này")),
        "today": today.isoformat(),
        # before every conference, so that any of them can name the module at once
        "since": min((conf.as_of for conf in known), default=today).isoformat(),
        "quiz": "\n".join(_question(number, *each) for number, each in enumerate(_QUESTIONS, 1)),
        "slug": about.slug,
    }
    text = _DATA.read_text(encoding="utf-8")
    for name in ("quiz", "title", "short", "audience", "today", "since", "slug"):
        text = text.replace(f"@{name}@", values[name])
    return text


def _mark(what: str) -> str:
    return f"«{DRAFT} – {what}»"


def _question(number: int, asks: str, answer: str, point: int) -> str:
    options = "".join(f"    {letter}: {quoted(_mark(f'câu {number}, phương án {letter}'))}\n" for letter in _LETTERS)
    whys = "".join(
        f"    {letter}: {quoted(_mark(f'câu {number}, vì sao {letter} sai'))}\n"
        for letter in _LETTERS
        if letter != answer
    )
    return (
        f"- id: @slug@-q{number}\n"
        f"  asks: {asks}\n"
        f"  question: {quoted(_mark(f'câu hỏi {number}?'))}\n"
        f"  options:\n{options}"
        f"  answer: {answer}\n"
        f"  explanation: {quoted(_mark(f'câu {number}, vì sao {answer} đúng'))}\n"
        f"  whys:\n{whys}"
        f"  key_point: @slug@-k{point}\n"
        "  source_id: can-viet\n"
        "  known_from: '@since@'\n"
        "  known_basis: assumed\n"
        "  known_note: Câu hỏi do người biên soạn đặt.\n"
        "  use: true"
    )


def _notebook(about: About) -> str:
    """The notebook; its parameters are those of the newest conference, with which it runs in JupyterLab."""
    conf = conferences()[-1]
    values = {
        "slug": about.slug,
        "conference": conf.slug,
        "province": participants(conf)[0].slug,
        "as_of": conf.as_of.isoformat(),
    }
    notebook: dict[str, Any] = json.loads(_NOTEBOOK.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = [_filled(line, values) for line in cell["source"]]
        options = cell["metadata"].get("taphuan", {})
        if "cites" in options:
            options["cites"] = [_filled(id_, values) for id_ in options["cites"]]
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def title_fault(option: str, text: str) -> str:
    """Why a title cannot be that of a module, which is a draft at first; "" if it can."""
    longest = _LONGEST[option]
    return f"{option}: {len(text)} letters, and its place holds {longest}" if len(text) > longest else ""


def hold_against_the_rules(about: About, files: dict[Path, bytes]) -> None:
    """Raises NotNew with everything that is wrong: the slug, the titles, the prose, the data with the new file."""
    given = (("--title", about.title), ("--short-title", about.short_title or about.title))
    faults = [slug_fault(about.slug, "module"), *(title_fault(option, text) for option, text in given)]
    lines = [fault for fault in faults if fault] or [*_problems(files)]
    if lines:
        raise NotNew("\n".join(["nothing was written:", *(f"  {line}" for line in lines)]), code="TH856")


def _problems(files: dict[Path, bytes]) -> Iterator[str]:
    new = {path: content.decode() for path, content in files.items() if path.is_relative_to(paths.DATA)}
    yield from map(str, data_problems({path.relative_to(paths.DATA): text for path, text in new.items()}))
    with scratch() as folder:
        for path, text in new.items():
            draft = folder / path.name
            draft.write_text(text, encoding="utf-8")
            yield from map(str, text_problems(yaml_texts(draft, shown(path))))
