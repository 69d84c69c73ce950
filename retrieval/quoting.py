"""The text that a yes or no puts forward as the value of a property: `was it called X before`."""

from collections.abc import Sequence
from dataclasses import replace

from graph.properties import Kind
from retrieval import forms
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.reader import Reader
from retrieval.vocabulary import stems_of
from retrieval.wordings import Asks


def put_forward(reader: Reader, parse: Parse, constraint: Constraint, subjects: Sequence[str]) -> Constraint:
    """Return what is asked with the text that is to be held against the value, if there is one."""
    properties = [reader.catalogue.properties[p] for p in constraint.properties]
    if any(prop.kind is not Kind.TEXT for prop in properties) or constraint.asks is not Asks.TRUE:
        return constraint
    vocabulary = reader.candidates.ranker.vocabulary
    asked = frozenset[str]().union(*(vocabulary.of(prop.iri) for prop in properties))
    cued = forms.cued(parse, *Cue)
    words = {parse.tokens[index].stem for index in parse.content if index not in cued} - asked
    named = len(parse.services) + len(parse.concepts) > 1  # both may be names of the subject
    if not named and not words:
        return constraint
    # What the name of the subject says already need not be said again.
    own = frozenset(stems_of(reader.catalogue.label(subjects[0])))
    return replace(constraint, said=own.union(token.stem for token in parse.tokens))
