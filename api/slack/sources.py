"""The sources of what is shown, each once, with the numbers of the citations that come from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.slack.text import escape, link
from retrieval.answer import Answer, SourceRef

_PAIR = 2
_LONGEST_URL = 2000


@dataclass(frozen=True, slots=True)
class Source:
    """A source and which citations are from it."""

    numbers: tuple[int, ...]
    title: str
    url: str | None
    dates: str

    @property
    def line(self) -> str:
        """The source in one line of mrkdwn."""
        url = self.url or ""
        linked = url.startswith(("https://", "http://")) and len(url) <= _LONGEST_URL
        named = link(url, self.title) if linked else escape(self.title)
        return f"{markers(self.numbers)} {named}, {escape(self.dates)}"


def cited_sources(answer: Answer, numbers: Iterable[int]) -> tuple[Source, ...]:
    """Return the sources of some citations, and of what these rest on or are disputed by."""
    by_id = {citation.id: citation for citation in answer.citations}
    reached: dict[int, None] = {}
    waiting = list(dict.fromkeys(numbers))[::-1]
    while waiting:
        number = waiting.pop()
        if number not in reached and number in by_id:
            reached[number] = None
            waiting += reversed((*by_id[number].premises, *by_id[number].disputed_by))
    grouped: dict[str, list[int]] = {}
    for number in sorted(reached):
        grouped.setdefault(by_id[number].source.iri, []).append(number)
    return tuple(_source(by_id[each[0]].source, each) for each in grouped.values())


def markers(numbers: Sequence[int]) -> str:
    """Return the numbers as people cite: `[1]`, or `[1, 3-5]`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return f"[{', '.join(_run(run) for run in runs)}]" if runs else ""


def _run(run: Sequence[int]) -> str:
    return f"{run[0]}-{run[-1]}" if len(run) > _PAIR else ", ".join(map(str, run))


def _source(found: SourceRef, numbers: Sequence[int]) -> Source:
    dated = f"published {found.published}" if found.published else "undated"
    return Source(tuple(numbers), found.title, found.url, f"{found.status}, read {found.read}, {dated}")
