"""Score a catalogue on competency questions.

    python -m bench.evaluate [--catalogue DIR ...] [--questions FILE ...] [--failures]

Prints right / declined / wrong per kind with a 95% interval (Wilson) for the open part and for the part
that is kept apart, and the failures of the open part.
"""

import argparse
import math
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.store import load
from retrieval.answer import Answer
from retrieval.encoder import load_encoder
from retrieval.engine import Assistant

QUESTIONS = Path(__file__).parent.parent / "tests" / "questions"
_FILES = (
    "notes",
    "more",
    "mixed",
    "kinds",
    "sheet",
    "traps",
    "fresh",
    "costs",
    "turns",
    "outside",
    "second",
    "third",
    "yesno",
    "fourth",
)
_PARTS = {
    False: "open",
    True: "kept apart",
    "second": "kept apart, second part",
    "third": "kept apart, third part",
    "fourth": "kept apart, fourth part",
}
"""By what stands as `heldout` in a question."""
Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """How an answer compares with what was expected: `right`, `declined` or `wrong`, and why."""

    outcome: str
    why: str


def default_files() -> list[Path]:
    """Return the files of competency questions on the bundled catalogue."""
    return [QUESTIONS / f"{name}.toml" for name in _FILES]


def read_cases(files: Sequence[Path]) -> list[Case]:
    """Return the questions of some files, with the triples that their statements allow."""
    cases: list[Case] = []
    for file in files:
        text = tomllib.loads(file.read_text(encoding="utf-8"))
        statements = file.parent / "statements.toml"
        stated = tomllib.loads(statements.read_text("utf-8")) if statements.is_file() else {}
        for case in text["question"]:
            allowed = stated.get(case["id"].split("-")[0], [])
            turns = [
                t if isinstance(t, str) else t["content"] for t in case.get("history", []) if _is_user(t)
            ]
            cases.append({"status": "answered", "any_of": allowed} | case | {"history": turns})
    if not cases:
        raise SystemExit("no questions")
    return cases


def _is_user(turn: str | dict[str, str]) -> bool:
    return isinstance(turn, str) or turn["role"] == "user"


def score(case: Case, answer: Answer) -> Score:
    """Say whether an answer is right: status, reason, kind, result, triples and length."""
    if case["status"] == "declined":
        if answer.status == "declined":
            wanted = str(case["reason"]).split("|")
            if answer.reason in wanted:
                return Score("right", "")
            return Score("right", f"reason {answer.reason}, expected {case['reason']}")
        return Score("wrong", f"answered: {answer.answer[:150]}")
    if answer.status == "declined":
        return Score("declined", f"{answer.reason}: {answer.answer[:120]}")
    why = _fault(case, answer)
    return Score("wrong", why) if why else Score("right", "")


def _fault(case: Case, answer: Answer) -> str:
    """What is wrong with an answer, or nothing."""
    parts = answer.parts or (answer,)
    why = _result_fault(case, parts) or _triple_fault(case, parts)
    return f"{why}: ({answer.reading}) {answer.answer[:150]}" if why else ""


def _result_fault(case: Case, parts: Sequence[Answer]) -> str:
    if "kind" in case and not set(str(case["kind"]).split("|")) & {part.kind for part in parts}:
        return "kind"
    booleans = [part.result["boolean"] for part in parts if "boolean" in part.result]
    wanted = None if case.get("depends") else case.get("boolean", booleans[0] if booleans else None)
    if booleans and wanted not in booleans:
        return f"boolean {booleans}"
    said = " ".join(f"{part.result} {part.answer}" for part in parts).casefold().replace(",", "")
    for value in case.get("values", []):
        if str(value).casefold().replace(",", "") not in said:
            return f"value {value} missing"
    if "labels" in case:
        chosen = [label for part in parts for label in part.result.get("labels", [])]
        return "" if sorted(chosen) == sorted(case["labels"]) else f"chose {chosen}"
    if "picks" in case or "not_picks" in case:
        return _picks_fault(case, parts)
    if case.get("premise") and not any(part.premise or part.result.get("boolean") is False for part in parts):
        return "premise not corrected"
    if case.get("group") in ("open", "why") and not _speaks_of(case, parts):
        return f"does not speak of {case['about']}"
    items = [item for part in parts for item in part.result.get("items", part.result.get("picks", []))]
    found = {item["label"] for item in items} | {_short(item["iri"]) for item in items}
    missing = [i for i in case.get("items", []) if i not in found and i.rsplit(":")[-1] not in found]
    return f"items {missing} missing" if missing else ""


