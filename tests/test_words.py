"""The catalogue of fixed words: every word that is said is in it, every word in it is said, and no other Vietnamese stands in the code."""

from __future__ import annotations

import ast
import re
import string
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes
from test_repository import ROOMS

from taphuan.paths import LIVE_CLIENT, PACKAGE, SLIDES
from taphuan.text import CATALOGUE, listed, say

VIETNAMESE = re.compile("[ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")

# Vietnamese that stands in the code and not in the catalogue: by folder, file or definition of src/taphuan/, and why.
READS = "reads Vietnamese: a pattern, or words that data, notebooks and documents are searched for"
LETTERS = "letters and marks of the alphabet, no words"
NAMES = "names in data, which rows are told by"
TEMPLATE = "names of layouts and fields, by which a PowerPoint template of a ministry's own is read"
EXAMPLE = "examples in the reference of names, for who writes notebooks"
BEGUN = "comments and first values of a file that is begun: once written they are the project's own, and its steward changes them there"
ASKED = "sheets and columns of a workbook to fill in, which is read again by these names"
COMMAND = "English of a command, which names what stands in data and documents"
OUTSIDE = {
    "lesson/claims/": "sentences that compare: each stands beside the condition under which it is true",
    "build/normal/": READS,
    "check/decree30/": READS,
    "check/language/": READS,
    "check/origins/": READS,
    "check/shown/": READS,
    "data/": READS,
    "export/pptx/house_layouts.py": TEMPLATE,
    "export/pptx/template.py": TEMPLATE,
    "export/pptx/house_template.py: layout_part": TEMPLATE,
    "export/pptx/house_template.py: master": TEMPLATE,
    "export/quarto/references.py": TEMPLATE,
    "known/law.py: _name_patterns": READS,
    "known/law.py: LegalDocument": "types of documents, as the register has them and citations are read by",
    "known/law.py: _SHORT_TYPES": "types of documents, as the register has them and citations are read by",
    "known/law.py: _STATELESS_TYPES": "types of documents, as the register has them and citations are read by",
    "known/provincial.py": "types of documents, told by their numbers",
    "known/dti.py": "names of the published indices, as the publication has them",
    "build/diff/compare.py: _source": READS,
    "build/diff/unexpected.py: _LEVEL": READS,
    "build/diff/unexpected.py: _OPPOSITE": READS,
    "build/diff/unexpected.py: _TOTAL": READS,
    "build/diff/unexpected.py: _of_page": READS,
    "build/diff/words.py: _RANKED": READS,
    "build/pack/crate.py: _source": READS,
    "charts/map/region.py: _draw_inset": NAMES,
    "charts/map/region.py: _tall": NAMES,
    "check/add/described.py": "the title of a new column in data/datapackage.json, where the other columns have theirs",
    "check/codes/command.py: explain": "the register of codes is in two languages",
    "check/codes/reference.py: _HEAD": "the register of codes is in two languages",
    "check/drafts.py": COMMAND,
    "check/drawn.py: _ISLANDS": NAMES,
    "check/new/conference.py": COMMAND,
    "check/new/conference_file.py": BEGUN,
    "check/new/draft.py": ASKED,
    "check/new/edition.py": COMMAND,
    "check/new/law_rows.py": "types of documents, told by their numbers, and acts as the register of laws calls them",
    "check/new/module.py": COMMAND,
    "check/new/module_files.py": BEGUN,
    "check/new/programme.py": BEGUN,
    "compose/citations.py: source_entries": READS,
    "compose/commune.py: _clocks": READS,
    "document/legal.py: _of_paper": READS,
    "document/outputs.py: _SOURCE": READS,
    "export/docx/plan.py: _ADDRESS": READS,
    "export/html/index_map.py: IndexMap": NAMES,
    "export/html/markup.py: _ONE_WORD": LETTERS,
    "export/pdf/slide_content.py: _ONE_WORD": LETTERS,
    "export/plain/markdown.py: _YEAR, _GAP": READS,
    "export/shared/answers.py: _ANSWER": READS,
    "export/shared/frame.py: _COUNTED": READS,
    "export/shared/numbering.py: _POINTER": READS,
    "export/shared/paper.py: _NAME_BREAKS, _ABSTRACT_BREAKS, _WORTH": READS,
    "export/shared/sources.py: is_remark": READS,
    "export/shared/sources.py: source_line": READS,
    "known/communes.py: predecessors": READS,
    "known/units.py: display_name": NAMES,
    "lesson/commune_words.py: CONDITIONS, each": EXAMPLE,
    "lesson/commune_words.py: VALUES": EXAMPLE,
    "lesson/figures/checkup.py: _source": READS,
    "lesson/figures/checkup.py: sheet_of": READS,
    "lesson/figures/days.py: based_on": READS,
    "lesson/figures/devices.py: _MEANINGS": READS,
    "lesson/own_commune.py: filled": READS,
    "lesson/placeholders.py: VALUES, item, m, u": EXAMPLE,
    "lesson/proposals.py: _by": READS,
    "lesson/quantities.py: _BOUND": READS,
    "lesson/quantities.py: _BOUNDS": READS,
    "lesson/quantities.py: printed": READS,
    "lesson/tables/hand.py: _DEADLINE": READS,
    "lesson/tables/taught.py: _target": READS,
    "lesson/wording.py: UNNAMED": READS,
    "lesson/wording.py: merged": READS,
    "live/lab/said.py: _PLACE": READS,
    "text.py: _ALPHABET, at, letter": LETTERS,
    "text.py: _DOUBLE_NAMES": NAMES,
    "text.py: _NO_BREAK": READS,
    "text.py: fold": LETTERS,
    "text.py: listing": "the word between the last two items of a list, part of a number's and a list's form",
    "theme/faces.py": LETTERS,
}


