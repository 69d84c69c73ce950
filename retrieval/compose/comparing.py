"""Things side by side: who comes first, and what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.facts import Fact, amount
from graph.properties import Kind
from retrieval import plan
from retrieval.answer import Draft, Table, TableCell, TableRow
from retrieval.compose.drafting import Drafting
from retrieval.compose.recommending import advise
from retrieval.compose.wording import cell_text, listed
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.question import Question, QuestionKind

_TABLE_ROWS = 12
_SENTENCES = 6
_BATCH = 32
"""Properties looked at in one go."""
_NAMES = 90
"""From this importance on, properties are names and definitions, which always differ."""
_TELLING = (None, "noLimit", "varies")
"""The states of a cell that say something of its subject."""
_STATES = {"noLimit": "no_limit", "notApplicable": "not_applicable", "unknown": "unknown"}


@dataclass(slots=True)
class _Rows:
    """The cells of the properties looked at so far, and the queries that found them."""

    cells: dict[str, list[Cell]] = field(default_factory=dict)
    queries: list[str] = field(default_factory=list)

    @property
    def told(self) -> dict[str, list[Cell]]:
        """The properties of which something is stated of two of the things at least."""
        return {p: cells for p, cells in self.cells.items() if sum(bool(c.facts) for c in cells) > 1}

    @property
    def differing(self) -> list[str]:
        """Those in which the things are not all the same."""
        return [p for p, cells in self.told.items() if differ(cells)]


def comparison(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return a verdict, then what differs, side by side."""
    catalogue = finder.catalogue
    asked = [p for c in question.constraints for p in c.properties]
    rows = _rows(question, finder, asked)
    draft = Drafting(finder)
    advised = advise(question, finder, draft) if question.wishes or question.leanings.of else None
    links = _links(question, finder) if not advised and (not asked or _relational(question, finder)) else []
    for fact, query in links[:1]:
        draft.state(Cell(fact.subject, catalogue.properties[fact.predicate], (fact,)))
        rows.queries.insert(0, query)
    told, differs = rows.told, rows.differing
    if not told and not links:
        return _one_sided(question, finder, rows.cells, draft, rows.queries)
    for prop in asked:
        if prop in told:
            _verdict(draft, told[prop])
    if not asked and advised is None:
        _lead(draft, [told[prop] for prop in differs])
    shown = [p for p in (asked or differs or told) if p in told][:_TABLE_ROWS]
    if shown and not asked and not differs:
        draft.say("They do not differ in what the graph holds of both.", told[shown[0]][0].facts)
    shown_table = table(draft, question.subjects, [told[p] for p in shown]) if shown else None
    result: dict[str, object] = {
        "items": draft.items(question.subjects),
        "differs": [p for p in shown if p in differs],
    }
    if advised is not None:
        result |= advised[0]
        rows.queries += advised[1]
    return replace(draft.finish(QuestionKind.COMPARISON, result, rows.queries, _SENTENCES), table=shown_table)


def _rows(question: Question, finder: EvidenceFinder, asked: Sequence[str]) -> _Rows:
    """The properties asked for, or the most telling ones until enough of them differ."""
    ordered = sorted(finder.catalogue.properties.values(), key=lambda p: (p.importance, p.iri))
    properties = asked or [p.iri for p in ordered if p.importance < _NAMES]
    rows = _Rows()
    for start in range(0, len(properties), _BATCH):
        batch = properties[start : start + _BATCH]
        evidence = finder.cells(question.subjects, batch)
        rows.cells |= {p: [c for c in evidence.cells if c.prop.iri == p] for p in batch}
        rows.queries += evidence.queries
        if len(rows.differing) >= _TABLE_ROWS:
            break
    return rows


def _lead(draft: Drafting, differing: Sequence[Sequence[Cell]]) -> None:
    """Say the first two differences in which each side has something to say."""
    telling = [cells for cells in differing if all(c.facts and c.state in _TELLING for c in cells)]
    for cells in telling[:2]:
        for cell in cells:
            draft.state(cell)


