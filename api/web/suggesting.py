"""Suggestions while typing: names and wordings from the graph that complete the last words."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Self

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.pages import page
from api.ready import Ready
from graph.catalogue import Thing
from retrieval.engine import LONGEST_QUESTION, Assistant
from retrieval.wordings import Asks, wordings

_MOST = 7
_MOST_WORDS = 6
_FEWEST_LETTERS = 2
_HIGHEST = chr(0x10FFFF)
_SERVICE, _FORM, _PROPERTY, _VALUE = range(4)
_OFFERED = (Asks.TRUE, Asks.HIGHEST, Asks.LOWEST)

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that can complete what is typed, and what it names."""

    folded: str
    text: str
    target: str
    rank: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was typed before the words that are completed, and what would stand in their place."""

    before: str
    completed: str

    @property
    def text(self) -> str:
        """The whole input with the suggestion taken."""
        return self.before + self.completed


class Suggester:
    """Completes what is typed with phrases of one catalogue."""

    def __init__(self, phrases: list[Phrase]) -> None:
        self._phrases = sorted(phrases, key=attrgetter("folded", "rank", "text"))

    @classmethod
    def of(cls, assistant: Assistant) -> Self:
        """Return the suggester for what an assistant knows."""
        catalogue = assistant.catalogue
        found = [
            Phrase(_folded(name), name, thing.iri, _rank(thing))
            for thing in catalogue.things.values()
            for name in (thing.label, *thing.names)
        ]
        found += [
            Phrase(_folded(w.text), w.text, w.target.iri + w.target.asks, _PROPERTY)
            for w in wordings(catalogue)
            if w.target.asks in _OFFERED
        ]
        return cls(found)

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """Return completions of the last words: those of more words first, then services, at most 7."""
        found: dict[str, Suggestion] = {}
        for before, words in _endings(typed):
            matching = sorted(self._beginning(_folded(words)), key=lambda p: (p.rank, len(p.text), p.text))
            for phrase in matching:
                if phrase.target not in found and len(found) < _MOST:
                    text = phrase.text if before else phrase.text[:1].upper() + phrase.text[1:]
                    found[phrase.target] = Suggestion(before, text)
        return tuple(found.values())

    def _beginning(self, folded: str) -> Iterator[Phrase]:
        """The phrases that begin with what was typed and go on."""
        start = bisect_left(self._phrases, folded, key=attrgetter("folded"))
        end = bisect_left(self._phrases, folded + _HIGHEST, key=attrgetter("folded"))
        return (phrase for phrase in self._phrases[start:end] if phrase.folded != folded)


@router.get("/suggest")
async def suggest(request: Request, assistant: Ready, q: str = "") -> HTMLResponse:
    """Return the options of the list under the input, as HTML."""
    found = _suggester(assistant).suggest(q[:LONGEST_QUESTION])
    return page(request, "suggestions.html", suggestions=found)


@lru_cache(maxsize=2)
def _suggester(assistant: Assistant) -> Suggester:
    return Suggester.of(assistant)


def _rank(thing: Thing) -> int:
    if thing.is_service:
        return _SERVICE
    return _FORM if thing.is_chosen else _VALUE


def _endings(typed: str) -> Iterator[tuple[str, str]]:
    """The last words of a text, most words first, each with what stands before them."""
    starts = [at for at, letter in enumerate(typed) if letter.strip() and not typed[:at][-1:].strip()]
    for start in starts[-_MOST_WORDS:]:
        if len(typed[start:].strip()) >= _FEWEST_LETTERS:
            yield typed[:start], typed[start:]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
