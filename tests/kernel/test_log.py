"""The log tells what happened and where, and never with whose answers."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from flows.kernel.log import configure_log, logger


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, configuration = root.handlers[:], root.level, structlog.get_config()
    yield
    structlog.configure(**configuration)
    root.handlers[:] = handlers
    root.setLevel(level)


def fail(answer: str) -> None:
    secret_answer = answer.upper()
    raise KeyError(len(secret_answer))


def test_an_event_is_one_line_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    configure_log(json=True)
    logger("room").info("task completed", task="t1")
    event = json.loads(capsys.readouterr().err)
    assert event["event"] == "task completed"
    assert event["task"] == "t1"
    assert event["level"] == "info"
    assert event["timestamp"].endswith("Z")


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("by_library", [True, False])
def test_a_surprise_is_told_without_its_values(
    as_json: bool, by_library: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_log(json=as_json)
    try:
        fail("my neighbour's name")
    except KeyError:
        if by_library:
            logging.getLogger("library").exception("went wrong")
        else:
            logger("room").exception("went wrong")
    said = capsys.readouterr().err
    assert "KeyError: 19" in said
    assert "in fail" in said
    assert "NEIGHBOUR" not in said


def test_what_led_to_it_is_told_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    configure_log(json=True)
    try:
        try:
            fail("x")
        except KeyError as error:
            raise RuntimeError("the second") from error
    except RuntimeError as error:
        logger("room").error("went wrong", exc_info=error)
    event = json.loads(capsys.readouterr().err)
    assert event["error"] == "RuntimeError: the second"
    assert "in fail" in event["stack"]
    assert "which led to RuntimeError" in event["stack"]


def test_the_parameters_of_a_statement_are_not_told(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_log()
    engine = create_engine(database_url)
    answers = {"answer": "neighbour"}
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT nothing WHERE 'x' = :answer"), answers)
    except DBAPIError:
        logger("room").exception("went wrong")
    engine.dispose()
    said = capsys.readouterr().err
    assert "UndefinedColumn" in said or "does not exist" in said
    assert "neighbour" not in said


def test_what_is_below_the_level_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_log("WARNING")
    logging.getLogger("library").info("chatter")
    assert capsys.readouterr().err == ""
