"""What a program can check on any answer (DESIGN, section 5)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import Quad, QuerySolutions, RdfFormat, parse

from graph.catalogue import Catalogue
from graph.store import Graph
from retrieval.answer import Answer, Citation, Sentence

_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?![\w])")
_WRITTEN = re.compile(r"\d+(?:[.,]\d+)*")
"""A number as people write it, with its unit right after it: `128MB`."""
_MARKER = re.compile(r"\[(\d+)\]")


def faults(answer: Answer, catalogue: Catalogue) -> list[str]:
    """Return what is wrong with an answer, in words; nothing where all is well."""
    found = list(_faults(answer, catalogue))
    for part in answer.parts:
        found += faults(part, catalogue)
    return found


def _faults(answer: Answer, catalogue: Catalogue) -> Iterator[str]:
    yield from _citation_faults(answer, catalogue)
    yield from _marker_faults(answer)
    yield from _number_faults(answer)


def _citation_faults(answer: Answer, catalogue: Catalogue) -> Iterator[str]:
    rows = _rows(answer, catalogue.graph)
    numbers = {citation.id for citation in answer.citations}
    for citation in answer.citations:
        for triple in [citation.triple, *citation.with_]:
            if not _in_graph(triple, catalogue.graph):
                yield f"not in the graph: {triple}"
        if citation.triple not in rows:
            yield f"no query has the row {citation.triple}"
        yield from _label_faults(citation, catalogue)
        if missing := {*citation.premises, *citation.disputed_by} - numbers:
            yield f"citation {citation.id} names {missing}, which are not there"


def _marker_faults(answer: Answer) -> Iterator[str]:
    numbers = {citation.id for citation in answer.citations}
    if answer.status == "answered":
        for sentence in answer.sentences:
            if not sentence.citations:
                yield f"no citation: {sentence.text}"
    for sentence in _all_sentences(answer):
        if missing := set(sentence.citations) - numbers:
            yield f"{sentence.text!r} cites {missing}, which are not there"
    if missing := {int(marker) for marker in _MARKER.findall(answer.answer)} - numbers:
        yield f"the text has markers without citation: {missing}"


def _all_sentences(answer: Answer) -> tuple[Sentence, ...]:
    return (*answer.sentences, *([answer.premise] if answer.premise else []))


def _in_graph(triple: str, graph: Graph) -> bool:
    (quad,) = parse(input=triple, format=RdfFormat.N_TRIPLES)
    matches = graph.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return next(iter(matches), None) is not None


def _rows(answer: Answer, graph: Graph) -> set[str]:
    """The triples of all rows of the answer's queries, as statements."""
    rows = set()
    for query in answer.sparql:
        solutions = graph.store.query(query)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        if not {"subject", "predicate", "object", "source"} <= set(names):
            continue
        for row in solutions:
            assert isinstance(row["source"], type(row["predicate"]))
            quad = Quad(row["subject"], row["predicate"], row["object"])
            rows.add(f"{quad.subject} {quad.predicate} {quad.object} .")
    return rows


def _label_faults(citation: Citation, catalogue: Catalogue) -> Iterator[str]:
    """The label of a quantity is its value, shown in some unit of the same dimension."""
    value = citation.object
    prop = catalogue.properties.get(citation.predicate.iri)
    if prop is None or prop.unit is None:
        return
    plain = value.label.replace(",", "")
    number = plain[: len(plain) - len(plain.lstrip("0123456789."))]
    name = plain[len(number) :].strip()
    unit = catalogue.units[prop.unit]
    shown = next(
        (u for u in catalogue.units.all if u.dimension == unit.dimension and name in (u.singular, u.plural)),
        None,
    )
    amount = Decimal(number)
    if shown is None or catalogue.units.convert(amount, shown, unit) != Decimal(value.value):
        yield f"{value.label!r} is not {value.value} {unit.plural}"


def _number_faults(answer: Answer) -> Iterator[str]:
    """Each number in the text comes from a citation, the question, an assumption, working or a date."""
    known = " ".join(
        [
            answer.question,
            *answer.assumptions,
            *(f"{step.expression} {step.value}" for step in answer.working),
            *(f"{c.object.value} {c.object.label}" for c in answer.citations),
            *(f"{c.subject.label} {c.predicate.label}" for c in answer.citations),
            *(f"{c.source.read} {c.source.published} {c.source.title}" for c in answer.citations),
        ]
    )
    said = [*_NUMBER.findall(known), *_WRITTEN.findall(answer.question)]
    allowed = {number.replace(",", "") for number in said}
    if answer.status == "declined":
        return
    for sentence in _all_sentences(answer):
        for number in _NUMBER.findall(sentence.text):
            if number.replace(",", "") not in allowed:
                yield f"{number} in {sentence.text!r} comes from nowhere"
