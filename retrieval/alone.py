"""The part of a question that asks by itself, without what is told before it or put beside it."""

from itertools import pairwise

from retrieval import forms
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.parser import Parser

_OPPOSED = frozenset({"only", "just", "rather", "still", "not"})
"""What begins the opposite of a question, beside auxiliaries: `or only one`."""
_TELLING = frozenset({"i", "we", "our", "my"})
"""What begins a clause that tells of somebody."""
_ENDS = frozenset(".?!;")
_ASKING = (Cue.LIST, Cue.COUNT, Cue.DEFINITION, Cue.EXPLANATION, Cue.OPEN)


def first_alternative(parse: Parse, parser: Parser) -> Parse:
    """Leave out the opposite that is put beside a question: `does it scale, or do I have to do it`."""
    if not parse.asks_yes_or_no:
        return parse
    for index, (joined, after) in enumerate(pairwise(parse.tokens)):
        opposed = after.lower in parse.language.auxiliaries or after.lower in _OPPOSED
        said = any(i < index for i in parse.content) and any(s.last <= index for s in parse.services)
        if joined.lower == "or" and opposed and said and not any(s.first > index for s in parse.services):
            return parser.parse(parse.text[: joined.start])
    return parse


def told(parse: Parse) -> frozenset[int]:
    """Return the tokens of sentences that ask nothing beside one that does: `which are they? We know X`."""
    starts = [i for i, token in enumerate(parse.tokens) if i and token.apart and _begins(parse, i)]
    sentences = [range(*ends) for ends in pairwise([0, *starts, len(parse.tokens)])]
    asked = {found.first for found in parse.cues if found.cue in _ASKING and found.last > found.first}
    words = parse.language.question_words
    asking = [s for s in sentences if asked & set(s) or any(parse.tokens[i].lower in words for i in s)]
    if not asking:
        return frozenset()
    return frozenset(i for sentence in sentences if sentence not in asking for i in sentence)


def _begins(parse: Parse, index: int) -> bool:
    """Whether a sentence begins at a token, or after a comma one of somebody's own: `..., we have X`."""
    between = parse.text[parse.tokens[index - 1].end : parse.tokens[index].start]
    return not _ENDS.isdisjoint(between) or parse.tokens[index].lower in _TELLING


def asked_alone(parse: Parse, parser: Parser) -> Parse:
    """Leave out what is told before services are asked for: `we are tiny. Which services scale`."""
    if not parse.asking_from or not forms.asks_for_several(parse):
        return parse
    alone = parser.parse(parse.text[parse.asking_from :])
    said = {token.lower for token in alone.tokens}
    stands = alone.content and not (forms.refers_back(alone) or alone.language.pronouns & said)
    return alone if stands and forms.asks_for_several(alone) else parse
