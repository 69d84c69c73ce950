"""A question in, an Answer out."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Self

from graph.catalogue import Catalogue, catalogue
from graph.errors import QuestionError
from graph.facts import amount
from graph.store import Graph, belief
from retrieval.answer import Answer, Draft, EngineRef, GraphRef, Sentence
from retrieval.cache import cached_vectors
from retrieval.calibration import drift_threshold, score_threshold
from retrieval.candidates import CandidateFinder
from retrieval.choices import find_choices
from retrieval.choosable import Choosable
from retrieval.choosing import Chooser
from retrieval.compose.answering import compose
from retrieval.conversation import Conversation
from retrieval.cost.calculate import calculator
from retrieval.cost.reader import CostReader
from retrieval.coverage import Coverage
from retrieval.decline import Decliner
from retrieval.encoder import Encoder, Vectors
from retrieval.encoder.load import bundled
from retrieval.evidence import EvidenceFinder
from retrieval.holdings import Holdings
from retrieval.intent import Intent
from retrieval.joining import joined
from retrieval.kept_tokens import kept_tokens
from retrieval.language import Language
from retrieval.leaning import Leaner
from retrieval.markdown import markdown
from retrieval.matching import Matcher
from retrieval.parser import Parser
from retrieval.premises import Premises
from retrieval.profiles import Profiles
from retrieval.question import Declined, Question, QuestionKind, Reason
from retrieval.ranking import Ranker, weights
from retrieval.reader import Reader
from retrieval.relating import Relating
from retrieval.scenario import Scenario
from retrieval.selecting import Selecting
from retrieval.spoken_of import SELECTING
from retrieval.thresholds import Thresholds, kept_thresholds
from retrieval.trust import Trust
from retrieval.understand import Understander
from retrieval.vocabulary import Vocabulary
from retrieval.wordings import questions, value_properties, wordings

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LONGEST_QUESTION = 2000
"""Characters."""


class Assistant:
    """Answers questions about one catalogue. Immutable once built: any thread may ask it."""

    def __init__(
        self,
        catalogue: Catalogue,
        conversation: Conversation,
        finder: EvidenceFinder,
        engine: EngineRef,
    ) -> None:
        self.catalogue = catalogue
        self.conversation = conversation
        self.finder = finder
        self.chooser = Chooser.from_conversation(conversation, finder)
        self.engine = engine

    @classmethod
    def from_graph(cls, graph: Graph, encoder: Encoder, cache: Path | None = None) -> Self:
        """Build the indexes of a graph; `cache` is a folder to keep in what takes long to work out."""
        with kept_tokens(cache, [graph.hash]):
            return cls._from_graph(graph, encoder, cache)

    @classmethod
    def _from_graph(cls, graph: Graph, encoder: Encoder, cache: Path | None) -> Self:
        described = catalogue(graph)
        language = Language.from_catalogue(described)
        phrases = wordings(described)

        def encode(texts: Sequence[str]) -> Vectors:
            return cached_vectors(cache, texts, encoder)

        asked = questions(described, [p.target for p in phrases])
        known = (*phrases, *asked)
        matcher = Matcher(known, encode([w.text for w in known]), language, encoder)
        holdings = Holdings.from_catalogue(described)

        def calibrate() -> Thresholds:
            held = [holdings.holds(service.iri) for service in described.services]
            drift = drift_threshold(matcher, encode, sorted(language.fillers))
            return Thresholds(score_threshold(matcher, held), drift)

        thresholds = kept_thresholds(cache, [graph.hash, encoder.digest], calibrate)
        threshold = thresholds.score
        vocabulary = Vocabulary(described, matcher)
        ranker = Ranker(matcher, vocabulary, weights("ranking"))
        finder = CandidateFinder(described, matcher, holdings, value_properties(described), ranker, threshold)
        parser = Parser(described, language, _english_words(), [p.text for p in phrases])
        coverage = Coverage(described, matcher, vocabulary, thresholds.drift)
        reader = Reader(
            described,
            holdings,
            finder,
            coverage,
            Trust(ranker, coverage, holdings, weights("trust"), threshold),
            Decliner(described, holdings),
            Relating(described, holdings, finder, threshold),
            threshold,
        )
        profiles = Profiles.build(described, vocabulary, encode)
        understander = Understander.from_reader(
            reader,
            Selecting(described, holdings, finder, threshold),
            Scenario(described, parser, finder, Leaner(profiles, matcher), Choosable(profiles), threshold),
            Intent.shipped(matcher),
        )
        order = belief(graph.store)
        evidence = EvidenceFinder(described, order)
        return cls(
            described,
            Conversation(
                parser,
                understander,
                language,
                CostReader(parser, calculator(evidence)),
                lambda question: _outcome(question, evidence),
                Premises.build(
                    parser,
                    understander,
                    lambda subjects, properties: _amounts(subjects, properties, evidence),
                    lambda question: _denies(question, evidence),
                ),
            ),
            evidence,
            EngineRef(_version(), encoder.digest),
        )

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """Return the answer; `earlier` holds the user's earlier questions, oldest first.

        Raises QuestionError where the question is too long.
        """
        if len(question) > LONGEST_QUESTION:
            raise QuestionError(
                f"A question may have {LONGEST_QUESTION} characters; this one has {len(question)}"
            )
        message = self.conversation.split(question)
        choices = find_choices(question) if not message.listed else None
        if choices is not None:
            chosen = self.chooser.choose(choices)
            return self._answer(question, *chosen) if chosen else self._declined(question, self._undecided())
        before = self.conversation.topic(message) or self.conversation.context(earlier)
        parts: list[Answer] = []
        for part in message.parts:
            understood = self.conversation.understand(part, before)
            parts.append(self._one(part, understood))
            if part != message.parts[-1]:
                before = self.conversation.turn(part, understood, before)
        if len(parts) == 1:
            return replace(parts[0], question=question)
        return joined(question, parts)

    def _one(self, question: str, understood: Question | Declined) -> Answer:
        if isinstance(understood, Declined):
            return self._declined(question, understood)
        draft = compose(understood, self.finder)
        if draft is None and understood.kind is QuestionKind.LIST:
            # No service fulfils all that is asked; some may fit what is described.
            advised = self.conversation.advised(question)
            if advised is not None and (draft := compose(advised, self.finder)) is not None:
                return self._answer(question, advised.reading, draft)
        if draft is None:
            return self._declined(question, self._not_held(understood))
        before = _told_before(understood, question)
        return self._answer(
            question, understood.reading, replace(draft, assumptions=(*draft.assumptions, *before))
        )

    def _undecided(self) -> Declined:
        return self.conversation.understander.reader.decliner.undecided()

    def _not_held(self, question: Question) -> Declined:
        return self.conversation.understander.reader.decliner.not_held(question)

    def _declined(self, question: str, declined: Declined) -> Answer:
        draft = Draft(
            kind=None,
            sentences=(Sentence(declined.explanation, ()),),
            result={},
            citations=(),
            sparql=(),
            status="declined",
            reason=declined.reason.value,
            suggestions=declined.suggestions,
        )
        return self._answer(question, "", draft)

    def _answer(self, question: str, reading: str, draft: Draft) -> Answer:
        graph = self.catalogue.graph
        return Answer(
            question=question,
            kind=draft.kind,
            status=draft.status,
            reason=draft.reason,
            reading=reading,
            premise=draft.premise,
            answer=markdown(draft),
            sentences=draft.sentences,
            result=draft.result,
            table=draft.table,
            citations=draft.citations,
            working=draft.working,
            assumptions=draft.assumptions,
            choices=draft.choices,
            parts=(),
            sparql=draft.sparql,
            suggestions=draft.suggestions,
            graph=GraphRef(graph.hash, graph.triples, graph.date),
            engine=self.engine,
        )


def _told_before(understood: Question, question: str) -> tuple[str, ...]:
    """The amounts that are asked for with the words of an earlier question, stated as what is assumed."""
    said = [c.amount.quantity.said for c in understood.constraints if c.amount is not None]
    earlier = [amount for amount in said if any(n not in question for n in _NUMBER.findall(amount))]
    return tuple(f"From the question before: {amount}." for amount in dict.fromkeys(earlier))


def _outcome(question: Question, finder: EvidenceFinder) -> tuple[str, ...]:
    """The things that the answer to a question finds, the first one first."""
    draft = compose(question, finder) if question.kind in SELECTING else None
    result = draft.result if draft is not None else {}
    return tuple(item["iri"] for item in result.get("picks", result.get("items", [])))


def _amounts(
    subjects: Sequence[str], properties: Sequence[str], finder: EvidenceFinder
) -> Mapping[str, Decimal]:
    """What the graph states of some subjects: the amount of each of some properties that has one."""
    cells = finder.cells(subjects, properties).cells
    return {cell.prop.iri: amount(cell.facts[0]) for cell in cells if cell.facts and cell.state is None}


def _denies(question: Question, finder: EvidenceFinder) -> bool:
    """Whether the graph says otherwise than a question takes for granted."""
    draft = compose(question, finder)
    return draft is not None and draft.premise is not None


def _english_words() -> list[str]:
    """The words that are spelt right: those that the encoder's tokeniser keeps whole."""
    path = Path(bundled()) / "tokenizer.json"
    vocabulary = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return [word for word in vocabulary if word.isascii() and word.isalpha() and word.islower()]


def _version() -> str:
    try:
        return version("cloudcite")
    except PackageNotFoundError:
        return "0"


__all__ = ["Assistant", "Reason"]
