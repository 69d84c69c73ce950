"""What a thing is chosen among: all there are, those of the kind asked for, or the forms of one named."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from retrieval import forms
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.profiles import Profiles
from retrieval.vocabulary import stems_of

_TOLD = 2
"""So many words beside the question tell what a form of something is wanted for."""
_NOUNS = 4
"""How many words after `which` are looked at for what is asked for."""
_ASKING = frozenset({"which", "what"})
_OF = frozenset({"of", "for"})
_JOINED = frozenset({"of", "for", "a", "an", "the", "our", "my"})


@dataclass(frozen=True)
class Choosable:
    """Knows what of one catalogue can be chosen."""

    profiles: Profiles

    @cached_property
    def _variants(self) -> Mapping[str, tuple[str, ...]]:
        """The forms of each thing that has several."""
        parents = sorted({thing.variant_of for thing in self.profiles.things if thing.variant_of})
        of = {p: tuple(t.iri for t in self.profiles.things if t.variant_of == p) for p in parents}
        return {parent: variants for parent, variants in of.items() if len(variants) > 1}

    @cached_property
    def _nouns(self) -> Mapping[str, frozenset[str]]:
        """The words that the names of all forms of a thing share: the workflows of one, the APIs."""
        said = {
            t.iri: [stems_of(name) for name in (t.label, *t.names)]
            for t in self.profiles.things
            if t.variant_of
        }
        return {
            parent: frozenset.intersection(*(frozenset().union(*said[iri]) for iri in variants))
            for parent, variants in self._variants.items()
        }

    def narrows(self, parse: Parse) -> bool:
        """Say whether one of some kind is asked for: `which storage`, `what flavour of X`."""
        return len(self.among(parse)) < len(self.profiles.things)

    def among(self, parse: Parse) -> tuple[str, ...]:
        """Return the things to choose among: all, those of the kind asked for, or the forms of one named."""
        forms = self._forms(parse)
        if forms:
            return forms
        everything = tuple(thing.iri for thing in self.profiles.things)
        asked = asked_stems(parse)
        of_kind = {
            thing.iri: thing.variant_of
            for place, thing in enumerate(self.profiles.things)
            if asked and any(asked <= name for name in self.profiles.natures[place])
        }
        whole = {iri for iri in of_kind if iri in of_kind.values()}
        if (
            len(whole) == 1
            and asks_for_form(parse)
            and all(iri in whole or of in whole for iri, of in of_kind.items())
        ):
            return tuple(iri for iri in of_kind if iri not in whole)
        return tuple(iri for iri, of in of_kind.items() if of not in of_kind) or everything

    def tells_for(self, parse: Parse) -> bool:
        """Say whether it is told what a form is wanted for: `it must not stop. Which kind of X`."""
        asked = form_asked(parse)
        if asked is None or parse.superlatives or not self._forms(parse):
            return False
        first, last = asked
        if any(t.lower in parse.language.forms and t.lower.endswith("s") for t in parse.tokens[first:last]):
            return False  # all of them are asked for, not the one that fits
        purposes = [
            i for i in range(last, len(parse.tokens)) if parse.tokens[i].lower in parse.language.purposes
        ]
        after = min(purposes, default=len(parse.tokens))
        cued = forms.cued(parse, Cue.RECOMMENDATION, Cue.NEED)
        return sum(i < first or i > after for i in parse.content if i not in cued) >= _TOLD

    def _forms(self, parse: Parse) -> tuple[str, ...]:
        """The variants of what is named, where its forms are asked for: `which launch type for X`."""
        if not asks_for_form(parse):
            return ()
        asked = form_asked(parse)
        near = [m for m in parse.services if asked is not None and asked[0] < m.first < asked[1]]
        noun = asked_stems(parse)
        called = [self._variants[of] for of, shared in self._nouns.items() if noun and noun <= shared]
        kinds = (name for names in self.profiles.natures for name in names)
        if noun and not near and not called and any(noun <= name for name in kinds):
            return ()  # things of some kind are asked for, not forms of what is named
        services = {iri for mention in near or parse.services for iri in mention.iris}
        parents = {t.variant_of or t.iri for t in self.profiles.things if t.iri in services}
        several = [self._variants[parent] for parent in sorted(parents) if parent in self._variants]
        if not several and not near:
            several = called
        return several[0] if len(several) == 1 else ()


def form_asked(parse: Parse) -> tuple[int, int] | None:
    """The words by which a form of something is asked for: `which buying option`, `which kind of X`."""
    for first, token in enumerate(parse.tokens):
        last = _form_end(parse, first) if token.lower in _ASKING else None
        if last is not None:
            return first, last
    return None


def _form_end(parse: Parse, first: int) -> int | None:
    """Where the words end that ask for a form, from a question word on; None where they ask for none."""
    language = parse.language
    formed = named = told = False
    last = first + 1
    for last in range(first + 1, len(parse.tokens) + 1):
        word = parse.tokens[last] if last < len(parse.tokens) else None
        if word is None or word.apart:
            break
        if word.lower in language.sizing:
            return None
        if last in parse.named:
            named = True
        elif word.lower in language.forms:
            formed = True
        elif language.is_content(word) and not formed and last - first <= _NOUNS:
            told = True
        elif not (formed and word.lower in _JOINED):
            break
    return last if formed or (named and not told) else None


def asks_for_form(parse: Parse) -> bool:
    """Say whether a form of something is asked for: `which flavour of X`, `which X` or `X, which type`."""
    language = parse.language
    for index, token in enumerate(parse.tokens):
        after = parse.tokens[index + 1].lower if index + 1 < len(parse.tokens) else ""
        if token.lower in _ASKING and index + 1 in parse.starts:
            return True
        if token.lower not in language.forms:
            continue
        before = parse.tokens[index - 1] if index else None
        if before is not None and before.lower in language.sizing:
            continue
        if after in _OF and (index + 2 in parse.starts or index + 3 in parse.starts):
            return True
        if (
            before is not None
            and after not in _OF
            and (language.is_content(before) or before.lower in _ASKING)
        ):
            return True
    return False


def asked_stems(parse: Parse) -> frozenset[str]:
    """Return the stems of the noun that is asked for: `which storage`, `what kind of queue`."""
    language = parse.language
    advice = {i for f in parse.cues if f.cue is Cue.RECOMMENDATION for i in range(f.first, f.last)}
    classes = {i for mention in parse.classes for i in range(mention.first, mention.last)}
    for index, token in enumerate(parse.tokens):
        found: set[str] = set()
        if token.lower not in _ASKING:
            continue
        for place in range(index + 1, min(index + 1 + _NOUNS, len(parse.tokens))):
            word = parse.tokens[place]
            of = word.lower in _OF and parse.tokens[place - 1].lower in language.forms
            if word.apart or (word.lower in language.function_words and not of) or place in parse.named:
                break
            if (
                language.is_content(word)
                and place not in advice | classes
                and word.lower not in language.forms
            ):
                found.add(word.stem)
        if found:
            return frozenset(found)
    return frozenset()
