from retrieval.engine import Assistant
from retrieval.ranking import Asked, Candidate, weights


def asked(assistant: Assistant, question: str) -> tuple[list[Candidate], Asked, tuple[str, ...]]:
    """Return the candidates in order of likeness, and what they are held against."""
    parse = assistant.conversation.parser.parse(question)
    reader = assistant.conversation.understander.reader
    things = reader.things(parse)
    likely = reader.candidates.likely(parse, things, parse.named)
    return likely, Asked.of(parse, reader.candidates.ranker.matcher, parse.named), things


def test_each_sign_has_a_weight(assistant: Assistant) -> None:
    likely, held_against, _ = asked(assistant, "can lambda run for an hour?")
    ranker = assistant.conversation.understander.reader.candidates.ranker
    assert set(ranker.signs(likely[0], held_against)) == set(weights("ranking"))


def test_ranking_keeps_every_candidate(assistant: Assistant) -> None:
    likely, held_against, _ = asked(assistant, "where does lambda run my code and who looks after it")
    ranked = assistant.conversation.understander.reader.candidates.ranker.ranked(likely, held_against)
    assert len(likely) > 12
    assert sorted(map(id, ranked)) == sorted(map(id, likely))


def test_a_value_that_is_named_speaks_for_a_reading_that_has_it(assistant: Assistant) -> None:
    likely, held_against, _ = asked(assistant, "does lambda support python?")
    ranker = assistant.conversation.understander.reader.candidates.ranker
    named = {c.wording for c in likely if ranker.signs(c, held_against)["named"]}
    assert named
    assert all("python" in wording.lower() for wording in named)


def test_what_fits_to_the_letter_is_trusted_more_than_what_is_foreign(assistant: Assistant) -> None:
    reader = assistant.conversation.understander.reader
    sure = {}
    for question in ("what is the timeout of lambda?", "what is the horoscope of lambda?"):
        parse = assistant.conversation.parser.parse(question)
        things = reader.things(parse)
        found = reader.candidates.find(parse, things, parse.named)
        sure[question] = reader.trust.probability(parse, found, things, parse.named)
    certain, foreign = sure.values()
    assert certain > 0.7
    assert foreign < 0.4


def test_nothing_found_is_not_trusted(assistant: Assistant) -> None:
    reader = assistant.conversation.understander.reader
    parse = assistant.conversation.parser.parse("lambda")
    assert reader.trust.probability(parse, [], (), parse.named) == 0


def test_signs_of_trust_have_weights(assistant: Assistant) -> None:
    reader = assistant.conversation.understander.reader
    parse = assistant.conversation.parser.parse("is lambda serverless?")
    things = reader.things(parse)
    found = reader.candidates.find(parse, things, parse.named)
    assert set(reader.trust.signs(parse, found, things, parse.named)) == set(weights("trust"))


def test_what_something_is_told_of_ranks_before_what_is_worded_as_well(assistant: Assistant) -> None:
    likely, held_against, things = asked(assistant, "how much disk does a fargate task get?")
    ranker = assistant.conversation.understander.reader.candidates.ranker
    told, untold = (next(c for c in likely if bool(c.told) is so) for so in (True, False))
    signs = ranker.signs(told, held_against)
    assert signs["told"] == 1
    assert ranker.signs(untold, held_against)["told"] == 0
    assert ranker.weight(signs) > ranker.weight(signs | {"told": 0.0, "told of itself": 0.0})
    holdings = assistant.conversation.understander.reader.holdings
    assert set(told.constraint.properties) & holdings.tells(things[0])
