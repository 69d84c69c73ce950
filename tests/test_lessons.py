"""What the encoder is tuned on fits the catalogue."""

import random

import numpy as np
import pytest

from bench.lessons import Lessons, batches, neighbours, read_lessons
from graph.catalogue import catalogue
from graph.store import Graph
from retrieval.wordings import wordings


@pytest.fixture(scope="module")
def lessons(graph: Graph) -> Lessons:
    return read_lessons(wordings(catalogue(graph)), random.Random(5))


def test_hardly_a_lesson_is_lost_to_a_target_that_no_one_words(lessons: Lessons) -> None:
    assert lessons.count > 17_000  # a term that is renamed has to be renamed in the lessons, too
    assert all(lessons.wordings[key] for key in lessons.asked)


def test_a_round_asks_each_question_once_beside_a_wording_of_its_own_target(lessons: Lessons) -> None:
    rng = np.random.default_rng(1)
    vectors = {text: rng.normal(size=8).astype(np.float32) for text in lessons.texts}
    found = list(batches(lessons, neighbours(lessons, vectors), 64, random.Random(5)))
    pairs = {
        (asked, wording)
        for key, texts in lessons.asked.items()
        for asked in texts
        for wording in lessons.wordings[key]
    }
    assert all(pair in pairs for batch in found for pair in batch)
    assert max(map(len, found)) == 64
    assert lessons.count - 3 * 64 < sum(map(len, found)) <= lessons.count


def test_wordings_are_paired_with_others_of_their_target() -> None:
    keys = [(str(number), "true") for number in range(17)]
    few = Lessons({key: ["x"] for key in keys}, {key: ["x", "y"] for key in keys})
    (batch,) = batches(few, dict.fromkeys(keys, keys), 17, random.Random(1))
    assert batch == [("x", "y")] * 17
