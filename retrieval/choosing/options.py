"""What an option of a multiple-choice question names, and whether it says what an answer says."""

import re
from dataclasses import dataclass
from decimal import Decimal

from retrieval.answer import Draft
from retrieval.choices import Option
from retrieval.conversation import Conversation
from retrieval.evidence import EvidenceFinder

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class OptionReader:
    """Reads options by the names and numbers that they hold."""

    conversation: Conversation
    finder: EvidenceFinder

    def things(self, option: Option) -> tuple[str, ...]:
        """Return the things that an option names; a concept is the form of a service that realises it."""
        parse = self.conversation.parser.parse(option.text)
        things = self.conversation.understander.reader.things(parse)
        together = self.conversation.understander.reader.relating.combined(things)
        if things:
            return (together,) if together else things
        variants = [v for vs in self.finder.catalogue.variants_of.values() for v in vs if v.realises]
        named = {iri for mention in parse.concepts for iri in mention.iris}
        return tuple(v.iri for v in variants if v.realises in named)

    def says(self, draft: Draft, option: Option) -> bool:
        """Say whether an option names or writes one of the values of an answer."""
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
        said = self.numbers(option.text)
        return bool(said) and any(said == self.numbers(str(value.get("label", ""))) for value in values)

    def numbers(self, text: str) -> set[str]:
        """Return the numbers in a text; `free` and `none` are zero."""
        tokens = self.conversation.parser.parse(text).tokens
        zero = {"0"} if {t.lower for t in tokens} & self.conversation.language.zero_words else set()
        numbers = [t.lower.replace(",", "") for t in tokens if t.lower[:1].isdigit()]
        return {str(Decimal(n).normalize()) for n in numbers if _NUMBER.fullmatch(n)} | zero


def _written(label: str, text: str) -> bool:
    """Whether a value is written out in an option, whatever the case and the thousands commas."""
    plain = " ".join(text.lower().replace(",", "").split())
    wanted = " ".join(label.lower().replace(",", "").split())
    return f" {wanted} " in f" {plain} "
