"""How many: of the services that fit, or of the values that one of them has."""

from dataclasses import replace

from retrieval import plan
from retrieval.answer import Draft, Step
from retrieval.compose import listing
from retrieval.compose.drafting import Drafting
from retrieval.compose.wording import state_facts
from retrieval.evidence import EvidenceFinder
from retrieval.question import Question, QuestionKind


def count(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return how many there are and which; None where the graph holds nothing to count."""
    if question.counts_values:
        return _values(question, finder)
    return listing.count(question, finder)


def _values(question: Question, finder: EvidenceFinder) -> Draft | None:
    """How many values the subject has, and which."""
    (subject,), (prop, *_) = question.subjects, question.constraints[0].properties
    among = question.constraints[0].values
    evidence = finder.cells([subject], [prop])
    (cell,) = evidence.cells
    if not cell.facts or cell.state is not None:
        return None
    stated_of = cell.facts[0].subject
    counted = [f for f in cell.facts if not among or f.object.value in among]
    counting = plan.counting_values(stated_of, prop, among)
    number = finder.catalogue.graph.select(counting)[0]["count"].value
    draft = Drafting(finder)
    draft.say(f"{number}: {state_facts(finder.catalogue, cell, subject, counted)}", counted)
    draft.qualify(cell)
    step = Step("count", " + ".join(["1"] * len(counted)), number, None, draft.citations.cite(counted))
    result = {"value": int(number), "items": draft.items(fact.object.value for fact in counted)}
    finished = draft.finish(QuestionKind.COUNT, result, [*evidence.queries, counting])
    return replace(finished, working=(step,))
