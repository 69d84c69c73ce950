"""Answers about many things: a list, a count, a comparison."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from graph.catalogue import Kind
from graph.facts import Fact, amount, best_sources, facts
from graph.namespaces import iri
from retrieval import plan
from retrieval.answer import Draft, Step, Table, TableCell, TableRow
from retrieval.compose.drafting import Drafting
from retrieval.compose.wording import cell_text, listed, sentence
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.reading import amount_words
from retrieval.wordings import Asks

_SERVICE = iri("cv:Service").value
_TABLE_ROWS = 12
_STATES = {"noLimit": "no_limit", "notApplicable": "not_applicable", "unknown": "unknown"}


def selection(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return the services for which everything asked holds, or how many they are."""
    catalogue = finder.catalogue
    classes = sorted(catalogue.class_names)
    query = plan.matching(question.constraints, question.subjects, classes)
    rows = catalogue.graph.select(query)
    by_item: dict[str, list[Fact]] = {}
    for row, fact in zip(rows, facts(catalogue, rows), strict=True):
        by_item.setdefault(row["item"].value, []).append(fact)
    items = sorted(by_item, key=lambda i: (catalogue.label(i).casefold(), i))
    support = {item: best_sources(by_item[item], finder.belief) for item in items}
    draft = Drafting(catalogue)
    nodes = [{"iri": item, "label": catalogue.label(item)} for item in items]
    queries = [query]
    if question.kind is QuestionKind.COUNT:
        return _count(question, finder, draft, items, support, nodes, queries, classes)
    if not items:
        return None
    names = listed([catalogue.label(item) for item in items])
    what = _what(question, finder)
    lead = f"{names} ({what})." if what else f"{names}."
    draft.say(lead, [fact for item in items for fact in support[item]])
    if len(items) == 1:
        _state(draft, support[items[0]])
    queries += _partly(question, finder, draft, items)
    return Draft("list", tuple(draft.sentences[:5]), {"items": nodes}, draft.citations.all(), tuple(queries))


def _count(
    question: Question,
    finder: EvidenceFinder,
    draft: Drafting,
    items: Sequence[str],
    support: Mapping[str, Sequence[Fact]],
    nodes: list[dict[str, str]],
    queries: list[str],
    classes: Sequence[str],
) -> Draft | None:
    catalogue = finder.catalogue
    counting = plan.counting(question.constraints, question.subjects, classes)
    number = catalogue.graph.select(counting)[0]["count"].value
    queries.append(counting)
    cited = [fact for item in items for fact in support[item]]
    if not cited:
        evidence = finder.cells(
            question.subjects or [t.iri for t in catalogue.services],
            [p for c in question.constraints for p in c.properties],
        )
        cited = [fact for cell in evidence.cells for fact in cell.facts]
        queries += evidence.queries
        if not cited:
            return None
    names = listed([catalogue.label(item) for item in items])
    what = _what(question, finder)
    described = f" ({what})" if what else ""
    text = f"{number}: {names}{described}." if items else f"None of them{described}."
    draft.say(text, cited)
    queries += _partly(question, finder, draft, items)
    step = Step("count", " + ".join(["1"] * len(items)) or "0", number, None, draft.citations.cite(cited))
    return Draft(
        "count",
        tuple(draft.sentences[:5]),
        {"value": int(number), "items": nodes},
        draft.citations.all(),
        tuple(dict.fromkeys(queries)),
        working=(step,),
    )


def _what(question: Question, finder: EvidenceFinder) -> str:
    """The conditions in words."""
    catalogue = finder.catalogue
    said = []
    for constraint in question.constraints:
        label = catalogue.label(constraint.properties[0])
        if constraint.asks is Asks.VALUE:
            said.append(f"{label}: {catalogue.label(constraint.values[0])}")
        elif constraint.amount is not None:
            said.append(amount_words(catalogue, constraint))
        elif constraint.asks is Asks.TRUE:
            said.append(label)
        elif constraint.asks is Asks.FALSE:
            said.append(f"{label}: no")
        else:
            said.append(f"{label}: {constraint.asks.value}")
    return ", ".join(said)


