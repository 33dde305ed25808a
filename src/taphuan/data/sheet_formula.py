"""The formulas of the sheets that learners fill: "b / a", "round(100 * b / a)", "c - mean(c)".

A formula may name the columns of its sheet, each by its letter, numbers, + - * / and brackets, `round(x)` and `mean(x)`, the
mean of a column over its filled rows. It is computed here for the printed example, and written as a formula of Excel.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

_OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_FUNCTIONS = ("round", "mean")

# the values of a column's rows; None for a cell that is empty
Values = Sequence[float | None]


class BadFormula(ValueError):
    """What is wrong with a formula, in words."""


@dataclass(frozen=True)
class Formula:
    """A formula of a sheet. Raises BadFormula where it is used and is none."""

    text: str

    @cached_property
    def _tree(self) -> ast.expr:
        try:
            return ast.parse(self.text, mode="eval").body
        except SyntaxError:
            raise BadFormula(f"“{self.text}” is no formula") from None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The letters of the columns that it names, in order."""
        self._excel(self._tree, lambda name: name, lambda name: name)
        called = {id(node.func) for node in ast.walk(self._tree) if isinstance(node, ast.Call)}
        names = (node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name) and id(node) not in called)
        return tuple(dict.fromkeys(names))

    def value(self, table: Mapping[str, Values], row: int) -> float | None:
        """Its value in a row; None where a cell that it needs is empty or it divides by zero."""
        try:
            return self._value(self._tree, table, row)
        except (ZeroDivisionError, _Empty):
            return None

    def excel(self, cell: Callable[[str], str], column: Callable[[str], str]) -> str:
        """As a formula of Excel, empty where it has no value. `cell` gives the address of a column's cell in the row, `column`
        that of all its cells."""
        needed = ",".join(cell(name) for name in self.columns)
        inside = self._excel(self._tree, cell, column)
        return f'=IF(COUNT({needed})<{len(self.columns)},"",IFERROR({inside},""))'

    def _value(self, node: ast.expr, table: Mapping[str, Values], row: int) -> float:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name):
                value = table[name][row]
                if value is None:
                    raise _Empty
                return float(value)
            case ast.BinOp(left=left, op=op, right=right):
                one, other = self._value(left, table, row), self._value(right, table, row)
                return _computed(op, one, other)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self._value(operand, table, row)
            case ast.Call(func=ast.Name(id="round"), args=[one]):
                # half up, as Excel and people round
                value = self._value(one, table, row)
                return float(int(abs(value) + 0.5)) * (1 if value >= 0 else -1)
            case ast.Call(args=[ast.Name(id=name)]):
                filled = [value for value in table[name] if value is not None]
                return sum(filled) / len(filled)
        raise BadFormula(f"“{self.text}” is no formula")

    def _excel(self, node: ast.expr, cell: Callable[[str], str], column: Callable[[str], str]) -> str:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return repr(number)
            case ast.Name(id=name):
                return cell(name)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return f"({self._excel(left, cell, column)}{_OPERATORS[type(op)]}{self._excel(right, cell, column)})"
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return f"(-{self._excel(operand, cell, column)})"
            case ast.Call(func=ast.Name(id="round"), args=[one], keywords=[]):
                return f"ROUND({self._excel(one, cell, column)},0)"
            case ast.Call(func=ast.Name(id="mean"), args=[ast.Name(id=name)], keywords=[]):
                return f"AVERAGE({column(name)})"
        known = ", ".join((*_OPERATORS.values(), *(f"{name}(x)" for name in _FUNCTIONS)))
        raise BadFormula(
            f"“{ast.unparse(node)}” may not stand in a formula; known: letters of columns, numbers, {known}"
        )


class _Empty(Exception):
    """A cell that a formula needs is empty."""


def _computed(op: ast.operator, one: float, other: float) -> float:
    match op:
        case ast.Add():
            return one + other
        case ast.Sub():
            return one - other
        case ast.Mult():
            return one * other
        case _:
            return one / other
