import pytest

from retrieval.engine import Assistant


def test_two_services_name_the_form_that_has_both_in_its_name(assistant: Assistant) -> None:
    relating = assistant.conversation.understander.reader.relating
    by_label = {thing.label: thing.iri for thing in assistant.catalogue.things.values()}
    ecs, ec2, lambda_, ecr = (by_label[n] for n in ("Amazon ECS", "Amazon EC2", "AWS Lambda", "Amazon ECR"))
    assert relating.combined((ecs, ec2)) == by_label["Amazon ECS on EC2"]
    assert relating.combined((lambda_, ecr)) is None


def test_of_two_values_the_one_that_is_lacking_decides(assistant: Assistant) -> None:
    answer = assistant.ask("Could I deploy a Windows container image to Lambda?")
    assert answer.result == {"boolean": False}
    assert "Windows" in answer.answer


def test_a_value_that_is_not_among_all_there_are_is_denied(assistant: Assistant) -> None:
    assert assistant.ask("Lambda MicroVMs on intel chips?").result == {"boolean": False}
    assert assistant.ask("Is an m7g.large able to boot Windows?").result == {"boolean": False}


def test_a_named_value_stays_what_is_asked_where_nothing_else_comes_near(assistant: Assistant) -> None:
    answer = assistant.ask("how is lambda billed per request")
    assert "per request" in answer.answer
    assert any("pricingModel" in citation.triple for citation in answer.citations)


def test_what_does_not_apply_is_not_had(assistant: Assistant) -> None:
    answer = assistant.ask("does ecr have a maximum duration")
    assert answer.result == {"boolean": False}
    assert answer.answer.startswith("No: ")
    assert assistant.ask("can ecr run for 2 hours").result == {"boolean": None}


def test_what_can_be_done_beside_mending_is_answered(assistant: Assistant) -> None:
    assert assistant.ask("can i get into a running ecs container with a shell to debug?").result == {
        "boolean": True
    }
    assert assistant.ask("can you debug my lambda code").status == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "Would S3 uploads be able to kick off a Lambda?",
        "can app runner reach things inside my VPC",
        "can an s3 upload start a step functions workflow?",
    ],
)
def test_a_yes_or_no_of_two_services_is_about_their_link(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.result["boolean"] is True
    assert answer.citations[0].object.iri is not None


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("Does Lambda force everybody to code in Python?", False),
        ("am i forced to use x86 on fargate", False),
        ("do we have to use windows on ec2", False),
        ("are websockets compulsory with api gateway", False),
        ("so we are not forced to write a lambda in java, are we", False),
        ("does lambda let me code in Python?", True),
    ],
)
def test_what_is_one_of_several_need_not_be_taken(assistant: Assistant, question: str, so: bool) -> None:
    assert assistant.ask(question).result["boolean"] is so


def test_an_amount_of_work_counts_and_not_what_the_work_is(assistant: Assistant) -> None:
    assert assistant.ask("will a lambda finish a 10-minute video encode?").result["boolean"] is True


def test_what_one_form_of_a_service_does_is_told_of_that_form(assistant: Assistant) -> None:
    answer = assistant.ask("can ECS tasks run on the servers in our basement?")
    assert answer.result["boolean"] is True
    assert answer.citations[0].subject.label == "Amazon ECS Anywhere"
    assert assistant.ask("does batch run in Antarctica").status == "declined"
