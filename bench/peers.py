"""The servers that ours is compared with, each a program of its own: `python peers.py NAME PORT FILE`.

The file holds N-Triples. It imports nothing of ours, since a peer may need an environment of its own.
"""

import sys

import uvicorn


def bare(path: str) -> object:
    """The least that FastAPI and pyoxigraph can do: no checks, no limits, in the event loop."""
    from fastapi import FastAPI, Response
    from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_TRIPLES)
    app = FastAPI()

    @app.get("/sparql")
    async def sparql(query: str) -> Response:
        results = store.query(query)
        assert isinstance(results, QuerySolutions)
        body = results.serialize(format=QueryResultsFormat.JSON)
        return Response(body, media_type="application/sparql-results+json")

    return app


def rdflib_endpoint(path: str) -> object:
    """The Python library for this, over its faster store."""
    from rdflib import Graph
    from rdflib_endpoint import SparqlEndpoint

    graph = Graph(store="Oxigraph")
    graph.parse(path, format="nt")
    return SparqlEndpoint(graph=graph, path="/sparql")


def ours(path: str) -> object:
    """The endpoint as it is served, with all that a request passes."""
    from pyoxigraph import RdfFormat, Store

    from bench.small_app import small_app

    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_TRIPLES)
    return small_app(store)


if __name__ == "__main__":
    make = {"bare": bare, "rdflib-endpoint": rdflib_endpoint, "ours": ours}[sys.argv[1]]
    uvicorn.run(make(sys.argv[3]), port=int(sys.argv[2]), log_level="warning")  # type: ignore[arg-type]
