"""Results as people read them in a terminal."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.bars import Series, bars, series_of
from api.feedback import Feedback, Verdict
from api.models import CitationBody, CompareBody, SourceBody, TableBody
from graph.finding import short
from retrieval.answer import Answer


def show_answer(answer: Answer) -> None:
    """Print an answer: what it says first, then what it rests on."""
    console = Console(highlight=False)
    said = [answer.premise] if answer.premise else []
    text = Text(" ").join(_marked(each.text, each.citations) for each in (*said, *answer.sentences))
    console.print(text)
    for choice in answer.choices:
        chosen = "bold" if choice.chosen else ""
        console.print(_marked(f"{choice.label}  {choice.text}: {choice.why}", choice.citations), style=chosen)
    if answer.table:
        console.print()
        console.print(_table(TableBody.model_validate(answer.table)))
    if answer.result.get("chart"):
        show_bars(console, series_of(answer))
    steps = [f"{step.label}: {step.expression} = {step.value} {step.unit or ''}" for step in answer.working]
    show_list(console, "Working", steps)
    show_list(console, "Assumed", answer.assumptions)
    show_list(console, "You could ask", answer.suggestions)
    show_sources(console, [CitationBody.model_validate(each) for each in answer.citations])


def show_bars(console: Console, series: Series) -> None:
    """Print a picture made of letters: for each load what each thing costs, one bar above the other."""
    lines = bars(series)
    if lines:
        console.print()
    for line in lines:
        console.print(Text(line))


def show_comparison(found: CompareBody) -> None:
    """Print services side by side, and the sources."""
    console = Console(highlight=False)
    console.print(_table(found.table))
    cited = {n for row in found.table.rows for cell in row.cells for n in cell.citations}
    show_sources(console, [each for each in found.citations if each.id in cited])


def show_feedback(found: Sequence[Feedback], totals: Mapping[Verdict, int]) -> None:
    """Print what people said of answers, and how many there are of each kind."""
    console = Console(highlight=False)
    for each in found:
        style = "bold red" if each.verdict is Verdict.WRONG else "bold"
        console.print(
            Text.assemble((each.verdict, style), f"  {each.said}  {each.surface}  ", each.graph[:19])
        )
        _indented(console, each.question)
        _indented(console, each.answer, "dim")
        if each.comment:
            _indented(console, f"Comment: {each.comment}")
    console.print("; ".join(f"{count} {verdict}" for verdict, count in totals.items()))


def show_rows(body: bytes, media_type: str) -> None:
    """Print the result of a query: rows as a table, triples as they are."""
    console = Console(highlight=False)
    if "json" not in media_type:
        console.print(Text(body.decode()), end="")
        return
    found = json.loads(body)
    if "boolean" in found:
        console.print("yes" if found["boolean"] else "no")
        return
    table = Table(*found["head"]["vars"], show_edge=False)
    for row in found["results"]["bindings"]:
        table.add_row(*(Text(_term(row.get(name)), overflow="fold") for name in found["head"]["vars"]))
    console.print(table)


def _term(term: Mapping[str, Any] | None) -> str:
    if term is None:
        return ""
    return short(str(term["value"])) if term["type"] == "uri" else str(term["value"])


def _marked(text: str, ids: Iterable[int]) -> Text:
    marked = Text(text)
    for number in ids:
        marked.append(f" [{number}]", "dim")
    return marked


def _table(found: TableBody) -> Table:
    table = Table("", show_lines=True)
    for column in found.columns:
        table.add_column(Text(column.label))
    for row in found.rows:
        cells = (_marked(cell.text, cell.citations) for cell in row.cells)
        table.add_row(Text(row.property.label), *cells)
    return table


def show_list(console: Console, title: str, items: Sequence[str]) -> None:
    """Print a list under a title, where there is something on it."""
    if items:
        console.print()
        console.print(Text(title, "bold"))
    for item in items:
        console.print(Padding(Text(item), (0, 0, 0, 2), expand=False))


def _indented(console: Console, text: str, style: str = "") -> None:
    console.print(Padding(Text(text, style), (0, 0, 0, 2), expand=False))


def show_sources(console: Console, citations: Sequence[CitationBody]) -> None:
    """Print what was cited, each source described once."""
    if citations:
        console.print()
        console.print(Text("Sources", "bold"))
    first: dict[str, int] = {}
    for each in citations:
        fact = " · ".join((each.subject.label, each.predicate.label, each.object.label))
        console.print(Text(f"[{each.id}] {fact}"))
        if first.setdefault(each.source.iri, each.id) == each.id:
            _source(console, each.source)
        else:
            console.print(Text(f"    source as [{first[each.source.iri]}]", "dim"))
        if each.disputed_by:
            console.print(_marked("    disputed by", each.disputed_by))


def _source(console: Console, source: SourceBody) -> None:
    dated = f"published {source.published}" if source.published else "undated"
    told = Text(f"{source.title}; {source.status}, read {source.read}, {dated}", "dim")
    console.print(Padding(told, (0, 0, 0, 4), expand=False))
    if source.url:
        # An address that is broken into lines cannot be followed, so the terminal wraps it.
        console.print(Text(f"    {source.url}", "dim"), soft_wrap=True)
