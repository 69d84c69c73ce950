"""Where the time of an answer goes, and how long it takes to start.

    python -m bench.speed

Figures of one run on one machine; compare the ratios, not the milliseconds.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

from api.loading import load_assistant
from api.settings import Settings
from bench.evaluate import QUESTIONS, read_cases
from retrieval.compose.answering import compose
from retrieval.encoder import load_encoder
from retrieval.question import Question

_START = """
import sys, time, resource
began = time.perf_counter()
from pathlib import Path
from api.loading import load_assistant
from api.settings import Settings
assistant = load_assistant(Settings(cache=Path(sys.argv[1])))
answer = assistant.ask(sys.argv[2])
assert answer.status == "answered", answer
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _start(cache: str, question: str) -> tuple[float, float, float]:
    """Whole process in s, inside Python in s, peak memory in MB."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _START, cache, question], check=True, capture_output=True, text=True
    )
    inside, memory = map(float, done.stdout.split())
    return time.perf_counter() - began, inside, memory


def main() -> None:
    encoder = load_encoder()
    assistant = load_assistant(Settings())
    talk = assistant.conversation
    questions = [case["ask"] for case in read_cases([QUESTIONS / "notes.toml", QUESTIONS / "mixed.toml"])]
    for question in questions[:20]:
        assistant.ask(question)
    whole = [_timed(partial(assistant.ask, question)) for question in questions]
    steps: dict[str, list[float]] = {"parse": [], "understand": [], "compose": []}
    for question in questions:
        steps["parse"].append(_timed(partial(talk.parser.parse, question)))
        parse = talk.parser.parse(question)
        steps["understand"].append(_timed(partial(talk.understander.understand, parse)))
        understood = talk.understander.understand(parse)
        if isinstance(understood, Question):
            steps["compose"].append(_timed(partial(compose, understood, assistant.finder)))
    encode = [_timed(partial(encoder.encode, [question])) for question in questions]
    p50, p99 = statistics.median(whole), sorted(whole)[int(len(whole) * 0.99)]
    one = statistics.median(encode)
    print(f"ask, in process, {len(whole)} questions: p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    print(f"one encoder call: p50 {one:.2f} ms; an answer costs {p50 / one:.1f} of them")
    total = sum(map(sum, steps.values()))
    for name, times in steps.items():
        print(f"  {name:10} p50 {statistics.median(times):.2f} ms, {sum(times) / total:.0%} of the work")
    with tempfile.TemporaryDirectory() as cache:
        for name in ("cold", "cached"):
            process, inside, memory = _start(cache, questions[0])
            print(
                f"start to first answer, {name} vectors: {process:.2f} s the whole process, "
                f"{inside:.2f} s inside, {memory:.0f} MB at most"
            )


if __name__ == "__main__":
    main()
