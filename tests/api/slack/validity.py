"""What Slack accepts as blocks, as its reference documents it; written without a look at our renderer."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

Block = dict[str, Any]

_TEXTS = ("plain_text", "mrkdwn")
LARGEST = 13_000
"""Characters of JSON of all blocks of a message; the documentation names none, this was seen to pass."""


def faults(blocks: Sequence[Block], *, surface: str = "message") -> list[str]:
    """Return what Slack would refuse, in words; nothing where all is well."""
    return list(_faults(blocks, surface))


def _faults(blocks: Sequence[Block], surface: str) -> Iterator[str]:
    if len(blocks) > (50 if surface == "message" else 100):
        yield f"{len(blocks)} blocks"
    if len(json.dumps(blocks, ensure_ascii=False)) > LARGEST:
        yield "msg_blocks_too_long"
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield "only_one_table_allowed"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) < len(ids):
        yield "two blocks of one block_id"
    for block in blocks:
        yield from _CHECKS.get(block.get("type", ""), _unknown)(block)


def _unknown(block: Block) -> Iterator[str]:
    yield f"there is no block of type {block.get('type')!r}"


def _keys(thing: Block, required: set[str], optional: set[str]) -> Iterator[str]:
    if missing := required - thing.keys():
        yield f"{thing.get('type')}: without {missing}"
    if unknown := thing.keys() - required - optional:
        yield f"{thing.get('type')}: unknown {unknown}"


def _text(text: Any, longest: int, *kinds: str) -> Iterator[str]:  # noqa: ANN401 - it may be anything
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield f"a text of type {kinds} is wanted, not {text!r}"
        return
    optional = {"emoji"} if text["type"] == "plain_text" else {"verbatim"}
    yield from _keys(text, {"type", "text"}, optional)
    if not 1 <= len(text.get("text", "")) <= longest:
        yield f"a text of {len(text.get('text', ''))} characters, where 1 to {longest} are allowed"


def _section(block: Block) -> Iterator[str]:
    yield from _keys(block, {"type"}, {"text", "fields", "accessory", "block_id", "expand"})
    if "text" not in block and "fields" not in block:
        yield "section: neither text nor fields"
    if "text" in block:
        yield from _text(block["text"], 3000, *_TEXTS)


def _context(block: Block) -> Iterator[str]:
    yield from _keys(block, {"type", "elements"}, {"block_id"})
    if not 1 <= len(block["elements"]) <= 10:
        yield f"context: {len(block['elements'])} elements"
    for element in block["elements"]:
        yield from _text(element, 3000, *_TEXTS)


def _actions(block: Block) -> Iterator[str]:
    yield from _keys(block, {"type", "elements"}, {"block_id"})
    if not 1 <= len(block["elements"]) <= 25:
        yield f"actions: {len(block['elements'])} elements"
    names = [element.get("action_id") for element in block["elements"]]
    if len(set(names)) < len(names):
        yield "actions: two elements of one action_id"
    for element in block["elements"]:
        yield from _keys(element, {"type", "text", "action_id"}, {"value", "style", "url"})
        yield from _text(element["text"], 75, "plain_text")
        if element["type"] != "button" or len(element["action_id"]) > 255:
            yield f"no button: {element}"
        if len(element.get("value", "")) > 2000:
            yield "button: a value of over 2,000 characters"


def _rich(block: Block) -> Iterator[str]:
    yield from _keys(block, {"type", "elements"}, {"block_id"})
    if not block["elements"]:
        yield "rich_text: no elements"
    for element in block["elements"]:
        if element.get("type") not in ("rich_text_section", "rich_text_preformatted"):
            yield f"rich_text: {element.get('type')!r}"
        if not element.get("elements"):
            yield "rich_text: an empty section"
        for piece in element.get("elements", ()):
            yield from _keys(piece, {"type", "text"}, {"style"})
            if piece["type"] != "text" or not piece["text"]:
                yield f"rich_text: {piece}"


def _table(block: Block) -> Iterator[str]:
    yield from _keys(block, {"type", "rows"}, {"block_id", "column_settings"})
    if not 1 <= len(block["rows"]) <= 100 or len(block.get("column_settings", ())) > 20:
        yield f"table: {len(block['rows'])} rows"
    if len({len(row) for row in block["rows"]}) > 1 or not 1 <= len(block["rows"][0]) <= 20:
        yield "table: rows of several lengths, or over 20 cells"
    cells = [cell for row in block["rows"] for cell in row]
    for cell in cells:
        yield from _keys(cell, {"type", "text"}, set())
        if cell["type"] != "raw_text" or not cell["text"]:
            yield f"table: the cell {cell}"
    if sum(len(cell["text"]) for cell in cells) > 10_000:
        yield "table: over 10,000 characters"


def _input(block: Block) -> Iterator[str]:
    yield from _keys(block, {"type", "label", "element"}, {"block_id", "optional", "hint"})
    yield from _text(block["label"], 2000, "plain_text")
    if not 1 <= block["element"].get("max_length", 1) <= 3000:
        yield "plain_text_input: max_length"


_CHECKS = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich,
    "table": _table,
    "input": _input,
}