def _state(draft: Drafting, found: Sequence[Fact]) -> None:
    for (subject, prop), group in groupby(found, key=lambda f: (f.subject, f.about)):
        cell = Cell(subject, draft.catalogue.properties[prop], tuple(group))
        draft.state(cell)


def _partly(question: Question, finder: EvidenceFinder, draft: Drafting, items: Sequence[str]) -> list[str]:
    """Name the services of which only some variants fit."""
    if len(question.constraints) != 1 or question.constraints[0].amount is not None:
        return []
    (constraint,) = question.constraints
    among = question.subjects or [t.iri for t in finder.catalogue.services]
    others = [iri for iri in among if iri not in items]
    if not others:
        return []
    evidence = finder.cells(others, constraint.properties[:1])
    used = []
    for cell in evidence.cells:
        fitting = [v for v in cell.exceptions if _fits(v, constraint)]
        if fitting:
            names = listed([finder.catalogue.label(v.subject) for v in fitting])
            text = f"{finder.catalogue.label(cell.subject)} only as {names}."
            draft.say(text, [fact for v in fitting for fact in v.facts])
            used = list(evidence.queries)
    return used


def _fits(cell: Cell, constraint: Constraint) -> bool:
    from retrieval.compose.single import verdict

    if constraint.asks is Asks.VALUE:
        return any(fact.object.value in constraint.values for fact in cell.facts)
    return verdict(cell, constraint) is True


def comparison(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return a verdict, then what differs, side by side."""
    catalogue = finder.catalogue
    asked = [p for c in question.constraints for p in c.properties]
    ordered = sorted(catalogue.properties.values(), key=lambda p: (p.importance, p.iri))
    properties = asked or [p.iri for p in ordered if p.importance < 90]
    evidence = finder.cells(question.subjects, properties)
    rows = {prop: [cell for cell in evidence.cells if cell.prop.iri == prop] for prop in properties}
    told = {p: cells for p, cells in rows.items() if sum(bool(c.facts) for c in cells) > 1}
    draft = Drafting(catalogue)
    links = _links(question, finder) if not asked or _relational(question, finder) else []
    queries = list(evidence.queries)
    for fact, query in links[:1]:
        cell = Cell(fact.subject, catalogue.properties[fact.predicate], (fact,))
        draft.say(sentence(catalogue, cell), [fact])
        queries.insert(0, query)
    if not told and not links:
        return _one_sided(question, finder, rows, draft, queries)
    differs = [p for p, cells in told.items() if _differ(cells)]
    if asked:
        for prop in [p for p in asked if p in told]:
            _verdict(draft, told[prop])
    else:
        for prop in differs[:2]:
            for cell in told[prop]:
                if cell.facts:
                    draft.state(cell)
    shown = [p for p in (asked or differs) if p in told][:_TABLE_ROWS]
    if not asked and not differs:
        shown = list(told)[:_TABLE_ROWS]
        draft.say("They do not differ in what the graph holds of both.", told[shown[0]][0].facts)
    table = _table(draft, question.subjects, [told[p] for p in shown]) if shown else None
    result = {
        "items": [{"iri": s, "label": catalogue.label(s)} for s in question.subjects],
        "differs": [p for p in shown if p in differs],
    }
    return Draft(
        "comparison",
        tuple(draft.sentences[:6]),
        result,
        draft.citations.all(),
        tuple(dict.fromkeys(queries)),
        table=table,
    )


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
    items = [{"iri": s, "label": catalogue.label(s)} for s in question.subjects]
    return Draft(
        "comparison",
        tuple(draft.sentences[:5]),
        {"items": items, "differs": []},
        draft.citations.all(),
        tuple(queries),
        status="partial",
        reason="not_in_graph",
    )


def _differ(cells: Sequence[Cell]) -> bool:
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


def _table(draft: Drafting, subjects: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
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
