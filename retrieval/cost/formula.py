"""Formulas of bills: arithmetic over amounts with units, in decimal numbers, and how it is shown.

The syntax is a part of Python's, read by its parser and worked out here, so nothing is ever executed.
"""

import ast
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TypeAlias

from graph.errors import OntologyError
from graph.units import Unit, Units, number

_SHOWN = Decimal("0.000001")
_OPERATORS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
_LOOSE = (ast.Add, ast.Sub)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a unit; without one it is a plain number."""

    value: Decimal
    unit: Unit | None = None

    def within(self, unit: Unit | None) -> Decimal:
        """Return the number of another unit; a plain number is taken as it is.

        Raises ValueError where the units measure different things.
        """
        if self.unit is None or unit is None or self.unit.iri == unit.iri:
            return self.value
        if self.unit.dimension != unit.dimension:
            raise ValueError(f"{self.unit.plural} cannot be turned into {unit.plural}")
        return self.value * self.unit.factor / unit.factor


Environment: TypeAlias = Callable[[str], Amount | None]
"""The amount behind a name; None where no fact states it."""


class ZeroAmountError(ArithmeticError):
    """An amount by which a formula divides is zero: work in no time at all."""


class MissingAmountError(Exception):
    """A formula needs an amount that nothing states; the message is its name."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that can be worked out and shown."""

    text: str
    tree: ast.expr
    names: frozenset[str]
    units: Mapping[str, Unit]

    def amount(self, known: Environment) -> Amount:
        """Return what the formula comes to; MissingAmountError where it cannot be told."""
        found = self._work(self.tree, known)
        if found is None:
            raise MissingAmountError(self.text)
        return found

    def shown(self, known: Environment) -> str:
        """Return the formula with its numbers, as people read it: `3,000,000 requests × 0.12 s`."""
        if any(isinstance(node, ast.Name) and node.id == "table" for node in ast.walk(self.tree)):
            rest = [known(name) for name in sorted(self.names)]
            return f"the smallest size sold for {' and '.join(written(a) for a in rest if a is not None)}"
        return self._show(self.tree, known)

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

    def _work(self, node: ast.expr, known: Environment) -> Amount | None:
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
        return _FUNCTIONS[node.func.id]([self._stated(each, known) for each in node.args])

    def _stated(self, node: ast.expr, known: Environment) -> Amount | None:
        """What an argument comes to; None where it rests on something that nothing states."""
        try:
            return self._work(node, known)
        except MissingAmountError:
            return None

    def _counted(self, node: ast.Subscript, known: Environment) -> Amount | None:
        assert isinstance(node.slice, ast.Name)
        found = self._work(node.value, known)
        return None if found is None else Amount(found.within(self.units[node.slice.id]))

    def _operate(self, node: ast.BinOp, known: Environment) -> Amount:
        one, other = self._work(node.left, known), self._work(node.right, known)
        if one is None or other is None:
            raise MissingAmountError(ast.unparse(node.left if one is None else node.right))
        if isinstance(node.op, _LOOSE):
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

    def _show(self, node: ast.expr, known: Environment) -> str:
        if isinstance(node, ast.Constant):
            return number(Decimal(str(node.value)))
        if isinstance(node, ast.Subscript):
            assert isinstance(node.slice, ast.Name)
            found = self._work(node, known)
            return signed(Amount(found.value, self.units[node.slice.id])) if found else ""
        if isinstance(node, ast.BinOp):
            sides = [self._side(each, node, known) for each in (node.left, node.right)]
            return f" {_OPERATORS[type(node.op)]} ".join(sides)
        if isinstance(node, ast.Call):
            return self._call(node, known)
        found = self._work(node, known)
        return written(found) if found else ""

    def _side(self, side: ast.expr, node: ast.BinOp, known: Environment) -> str:
        text = self._show(side, known)
        loose = isinstance(side, ast.BinOp) and isinstance(side.op, _LOOSE)
        return f"({text})" if loose and not isinstance(node.op, _LOOSE) else text

    def _call(self, node: ast.Call, known: Environment) -> str:
        """What a function does, leaving out what nothing states."""
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        said = [self._show(each, known) for each in node.args if self._stated(each, known) is not None]
        if name == "whole":
            return f"{said[0]}, rounded up"
        if name == "up" and len(said) > 1:
            return f"{said[0]}, rounded up to a multiple of {said[1]}"
        if name in ("max", "min") and len(said) > 1:
            return f", at {'least' if name == 'max' else 'most'} ".join(said)
        return said[0]


