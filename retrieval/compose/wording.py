"""Sentences from facts, by the patterns that the ontology gives."""

from collections.abc import Sequence

from graph.catalogue import Catalogue
from graph.facts import Fact, shown, truth
from graph.properties import Kind, Property
from graph.store import Term
from retrieval.evidence import Cell

_SHOWN = 10
_VERBS = {"is": "are", "has": "have", "does": "do", "was": "were"}
_SUBJECT = "{subject}"


def listed(names: Sequence[str], most: int | None = None) -> str:
    """Return `a`, `a and b`, or `a, b and c`; of many names the first, and `others`."""
    shown = most or _SHOWN
    if most == 1:
        return names[0]
    if len(names) > shown + 1:
        names = (*names[:shown], "others")
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def told(prop: Property, facts: Sequence[Fact]) -> Sequence[Fact]:
    """Return those of some facts that a sentence lists."""
    if not facts or facts[0].state is not None:
        return facts
    if prop.shown_most == 1:
        return facts[:1]
    most = prop.shown_most or _SHOWN
    return facts if len(facts) <= most + 1 else facts[:most]


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
    values = listed([shown(catalogue, fact) for fact in facts], prop.shown_most)
    if catalogue.things[subject].plural if subject in catalogue.things else False:
        pattern = _agreeing(pattern)
    text = pattern.replace(_SUBJECT, name).replace("{value}", values)
    # A name keeps its own spelling, at the head of a sentence too.
    return text if text.startswith(name) else text[:1].upper() + text[1:]


def _agreeing(pattern: str) -> str:
    """Give a pattern that begins with its subject the plural of its verb: `are` for `is`."""
    before, found, after = pattern.partition(_SUBJECT + " ")
    if before or not found:
        return pattern
    verb, space, rest = after.partition(" ")
    plural = _VERBS.get(verb, verb[:-1] if verb.endswith("s") else verb)
    return f"{_SUBJECT} {plural}{space}{rest}"


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
