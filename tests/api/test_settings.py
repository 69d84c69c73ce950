import os
from pathlib import Path

import pytest

from api.settings import Settings
from graph.errors import SettingsError


def test_nothing_need_be_set() -> None:
    assert Settings.from_environment({}) == Settings()


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_environment({"CLOUDCITE_PORT": " "}).port == 8000


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    given = {
        "CLOUDCITE_HOST": "0.0.0.0",
        "CLOUDCITE_PORT": "0",
        "CLOUDCITE_ONTOLOGY": f"aws{os.pathsep}{tmp_path}",
        "CLOUDCITE_ENCODER": "some/model",
        "CLOUDCITE_CACHE": "/tmp/cache",
        "CLOUDCITE_QUERY_TIMEOUT": "2.5",
        "CLOUDCITE_QUERY_ROWS": "7",
    }
    expected = Settings("0.0.0.0", 0, ("aws", str(tmp_path)), "some/model", Path("/tmp/cache"), 2.5, 7)
    assert Settings.from_environment(given) == expected


@pytest.mark.parametrize(
    ("name", "value", "valid"),
    [
        ("HOST", "http://here", "IP address"),
        ("PORT", "80 80", "0 to 65535"),
        ("PORT", "65536", "0 to 65535"),
        ("PORT", "-1", "0 to 65535"),
        ("PORT", "tcp://10.0.0.1:8000", "0 to 65535"),
        ("ONTOLOGY", "nowhere", "aws"),
        ("ONTOLOGY", f"aws{os.pathsep}", "aws"),
        ("QUERY_TIMEOUT", "0", "more than 0"),
        ("QUERY_TIMEOUT", "nan", "more than 0"),
        ("QUERY_TIMEOUT", "ten", "more than 0"),
        ("QUERY_ROWS", "0", "from 1"),
        ("QUERY_ROWS", "1.5", "from 1"),
    ],
)
def test_a_bad_value_is_named_with_what_is_valid(name: str, value: str, valid: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({f"CLOUDCITE_{name}": value})
    assert f"CLOUDCITE_{name}={value!r}" in str(caught.value)
    assert valid in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"HOME": "/home/ann"}, Path("/home/ann/.cache/cloudcite")),
        ({"HOME": "/home/ann", "XDG_CACHE_HOME": "/c"}, Path("/c/cloudcite")),
        ({}, None),
    ],
)
def test_the_cache_is_where_the_system_keeps_caches(
    environment: dict[str, str], expected: Path | None
) -> None:
    assert Settings.from_environment(environment).cache == expected


def test_variables_of_others_are_left_alone() -> None:
    injected = {"CLOUDCITE_SERVICE_HOST": "10.0.0.1", "CLOUDCITE_PORT_8000_TCP": "tcp://10.0.0.1:8000"}
    assert Settings.from_environment(injected) == Settings()