def formula(text: str, names: frozenset[str], units: Mapping[str, Unit]) -> Formula:
    """Return a formula over these names; OntologyError where it is none, or names something else."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise OntologyError(f"The formula {text!r} cannot be read: {error.msg}") from error
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
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return [*_names(text, node.left, units), *_names(text, node.right, units)]
    if isinstance(node, ast.Call) and _is_call(node):
        return [name for each in node.args for name in _names(text, each, units)]
    raise OntologyError(
        f"The formula {text!r} holds {ast.unparse(node)!r}: known are numbers, names, name[UNIT] with a unit "
        f"of the catalogue, + - * / and {', '.join(sorted(_FUNCTIONS))}"
    )


def _is_call(node: ast.Call) -> bool:
    """Whether a function that we know is called with as many arguments as it takes."""
    if not isinstance(node.func, ast.Name) or node.keywords or not node.args:
        return False
    name, count = node.func.id, len(node.args)
    return name in _FUNCTIONS and count in _ARGUMENTS.get(name, (count,))


@lru_cache(maxsize=8)
def units_by_name(units: Units) -> Mapping[str, Unit]:
    """Return the units by the last part of their IRIs."""
    return {unit.iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]: unit for unit in units.all}


def plain(value: Decimal) -> str:
    """Return a number as people read it, to a millionth; one below that keeps its first digits."""
    if value and abs(value) < _SHOWN:
        return f"{value:.3g}"
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < _SHOWN.as_tuple().exponent:  # type: ignore[operator]
        value = value.quantize(_SHOWN, ROUND_HALF_UP)
    return number(value)


def written(amount: Amount) -> str:
    """Return an amount with its unit: `120 milliseconds`, or the number where it has none."""
    if amount.unit is None or not amount.unit.plural:
        return plain(amount.value)
    unit = amount.unit.singular if amount.value == 1 else amount.unit.plural
    return f"{plain(amount.value)} {unit}"


def signed(amount: Amount) -> str:
    """Return an amount with the sign of its unit: `120 ms`; units without one are written out."""
    if amount.unit is None or amount.unit.symbol in ("", amount.unit.plural):
        return written(amount)
    return f"{plain(amount.value)} {amount.unit.symbol}"


_ARGUMENTS: Mapping[str, Container[int]] = {"up": (2,), "whole": (1,), "table": range(3, 99, 2)}


def _stated(amounts: list[Amount | None]) -> list[Amount]:
    return [amount for amount in amounts if amount is not None]


def _largest(amounts: list[Amount | None]) -> Amount | None:
    known = _stated(amounts)
    unit = known[0].unit if known else None
    return max((Amount(a.within(unit), unit) for a in known), key=lambda a: a.value, default=None)


def _smallest(amounts: list[Amount | None]) -> Amount | None:
    known = _stated(amounts)
    unit = known[0].unit if known else None
    return min((Amount(a.within(unit), unit) for a in known), key=lambda a: a.value, default=None)


def _up(amounts: list[Amount | None]) -> Amount | None:
    """The first amount, as the least multiple of the second that holds it."""
    value, step = amounts
    if value is None or step is None:
        return value
    size = step.within(value.unit)
    return Amount(_ceiling(value.value / size) * size, value.unit)


def _whole(amounts: list[Amount | None]) -> Amount | None:
    (value,) = amounts
    return None if value is None else Amount(_ceiling(value.value), value.unit)


def _ceiling(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_CEILING)


def _table(amounts: list[Amount | None]) -> Amount | None:
    """The value beside the first bound that holds the amount: `table(x, bound, value, ...)`."""
    wanted, *rest = amounts
    if wanted is None:
        return None
    for bound, value in zip(rest[::2], rest[1::2], strict=True):
        if bound is not None and wanted.value <= bound.value:
            return value
    raise MissingAmountError("a size that is large enough")


_FUNCTIONS: Mapping[str, Callable[[list[Amount | None]], Amount | None]] = {
    "max": _largest,
    "min": _smallest,
    "up": _up,
    "whole": _whole,
    "table": _table,
}
