"""The clauses of a message that claim something beside its question: `since X runs an hour, how ...`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.language import Cue, Found
from retrieval.parse import Parse
from retrieval.parser import Parser

_BREAK = re.compile(r"\s*[,;:.!?]+\s+|\s+[-\u2013\u2014]\s+")
_STATED = re.compile(
    r"\s*(?:[.!?]\s|[,;]\s+(?:so|and|but|then|hence|yet|why|how come|right|that(?:'s| is|s) why)\b)",
    re.IGNORECASE,
)
"""What a clause ends with that states something: a comma alone may follow what a question is about."""
_VERBS = {"being": "is", "having": "has"}
"""What a participle says of whom it follows."""
_OPENING = 3
"""Words of a clause among which it says that it claims something, or names whom it is about."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Finds what is claimed beside a question."""

    parser: Parser

    def of(self, parse: Parse) -> Iterator[str]:
        """Yield the clauses that claim something, without what says that they do."""
        if not (parse.has(Cue.CLAIMING, Cue.GIVEN) or _BREAK.search(parse.text)):
            return
        if parse.has(Cue.OPEN, Cue.EXPLANATION):  # what is told beside it is what it is for
            return
        ends = [*_BREAK.finditer(parse.text), None]
        start = 0
        for end in ends:
            clause = self.parser.parse(parse.text[start : end.start() if end else None])
            start = end.end() if end else start
            cue = next((found for found in clause.cues if _opens(clause, found)), None)
            if cue is not None:
                last = _asks_from(clause, cue.last)
                if last < len(clause.tokens) or len(ends) > 1 or cue.first:
                    said = (clause.tokens[cue.last].start, clause.tokens[last - 1].end)
                    yield clause.text[slice(*said)]
            elif (said_so := _absolute(clause)) is not None:
                yield said_so
            elif end and _STATED.match(parse.text, end.start()) and _states(clause):
                yield clause.text


def _absolute(clause: Parse) -> str | None:
    """What a clause without a verb of its own says: `X being free` is `X is free`."""
    if not clause.services or clause.services[0].first > _OPENING:
        return None
    place = clause.services[0].last
    word = clause.tokens[place] if place < len(clause.tokens) - 1 else None
    if word is None or word.lower not in _VERBS:
        return None
    return f"{clause.text[: word.start]}{_VERBS[word.lower]}{clause.text[word.end :]}"


def _opens(clause: Parse, found: Found) -> bool:
    """Whether a cue begins a claim; some do so only where they begin a clause of their own."""
    if found.cue not in (Cue.CLAIMING, Cue.GIVEN) or found.last >= len(clause.tokens):
        return False
    named = any(mention.first >= found.last for mention in clause.services)
    if found.first >= _OPENING - 1:
        return found.cue is Cue.CLAIMING and named
    return named or any(t.lower in clause.language.auxiliaries for t in clause.tokens[found.last :])


def _asks_from(clause: Parse, first: int) -> int:
    """Where a question begins that follows a claim without a comma, or the end."""
    language = clause.language
    for index in range(first + 1, len(clause.tokens) - 1):
        word, after = clause.tokens[index].lower, clause.tokens[index + 1].lower
        asks = word in language.auxiliaries and after in ("i", "we", "you", "it")
        if asks or word in language.presupposing or word in ("what", "which"):
            return index
    return len(clause.tokens)


def _states(clause: Parse) -> bool:
    """Whether a clause tells something of what it begins with: `our X functions run for an hour`."""
    opening = {token.lower for token in clause.tokens[:_OPENING]}
    asking = not opening.isdisjoint(clause.language.question_words)
    asking = asking or clause.asks_yes_or_no or clause.has(Cue.NEED, Cue.LEADING)
    if asking or not clause.services or clause.services[0].first > _OPENING:
        return False
    first, last = clause.services[0].first, clause.services[0].last
    return last < len(clause.tokens) and not any(index < first for index in clause.content)
