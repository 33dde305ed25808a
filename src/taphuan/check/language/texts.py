"""All Vietnamese prose of the documents and their sources, piece by piece, each with its place.

`GAP` replaces what is not prose: code, addresses, ids of citations, placeholders, values of the program. A word that touches a
gap is incomplete and not checked.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.compose.citations import without_citations
from taphuan.compose.placeholders import PLACEHOLDER
from taphuan.compose.source import SourceCell, read_source
from taphuan.data.check.memory import FORGETFUL, Memory
from taphuan.data.check.schema import csv_resources, table_name
from taphuan.data.documents import path_text, read_document
from taphuan.data.load import derived, rows, yaml_document
from taphuan.known import dti
from taphuan.text import CATALOGUE

GAP = "\ufffc"
# whose messages are English and quote Vietnamese
_ENGLISH = ("check/", "data/", "build/law/")

_FENCED = re.compile(r"^( *)(```|~~~).*?^\1\2", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)[^`].*?\1", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LINK = re.compile(r"\]\([^)\s]*(?: \"[^\"]*\")?\)")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.-]+@[\w-]+\.[\w.]+|\b(?:[a-z0-9-]+\.)+(?:vn|com|org|net|io)\b(?:/\S*)?"
)
_FILE = re.compile(
    r"(?<![\w/])[\w./-]*\w\.(?:csv|yaml|ipynb|py|html|docx|pptx|pdf|md|json|svg|png)\b|\b[a-z]+_[a-z0-9_]+\b|\b[a-z][a-z0-9]*(?:-[a-z0-9]+){2,}\b|\b[a-z]+-\d+\b"
)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}|[-+*>]|\d+[.)]|\|)[ \t]+", re.MULTILINE)
_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯà-ỹÀ-Ỹ]")
# fields with the name of a condition instead of prose
_NO_PROSE = frozenset({"own_data", "formula"})
# a value in the text of a claim
_FORMAT = re.compile(r"\{\w+\}")
_MACHINE_WORD = re.compile(r"[!-~]*[-_/;0-9][!-~]*|[a-z]+|[A-F]")


@dataclass(frozen=True)
class Text:
    """One piece of prose. `where` and `field` give its place as in a `Problem`."""

    file: str
    where: str
    field: str
    content: str


def all_texts(memory: Memory = FORGETFUL) -> Iterator[Text]:
    """Of notebooks, modules, conferences, table columns marked as Vietnamese, string literals of the code, templates, the guide."""
    for path in sorted(paths.NOTEBOOKS.glob("*/*.ipynb")):
        yield from notebook_texts(path)
    folders = (paths.CONFERENCES, paths.MODULES, paths.COMMUNE_LESSON.parent)
    for path in sorted(path for folder in folders for path in folder.glob("*.yaml")):
        yield from derived((path,), yaml_texts, path, shown(path))
    yield from table_texts()
    # what the package says is for its own checkout to check, and not for every programme
    if paths.PACKAGED_SLIDES == paths.SLIDES:
        # else no inputs: what is remembered goes with the code
        said = (paths.named(paths.PACKAGE), dti.name(), paths.PROJECT.topic)
        inputs = tuple(word.encode() for word in said)
        yield from (Text(*fields) for fields in memory.kept("words of the code", inputs, _package_texts))
    for path in (file for file in sorted(paths.SLIDES.rglob("*.j2")) if file.is_file()):
        yield from template_texts(path)
    if paths.GUIDE.exists():  # a copy for builds only has no docs
        yield from guide_texts(paths.GUIDE)


def _package_texts() -> list[tuple[str, ...]]:
    """The fields of the texts in the catalogue of fixed words, and in the code of all rooms but those whose messages are English."""
    catalogue = derived((CATALOGUE,), catalogue_texts, CATALOGUE, shown(CATALOGUE), dti.name(), paths.PROJECT.topic)
    words = [astuple(text) for text in catalogue]
    return words + [
        astuple(text)
        for path in sorted(paths.PACKAGE.rglob("*.py"))
        if not path.relative_to(paths.PACKAGE).as_posix().startswith(_ENGLISH)
        for text in derived((path,), code_texts, path, shown(path))
    ]


@lru_cache(maxsize=1 << 13)
def visible(markdown: str) -> str:
    """The visible text of Markdown: without marks, code and ids."""
    text = _COMMENT.sub("", _FENCED.sub("", markdown))
    text = PLACEHOLDER.sub(GAP, _CODE.sub(GAP, text))
    text = _LINE_MARK.sub("", without_citations(text))
    return _EMPHASIS.sub("", plain(_TAG.sub("", _LINK.sub("]", text))))


def plain(text: str) -> str:
    """The text with gaps for addresses and file names."""
    return _FILE.sub(GAP, _ADDRESS.sub(GAP, text))


def notebook_texts(path: Path) -> Iterator[Text]:
    """Markdown cells, and the sentences among the string literals of code cells."""
    file = shown(path)
    for slide in read_source(path).slides:
        for cell in (slide.heading, *slide.body):
            yield from (Text(file, f"cell {cell.id}", "", text) for text in cell_texts(cell))


def cell_texts(cell: SourceCell) -> Iterator[str]:
    """The prose of one cell."""
    if cell.type == "markdown":
        yield visible(cell.text)
    else:
        yield from (text for _, text in literals(ast.parse(cell.python)) if not _MACHINE_WORD.fullmatch(text))


def yaml_texts(path: Path, file: str) -> tuple[Text, ...]:
    """Each value of a YAML file that is not a slug, day, id or address; `file` is what it is called."""
    leaves = _leaves(yaml_document(path), ())
    pieces = [
        (steps, text) for steps, text in leaves if steps[-1] not in _NO_PROSE and not _MACHINE_WORD.fullmatch(text)
    ]
    document = read_document(path.read_text(encoding="utf-8"), file, [])
    assert document is not None  # yaml_document has read it
    return tuple(Text(file, f"line {document.lines[steps]}", path_text(steps), plain(text)) for steps, text in pieces)


def table_texts() -> Iterator[Text]:
    """The cells of the columns that data/datapackage.json marks with "language": "vi"."""
    for resource in csv_resources(json.loads(paths.DATAPACKAGE.read_text(encoding="utf-8"))):
        columns = [field["name"] for field in resource["schema"]["fields"] if field.get("language") == "vi"]
        file = f"{paths.DATA.name}/{resource['path']}"
        for number, row in enumerate(rows(table_name(resource)) if columns else (), start=2):
            yield from (Text(file, f"row {number}", name, plain(row[name])) for name in columns if row[name])


def code_texts(path: Path, file: str) -> tuple[Text, ...]:
    """The string literals of a module with Vietnamese letters: titles, captions, labels; `file` is what it is called."""
    found: list[Text] = []
    source = path.read_text(encoding="utf-8")
    for line, literal in literals(ast.parse(source)) if _VIETNAMESE.search(source) else ():
        text = _FORMAT.sub(GAP, literal)
        # "ADGHKĐ" and "aăâeêioôơuưy" are lists of letters (the longest syllable has seven), "<p:sp …>" is markup
        machine = re.fullmatch(r"\w*[^\W\d_][A-ZĐƯ]\w*|\w{8,}", text) or re.match(r"<\w+:", text)
        if _VIETNAMESE.search(text) and not machine:
            found.append(Text(file, f"line {line}", "", plain(text)))
    return tuple(found)


def catalogue_texts(path: Path, file: str, index: str, topic: str) -> tuple[Text, ...]:
    """The fixed words of documents and pages: the fields of the programme's index and topic as these words, others as gaps."""
    own = {"{index}": index, "{topic}": topic}
    found: list[Text] = []
    for line, entry in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        name, _, value = entry.partition(" = ")
        words = json.loads(value) if value and not entry.startswith("#") else []
        for text in [words] if isinstance(words, str) else words:
            found.append(
                Text(file, f"line {line}", name, plain(_FORMAT.sub(lambda match: own.get(match[0], GAP), text)))
            )
    return tuple(found)


