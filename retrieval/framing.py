"""What is said around a question and does not belong to it: who asks, why, and for which form.

`Legal wants to know which of them ...` and `Row 14 of the form: does X ...` ask what stands at their end.
What is left out names nothing that the graph knows, so that nothing that may change the answer gets lost.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from retrieval import forms
from retrieval.language import Cue
from retrieval.lexicon import Mention
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.quantities import Quantity

Span: TypeAlias = tuple[int, int]
"""Tokens, as a half-open range."""

_BREAK = re.compile(
    r"(?<=[.!?:;])\s+|\s+[-\u2013\u2014]+\s+"
    r"|,\s+(?=(?:i|we|my|our|i'\w+|we'\w+|how|where|why)\s)|\s+(?=\()",
    re.IGNORECASE,
)
_OPENING = 3
"""Words among which a sentence that asks has its question word or its verb."""
_REMARK = 3
"""So few words beside a sentence only say in which form it is to be answered: `names only`."""
_TELLING_WORDS = 2
"""Words beside names with which a sentence says what it asks."""
_CHOOSING = frozenset({"which", "where"})
_LIKENING = frozenset({"like", "unlike"})
_OF_A_KIND = frozenset({"a", "an", "some", "any", "something", "anything"})
_NOUN = 5
"""Words before a name in which the noun stands of which it is an example."""
_PAIR = 2
_POINTING = frozenset({"that", "this", "these", "those", "such", "it", "so"})
_TELLERS = frozenset({"i", "we", "they", "he", "she"})
_ASKERS = frozenset({"i", "we", "us", "me", "my", "our"})
_WHETHER = frozenset({"if", "whether"})
_TELLING = (Cue.RECOMMENDATION, Cue.TRUTH, Cue.LEADING)
"""Ways of putting things in which what stands around the question belongs to it."""
_ANYTHING = (Cue.OPEN, Cue.EXPLANATION)
_ASKING = (Cue.LIST, Cue.COUNT, Cue.OPEN, Cue.DEFINITION, Cue.EXPLANATION, Cue.COMPARISON)


def unframed(parse: Parse, parser: Parser) -> Parse:
    """Return the question without what is only said around it, or as it is where all may matter."""
    return _without_sentences(_without_lead(parse, parser), parser)


def _without_lead(parse: Parse, parser: Parser) -> Parse:
    """Leave out who asks: `finance wants to know which ...`."""
    for found in sorted((f for f in parse.cues if f.cue is Cue.FRAMING), key=lambda f: -f.last):
        if not 0 < found.first < found.last < len(parse.tokens) or _tells(parse, (0, found.last)):
            continue
        after = parse.tokens[found.last].lower
        if after in parse.language.question_words:
            return parser.parse(parse.text[parse.tokens[found.last].start :])
        if after in _WHETHER:  # the cue itself tells that what follows is a question
            return parser.parse(parse.text[parse.tokens[found.first].start :])
    return parse


def without_likening(parse: Parse, parser: Parser) -> Parse:
    """Return the question without what its subject is only likened to: `is X serverless like Y`."""
    if len(parse.services) != _PAIR or not parse.may_decide:
        return parse
    for mention in parse.services:
        before = parse.tokens[mention.first - 1] if mention.first else None
        nouns = {token.lower for token in parse.tokens[max(mention.first - _NOUN, 0) : mention.first - 1]}
        if before is None or before.lower not in _LIKENING or nouns & _OF_A_KIND:
            continue  # `a database like X` means X
        last = mention.last
        if last < len(parse.tokens) and parse.tokens[last].lower in parse.language.auxiliaries:
            last += 1 if last + 1 == len(parse.tokens) or mention.first > 1 else 0
        rest = parse.text[parse.tokens[last - 1].end :].lstrip(" ,")
        return parser.parse(f"{parse.text[: before.start]}{rest}")
    return parse


def _without_sentences(parse: Parse, parser: Parser) -> Parse:
    """Leave out sentences beside the one that asks, where they name nothing that we know."""
    spans = _sentences(parse)
    if len(spans) < 2 or parse.has(*_TELLING) or len({m.iris for m in parse.services}) > 1:
        return parse
    asking = _asking(parse, spans)
    cued = forms.cued(parse, Cue.COUNT, Cue.LIST)
    if not any(first <= i < last and i not in cued for i in parse.content for first, last in asking):
        return parse  # nothing but how many there are, or which: `X comes in several kinds. How many?`
    anything = all(_is_open(parse, span) for span in asking)
    beside = [s for s in spans if s not in asking and (s < asking[-1] or s[1] - s[0] <= _REMARK or anything)]
    if any(parse.tokens[first].lower in parse.language.subordinating for first, _ in beside):
        return parse
    if not beside:
        return parse
    alone = parser.parse(" ".join(_said(parse, span) for span in asking))
    if alone.has(Cue.WHY) and not set(alone.content) - forms.cued(
        alone, Cue.WHY, Cue.EXPLANATION, Cue.POLITE
    ):
        return parse  # nothing but why what is told beside it is so
    if beside[0] < asking[0] and _asks_for_all(alone) and _names(parse) == _names(alone):
        return alone
    if _chooses(parse, asking) and beside[0] < asking[0]:
        return parse
    if _stands_alone(alone) and not any(_is_in(span, parse.quantities) for span in beside):
        return alone
    texts = [_said(parse, span) if span not in beside else _kept(parse, span) for span in spans]
    shorter = parser.parse(" ".join(text for text in texts if text))
    # Where nobody is named, what is told around a question may be the work that a service is wanted for.
    remarks = all(span > asking[0] for span in beside)
    meant = shorter.services or remarks or (forms.refers_back(shorter) and not parse.services)
    return shorter if meant and (shorter.content or shorter.has_question_word) else parse


def _stands_alone(asking: Parse) -> bool:
    """Whether what asks says itself of whom and what: then what is told beside it tells why."""
    leans = any(token.lower in asking.language.pronouns for token in asking.tokens)
    return bool(asking.services) and len(asking.content) >= _TELLING_WORDS and not leans


def _chooses(parse: Parse, asking: Sequence[Span]) -> bool:
    """Whether one of several is to be chosen: for what, is told around the question."""
    opening = {token.lower for first, last in asking for token in parse.tokens[first : first + _OPENING]}
    return bool(opening & _CHOOSING)


def _asks_for_all(parse: Parse) -> bool:
    """Whether all that have something are asked for, whoever asks: no advice on what is told before it."""
    relative = {mention.last for mention in parse.classes}
    words = {token.lower for index, token in enumerate(parse.tokens) if index not in relative}
    if words & (_POINTING | _ASKERS) or forms.refers_back(parse) or not parse.content:
        return False
    several = any(parse.tokens[mention.last - 1].lower.endswith("s") for mention in parse.classes)
    return forms.asks_for_any(parse) or (several and forms.class_is_subject(parse))


def _names(parse: Parse) -> frozenset[str]:
    """The services and the amounts in a text."""
    named = frozenset(iri for mention in parse.services for iri in mention.iris)
    return named | {quantity.said for quantity in parse.quantities if quantity.unit is not None}


def _sentences(parse: Parse) -> Sequence[Span]:
    """The tokens of each sentence."""
    starts = [match.end() for match in _BREAK.finditer(parse.text)]
    firsts = {next((i for i, t in enumerate(parse.tokens) if t.start >= start), 0) for start in starts}
    return list(pairwise(sorted({0, *firsts, len(parse.tokens)})))


def _asking(parse: Parse, spans: Sequence[Span]) -> Sequence[Span]:
    """The sentences that ask, or else what follows a lead, or all."""
    leads = [s for s in spans[:-1] if _said(parse, s).endswith(":") and _only_leads(parse, s)]
    asking = [span for span in spans if span not in leads and _asks(parse, span)]
    return asking or (spans[-1:] if leads else spans)


def _only_leads(parse: Parse, span: Span) -> bool:
    """Whether what stands before a colon tells nothing, or numbers a row of some form: `form, row 14:`."""
    numbered = any(q.unit is None and span[0] < q.first and q.last == span[1] for q in parse.quantities)
    named = _is_in(span, (*parse.services, *parse.beyond))
    return not _tells(parse, span) or (
        numbered and not named and _is_in((span[1], len(parse.tokens)), parse.services)
    )


def _asks(parse: Parse, span: Span) -> bool:
    """Whether a sentence is put as a question, or as a wish to be told something."""
    first, last = span
    if _denies(parse, span):
        return False
    words = parse.language.question_words | parse.language.auxiliaries
    opening = parse.tokens[first : min(last, first + _OPENING)]
    if opening[1:2] and opening[0].lower in _TELLERS and opening[1].lower in parse.language.auxiliaries:
        opening = opening[2:]  # `we are ...` tells
    opens = any(token.lower in words for token in opening)
    cued = any(f.cue in _ASKING and first <= f.first < last for f in parse.cues)
    return opens or cued or _said(parse, span).endswith("?")


def _is_open(parse: Parse, span: Span) -> bool:
    """Whether all that there is to tell is asked for: what it is for narrows nothing."""
    return any(f.cue in _ANYTHING and span[0] <= f.first < span[1] for f in parse.cues)


def _denies(parse: Parse, span: Span) -> bool:
    """Whether a sentence begins with what somebody does not: `can't find it`."""
    words = [token.lower for token in parse.tokens[span[0] : span[0] + _OPENING]]
    short = words[0] in parse.language.negations
    after = 1 if short else 2
    if len(words) <= after or words[0] not in parse.language.auxiliaries or not (short or words[1] == "not"):
        return False
    return words[after] not in parse.language.subject_starts and span[0] + after not in parse.starts


def _kept(parse: Parse, span: Span) -> str:
    """What stays of a sentence beside the one that asks: the name in it, or all where it tells more."""
    if _is_in(span, (*parse.concepts, *parse.classes, *parse.quantities)):
        return _said(parse, span)
    named = [m for m in parse.services if span[0] <= m.first < span[1]]
    if not named:
        return ""
    if _said(parse, span).endswith(","):
        return _said(parse, span)
    last = max(m.last for m in named if m.iris == named[0].iris)  # a size may be told in several places
    return f"{_said(parse, (named[0].first, last))}:"


def _said(parse: Parse, span: Span) -> str:
    """The text of some tokens, with the stop or question mark after them."""
    first, last = span
    end = parse.tokens[last].start if last < len(parse.tokens) else len(parse.text)
    return parse.text[parse.tokens[first].start : end].strip()


def _tells(parse: Parse, span: Span) -> bool:
    """Whether a part of the text names or counts something that we know."""
    return _is_in(span, (*parse.services, *parse.concepts, *parse.classes, *parse.quantities, *parse.beyond))


def _is_in(span: Span, names: Iterable[Mention | Quantity]) -> bool:
    """Whether some names or amounts stand there; a bare number tells nothing."""
    first, last = span
    return any(
        m.first < last and m.last > first and not (isinstance(m, Quantity) and m.unit is None) for m in names
    )
