"""Sentences from facts, by the patterns that the ontology gives."""

from collections.abc import Sequence

from graph.catalogue import Catalogue, Kind
from graph.facts import Fact, shown, truth
from graph.store import Term
from retrieval.evidence import Cell

_SHOWN = 16


def listed(names: Sequence[str]) -> str:
    """Return `a`, `a and b`, or `a, b and c`; of many names the first, `and others`."""
    if len(names) > _SHOWN:
        names = (*names[:_SHOWN], "others")
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def sentence(catalogue: Catalogue, cell: Cell) -> str:
    """Return the sentence that words what is accepted of a cell, with its subject named."""
    return state_facts(catalogue, cell, cell.subject, cell.facts)


def state_facts(catalogue: Catalogue, cell: Cell, subject: str, facts: Sequence[Fact]) -> str:
    """Return the sentence that words some facts of a cell, said of a subject."""
    prop = cell.prop
    name = catalogue.label(subject)
    if not facts:
        return f"The graph holds no {prop.label} for {name}."
    state = facts[0].state
    if state == "noLimit":
        pattern = prop.sentence_no_limit or "{subject} sets no limit on the " + prop.label + "."
    elif state == "varies":
        pattern = prop.sentence_varies or ("The " + prop.label + " of {subject} depends on its variant.")
    elif state == "notApplicable":
        pattern = "The property \u201c" + prop.label + "\u201d does not apply to {subject}."
    elif state == "unknown":
        pattern = "The " + prop.label + " of {subject} is not known."
    elif prop.kind is Kind.BOOLEAN and not truth(facts[0]):
        pattern = prop.sentence_false or "{subject}: " + prop.label + ": no."
    else:
        pattern = prop.sentence
    values = listed([shown(catalogue, fact) for fact in facts])
    text = pattern.replace("{subject}", name).replace("{value}", values)
    # A name keeps its own spelling, at the head of a sentence too.
    return text if text.startswith(name) else text[:1].upper() + text[1:]


def grouped(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Return the cells that state the same together, in the order of the first of each group."""
    groups: dict[frozenset[tuple[str, Term]], list[Cell]] = {}
    for cell in cells:
        groups.setdefault(frozenset((f.predicate, f.object) for f in cell.facts), []).append(cell)
    return list(groups.values())


def cell_text(catalogue: Catalogue, cell: Cell) -> str:
    """Return what a table shows of a cell."""
    if not cell.facts:
        return "not stated"
    if cell.state == "varies":
        parts = []
        for same in grouped(cell.exceptions):
            names = listed([catalogue.label(variant.subject) for variant in same])
            parts.append(f"{cell_text(catalogue, same[0]).lower()} for {names}")
        return "Depends: " + "; ".join(parts)
    text = listed([shown(catalogue, fact) for fact in cell.facts])
    return text[:1].upper() + text[1:]
