"""What work costs, stated amount by amount instead of in a question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from api import names
from api.estimable import option_body
from api.estimate_models import (
    BreakEvenBody,
    CandidateBody,
    ChosenBody,
    EstimateBody,
    EstimateRequest,
    LineBody,
    MoneyBody,
    RuledOutBody,
    StatedBody,
    StepBody,
)
from api.models import CitationBody, GraphBody
from graph.errors import QuestionError
from retrieval.cost.breakeven import Curve
from retrieval.cost.calculate import calculator
from retrieval.cost.compared import assumed_of, compared, described, result
from retrieval.cost.estimate import Estimate, Item, RuledOut, Worked, cents
from retrieval.cost.evidence import Cited
from retrieval.cost.picture import curves_of, picture_of
from retrieval.cost.showing import plain
from retrieval.cost.stating import amounts, choices
from retrieval.cost.workload import Workload, checked, period, said
from retrieval.engine import Assistant

_MOST_CURVES = 6
_FEW_POINTS = 11


def workload_of(assistant: Assistant, asked: EstimateRequest) -> Workload:
    """Return the workload that a request states.

    Raises QuestionError for what makes no sense, NotFoundError for a service that nothing is called.
    """
    catalogue = assistant.catalogue
    things = dict.fromkeys(names.priced(catalogue, name).iri for name in asked.services)
    stated = Workload(
        amounts=amounts(catalogue, asked.workload),
        choices=choices(catalogue, asked.choices),
        services=tuple(things),
        months=asked.months,
        free_tier=asked.free_tier,
    )
    return checked(catalogue.bills, stated)


def estimate(assistant: Assistant, asked: EstimateRequest) -> EstimateBody:
    """Return what a workload costs wherever it can be done, with the working and what it rests on.

    Raises QuestionError and NotFoundError as `workload_of`, and QuestionError where an amount is missing.
    """
    return _Estimating(assistant, workload_of(assistant, asked)).body(asked)


def chart(
    assistant: Assistant,
    asked: EstimateRequest,
    over: str | None,
    first: Decimal | None,
    last: Decimal | None,
    width: int,
) -> str:
    """Return a picture, as SVG, so many pixels wide, of what services cost over a load.

    Raises QuestionError and NotFoundError as `estimate`.
    """
    workload = workload_of(assistant, asked)
    if not 2 <= len(workload.services) <= _MOST_CURVES:
        raise QuestionError(f"A picture compares two to {_MOST_CURVES} services; name each as service=")
    over = _axis(assistant, over)
    return picture_of(assistant.finder, workload, over, first, last, width)


def curves(assistant: Assistant, asked: EstimateRequest) -> tuple[Curve, ...]:
    """Return what two services cost over a few loads, for a picture in text; none unless that is asked."""
    workload = workload_of(assistant, asked)
    if asked.break_even is None or len(workload.services) < 2:
        return ()
    return curves_of(assistant.finder, workload, _axis(assistant, asked.break_even.over), _FEW_POINTS)


def _axis(assistant: Assistant, over: str | None) -> str | None:
    known = assistant.catalogue.bills.dimensions
    if over is not None and over not in known:
        raise QuestionError(f"There is no amount called {over[:100]!r}. They are called: {', '.join(known)}")
    return over


@dataclass
class _Estimating:
    """One response in the making."""

    assistant: Assistant
    workload: Workload

    def __post_init__(self) -> None:
        self.catalogue = self.assistant.catalogue
        self.cited = Cited(self.assistant.finder)

    def body(self, asked: EstimateRequest) -> EstimateBody:
        computed = calculator(self.assistant.finder)
        wants = asked.break_even
        pair = self.workload.services[:2] if len(self.workload.services) > 1 else ()
        assumptions: tuple[str, ...] = ()
        workload = self.workload
        if wants is not None and pair:
            # What is not stated is typical for both, so that they can be compared at all.
            workload, typical = described(self.assistant.finder, pair, workload)
            assumptions = assumed_of(self.catalogue, workload, typical)
        found = computed.estimates(workload)
        if found.missing and not found.estimates:
            raise QuestionError(self._missing(found.missing))
        if not workload.amounts and not workload.services:
            raise QuestionError(self._missing(()))
        best = min((e.by(workload.free_tier) for e in found.estimates), default=Decimal(0))
        candidates = tuple(self._candidate(e, best) for e in found.estimates)
        ruled_out = tuple(self._ruled_out(out) for out in found.ruled_out)
        even = self._break_even(found.estimates, workload, wants.over) if wants else None
        known = self.catalogue.bills
        queries = self.cited.queries()
        return EstimateBody(
            workload=tuple(self._stated(name, value) for name, value in workload.amounts.items()),
            choices=tuple(
                ChosenBody(
                    name=c.name, label=c.label, option=option_body(self.assistant, workload.choices[c.iri])
                )
                for c in known.choices
                if c.iri in workload.choices
            ),
            months=plain(workload.months),
            free_tier=workload.free_tier,
            candidates=candidates,
            ruled_out=ruled_out,
            break_even=even,
            assumptions=assumptions,
            citations=tuple(CitationBody.model_validate(each) for each in self.cited.citations.all()),
            sparql=queries,
            graph=GraphBody.model_validate(self.catalogue.graph),
        )

    def _missing(self, missing: Sequence[str]) -> str:
        known = self.catalogue.bills.dimensions
        if not missing:
            return f"No bill goes by just this. The amounts are called: {', '.join(known)}"
        wanted = " and ".join(f"{name!r}, such as {known[name].example}" for name in missing)
        return f"The workload lacks {wanted}"

    def _stated(self, name: str, value: Decimal) -> StatedBody:
        dimension = self.catalogue.bills.dimensions[name]
        return StatedBody(
            name=name,
            label=dimension.label,
            value=f"{value:f}",
            unit=dimension.unit.symbol,
            text=said(self.catalogue.units, dimension, value),
        )

    def _money(self, value: Decimal, estimate: Estimate) -> MoneyBody:
        exact = f"{value.normalize():f}"
        return MoneyBody(
            value=f"{cents(value):f}", exact=exact, unit=estimate.currency, period=period(estimate.months)
        )

    def _candidate(self, estimate: Estimate, best: Decimal) -> CandidateBody:
        value = estimate.by(self.workload.free_tier)
        return CandidateBody(
            service=option_body(self.assistant, estimate.subject),
            iri=estimate.subject,
            way=estimate.rules.bill.way,
            total=self._money(estimate.total, estimate),
            with_free_tier=self._money(estimate.with_free_tier, estimate),
            at_least=estimate.is_least,
            more_than_cheapest=f"{cents(value - best):f}",
            steps=tuple(self._step(worked) for worked in self._worked(estimate)),
            lines=tuple(self._line(item, estimate) for item in estimate.items),
            free_lines=tuple(self._line(item, estimate) for item in estimate.free_items),
            assumptions=estimate.assumed,
            left_out=estimate.rules.bill.leaves_out,
        )

    @staticmethod
    def _worked(estimate: Estimate) -> list[Worked]:
        return [*estimate.steps, *(item.worked for item in estimate.items if item.worked is not None)]

    def _step(self, worked: Worked) -> StepBody:
        step = self.cited.step(worked, "")
        return StepBody(
            label=worked.label,
            expression=step.expression,
            value=step.value,
            unit=step.unit,
            citations=step.citations,
        )

    def _line(self, item: Item, estimate: Estimate) -> LineBody:
        return LineBody(
            label=item.label,
            usage=item.usage,
            expression=item.expression,
            value=f"{item.value.normalize():f}",
            unit=estimate.currency,
            citations=self.cited.cite(item.facts),
        )

    def _ruled_out(self, out: RuledOut) -> RuledOutBody:
        return RuledOutBody(
            service=option_body(self.assistant, out.subject),
            iri=out.subject,
            because=out.because,
            citations=self.cited.cite(out.facts),
        )

    def _break_even(self, found: Sequence[Estimate], workload: Workload, over: str | None) -> BreakEvenBody:
        over = _axis(self.assistant, over)
        pair = workload.services[:2] or tuple(e.subject for e in found[:2])
        if len(pair) < 2:
            raise QuestionError("A break-even point needs two candidates; name two services")
        told = compared(self.assistant.finder, replace(workload, services=pair), over)
        return BreakEvenBody.model_validate(result(self.assistant.finder, told))
