import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.feedback import LONGEST_COMMENT, Feedback, FeedbackStore, Verdict
from graph.errors import SettingsError

WRONG = Feedback(Verdict.WRONG, "How long?", "15 minutes. [1]", "sha256:1", "slack")
USEFUL = Feedback(Verdict.USEFUL, "How much?", "$0.20. [1]", "sha256:1", "page", "Thank you")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = FeedbackStore.at(tmp_path / "data")
    store.add("a1:U1", WRONG)
    store.add("a2:U1", USEFUL)
    store.close()
    return tmp_path / "data"


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        app, ["feedback", *arguments], env={"CLOUDCITE_DATA": str(folder), "COLUMNS": "80"}
    )


def test_the_latest_comes_first(folder: Path) -> None:
    store = FeedbackStore.at(folder)
    assert [each.question for each in store.latest()] == ["How much?", "How long?"]
    assert [each.question for each in store.latest(1)] == ["How much?"]
    assert [each.question for each in store.latest(verdict=Verdict.WRONG)] == ["How long?"]
    assert store.latest()[0].said.endswith("+00:00")
    store.close()


def test_a_second_judgement_takes_the_place_of_the_first(folder: Path) -> None:
    store = FeedbackStore.at(folder)
    store.add("a1:U1", Feedback(Verdict.USEFUL, "How long?", "15 minutes. [1]", "sha256:1", "slack"))
    assert store.totals() == {Verdict.USEFUL: 2, Verdict.WRONG: 0}
    store.close()


def test_a_comment_belongs_to_a_judgement(folder: Path) -> None:
    store = FeedbackStore.at(folder)
    assert store.comment("a1:U1", "x" * 9000)
    assert not store.comment("a9:U1", "no such")
    assert store.latest(verdict=Verdict.WRONG)[0].comment == "x" * LONGEST_COMMENT
    store.close()


def test_two_processes_may_keep_feedback_at_once(folder: Path) -> None:
    first, second = FeedbackStore.at(folder), FeedbackStore.at(folder)
    first.add("a3:U1", WRONG)
    second.add("a4:U1", WRONG)
    assert first.totals()[Verdict.WRONG] == 3
    first.close()
    second.close()


def test_it_is_listed_in_the_terminal(folder: Path) -> None:
    result = run(folder)
    assert result.exit_code == 0
    assert "wrong" in result.stdout
    assert "How long?" in result.stdout
    assert "Comment: Thank you" in result.stdout
    assert result.stdout.splitlines()[-1] == "1 useful; 1 wrong"
    assert "How much?" not in run(folder, "--wrong").stdout


def test_it_is_listed_as_json(folder: Path) -> None:
    lines = [json.loads(line) for line in run(folder, "--json").stdout.splitlines()]
    assert [line["verdict"] for line in lines] == ["useful", "wrong"]
    assert lines[1]["answer"] == "15 minutes. [1]"


def test_without_a_folder_the_setting_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CLOUDCITE_DATA"):
        FeedbackStore.at(None)
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="CLOUDCITE_DATA"):
        FeedbackStore.at(tmp_path / "file")
