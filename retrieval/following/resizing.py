"""Follow-ups that name another size by what it has: `and the 8 GB one?`, after the price of one of 2 GB."""

from dataclasses import dataclass

from retrieval.following.carryover import FRAGMENT, is_told
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.question import Question
from retrieval.spoken_of import Turn
from retrieval.understand import Understander


@dataclass(frozen=True, slots=True)
class Resizing:
    """Puts the amount named now in the place of the one by which a size was named."""

    parser: Parser
    understander: Understander

    def resized(self, parse: Parse, before: Turn) -> Question | None:
        """Return the question before about the size of another amount, or None where it is about none."""
        if len(parse.quantities) != 1 or parse.services or parse.concepts or parse.content:
            return None
        if before.question.cost is not None or len(before.about) != 1 or len(parse.tokens) > FRAGMENT:
            return None
        (size,), (said,) = before.about, parse.quantities
        catalogue = self.understander.reader.catalogue
        sizes = {thing.iri for thing in catalogue.sizes_of.get(catalogue.things[size].variant_of or "", ())}
        if size not in sizes or said.unit is None:
            return None
        asked = self.parser.parse(before.text)
        alike = [
            q for q in self.parser.amounts(asked.tokens) if q.unit and q.unit.dimension == said.unit.dimension
        ]
        if len(alike) != 1:
            return None
        words = [token.text for token in asked.tokens]
        words[alike[0].first : alike[0].last] = [t.text for t in parse.tokens[said.first : said.last]]
        understood = self.understander.understand(self.parser.parse(" ".join(words)))
        if not isinstance(understood, Question) or not sizes.issuperset(understood.subjects):
            return None
        return understood if is_told(self.understander.reader, understood) else None
