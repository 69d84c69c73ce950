"""Workloads that are stated piece by piece, by the names of dimensions and choices, and not in a sentence."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from rapidfuzz import process

from graph.bills import Choice, Dimension
from graph.catalogue import Catalogue
from graph.errors import QuestionError
from retrieval.cost.workload import amount_in
from retrieval.quantities import find_quantities, unit_names
from retrieval.text import normalise, tokenise, tokens_of

_MOST_LETTERS = 100
_ALIKE = 70
_Named = TypeVar("_Named")


def amounts(catalogue: Catalogue, stated: Mapping[str, Decimal | str]) -> dict[str, Decimal]:
    """Return amounts by name of their dimension, in its unit; a text may bring a unit: `120 ms`.

    Raises QuestionError for a name that no dimension has, and for what is no amount of it.
    """
    known = catalogue.bills.dimensions
    choosing = {choice.name: choice for choice in catalogue.bills.choices}
    for name in stated:
        if name in choosing and name not in known:
            options = ", ".join(option.rsplit("/", 1)[-1] for option in choosing[name].options)
            raise QuestionError(
                f"{name!r} is a choice and no amount: state it among the choices, as {options}"
            )
    return {name: _amount(catalogue, _known(known, name, "amount"), given) for name, given in stated.items()}


def choices(catalogue: Catalogue, stated: Mapping[str, str]) -> dict[str, str]:
    """Return the option of each choice, by IRI; options are told by the names that people have for them.

    Raises QuestionError for a choice or an option that is not known, or that has no prices.
    """
    by_name = {choice.name: choice for choice in catalogue.bills.choices}
    return {
        (choice := _known(by_name, name, "choice")).iri: _option(catalogue, choice, given)
        for name, given in stated.items()
    }


def _known(known: Mapping[str, _Named], name: str, what: str) -> _Named:
    if name in known:
        return known[name]
    near = process.extractOne(name[:_MOST_LETTERS], list(known), score_cutoff=_ALIKE)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    names = ", ".join(known) or "none"
    raise QuestionError(f"There is no {what} called {name[:_MOST_LETTERS]!r}.{hint} They are called: {names}")


def _amount(catalogue: Catalogue, dimension: Dimension, given: Decimal | str) -> Decimal:
    if isinstance(given, Decimal):
        return given
    text = given.strip()[:_MOST_LETTERS]
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        pass
    names = unit_names(catalogue.units)
    own = replace(dimension.unit, iri=dimension.iri, names=dimension.names)
    names |= {
        " ".join(t.lower for t in tokens_of(name)): own for name in dimension.names if name not in names
    }
    negative = text[:1] in ("-", "−")
    tokens = tokenise(normalise(text.lstrip("-−")))
    found = find_quantities(tokens, names, frozenset())
    if len(found) != 1 or found[0].last - found[0].first != len(tokens):
        right = f"a number of {dimension.unit.plural}" if dimension.unit.plural else "a number"
        raise QuestionError(
            f"{text!r} is no amount for “{dimension.label}”: give {right}, or {dimension.example!r}"
        )
    (quantity,) = found
    value = -quantity.amount if negative else quantity.amount
    unit = quantity.unit
    return value if unit is None or unit.iri == dimension.iri else amount_in(dimension, value, unit)


def _option(catalogue: Catalogue, choice: Choice, given: str) -> str:
    wanted = given.strip().casefold()
    for option in choice.options:
        thing = catalogue.things[option]
        names = (option, option.rsplit("#", 1)[-1].rsplit("/", 1)[-1], thing.label, *thing.names)
        if wanted in (name.casefold() for name in names):
            return option
    valid = " or ".join(o.rsplit("#", 1)[-1].rsplit("/", 1)[-1] for o in choice.options)
    if wanted in (name.casefold() for name in choice.unpriced):
        raise QuestionError(f"The graph holds no prices for {given!r}: “{choice.label}” can be {valid}")
    raise QuestionError(f"There is no {choice.label} called {given[:_MOST_LETTERS]!r}: it can be {valid}")
