"""Every problem and error has a code, and every code an entry in the register, in both languages."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from click.testing import CliRunner

from coded_lines import words_of
from repository import ROOT
from taphuan.check.codes.reference import reference
from taphuan.check.codes.register import entries, groups
from taphuan.check.language.spelling import misspelt
from taphuan.check.language.words import known_words
from taphuan.cli import main

PACKAGE = ROOT / "src/taphuan"
ADD = "give it a code: a table in src/taphuan/check/codes/th?.toml, then `make reference` (CONTRIBUTING.md)"
# codes of problems that are no more; they are never given to another kind
RETIRED: set[str] = set()
# what carries the problems, findings or messages of others, which have codes of their own
CARRIERS = {"DataError", "ProjectUnfit", "ThemeUnfit", "TemplatesUnfit", "AuditFailed", "JobFailed"}
# what makes a problem, a line of an audit or a slip
MAKERS = {"Problem", "problem", "refuse", "Slip"}


@cache
def trees() -> dict[str, ast.Module]:
    """The files that make a problem, raise something or have a class."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    looked_at = re.compile(rf"\b(?:{'|'.join(MAKERS)})\(|\braise \w|^class \w+\(", re.MULTILINE)
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(text) for path, text in texts.items() if looked_at.search(text)
    }


def used() -> dict[str, set[str]]:
    """The files that use a code, by code."""
    found: dict[str, set[str]] = {}
    for path in (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.js")):
        for code in re.findall(r"\bTH[1-9]\d\d\b", path.read_text(encoding="utf-8")):
            if path.parent.name != "codes":
                found.setdefault(code, set()).add(path.relative_to(PACKAGE).as_posix())
    return found


def test_every_code_that_is_used_is_registered_and_every_registered_one_used() -> None:
    known = set(entries())
    assert {code: files for code, files in used().items() if code not in known} == {}, ADD
    assert known - set(used()) == RETIRED, (
        "no problem has this code: use it, or name it in RETIRED if its problem is gone"
    )


def test_a_code_stands_in_the_file_of_its_hundred_in_order_and_is_one_kind() -> None:
    for number, group in enumerate(groups(), start=1):
        assert [*group.entries] == sorted(group.entries)
        assert {code[2] for code in group.entries} == {str(number)}
    for texts in ([e.title for e in entries().values()], [e.vi_title for e in entries().values()]):
        assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_every_entry_says_in_both_languages_what_it_is_and_what_to_do() -> None:
    vietnamese = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯàáạảãằắặẳẵầấậẩẫèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]")
    for entry in entries().values():
        assert all((entry.title, entry.why, entry.remedy)), entry.code
        for text in (entry.why, entry.remedy):
            assert text.endswith((".", "…")), (entry.code, text)
        for text in (entry.vi_title, entry.vi_remedy):
            assert vietnamese.search(text), (entry.code, text)
        assert not entry.example or words_of(entry.printed) == entry.example


@pytest.mark.slow
def test_the_vietnamese_of_the_register_is_spelt_as_all_our_prose() -> None:
    words = known_words()
    found = [
        (entry.code, slip.found)
        for entry in entries().values()
        for text in (entry.vi_title, entry.vi_remedy)
        for slip in misspelt(words.without_phrases(text), words, Counter())
        # without diacritics are names of files, columns and programs
        if not slip.found.isascii()
    ]
    assert found == []


def test_the_page_of_the_codes_is_that_of_the_register() -> None:
    assert (ROOT / "docs/errors.md").read_text(encoding="utf-8") == reference(), "run `make reference`"


# --- every problem has one ------------------------------------------------------------------------------------------------


def name_of(call: ast.expr) -> str:
    return call.id if isinstance(call, ast.Name) else call.attr if isinstance(call, ast.Attribute) else ""


def functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def is_coded(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Call) and name_of(node.func) == "coded" for node in function.decorator_list)


def covered(name: str, of: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> bool:
    """Whether what a function finds gets its code there, or in all functions of the module that call it."""
    if is_coded(of[name]):
        return True
    callers = {other for other, node in of.items() if other != name and name in names_in(node)}
    return bool(callers) and all(other in seen or covered(other, of, seen | {name}) for other in callers)


@cache
def names_in(node: ast.AST) -> frozenset[str]:
    return frozenset(inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))


def has_code(call: ast.Call) -> bool:
    """`code=…`, or the last of a Problem's or Slip's fields, or that of a helper whose last one it is."""
    last = call.args[-1] if call.args else None
    text = last.value if isinstance(last, ast.Constant) else name_of(last) if last is not None else ""
    return any(keyword.arg == "code" for keyword in call.keywords) or bool(
        isinstance(text, str) and (re.fullmatch(r"TH\d{3}", text) or text == "code")
    )


def uncoded(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """(call, function) of every problem that is made without a code."""
    of = functions(tree)
    for name, function in of.items():
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Call)
                and name_of(node.func) in MAKERS
                and not has_code(node)
                and not covered(name, of)
            ):
                yield node, name


def test_every_problem_is_made_with_a_code() -> None:
    without = [
        f"{file}, line {call.lineno}: {name_of(call.func)}(…) in {function}"
        for file, tree in trees().items()
        for call, function in uncoded(tree)
    ]
    # what was found the last time comes back with all its fields; an uncoded place of an outline is filled in by its rule
    assert [line for line in without if "data/check/memory.py" not in line] == [], ADD


def error_classes() -> dict[str, ast.ClassDef]:
    """Every class that is a TaphuanError, by name."""
    classes = {
        node.name: node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    }
    ours, before = {"TaphuanError"}, 0
    while before != len(ours):
        before = len(ours)
        ours |= {name for name, node in classes.items() if ours & {name_of(base) for base in node.bases}}
    return {name: classes[name] for name in ours}


def test_every_error_is_raised_with_a_code() -> None:
    ours = error_classes()
    with_own = {
        name
        for name, node in ours.items()
        if name != "TaphuanError"
        and any(isinstance(part, ast.Assign) and name_of(part.targets[0]) == "code" for part in node.body)
    }
    without = [
        f"{file}, line {node.lineno}: {name_of(node.exc.func)}"
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        if name_of(node.exc.func) in set(ours) - with_own - CARRIERS and not has_code(node.exc)
    ]
    assert without == [], ADD


# --- the command ----------------------------------------------------------------------------------------------------------


def test_a_code_is_explained_in_both_languages_or_one() -> None:
    both = CliRunner().invoke(main, ["explain", "th333"])
    assert both.exit_code == 0
    assert "TH333 A rank does not follow from the values" in both.output
    assert "TH333 Thứ hạng không phù hợp với giá trị" in both.output
    vietnamese = CliRunner().invoke(main, ["explain", "TH333", "--lang", "vi"])
    assert "A rank" not in vietnamese.output and "Cách xử lý: Thứ hạng" in vietnamese.output
    english = CliRunner().invoke(main, ["explain", "TH333", "--lang", "en"])
    assert "Thứ" not in english.output and "What to do: Compare" in english.output


@pytest.mark.parametrize("code", ["TH999", "TH33", "x"])
def test_an_unknown_code_is_answered_with_near_ones(code: str) -> None:
    run = CliRunner().invoke(main, ["explain", code])
    assert run.exit_code == 2
    assert f"error: unknown code '{code.upper()}'; " in run.output and "TH" in run.output
    assert run.output.rstrip().endswith("[TH514]")