def _speaks_of(case: Case, parts: Sequence[Answer]) -> bool:
    """Whether a fact on one of the services that the answer must be about is cited."""
    told = {node for part in parts for c in part.citations for node in (c.subject.label, c.object.label)}
    return not case.get("about") or any(name in told for name in case["about"])


def _picks_fault(case: Case, parts: Sequence[Answer]) -> str:
    """Whether none of the services that fit is picked, or one that does not."""
    found = [part.result.get("picks", part.result.get("items", [])) for part in parts]
    picked = [pick["label"] for picks in found for pick in picks][:3]
    wrong = [label for label in picked if label in case.get("not_picks", [])]
    if wrong or not set(picked) & set(case.get("picks", picked)):
        return f"picked {picked}"
    return ""


def _triple_fault(case: Case, parts: Sequence[Answer]) -> str:
    cited = [citation.triple for part in parts for citation in part.citations]
    for wanted in case.get("cites", []):
        if not any(_matches(wanted, triple) for triple in cited):
            return f"triple {wanted} not cited"
    if case["any_of"] and not any(_matches(w, t) for w in case["any_of"] for t in cited):
        return f"none of {case['any_of']} cited"
    return ""


def _short(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _matches(wanted: str, triple: str) -> bool:
    """`lambda maxExecutionDuration` names the last parts of the subject and of the predicate."""
    parts = [part.rsplit(":", 1)[-1] for part in wanted.split()]
    terms = triple.split(" ", 2)
    return all(
        _short(term.rstrip(" .").strip("<>")) == part for part, term in zip(parts, terms, strict=False)
    )


def interval(right: int, total: int) -> tuple[float, float]:
    """Return the 95% Wilson score interval of a share."""
    if total == 0:
        return 0.0, 1.0
    z, share = 1.96, right / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - spread) / (1 + z * z / total), (middle + spread) / (1 + z * z / total)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--catalogue", nargs="*", default=["aws"])
    parser.add_argument("--questions", nargs="*", type=Path)
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    files = arguments.questions or default_files()
    assistant = Assistant.from_graph(load(arguments.catalogue), load_encoder())
    for part, title in _PARTS.items():
        table: defaultdict[str, list[Score]] = defaultdict(list)
        for case in read_cases(files):
            if case.get("heldout", False) != part:
                continue
            answer = assistant.ask(case["ask"], case.get("history", []))
            result = score(case, answer)
            group = case.get("group") or str(case.get("kind", case["status"]))
            table[group].append(result)
            if arguments.failures and not part and (result.outcome != "right" or result.why):
                print(f"  {result.outcome:8} {case['id']:14} {case['ask']!r}\n{'':12}{result.why}")
        if table:
            print(title)
        for group, results in [
            *sorted(table.items()),
            ("all", [r for found in table.values() for r in found]),
        ]:
            counts = {o: sum(r.outcome == o for r in results) for o in ("right", "declined", "wrong")}
            low, high = interval(counts["right"], len(results))
            print(
                f"  {group:12} {len(results):4}  right {counts['right']:4} "
                f"({counts['right'] / max(len(results), 1):.1%}, {low:.0%} to {high:.0%})  "
                f"declined {counts['declined']:3}  wrong {counts['wrong']:3}"
            )


if __name__ == "__main__":
    main()
