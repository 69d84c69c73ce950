"""Wording which options are right, with what the judge found of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answer import Choice, Citation, Draft, Sentence
from retrieval.choosing.judged import Judged
from retrieval.compose.wording import listed
from retrieval.question import QuestionKind


def worded(judged: Sequence[Judged], chosen: Sequence[Judged]) -> Draft:
    """Return the answer: which options are right, why, and what is told of each."""
    gathered = _Gathered([], [])
    told = {j.option.label: gathered.add(j.draft) if j.draft is not None else [] for j in judged}
    names = listed([f"{j.option.label} ({j.option.text})" for j in chosen])
    reasons = [s for j in chosen for s in told[j.option.label][:2]]
    # Where an exception is right since nothing speaks for it, what speaks for the others tells so.
    telling = reasons or [s for sentences in told.values() for s in sentences[:1]]
    cited = tuple(dict.fromkeys(n for s in telling for n in s.citations))
    lead = Sentence(f"{names} {'is' if len(chosen) == 1 else 'are'} right.", cited)
    picked = {j.option.label for j in chosen}
    return Draft(
        kind=QuestionKind.CHOICE.value,
        sentences=(lead, *dict.fromkeys(reasons)),
        result={"labels": sorted(picked)},
        citations=tuple(gathered.citations),
        sparql=tuple(gathered.queries),
        choices=tuple(_choice(j, told[j.option.label], j.option.label in picked) for j in judged),
    )


@dataclass(slots=True)
class _Gathered:
    """The citations and queries of several drafts, numbered through."""

    citations: list[Citation]
    queries: list[str]

    def add(self, draft: Draft) -> list[Sentence]:
        """Return the sentences of a draft with their new numbers."""
        moved: dict[int, int] = {}
        known = {(c.triple, c.source.iri): c.id for c in self.citations}
        for citation in draft.citations:
            key = (citation.triple, citation.source.iri)
            if key not in known:
                known[key] = len(self.citations) + 1
                self.citations.append(replace(citation, id=known[key]))
            moved[citation.id] = known[key]
        for place, citation in enumerate(self.citations):
            if (citation.triple, citation.source.iri) in {(c.triple, c.source.iri) for c in draft.citations}:
                own = next(c for c in draft.citations if c.triple == citation.triple)
                self.citations[place] = replace(
                    citation,
                    premises=tuple(moved[n] for n in own.premises),
                    disputed_by=tuple(moved[n] for n in own.disputed_by),
                )
        self.queries += [query for query in draft.sparql if query not in self.queries]
        return [Sentence(s.text, tuple(moved[n] for n in s.citations)) for s in draft.sentences]


def _choice(judged: Judged, told: Sequence[Sentence], chosen: bool) -> Choice:
    why = told[0] if told else Sentence("Nothing in the graph speaks for it here.", ())
    return Choice(judged.option.label, judged.option.text, chosen, why.text, why.citations)
