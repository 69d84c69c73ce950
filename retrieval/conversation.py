"""Several questions in one message, and questions that lean on earlier ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.cost.reader import CostReader
from retrieval.following import Following
from retrieval.framing import unframed, without_likening
from retrieval.language import Language
from retrieval.messages import Message, Splitter
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.premises import Premises
from retrieval.question import Declined, Question, QuestionKind
from retrieval.spoken_of import Turn
from retrieval.understand import Understander


@dataclass(frozen=True, slots=True)
class Conversation:
    """Understands messages in the light of the earlier turns."""

    parser: Parser
    understander: Understander
    language: Language
    costs: CostReader
    outcome: Callable[[Question], tuple[str, ...]]
    """What the answer to a question comes down to: the things it finds, the first one first."""
    premises: Premises

    def split(self, text: str) -> Message:
        """Return the questions of a message."""
        return Splitter(self.parser, self.language).split(text)

    def understand(self, text: str, before: Turn | None) -> Question | Declined:
        """Return what a question asks, given the one before it; what it wrongly takes for granted first."""
        parse = without_likening(self.parser.parse(text), self.parser)
        wrong = self.premises.told(parse)
        if wrong is not None:
            return wrong
        bare = unframed(parse, self.parser)
        following = Following.from_understander(self.parser, self.understander)
        resized = following.resizing.resized(bare, before) if before is not None else None
        if resized is not None:
            return resized
        asked = before.question if before is not None else None
        costed = self.costs.read(bare, asked, advice=self._wants_advice(bare))
        if costed is not None:
            return costed
        understood = self._asked(bare, before)
        if bare is not parse and isinstance(understood, Declined):
            # What stands around a question may say what it asks for: `free tier of X: how many do I get`.
            whole = self._asked(parse, before)
            understood = whole if isinstance(whole, Question) else understood
        return self.premises.held(parse, understood)

    def _asked(self, parse: Parse, before: Turn | None) -> Question | Declined:
        """Return what is asked, given the question before it."""
        if before is None:
            alone = self.understander.understand(parse)
            return (self.costs.priced(parse) or alone) if _is_open(alone) else alone
        following = Following.from_understander(self.parser, self.understander)
        continued = following.continued(parse, before)
        if continued is not None:
            return continued
        alone = self.understander.understand(parse)
        if isinstance(alone, Declined):
            return following.rescued(parse, before) or self.costs.priced(parse) or alone
        return alone

    def _wants_advice(self, parse: Parse) -> bool:
        """Whether a text with amounts in it sounds more like work to be placed than like a bill."""
        if not parse.quantities:
            return False
        wants = self.understander.intent.of(parse)
        return wants[QuestionKind.RECOMMENDATION] > wants[QuestionKind.COST]

    def advised(self, text: str) -> Question | None:
        """Return a text read as the description of work for which a service is wanted."""
        parse = self.parser.parse(text)
        advising = self.understander.advising
        return advising.advise(parse, guessed=True) if advising.describes(parse) else None

    def context(self, turns: Sequence[str]) -> Turn | None:
        """Return what was spoken of last in some earlier turns."""
        last: Turn | None = None
        for turn in turns:
            message = self.split(turn)
            last = self.topic(message) or last
            for part in message.parts:
                last = self.turn(part, self.understand(part, last), last)
        return last

    def topic(self, message: Message) -> Turn | None:
        """Return what the words before several questions name, as if it had been asked about."""
        return self._named(message.topic) if message.topic else None

    def turn(self, text: str, understood: Question | Declined, before: Turn | None) -> Turn | None:
        """Return what is spoken of after a question; what a declined one names is spoken of too."""
        if isinstance(understood, Declined):
            return self._named(text) or before
        return Turn.after(text, understood, self.outcome(understood), before)

    def _named(self, text: str) -> Turn | None:
        reader = self.understander.reader
        things = reader.things(self.understander.realised(self.parser.parse(text)))
        if not things:
            return None
        kind = QuestionKind.DEFINITION if len(things) == 1 else QuestionKind.COMPARISON
        return Turn(reader.question(kind, things, ()), (), text)


def _is_open(understood: Question | Declined) -> bool:
    """Whether nothing, or nothing but a comparison of whatever there is, was understood."""
    return isinstance(understood, Declined) or (
        understood.kind is QuestionKind.COMPARISON and not understood.constraints
    )
