"""What a question means without what is told beside it: `how long is it kept, if nobody reads it`.

Left out is what names nothing that the graph knows, since a condition may change the answer, and what only
tells what those who ask are doing: `I'm mapping our servers to it`.
"""

from collections.abc import Sequence

from retrieval.parse import Parse
from retrieval.parser import Parser


def asking_part(parse: Parse, things: Sequence[str], parser: Parser) -> Parse | None:
    """Return the clause that asks, with the one thing that is named; None where all of it may matter."""
    whole = (0, len(parse.tokens))
    first, last = parse.asking_clause
    if (first, last) == whole or _is_remark(parse, first):
        first, last = _before_remark(parse)
    if len(things) != 1 or (first, last) == whole:
        return None
    spans = [(m.first, m.last) for m in (*parse.concepts, *parse.classes)]
    spans += [(q.first, q.last) for q in parse.quantities]
    remark = _is_remark(parse, last)
    if any(end <= first or (start >= last and not remark) for start, end in spans):
        return None
    clause = parse.text[parse.tokens[first].start : parse.tokens[last - 1].end]
    named = parse.services[0]
    if not first <= named.first < last:
        said = parse.text[parse.tokens[named.first].start : parse.tokens[named.last - 1].end]
        clause = f"{said}: {clause}"
    return parser.parse(clause)


def _before_remark(parse: Parse) -> tuple[int, int]:
    """The tokens before the last clause, where that is a remark on what is asked before it."""
    named = parse.services[0].last if parse.services else len(parse.tokens)
    starts = (i for i in range(named, len(parse.tokens)) if parse.tokens[i].apart and _is_remark(parse, i))
    return 0, next(starts, len(parse.tokens))


def _is_remark(parse: Parse, first: int) -> bool:
    """Whether the words from a place on tell what those who ask are doing, and deny nothing."""
    rest = [token.lower for token in parse.tokens[first:]]
    opening = rest[0].partition("'")[0] if rest else ""
    return opening in parse.language.ourselves and parse.language.negations.isdisjoint(rest)
