"""What a thing is chosen among: all there are, those of the kind asked for, or the forms of one named."""

from dataclasses import dataclass

from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.profiles import Profiles

_NOUNS = 4
"""How many words after `which` are looked at for what is asked for."""
_ASKING = frozenset({"which", "what"})
_OF = frozenset({"of", "for"})


@dataclass(frozen=True, slots=True)
class Choosable:
    """Knows what of one catalogue can be chosen."""

    profiles: Profiles

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

    def _forms(self, parse: Parse) -> tuple[str, ...]:
        """The variants of what is named, where its forms are asked for: `which launch type for X`."""
        if not asks_for_form(parse):
            return ()
        services = {iri for mention in parse.services for iri in mention.iris}
        parents = {t.variant_of or t.iri for t in self.profiles.things if t.iri in services}
        forms = {
            parent: tuple(t.iri for t in self.profiles.things if t.variant_of == parent) for parent in parents
        }
        several = [found for found in forms.values() if len(found) > 1]
        return several[0] if len(several) == 1 else ()


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
