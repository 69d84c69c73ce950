import pytest

from retrieval.lexicon import Lexicon, WordTest, by_letter_and_length, nearest
from retrieval.text import tokenise

NAMES = [
    ("Blue Kettle", "kettle"),
    ("kettle", "kettle"),
    ("Pan", "pan"),
    ("Kettle Stand", "stand"),
    ("AMI", "ami"),
]
LEXICON = Lexicon.from_names(NAMES)
WORDS = WordTest({"is", "the", "a", "with", "on", "i", "am", "and", "petal"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("is the BLUE-KETTLE on", ["kettle"]),
        ("bluekettle", ["kettle"]),
        ("two kettles", ["kettle"]),
        ("a ketle and a pan", ["kettle", "pan"]),
        ("the ktetle", ["kettle"]),
        ("a kettle stand", ["stand"]),
        ("am i on", []),
        ("a petal", []),
    ],
)
def test_names_are_found_whatever_their_form(text: str, found: list[str]) -> None:
    assert [m.iris[0] for m in LEXICON.find(tokenise(text), WORDS)] == found


def test_no_name_reaches_across_a_comma() -> None:
    assert [m.iris[0] for m in LEXICON.find(tokenise("kettle, stand"), WORDS)] == ["kettle"]


def test_without_a_word_test_nothing_is_taken_for_misspelt() -> None:
    assert LEXICON.find(tokenise("a ketle")) == ()


def test_short_words_are_never_mended() -> None:
    assert nearest("pn", by_letter_and_length(["pan"])) is None


def test_a_name_before_a_joining_word_shares_the_last_words() -> None:
    shared = Lexicon.from_names(
        [("green tea pot", "green"), ("black tea pot", "black")], frozenset({"versus"})
    )
    found = shared.find(tokenise("green versus black tea pot"))
    assert [mention.iris for mention in found] == [("green",), ("black",)]


@pytest.mark.parametrize(
    ("word", "name"),
    [("x2.xlarge", None), ("x3.large", None), ("x2.lagre", "x2large"), ("x2large", "x2large")],
)
def test_a_code_is_no_other_code(word: str, name: str | None) -> None:
    assert nearest(word.replace(".", ""), by_letter_and_length(["x2large"])) == name
