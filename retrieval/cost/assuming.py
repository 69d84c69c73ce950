"""What a bill takes for granted, in sentences: amounts, options, and what its own rules say."""

from collections.abc import Collection, Mapping, Sequence

from retrieval.cost.estimate import Item
from retrieval.cost.ledger import Ledger, Rules
from retrieval.cost.workload import Workload, told


def assumptions(
    ledger: Ledger,
    rules: Rules,
    subject: str,
    workload: Workload,
    used: Collection[str],
    chosen: Mapping[str, str],
    items: Sequence[Item],
) -> tuple[str, ...]:
    """Return what was taken for granted where a bill was made out by the dimensions `used`."""
    bills = ledger.catalogue.bills
    texts = []
    for name in sorted(used, key=lambda n: bills.dimensions[n].order):
        dimension = bills.dimensions[name]
        if name not in workload.amounts and dimension.assumed is not None and dimension.assumption:
            texts.append(dimension.assumption.replace("{value}", told(dimension, dimension.assumed)))
    matters = _conditions(ledger, rules, subject)
    for choice in bills.choices:
        option = chosen.get(choice.iri)
        own = choice.stated_by and ledger.facts(subject, choice.stated_by)  # what has it is told apart by it
        idle = not own and not set(choice.options) & matters
        if workload.services and choice.iri in workload.choices and idle:
            label = ledger.catalogue.label
            whose, wanted = label(rules.bill.of), label(workload.choices[choice.iri])
            texts.append(
                f"The {choice.label} changes nothing on the bill of {whose}, so neither does {wanted}."
            )
        if option is None or choice.iri in workload.choices or not set(choice.options) & matters:
            continue
        if choice.assumption:
            texts.append(choice.assumption.replace("{value}", ledger.catalogue.label(option)))
    prices = ledger.catalogue.prices
    charged = [prices[f.object.value] for item in items for f in item.facts if f.object.value in prices]
    priced = frozenset().union(*(price.conditions for price in charged))
    lines = [line for line, _ in rules.lines if line.only_with & set(chosen.values()) - priced]
    said = [*(price.assumption for price in charged), *(line.assumption for line in lines)]
    return (*texts, *rules.bill.assumes, *dict.fromkeys(text for text in said if text))


def _conditions(ledger: Ledger, rules: Rules, subject: str) -> frozenset[str]:
    """All that the prices of a bill depend on, and the options that the thing states."""
    found: set[str] = set()
    for line, _ in rules.lines:
        found |= line.only_with
        for fact in ledger.facts(line.charged_as or subject, line.charges or ""):
            price = ledger.catalogue.prices[fact.object.value]
            found |= {price.region, *price.conditions}
    return frozenset(found)
