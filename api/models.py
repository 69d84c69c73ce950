"""Requests and responses as JSON: the one place where answers are turned into it.

The keys are those of the dataclasses in `retrieval.answer`, and every key is always there.
"""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, model_validator

from retrieval.engine import LONGEST_QUESTION

_Model = TypeVar("_Model", bound=BaseModel)


def _encodable(text: object) -> object:
    """Refuse half a surrogate pair, which JSON can spell and no text can hold."""
    try:
        str(text).encode()
    except UnicodeEncodeError:
        raise ValueError("the text holds half a character (a lone surrogate)") from None
    return text


_Encodable = BeforeValidator(_encodable)
Direction = Literal["out", "in"]
Ids = Annotated[tuple[int, ...], Field(description="The ids of the citations that carry it.")]


class RequestBody(BaseModel):
    """What every request has in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _name_the_keys(cls, given: object) -> object:
        """Refuse a misspelt key with the right ones, which pydantic does not name."""
        unknown = sorted(given.keys() - cls.model_fields) if isinstance(given, dict) else []
        if unknown:
            known = ", ".join(cls.model_fields)
            raise ValueError(f"unknown key {unknown[0]!r}; the keys are: {known}")
        return given


class Turn(RequestBody):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: Annotated[str, _Encodable]


class AskRequest(RequestBody):
    """A question, with the conversation that it follows."""

    question: Annotated[str, Field(max_length=LONGEST_QUESTION), _Encodable]
    history: tuple[Turn, ...] = Field(
        (), description="The earlier turns, oldest first; of more than 20 the last 20 count."
    )


class ResponseBody(BaseModel):
    """What every response has in common."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True)


class NodeBody(ResponseBody):
    """A thing or a property, with the name it is shown by."""

    iri: str
    label: str


class ValueBody(ResponseBody):
    """The object of a cited triple, as data and as people read it."""

    value: str
    datatype: str | None
    iri: str | None
    label: str
    unit: str | None


class SourceBody(ResponseBody):
    """Where a cited triple was stated; `published` is null where the source bears no date."""

    iri: str
    title: str
    url: str | None
    read: str
    published: str | None
    status: str


class CitationBody(ResponseBody):
    """A triple that an answer rests on; `triple` and `with` are N-Triples statements."""

    id: int
    subject: NodeBody
    predicate: NodeBody
    object: ValueBody
    triple: str
    with_: tuple[str, ...] = Field(serialization_alias="with")
    premises: Ids
    disputed_by: Ids
    source: SourceBody


class SentenceBody(ResponseBody):
    """One sentence, and what it rests on."""

    text: str
    citations: Ids


class CellBody(ResponseBody):
    """One property of one thing."""

    text: str
    state: str = Field(description="value, no_limit, not_applicable or unknown")
    value: JsonValue
    unit: str | None
    citations: Ids


class RowBody(ResponseBody):
    """One property, with one cell a column."""

    property: NodeBody
    cells: tuple[CellBody, ...]


class TableBody(ResponseBody):
    """Things side by side."""

    columns: tuple[NodeBody, ...]
    rows: tuple[RowBody, ...]


class StepBody(ResponseBody):
    """One step of a computation."""

    label: str
    expression: str
    value: str
    unit: str | None
    citations: Ids


class ChoiceBody(ResponseBody):
    """One of the options that the question gave."""

    label: str
    text: str
    chosen: bool
    why: str
    citations: Ids


class GraphBody(ResponseBody):
    """Which graph it was made from."""

    hash: str
    triples: int
    date: str


class EngineBody(ResponseBody):
    """Which program and which encoder made it."""

    version: str
    encoder: str


class AnswerBody(ResponseBody):
    """An answer; the same graph, engine and question give the same one, byte for byte."""

    question: str
    kind: str | None
    status: Literal["answered", "partial", "declined"]
    reason: str | None
    reading: str
    premise: SentenceBody | None
    answer: str = Field(description="Markdown, with markers such as [1] after each claim.")
    sentences: tuple[SentenceBody, ...]
    result: dict[str, Any] = Field(description="What a program needs, by kind.")
    table: TableBody | None
    citations: tuple[CitationBody, ...]
    working: tuple[StepBody, ...]
    assumptions: tuple[str, ...]
    choices: tuple[ChoiceBody, ...]
    parts: tuple["AnswerBody", ...]
    sparql: tuple[str, ...]
    suggestions: tuple[str, ...]
    graph: GraphBody
    engine: EngineBody


class ServiceBody(ResponseBody):
    """A service in brief."""

    iri: str
    name: str = Field(description="The last part of the IRI, by which paths name it.")
    label: str
    definition: str | None
    category: NodeBody | None


class ServicesBody(ResponseBody):
    """All services, by label."""

    services: tuple[ServiceBody, ...]


class FactBody(ResponseBody):
    """All that is accepted of one property."""

    property: NodeBody
    text: str
    state: str = Field(description="value, no_limit, not_applicable, unknown or varies")
    values: tuple[ValueBody, ...]
    inherited_from: NodeBody | None = Field(description="The service that states it for its variant.")
    notes: tuple[SentenceBody, ...]
    citations: Ids


class VariantBody(ResponseBody):
    """One form of a service, with what it states for itself."""

    iri: str
    name: str
    label: str
    usual: bool
    facts: tuple[FactBody, ...]


class NeighbourBody(ResponseBody):
    """A thing that a fact links with the service."""

    iri: str
    label: str
    property: NodeBody
    direction: Direction = Field(
        description="`out` where the service is the subject of the fact, `in` where its object."
    )
    citations: Ids


class ServiceDetailBody(ResponseBody):
    """Everything accepted of a service or a variant, with citations."""

    iri: str
    name: str
    label: str
    names: tuple[str, ...] = Field(description="What else people call it.")
    variant_of: NodeBody | None
    facts: tuple[FactBody, ...]
    variants: tuple[VariantBody, ...]
    neighbours: tuple[NeighbourBody, ...]
    citations: tuple[CitationBody, ...]
    sparql: tuple[str, ...]
    graph: GraphBody


class CompareBody(ResponseBody):
    """Services side by side."""

    table: TableBody
    differs: tuple[str, ...] = Field(description="The IRIs of the properties that differ.")
    citations: tuple[CitationBody, ...]
    sparql: tuple[str, ...]
    graph: GraphBody


class HealthBody(ResponseBody):
    """That the program runs."""

    status: Literal["ok"] = "ok"


class ReadyBody(ResponseBody):
    """That the program can answer, and from what."""

    status: Literal["ready"] = "ready"
    graph: GraphBody
    engine: EngineBody


def body(model: type[_Model], found: object) -> bytes:
    """Return a result of ours as JSON; the same result gives the same bytes.

    Raises pydantic's ValidationError where the result does not have the model's form.
    """
    return model.model_validate(found).model_dump_json(by_alias=True).encode()


def plain(model: type[_Model], found: object) -> dict[str, Any]:
    """Return what `body` writes, as Python's own types; for examples and templates."""
    return model.model_validate(found).model_dump(mode="json", by_alias=True)
