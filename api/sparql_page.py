"""The SPARQL page: an editor that knows our terms, and queries to begin with; all of it from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from anyio import to_thread
from fastapi import Request, Response
from starlette.responses import HTMLResponse, JSONResponse

from api.pages import render
from graph.files import find, resolve
from graph.namespaces import PREFIXES
from graph.sparql import ResultFormat
from graph.store import Graph

# The editor carries its icons along.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FIRST = "SELECT * WHERE {\n  ?subject ?predicate ?object\n}\nLIMIT 25"
_KINDS = {"properties": ("owl:ObjectProperty", "owl:DatatypeProperty"), "classes": ("owl:Class",)}


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the query that answers it."""

    question: str
    query: str


def examples(folders: Sequence[str | Path]) -> tuple[Example, ...]:
    """Return the competency queries of catalogue folders; each begins with its question as a comment."""
    found = []
    for folder in resolve(folders):
        for path in find(folder, ".rq"):
            text = path.read_text(encoding="utf-8")
            if path.parent.name == "queries" and text.startswith("# "):
                found.append(Example(text.partition("\n")[0].removeprefix("# "), text.strip()))
    return tuple(found)


async def page(request: Request, query: str) -> Response:
    """Return the page with a query in its editor, or the first example."""
    state = request.app.state
    if state.sparql_examples is None:
        state.sparql_examples = await to_thread.run_sync(examples, state.settings.ontology)
    listed: tuple[Example, ...] = state.sparql_examples
    first = listed[0].query if listed else _with_prefixes(_FIRST)
    content = render(
        "sparql.html",
        query=query or first,
        examples=listed,
        forms=[form for form in ResultFormat if not form.is_graph],
        graph=state.graph,
        root="./",
    )
    return HTMLResponse(content, headers={"Content-Security-Policy": _POLICY, "Vary": "Accept"})


async def terms(request: Request) -> Response:
    """Return the prefixes and the names that the editor completes."""
    state = request.app.state
    if state.sparql_terms is None:
        state.sparql_terms = await to_thread.run_sync(_terms, state.graph)
    return JSONResponse(state.sparql_terms, headers={"Cache-Control": "max-age=3600"})


def _terms(graph: Graph) -> dict[str, object]:
    prefixes = _with_prefixes("")
    found: dict[str, object] = {"prefixes": PREFIXES}
    for name, classes in _KINDS.items():
        query = f"{prefixes} SELECT DISTINCT ?t {{ VALUES ?k {{ {' '.join(classes)} }} ?t a ?k }} ORDER BY ?t"
        found[name] = [row["t"].value for row in graph.select(query)]
    things = f"{prefixes} SELECT DISTINCT ?t {{ ?t a ?k ; skos:prefLabel ?l }} ORDER BY ?t"
    known = {*found["properties"], *found["classes"]}  # type: ignore[misc]
    found["things"] = [iri for row in graph.select(things) if (iri := row["t"].value) not in known]
    return found


def _with_prefixes(query: str) -> str:
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items()) + query
