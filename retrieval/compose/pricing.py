"""Wording prices: which of several is meant, and where and when it holds."""

from collections.abc import Sequence

from graph.catalogue import Catalogue
from graph.facts import Fact
from graph.properties import Kind
from retrieval.compose.wording import listed
from retrieval.evidence import Cell


def ordered_prices(
    catalogue: Catalogue, facts: Sequence[Fact], conditions: Sequence[str]
) -> tuple[list[Fact], list[Fact]]:
    """Return the prices that are meant, and the others in the order of their conditions and tiers.

    Meant are those that hold for the conditions named; without any, the usual price.
    """

    def rank(fact: Fact) -> tuple[object, ...]:
        price = catalogue.prices[fact.object.value]
        return not price.usual, sorted(price.conditions), price.tier_from or 0, price.iri

    known = sorted(facts, key=rank)
    meant = [f for f in known if catalogue.prices[f.object.value].conditions & set(conditions)]
    if meant:
        lowest = catalogue.prices[meant[0].object.value].tier_from
        meant = [f for f in meant if catalogue.prices[f.object.value].tier_from == lowest]
    else:
        meant = [f for f in known if catalogue.prices[f.object.value].usual] or known[:1]
    return meant, [fact for fact in known if fact not in meant]


def usual(catalogue: Catalogue, cell: Cell) -> list[Fact]:
    """Return the facts of a cell, of prices only those that people mean who name no condition."""
    if cell.prop.kind is not Kind.PRICE or cell.state is not None or not cell.facts:
        return list(cell.facts)
    return ordered_prices(catalogue, cell.facts, ())[0]


def terms(catalogue: Catalogue, facts: Sequence[Fact]) -> str:
    """Return where prices hold, when they were read, and how close their sources are to the seller."""
    where = dict.fromkeys(catalogue.label(catalogue.prices[f.object.value].region) for f in facts)
    sources = [catalogue.sources[iri] for iri in dict.fromkeys(fact.source for fact in facts)]
    read = sorted({source.read for source in sources})
    dates = sorted({source.published or "undated" for source in sources})
    statuses = list(dict.fromkeys(source.status for source in sources))
    return (
        f"List price in {listed(list(where))}, without tax; read {listed(read)}, "
        f"published {listed(dates)}; source: {listed(statuses)}."
    )
