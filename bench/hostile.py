"""Ask 10,000 hostile questions: nothing may fail, and nothing may be answered without evidence.

    python -m bench.hostile [--count N] [--seed S]

Random bytes, huge numbers, nested quotes, fragments of SPARQL and of HTML, every Unicode plane, words of
2,000 characters, and real questions with such things put in. Prints how many were answered and the slowest.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator

from bench.evaluate import default_files, read_cases
from graph.store import load
from retrieval.encoder import load_encoder
from retrieval.engine import LONGEST_QUESTION, Assistant

_FRAGMENTS = (
    "SELECT * WHERE { ?s ?p ?o }",
    "} ; DROP ALL ; #",
    "<https://w3id.org/cloudcite/id/lambda>",
    'FILTER(regex(?x, "(a+)+$"))',
    "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--",
    "&lt;b&gt;",
    "[x](javascript:alert(1))",
    "{{7*7}}",
    "%s%n\x00\x01",
    "../../etc/passwd",
    "'; --",
    "\\u0000\\x00",
    "```",
    "<!channel> <@U1> <http://a|b>",
)
_PLANES = (0x0000, 0x0600, 0x2000, 0x4E00, 0xAC00, 0x1F300, 0x20000, 0xE0000, 0xF0000, 0x100000)


def hostile(seed: int, real: list[str]) -> Iterator[str]:
    """Yield questions without end, the same for the same seed."""
    rng = random.Random(seed)
    kinds: tuple[Callable[[random.Random, list[str]], str], ...] = (
        _bytes,
        _numbers,
        _quotes,
        _fragments,
        _planes,
        _long_words,
        _mixed,
    )
    while True:
        yield rng.choice(kinds)(rng, real)[:LONGEST_QUESTION]


def _bytes(rng: random.Random, _: list[str]) -> str:
    return rng.randbytes(rng.randint(1, 400)).decode("utf-8", "replace")


def _numbers(rng: random.Random, real: list[str]) -> str:
    number = rng.choice(
        ("9" * rng.randint(20, 1500), "-1", "1e309", "0.0", "1,2,3.4.5", "NaN", "½ of ∞", "٣")
    )
    unit = rng.choice(("GB", "hours", "requests", "%", "vCPU", "", "dollars"))
    return f"{rng.choice(real)} {number}{rng.choice(('', ' '))}{unit}"


def _quotes(rng: random.Random, real: list[str]) -> str:
    depth = rng.randint(1, 200)
    return "".join(rng.choice("\"'([{<«“") for _ in range(depth)) + rng.choice(real) + "\"')]}>»”" * depth


def _fragments(rng: random.Random, _: list[str]) -> str:
    return " ".join(rng.choices(_FRAGMENTS, k=rng.randint(1, 12)))


def _planes(rng: random.Random, real: list[str]) -> str:
    start = rng.choice(_PLANES)
    text = "".join(chr(start + rng.randint(0, 0xFF)) for _ in range(rng.randint(1, 300)))
    return rng.choice((text, f"{rng.choice(real)} {text}"))


def _long_words(rng: random.Random, real: list[str]) -> str:
    return rng.choice(("a", "lambda", "é", "is ")) * rng.randint(50, 2000) + rng.choice(("", *real))


def _mixed(rng: random.Random, real: list[str]) -> str:
    words = rng.choice(real).split()
    for _ in range(rng.randint(1, 4)):
        words.insert(rng.randint(0, len(words)), rng.choice((*_FRAGMENTS, _bytes(rng, real)[:20])))
    return " ".join(words)


def ask_all(assistant: Assistant, seed: int, count: int) -> tuple[Counter[str], float, list[str]]:
    """Return how often each status came, the slowest answer in ms, and what was answered without evidence."""
    real = [case["ask"] for case in read_cases(default_files()) if not case.get("heldout")]
    statuses: Counter[str] = Counter()
    slowest, bare = 0.0, []
    questions = hostile(seed, real)
    for _ in range(count):
        question = next(questions)
        began = time.perf_counter()
        answer = assistant.ask(question)
        slowest = max(slowest, (time.perf_counter() - began) * 1000)
        statuses[answer.status] += 1
        for part in answer.parts or (answer,):
            if part.status == "answered" and any(not s.citations for s in part.sentences):
                bare.append(question)
    return statuses, slowest, bare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    assistant = Assistant.from_graph(load(["aws"]), load_encoder())
    statuses, slowest, bare = ask_all(assistant, arguments.seed, arguments.count)
    print(f"{dict(statuses)}, none failed, slowest {slowest:.0f} ms, {len(bare)} without evidence")
    for question in bare[:5]:
        print(f"  {question[:200]!r}")
    raise SystemExit(1 if bare else 0)


if __name__ == "__main__":
    main()
