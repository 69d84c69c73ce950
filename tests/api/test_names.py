from dataclasses import replace

import pytest

from api import names
from graph.catalogue import Catalogue, catalogue
from graph.errors import NotFoundError
from graph.store import Graph


@pytest.fixture(scope="module")
def known(graph: Graph) -> Catalogue:
    return catalogue(graph)


def test_a_label_goes_before_another_name(known: Catalogue) -> None:
    one, other = known.services[:2]
    clashing = replace(known, services=(one, replace(other, names=(one.label,))))
    assert names.service(clashing, one.label) == one


def test_a_name_of_several_things_is_not_guessed(known: Catalogue) -> None:
    one, other = (replace(thing, names=("either",)) for thing in known.services[:2])
    clashing = replace(known, services=(one, other))
    with pytest.raises(NotFoundError, match="may mean") as caught:
        names.service(clashing, "either")
    assert set(caught.value.near) == {one.label, other.label}


@pytest.mark.parametrize("name", ["maxExecutionDuration", "Maximum Execution  Duration"])
def test_a_property_is_found_by_name_or_label(name: str, known: Catalogue) -> None:
    assert names.prop(known, name).label == "maximum execution duration"


def test_an_unknown_property_gets_near_names(known: Catalogue) -> None:
    with pytest.raises(NotFoundError) as caught:
        names.prop(known, "maximum memry")
    assert caught.value.near[0] == "maximum memory"


def test_what_looks_like_a_size_is_answered_with_sizes_of_the_service_that_has_such(known: Catalogue) -> None:
    with pytest.raises(NotFoundError, match=r"no size called 't9.huge'. Amazon EC2 has 66 sizes") as caught:
        names.priced(known, "t9.huge")
    sizes = {size.label for sizes in known.sizes_of.values() for size in sizes}
    assert set(caught.value.near) <= sizes
