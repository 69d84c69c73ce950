"""Judging options as recommendations for the work that the stem describes."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.choices import Choices, Option
from retrieval.choosing.judged import Judged
from retrieval.choosing.options import OptionReader
from retrieval.compose.drafting import Drafting
from retrieval.compose.recommending import support
from retrieval.compose.weighing import weigh
from retrieval.conversation import Conversation
from retrieval.evidence import EvidenceFinder
from retrieval.parse import Parse
from retrieval.question import QuestionKind
from retrieval.scenario import Needs


@dataclass(frozen=True, slots=True)
class Weighing:
    """Weighs how well options fit."""

    conversation: Conversation
    finder: EvidenceFinder
    options: OptionReader

    def by_fit(self, choices: Choices, stem: Parse) -> list[Judged]:
        """Weigh the options as recommendations for the work that the stem describes."""
        needs = self.conversation.understander.advising.scenario.needs(stem)
        judged = []
        for option in choices.options:
            judged.append(self._fit(option, self.options.things(option), needs))
        return judged if any(j.score > 0 for j in judged) else []

    def _fit(self, option: Option, things: Sequence[str], needs: Needs) -> Judged:
        fits, queries = weigh(things, needs.wishes, needs.leanings, self.finder, offered=True)
        queries = (*queries, *support(fits, (), self.finder))
        draft = Drafting(self.finder)
        against = [fit for fit in fits if fit.excluded and fit.against is not None]
        for fit in against[:1]:
            assert fit.against is not None
            draft.state(fit.against)
        for fit in fits if not against else ():
            for cell in fit.pros[:2]:
                draft.state(cell)
        score = sum(fit.score for fit in fits) / max(1, len(fits)) if not against else -1.0
        told = draft.finish(QuestionKind.CHOICE, {}, queries) if draft.sentences else None
        return Judged(option, round(score, 4), told)
