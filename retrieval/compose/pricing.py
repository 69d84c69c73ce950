"""Wording prices: which of several is meant, and where and when it holds."""

from collections.abc import Sequence

from graph.catalogue import Catalogue
from graph.facts import Fact
from retrieval.compose.wording import listed


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


def terms(catalogue: Catalogue, facts: Sequence[Fact]) -> str:
    """Return where the prices hold, when they were read, and how close their sources are to the seller."""
    where = sorted({catalogue.label(catalogue.prices[f.object.value].region) for f in facts})
    source = catalogue.sources[facts[0].source]
    when = f"published {source.published}" if source.published else "undated"
    return (
        f"That is the list price in {listed(where)}, read {source.read} from a source that is "
        f"{when} and counts as {source.status}."
    )
