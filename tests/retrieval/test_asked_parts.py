"""What asks in a message, which kind of answer a fragment wants, and what is held against what."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "Half of our tenants sleep at night. Which of the compute services scale to zero?",
        "My boss loves web shops. Which services scale to zero?",
    ],
)
def test_what_is_told_before_services_are_asked_for_is_no_need(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "list"
    assert "AWS Lambda" in {item["label"] for item in answer.result["items"]}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Number of GPUs in a g5.xlarge?", "fact"),
        ("Guest OSes I can boot on EC2?", "fact"),
        ("gpu on fargate?", "boolean"),
        ("Windows for lightsail?", "boolean"),
    ],
)
def test_a_fragment_is_a_yes_or_no_only_where_something_is_to_be_decided(
    assistant: Assistant, question: str, kind: str
) -> None:
    assert assistant.ask(question).kind == kind


@pytest.mark.parametrize(
    ("question", "out"),
    [
        ("we need GPUs, which compute services are off the table", "AWS Fargate"),
        ("which of the services fall short when we need arm", "AWS App Runner"),
        ("which services should I cross off if I want scale to zero", "Amazon EC2"),
        ("which compute services drop out when I need Windows containers", "AWS Lambda"),
    ],
)
def test_what_falls_away_is_what_has_not_what_is_needed(
    assistant: Assistant, question: str, out: str
) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "list"
    assert out in {item["label"] for item in answer.result["items"]}


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("m5.large vs c5.large price wise", ("$0.096", "$0.085")),
        ("how much dearer is EFS than EBS gp3 per GB", ("$0.30", "$0.08")),
    ],
)
def test_a_comparison_by_price_gives_the_prices(
    assistant: Assistant, question: str, values: tuple[str, ...]
) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "comparison"
    assert all(value in answer.answer for value in values)


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("sfn standard vs express?", ("Standard Workflows", "Express Workflows")),
        ("lambda / managed instances / microvms: which runs longest", ("Managed Instances", "MicroVMs")),
    ],
)
def test_forms_of_a_service_are_named_by_one_word_each(
    assistant: Assistant, question: str, labels: tuple[str, ...]
) -> None:
    said = assistant.ask(question).reading
    assert all(label in said for label in labels)


@pytest.mark.parametrize(
    "question",
    [
        "Which operating systems does EC2 run? We have Windows and Linux people.",
        "what operating systems does EC2 run, we are used to Linux",
    ],
)
def test_what_is_only_told_narrows_no_list(assistant: Assistant, question: str) -> None:
    assert "macOS" in assistant.ask(question).answer


def test_what_is_asked_narrows_a_list(assistant: Assistant) -> None:
    answer = assistant.ask("which node versions does lambda run?").answer
    assert "Node.js" in answer
    assert "Python" not in answer


def test_questions_announced_by_their_number_are_answered_each(assistant: Assistant) -> None:
    answer = assistant.ask("Two figures please: max lambda memory, max lambda timeout.")
    assert [part.reading for part in answer.parts] == [
        "fact: AWS Lambda, maximum memory",
        "fact: AWS Lambda, maximum execution duration",
    ]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("API Gateway seems to come in several flavours. How many?", 3),
        ("EBS comes in different volume types. How many?", 7),
    ],
)
def test_forms_that_a_thing_comes_in_are_counted(assistant: Assistant, question: str, count: int) -> None:
    assert assistant.ask(question).result["value"] == count


def test_superlatives_that_mean_the_same_ask_for_the_same_end(assistant: Assistant) -> None:
    said = {
        assistant.ask(f"which service has the {word} maximum payload").reading
        for word in ("smallest", "tiniest", "lowest")
    }
    assert len(said) == 1
    assert said.pop().endswith("maximum payload: lowest")


def test_what_takes_longer_and_is_no_time_limit_is_not_compared_by_it(assistant: Assistant) -> None:
    assert "ease of use" in assistant.ask("ecs or eks, which one takes longer to learn").reading
    assert "duration" in assistant.ask("fargate or lambda, which runs longer").reading


@pytest.mark.parametrize(
    "question",
    [
        "Ephemeral disk on Fargate: is there a difference between running it under ECS and under EKS?",
        "fargate on ECS vs on EKS, maximum ephemeral disk",
    ],
)
def test_a_thing_on_each_of_two_others_is_compared_in_both_forms(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "Amazon ECS on Fargate and Fargate on EKS" in answer.reading
    assert "200 GB" in answer.answer
    assert "175 GB" in answer.answer


def test_words_written_for_short_are_read_in_full(assistant: Assistant) -> None:
    short, full = "sns free reqs / mo?", "sns free requests / month?"
    assert assistant.ask(short).answer == assistant.ask(full).answer
    assert assistant.ask(short).status == "answered"


def test_what_has_not_ended_is_asked_of_the_others(assistant: Assistant) -> None:
    count = assistant.ask("How many managed runtimes does Lambda have that aren't retired yet?")
    assert "offers the runtimes" in count.answer
    assert "has deprecated" in assistant.ask("which lambda runtimes are deprecated").answer


def test_a_use_that_is_likelier_than_any_property_is_what_is_listed(assistant: Assistant) -> None:
    reading = assistant.ask("what could one use on AWS for training ML models? just names").reading
    assert reading.endswith("training machine learning models")
