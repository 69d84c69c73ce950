"""Declining: with the right reason, in a sentence, with what can be asked instead."""

import re
from collections.abc import Sequence

from graph.catalogue import Catalogue
from graph.properties import Property
from retrieval.future import asks_of_the_future
from retrieval.holdings import Holdings
from retrieval.language import Cue
from retrieval.lexicon import Mention
from retrieval.parse import Parse
from retrieval.question import Declined, Question, Reason
from retrieval.ranking import Candidate

_FEW = 4
"""So many things are named; of more, any."""
_SUGGESTED = 3
_ABOUT_IT = re.compile(r"\bit\b")
_QUESTION = re.compile(r"(?:how|what|which|can|does|is|who|where|when|do|will)\b", re.IGNORECASE)
_NEAR_BY = 4
"""So many words before a name it may be said that it is left behind."""
_TELLING = 4
"""So many words that say something tell of more than where somebody comes from."""
_NAMED = 8
"""How many services a decline names, those of which most is told."""


class Decliner:
    """Knows what a catalogue can be asked."""

    def __init__(self, catalogue: Catalogue, holdings: Holdings) -> None:
        self._catalogue = catalogue
        self._holdings = holdings
        self._services = [t for t in catalogue.services if holdings.holds(t.iri)]
        told = sorted(self._services, key=lambda t: (-len(holdings.tells(t.iri)), t.iri))[:_NAMED]
        names = sorted((thing.label for thing in told), key=str.casefold)
        others = ["others"] if len(told) < len(self._services) else []
        self._scope = f"I answer questions about {_listed([*names, *others])}."

    def before_reading(self, parse: Parse) -> Declined | None:
        """Decline what needs no reading: nothing asked, another language, orders, other subjects."""
        if not parse.tokens:
            return Declined(Reason.EMPTY, "There is no question in this message.", self.examples())
        if self._is_foreign(parse):
            text = "I only understand English so far. Please ask in English."
            return Declined(Reason.UNSUPPORTED_LANGUAGE, text, self.examples())
        if parse.has(Cue.INSTRUCTION):
            text = "I answer questions from the graph and take no instructions about how to answer."
            return Declined(Reason.INSTRUCTION, text, self.examples())
        if any(not _is_left(parse, mention) for mention in parse.beyond):
            return self._out("That is about " + parse.beyond[0].iris[0] + ", which the graph leaves out.")
        if asks_of_the_future(parse):
            return self._out("The graph says what holds now, not what will hold in the future.")
        if parse.has(Cue.HOW_TO) and not (parse.has(Cue.RECOMMENDATION) or _asks_of_one(parse)):
            return self._out("I answer from facts about services; I do not write or mend code.")
        if parse.has(Cue.OPINION):
            return self._out("I have no opinions, only facts with their sources.")
        return None

    def nothing_matches(self, things: Sequence[str], found: Sequence[Candidate]) -> Declined:
        """Decline a question whose words match nothing that the graph holds."""
        names = _listed([self._catalogue.label(thing) for thing in things])
        text = f"The graph does not hold what you ask about {names}."
        return Declined(Reason.NOT_IN_GRAPH, text, self._near(things, found))

    def words_left(self, words: Sequence[str], things: Sequence[str], found: Sequence[Candidate]) -> Declined:
        """Decline a question in which words could change the answer and are not understood."""
        names = _listed([self._catalogue.label(thing) for thing in things])
        text = f"The graph holds nothing about {_quoted(words)} for {names}."
        return Declined(Reason.NOT_IN_GRAPH, text, self._near(things, found))

    def unknown_name(self, words: Sequence[str]) -> Declined:
        """Decline a question about something that the catalogue does not have."""
        text = f"I know no service called {_quoted(words)}. {self._scope}"
        return Declined(Reason.UNKNOWN_NAME, text, self.examples())

    def which_service(self) -> Declined:
        """Ask back where a question names nobody."""
        return Declined(Reason.AMBIGUOUS, "Which service do you mean?", self.examples())

    def undecided(self) -> Declined:
        """Decline to choose between options of which nothing that is known tells the right one."""
        text = "The graph does not tell which of the options is right."
        return Declined(Reason.NOT_IN_GRAPH, text, self.examples())

    def out_of_scope(self) -> Declined:
        """Decline a question about something else altogether."""
        return self._out("That is not something this graph is about.")

    def not_held(self, question: Question) -> Declined:
        """Decline what was understood and turned out not to be in the graph."""
        few = question.subjects if len(question.subjects) <= _FEW else ()
        names = _listed([self._catalogue.label(s) for s in few]) or "any service"
        asked = _listed([self._catalogue.label(p) for c in question.constraints for p in c.properties[:1]])
        text = (
            f"The graph holds no {asked} for {names}."
            if asked
            else f"The graph does not say this of {names}."
        )
        near = self._about(question.subjects[0]) if question.subjects else self.examples()
        return Declined(Reason.NOT_IN_GRAPH, text, near)

    def _out(self, text: str) -> Declined:
        return Declined(Reason.OUT_OF_SCOPE, f"{text} {self._scope}", self.examples())

    def _is_foreign(self, parse: Parse) -> bool:
        language = parse.language
        words = [t.lower for i, t in enumerate(parse.tokens) if i not in parse.named]
        foreign = [w for w in words if w in language.foreign_words and w not in language.function_words]
        english = [w for w in words if w in language.function_words]
        return len(foreign) >= 2 and len(foreign) > len(english)

    def examples(self) -> tuple[str, ...]:
        """Questions that the graph can answer, the most telling properties first."""
        properties = sorted(self._catalogue.properties.values(), key=lambda p: (p.importance, p.iri))
        found = []
        for place, prop in enumerate(properties[1 : _SUGGESTED + 1]):
            holders = [t for t in self._services if prop.iri in self._holdings.tells(t.iri)]
            if holders:
                found.append(self._asking(prop, holders[place * 3 % len(holders)].label))
        return tuple(found)

    def _about(self, subject: str) -> tuple[str, ...]:
        """What can be asked about one thing, the most telling first."""
        told = self._holdings.tells(subject)
        known = sorted((self._catalogue.properties[p] for p in told), key=lambda p: (p.importance, p.iri))
        label = self._catalogue.label(subject)
        return tuple(self._asking(prop, label) for prop in known[1 : _SUGGESTED + 1])

    def _asking(self, prop: Property, label: str) -> str:
        """A question for a property of a thing, as a person would type it."""
        for name in prop.names:
            said = _ABOUT_IT.sub(label, name, count=1)
            if said != name and _QUESTION.match(name):
                return f"{said}?"
        return f"{prop.label} of {label}?"

    def _near(self, things: Sequence[str], found: Sequence[Candidate]) -> tuple[str, ...]:
        held = set().union(*(self._holdings.holds(thing) for thing in things))
        properties = [p for c in found for p in c.constraint.properties if p in held]
        label = self._catalogue.label(things[0])
        unique = list(dict.fromkeys(properties))[:_SUGGESTED]
        return tuple(self._asking(self._catalogue.properties[prop], label) for prop in unique)


def _asks_of_one(parse: Parse) -> bool:
    """Whether it is asked what something can do: `can I get a shell in it to debug`."""
    return parse.asks_yes_or_no and len(parse.services) == 1 and not parse.has(Cue.POLITE)


def _is_left(parse: Parse, mention: Mention) -> bool:
    """Whether something is named as what somebody comes from, beside what they need now."""
    before = parse.tokens[max(0, mention.first - _NEAR_BY) : mention.first]
    leaving = any(token.lower in parse.language.leaving for token in before)
    return leaving and len(parse.content) >= _TELLING and not parse.asks_yes_or_no


def _quoted(words: Sequence[str]) -> str:
    return _listed([f"\u201c{word}\u201d" for word in words])


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]
