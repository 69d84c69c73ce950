"""Declining to work out a cost: what is not held, what does not fit, and what is valid instead."""

from collections.abc import Sequence

from graph.catalogue import Catalogue
from graph.errors import QuestionError
from retrieval.compose.wording import listed
from retrieval.cost.calculate import Calculator
from retrieval.cost.phrases import Part
from retrieval.cost.seen import Seen, Seer
from retrieval.cost.workload import Workload
from retrieval.question import Declined, Reason


class CostDecliner:
    """Says why a cost cannot be worked out, and what can be."""

    def __init__(self, seer: Seer) -> None:
        self._seer = seer
        self._catalogue: Catalogue = seer.catalogue
        self._calculator: Calculator = seer.calculator

    def unknown_size(self, seen: Seen) -> Declined:
        """Decline what only looks like the name of a size, with the nearest that are known."""
        strange = seen.strange[0]
        shapes, text = self._seer.shapes, seen.parse.text
        near = shapes.near(strange.word)
        instead = tuple(f"{text[: strange.start]}{name}{text[strange.end :]}" for name in near)
        count = sum(map(len, shapes.sizes.values()))
        return Declined(
            Reason.UNKNOWN_NAME,
            f"The graph holds no “{strange.word}”. It knows {count} sizes with such names; nearest are "
            f"{listed(near)}.",
            instead,
        )

    def unpriced(self, seen: Seen) -> Declined:
        """Decline a place, or another option, for which there are no prices, with those that have some."""
        places = listed(list(seen.unpriced))
        choice = next(iter(seen.unpriced.values()))
        valid = " or ".join(_written(self._catalogue, option) for option in choice.options)
        return Declined(
            Reason.NOT_IN_GRAPH,
            f"The graph holds no prices for {places}: as {choice.label} it knows {valid}.",
            (_without(seen.parse.text, next(iter(seen.unpriced))),),
        )

    def no_price(self, seen: Seen) -> Declined:
        """Decline the price of a thing with an option for which it has none, where it has others."""
        label = self._catalogue.label
        whose, options = label(seen.services[0]), listed([label(option) for option in seen.options])
        text = f"The graph holds no price of {whose} for {options}."
        return Declined(Reason.NOT_IN_GRAPH, text, (f"What does {whose} cost?",))

    def unfit(self, seen: Seen) -> Declined | None:
        """Decline an amount whose unit does not fit what it is said to be of: `5 kg of requests`."""
        tokens = seen.parse.tokens
        for index, token in enumerate(tokens[:-1]):
            counted = self._seer.dimensions.counted_by(tokens[index + 1])
            amount = index > 1 and tokens[index - 2].text[:1].isdigit()
            several = amount and tokens[index + 1].lower.endswith("s")
            if token.lower != "of" or counted is None or not several or counted.name in seen.found.amounts:
                continue
            given = f"{tokens[index - 2].text} {tokens[index - 1].text}"
            example = f"give for example {counted.example}"
            return senseless(f"“{given}” is no amount of “{counted.label}”: {example}.")
        return None

    def unused(self, seen: Seen) -> Declined | None:
        """Decline amounts by which no bill of the things named goes, with those by which they go."""
        bills = [rules for thing in seen.services for rules in self._calculator.bills_of(thing)]
        known = self._catalogue.bills.dimensions
        goes = [d.label for d in known.values() if any(d.name in rules.dimensions for rules in bills)]
        strange = [known[name].label for name in seen.found.amounts]
        if not goes or any(label in goes for label in strange) or not strange:
            return None
        things = listed([self._catalogue.label(thing) for thing in seen.services])
        return Declined(
            Reason.NOT_IN_GRAPH,
            f"In the graph, the bill of {things} does not go by {listed(strange)}; it goes by "
            f"{listed(goes, len(goes))}.",
            self._by_themselves(seen),
        )

    def _by_themselves(self, seen: Seen) -> tuple[str, ...]:
        """A question about an amount that has a bill of its own, such as data that is sent."""
        if len(seen.found.amounts) != 1:
            return ()
        ((name, value),) = seen.found.amounts.items()
        dimension = self._catalogue.bills.dimensions[name]
        if not dimension.unit.plural or not dimension.unit.is_measure:
            return ()
        try:
            found = self._calculator.estimates(Workload({name: value}))
        except QuestionError:
            return ()
        amount = self._catalogue.units.show(value, dimension.unit.iri)
        return (f"What does {amount} of {dimension.label} cost?",) if found.estimates else ()

    @staticmethod
    def unheard(seen: Seen) -> Declined | None:
        """Decline a few words that are not understood and may change the cost; None where there are many."""
        stated = len(seen.found.amounts) > 1 and not seen.rests
        clear = seen.has(Part.ASKED, Part.EVEN, Part.SAVED) and stated
        if len(seen.left) > _STRANGE or not clear:
            return None
        words = ", ".join(f"“{word}”" for word in seen.left)
        return Declined(
            Reason.UNKNOWN_NAME,
            f"I can work out what that costs, but I do not know {words}, which may change it: leave it out, "
            "or say it in other words.",
        )


_STRANGE = 3
"""Words that are not understood, of which a question about costs may have so many and still be one."""


def senseless(text: str) -> Declined:
    """Return the decline of what makes no sense."""
    return Declined(Reason.OUT_OF_SCOPE, text)


def _written(catalogue: Catalogue, option: str) -> str:
    """An option with the short name by which programs know it."""
    label, name = catalogue.label(option), option.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    placed = option in {price.region for price in catalogue.prices.values()}
    return f"{label} ({name})" if placed and name.lower() not in label.lower() else label


def _without(text: str, place: str) -> str:
    """The text without a place, so that it can be asked."""
    start = text.lower().find(place.lower())
    before = text[:start].rstrip()
    if before.rpartition(" ")[2] in _BEFORE_A_PLACE:
        before = before.rpartition(" ")[0]
    return " ".join(f"{before} {text[start + len(place) :]}".split())


_BEFORE_A_PLACE: Sequence[str] = ("in", "for", "at", "with", "a")
