"""Estimates as people read them in a terminal, with a picture made of letters."""

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.estimate_models import CandidateBody, EstimateBody, EstimatesBody
from api.terminal import show_bars, show_list, show_sources
from retrieval.cost.breakeven import Curve
from retrieval.cost.estimate import money


def show_names(found: EstimatesBody) -> None:
    """Print what can be stated of a workload."""
    console = Console(highlight=False)
    table = Table("amount", "unit", "if not stated", "example", show_edge=False)
    for each in found.amounts:
        table.add_row(each.name, each.unit, each.assumed or "", each.example)
    console.print(table)
    console.print()
    for choice in found.choices:
        options = ", ".join(option.name for option in choice.options)
        console.print(Text(f"{choice.name}: {options}"))


def show_estimate(found: EstimateBody, curves: Sequence[Curve] = ()) -> None:
    """Print what a workload costs: the totals, the working of each, and what they rest on."""
    console = Console(highlight=False)
    for candidate in found.candidates:
        console.print(_total(candidate))
        for step in candidate.steps:
            told = f"    {step.label}: {step.expression} = {step.value} {step.unit or ''}"
            console.print(Text(told.rstrip(), "dim"))
        for line in candidate.lines:
            console.print(Text(f"    {line.label}: {line.expression} = {line.value} {line.unit}", "dim"))
    for out in found.ruled_out:
        console.print(Text(f"{out.service.label}: {out.because}"))
    if found.break_even is not None:
        _break_even(console, found, curves)
    assumed = [*found.assumptions, *(text for c in found.candidates for text in c.assumptions)]
    show_list(console, "Assumed", tuple(dict.fromkeys(assumed)))
    left_out = tuple(dict.fromkeys(text for c in found.candidates for text in c.left_out))
    show_list(console, "Not on the bill", left_out)
    show_sources(console, found.citations)


def _total(candidate: CandidateBody) -> Text:
    text = Text(f"{candidate.service.label}: ", "bold")
    total = candidate.total
    text.append("at least " if candidate.at_least else "")
    text.append(f"{money(Decimal(total.exact), total.unit)} a {total.period}")
    if candidate.with_free_tier.exact != total.exact:
        free = candidate.with_free_tier
        text.append(f" ({money(Decimal(free.exact), free.unit)} with the free tier)", "not bold")
    return text


def _break_even(console: Console, found: EstimateBody, curves: Sequence[Curve]) -> None:
    even = found.break_even
    assert even is not None  # the caller looked
    console.print()
    for point in even.points:
        above, below = point.cheaper_above.label, point.cheaper_below.label
        console.print(Text(f"From {point.text} on, {above} is cheaper than {below}.", "bold"))
    if even.cheaper is not None:
        console.print(Text(f"{even.cheaper.label} is never dearer.", "bold"))
    show_bars(
        console, [(node.label, curve.points) for node, curve in zip(even.between, curves, strict=False)]
    )
