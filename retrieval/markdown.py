"""An answer's text as Markdown: sentences with markers, and the table."""

from retrieval.answer import Answer, Draft, Sentence, Table


def markdown(draft: Draft | Answer, shift: int = 0) -> str:
    """Return the answer with a marker such as [1] after each claim, numbered from `shift` on."""
    sentences = ([draft.premise] if draft.premise else []) + [
        sentence for sentence in draft.sentences if not _repeats(sentence, draft.premise)
    ]
    parts = [" ".join(_marked(sentence, shift) for sentence in sentences)]
    if draft.table is not None:
        parts.append(_table(draft.table, shift))
    return "\n\n".join(parts)


def _repeats(sentence: Sentence, premise: Sentence | None) -> bool:
    """Whether a sentence says again what a corrected premise ends with: `No: X` after `That is not so: X`."""
    said = sentence.text.rpartition(": ")[2].casefold()
    return premise is not None and premise.text.casefold().endswith(said)


def _marked(sentence: Sentence, shift: int) -> str:
    return sentence.text + "".join(f" [{number + shift}]" for number in sentence.citations)


def _table(table: Table, shift: int) -> str:
    head = ["", *(column.label for column in table.columns)]
    lines = [head, ["---"] * len(head)]
    for row in table.rows:
        cells = [
            cell.text.replace("|", "\\|") + "".join(f" [{n + shift}]" for n in cell.citations)
            for cell in row.cells
        ]
        lines.append([row.property.label, *cells])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
