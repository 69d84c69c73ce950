"""The OpenAPI document, with examples that the loaded catalogue answers."""

from contextlib import suppress
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.asking import ask
from api.comparing import compare
from api.describing import briefly, detail
from api.estimable import can_be_estimated
from api.estimate_models import EstimateBody, EstimateRequest, EstimatesBody
from api.estimating import estimate
from api.examples import Examples
from api.models import (
    AnswerBody,
    CompareBody,
    EngineBody,
    GraphBody,
    HealthBody,
    ReadyBody,
    ServiceDetailBody,
    ServicesBody,
    Turn,
    plain,
)
from api.names import local, service
from api.problems import Problem
from api.sparql_docs import operations
from graph.errors import CloudciteError
from retrieval.engine import Assistant

_DESCRIPTION = (
    "Questions answered from a graph. Every sentence cites the triples that say so, each with its "
    "source and dates, and the SPARQL that found them. Errors are RFC 9457 problem JSON."
)
Json = dict[str, Any]


def document(app: FastAPI, assistant: Assistant, examples: Examples) -> Json:
    """Return the document of an app; each operation has an example, made by running it."""
    found = get_openapi(
        title="cloudcite",
        version=assistant.engine.version,
        description=_DESCRIPTION,
        routes=app.routes,
    )
    found["paths"]["/sparql"] = operations()
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    found["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem}
    for add in (_ask, _services, _service, _compare, _estimate, _sparql, _linked, _health, _page):
        # An example that a catalogue of someone else cannot answer is left out.
        with suppress(CloudciteError):
            add(found["paths"], assistant, examples)
    return found


def _ask(paths: Json, assistant: Assistant, examples: Examples) -> None:
    operation = paths["/v1/ask"]["post"]
    first = examples.questions[0]
    answer = ask(assistant, first)
    shown: Json = {
        str(number): {"summary": question, "value": {"question": question}}
        for number, question in enumerate(examples.questions, 1)
    }
    if examples.follow_up is not None:
        said = (Turn(role="user", content=first), Turn(role="assistant", content=answer.answer))
        history = [turn.model_dump() for turn in said]
        value = {"question": examples.follow_up, "history": history}
        shown["follow-up"] = {"summary": f"{examples.follow_up} (a follow-up)", "value": value}
    operation["requestBody"]["content"]["application/json"]["examples"] = shown
    _answers(operation, plain(AnswerBody, answer))


def _services(paths: Json, assistant: Assistant, _: Examples) -> None:
    found = ServicesBody(services=briefly(assistant))
    _answers(paths["/v1/services"]["get"], plain(ServicesBody, found))


def _service(paths: Json, assistant: Assistant, examples: Examples) -> None:
    operation = paths["/v1/services/{name}"]["get"]
    thing = service(assistant.catalogue, examples.services[0])
    _asks(operation, name=local(thing.iri))
    _answers(operation, plain(ServiceDetailBody, detail(assistant, thing)))


def _compare(paths: Json, assistant: Assistant, examples: Examples) -> None:
    operation = paths["/v1/compare"]["get"]
    _asks(operation, service=list(examples.services), property=list(examples.properties))
    found = compare(assistant, examples.services, examples.properties)
    _answers(operation, plain(CompareBody, found))


def _estimate(paths: Json, assistant: Assistant, examples: Examples) -> None:
    _answers(paths["/v1/estimate"]["get"], plain(EstimatesBody, can_be_estimated(assistant)))
    if not examples.estimates:
        return
    operation = paths["/v1/estimate"]["post"]
    operation["requestBody"]["content"]["application/json"]["examples"] = {
        str(number): {"summary": shows, "value": value}
        for number, (shows, value) in enumerate(examples.estimates.items(), 1)
    }
    asked = EstimateRequest.model_validate(next(iter(examples.estimates.values())))
    found = estimate(assistant, asked)
    _answers(operation, plain(EstimateBody, found))
    over = found.break_even.over if found.break_even is not None else None
    _asks(paths["/v1/estimate/chart"]["get"], service=list(asked.services), over=over)


def _sparql(paths: Json, assistant: Assistant, examples: Examples) -> None:
    query = ask(assistant, examples.questions[0]).sparql[-1]
    _asks(paths["/sparql"]["get"], query=query)
    for media_type, content in paths["/sparql"]["post"]["requestBody"]["content"].items():
        is_form = media_type.endswith("form-urlencoded")
        content["example"] = {"query": query} if is_form else query


def _linked(paths: Json, assistant: Assistant, examples: Examples) -> None:
    thing = service(assistant.catalogue, examples.services[0])
    _asks(paths["/id/{name}"]["get"], name=local(thing.iri))
    _asks(paths["/source/{name}"]["get"], name=local(min(assistant.catalogue.sources)))


def _health(paths: Json, assistant: Assistant, _: Examples) -> None:
    _answers(paths["/healthz"]["get"], plain(HealthBody, HealthBody()))
    graph = GraphBody.model_validate(assistant.catalogue.graph)
    ready = ReadyBody(graph=graph, engine=EngineBody.model_validate(assistant.engine))
    _answers(paths["/readyz"]["get"], plain(ReadyBody, ready))


def _page(paths: Json, _: Assistant, examples: Examples) -> None:
    _asks(paths["/"]["get"], q=examples.questions[0])


def _asks(operation: Json, **values: object) -> None:
    for parameter in operation["parameters"]:
        if parameter["name"] in values:
            parameter["example"] = values[parameter["name"]]


def _answers(operation: Json, example: Json) -> None:
    operation["responses"]["200"]["content"]["application/json"]["example"] = example
