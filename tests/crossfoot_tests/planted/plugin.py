"""Takes one defence away for a run of tests: ``pytest -p crossfoot_tests.planted.plugin --planted NAME …``.

Without a name the tests run as ever. What became of them is written to the file of ``--planted-report``.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from crossfoot_tests.planted.defences import DEFENCES

_PATCHED = pytest.StashKey[pytest.MonkeyPatch]()
_REPORTS = pytest.StashKey[dict[str, str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--planted", default="", help="the defence that is taken away")
    parser.addoption("--planted-report", default="", help="where to write what became of each test")


def pytest_configure(config: pytest.Config) -> None:
    name = config.getoption("--planted")
    config.stash[_REPORTS] = {}
    if name:
        patch = config.stash[_PATCHED] = pytest.MonkeyPatch()
        next(each.plant for each in DEFENCES if each.plant.name == name).breaks(patch)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _PATCHED in config.stash:
        config.stash[_PATCHED].undo()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    reports = item.config.stash[_REPORTS]
    if call.when == "call" or not report.passed:
        reports[item.nodeid] = _fate(report, call)
    return report


def _fate(report: pytest.TestReport, call: pytest.CallInfo[None]) -> str:
    """``passed``; ``failed``, by a claim of the test; ``fell over``, by anything else."""
    if report.passed:
        return "passed"
    claimed = call.excinfo is not None and call.excinfo.errisinstance((AssertionError, pytest.fail.Exception))
    return "failed" if call.when == "call" and claimed else "fell over"


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = session.config.getoption("--planted-report")
    if path:
        Path(path).write_text(json.dumps(session.config.stash[_REPORTS]), encoding="utf-8")
