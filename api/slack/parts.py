"""The parts of an answer, in the order in which they matter: what is shown first and left out last."""

from dataclasses import dataclass

from api.bars import bars, series_of
from retrieval.answer import Answer, Table, TableRow


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, a line or a row of a table, with the citations that carry it."""

    text: str
    citations: tuple[int, ...]
    bold: bool = False
    own_line: bool = False
    table: Table | None = None
    row: TableRow | None = None
    shift: int = 0
    """How far the numbers of the row's cells are moved, in the answer to several questions."""
    picture: bool = False
    """Whether its lines are a picture made of letters."""


def parts_of(answer: Answer) -> tuple[Part, ...]:
    """Return the parts: premise, sentences, choices, working, assumptions, tables, pictures."""
    said = ([answer.premise] if answer.premise else []) + list(answer.sentences)
    parts = [Part(each.text, each.citations, bold=not place) for place, each in enumerate(said)]
    parts += [
        Part(f"{each.label} {each.text}: {each.why}", each.citations, each.chosen, own_line=True)
        for each in answer.choices
    ]
    parts += [
        Part(
            f"{each.label}: {each.expression} = {each.value} {each.unit or ''}".rstrip(),
            each.citations,
            own_line=True,
        )
        for each in answer.working
    ]
    parts += [Part(f"Assumed: {each}", (), own_line=True) for each in answer.assumptions]
    shift = 0
    for each in answer.parts or (answer,):
        if each.table is not None:
            parts += [_row(each.table, row, shift) for row in each.table.rows]
        if lines := bars(series_of(each)):
            parts.append(Part("\n".join(lines), (), picture=True))
        shift += len(each.citations)
    return tuple(parts)


def _row(table: Table, row: TableRow, shift: int) -> Part:
    numbers = tuple(number + shift for cell in row.cells for number in cell.citations)
    return Part(row.property.label, numbers, table=table, row=row, shift=shift)
