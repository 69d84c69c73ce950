"""Which way a link is asked for: `which services run on X` or `which services may start X`.

The first asks for those of which X is the value, the second for values that X has.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.catalogue import Catalogue
from graph.properties import Kind
from retrieval import forms
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.reader import Reader
from retrieval.text import tokens_of

_BY = "by"


@dataclass(frozen=True, slots=True)
class Directing:
    """Tells what `which services ... X` asks of X."""

    reader: Reader

    def asked_of(self, parse: Parse, thing: str) -> frozenset[str] | None:
        """Return the properties of X that may be asked for; None where X is a value of what is asked for."""
        reader = self.reader
        of_it, of_others = reader.holdings.holds(thing), reader.holdings.values_of(thing)
        if called(parse, of_others, reader.catalogue):
            return None
        known, words = reader.catalogue.properties, {token.lower for token in parse.tokens}
        for candidate in reader.candidates.find(parse, (thing,), parse.named):
            prop = known[candidate.constraint.properties[0]]
            if prop.iri not in of_it | of_others:
                continue
            # `Which may start it` is the active voice of `started by`, which X is.
            active = prop.label.lower().endswith(f" {_BY}") and _BY not in words
            if prop.iri in of_others and not (active and prop.iri in of_it):
                return None
            if prop.kind is not Kind.ITEM:
                return frozenset()
            if self._has_services(thing, prop.iri):
                return frozenset({prop.iri})
        return frozenset()

    def kinds_of(self, parse: Parse, thing: str) -> frozenset[str]:
        """Return the property that has the forms of a thing as values, if these are asked for: `X types`."""
        reader = self.reader
        whole = reader.catalogue.things[thing]
        own = {token.stem for name in (whole.label, *whole.names) for token in tokens_of(name)}
        if parse.asks_yes_or_no or parse.classes:
            return frozenset()
        asking = forms.cued(parse, Cue.LIST, Cue.COUNT, Cue.DEFINITION)
        said = [
            t for i, t in enumerate(parse.tokens) if t.lower in parse.language.kinds and i not in parse.named
        ]
        rest = [
            t
            for i in parse.content
            if i not in asking and (t := parse.tokens[i]).lower not in parse.language.coming
        ]
        if not said or any(t.stem not in own and t not in said for t in rest):
            return frozenset()
        variants = reader.catalogue.variants(thing)
        forms_of_it = {iri for v in variants for iri in (v.iri, v.realises) if iri is not None}
        words = reader.candidates.ranker.vocabulary
        told = {token.stem for token in (*said, *rest)}
        known = reader.catalogue.properties
        worded = [p for p in known if known[p].kind is Kind.ITEM and all(t.stem in words.of(p) for t in said)]
        found: list[tuple[float, str]] = []
        for prop in worded:
            values = reader.coverage.values(thing, prop)
            if len(values) > 1 and not known[prop].denies:
                label = {token.stem for token in tokens_of(known[prop].label)}
                share = len(forms_of_it & set(values)) / len(values)
                found.append((max(share, float(label <= told or len(worded) == 1)), prop))
        best = max(found, default=(0.0, ""))
        return frozenset({best[1]}) if best[0] else frozenset()

    def _has_services(self, thing: str, prop: str) -> bool:
        """Whether services are among the values that a thing, or the service it is a form of, has."""
        things = self.reader.catalogue.things
        whole = things[thing].variant_of or thing
        values = {v for iri in (thing, whole) for v in self.reader.coverage.values(iri, prop)}
        return any(things[value].is_chosen for value in values)


def called(parse: Parse, properties: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """Return the property whose name stands right before the thing named: `run on X` says `runs on`."""
    if not parse.services:
        return frozenset()
    before = [token.stem for token in parse.tokens[: parse.services[0].first]]
    for prop in sorted(properties):
        label = [token.stem for token in tokens_of(catalogue.label(prop))]
        if len(label) > 1 and before[-len(label) :] == label:
            return frozenset({prop})
    return frozenset()
