"""The sections and fenced blocks of docs/huong-dan.md, and who does in a copy of the project what they say."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import nbformat

from projects import Project, Run
from taphuan import paths

Cli = Callable[..., Run]

NO_BROWSER = {"TAPHUAN_CHROMIUM": "/nowhere"}
# as it stands in the project, wherever a test points `paths`
GUIDE = paths.GUIDE


@dataclass(frozen=True)
class Block:
    """A fenced block of the guide: the words before it, its language, what stands in it."""

    lead: str
    language: str
    text: str

    @property
    def file(self) -> str:
        """The last file the words before it name."""
        return re.findall(r"`((?:data|notebooks)/[\w./-]+\.\w+)`", self.lead)[-1]


class Section:
    """One numbered section of the guide up to its first part, or one of its parts."""

    def __init__(self, number: int, part: str = "") -> None:
        page = GUIDE.read_text(encoding="utf-8")
        (whole,) = re.findall(rf"^## {number}\. .*?(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
        parts = dict(re.findall(r"^##+ (.*?)\n(.*?)(?=^##+ |\Z)", whole, re.DOTALL | re.MULTILINE))
        self.body = body = parts[part or next(iter(parts))]
        parts = re.split(r"^[ ]*```(\w*)\n(.*?)^[ ]*```\n", body, flags=re.DOTALL | re.MULTILINE)
        self.blocks = [
            Block(lead, language, textwrap.dedent(text).rstrip("\n"))
            for lead, language, text in zip(parts[0::3], parts[1::3], parts[2::3], strict=False)
        ]

    def table(self, title: str) -> list[list[str]]:
        """The rows of the table whose first column has this title, without its header."""
        table = re.search(rf"^ *\| {re.escape(title)} \|.*\n *\| ---.*\n((?: *\|.*\n)+)", self.body, re.MULTILINE)
        assert table is not None, title
        return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table[1].splitlines()]

    def of(self, language: str) -> list[Block]:
        return [block for block in self.blocks if block.language == language]


class Follower:
    """Does in a copy what the guide says, and reads what came of it."""

    def __init__(self, project: Project, cli: Cli, out: Path) -> None:
        self.project, self._cli, self._out = project, cli, out

    def run(self, commands: Block) -> str:
        """Every line of a block of commands; each must go through. Gives back what the last one printed."""
        printed = ""
        for line in commands.text.replace("\\\n", " ").splitlines():
            done = self.try_line(
                line, *(["--yes"] if " new " in line and "trả lời `y`" in commands.lead.lower() else [])
            )
            assert (done.code, done.err) == (0, ""), f"{line}\n{done.out}\n{done.err}"
            printed = done.out
        return printed

    def try_line(self, line: str, *more: str) -> Run:
        return self._cli(*self._arguments(line), *more, root=self.project.root, env=NO_BROWSER)

    def _arguments(self, line: str) -> list[str]:
        """What `make` calls for a line; that it does so is the matter of test_make.py."""
        program, *words = shlex.split(line)
        if program == ".venv/bin/taphuan":
            return words
        assert program == "make"
        if words in (["tidy"], ["check"]):
            return words
        goal = words.pop(0)
        assert goal in ("slides", "build")
        values = {name: value for name, _, value in (word.partition("=") for word in words)}
        forms = values.pop("ARGS", "").split() if goal == "build" else ["--format", "deck.html"]
        flat = [
            part for name, slugs in values.items() for slug in slugs.split() for part in (f"--{name.lower()}", slug)
        ]
        return ["build", *flat, *forms, "--out", str(self._out)]

    def check(self) -> Run:
        return self._cli("check", root=self.project.root)

    def page(self, folder: str) -> str:
        return (self._out / folder / "deck.html").read_text(encoding="utf-8")

    def deck(self, folder: str, slide: str = "") -> str:
        """What a built deck says, or one slide of it, without its markup."""
        page = self.page(folder)
        if slide:
            (page,) = re.findall(rf'<section\b[^>]*id="{slide}".*?</section>', page, re.DOTALL)
        plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(plain))

    def append(self, block: Block) -> None:
        """Rows at the end of the table that the words before them name."""
        assert "thêm vào cuối" in block.lead
        with (self.project.root / block.file).open("a", encoding="utf-8") as file:
            file.write(f"{block.text}\n")

    def notebook(self, name: str) -> Any:
        return nbformat.read(self.project.root / name, as_version=4)


def said(text: str) -> str:
    """A sentence as the deck's text has it: one space between words."""
    return re.sub(r"\s+", " ", text)


def jupyterlab_saves(path: Path, notebook: Any) -> None:
    """As JupyterLab does it: with what ran, its own metadata and that of the interpreter."""
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = number
        cell.outputs = [nbformat.v4.new_output("stream", text="đã chạy\n")]
        cell.metadata["editable"] = True
    notebook.metadata["language_info"] |= {"version": "3.13.0", "nbconvert_exporter": "python"}
    nbformat.write(notebook, path)
