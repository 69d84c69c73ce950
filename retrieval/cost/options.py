"""The options by which a thing is charged: what is chosen, what it has of itself, what is assumed."""

from collections.abc import Mapping, Sequence

from graph.bills import BillLine, Choice
from graph.facts import Fact, shown
from retrieval.compose.wording import listed
from retrieval.cost.estimate import RuledOut
from retrieval.cost.ledger import Ledger
from retrieval.cost.workload import Workload


def options(ledger: Ledger, subject: str, thing: str, workload: Workload) -> Mapping[str, str] | RuledOut:
    """Return the option of each choice; what the thing states of itself comes before what is assumed.

    RuledOut where it does not have what is chosen. `subject` is whose facts hold for the thing.
    """
    chosen: dict[str, str] = {}
    for choice in ledger.catalogue.bills.choices:
        stated = workload.choices.get(choice.iri)
        found = ledger.facts(subject, choice.stated_by) if choice.stated_by else ()
        own = [fact.object.value for fact in found]
        has = [option for option in choice.options if option in own]
        wanted = stated or choice.assumed
        if wanted is None:
            continue
        if has and wanted not in has:
            if stated:
                return _lacks(ledger, thing, choice, stated, found)
            wanted = has[0]
        chosen[choice.iri] = wanted
    return chosen


def _lacks(ledger: Ledger, thing: str, choice: Choice, option: str, found: Sequence[Fact]) -> RuledOut:
    label = ledger.catalogue.label
    names = listed([shown(ledger.catalogue, fact) for fact in found])
    text = f"The {choice.label} of {label(thing)} is {names}, not {label(option)}."
    return RuledOut(thing, text, tuple(found), option)


def no_price(ledger: Ledger, line: BillLine, subject: str, thing: str, chosen: Mapping[str, str]) -> str:
    """Return, in a sentence, for which options a line of a thing has no price."""
    known = ledger.catalogue
    facts = ledger.facts(subject, line.charges or "")
    prices = [known.prices[fact.object.value] for fact in facts]
    priced = frozenset().union(*(price.conditions | {price.region} for price in prices))
    missing = [
        known.label(chosen[choice.iri])
        for choice in known.bills.choices
        if choice.iri in chosen and chosen[choice.iri] not in priced and priced & set(choice.options)
    ]
    of = f" for {listed(missing)}" if missing else ""
    return f"The graph holds no price of “{line.label}” of {known.label(thing)}{of}."
