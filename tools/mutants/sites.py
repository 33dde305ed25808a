"""The mutants of a Python file: one small change each, of those that a test of the room should notice.

Words are not changed (every sentence would be a mutant of its own), nor are annotations, docstrings, decorators and what
stands in an f-string, whose places Python 3.11 does not tell.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATIONS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NOT_IN = {"annotation", "returns", "decorator_list", "type_params", "bases"}


@dataclass(frozen=True)
class Mutant:
    """`first` and `last` are the lines (from 1) of what is changed; `function` the dotted name of the outermost function
    around it in its class, empty where it stands outside of all."""

    file: Path
    number: int
    kind: str
    first: int
    last: int
    function: str
    source: str

    @property
    def changed(self) -> list[tuple[str, str]]:
        """The lines before and after; a mutant has as many lines as its file."""
        old = self.file.read_text(encoding="utf-8").splitlines()
        return [(a, b) for a, b in zip(old, self.source.splitlines(), strict=True) if a != b]

    @property
    def name(self) -> str:
        """What a list of exceptions names it by: it does not change with the lines above it."""
        old, new = (" ".join(line.strip() for line in lines) for lines in zip(*self.changed, strict=True))
        return f"{self.file.as_posix()}: {old} => {new.strip()}"

    @property
    def diff(self) -> str:
        old, new = zip(*self.changed, strict=True)
        return "\n".join([*(f"- {line}" for line in old), *(f"+ {line}" for line in new if line)])


def mutants_of(file: Path) -> list[Mutant]:
    """Every mutant of the file, in the order of its lines."""
    text = file.read_text(encoding="utf-8")
    found: list[Mutant] = []
    for node, function in _nodes(ast.parse(text)):
        for kind, changed in _changes(node):
            last = node.end_lineno or node.lineno
            if isinstance(node, ast.If | ast.IfExp):
                last = node.test.end_lineno or node.lineno
            source = _replaced(text, node, changed)
            found.append(Mutant(file, len(found), kind, node.lineno, last, function, source))
    return found


def _nodes(tree: ast.AST, function: str = "", within: str = "") -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """The expressions and statements that may be changed, each with the function around it."""
    for name, value in ast.iter_fields(tree):
        if name in _NOT_IN:
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
                continue
            around, inside = function, within
            if isinstance(node, ast.ClassDef):
                inside = f"{within}{node.name}."
            elif isinstance(node, ast.FunctionDef) and not function:
                around = f"{within}{node.name}"
            elif isinstance(node, ast.Lambda) and not function:
                around = f"{within}<lambda>"
            if isinstance(node, ast.expr | ast.stmt):
                yield node, around
            yield from _nodes(node, around, inside)


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """(kind, what to put in the place of the node or, for statements, of its value or condition)."""
    match node:
        case ast.Compare(left, [operator], [right]) if type(operator) in _COMPARISONS:
            yield "comparison", ast.Compare(left, [_COMPARISONS[type(operator)]()], [right])
        case ast.BinOp(left, operator, right) if type(operator) in _OPERATIONS:
            yield "operation", ast.BinOp(left, _OPERATIONS[type(operator)](), right)
        case ast.BoolOp(ast.And(), values):
            yield "and or", ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(ast.Or(), values):
            yield "and or", ast.BoolOp(ast.And(), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield "not", operand
        case ast.Constant(bool() as value):
            yield "constant", ast.Constant(not value)
        case ast.Constant(int() as value):
            yield "constant", ast.Constant(value + 1)
        case ast.Return(ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "return", ast.Return(ast.Constant(None))
        case ast.If(test=test) | ast.IfExp(test=test) if not _type_checking(test):
            for value in (True, False):
                yield "guard", ast.Constant(value)


def _type_checking(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def _replaced(text: str, node: ast.expr | ast.stmt, changed: ast.AST) -> str:
    """The text with the changed node in the place of the old one; as many lines as before."""
    place: ast.expr | ast.stmt = node
    if isinstance(node, ast.If | ast.IfExp):
        place = node.test
    lines = text.encode().splitlines(keepends=True)
    first, last = place.lineno - 1, (place.end_lineno or place.lineno) - 1
    before, after = lines[first][: place.col_offset], lines[last][place.end_col_offset or 0 :]
    new = ast.unparse(ast.fix_missing_locations(changed))
    if isinstance(place, ast.expr):
        new = f"({new})"
    # a value of several lines becomes one: the lines below keep their numbers
    middle = before + new.encode() + after + b"\n" * (last - first)
    return b"".join([*lines[:first], middle, *lines[last + 1 :]]).decode()
