"""Amounts and formulas as people read them: `3,000,000 requests × 0.12 s`."""

import ast
from decimal import ROUND_HALF_UP, Decimal

from graph.arithmetic import Amount
from graph.formula import LOOSE, OPERATORS, Environment, Formula
from graph.units import number

_SHOWN = Decimal("0.000001")


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


def shown(formula: Formula, known: Environment) -> str:
    """Return a formula with its numbers: `3,000,000 requests × 0.12 s`."""
    if any(isinstance(node, ast.Name) and node.id == "table" for node in ast.walk(formula.tree)):
        rest = [known(name) for name in sorted(formula.names)]
        return f"the smallest size sold for {' and '.join(written(a) for a in rest if a is not None)}"
    return _show(formula, formula.tree, known)


def _show(formula: Formula, node: ast.expr, known: Environment) -> str:
    if isinstance(node, ast.Constant):
        return number(Decimal(str(node.value)))
    if isinstance(node, ast.Subscript):
        assert isinstance(node.slice, ast.Name)
        found = formula.worked(node, known)
        return signed(Amount(found.value, formula.units[node.slice.id])) if found else ""
    if isinstance(node, ast.BinOp):
        sides = [_side(formula, each, node, known) for each in (node.left, node.right)]
        return f" {OPERATORS[type(node.op)]} ".join(sides)
    if isinstance(node, ast.Call):
        return _call(formula, node, known)
    found = formula.worked(node, known)
    return written(found) if found else ""


def _side(formula: Formula, side: ast.expr, node: ast.BinOp, known: Environment) -> str:
    text = _show(formula, side, known)
    loose = isinstance(side, ast.BinOp) and isinstance(side.op, LOOSE)
    return f"({text})" if loose and not isinstance(node.op, LOOSE) else text


def _call(formula: Formula, node: ast.Call, known: Environment) -> str:
    """What a function does, leaving out what nothing states."""
    assert isinstance(node.func, ast.Name)
    name = node.func.id
    said = [_show(formula, each, known) for each in node.args if formula.stated(each, known) is not None]
    if name == "whole":
        return f"{said[0]}, rounded up"
    if name == "up" and len(said) > 1:
        return f"{said[0]}, rounded up to a multiple of {said[1]}"
    if name in ("max", "min") and len(said) > 1:
        return f", at {'least' if name == 'max' else 'most'} ".join(said)
    return said[0]
