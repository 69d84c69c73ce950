"""The calculator of the bundled catalogue, and the IRIs of what is named in short."""

import pytest

from graph.namespaces import CV, ID
from retrieval.cost import calculate
from retrieval.cost.breakeven import Comparer
from retrieval.cost.calculate import Calculator
from retrieval.engine import Assistant


def thing(name: str) -> str:
    return ID + name


def choice(name: str, option: str) -> tuple[str, str]:
    return f"{CV}{name}Choice", ID + option


@pytest.fixture(scope="session")
def calculator(assistant: Assistant) -> Calculator:
    return calculate.calculator(assistant.finder)


@pytest.fixture(scope="session")
def comparer(calculator: Calculator) -> Comparer:
    return Comparer(calculator)
