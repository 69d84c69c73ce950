"""Tables: Slack's table block, or lines of one width where it cannot be had."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from api.slack.parts import Part
from api.slack.sources import markers
from retrieval.answer import Table

Block = dict[str, Any]

MOST_ROWS, MOST_COLUMNS, LONGEST_TABLE = 100, 20, 10_000
"""Of a table block, in characters over all cells: https://docs.slack.dev/reference/block-kit/blocks/table-block."""
_NARROW = 80
"""Characters of a line that a phone or a narrow window still shows."""
_LONGEST = 3000


def table_blocks(parts: Sequence[Part]) -> list[Block]:
    """Return the tables whose rows are among the parts; Slack takes one table block a message."""
    blocks: list[Block] = []
    rows = [part for part in parts if part.row is not None]
    for place, (_, group) in enumerate(groupby(rows, key=lambda part: (id(part.table), part.shift))):
        grid = _grid(list(group))
        blocks += [_table(grid)] if place == 0 and _is_small(grid) else _monospaced(grid)
    return blocks


def _grid(rows: Sequence[Part]) -> list[list[str]]:
    """Return the cells as text, the heads first."""
    table = rows[0].table
    assert isinstance(table, Table)
    grid = [["", *(column.label for column in table.columns)]]
    for part in rows:
        cells = part.row.cells if part.row else ()
        texts = [
            f"{cell.text} {markers([number + part.shift for number in cell.citations])}".strip()
            for cell in cells
        ]
        grid.append([part.text, *texts])
    return grid


def _is_small(grid: Sequence[Sequence[str]]) -> bool:
    characters = sum(max(1, len(cell)) for line in grid for cell in line)
    return len(grid) <= MOST_ROWS and len(grid[0]) <= MOST_COLUMNS and characters <= LONGEST_TABLE


def _table(grid: Sequence[Sequence[str]]) -> Block:
    rows = [[{"type": "raw_text", "text": cell or " "} for cell in line] for line in grid]
    return {"type": "table", "column_settings": [{"is_wrapped": True} for _ in grid[0]], "rows": rows}


def _monospaced(grid: Sequence[Sequence[str]]) -> list[Block]:
    widths = [max(len(line[place]) for line in grid) for place in range(len(grid[0]))]
    if sum(widths) + 2 * len(widths) <= _NARROW:
        lines = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in grid]
    else:
        lines = []
        for head, *cells in grid[1:]:
            lines.append(head)
            lines += [f"  {name}: {cell}" for name, cell in zip(grid[0][1:], cells, strict=True)]
    texts = [""]
    for line in lines:
        if len(texts[-1]) + 1 + len(line) > _LONGEST:
            texts.append("")
        texts[-1] = f"{texts[-1]}\n{line}".lstrip("\n")
    return [preformatted(text) for text in texts if text]


def preformatted(text: str) -> Block:
    """Return a text in letters of one width."""
    element = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [element]}
