"""Which of the claims that sources make are accepted.

A claim is a triple in the graph of its source. The claims on one subject and one property compete:
where the property is single-valued, the claim of the most believed source wins; where it has many
values they are united, unless a source that replaces an older one gives a list of its own. That a
property has no limit, does not apply, is unknown or varies is a claim on the same cell.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from pyoxigraph import NamedNode, Quad, Triple

from graph.namespaces import STATES

Cell: TypeAlias = tuple[str, str]
"""The IRIs of a subject and a property."""


def cell_of(quad: Quad) -> Cell:
    """Return the subject and the property that a claim is about."""
    about = quad.object if quad.predicate in STATES else quad.predicate
    if not isinstance(quad.subject, NamedNode) or not isinstance(about, NamedNode):
        raise TypeError(f"not a claim: {quad}")
    return quad.subject.value, about.value


def accept(
    claims: Iterable[Quad],
    belief: Sequence[str],
    functional: frozenset[str],
    replaces: Mapping[str, frozenset[str]],
) -> list[Triple]:
    """Return the accepted triples, each once, in a stable order.

    `belief` lists the sources, the most believed first; `replaces` maps a source to those whose
    lists it supersedes.
    """
    rank = {source: index for index, source in enumerate(belief)}
    cells: defaultdict[Cell, list[Quad]] = defaultdict(list)
    for claim in claims:
        cells[cell_of(claim)].append(claim)
    accepted: dict[Triple, None] = {}
    for cell in sorted(cells):
        ordered = sorted(
            cells[cell],
            key=lambda quad: (rank.get(_source(quad), len(rank)), str(quad.object)),
        )
        chosen = _chosen(ordered, cell[1] in functional, replaces)
        accepted.update(dict.fromkeys(quad.triple for quad in chosen))
    return list(accepted)


def _chosen(
    ordered: Sequence[Quad],
    single: bool,
    replaces: Mapping[str, frozenset[str]],
) -> Sequence[Quad]:
    best = ordered[0]
    if single or best.predicate in STATES:
        return [best]
    values = [quad for quad in ordered if quad.predicate not in STATES]
    gone: set[str] = set()
    for quad in values:
        gone |= replaces.get(_source(quad), frozenset())
    return [quad for quad in values if _source(quad) not in gone]


def _source(claim: Quad) -> str:
    """The IRI of the graph that a claim stands in."""
    return claim.graph_name.value if isinstance(claim.graph_name, NamedNode) else ""
