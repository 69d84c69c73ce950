"""Whether it is asked what will be: that is in no graph, and what is needed for next year may be."""

from itertools import pairwise

from retrieval.language import Cue, Found
from retrieval.parse import Parse


def asks_of_the_future(parse: Parse) -> bool:
    """Say whether it is asked what will be, and not what is, for something that we do next year."""
    return any(found.cue is Cue.FUTURE and not _is_our_own(parse, found) for found in parse.cues)


def _is_our_own(parse: Parse, found: Found) -> bool:
    """Whether words for the future only tell what is needed for when: `for the meeting of tomorrow`.

    The part of the sentence in which they stand speaks of those who ask, or says what for.
    """
    language = parse.language
    first = found.first
    while first and not parse.tokens[first].apart and parse.tokens[first - 1].lower not in language.deadlines:
        first -= 1
    told = range(first, found.first)
    due = first > 0 and not parse.tokens[first].apart and not parse.named & set(told)
    words = {parse.tokens[index].lower for index in told}
    if not due and not words & language.ourselves:
        return False
    return not any(
        token.lower in language.to_come
        and (following.lower in language.subject_starts or index + 1 in parse.starts)
        for index, (token, following) in enumerate(pairwise(parse.tokens))
    )
