"""Reading what people typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.slack.text import escape, link, mentions, plain


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@U1> fargate or lambda?", "fargate or lambda?"),
        ("<@U1|cloudcite>   fargate", "fargate"),
        ("is 3 &lt; 5 &amp; 7 &gt; 6", "is 3 < 5 & 7 > 6"),
        ("see <https://example.org/a?b=1&amp;c=2|the page>", "see the page"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("<#C1|general> and <#C2>", "#general and"),
        ("<!here> <!subteam^S1|@ops> now", "now"),
        ("<mailto:a@example.org|a@example.org>", "a@example.org"),
        ("first\nsecond   line\n", "first\nsecond line"),
        ("bell\x07 and half \ud83d", "bell and half"),
        ("", ""),
    ],
)
def test_what_was_typed_is_read(typed: str, read: str) -> None:
    assert plain(typed) == read


def test_mentions_are_told() -> None:
    assert mentions("<@U1> and <@W2|bob> but not @U3 or <#C1>") == {"U1", "W2"}


@given(st.text())
def test_what_is_escaped_says_nothing_to_slack_and_reads_back(text: str) -> None:
    assert not set(escape(text)) & set("<>")
    clean = plain(text)
    assert plain(escape(clean)) == clean.strip()


def test_a_link_ends_where_it_should() -> None:
    assert link("https://example.org/a|b>c&d", "x|y>") == "<https://example.org/a%7Cb%3Ec&amp;d|x/y&gt;>"
