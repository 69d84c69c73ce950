"""One answer from the answers to several questions in one message."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.answer import Answer, Citation, Sentence, Step
from retrieval.markdown import markdown


def joined(question: str, parts: Sequence[Answer]) -> Answer:
    """Return the outer answer: the parts' sentences in order, their citations numbered through."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    working: list[Step] = []
    texts: list[str] = []
    for part in parts:
        shift = len(citations)
        texts.append(markdown(part, shift))
        sentences += [replace(s, citations=_moved(s.citations, shift)) for s in part.sentences]
        working += [replace(s, citations=_moved(s.citations, shift)) for s in part.working]
        citations += [
            replace(
                c,
                id=c.id + shift,
                premises=_moved(c.premises, shift),
                disputed_by=_moved(c.disputed_by, shift),
            )
            for c in part.citations
        ]
    declined = [part for part in parts if part.status != "answered"]
    answered = [part for part in parts if part.status != "declined"]
    first = answered[0] if answered else parts[0]
    status = "partial" if declined and answered else first.status
    return replace(
        first,
        question=question,
        kind=first.kind,
        status=status,
        reason=declined[0].reason if declined else None,
        reading="; ".join(part.reading for part in parts if part.reading),
        answer="\n\n".join(texts),
        sentences=tuple(sentences),
        citations=tuple(citations),
        working=tuple(working),
        table=None,
        assumptions=tuple(dict.fromkeys(a for part in parts for a in part.assumptions)),
        parts=tuple(parts),
        sparql=tuple(dict.fromkeys(query for part in parts for query in part.sparql)),
        suggestions=tuple(dict.fromkeys(s for part in declined for s in part.suggestions)),
    )


def _moved(numbers: Sequence[int], shift: int) -> tuple[int, ...]:
    return tuple(number + shift for number in numbers)
