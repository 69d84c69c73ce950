"""What can be stated of a workload, and whose bills are known."""

from api import names
from api.estimate_models import AmountBody, BilledBody, ChoiceOfBody, EstimatesBody, OptionBody
from api.models import GraphBody
from retrieval.cost.calculate import calculator
from retrieval.engine import Assistant


def can_be_estimated(assistant: Assistant) -> EstimatesBody:
    """Return the names of the amounts and choices, and the things whose bills are known."""
    catalogue = assistant.catalogue
    rules = calculator(assistant.finder).ledger.rules
    return EstimatesBody(
        amounts=tuple(
            AmountBody(
                name=d.name,
                label=d.label,
                definition=d.definition,
                unit=d.unit.symbol,
                least=f"{d.least:f}",
                greatest=f"{d.greatest:f}",
                assumed=None if d.assumed is None else f"{d.assumed:f}",
                typical=None if d.typical is None else f"{d.typical:f}",
                example=d.example,
            )
            for d in catalogue.bills.dimensions.values()
        ),
        choices=tuple(
            ChoiceOfBody(
                name=c.name,
                label=c.label,
                assumed=names.local(c.assumed) if c.assumed else None,
                options=tuple(option_body(assistant, option) for option in c.options),
            )
            for c in catalogue.bills.choices
        ),
        services=tuple(
            BilledBody(
                iri=r.bill.of,
                name=names.local(r.bill.of),
                label=catalogue.label(r.bill.of),
                way=r.bill.way,
                amounts=tuple(sorted(r.dimensions)),
                needs=tuple(sorted(r.needed)),
                by_name_only=r.bill.by_name_only,
            )
            for r in rules
        ),
        graph=GraphBody.model_validate(catalogue.graph),
    )


def option_body(assistant: Assistant, iri: str) -> OptionBody:
    """Return a thing as something that can be chosen."""
    return OptionBody(name=names.local(iri), label=assistant.catalogue.label(iri))
