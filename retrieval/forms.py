"""The form of a question, which decides the kind of answer that it wants."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from retrieval.intent import SURE
from retrieval.language import Cue
from retrieval.parse import Parse

_SHORT = 3
_CHAT = 2
"""Words that may stand beside the wish for an explanation: `explain it like I am five`."""


def is_selection(parse: Parse, things: Sequence[str]) -> bool:
    """Say whether services are asked for: a list of them, or how many they are."""
    if parse.has(Cue.COUNT) and len(things) != 1:
        return bool((len(things) > 1 and not counts_parts(parse)) or parse.classes or _counts_named(parse))
    if len(things) > 1:
        return False
    if things:
        return class_is_subject(parse)
    if parse.asks_yes_or_no:
        return asks_for_any(parse)
    return (
        asks_who(parse)
        or class_is_subject(parse)
        or (parse.has(Cue.LIST) and not is_definition(parse, frozenset()))
    )


def describes_first(parse: Parse) -> bool:
    """Say whether work is told of before a service is asked for: `we have X. Which service ...`."""
    asking = parse.language.question_words | parse.language.describing
    return parse.has(Cue.NEED) and any(
        mention.first > 1
        and parse.tokens[mention.first - 1].lower in asking
        and not any(named.first > mention.first for named in parse.services)
        for mention in parse.classes
    )


def counts_parts(parse: Parse) -> bool:
    """Say whether parts are counted, not what is named: `how many X profiles fit on a Y cluster`."""
    counted = max((f.last for f in parse.cues if f.cue is Cue.COUNT), default=0)
    joining = parse.language.joining
    while counted in parse.named or (
        counted - 1 in parse.named and counted < len(parse.tokens) and parse.tokens[counted].lower in joining
    ):
        counted += 1
    return counted in parse.content


def _counts_named(parse: Parse) -> bool:
    """Whether what is counted is what was named before: `how many of them`."""
    words = {token.lower for token in parse.tokens}
    return bool(words & {"them", "these", "those", "ones"})


def asks_who(parse: Parse) -> bool:
    """Say whether things are asked for that have or do something: `who supports X`, `X: which have it`."""
    for index, token in enumerate(parse.tokens[:-1]):
        if token.lower not in ("who", "which") or parse.services:
            continue
        begins = index == 0 or token.apart or parse.tokens[index - 1].lower in parse.language.joiners
        after = parse.tokens[index + 1].lower
        return begins and (after in _HAVING if token.lower == "which" else after not in _BEING)
    return False


def asks_where(parse: Parse) -> bool:
    """Say whether what uses the thing named may be asked for: `who can use X`, `where can I run on X`."""
    words = [token.lower for token in parse.tokens]
    firsts = [(i, word) for i, word in enumerate(words[:_SHORT]) if word in parse.language.question_words]
    if not firsts or not parse.services or parse.services[0].first <= firsts[0][0] + 1:
        return False
    place, word = firsts[0]
    after = words[place + 1]
    return after in _MODAL if word == "where" else word in ("who", "which") and after not in _BEING


def asks_for_any(parse: Parse) -> bool:
    """Say whether it is asked whether anything does something, so that what does is told."""
    words = [token.lower for token in parse.tokens[:_SHORT]]
    after = words[1:] if words and words[0] in parse.language.auxiliaries else words
    there = after[:1] == ["there"]
    subject = after[1:2] if there else after[:1]
    classed = any(m.first <= _SHORT for m in parse.classes)
    return subject[:1] in (["anything"], ["something"]) or (bool(subject) and subject[0] in _ANY and classed)


def class_is_subject(parse: Parse) -> bool:
    """Tell `which services run on X`, about services, from `which service does X run on`, about X."""
    language = parse.language
    for mention in parse.classes:
        before = {token.lower for token in parse.tokens[: mention.first]}
        opens = mention.first == 0 and _next_word(parse, mention.last) in _RELATIVE
        if not opens and not before & {*language.question_words, *_LISTING}:
            continue
        rest = list(range(mention.last, len(parse.tokens)))
        if not rest or parse.tokens[rest[0]].lower not in language.auxiliaries:
            return True
        rest = [i for i in rest[1:] if parse.tokens[i].lower not in _ARTICLES]
        about_another = rest and (rest[0] in parse.starts or parse.tokens[rest[0]].lower in ("it", "they"))
        return not about_another
    return False


def asks_for_several(parse: Parse) -> bool:
    """Say whether it asks which ones of a class do something: `which services scale`, `which of the teas`.

    Who wants advice asks which one to take.
    """
    if cued(parse, Cue.RECOMMENDATION) or not class_is_subject(parse):
        return False
    return any(
        "which" in (token.lower for token in parse.tokens[max(0, mention.first - _SHORT - 1) : mention.first])
        and parse.tokens[mention.last - 1].lower != parse.tokens[mention.last - 1].stem
        and parse.tokens[mention.last - 1].lower.endswith("s")
        for mention in parse.classes
    )


def _next_word(parse: Parse, index: int) -> str:
    return parse.tokens[index].lower if index < len(parse.tokens) else ""


_HAVING = frozenset({"have", "has", "can", "could", "do", "does", "dont", "cannot", "cant"})
_MODAL = frozenset({"can", "could", "may", "might"})
_BEING = frozenset({"is", "are", "was", "were", "am"})
_ANY = frozenset({"any", "a", "one", "some", "services"})
_RELATIVE = frozenset({"that", "which", "who", "with", "without", "where", "for", "supporting", "having"})
_LISTING = frozenset({"list", "all", "any", "name", "number", "many", "show", "count"})
_ARTICLES = frozenset({"the", "a", "an", "my", "our"})


def is_definition(parse: Parse, hidden: frozenset[int]) -> bool:
    """Say whether the question only asks what the thing named by the hidden tokens is."""
    if parse.asks_yes_or_no and parse.wants.get("definition", 0.0) < SURE:
        return False
    if parse.has(Cue.ABBREVIATION) or (hidden and parse.wants.get("definition", 0.0) >= SURE):
        return True
    explained = cued(parse, Cue.EXPLANATION)
    cues = cued(parse, Cue.DEFINITION, Cue.POLITE, Cue.OPEN) | explained
    left = [index for index in parse.content if index not in cues | hidden]
    if explained and len(left) <= _CHAT:
        return True
    return not left and (bool(cues) or len(parse.tokens) <= _SHORT)


def refers_back(parse: Parse) -> bool:
    """Say whether the question speaks of something named before: `how much does that one cost`."""
    words = [token.lower for token in parse.tokens]
    pairs = set(pairwise(words))
    # After a verb of its own sentence a pronoun means what stands before it: `when nobody uses it`.
    back = any(word in _BACK and (not i or i - 1 not in parse.content) for i, word in enumerate(words))
    return not parse.classes and (back or bool(_BACK_PAIRS & pairs))


_BACK = frozenset({"it", "its", "they", "them", "their"})
_BACK_PAIRS = frozenset({("that", "one"), ("this", "one"), ("is", "that"), ("does", "that")})


def says(parse: Parse, wording: str) -> bool:
    """Say whether the question contains a wording to the letter."""
    return f" {wording.lower()} " in f" {' '.join(t.lower for t in parse.tokens)} "


def cued(parse: Parse, *cues: Cue) -> frozenset[int]:
    """Return the tokens that some cues take up."""
    return _covered((f.first, f.last) for f in parse.cues if f.cue in cues)


def _covered(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(index for first, last in spans for index in range(first, last))
