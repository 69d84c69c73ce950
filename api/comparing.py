"""Services side by side, named one by one instead of in a question."""

from collections.abc import Sequence

from api import names
from api.models import CitationBody, CompareBody, GraphBody, TableBody
from graph.errors import NotFoundError, QuestionError
from retrieval.compose.comparing import comparison
from retrieval.engine import Assistant
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.wordings import Asks


def compare(assistant: Assistant, services: Sequence[str], properties: Sequence[str] = ()) -> CompareBody:
    """Return the properties asked for, or those that differ most tellingly, side by side.

    Raises QuestionError for fewer than two different services, NotFoundError for a name that
    nothing has and for properties that the graph does not hold of two of the services.
    """
    catalogue = assistant.catalogue
    subjects = dict.fromkeys(names.priced(catalogue, name).iri for name in services)
    if len(subjects) < 2:
        raise QuestionError("A comparison needs two different services or more.")
    asked = dict.fromkeys(names.prop(catalogue, name).iri for name in properties)
    constraints = tuple(Constraint((prop,), Asks.TRUE) for prop in asked)
    question = Question(QuestionKind.COMPARISON, tuple(subjects), constraints, "")
    draft = comparison(question, assistant.finder)
    shown = [row.property.iri for row in draft.table.rows] if draft and draft.table else []
    missing = [catalogue.label(prop) for prop in asked if prop not in shown]
    if draft is None or draft.table is None or missing:
        what = " and ".join(missing) or "nothing that can be compared"
        labels = " and ".join(catalogue.label(subject) for subject in subjects)
        raise NotFoundError(f"Of {labels}, fewer than two have this in the graph: {what}.")
    return CompareBody(
        table=TableBody.model_validate(draft.table),
        differs=tuple(draft.result["differs"]),
        citations=tuple(CitationBody.model_validate(each) for each in draft.citations),
        sparql=draft.sparql,
        graph=GraphBody.model_validate(catalogue.graph),
    )
