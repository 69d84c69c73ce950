"""From a question's words to what it asks, or to why it is not answered.

The question's form decides the kind of answer; its names decide whom it is about; what its words match
decides which property or value is asked for; and every word that carries content must be accounted for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.catalogue import Catalogue, Kind
from retrieval import forms
from retrieval.candidates import Candidate, CandidateFinder, spoken_by
from retrieval.coverage import Coverage
from retrieval.decline import Decliner
from retrieval.holdings import Holdings
from retrieval.kinds import kind_of
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint, Declined, Question, QuestionKind, Reason
from retrieval.reading import reading
from retrieval.relating import Relating
from retrieval.scenario import Scenario
from retrieval.selecting import Selecting
from retrieval.wordings import Asks

_EXTREMES = (Asks.HIGHEST, Asks.LOWEST)
_LOST = (Reason.OUT_OF_SCOPE, Reason.UNKNOWN_NAME, Reason.AMBIGUOUS)
_TOLD_OF = 0.85
"""The share of the threshold from which a need is understood well enough to advise."""
_TOLD = 6
"""So many words that say something are a description, not a question gone wrong."""
_TOUCHES = 0.75
"""The share of the threshold from which a property is touched by an open question."""
_AS_NEAR = 0.8
"""The share of the best score from which a property is touched as well."""
_TOUCHED = 4
_TWO = 2
_TIED = 0.02
"""Scores that close say that the words mean both."""


@dataclass(frozen=True)
class Understander:
    """Understands questions about one catalogue."""

    catalogue: Catalogue
    holdings: Holdings
    candidates: CandidateFinder
    coverage: Coverage
    decliner: Decliner
    selecting: Selecting
    relating: Relating
    scenario: Scenario
    threshold: float
    """The score from which a match counts, calibrated on the catalogue's own wordings."""

    @cached_property
    def conditions(self) -> frozenset[str]:
        """What prices depend on."""
        return frozenset().union(*(price.conditions for price in self.catalogue.prices.values()))

    def understand(self, parse: Parse) -> Question | Declined:
        """Return what a question asks."""
        early = self.decliner.before_reading(parse)
        if early is not None:
            return early
        told = self.scenario.parts(parse)
        if told > 1 and (parse.has(Cue.RECOMMENDATION) or forms.describes_first(parse)):
            advised = self.advise(parse)
            if advised is not None:
                return advised
        plain = self._plain(self._realised(parse))
        if parse.has(Cue.RECOMMENDATION) and not self._is_told(parse, plain):
            return self.advise(parse) or plain
        if isinstance(plain, Declined) and plain.reason in _LOST and self.describes(parse):
            return self.advise(parse) or plain
        return plain

    def _is_told(self, parse: Parse, plain: Question | Declined) -> bool:
        """Whether what is asked with the words of a recommendation is a fact on something named."""
        things = self.things(parse)
        offered = len(things) > 1 and parse.between("or")
        return isinstance(plain, Question) and bool(things) and not offered and bool(plain.constraints)

    def _realised(self, parse: Parse) -> Parse:
        """Take a concept for the variant that it names, where more is asked than whether there is one."""
        variants = {v.realises: v for vs in self.catalogue.variants_of.values() for v in vs if v.realises}
        services = {iri for mention in parse.services for iri in mention.iris}
        meant = [
            mention
            for mention in parse.concepts
            if (variant := variants.get(mention.iris[0])) is not None
            and (not services or (variant.variant_of in services and mention.last - mention.first > 1))
            and not (services and parse.asks_yes_or_no)
        ]
        tokens = frozenset(i for m in meant for i in range(m.first, m.last))
        if not meant or parse.classes or not set(parse.content) - tokens:
            return parse
        named = [replace(m, iris=(variants[m.iris[0]].iri,)) for m in meant]
        return replace(
            parse,
            services=tuple(sorted((*parse.services, *named), key=lambda m: m.first)),
            concepts=tuple(m for m in parse.concepts if m not in meant),
        )

    def advise(self, parse: Parse) -> Question | None:
        """Return what is needed by the work described, or None where nothing of it is understood.

        Of services with `or` between them one is recommended; others named are what there is already.
        """
        wishes = self.scenario.wishes(parse)
        if not any(wish.hard or wish.weight >= _TOLD_OF * self.threshold for wish in wishes):
            return None
        things = self.things(parse)
        offered = len(things) > 1 and (parse.between("or") or parse.has(Cue.COMPARISON))
        rest = tuple(thing.iri for thing in self.catalogue.services if thing.iri not in things)
        subjects = things if offered else rest
        described = reading(self.catalogue, QuestionKind.RECOMMENDATION, things if offered else (), ())
        return Question(QuestionKind.RECOMMENDATION, subjects, (), described, wishes=wishes)

    def describes(self, parse: Parse) -> bool:
        """Say whether a text that is no question we know tells of work that needs a service."""
        return parse.has(Cue.NEED) or len(parse.content) >= _TOLD

    def _plain(self, parse: Parse) -> Question | Declined:
        things = self.things(parse)
        if things and parse.has(Cue.WHY):
            return self._why(parse, things)
        if things and parse.has(Cue.OPEN):
            told = self._open(parse, things, parse.named)
            if told is not None:
                return told
        compared = self._compared(parse, things)
        if compared is not None:
            return compared
        if forms.is_selection(parse, things) and not self._is_about(parse, things):
            return self._selection(parse, things)
        if len(things) > 1 and self._is_comparison(parse, things):
            return self._comparison(parse, things, parse.named)
        if things:
            return self._about(parse, things, parse.named)
        return self._without_services(parse)

    def things(self, parse: Parse) -> tuple[str, ...]:
        """The services and variants named, each once; a variant stands for its service too."""
        named = [mention.iris[0] for mention in parse.services]
        parents = {self.catalogue.things[iri].variant_of for iri in named}
        return tuple(dict.fromkeys(iri for iri in named if iri not in parents))

    def about(self, parse: Parse, things: Sequence[str]) -> Question | Declined:
        """Return what a question asks that names nobody, of things named before."""
        if len(things) > 1:
            return self._comparison(parse, things, parse.named)
        return self._about(parse, things, parse.named)

    def _compared(self, parse: Parse, things: Sequence[str]) -> Question | None:
        """Whether one of two has more of something, or costs less: `is this one cheaper than that`."""
        if len(things) != _TWO or not parse.has(Cue.MORE, Cue.LESS, Cue.CHEAPER):
            return None
        either = parse.between("or") or parse.has(Cue.COMPARISON) or parse.has_question_word
        if not either and not parse.asks_yes_or_no and not parse.has(Cue.TRUTH):
            return None
        price = parse.has(Cue.CHEAPER)
        known = self.catalogue.properties
        own = frozenset.intersection(*(self.holdings.states(thing) for thing in things))
        both = own or frozenset.intersection(*(self.holdings.tells(thing) for thing in things))
        kinds = (Kind.PRICE,) if price else (Kind.QUANTITY, Kind.PRICE)
        asked = [
            (c.score, p)
            for c in self.candidates.find(parse, things, parse.named)
            for p in c.constraint.properties
            if p in both and known[p].kind in kinds and c.score >= self.threshold
        ]
        found = [p for _, p in asked] or sorted(
            (p for p in both if price and known[p].kind is Kind.PRICE), key=lambda p: (known[p].importance, p)
        )
        if not found:
            return None
        highest = Asks.HIGHEST if parse.has(Cue.MORE) else Asks.LOWEST
        constraint = Constraint((found[0],), highest, negated=parse.negated and not either)
        kind = QuestionKind.COMPARISON if either else QuestionKind.BOOLEAN
        return self._question(kind, things, [constraint])

    def _is_about(self, parse: Parse, things: Sequence[str]) -> bool:
        """Whether `which service ... X` asks for a value that X has, not for services that have X."""
        if len(things) != 1:
            return False
        forward, backward = self.holdings.holds(things[0]), self.holdings.values_of(things[0])
        for candidate in self.candidates.find(parse, things, parse.named):
            asked = set(candidate.constraint.properties)
            if asked & (forward | backward):
                return not asked & backward
        return True

    def _is_comparison(self, parse: Parse, things: Sequence[str]) -> bool:
        either = parse.between("or")
        linked = self.holdings.linking(things[:1], things[1:])
        if not either and linked and not parse.has(Cue.COMPARISON):
            return False
        if parse.asks_yes_or_no and not either:
            known = self.catalogue.properties
            comparative = any(known[p].symmetric or known[p].asymmetric for p in linked)
            return parse.has(Cue.COMPARISON) and not comparative
        return either or parse.has(Cue.COMPARISON, Cue.LIST) or not parse.content

    # Kinds ---------------------------------------------------------------------------------

    def _without_services(self, parse: Parse) -> Question | Declined:
        """A question that names no service: about ideas, or about all services."""
        subjects = self.relating.ideas(parse)
        if len(subjects) > 1 and parse.has(Cue.COMPARISON):
            iris = [iri for iri, _ in subjects]
            return self._comparison(parse, iris, frozenset().union(*(s for _, s in subjects)))
        for iri, hidden in subjects:
            if forms.is_definition(parse, hidden) or self.relating.speaks_of(parse, iri, hidden):
                return self._about(parse, (iri,), hidden)
        named = frozenset(i for m in parse.concepts for i in range(m.first, m.last))
        if parse.concepts and forms.is_definition(parse, named):
            return self.decliner.nothing_matches([parse.concepts[0].iris[0]], [])
        if not parse.asks_yes_or_no and parse.content:
            return self._selection(parse, ())
        return self._nobody(parse)

    def _selection(self, parse: Parse, things: Sequence[str]) -> Question | Declined:
        """A list or a count of the services for which something holds."""
        kind = QuestionKind.COUNT if parse.has(Cue.COUNT) else QuestionKind.LIST
        if forms.refers_back(parse) and not things:
            return self.decliner.which_service()
        chosen = self.selecting.choose(parse, things)
        if not chosen.constraints and (parse.content or not parse.classes):
            if not things:
                return self._nobody(parse)
            return self.decliner.nothing_matches(things, chosen.ranked)
        if not things and not parse.classes and self._tells_of_one(chosen.constraints):
            return self.decliner.which_service()
        left = self.coverage.unexplained(parse, chosen.constraints, things, chosen.hidden)
        if left:
            if not things:
                return self._nobody(parse, left, chosen.ranked)
            return self.decliner.words_left(left, things, chosen.ranked)
        if chosen.constraints and chosen.constraints[-1].asks in _EXTREMES:
            kind = QuestionKind.SUPERLATIVE
        return self._question(kind, chosen.within, chosen.constraints)

    def _tells_of_one(self, constraints: Sequence[Constraint]) -> bool:
        """Whether what is asked is a value of some one thing, which is not named: `what is the limit`."""
        known = self.catalogue.properties
        return bool(constraints) and all(
            c.asks is Asks.TRUE
            and c.amount is None
            and all(known[p].kind is not Kind.BOOLEAN for p in c.properties)
            for c in constraints
        )

    def _nobody(self, parse: Parse, left: Sequence[str] = (), ranked: Sequence[Candidate] = ()) -> Declined:
        """Decline a question that names nothing we know, with the reason that fits."""
        found = ranked or self.candidates.find(parse, (), frozenset())
        best = self._confident(found)
        if best is None:
            return self.decliner.out_of_scope()
        words = left or self.coverage.unexplained(parse, [best.constraint], (), frozenset())
        known = {parse.tokens[i].text for m in parse.concepts for i in range(m.first, m.last)}
        strange = [word for word in words if word not in known]
        if strange:
            return self.decliner.unknown_name(strange)
        return self.decliner.out_of_scope() if words else self.decliner.which_service()

    def _comparison(self, parse: Parse, things: Sequence[str], hidden: frozenset[int]) -> Question | Declined:
        cued = forms.cued(parse, Cue.COMPARISON, Cue.LIST)
        content = [i for i in parse.content if i not in cued | hidden]
        found = self.candidates.find(parse, things, hidden) if content else []
        best = self._confident(found)
        if best is None and content and not self._is_generic(parse, content):
            return self.decliner.nothing_matches(things, found)
        constraints = [best.constraint] if best else []
        left = self.coverage.unexplained(parse, constraints, things, hidden) if best else ()
        if left:
            return self.decliner.words_left(left, things, found)
        first = self._is_first_asked(parse, constraints)
        kind = QuestionKind.SUPERLATIVE if first else QuestionKind.COMPARISON
        return self._question(kind, things, constraints)

    def _is_first_asked(self, parse: Parse, constraints: Sequence[Constraint]) -> bool:
        """Whether the first of several is asked for: `the longest`, not `the longer`."""
        known = self.catalogue.properties
        return any(
            c.asks in _EXTREMES and self.candidates.extreme(parse, known[c.properties[0]]) is not None
            for c in constraints
        )

    def _is_generic(self, parse: Parse, content: Sequence[int]) -> bool:
        """Whether what is said beside a comparison does not narrow it: `what changes for me`."""
        return parse.has(Cue.COMPARISON) and len(content) < 2

    def _why(self, parse: Parse, things: Sequence[str]) -> Question | Declined:
        """Reasons for what is said of the things named, or for choosing the first of them."""
        hidden = parse.named | forms.cued(parse, Cue.WHY, Cue.CHOOSING)
        found = self.candidates.find(parse, things, parse.named, forms.cued(parse, Cue.WHY, Cue.CHOOSING))
        best = self._confident(found)
        chosen = self._asked(parse, things, hidden, best, found)
        known = self.catalogue.properties
        if chosen is not None and not all(known[p].reason for p in chosen[0].properties):
            constraint, subjects = chosen
            left = self.coverage.unexplained(parse, [constraint], things, hidden)
            if not left or not parse.has(Cue.CHOOSING):
                if left:
                    return self.decliner.words_left(left, things, found)
                question = self._question(QuestionKind.WHY, subjects, [constraint])
                return replace(question, presupposed=True, ending=parse.has(Cue.ENDING))
        if chosen is None and not parse.has(Cue.CHOOSING):
            return self.decliner.nothing_matches(things, found)
        return self._question(QuestionKind.WHY, things, ())

    def _open(self, parse: Parse, things: Sequence[str], hidden: frozenset[int]) -> Question | None:
        """The properties that the words touch, where together they account for every word."""
        asking = forms.cued(parse, Cue.OPEN, Cue.EXPLANATION)
        if not [i for i in parse.content if i not in asking | hidden]:
            return None
        held = frozenset().union(*(self.holdings.tells(thing) for thing in things))
        found = self.candidates.find(parse, things, hidden, asking)
        told = [c for c in found if held & set(c.constraint.properties)]
        least = max(_TOUCHES * self.threshold, _AS_NEAR * told[0].score) if told else 0
        near = [c.constraint for c in told if c.score >= least][:_TOUCHED]
        if not near or self.coverage.unexplained(parse, near, things, hidden | asking):
            return None
        return self._question(QuestionKind.OPEN, things, near)

    def _about(self, parse: Parse, things: Sequence[str], hidden: frozenset[int]) -> Question | Declined:
        """A fact, a yes or no, or a definition of the things named."""
        others = self.relating.others(parse, things, hidden)
        found = self.candidates.find(parse, things, hidden)
        if not self.catalogue.things[things[0]].is_service:
            found = self.relating.held_only(found, things)
        if parse.has_question_word and not parse.asks_yes_or_no:
            found = self.relating.unnamed_first(parse, things, hidden, found)
        best = self._confident(found)
        if len(things) == 1 and self._is_definition(parse, hidden, best):
            idea = self.relating.homonym(parse)
            abbreviated = parse.has(Cue.ABBREVIATION)
            return self._question(QuestionKind.DEFINITION, (idea or things[0],), (), abbreviated)
        read = self._read_together(parse, things, hidden, best)
        if read is not None:
            return read
        chosen = self._asked(parse, things, hidden, best, found)
        first = self._first_of(parse, things, best)
        if first is not None:
            return first
        if chosen is None:
            told = None if parse.asks_yes_or_no else self._open(parse, things, hidden)
            return told or self.decliner.nothing_matches(things, found)
        constraint, subjects = chosen
        left = self.coverage.unexplained(parse, [constraint], (*things, *others), hidden)
        if left:
            return self.decliner.words_left(left, things, found)
        kind = kind_of(parse, constraint, self.catalogue)
        if len(subjects) > 1 and self._is_first_asked(parse, [constraint]):
            return self._question(QuestionKind.SUPERLATIVE, subjects, [constraint])
        asked = [constraint]
        if kind is QuestionKind.FACT and best is not None and constraint is best.constraint:
            asked += self._as_well(best, found, things)
        presupposed = kind is QuestionKind.FACT and self._presupposes(parse, constraint)
        conditions = tuple(other for other in others if other in self.conditions)
        question = self._question(kind, subjects, asked)
        ending = presupposed and parse.has(Cue.ENDING)
        return replace(question, presupposed=presupposed, ending=ending, conditions=conditions)

    def _first_of(self, parse: Parse, things: Sequence[str], best: Candidate | None) -> Question | None:
        """The first among the sizes or variants of a service: `the cheapest type of X`."""
        if len(things) != 1:
            return None
        of = (*self.catalogue.sizes_of.get(things[0], ()), *self.catalogue.variants(things[0]))
        constraint = best.constraint if best is not None else None
        if parse.has(Cue.CHEAPEST, Cue.DEAREST):
            known = self.catalogue.properties
            told = frozenset().union(*(self.holdings.states(thing.iri) for thing in of))
            prices = sorted(
                (p for p in told if known[p].kind is Kind.PRICE), key=lambda p: (known[p].importance, p)
            )
            asks = Asks.LOWEST if parse.has(Cue.CHEAPEST) else Asks.HIGHEST
            constraint = Constraint((prices[0],), asks) if prices else constraint
        if constraint is None or constraint.asks not in _EXTREMES:
            return None
        prop = constraint.properties[0]
        within = tuple(thing.iri for thing in of if prop in self.holdings.states(thing.iri))
        if not within or (
            prop in self.holdings.states(things[0]) and not parse.has(Cue.CHEAPEST, Cue.DEAREST)
        ):
            return None
        return self._question(QuestionKind.SUPERLATIVE, within, [constraint])

    def _presupposes(self, parse: Parse, constraint: Constraint) -> bool:
        """Whether a question takes what it asks about for granted: `how does X scale to zero`."""
        words = [t.lower for t in parse.tokens if t.lower in parse.language.question_words]
        kinds = {self.catalogue.properties[p].kind for p in constraint.properties}
        said = constraint.amount is not None or kinds == {Kind.BOOLEAN}
        return said and bool(words) and words[0] in parse.language.presupposing

    def _read_together(
        self, parse: Parse, things: Sequence[str], hidden: frozenset[int], best: Candidate | None
    ) -> Question | Declined | None:
        """Names that are not two subjects: a variant named by two, or one that is a word here."""
        if len(things) < 2:
            return None
        together = self.relating.combined(things)
        if together is not None and best is not None and self._is_plain(best):
            return self._about(parse, (together,), hidden)
        linked = self.holdings.linking(things[:1], things[1:])
        return None if linked or not parse.asks_yes_or_no else self._name_as_word(parse, things, hidden)

    def _asked(
        self,
        parse: Parse,
        things: Sequence[str],
        hidden: frozenset[int],
        best: Candidate | None,
        found: Sequence[Candidate],
    ) -> tuple[Constraint, tuple[str, ...]] | None:
        """What is asked and of whom: a link, a value that is not stated, or the best match."""
        others = self.relating.others(parse, things, hidden)
        says = any(index not in hidden for index in parse.content)
        # Without a word of its own, `does X use Y` is about the link and nothing else.
        relation = self.relating.relation(
            parse, things, others, best if says else None, found if says else []
        )
        if relation is not None:
            return relation, tuple(things[:1])
        if len(things) == 1 and parse.asks_yes_or_no:
            unstated = self.relating.unstated(parse, things, hidden, best)
            if unstated is not None:
                return unstated, tuple(things)
        # Of two things that nothing links, a yes or no is told by what is asked of both.
        if best is None or (len(things) > 1 and parse.asks_yes_or_no and not self._is_plain(best)):
            return None
        return best.constraint, tuple(things)

    def _name_as_word(
        self, parse: Parse, things: Sequence[str], hidden: frozenset[int]
    ) -> Question | Declined | None:
        """A name that is also a word for a property: `can X use spot`."""
        for mention in parse.services:
            span = frozenset(range(mention.first, mention.last))
            rest = tuple(thing for thing in things if thing not in mention.iris)
            if not rest or len(rest) == len(things):
                continue
            best = self._confident(self.candidates.find(parse, rest, hidden - span))
            if best is not None and not best.constraint.values and spoken_by(parse, best, span):
                return self._about(parse, rest, hidden - span)
        return None

    def _is_plain(self, candidate: Candidate) -> bool:
        """Whether a yes-or-no property or an amount is asked for, and no link between things."""
        kinds = {self.catalogue.properties[p].kind for p in candidate.constraint.properties}
        return kinds <= {Kind.BOOLEAN, Kind.QUANTITY}

    def _as_well(
        self, best: Candidate, found: Sequence[Candidate], things: Sequence[str]
    ) -> list[Constraint]:
        """The amounts that the words ask for as much as for the best one: the parts of a free tier."""
        held = frozenset().union(*(self.holdings.holds(thing) for thing in things))
        tied = [
            c.constraint
            for c in found
            if c.constraint.properties != best.constraint.properties
            and c.score >= best.score - _TIED
            and {self.catalogue.properties[p].kind for p in c.constraint.properties} == {Kind.QUANTITY}
            and held & set(c.constraint.properties)
        ]
        return list({constraint.properties: constraint for constraint in tied}.values())

    def _is_definition(self, parse: Parse, hidden: frozenset[int], best: Candidate | None) -> bool:
        """Whether nothing is asked of a thing but what it is."""
        beside = [m for m in parse.concepts if not hidden & set(range(m.first, m.last))]
        if beside or not forms.is_definition(parse, hidden):
            return False
        exact = best is not None and forms.says(parse, best.wording)
        return not exact or parse.has(Cue.ABBREVIATION) or self.relating.homonym(parse) is not None

    # Parts ---------------------------------------------------------------------------------

    def _confident(self, found: Sequence[Candidate]) -> Candidate | None:
        if not found or found[0].score < self.threshold:
            return None
        return found[0]

    def _question(
        self,
        kind: QuestionKind,
        subjects: Sequence[str],
        constraints: Sequence[Constraint],
        abbreviated: bool = False,
    ) -> Question:
        described = reading(self.catalogue, kind, subjects, constraints)
        return Question(kind, tuple(subjects), tuple(constraints), described, abbreviated=abbreviated)
