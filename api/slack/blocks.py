"""An answer as a Slack message: Block Kit within Slack's limits, from nothing but the answer.

Limits: https://docs.slack.dev/reference/block-kit/blocks (50 blocks; 3,000 characters a section). That of a
whole message is not documented; 13,297 characters of text were seen to pass and 11,341 to fail where the
blocks around them were long (slackapi/bolt-js, issues 2509 and 2867). So what is counted here is the JSON
of all blocks, which contains both.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from api.bars import bars, series_of
from api.slack.parts import Part, parts_of
from api.slack.sources import cited_sources, markers
from api.slack.tables import preformatted, table_blocks
from api.slack.text import escape, link
from retrieval.answer import Answer

Block = dict[str, Any]

MOST_BLOCKS = 50
LONGEST_MESSAGE = 12_000
"""Characters of JSON."""
LONGEST_SECTION = 3000
LONGEST_TEXT = 3000
"""Characters of the notification."""
_LONGEST_LABEL = 75
_LONGEST_VALUE = 2000
_MOST_SUGGESTIONS = 3

ASK, SHARE, USEFUL, WRONG = "ask", "share", "useful", "wrong"
"""What the buttons do, as their `action_id` begins."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted; `full` is the whole answer in Markdown where some is left out and no page has it."""

    text: str
    blocks: tuple[Block, ...]
    full: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around an answer."""

    key: str
    """Names the answer when somebody judges it."""
    asked_by: str | None = None
    """The id of the person whose question is quoted, where no message of theirs stands above."""
    private: bool = False
    """Whether only one person sees it, who may then share it."""
    address: str | None = None
    """Where the answer stands on the web."""


def render(answer: Answer, frame: Frame) -> Message:
    """Return the message: the answer first, then the table, what it rests on, and buttons.

    Where not all of it fits, it ends with where the rest is; a claim is shown with all of its sources or,
    if it is the first one and has too many, with those that fit.
    """
    parts = parts_of(answer)
    whole = _layout(answer, frame, parts, parts)
    if _fits(whole):
        return Message(_notification(answer), tuple(whole))
    shown: list[Part] = []
    for part in parts:
        if _fits(_layout(answer, frame, parts, [*shown, part])):
            shown.append(part)
    most = None
    if parts[0] not in shown:
        shown = [parts[0]]
        most = len(cited_sources(answer, parts[0].citations))
        while most and not _fits(_layout(answer, frame, parts, shown, most)):
            most -= 1
    blocks = _layout(answer, frame, parts, shown, most)
    return Message(_notification(answer), tuple(blocks), None if frame.address else full_text(answer))


def full_text(answer: Answer) -> str:
    """Return the whole answer with its sources as Markdown, for a file."""
    numbers = [citation.id for citation in answer.citations]
    lines = [f"# {answer.question}", "", answer.answer, ""]
    lines += [f"- {choice.label} {choice.text}: {choice.why}" for choice in answer.choices]
    lines += [
        f"- {step.label}: {step.expression} = {step.value} {step.unit or ''}" for step in answer.working
    ]
    lines += [f"- Assumed: {assumption}" for assumption in answer.assumptions]
    if picture := bars(series_of(answer)):
        lines += ["", "```", *picture, "```"]
    lines += ["", "## Sources", ""]
    for source in cited_sources(answer, numbers):
        lines.append(
            f"- {markers(source.numbers)} {source.title} <{source.url or 'no address'}>, {source.dates}"
        )
    lines += ["", f"Graph of {answer.graph.date}, {answer.graph.hash}", ""]
    return "\n".join(lines)


def size(blocks: Iterable[Block]) -> int:
    """Return how many characters of JSON some blocks are."""
    return len(json.dumps(list(blocks), ensure_ascii=False, separators=(",", ":")))


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= MOST_BLOCKS and size(blocks) <= LONGEST_MESSAGE


def _layout(
    answer: Answer, frame: Frame, parts: Sequence[Part], shown: Sequence[Part], most: int | None = None
) -> list[Block]:
    """Return the blocks of the parts that are shown, with their sources, or with so many at most."""
    kept = cited_sources(answer, _numbers(shown))[:most]
    pictures = [preformatted(part.text) for part in shown if part.picture]
    blocks = [*_quoted(answer, frame), *_said(shown), *table_blocks(shown), *pictures]
    blocks += _sections([source.line for source in kept])
    if left := _left_out(answer, parts, shown, kept, frame):
        blocks.append(_context(left))
    blocks += _suggestions(answer)
    blocks.append(_buttons(answer, frame))
    return blocks


def _quoted(answer: Answer, frame: Frame) -> list[Block]:
    if frame.asked_by is None:
        return []
    question = {"type": "plain_text", "text": answer.question or " ", "emoji": False}
    who = {"type": "mrkdwn", "text": f"<@{frame.asked_by}> asked:"}
    return [{"type": "context", "elements": [who, question]}]


def _said(parts: Sequence[Part]) -> list[Block]:
    """Return the sentences as rich text, in which nothing is markup: what a user said stays as it is."""
    elements: list[Block] = []
    for part in parts:
        if part.row is None and not part.picture:
            gap = "" if not elements else "\n" if part.own_line else " "
            style = {"style": {"bold": True}} if part.bold else {}
            elements.append({"type": "text", "text": gap + part.text, **style})
            if part.citations:
                elements.append({"type": "text", "text": f" {markers(part.citations)}"})
    return [_rich(chunk) for chunk in _chunks(elements)]


def _rich(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _chunks(elements: Sequence[Block]) -> list[list[Block]]:
    """Part elements into blocks that are no longer than a section may be."""
    chunks: list[list[Block]] = []
    room = 0
    for element in elements:
        text = element["text"]
        pieces = [text[start : start + LONGEST_SECTION] for start in range(0, len(text), LONGEST_SECTION)]
        for piece in pieces:
            if len(piece) > room:
                chunks.append([])
                room = LONGEST_SECTION
            chunks[-1].append({**element, "text": piece})
            room -= len(piece)
    return chunks


def _sections(lines: Sequence[str]) -> list[Block]:
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + 1 + len(line) <= LONGEST_SECTION:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line[:LONGEST_SECTION])
    return [_context(text) for text in texts]


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def _left_out(
    answer: Answer, parts: Sequence[Part], shown: Sequence[Part], sources: Sequence[object], frame: Frame
) -> str:
    """Say what is not shown and where it is; nothing where all is shown and there is no page of it."""
    every = len(cited_sources(answer, _numbers(parts)))
    missing_parts = len(parts) - len(shown)
    rows = sum(part.row is not None for part in parts) - sum(part.row is not None for part in shown)
    pictures = sum(part.picture for part in parts) - sum(part.picture for part in shown)
    counts = {
        "sentences": missing_parts - rows - pictures,
        "rows of the table": rows,
        "pictures": pictures,
        "sources": every - len(sources),
    }
    missing = [f"{count} {what}" for what, count in counts.items() if count]
    if not missing:
        return link(frame.address, "Facts and queries behind this answer") if frame.address else ""
    said = f"Shortened: left out here are {', '.join(missing)}. "
    if frame.address:
        return said + link(frame.address, "The whole answer")
    if frame.private:
        return said + "Share it, or ask in a direct message, to get the whole answer as a file."
    return said + "The whole answer follows as a file."


def _numbers(parts: Sequence[Part]) -> list[int]:
    return [number for part in parts for number in part.citations]


def _suggestions(answer: Answer) -> list[Block]:
    asked = [each for each in answer.suggestions if len(each) <= _LONGEST_VALUE][:_MOST_SUGGESTIONS]
    if not asked:
        return []
    buttons = [_button(f"{ASK}_{place}", question, question) for place, question in enumerate(asked)]
    return [{"type": "actions", "elements": buttons}]


def _buttons(answer: Answer, frame: Frame) -> Block:
    buttons = [_button(USEFUL, "Useful", frame.key), _button(WRONG, "Wrong", frame.key)]
    if frame.private and answer.question and len(answer.question) <= _LONGEST_VALUE:
        buttons.insert(0, _button(SHARE, "Share in channel", answer.question))
    return {"type": "actions", "elements": buttons}


def _button(action: str, label: str, value: str) -> Block:
    shown = label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"
    text = {"type": "plain_text", "text": shown, "emoji": False}
    return {"type": "button", "action_id": action, "text": text, "value": value}


def _notification(answer: Answer) -> str:
    """Return the sentences, as many whole ones as fit: what people see without opening Slack."""
    said = [answer.premise] if answer.premise else []
    text = ""
    for sentence in (*said, *answer.sentences):
        longer = f"{text} {escape(sentence.text)}".strip()
        if len(longer) > LONGEST_TEXT:
            return f"{text or escape(sentence.text[: LONGEST_TEXT // 5])} …"
        text = longer
    return text
