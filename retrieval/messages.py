"""The questions of one message: numbered, line by line, sentence by sentence, or joined by `and`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval import forms
from retrieval.choices import BULLET, marked_parts
from retrieval.language import Cue, Language
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.text import normalise

_SENTENCE = re.compile(r"(?<=[?!])\s+|(?<=[.])\s+(?=[A-Z])|\n+")
_JOINT = re.compile(
    r"\s*[;,]?\s+(?:and|also|plus|but|&|\+)\s+(?:(?:also|then|if so|if not)\b,?\s+)?|;\s+|,\s+", re.IGNORECASE
)
_PIECE = re.compile(r"\s*(?:[;,]\s*(?:and\s+|plus\s+)?|\s(?:and|plus|&|\+)\s)\s*", re.IGNORECASE)
_NUMBERS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_LEAD = re.compile(r":\s+")
_STOP = re.compile(r"(?<=[.!])\s+")
_MOST_PARTS = 6
_OPENING = 3
"""Words among which a question has its question word; further on it may stand for something told."""
_LONGEST_LEAD = 10
"""Words of what stands before a colon and only says that questions follow."""
_ASKING = (
    *(Cue.COMPARISON, Cue.DEFINITION, Cue.EXPLANATION, Cue.ABBREVIATION, Cue.LIST, Cue.COUNT, Cue.WHY),
    *(Cue.TRUTH, Cue.OPEN, Cue.RECOMMENDATION, Cue.POLITE, Cue.INSTRUCTION, Cue.HOW_TO),
)


@dataclass(frozen=True, slots=True)
class Message:
    """The questions of a message, and the words before them that name what all are about."""

    parts: tuple[str, ...]
    topic: str = ""
    listed: bool = False
    """Whether they are numbered, as options may be too."""


@dataclass(frozen=True, slots=True)
class Splitter:
    """Finds the questions of a message."""

    parser: Parser
    language: Language

    def split(self, text: str) -> Message:
        """Return the questions; what is no question stays with the next that is."""
        listed = self._listed(text)
        if listed is not None:
            return listed
        whole = self.parser.parse(text)
        if forms.describes_first(whole):
            return Message((text,))  # what is described beside the question belongs to it
        counted = self._counted(_lines(text))
        if counted is not None:
            return counted
        topic, rest = self._led(_lines(text))
        sentences = [BULLET.sub("", s.strip()) for s in _SENTENCE.split(rest)]
        if whole.has(Cue.RECOMMENDATION):
            parts = self._after_advice(sentences)
        else:
            parts = self._parts([p for s in sentences for p in self._clauses(s, topic)], topic)
        if len(parts) < 2:
            return Message((text,))
        return Message(tuple(parts[:_MOST_PARTS]), topic)

    def _listed(self, text: str) -> Message | None:
        """The numbered questions of `1) ...? 2) ...?`, which are no options to choose from."""
        found = marked_parts(text)
        if found is None:
            return None
        stem, options = found
        if self._asks(stem) and not self._only_leads(self.parser.parse(stem)):
            return None
        asking = [option for option in options if self._asks(option.text)]
        if len(asking) * 2 < len(options) or not asking:
            return None
        topic = stem if self.parser.parse(stem).services else ""
        return Message(
            tuple(option.text for option in options if option.text)[:_MOST_PARTS], topic, listed=True
        )

    def _led(self, text: str) -> tuple[str, str]:
        """What the message is about, and the rest, where it opens with words that only lead to questions."""
        for mark in (_LEAD, _STOP, _SENTENCE):
            found = mark.search(text)
            if found is None:
                continue
            lead = self.parser.parse(text[: found.start()])
            if not self._asks(text[found.end() :]) or len(lead.tokens) > _LONGEST_LEAD:
                continue
            if self._only_leads(lead):
                return (lead.text if lead.services or lead.concepts else ""), text[found.end() :]
        return "", text

    def _counted(self, text: str) -> Message | None:
        """The questions that are announced by their number: `two figures: the size of X and its weight`."""
        mark = _LEAD.search(text)
        lead = self.parser.parse(text[: mark.start()]) if mark is not None else None
        if mark is None or lead is None or "?" in text.rstrip("?"):
            return None
        said = {_NUMBERS.get(lead.tokens[f.first].lower) for f in lead.cues if f.cue is Cue.LEADING}
        pieces = tuple(piece for piece in _PIECE.split(text[mark.end() :].strip(" .?!")) if piece)
        topic = lead.text if lead.services else ""
        asked = [self._asks(piece) for piece in pieces if self.parser.parse(piece).services]
        known = bool(topic) or (bool(asked) and all(asked))
        return Message(pieces, topic) if known and len(pieces) in said else None

    def _only_leads(self, lead: Parse) -> bool:
        """Whether words only say that questions follow, or what they are about: `two things about X`."""
        leading = forms.cued(lead, Cue.LEADING, Cue.COMPARISON)
        if lead.has(Cue.LEADING):
            return True
        if lead.asks_yes_or_no or lead.has_question_word or "?" in lead.text:
            return False
        told = frozenset(i for m in lead.concepts for i in range(m.first, m.last))
        if lead.services or (told and lead.has(Cue.COMPARISON)):
            return not [index for index in lead.content if index not in leading | told]
        named = lead.concepts or lead.classes or lead.quantities
        return not (named or lead.has(*_ASKING))

    def _parts(self, pieces: list[str], topic: str) -> list[str]:
        parts: list[str] = []
        pending = ""
        for piece in pieces:
            whole = f"{pending} {piece}".strip()
            if parts and not pending and "?" not in parts[-1] and self._only_why(piece):
                parts[-1] = f"{parts[-1]} {piece}"
            elif self._asks(piece):
                parts.append(whole)
                pending = ""
            elif parts and topic and not pending:
                parts.append(whole)
            else:
                pending = whole
        if pending:
            parts = [*parts[:-1], f"{parts[-1]} {pending}"] if parts else [pending]
        return parts

    def _only_why(self, text: str) -> bool:
        """Whether nothing is asked but why what was told before it is so: `Explain why, please`."""
        parse = self.parser.parse(text)
        cued = forms.cued(parse, Cue.WHY, Cue.EXPLANATION, Cue.POLITE)
        named = parse.services or parse.concepts or forms.refers_back(parse)
        return parse.has(Cue.WHY) and not named and len(set(parse.content) - cued) <= 1

    def _after_advice(self, sentences: list[str]) -> list[str]:
        """A description with its question, and the questions on what is recommended that come after."""
        asked = [n for n, s in enumerate(sentences) if self.parser.parse(s).has(Cue.RECOMMENDATION)]
        last = asked[-1] + 1 if asked else len(sentences)
        first, *rest = [" ".join(sentences[:last]), *sentences[last:]]
        leaning = [s for s in rest if "?" in s and forms.refers_back(self.parser.parse(s))]
        return [first, *rest] if rest and leaning == rest else [" ".join(sentences)]

    def _clauses(self, sentence: str, topic: str) -> list[str]:
        """Part `is X serverless and what does Y cost`, but not `which scale and are serverless`."""
        clauses: list[str] = []
        start = 0
        for match in _JOINT.finditer(sentence):
            before, after = sentence[start : match.start()], sentence[match.end() :]
            begins = self._begins_question(after, match.group(), topic)
            if begins and self._complete(before, (topic, *clauses)) and not self._belongs(before, after):
                clauses.append(before)
                start = match.end()
        return [*clauses, sentence[start:]]

    def _begins_question(self, text: str, joint: str, topic: str) -> bool:
        """Whether a question of its own begins: with a question word, a verb, or `its` and a limit."""
        words = [word.strip("?,.") for word in normalise(text).lower().split()]
        if len(words) < 2:
            return False
        parse = self.parser.parse(text)
        if words[0] in self.language.auxiliaries:
            subject = words[1] in self.language.subject_starts or 1 in parse.starts or 2 in parse.starts
            subject = subject or (words[0] in self.language.copulas and _is_of_concept(parse))
            subject = subject or (forms.refers_back(parse) and words[1] not in self.language.negations)
            return (subject and len(words) > 2) or (subject and ";" in joint)
        if words[0] in self.language.question_words or words[0] == "whether":
            return True
        if words[0] in self.language.leading_in and words[1] in self.language.question_words:
            return len(words) > _OPENING
        if joint.strip() == "," or parse.services:
            return False
        # `and its price`, `+ max memory`: nothing but a property, of what was named.
        limits = {found.first for found in parse.cues if found.cue is Cue.LIMIT}
        return bool(parse.content) and (words[0] == "its" or 0 in limits or bool(topic))

    def _complete(self, text: str, earlier: Sequence[str]) -> bool:
        """Whether a clause could be asked alone: it names something and says something of it."""
        parse = self.parser.parse(text)
        named = bool(parse.services or parse.concepts or forms.refers_back(parse) or any(earlier))
        return named and self._asks(text) and not self._hangs(parse)

    def _belongs(self, before: str, after: str) -> bool:
        """Whether a question is about what is told before it: `X vs Y, which ...`, `2 X, what is that`."""
        told, asked = self.parser.parse(before), self.parser.parse(after)
        if told.classes and not asked.services and _is_of_concept(asked):
            return True  # `which services run X and are Y by default`
        if "?" in before or told.has_question_word or asked.services or not told.tokens:
            return False
        if told.has(Cue.COMPARISON) and len(told.services) > 1:
            return any(found.cue is Cue.SEVERAL and not found.first for found in asked.cues) or (
                asked.tokens[0].lower == "which"
            )
        tells = told.tokens[0].lower in self.language.subject_starts
        points = {"that", "this"} & {token.lower for token in asked.tokens[1:_OPENING]}
        return tells and bool(told.quantities) and bool(points)

    def _hangs(self, parse: Parse) -> bool:
        """Whether a clause only says when or where what follows holds: `when it fails`, `even if it runs`."""
        words = [t.lower for t in parse.tokens]
        while words and (words[0] in self.language.joiners or words[0] == "even"):
            words = words[1:]
        asks = len(words) > 1 and words[1] in self.language.auxiliaries
        return bool(words) and words[0] in self.language.subordinating and not asks

    def _asks(self, text: str) -> bool:
        """Whether a piece is a question; one that only tells belongs to the question beside it."""
        parse = self.parser.parse(text)
        opening = {token.lower for token in parse.tokens[:_OPENING]}
        asks = bool(opening & {*self.language.question_words, "whether"}) or parse.asks_yes_or_no
        if not ("?" in text or asks) and self._tells(parse):
            return False
        limit = parse.has(Cue.LIMIT) and bool(parse.services)
        return "?" in text or asks or limit or parse.has(*_ASKING)

    def _tells(self, parse: Parse) -> bool:
        """Whether a piece that is put as no question claims something, or says something of what it names."""
        claims = any(f.cue in (Cue.CLAIMING, Cue.GIVEN) and f.first < _OPENING for f in parse.cues)
        named = parse.services[0].last if parse.services else len(parse.tokens)
        says = any(token.lower in self.language.auxiliaries for token in parse.tokens[named:])
        return claims or (says and not parse.has_question_word and not parse.has(Cue.POLITE, Cue.LIST))


def _is_of_concept(parse: Parse) -> bool:
    """Whether something is asked of what is named after the verb: `is X possible`, but not `is X too`."""
    names = [m for m in parse.concepts if m.first == 1]
    return any(index > m.last - 1 for m in names for index in parse.content)


def _lines(text: str) -> str:
    """Return the text in one Unicode form, its lines kept apart."""
    return "\n".join(normalise(line) for line in text.splitlines())
