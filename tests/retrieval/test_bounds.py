import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("is 10 minutes the longest a lambda can run?", False),
        ("is 15 minutes the longest a lambda can run?", True),
        ("does lambda have a limit of 5 minutes?", False),
        ("can a lambda run for 5 minutes?", True),
        ("can a lambda run for 20 minutes?", False),
    ],
)
def test_the_bound_itself_is_asked_for_exactly_and_work_at_least(
    assistant: Assistant, question: str, so: bool
) -> None:
    assert assistant.ask(question).result == {"boolean": so}


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("is 5 the most layers a function may have", True),
        ("is 3 the max number of layers on a lambda", False),
    ],
)
def test_a_bare_number_counts_what_is_asked_for(assistant: Assistant, question: str, so: bool) -> None:
    assert assistant.ask(question).result == {"boolean": so}


@pytest.mark.parametrize(
    ("question", "so"),
    [("does AWS promise 99.99% for lambda?", False), ("does AWS promise 99.9% for lambda?", True)],
)
def test_percentages_are_compared(assistant: Assistant, question: str, so: bool) -> None:
    assert assistant.ask(question).result["boolean"] is so


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("will lambda refuse a 5 GB image?", False),
        ("my image is 12 gb. lambda will refuse it, won't it?", True),
        ("do lambda managed instances still stop after 15 min?", False),
    ],
)
def test_a_word_that_denies_and_says_too_much_is_heard_once(
    assistant: Assistant, question: str, so: bool
) -> None:
    assert assistant.ask(question).result["boolean"] is so


def test_an_amount_told_before_is_no_yes_or_no(assistant: Assistant) -> None:
    answer = assistant.ask("Batch job on Fargate writes 150 gigs of temp files. Max scratch space there?")
    assert answer.kind == "fact"
    assert "200 GB" in answer.answer


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("is fargate billed per second?", True),
        ("does ec2 bill by the hour", False),
        ("lightsail billing is per millisecond?", False),
    ],
)
def test_a_step_is_named_by_its_unit_alone(assistant: Assistant, question: str, so: bool) -> None:
    assert assistant.ask(question).result == {"boolean": so}


def test_of_two_steps_put_to_choose_from_the_fact_tells(assistant: Assistant) -> None:
    answer = assistant.ask("is ec2 billed hourly or per second?")
    assert answer.kind == "fact"
    assert "1 second" in answer.answer


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("20 minute job fit on lambda?", False),
        ("I've got a scoring run of about 20 mins. Fits into one Lambda invocation?", False),
        ("fargate 3 hours ok?", True),
        ("8 vcpu on fargate?", True),
        ("my message is 300 KB, sqs fine with that?", True),
    ],
)
def test_an_amount_alone_is_held_against_the_limit_that_matters_most(
    assistant: Assistant, question: str, so: bool
) -> None:
    assert assistant.ask(question).result == {"boolean": so}


def test_limits_that_disagree_on_an_amount_decide_nothing(assistant: Assistant) -> None:
    assert "boolean" not in assistant.ask("lambda with 8 GB, ok?").result


@pytest.mark.parametrize(
    "question",
    [
        "how many seconds does EC2 Auto Scaling need to add a machine?",
        "how many milliseconds is a lambda cold start?",
        "how many hours does it take to learn lambda?",
    ],
)
def test_what_is_asked_for_in_a_measure_is_answered_in_it_or_not_at_all(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).status == "declined"


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("after how many minutes is a lambda cut off?", "15 minutes"),
        ("how many gb-seconds are free on lambda per month?", "400,000 GB-seconds"),
    ],
)
def test_an_amount_is_told_in_the_measure_that_is_asked_for(
    assistant: Assistant, question: str, amount: str
) -> None:
    assert amount in assistant.ask(question).answer