def template_texts(path: Path) -> Iterator[Text]:
    """The texts of a page template: between tags, and in attributes that are shown or read aloud."""
    reader = _PageText()
    source = path.read_text(encoding="utf-8")
    reader.feed(_JINJA.sub(lambda m: (GAP if m[0].startswith("{{") else "") + "\n" * m[0].count("\n"), source))
    yield from (Text(shown(path), f"line {line}", "", text) for line, text in reader.texts if _VIETNAMESE.search(text))


def guide_texts(path: Path) -> Iterator[Text]:
    """A Markdown page by paragraphs."""
    line = 1
    blank = _FENCED.sub(lambda m: "\n" * m[0].count("\n"), path.read_text(encoding="utf-8"))
    for paragraph in re.split(r"(\n\s*\n)", blank):
        if paragraph.strip():
            yield Text(shown(path), f"line {line}", "", visible(paragraph))
        line += paragraph.count("\n")


def shown(path: Path) -> str:
    name = paths.named(path)
    return path.name if name == path.as_posix() else name


def _leaves(value: Any, steps: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield steps, value
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in entries:
        yield from _leaves(inner, (*steps, step))


def _is_of_re(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of every string but docstrings, patterns and descriptions of placeholders (in a tuple with a function).
    Values in an f-string are gaps."""
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            left_out.add(body[0].value)
        if isinstance(node, ast.Call) and _is_of_re(node.func):
            left_out |= set(ast.walk(node))
        if isinstance(node, ast.Tuple) and any(isinstance(part, ast.Lambda) for part in node.elts):
            left_out |= set(node.elts)
        if isinstance(node, ast.JoinedStr) and node not in left_out:
            pieces = [piece.value if isinstance(piece, ast.Constant) else GAP for piece in node.values]
            left_out |= {piece for piece in node.values if isinstance(piece, ast.Constant)}
            yield node.lineno, "".join(map(str, pieces))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left_out:
            yield node.lineno, node.value


class _PageText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[tuple[int, str]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        for name, value in attrs:
            if value and name in ("aria-label", "alt", "title", "placeholder"):
                self.texts.append((self.getpos()[0], plain(value)))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(
                (self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n"), plain(data.strip()))
            )
