"""What is left out of what is asked for: `which ones besides X scale`, `what else than Y is in it`.

The rest of the question is read for itself, and what is named is taken out of what answers it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.properties import Kind
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.question import Declined, Question, QuestionKind
from retrieval.reader import Reader
from retrieval.vocabulary import stems_of
from retrieval.wordings import Asks

_CHOSEN = (QuestionKind.LIST, QuestionKind.COUNT, QuestionKind.SUPERLATIVE)
_TOLD = (QuestionKind.FACT, QuestionKind.COUNT)
_FEW = 4
"""So many words may say what is left out without naming it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question without what it leaves out, and that."""

    rest: Parse
    named: tuple[tuple[str, ...], ...]
    """What each name may mean."""
    stems: frozenset[str]
    """Of the words that stand for it."""


@dataclass(frozen=True, slots=True)
class Excepting:
    """Reads questions that leave something out."""

    reader: Reader
    parser: Parser

    def parted(self, parse: Parse) -> LeftOut | None:
        """Return what a question names as left out, and the rest of it; None where it does so of nothing."""
        for cue in parse.cues:
            if cue.cue is not Cue.EXCEPTING:
                continue
            named, last = _named_after(parse, cue.last)
            last = last if named else _unnamed_after(parse, cue.last)
            spoken = range(cue.last, last)
            words = [i for i in spoken if parse.language.is_content(parse.tokens[i]) or i + 1 == last]
            if not words:
                continue
            before = parse.text[: parse.tokens[cue.first].start]
            after = parse.text[parse.tokens[last - 1].end :]
            rest = self.parser.parse(f"{before.rstrip(' ,(')} {after.lstrip(' ,)')}".strip())
            if rest.content or rest.services:
                return LeftOut(rest, named, frozenset(parse.tokens[i].stem for i in words))
        return None

    def without(self, left_out: LeftOut, asked: Question | Declined) -> Question | None:
        """Return what the rest asks, without what is left out; None where that is no part of it."""
        if isinstance(asked, Declined):
            return None
        things = self.reader.catalogue.things
        chosen = tuple(iris[0] for iris in left_out.named if things[iris[0]].is_chosen)
        if asked.kind in _CHOSEN and not asked.counts_values:
            if len(chosen) < len(left_out.named):
                return None
            apart = chosen or self._sold_as(left_out.stems)
            return self._among_services(asked, apart) if apart else None
        if asked.kind in _TOLD:
            return self._among_values(asked, left_out)
        return None

    def _among_services(self, asked: Question, apart: tuple[str, ...]) -> Question | None:
        """A question for services, without some of them."""
        if asked.subjects:
            within = tuple(iri for iri in asked.subjects if iri not in apart)
            return replace(asked, subjects=within) if within else None
        return replace(asked, without=apart, reading=f"{asked.reading}, {self._apart(apart)}")

    def _sold_as(self, stems: frozenset[str]) -> tuple[str, ...]:
        """The services of which a size is called by some word: `plain instances`."""
        services = self.reader.catalogue.services
        return tuple(s.iri for s in services if any(stems_of(name) <= stems for name in s.size_names))

    def _among_values(self, asked: Question, left_out: LeftOut) -> Question | None:
        """A question for what one thing has, without some of it."""
        if len(asked.subjects) != 1 or len(asked.constraints) != 1:
            return None
        ((subject,), (constraint,)) = asked.subjects, asked.constraints
        (prop, *_) = constraint.properties
        if constraint.amount is not None or self.reader.catalogue.properties[prop].kind is not Kind.ITEM:
            return None
        words = self.reader.candidates.ranker.vocabulary
        named = frozenset[str]().union(*left_out.named)
        every = constraint.values or tuple(self.reader.coverage.values(subject, prop))
        apart = [v for v in every if v in named or left_out.stems & words.named(v)]
        others = tuple(value for value in every if value not in apart)
        if not others or not apart:
            return asked if others else None
        narrowed = replace(constraint, asks=Asks.VALUE, values=others)
        return replace(asked, constraints=(narrowed,), reading=f"{asked.reading}, {self._apart(apart)}")

    def _apart(self, iris: Sequence[str]) -> str:
        return f"without {' and '.join(self.reader.catalogue.label(iri) for iri in iris)}"


def _named_after(parse: Parse, start: int) -> tuple[tuple[tuple[str, ...], ...], int]:
    """What the names from a token on may mean, joined by commas and the like, and where they end."""
    found: list[tuple[str, ...]] = []
    last = index = start
    while index < len(parse.tokens):
        here = [m for m in (*parse.services, *parse.concepts) if m.first == index]
        joins = parse.tokens[index].lower in parse.language.joining
        if here:
            longest = max(here, key=lambda mention: mention.last)
            found.append(longest.iris)
            last = index = longest.last
        elif joins or not (found or parse.language.is_content(parse.tokens[index])):
            index += 1
        else:
            break
    # `X, Y and go`: what is joined to names is one, though written as a common word.
    joined = index < len(parse.tokens) and parse.tokens[index - 1].lower in parse.language.joining
    if found and joined and parse.tokens[index].lower not in parse.language.question_words:
        last = index + 1
    return tuple(dict.fromkeys(found)), last


def _unnamed_after(parse: Parse, start: int) -> int:
    """Where the words from a token on end that name nothing: at a comma or where the question goes on."""
    ends = parse.language.question_words | parse.language.auxiliaries
    index = start
    while index < len(parse.tokens) and index - start < _FEW:
        if parse.tokens[index].lower in ends or (index > start and parse.tokens[index].apart):
            break
        index += 1
    return index