@dataclass(frozen=True)
class Use:
    """A call of `say` or `listed`."""

    place: str
    function: str
    key: str
    fields: frozenset[str]


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its path below it."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def entries() -> dict[str, str | tuple[str, ...]]:
    """The catalogue as tomllib reads it, which `say` does not use."""
    return dict(_flat(tomllib.loads(CATALOGUE.read_text(encoding="utf-8")), ""))


def _flat(table: dict[str, Any], above: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield above + name, value if isinstance(value, str) else tuple(value)


@cache
def uses() -> tuple[Use, ...]:
    return tuple(use for place, tree in modules().items() for use in _uses(place, tree))


def _uses(place: str, tree: ast.Module) -> Iterator[Use]:
    for node in ast.walk(tree):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if (
            isinstance(node, ast.Call)
            and name in ("say", "listed")
            and (name == "say" or isinstance(node.func, ast.Name))
        ):
            where = f"{place}:{node.lineno}"
            assert len(node.args) == 1, f"{where}: one key"
            key = node.args[0]
            assert isinstance(key, ast.Constant), f"{where}: the key of the words stands there as it is"
            assert all(keyword.arg for keyword in node.keywords), f"{where}: each field stands there with its name"
            yield Use(where, name, str(key.value), frozenset(str(keyword.arg) for keyword in node.keywords))


@cache
def uses_of_templates() -> tuple[Use, ...]:
    """Those in the templates of Jinja in slides/."""
    return tuple(use for path in sorted(SLIDES.rglob("*.j2")) for use in _uses_of(path))


def _uses_of(path: Path) -> Iterator[Use]:
    for call in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "say":
            where = f"{path.name}:{call.lineno}"
            (key,) = call.args
            assert isinstance(key, nodes.Const), f"{where}: the key of the words stands there as it is"
            yield Use(where, "say", str(key.value), frozenset(keyword.key for keyword in call.kwargs))


# the table of the words that a script says, or a template of Typst
_TABLES = {
    "verify.js": "export.html.verify",
    "panel.js": "live.client.watch",
    "checkup.typ": "export.pdf.checkup",
    "commune.typ": "export.pdf.commune",
    "report.typ": "export.pdf.pdf",
    "slide.typ": "export.pdf.slides",
    "handout.typ": "export.pdf.slides",
}
_OF_LIVE = "live.client.live"
# in a script the key is one text, or one with a part left open at its end; no value of a field has a brace in it
_SAID = re.compile(
    r"""\bsay\((?P<quote>["`])(?P<key>[a-z_]+)(?P<open>\$\{[\w.]+\})?(?P=quote)"""
    # in braces in a script, bare in Typst
    r"(?:, (?P<fields>\{[^}]*\}|\w+: (?:[^()]|\([^()]*\))*))?\)"
)


@cache
def uses_of_scripts() -> tuple[Use, ...]:
    """Those in the scripts of pages and in the templates of Typst, to which their table is handed; each entry that an open key may
    mean."""
    files = (*LIVE_CLIENT.glob("*.js"), *SLIDES.glob("*.js"), *SLIDES.glob("*.typ"))
    return tuple(use for path in files for use in _uses_of_script(path))


def _uses_of_script(path: Path) -> Iterator[Use]:
    table = _TABLES.get(path.name, _OF_LIVE)
    for number, line in enumerate(_COMMENTS.sub("", path.read_text(encoding="utf-8")).splitlines(), 1):
        found = list(_SAID.finditer(line))
        where = f"{path.name}, line {number} without its comments"
        assert len(found) == len(re.findall(r"\bsay\(", line)), f"{where}: a key stands there as it is"
        for use in found:
            named = frozenset(
                part.partition(":")[0].strip() for part in re.split(r",(?![^(]*\))", (use["fields"] or "").strip("{} "))
            )
            key = f"{table}.{use['key']}"
            keys = [one for one in entries() if one.startswith(key)] if use["open"] else [key]
            assert keys, f"{where}: no word begins with {key}"
            for one in keys:
                yield Use(where, "say", one, named - {""})


def fields_of(words: str | tuple[str, ...]) -> frozenset[str]:
    texts = (words,) if isinstance(words, str) else words
    return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_the_catalogue_is_toml_and_read_as_such() -> None:
    assert len(entries()) > 1000
    for key, words in entries().items():
        if isinstance(words, tuple):
            assert listed(key) == words
        else:
            assert say(key, **{name: f"<{name}>" for name in fields_of(words)}) == words.replace("{", "<").replace(
                "}", ">"
            ).replace("<<", "{").replace(">>", "}")


def test_keys_and_words_are_well_formed() -> None:
    for key, words in entries().items():
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", key), key
        for text in (words,) if isinstance(words, str) else words:
            assert unicodedata.is_normalized("NFC", text), key
        if isinstance(words, tuple):
            assert fields_of(words) == frozenset(), f"{key}: a list has no fields"


def test_every_use_has_its_entry_and_gives_its_fields() -> None:
    wrong = []
    for use in (*uses(), *uses_of_templates(), *uses_of_scripts()):
        words = entries().get(use.key)
        if words is None:
            wrong.append(f"{use.place}: no {use.key} in the catalogue")
        elif (use.function == "say") != isinstance(words, str):
            wrong.append(f"{use.place}: {use.key} is {'one text' if isinstance(words, str) else 'a list'}")
        elif use.fields != fields_of(words):
            wrong.append(f"{use.place}: {use.key} has the fields {sorted(fields_of(words))}, not {sorted(use.fields)}")
    assert wrong == []


def test_every_entry_is_said() -> None:
    assert sorted(set(entries()) - {use.key for use in (*uses(), *uses_of_templates(), *uses_of_scripts())}) == []


def test_a_module_says_the_words_of_its_own_room_or_of_one_before_it() -> None:
    """So that the digest of a room and of those before it covers all that it says (build/keys.py)."""
    order = {name: number for number, names in enumerate(ROOMS) for name in names}
    later = [
        f"{use.place} says {use.key}"
        for use in uses()
        if order[use.key.partition(".")[0]] > order[use.place.partition("/")[0].partition(".py")[0]]
    ]
    assert later == []


def test_templates_say_words_whose_change_exports_again() -> None:
    """Those of documents are words of export, or of a room before it; the page of a difference is no document."""
    assert {use.key.partition(".")[0] for use in uses_of_templates() if not use.place.startswith("diff.")} == {
        "export",
        "lesson",
    }


def test_charts_say_their_own_words_which_their_cache_knows() -> None:
    assert {use.key.partition(".")[0] for use in uses() if use.place.startswith("charts/")} == {"charts"}


def literals() -> Iterator[tuple[str, str, int, str]]:
    """(file, definition, line, text) of every string with Vietnamese letters but docstrings."""
    for place, tree in modules().items():
        for node in tree.body:
            name = getattr(node, "name", "") or ", ".join(
                target.id
                for target in ast.walk(node)
                if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store)
            )
            for inner in ast.walk(node):
                if (
                    isinstance(inner, ast.Constant)
                    and isinstance(inner.value, str)
                    and VIETNAMESE.search(inner.value)
                    and not _is_docstring(inner, tree)
                ):
                    yield place, name, inner.lineno, inner.value


