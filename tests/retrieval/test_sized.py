import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ("lightsail 4gb compute optimised plan", "Lightsail compute-optimized Linux bundle with 4 GB"),
        ("the 32 gig memory-optimized lightsail box", "Lightsail memory-optimized Linux bundle with 32 GB"),
        ("lightsail, the windows plan with 16 GB", "Lightsail Windows bundle with 16 GB"),
        ("the 2 gb lightsail plan", "Lightsail Linux bundle with 2 GB"),
        ("p5.48xl", "p5.48xlarge"),
    ],
)
def test_a_size_is_told_by_what_it_has_in_any_order(said: str, size: str, assistant: Assistant) -> None:
    assert assistant.ask(f"how many cores has {said}").reading.startswith(f"fact: {size},")


def test_an_amount_alone_is_no_size(assistant: Assistant) -> None:
    answer = assistant.ask("does lightsail offer 32 gb memory")
    assert answer.result["boolean"] is True
    assert "Amazon Lightsail," in answer.reading


def test_the_first_of_the_sizes_has_the_amount_that_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("cheapest instance with at least 8 vcpu")
    assert "at least 8 vcpu" in answer.reading
    assert answer.result["items"][0]["label"].endswith(".2xlarge")