def _relational(question: Question, finder: EvidenceFinder) -> bool:
    kinds = {finder.catalogue.properties[p].kind for c in question.constraints for p in c.properties}
    return kinds == {Kind.ITEM}


def _links(question: Question, finder: EvidenceFinder) -> list[tuple[Fact, str]]:
    """The facts by which one of the things compared speaks of another."""
    asked = {p for c in question.constraints for p in c.properties}
    query = plan.relations(question.subjects, question.subjects)
    found = [f for f in finder.rows(query) if not asked or f.predicate in asked]
    properties = finder.catalogue.properties
    found.sort(key=lambda f: (properties[f.predicate].importance, f.triple))
    if not asked:  # how the two compare is part of the answer, that they work together is not
        comparative = {p.iri for p in properties.values() if p.symmetric or p.asymmetric}
        found = [f for f in found if f.predicate in comparative]
    return [(fact, query) for fact in found]


def _one_sided(
    question: Question,
    finder: EvidenceFinder,
    rows: Mapping[str, Sequence[Cell]],
    draft: Drafting,
    queries: Sequence[str],
) -> Draft | None:
    """Where the graph holds the property of one of them only, say so, and answer that part."""
    catalogue = finder.catalogue
    stated = [cell for cells in rows.values() for cell in cells if cell.facts]
    if not stated or not question.constraints:
        return None
    for cell in stated[:2]:
        draft.state(cell)
        draft.qualify(cell, room=1)
    missing = [s for s in question.subjects if s not in {cell.subject for cell in stated}]
    draft.say(
        f"The graph does not say so of {listed([catalogue.label(s) for s in missing])}.",
        [],
    )
    told = draft.finish(
        QuestionKind.COMPARISON, {"items": draft.items(question.subjects), "differs": []}, queries
    )
    return replace(told, status="partial", reason="not_in_graph")


def differ(cells: Sequence[Cell]) -> bool:
    """Say whether the things of which something is stated are not all the same."""
    told = [cell for cell in cells if cell.facts]
    return len({frozenset((f.predicate, f.object) for f in cell.facts) for cell in told}) > 1


def _verdict(draft: Drafting, cells: Sequence[Cell]) -> None:
    """Say who comes first where the property has a better end, then each value."""
    told = [cell for cell in cells if cell.facts]
    ranked = _ranked(told)
    for cell in ranked or told:
        draft.state(cell)
    for cell in told:
        draft.qualify(cell, room=1)


def _ranked(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, the best first, where all can be put in order."""
    prop = cells[0].prop
    if prop.better is None or prop.kind is not Kind.QUANTITY:
        return []
    if any(cell.state not in (None, "noLimit") for cell in cells):
        return []
    sign = -1 if prop.better == "higher" else 1

    def key(cell: Cell) -> tuple[float, str]:
        value = float("inf") if cell.state == "noLimit" else float(amount(cell.facts[0]))
        return sign * value, cell.subject

    return sorted(cells, key=key)


def table(draft: Drafting, subjects: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
    """Return a column for each subject and a row for the cells of each property."""
    return Table(
        columns=tuple(draft.node(subject) for subject in subjects),
        rows=tuple(
            TableRow(draft.node(cells[0].prop.iri), tuple(_cell(draft, cell) for cell in cells))
            for cells in rows
        ),
    )


def _cell(draft: Drafting, cell: Cell) -> TableCell:
    cited = cell.facts
    if cell.state == "varies":
        cited = (*cell.facts, *(fact for variant in cell.exceptions for fact in variant.facts))
    prop = cell.prop
    state = _STATES.get(cell.state or "", "value") if cell.facts else "unknown"
    single = cell.facts[0] if len(cell.facts) == 1 and cell.state is None else None
    return TableCell(
        text=cell_text(draft.catalogue, cell),
        state=state,
        value=single.object.value if single is not None else None,
        unit=draft.catalogue.units[prop.unit].symbol if prop.unit and single is not None else None,
        citations=draft.citations.cite(cited),
    )
