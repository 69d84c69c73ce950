"""Formulas of bills: arithmetic over amounts with units, read and worked out.

The syntax is a part of Python's, read by its parser and worked out here, so nothing is ever executed.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from graph.arithmetic import ARGUMENTS, FUNCTIONS, Amount, MissingAmountError, ZeroAmountError
from graph.errors import OntologyError
from graph.units import Unit, Units

OPERATORS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
"""The operators that formulas may use, as people write them."""
LOOSE = (ast.Add, ast.Sub)
"""Those that bind less than the others."""

Environment: TypeAlias = Callable[[str], Amount | None]
"""The amount behind a name; None where no fact states it."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that can be worked out and shown."""

    text: str
    tree: ast.expr
    names: frozenset[str]
    units: Mapping[str, Unit]

    def amount(self, known: Environment) -> Amount:
        """Return what the formula comes to; MissingAmountError where it cannot be told."""
        found = self.worked(self.tree, known)
        if found is None:
            raise MissingAmountError(self.text)
        return found

    @property
    def first(self) -> str | None:
        """The name that the formula begins with, which functions may leave as it is."""
        node = self.tree
        while isinstance(node, ast.Call) and ast.unparse(node.func) != "table":
            node = node.args[0]
        return node.id if isinstance(node, ast.Name) else None

    @property
    def is_name(self) -> bool:
        """Whether it is an amount as it stands, with nothing to work out."""
        return isinstance(self.tree, ast.Name)

    def worked(self, node: ast.expr, known: Environment) -> Amount | None:
        """Return what a part of the formula comes to; MissingAmountError where it cannot be told."""
        if isinstance(node, ast.Name):
            return known(node.id)
        if isinstance(node, ast.Constant):
            return Amount(Decimal(str(node.value)))
        if isinstance(node, ast.Subscript):
            return self._counted(node, known)
        if isinstance(node, ast.BinOp):
            return self._operate(node, known)
        assert isinstance(node, ast.Call)  # `formula` lets nothing else through
        assert isinstance(node.func, ast.Name)
        return FUNCTIONS[node.func.id]([self.stated(each, known) for each in node.args])

    def stated(self, node: ast.expr, known: Environment) -> Amount | None:
        """Return what an argument comes to; None where it rests on something that nothing states."""
        try:
            return self.worked(node, known)
        except MissingAmountError:
            return None

    def _counted(self, node: ast.Subscript, known: Environment) -> Amount | None:
        assert isinstance(node.slice, ast.Name)
        found = self.worked(node.value, known)
        return None if found is None else Amount(found.within(self.units[node.slice.id]))

    def _operate(self, node: ast.BinOp, known: Environment) -> Amount:
        one, other = self.worked(node.left, known), self.worked(node.right, known)
        if one is None or other is None:
            raise MissingAmountError(ast.unparse(node.left if one is None else node.right))
        if isinstance(node.op, LOOSE):
            second = other.within(one.unit)
            return Amount(
                one.value + second if isinstance(node.op, ast.Add) else one.value - second, one.unit
            )
        if isinstance(node.op, ast.Mult):
            return Amount(one.value * other.value)
        if not other.value:
            zero = node.right.value if isinstance(node.right, ast.Subscript) else node.right
            raise ZeroAmountError(ast.unparse(zero))
        return Amount(one.value / other.value)


def formula(text: str, names: frozenset[str], units: Mapping[str, Unit]) -> Formula:
    """Return a formula over these names; OntologyError where it is none, or names something else."""
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, SyntaxError) else error
        raise OntologyError(f"The formula {text!r} cannot be read: {why}") from error
    used = frozenset(_names(text, tree, units))
    if unknown := sorted(used - names):
        raise OntologyError(
            f"The formula {text!r} names {unknown[0]}, which is no dimension, no step before it and no "
            "property of a quantity"
        )
    return Formula(text, tree, used, units)


def _names(text: str, node: ast.expr, units: Mapping[str, Unit]) -> list[str]:
    """The names in a formula; OntologyError where it holds anything but the arithmetic we know."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return []
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name) and node.slice.id in units:
        return _names(text, node.value, units)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return [*_names(text, node.left, units), *_names(text, node.right, units)]
    if isinstance(node, ast.Call) and _is_call(node):
        return [name for each in node.args for name in _names(text, each, units)]
    raise OntologyError(
        f"The formula {text!r} holds {ast.unparse(node)!r}: known are numbers, names, name[UNIT] with a unit "
        f"of the catalogue, + - * / and {', '.join(sorted(FUNCTIONS))}"
    )


def _is_call(node: ast.Call) -> bool:
    """Whether a function that we know is called with as many arguments as it takes."""
    if not isinstance(node.func, ast.Name) or node.keywords or not node.args:
        return False
    name, count = node.func.id, len(node.args)
    return name in FUNCTIONS and count in ARGUMENTS.get(name, (count,))


@lru_cache(maxsize=8)
def units_by_name(units: Units) -> Mapping[str, Unit]:
    """Return the units by the last part of their IRIs."""
    return {unit.iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]: unit for unit in units.all}