@cache
def _docstrings(tree: ast.Module) -> frozenset[int]:
    return frozenset(
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    )


def _is_docstring(node: ast.Constant, tree: ast.Module) -> bool:
    return id(node) in _docstrings(tree)


def _allowed_by(place: str, name: str) -> str | None:
    folders = [f"{part.as_posix()}/" for part in Path(place).parents]
    return next((one for one in (f"{place}: {name}", place, *folders) if one in OUTSIDE), None)


# of the templates and scripts, in slides/ and src/taphuan/live/client/, and why their words stand in them
OF_TEMPLATES = {
    "blocks.typ": LETTERS,
    "report.typ": LETTERS,
    "matching.js": LETTERS,
    "communes.html.j2": LETTERS,
    "index.html.j2": LETTERS,
}
_COMMENTS = re.compile(r"\{#.*?#\}|/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)


def test_templates_and_scripts_take_their_words_from_the_catalogue() -> None:
    files = [path for suffix in ("j2", "typ", "js", "html") for path in SLIDES.rglob(f"*.{suffix}")]
    files += LIVE_CLIENT.rglob("*.js")
    found = {path.name for path in files if VIETNAMESE.search(_COMMENTS.sub("", path.read_text(encoding="utf-8")))}
    assert sorted(found - set(OF_TEMPLATES)) == []
    assert sorted(set(OF_TEMPLATES) - found) == [], "no longer needed"


def test_no_other_vietnamese_stands_in_the_code() -> None:
    found = list(literals())
    outside = [
        f"{place}:{line} ({name}): {text[:60]}" for place, name, line, text in found if not _allowed_by(place, name)
    ]
    assert outside == [], "put them into src/taphuan/words.toml (CONTRIBUTING.md)"
    used = Counter(_allowed_by(place, name) for place, name, _, _ in found)
    assert sorted(set(OUTSIDE) - set(used)) == [], "no longer needed"
