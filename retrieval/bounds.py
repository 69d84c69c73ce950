"""Amounts that a question asks for, in the units of what it asks: at least so much, exactly so much."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from graph.catalogue import Catalogue
from graph.properties import Kind, Property
from graph.units import Unit
from retrieval.coverage import decides
from retrieval.language import Cue
from retrieval.parse import Parse, covered
from retrieval.quantities import Quantity
from retrieval.question import Comparator, Constraint
from retrieval.wordings import Asks

_RELATIONS = {
    Cue.AT_LEAST: "at_least",
    Cue.MORE_THAN: "more_than",
    Cue.AT_MOST: "at_most",
    Cue.LESS_THAN: "less_than",
}


@dataclass(frozen=True)
class Bounds:
    """Reads amounts as bounds of a catalogue's properties."""

    _catalogue: Catalogue

    def amount(self, parse: Parse, prop: Property) -> Comparator | None:
        """Return the question's amount in the property's unit, and how values are held against it."""
        if prop.unit is None or not parse.quantities:
            return None
        unit = self._catalogue.units[prop.unit]
        for quantity in parse.quantities:
            if quantity.unit is None or quantity.unit.dimension != unit.dimension:
                continue
            amount = self._catalogue.units.convert(quantity.amount, quantity.unit, unit)
            return Comparator(self._relation(parse, prop), replace(quantity, amount=amount, unit=unit))
        return None

    def wanted(self, parse: Parse) -> str | None:
        """Return the dimension of the measure in which an amount is asked for: `how many minutes`."""
        units = self._measures
        asked = (
            word.lower
            for many, word in pairwise(parse.tokens)
            if many.lower == "many" and not parse.text.startswith("-", word.end)
        )
        return next((units[word].dimension for word in asked if word in units), None)

    def is_in(self, constraint: Constraint, dimension: str) -> bool:
        """Say whether what is asked may be told in a dimension: an amount in it, or words."""
        for iri in constraint.properties:
            prop = self._catalogue.properties[iri]
            if prop.kind is Kind.TEXT:
                return True
            if prop.unit is not None and self._catalogue.units[prop.unit].dimension == dimension:
                return True
        return False

    @cached_property
    def _measures(self) -> Mapping[str, Unit]:
        """The unit that each word for a measure means."""
        return {
            name.lower(): unit
            for unit in self._catalogue.units.all
            if unit.is_measure
            for name in (unit.singular, unit.plural, *unit.names)
        }

    def by_increment(self, parse: Parse, constraint: Constraint) -> Constraint:
        """Return what is asked with the step that is named by its unit alone: `per second`, `hourly`."""
        prop = self._catalogue.properties[constraint.properties[0]]
        if not prop.increment or prop.unit is None or constraint.amount is not None or parse.offers_both:
            return constraint
        unit = self._catalogue.units[prop.unit]
        named = self._alone(parse, unit)
        if named is None or constraint.asks is not Asks.TRUE:
            return constraint
        index, said = named
        amount = self._catalogue.units.convert(Decimal(1), said, unit)
        quantity = Quantity(amount, unit, index, index + 1, parse.tokens[index].text)
        return replace(constraint, amount=Comparator("exactly", quantity), negated=parse.negated)

    def _alone(self, parse: Parse, unit: Unit) -> tuple[int, Unit] | None:
        """The first word that is a unit of a dimension and belongs to no amount."""
        counted = covered(parse.quantities)
        for index, token in enumerate(parse.tokens):
            named = self._measures.get(token.lower) or self._measures.get(token.lower.removesuffix("ly"))
            written_out = len(token.lower) > 1 and index not in counted
            if written_out and named is not None and named.dimension == unit.dimension:
                return index, named
        return None

    def counted(self, parse: Parse, constraint: Constraint) -> Constraint:
        """Return what is asked with the number that a yes or no names without its unit: `is 5 the most`."""
        prop = self._catalogue.properties[constraint.properties[0]]
        bare = [quantity for quantity in parse.quantities if quantity.unit is None]
        if not decides(parse) or prop.unit is None or constraint.amount is not None or len(bare) != 1:
            return constraint
        unit = self._catalogue.units[prop.unit]
        # What is measured in one unit alone, as shares are, needs none to be understood.
        alike = sum(other.dimension == unit.dimension for other in self._catalogue.units.all)
        measure = unit.is_measure and alike > 1
        if prop.kind is not Kind.QUANTITY or measure or constraint.asks is Asks.NO_LIMIT:
            return constraint
        amount = Comparator(self._relation(parse, prop), replace(bare[0], unit=unit))
        return replace(constraint, asks=Asks.TRUE, amount=amount, negated=self.fails(parse, prop))

    def _relation(self, parse: Parse, prop: Property) -> str:
        if parse.says_only:
            return "at_most"
        said = {_RELATIONS[found.cue] for found in parse.cues if found.cue in _RELATIONS}
        if parse.equates and not said:
            return "exactly"
        if prop.upper:
            # What one asks for must be granted: only `more than` asks for more than it says.
            return "more_than" if "more_than" in said else "at_least"
        for relation in ("at_least", "at_most", "more_than", "less_than"):
            if relation in said:
                return relation
        return "at_most" if prop.better == "lower" else "at_least"

    @staticmethod
    def fails(parse: Parse, prop: Property) -> bool:
        """Whether it is asked that an amount is too much: `will it be cut off after an hour`."""
        failing = covered(found for found in parse.cues if found.cue is Cue.FAILING)
        reversing = covered(found for found in parse.cues if found.cue is Cue.REVERSAL)
        # A word that says both, as `refuse`, is heard once.
        negated = parse.negated is not bool(failing & reversing)
        return negated is not (prop.upper and bool(failing))
