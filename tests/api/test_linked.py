import gzip
import re

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from api.linked import Form
from api.linked_page import page_of
from api.pages import render
from graph.catalogue import catalogue
from graph.linked import resource
from graph.namespaces import CV, ID, SOURCE
from graph.store import Graph
from tests.api.test_page import Links

LAMBDA = NamedNode(f"{ID}lambda")
SUFFIXES = [form for form in Form if form is not Form.TEXT]


@pytest.mark.parametrize("form", SUFFIXES)
def test_a_thing_comes_in_every_form_by_accept_and_by_suffix(client: TestClient, form: Form) -> None:
    by_accept = client.get("/id/lambda", headers={"Accept": form.media_type})
    by_suffix = client.get(f"/id/lambda.{form.suffix}", headers={"Accept": "image/png"})
    assert by_accept.status_code == by_suffix.status_code == 200
    assert by_accept.headers["content-type"] == by_suffix.headers["content-type"] == form.content_type
    assert "Accept" in by_accept.headers["vary"].split(", ")
    assert "AWS Lambda" in by_suffix.text


def test_the_documents_hold_what_the_graph_accepts_both_ways(client: TestClient, graph: Graph) -> None:
    default = DefaultGraph()
    own = {q.triple for q in graph.store.quads_for_pattern(LAMBDA, None, None, default)}
    inward = {q.triple for q in graph.store.quads_for_pattern(None, None, LAMBDA, default)}
    for suffix in ("ttl", "nt", "rdf", "jsonld"):
        form = RdfFormat.from_extension(suffix)
        found = {q.triple for q in parse(client.get(f"/id/lambda.{suffix}").content, form)}
        assert own | inward <= found


def test_trig_says_which_source_states_what(client: TestClient, graph: Graph) -> None:
    found = set(parse(client.get("/id/lambda.trig").content, RdfFormat.TRIG))
    claims = set(graph.store.quads_for_pattern(LAMBDA, None, None))
    assert len({claim.graph_name for claim in claims}) > 5
    assert claims <= found
    for claim in claims:
        if isinstance(claim.graph_name, NamedNode):
            titled = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
            assert any(q.subject == claim.graph_name and q.predicate == titled for q in found)


def test_the_page_shows_values_with_their_sources_and_dates(client: TestClient) -> None:
    page = client.get("/id/lambda").text
    (row,) = re.findall(r"<tbody>(?:(?!</tbody>).)*vocab#maxExecutionDuration.*?</tbody>", page, re.DOTALL)
    assert "15 minutes" in row
    assert re.search(r'href="../source/[\w-]+".*official, read <time>2026-\d\d-\d\d</time>', row, re.DOTALL)
    assert "<script" not in page
    assert "style=" not in page


def test_every_link_of_a_page_to_this_site_leads_somewhere(client: TestClient) -> None:
    for start in ("/id/ecr", "/source/own-reading", "/vocab"):
        page = client.get(start).text
        paths = {href.partition("#")[0] for href in re.findall(r'href="(\.\.?/[^"]*)"', page)}
        for path in sorted(paths)[:25]:
            assert client.get(f"/id/{path}" if path.startswith("../") else f"/{path}").status_code == 200, (
                path
            )


def test_a_page_loads_nothing_from_another_host(client: TestClient) -> None:
    for path in ("/id/lambda", "/vocab"):
        for loaded in Links(client.get(path).text).loaded:
            assert "//" not in loaded


def test_a_source_shows_what_it_states(client: TestClient, graph: Graph) -> None:
    name = NamedNode(f"{SOURCE}lambda-quotas")
    stated = set(graph.store.quads_for_pattern(None, None, None, name))
    assert stated <= set(parse(client.get("/source/lambda-quotas.trig").content, RdfFormat.TRIG))
    page = client.get("/source/lambda-quotas").text
    assert f"What it states: {len(stated)} triples" in page
    assert "Official, read <time>" in page


def test_the_vocabulary_holds_every_term(client: TestClient, graph: Graph) -> None:
    terms = {q.subject for q in graph.store if str(q.subject).startswith(f"<{CV}")}
    found = {q.subject for q in parse(client.get("/vocab.ttl").content, RdfFormat.TURTLE)}
    assert terms <= found
    page = client.get("/vocab").text
    for term in terms:
        assert isinstance(term, NamedNode)
        assert f'id="{term.value.removeprefix(CV)}"' in page
    assert "`cv:maxExecutionDuration`" in client.get("/vocab.md").text


def test_what_is_unchanged_is_not_sent_again(client: TestClient) -> None:
    for path in ("/id/lambda", "/id/lambda.ttl", "/vocab", "/dump.trig.gz", "/llms.txt"):
        tag = client.get(path).headers["etag"]
        again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get("/id/lambda").headers["etag"] != client.get("/id/lambda.ttl").headers["etag"]


def test_the_dump_is_the_whole_graph(client: TestClient, graph: Graph) -> None:
    response = client.get("/dump.trig.gz")
    assert response.headers["content-type"] == "application/gzip"
    store = Store()
    store.bulk_load(gzip.decompress(response.content), RdfFormat.TRIG)
    assert set(store) == set(graph.store)


def test_the_text_for_programs_that_read_names_pages_that_are_there(client: TestClient) -> None:
    text = client.get("/llms.txt").text
    paths = re.findall(r"\]\(([^)]+)\)", text)
    assert len(paths) > 15
    for path in paths:
        assert client.get(f"/{path}").status_code == 200, path


def test_an_unknown_name_gets_the_nearest(client: TestClient) -> None:
    response = client.get("/id/lamda")
    assert response.status_code == 404
    assert response.json()["near"][0] == "lambda"
    assert client.get("/id/lambda.exe").status_code == 404
    assert client.get("/vocab.exe").status_code == 404
    assert client.get("/source/%3Cscript%3E").status_code == 404


def test_what_nobody_can_read_is_refused(client: TestClient) -> None:
    response = client.get("/id/lambda", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["detail"]


def test_markup_in_a_catalogue_is_shown_not_obeyed(graph: Graph) -> None:
    store = Store()
    store.extend(graph.store)
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    node = NamedNode(f"{ID}ecr")
    for quad in list(store.quads_for_pattern(node, label, None)):
        store.remove(quad)
    store.add(Quad(node, label, Literal("<script>x</script> | [a](javascript:b)")))
    changed = Graph(store, graph.hash, graph.triples, graph.date)
    found = resource(changed, node.value)
    assert found
    page = page_of(catalogue(changed), found, "../")
    assert "<script>x" not in render("thing.html", page=page, graph=changed, root="../")
    assert r"\<script\>x\</script\> \| \[a\](javascript:b)" in render(
        "thing.md", page=page, graph=changed, root="../"
    )
