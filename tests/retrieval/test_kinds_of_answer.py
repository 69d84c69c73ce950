"""Recommendations, reasons, open questions, comparisons by value, follow-ups, wrong premises."""

import pytest

from retrieval.engine import Assistant
from tests.machine_checks import faults


def labels(found: object) -> list[str]:
    assert isinstance(found, list)
    return [item["label"] for item in found]


def test_a_need_that_cannot_be_met_rules_a_service_out(assistant: Assistant) -> None:
    answer = assistant.ask("What should I use for a nightly job in a Docker container that takes 3 hours?")
    assert answer.kind == "recommendation"
    assert "AWS Lambda" not in labels(answer.result["picks"])
    assert 1 <= len(answer.result["picks"]) <= 3
    assert all(pick["why"] and pick["citations"] for pick in answer.result["picks"])
    assert faults(answer, assistant.catalogue) == []


def test_of_two_services_offered_one_is_recommended(assistant: Assistant) -> None:
    answer = assistant.ask("should i use lambda or fargate for a job that takes 2 hours?")
    assert answer.kind == "recommendation"
    assert labels(answer.result["picks"]) == ["AWS Fargate"]
    assert labels(answer.result["ruled_out"]) == ["AWS Lambda"]


def test_reasons_are_made_of_facts(assistant: Assistant) -> None:
    answer = assistant.ask("why is fargate simpler than ecs?")
    assert answer.kind == "why"
    assert len(answer.sentences) > 1
    assert all(sentence.citations for sentence in answer.sentences)
    assert faults(answer, assistant.catalogue) == []


def test_what_a_rule_concluded_cites_its_premises(assistant: Assistant) -> None:
    answer = assistant.ask("is batch free of charge?")
    derived = [c for c in answer.citations if c.source.status == "derived"]
    assert derived
    assert all(c.premises for c in derived)


@pytest.mark.parametrize(
    "question",
    ["why does Lightsail scale automatically?", "why is lambda limited to 5 minutes?"],
)
def test_a_wrong_premise_is_corrected_first(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.premise is not None
    assert answer.answer.startswith("That is not so")
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("is t3.medium cheaper than t3.large?", True),
        ("is t3.large cheaper than t3.medium?", False),
        ("does fargate have more memory than lambda?", True),
        ("does lambda have more memory than fargate?", False),
    ],
)
def test_two_things_are_compared_by_value(question: str, expected: bool, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.result == {"boolean": expected}
    assert faults(answer, assistant.catalogue) == []


def test_the_cheapest_of_many_sizes_comes_first(assistant: Assistant) -> None:
    answer = assistant.ask("cheapest ec2 type?")
    assert labels(answer.result["items"])[0] == "t4g.nano"


def test_a_price_is_told_with_region_date_and_status(assistant: Assistant) -> None:
    answer = assistant.ask("how much is a million lambda requests?")
    assert "$0.20" in answer.answer
    assert "US East (N. Virginia)" in answer.answer
    assert "2026-11-23" in answer.answer
    price = next(c for c in answer.citations if "$0.20" in c.object.label)
    assert any("#amount>" in triple for triple in price.with_)


@pytest.mark.parametrize(
    ("turns", "question", "said"),
    [
        (["how much is a fargate vcpu per hour?"], "and on arm?", "0.03238"),
        (["lambda max memory?"], "and fargate?", "244 GB"),
        (["price of t3.medium?"], "and t3.large?", "0.0832"),
    ],
)
def test_a_follow_up_keeps_what_was_asked(
    turns: list[str], question: str, said: str, assistant: Assistant
) -> None:
    assert said in assistant.ask(question, turns).answer


def test_why_after_an_answer_asks_for_its_reasons(assistant: Assistant) -> None:
    answer = assistant.ask("why?", ["is fargate serverless?"])
    assert answer.kind == "why"
    assert "AWS Fargate" in answer.answer


def test_a_change_of_subject_is_noticed(assistant: Assistant) -> None:
    answer = assistant.ask("where does batch keep its logs?", ["lambda max memory?"])
    assert answer.citations[0].subject.label == "AWS Batch"


def test_the_values_of_one_thing_are_counted(assistant: Assistant) -> None:
    answer = assistant.ask("how many runtimes does lambda support?")
    items = answer.result["items"]
    assert answer.kind == "count"
    assert answer.result["value"] == len(items) > 10
    assert answer.answer.startswith(f"{len(items)}: AWS Lambda ")


def test_a_denied_link_that_exists_is_a_wrong_premise(assistant: Assistant) -> None:
    answer = assistant.ask("why can fargate not run windows containers?")
    assert answer.premise is not None
    assert answer.premise.text.startswith("That is not so: AWS Fargate supports Windows")


def test_a_pronoun_may_mean_what_its_own_sentence_names(assistant: Assistant) -> None:
    alone = assistant.ask("which service scales to zero when nobody uses it?")
    assert alone.kind == "list"
    assert assistant.ask("how much memory does it have?").reason == "ambiguous"


def test_a_service_of_which_only_some_forms_fit_is_listed(assistant: Assistant) -> None:
    answer = assistant.ask("which services support GPUs?")
    assert "AWS Batch" in {item["label"] for item in answer.result["items"]}
    assert "AWS Batch only as AWS Batch on EC2." in answer.answer


def test_an_amount_without_a_property_rules_out_what_cannot_grant_it(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Video files are transcoded in containers and take between 20 and 90 minutes each. What should I use?"
    )
    assert "AWS Lambda" not in {pick["label"] for pick in answer.result["picks"]}


def test_options_of_which_none_stands_out_are_not_asked_by_themselves(assistant: Assistant) -> None:
    answer = assistant.ask("Which one is nicest?\nA) Amazon EC2\nB) AWS Lambda\nC) Amazon ECS\nD) Amazon ECR")
    assert answer.kind != "choice"
    assert not any(citation.object.iri and "lambda" in citation.object.iri for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    ["step functions standard vs express", "express or standard workflows of step functions?"],
)
def test_variants_are_named_by_the_word_in_which_they_differ(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "comparison"
    labels = {item["label"] for item in answer.result["items"]}
    assert labels == {"Step Functions Standard Workflows", "Step Functions Express Workflows"}


def test_a_misspelt_word_is_heard(assistant: Assistant) -> None:
    answer = assistant.ask("whats the memroy limit of fargate")
    assert [c.predicate.label for c in answer.citations][:1] == ["maximum memory"]


def test_one_of_two_for_a_purpose_gets_a_verdict_and_a_table(assistant: Assistant) -> None:
    answer = assistant.ask("lambda or fargate for a 30 minute job?")
    assert answer.kind == "comparison"
    assert answer.sentences[0].text.startswith("AWS Fargate fits best")
    assert [pick["label"] for pick in answer.result["picks"]] == ["AWS Fargate"]
    assert answer.table is not None


def test_a_wish_that_is_denied_counts_against(assistant: Assistant) -> None:
    answer = assistant.ask("ecs or eks for a team of 3 with no kubernetes background?")
    assert [pick["label"] for pick in answer.result["picks"]] == ["Amazon ECS"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("does lightsail scale automatically, yes or no", False),
        ("We have no app runner yet. Can a new account still start with it?", False),
        ("does lambda bill per request?", True),
    ],
)
def test_a_no_elsewhere_does_not_turn_a_question_round(
    question: str, expected: bool, assistant: Assistant
) -> None:
    assert assistant.ask(question).result.get("boolean") is expected
