"""Log lines: one JSON object a line, ours and the libraries' alike."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from crossfoot_server import logs


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    written = io.StringIO()
    with logs.lines_to(written, "info"):
        yield written


def test_our_lines_and_those_of_libraries_have_one_form(stream: io.StringIO) -> None:
    structlog.stdlib.get_logger("ours").info("stored", customer="宏远", rows=3)
    logging.getLogger("waitress").warning("Task queue depth is %d", 4)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line.pop("at")[-1] for line in lines] == ["Z", "Z"]
    assert lines == [
        {"event": "stored", "customer": "宏远", "rows": 3, "level": "info", "logger": "ours"},
        {"event": "Task queue depth is 4", "level": "warning", "logger": "waitress"},
    ]


def test_lines_below_the_level_are_left_out(stream: io.StringIO) -> None:
    structlog.stdlib.get_logger("ours").debug("detail")
    logging.getLogger("theirs").debug("detail")
    assert stream.getvalue() == ""


def test_a_traceback_carries_no_local_variables(stream: io.StringIO) -> None:
    def fail(token: str) -> None:
        raise ValueError(f"{len(token)} characters")

    with pytest.raises(ValueError, match="6 characters"):
        fail("hidden")
    try:
        fail("hidden"[:6])
    except ValueError:
        structlog.stdlib.get_logger("ours").exception("unexpected")
    line = json.loads(stream.getvalue())
    assert line["exception"].endswith("ValueError: 6 characters")
    assert "hidden" not in line["exception"].replace('fail("hidden"[:6])', "")
