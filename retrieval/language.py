"""How people put questions: word lists and cues, read from the ontology."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.catalogue import Catalogue
from retrieval.text import Token, normalise, tokenise

Phrase = tuple[str, ...]


class Cue(StrEnum):
    """A way of putting things that tells what kind of answer is wanted."""

    COMPARISON = "comparisonCue"
    DEFINITION = "definitionCue"
    EXPLANATION = "explanationCue"
    POLITE = "politeCue"
    ABBREVIATION = "abbreviationCue"
    LIST = "listCue"
    COUNT = "countCue"
    WHY = "whyCue"
    TRUTH = "truthCue"
    OPINION = "opinionCue"
    PURPOSE = "purposeCue"
    REVERSAL = "reversalCue"
    LIMIT = "limitCue"
    IDIOM = "idiomCue"
    ONLY = "onlyCue"
    AT_LEAST = "atLeastCue"
    MORE_THAN = "moreThanCue"
    AT_MOST = "atMostCue"
    LESS_THAN = "lessThanCue"
    INSTRUCTION = "instructionCue"
    HOW_TO = "howToCue"
    FUTURE = "futureCue"
    RECOMMENDATION = "recommendationCue"
    NEED = "needCue"
    OPEN = "openCue"
    CHOOSING = "choosingCue"
    CLAIMING = "claimingCue"
    GIVEN = "givenCue"
    ENDING = "endingCue"
    FAILING = "failingCue"
    ENDLESS = "endlessCue"
    UNFIT = "unfitCue"
    BURDEN = "burdenCue"
    FORCED = "forcedCue"
    RELIEF = "reliefCue"
    MORE = "moreCue"
    LESS = "lessCue"
    BETTER = "betterCue"
    FIRST = "firstCue"
    SECOND = "secondCue"
    THIRD = "thirdCue"
    LAST = "lastCue"
    INSTEAD = "insteadCue"
    CHEAPER = "cheaperCue"
    CHEAPEST = "cheapestCue"
    DEAREST = "dearestCue"
    LEADING = "leadingCue"
    FRAMING = "framingCue"
    ADDING = "addingCue"
    AGAIN = "againCue"
    SAME = "sameCue"
    FIRM = "firmCue"
    FIGURES = "figuresCue"
    SEVERAL = "severalCue"
    BOUND = "boundCue"
    EXCEPTING = "exceptingCue"
    DAY = "dayCue"
    BEGINNING = "beginningCue"


@dataclass(frozen=True, slots=True)
class Found:
    """A cue in a text: which one, and the tokens it takes up, as a half-open range."""

    cue: Cue
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Language:
    """The word lists and cues of one language."""

    function_words: frozenset[str]
    auxiliaries: frozenset[str]
    negations: frozenset[str]
    question_words: frozenset[str]
    subject_starts: frozenset[str]
    telling_words: frozenset[str]
    pronouns: frozenset[str]
    describing: frozenset[str]
    """Words between a question word and the kind that is asked for: a catalogue's own."""
    copulas: frozenset[str]
    """Words that say that something is an amount, and no more or less."""
    presupposing: frozenset[str]
    """Question words that take for granted what they ask about: `how does X scale to zero`."""
    zero_words: frozenset[str]
    joining: frozenset[str]
    conjunctions: frozenset[str]
    joiners: frozenset[str]
    turning: frozenset[str]
    asides: frozenset[str]
    """Words that begin a clause beside the one that asks: `if`, `because`."""
    provenance: frozenset[str]
    """Words before what is only mentioned: `like X does`, `coming from X`."""
    fillers: frozenset[str]
    foreign_words: frozenset[str]
    not_superlatives: frozenset[str]
    subordinating: frozenset[str]
    """Words that open a clause on which a question hangs: `if`, `when`."""
    leading_in: frozenset[str]
    """Words that may stand before a question word: `in how many`."""
    upon: frozenset[str]
    """Words before the name of what something runs on, or is one form of."""
    purposes: frozenset[str]
    """Words after which it is said what something is for."""
    denying: frozenset[str]
    """Words other than negations after which it is said what is not wanted."""
    dismissing: frozenset[str]
    """Words before which it is said what is not wanted."""
    forms: frozenset[str]
    """Words for one form of a thing."""
    coming: frozenset[str]
    """Words that say that there are several forms of a thing: `comes in several sizes`."""
    shorthand: Mapping[str, str]
    """What words stand for that are written for short: `reqs`."""
    largest: frozenset[str]
    smallest: frozenset[str]
    sizing: frozenset[str]
    """Words before one of those by which a size is asked for, and no form: `instance type`."""
    kinds: frozenset[str]
    """Words after the name of a thing by which its forms are asked for: `X types`."""
    preferring: frozenset[str]
    """Verbs by which people choose something: `why do people pick X`."""
    leaving: frozenset[str]
    """Words before what somebody comes from."""
    smallest_size: frozenset[str]
    """Words for the lower end of a scale of sizes."""
    largest_size: frozenset[str]
    to_come: frozenset[str]
    """Verbs by which what is to come is asked for."""
    deadlines: frozenset[str]
    """Words before what something is needed for, or the day by which."""
    ourselves: frozenset[str]
    """Words for those who ask."""
    rates: frozenset[str]
    """Words after which a time is no length: `every ten minutes`."""
    cues: Mapping[str, Sequence[tuple[Cue, Phrase]]]
    """By first word, the longest phrase first."""

    @classmethod
    def from_catalogue(cls, catalogue: Catalogue) -> "Language":
        """Read the word lists and cues that the graph holds."""
        lists: defaultdict[str, set[str]] = defaultdict(set)
        for row in catalogue.graph.select(_WORDS):
            lists[row["list"].value].add(row["word"].value.lower())
        by_word: defaultdict[str, list[tuple[Cue, Phrase]]] = defaultdict(list)
        for row in catalogue.graph.select(_CUES):
            phrase = tuple(token.lower for token in tokenise(normalise(row["phrase"].value)))
            by_word[phrase[0]].append((Cue(row["cue"].value), phrase))
        cues = {
            word: sorted(found, key=lambda item: (-len(item[1]), item)) for word, found in by_word.items()
        }
        return cls(
            function_words=frozenset(lists["functionWords"]),
            auxiliaries=frozenset(lists["auxiliaries"]),
            negations=frozenset(lists["negations"]),
            question_words=frozenset(lists["questionWords"]),
            subject_starts=frozenset(lists["subjectStarts"]),
            telling_words=frozenset(lists["tellingWords"]),
            pronouns=frozenset(lists["pronouns"]),
            describing=frozenset(lists["describing"]),
            copulas=frozenset(lists["copulas"]),
            presupposing=frozenset(lists["presupposing"]),
            joining=frozenset(lists["joining"]),
            zero_words=frozenset(lists["zeroWords"]),
            conjunctions=frozenset(lists["conjunctions"]),
            turning=frozenset(lists["turning"]),
            provenance=frozenset(lists["provenance"]),
            asides=frozenset(lists["asides"]),
            joiners=frozenset(lists["joiners"]),
            fillers=frozenset(lists["fillers"]),
            foreign_words=frozenset(lists["foreignWords"]),
            subordinating=frozenset(lists["subordinating"]),
            leading_in=frozenset(lists["leadingIn"]),
            upon=frozenset(lists["upon"]),
            purposes=frozenset(lists["purposes"]),
            denying=frozenset(lists["denying"]),
            dismissing=frozenset(lists["dismissing"]),
            forms=frozenset(lists["forms"]),
            coming=frozenset(lists["coming"]),
            shorthand=dict(line.split() for line in lists["shorthand"]),
            largest=frozenset(lists["largest"]),
            smallest=frozenset(lists["smallest"]),
            sizing=frozenset(lists["sizing"]),
            kinds=frozenset(lists["kinds"]),
            smallest_size=frozenset(lists["smallestSize"]),
            largest_size=frozenset(lists["largestSize"]),
            to_come=frozenset(lists["toCome"]),
            deadlines=frozenset(lists["deadlines"]),
            ourselves=frozenset(lists["ourselves"]),
            rates=frozenset(lists["rates"]),
            preferring=frozenset(lists["preferring"]),
            leaving=frozenset(lists["leaving"]),
            not_superlatives=frozenset(lists["notSuperlatives"]),
            cues=cues,
        )

    @property
    def known_words(self) -> frozenset[str]:
        """All words of the lists that carry no content or negate: none of them is misspelt."""
        lists = (self.function_words, self.fillers, self.auxiliaries, self.negations, self.question_words)
        return frozenset().union(*lists, self.pronouns)

    def find_cues(self, tokens: Sequence[Token]) -> tuple[Found, ...]:
        """Return every cue in the text, also where two overlap."""
        words = tuple(token.lower for token in tokens)
        return tuple(
            Found(cue, first, first + len(phrase))
            for first, word in enumerate(words)
            for cue, phrase in self.cues.get(word, ())
            if words[first : first + len(phrase)] == phrase
        )

    def tells(self, token: Token) -> bool:
        """Say whether a word helps to tell one wording from another."""
        return token.lower not in self.function_words or token.lower in self.telling_words

    def is_superlative(self, word: str) -> bool:
        """Say whether a lower-case word is formed as a superlative is: longest, but not request."""
        return word.endswith("est") and word not in self.not_superlatives

    def is_content(self, token: Token) -> bool:
        """Say whether a word carries content, so that an answer must account for it."""
        return token.lower not in self.function_words and token.lower not in self.fillers


_WORDS = """
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
SELECT ?list ?word WHERE {
  ?node a cv:WordList ; cv:word ?word . BIND(STRAFTER(STR(?node), "#") AS ?list)
}
"""
_CUES = """
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?cue ?phrase WHERE {
  ?node a cv:Cue ; skos:altLabel ?phrase . BIND(STRAFTER(STR(?node), "#") AS ?cue)
}
"""
