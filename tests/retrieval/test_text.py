import pytest

from retrieval.text import normalise, squash, stem, tokenise


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("it\u2019s  \u201cfine\u201d", 'it is "fine"'),
        ("it isn't", "it is not"),
        ("wats teh limit w/o it", "what is the limit without it"),
        ("<@U123> where's the log?", "where is the log?"),
        ("see <https://example.org|the page>", "see the page"),
        ("a\u00a0b\u200bc", "a b c"),
    ],
)
def test_text_is_brought_into_one_form(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_words_and_numbers_are_told_apart_with_their_places() -> None:
    text = "run 15m on API-GW, ok?"
    tokens = tokenise(text)
    assert [token.lower for token in tokens] == ["run", "15", "m", "on", "api", "gw", "ok"]
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert [token.apart for token in tokens][-1]


def test_british_and_american_spelling_share_a_stem() -> None:
    assert stem("optimise") == stem("optimize")
    assert stem("organisations") == stem("organization")


def test_squashing_keeps_letters_and_digits() -> None:
    assert squash(["API", "-", "GW2"]) == "apigw2"
