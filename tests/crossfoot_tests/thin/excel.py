"""The pane's own JavaScript, reading and writing a workbook in a mock of Excel that runs in Node."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from crossfoot_server.taskpane import FILES
from crossfoot_sync.grids.thin import ThinGrid
from crossfoot_sync.grids.thin.asked import Applied, WriteBatch
from crossfoot_sync.grids.thin.given import GivenBook, Raw
from crossfoot_tests.thin.workbooks import Facts

_DRIVER = Path(__file__).parent / "mock" / "driver.mjs"

Act = Callable[[Facts, int], None]
"""What somebody does in a workbook before a sync with Excel, of which the number is told."""


class ThrownError(Exception):
    """The pane's code ended with an error of this code."""


@dataclass
class Node:
    """A program that runs the pane's code, for as long as it is needed."""

    _process: subprocess.Popen[bytes] | None = None

    @cached_property
    def process(self) -> subprocess.Popen[bytes]:
        """The program."""
        self._process = subprocess.Popen(["node", _DRIVER, FILES], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process

    def tell(self, message: Any) -> Any:
        """Say something and hear the answer."""
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(msgspec.json.encode(message) + b"\n")
        process.stdin.flush()
        return msgspec.json.decode(process.stdout.readline())

    def end(self) -> None:
        """Let it end."""
        if self._process is not None:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.close()
            self._process.wait(timeout=30)
            self._process.stdout.close()


@dataclass
class ExcelClient:
    """The pane before the mock of Excel.

    Attributes:
        act: what somebody does meanwhile.
        options: how the mock behaves: see there.
        syncs: how often the last task went to Excel.
    """

    node: Node
    facts: Facts
    act: Act | None = None
    options: dict[str, Any] = field(default_factory=dict)
    syncs: int = 0
    written: int = 0

    @property
    def grid(self) -> ThinGrid:
        """A grid over it."""
        return ThinGrid(self)

    def look(self) -> GivenBook:
        """What stands in the workbook."""
        return msgspec.convert(self._does({"task": "look"}), GivenBook, str_keys=True)

    def apply(self, batches: list[WriteBatch]) -> Applied:
        """Write the batches."""
        calculates: dict[str, list[Raw]] = {}
        for batch in batches:
            for block in batch.puts:
                for at, formula in block.formulas.items():
                    calculates.setdefault(formula, []).append(block.values[at])
            for rows in batch.additions:
                for line, beside, formulas in zip(rows.rows, rows.beside, rows.formulas, strict=True):
                    for at, formula in formulas.items():
                        calculates.setdefault(formula, []).append(beside[at] if at in beside else line[at])
        self.options["calculates"] = {formula: [_shown(each) for each in all_] for formula, all_ in calculates.items()}
        return msgspec.convert(self._does({"task": "apply", "batches": batches}), Applied, str_keys=True)

    def _does(self, task: dict[str, Any]) -> Any:
        asked = {**task, "facts": self.facts, "options": self.options, "watched": self.act is not None}
        told = self.node.tell(asked)
        while "between" in told:
            facts = msgspec.convert(told["facts"], Facts)
            assert self.act is not None
            self.act(facts, told["between"])
            told = self.node.tell({"facts": facts})
        now = msgspec.convert(told["facts"], Facts)
        self.facts.sheets, self.facts.names, self.facts.tables = now.sheets, now.names, now.tables
        if "thrown" in told:
            raise ThrownError(told["thrown"], told["said"])
        self.syncs, self.written = told["syncs"], told["written"]
        return told["result"]


def _shown(value: Raw) -> Raw:
    return "" if value is None else value
