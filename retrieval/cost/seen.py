"""What is seen in a text before it is known whether it asks for a cost: names, amounts, phrases, the rest."""

from collections.abc import Mapping, Sequence

from graph.bills import Choice
from retrieval.cost.amounts import AmountReader
from retrieval.cost.calculate import Calculator
from retrieval.cost.phrases import Part, Phrase, Phrases, covered
from retrieval.language import Cue
from retrieval.lexicon import Mention
from retrieval.parse import Parse

_OF_MONEY = frozenset({"money", "would", "does", "is", "do", "are", "for", "less", "more"})
"""Words after `how much` that leave it asking for money."""


class Seer:
    """Sees the names, amounts and phrases in texts about one catalogue."""

    def __init__(self, calculator: Calculator) -> None:
        self.calculator = calculator
        self.catalogue = calculator.catalogue
        self.phrases = Phrases.from_catalogue(self.catalogue)
        self.amounts = AmountReader(self.catalogue)
        self.choices: Mapping[str, Choice] = {
            option: choice for choice in self.catalogue.bills.choices for option in choice.options
        }
        """The choice to which each option belongs."""
        self.realised = {
            variant.realises: variant.iri
            for variants in self.catalogue.variants_of.values()
            for variant in variants
            if variant.realises
        }
        """The variants by the concepts by whose names they go as well."""


class Seen:
    """What is seen in a text at first: names, amounts, phrases, and what is left."""

    def __init__(self, seer: Seer, parse: Parse) -> None:
        self.parse = parse
        every = seer.phrases.find(parse.tokens)
        self.phrases = _longest(every)
        realised = [m for m in parse.concepts if set(m.iris) & set(seer.realised)]
        self.services = _services(seer, parse, realised)
        self.options = tuple(dict.fromkeys(p.about for p in self.phrases if p.part is Part.OPTION))
        self.unpriced = tuple(dict.fromkeys(p.about for p in self.phrases if p.part is Part.UNPRICED))
        bills = [rules for thing in self.services for rules in seer.calculator.bills_of(thing)]
        useful = frozenset().union(*(rules.dimensions for rules in bills)) if bills else frozenset[str]()
        self.found = seer.amounts.read(parse, self.phrases, useful)
        self.saving = self.has(Part.SAVED)
        over = [p.about for p in every if p.part is Part.DIMENSION and p.about not in self.found.amounts]
        self.over = over[0] if over and self.has(Part.EVEN, Part.WHEN) else None
        """The dimension that is named without an amount, where it is asked from when on."""
        self.left = self._unexplained(realised)
        """The words that carry content and that nothing accounts for."""

    def has(self, *parts: Part) -> bool:
        """Say whether a phrase plays one of these parts."""
        return any(phrase.part in parts for phrase in self.phrases)

    def _unexplained(self, realised: Sequence[Mention]) -> tuple[str, ...]:
        used = set(self.found.used) | set(self.parse.named) | covered(self.phrases)
        used |= {index for mention in realised for index in range(mention.first, mention.last)}
        cued = {Cue.POLITE, Cue.COMPARISON, Cue.OPEN, Cue.CHEAPER, Cue.CHEAPEST, Cue.LESS, Cue.MORE}
        used |= {i for f in self.parse.cues if f.cue in cued for i in range(f.first, f.last)}
        language = self.parse.language
        return tuple(
            token.text
            for index, token in enumerate(self.parse.tokens)
            if index not in used and language.is_content(token)
        )

    @property
    def asks_another(self) -> bool:
        """Whether `how much` asks for something that is no money: `how much memory`."""
        words = [token.lower for token in self.parse.tokens]
        for index in range(2, len(words)):
            if words[index - 2 : index] != ["how", "much"] or words[index] in _OF_MONEY:
                continue
            here = [p for p in self.phrases if p.first <= index < p.last]
            if any(p.part in (Part.ASKED, Part.SAVED, Part.CHEAPEST) for p in here):
                continue
            content = self.parse.language.is_content(self.parse.tokens[index])
            if (content and index not in self.parse.named) or any(p.part is Part.DIMENSION for p in here):
                return True
        return False


def _services(seer: Seer, parse: Parse, realised: Sequence[Mention]) -> tuple[str, ...]:
    """The things named, in their order; options are no things here, and a variant stands for its service."""
    named = [(m.first, m.iris[0]) for m in parse.services if not set(m.iris) & set(seer.choices)]
    forms = [(m.first, seer.realised[i]) for m in realised for i in m.iris if i in seer.realised]
    parents = {seer.catalogue.things[iri].variant_of for _, iri in (*named, *forms)}
    kept = [pair for pair in named if pair[1] not in parents]
    return tuple(dict.fromkeys(iri for _, iri in sorted((*kept, *forms))))


def _longest(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases that no longer one of another part holds: `without the free tier` has no `free tier`."""
    return tuple(
        p
        for p in phrases
        if not any(
            q.first <= p.first and p.last <= q.last and q.last - q.first > p.last - p.first for q in phrases
        )
    )
