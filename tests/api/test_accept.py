import pytest

from api.accept import ranked

OFFERS = {"json": ["application/json"], "turtle": ["text/turtle"], "csv": ["text/csv", "text/x"]}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, ["json", "turtle", "csv"]),
        ("", ["json", "turtle", "csv"]),
        ("*/*", ["json", "turtle", "csv"]),
        ("text/csv", ["csv"]),
        ("TEXT/CSV; Charset=UTF-8", ["csv"]),
        ("text/*", ["turtle", "csv"]),
        ("text/turtle;q=0.5, application/json;q=0.4", ["turtle", "json"]),
        ("text/csv, text/turtle", ["csv", "turtle"]),
        ("*/*, text/x", ["csv", "json", "turtle"]),
        ("text/turtle;q=0.2, */*;q=0.1", ["turtle", "json", "csv"]),
        ("application/json;q=0, */*", ["turtle", "csv"]),
        ("text/csv;q=high, text/turtle;q=7, application/json", ["json"]),
        ("image/png", []),
        (",;,", []),
    ],
)
def test_what_is_wanted_most_comes_first(accept: str | None, expected: list[str]) -> None:
    assert list(ranked(accept, OFFERS)) == expected
