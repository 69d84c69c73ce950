"""Answering multiple-choice questions: each option is held against what the graph says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from graph.properties import Kind
from retrieval.answer import Choice, Citation, Draft, Sentence
from retrieval.choices import Choices, Option
from retrieval.compose import compose
from retrieval.compose.drafting import Drafting
from retrieval.compose.recommending import support
from retrieval.compose.weighing import weigh
from retrieval.compose.wording import listed
from retrieval.conversation import Conversation
from retrieval.evidence import EvidenceFinder
from retrieval.parse import Parse
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.scenario import Needs
from retrieval.wordings import Asks

_VALUES = (QuestionKind.FACT, QuestionKind.DEFINITION, QuestionKind.LIST, QuestionKind.OPEN)

_LIKELY = 8
"""So many readings of a stem are held against the amounts offered."""
_NEAR = 0.8
"""The share of the threshold from which a reading counts where options narrow what is meant."""
_APART = 0.05
"""By how much the words of one option must be nearer to the stem than those of the next."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the graph says of one option: how much speaks for it, and the words."""

    option: Option
    score: float
    draft: Draft | None


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


@dataclass(frozen=True, slots=True)
class Chooser:
    """Chooses between the options of a question about one catalogue."""

    conversation: Conversation
    finder: EvidenceFinder

    def choose(self, choices: Choices) -> tuple[str, Draft] | None:
        """Return how the question was read and the answer, or None where the graph cannot tell."""
        stem = self._asked(choices.stem)
        judges = [self._by_answer, self._by_amount, self._by_holding, self._by_relation, self._by_fit]
        if self._wants_advice(stem):
            judges = [self._by_fit, self._by_answer, self._by_holding]
        if choices.statements:
            judges = [self._by_statement, *reversed(judges)]
        else:
            judges = [*judges, self._by_statement, self._by_likeness]
        for judge in judges:
            judged = judge(choices, stem)
            chosen = _chosen(choices, judged)
            if chosen:
                return f"choice: {choices.wanted} of {len(choices.options)}", self._draft(judged, chosen)
        return None

    def _asked(self, text: str) -> Parse:
        """Return the words of a stem, without an opening that names nothing: `stuck on this one: ...`."""
        opening, _, rest = text.partition(": ")
        led = self.conversation.parser.parse(opening)
        told = led.services or led.concepts or led.classes or led.quantities
        return self.conversation.parser.parse(text if told or not rest else rest)

    def _by_answer(self, choices: Choices, stem: Parse) -> list[_Judged]:
        """Hold the options against the answer to the stem alone."""
        understood = self.conversation.understander.understand(stem)
        if not isinstance(understood, Question) or understood.kind not in _VALUES:
            return []
        draft = compose(understood, self.finder)
        if draft is None:
            return []
        return [_Judged(option, float(self._says(draft, option)), draft) for option in choices.options]

    def _wants_advice(self, stem: Parse) -> bool:
        """Whether a stem describes work, so that what fits best is asked for."""
        understood = self.conversation.understander.understand(stem)
        return isinstance(understood, Question) and understood.kind is QuestionKind.RECOMMENDATION

    def _by_amount(self, choices: Choices, stem: Parse) -> list[_Judged]:
        """Which of several amounts is that of what the stem most likely means, in the options' unit."""
        understander = self.conversation.understander
        things = understander.reader.things(stem)
        parses = [self.conversation.parser.parse(option.text) for option in choices.options]
        if not things or not all(self._numbers(option.text) for option in choices.options):
            return []
        units = [q.unit for parse in parses for q in parse.quantities if q.unit is not None]
        shared = {unit.dimension for unit in units} if len(units) == len(parses) else set()
        found = understander.reader.candidates.find(stem, things, stem.named)
        known = self.finder.catalogue.properties
        likely = [(known[p], c.score) for c in found[:_LIKELY] for p in c.constraint.properties]
        likely += [(known[p], score) for prop, score in likely for p in prop.detailed_by]
        for prop, score in likely:
            if prop.kind is Kind.QUANTITY and shared:
                unit = self.finder.catalogue.units[prop.unit] if prop.unit else None
                meant = unit is not None and unit.dimension in shared
            else:
                meant = prop.kind in (Kind.QUANTITY, Kind.PRICE)
                meant = meant and score >= _NEAR * understander.reader.threshold
            if not meant or prop.iri not in understander.reader.holdings.tells(things[0]):
                continue
            asked = Constraint((prop.iri,), Asks.TRUE)
            draft = compose(Question(QuestionKind.FACT, things[:1], (asked,), ""), self.finder)
            if draft is None:
                continue
            said = [_Judged(o, float(self._says(draft, o)), draft) for o in choices.options]
            if sum(j.score for j in said) == choices.wanted:
                return said
        return []

    def _by_holding(self, choices: Choices, stem: Parse) -> list[_Judged]:
        """Hold each option against the condition that the stem states: `which of these scale to zero`."""
        understander = self.conversation.understander
        heard = understander.intent.heard(replace(stem, services=()))
        constraints = understander.selecting.choose(heard, ()).constraints
        things = [self._things(option) for option in choices.options]
        if not constraints or not all(things):
            return []
        judged = []
        for option, named in zip(choices.options, things, strict=True):
            drafts = [
                compose(Question(QuestionKind.BOOLEAN, named[:1], (constraint,), ""), self.finder)
                for constraint in constraints
            ]
            told = [None if draft is None else draft.result.get("boolean") for draft in drafts]
            held = sum({True: 1.0, False: -1.0}.get(t, 0.0) if t is not None else 0.0 for t in told)
            judged.append(_Judged(option, held / len(told), next((d for d in drafts if d is not None), None)))
        return judged if any(j.score > 0 for j in judged) else []

    def _by_likeness(self, choices: Choices, stem: Parse) -> list[_Judged]:
        """Which option's uses and strengths are worded most like the stem; nothing where two are alike."""
        reader = self.conversation.understander.reader
        judged = []
        for option in choices.options:
            things = self._things(option)
            found = reader.candidates.find(stem, things, stem.named) if things else []
            best = next((c for c in found if self._speaks_for(c.constraint)), None)
            if best is None or not best.score >= _NEAR * reader.threshold:
                judged.append(_Judged(option, 0.0, None))
                continue
            draft = self._linked(things[0], best.constraint.values, best.constraint.properties)
            judged.append(_Judged(option, round(best.score, 4) if draft else 0.0, draft))
        ordered = sorted((j.score for j in judged), reverse=True)
        apart = len(ordered) > choices.wanted and (
            ordered[choices.wanted - 1] - ordered[choices.wanted] >= _APART
        )
        return judged if apart and not choices.excepted else []

    def _speaks_for(self, constraint: Constraint) -> bool:
        """Whether to have a value speaks for what has it."""
        known = [self.finder.catalogue.properties[p] for p in constraint.properties]
        return bool(constraint.values) and not any(p.denies or p.incidental for p in known)

    def _things(self, option: Option) -> tuple[str, ...]:
        """The things that an option names; a concept stands for the form of a service that realises it."""
        parse = self.conversation.parser.parse(option.text)
        things = self.conversation.understander.reader.things(parse)
        together = self.conversation.understander.reader.relating.combined(things)
        if things:
            return (together,) if together else things
        variants = [v for vs in self.finder.catalogue.variants_of.values() for v in vs if v.realises]
        named = {iri for mention in parse.concepts for iri in mention.iris}
        return tuple(v.iri for v in variants if v.realises in named)

    def _says(self, draft: Draft, option: Option) -> bool:
        """Whether an option names or writes one of the values of an answer."""
        parse = self.conversation.parser.parse(option.text)
        mentions = (*parse.services, *parse.concepts, *parse.homonyms)
        named = {iri for mention in mentions for iri in mention.iris}
        values = [*draft.result.get("values", []), *draft.result.get("items", [])]
        for value in values:
            if "value" in value and value["iri"] not in named and value["value"] in named:
                return True
            if "value" not in value and value["iri"] in named:
                return True
        labels = [str(value.get("label", "")) for value in values]
        labels += [c.object.label for c in draft.citations if c.object.iri is None]
        if any(_written(label, option.text) for label in labels):
            return True
        said = self._numbers(option.text)
        return bool(said) and any(said == self._numbers(str(value.get("label", ""))) for value in values)

    def _numbers(self, text: str) -> set[str]:
        """The numbers in a text; `free` and `none` are zero."""
        tokens = self.conversation.parser.parse(text).tokens
        zero = {"0"} if {t.lower for t in tokens} & self.conversation.language.zero_words else set()
        numbers = [t.lower.replace(",", "") for t in tokens if t.lower[:1].isdigit()]
        return {str(Decimal(n).normalize()) for n in numbers if _NUMBER.fullmatch(n)} | zero

    def _by_relation(self, choices: Choices, stem: Parse) -> list[_Judged]:
        """Which options name something that the stem's subject is linked with, as the stem says."""
        understander = self.conversation.understander
        (subject, *_) = (*understander.reader.things(stem), "")
        if not subject:
            return []
        found = understander.reader.candidates.find(stem, (subject,), stem.named)
        judged = []
        for option in choices.options:
            parse = self.conversation.parser.parse(option.text)
            others = [iri for m in (*parse.services, *parse.concepts) for iri in m.iris]
            linking = understander.reader.holdings.linking([subject], others)
            asked = understander.reader.candidates.likeliest(linking, found) if linking else frozenset()
            draft = self._linked(subject, others, sorted(asked)) if asked else None
            fits = [c.score for c in found if asked & set(c.constraint.properties)]
            judged.append(_Judged(option, round(max(fits, default=0.1), 4) if draft else 0.0, draft))
        return judged if any(j.score for j in judged) else []

    def _linked(self, subject: str, others: Sequence[str], properties: Sequence[str]) -> Draft | None:
        constraint = Constraint(tuple(properties), Asks.VALUE, tuple(others))
        return compose(Question(QuestionKind.FACT, (subject,), (constraint,), ""), self.finder)

    def _by_statement(self, choices: Choices, stem: Parse) -> list[_Judged]:
        """Ask of each option whether it holds of what the stem names."""
        names = [
            self.finder.catalogue.label(t) for t in self.conversation.understander.reader.things(stem)[:1]
        ]
        judged = []
        for option in choices.options:
            own = self.conversation.parser.parse(option.text)
            told = option.text.removeprefix("It ").removeprefix("it ")
            whom = [] if 0 in own.starts else names
            if not (whom or own.services):
                return []
            text = f"is it true that {' '.join([*whom, told])}"
            understood = self.conversation.understander.understand(self.conversation.parser.parse(text))
            draft = compose(understood, self.finder) if isinstance(understood, Question) else None
            holds = draft.result.get("boolean") if draft is not None else None
            judged.append(_Judged(option, 0.0 if holds is None else 1.0 if holds else -1.0, draft))
        return judged if any(j.score for j in judged) else []

    def _by_fit(self, choices: Choices, stem: Parse) -> list[_Judged]:
        """Weigh the options as recommendations for the work that the stem describes."""
        needs = self.conversation.understander.scenario.needs(stem)
        judged = []
        for option in choices.options:
            judged.append(self._fit(option, self._things(option), needs))
        return judged if any(j.score > 0 for j in judged) else []

    def _fit(self, option: Option, things: Sequence[str], needs: Needs) -> _Judged:
        fits, queries = weigh(things, needs.wishes, needs.leanings, self.finder, offered=True)
        queries = (*queries, *support(fits, (), self.finder))
        draft = Drafting(self.finder)
        against = [fit for fit in fits if fit.against is not None]
        for fit in against[:1]:
            assert fit.against is not None
            draft.state(fit.against)
        for fit in fits if not against else ():
            for cell in fit.pros[:2]:
                draft.state(cell)
        score = sum(fit.score for fit in fits) / max(1, len(fits)) if not against else -1.0
        told = draft.finish(QuestionKind.CHOICE, {}, queries) if draft.sentences else None
        return _Judged(option, round(score, 4), told)

    def _draft(self, judged: Sequence[_Judged], chosen: Sequence[_Judged]) -> Draft:
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


def _choice(judged: _Judged, told: Sequence[Sentence], chosen: bool) -> Choice:
    why = told[0] if told else Sentence("Nothing in the graph speaks for it here.", ())
    return Choice(judged.option.label, judged.option.text, chosen, why.text, why.citations)


def _chosen(choices: Choices, judged: Sequence[_Judged]) -> list[_Judged]:
    """The options that stand out, as many as are wanted; none where they do not."""
    if not judged:
        return []
    sign = -1 if choices.excepted else 1
    ordered = sorted(judged, key=lambda j: -sign * j.score)
    last, after = ordered[choices.wanted - 1], ordered[choices.wanted : choices.wanted + 1]
    if after and after[0].score == last.score:
        return []
    if sign * last.score <= 0 and not (choices.excepted and last.score < max(j.score for j in judged)):
        return []
    return sorted(ordered[: choices.wanted], key=lambda j: j.option.label)


def _written(label: str, text: str) -> bool:
    """Whether a value is written out in an option, whatever the case and the thousands commas."""
    plain = " ".join(text.lower().replace(",", "").split())
    wanted = " ".join(label.lower().replace(",", "").split())
    return f" {wanted} " in f" {plain} "
