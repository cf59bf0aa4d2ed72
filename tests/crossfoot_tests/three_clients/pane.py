"""The manager with the task pane: nothing of ours runs in their Excel but the pane's script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
from werkzeug.test import Client

from crossfoot_server.thin.wire import GridCall, GridReply
from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.engine.wire import Problem
from crossfoot_tests.simulation.fragile import ClientKilled
from crossfoot_tests.simulation.judge import Violation
from crossfoot_tests.simulation.network import Line
from crossfoot_tests.simulation.place import Place
from crossfoot_tests.thin.excel import ExcelClient, Node
from crossfoot_tests.thin.pane import FailedError, PythonPane, RefusedError
from crossfoot_tests.thin.workbooks import Facts, laid

ADDRESS = "/api/v1/grids/sync"

ANOTHER_TIME = frozenset({"changed_meanwhile", "unknown_session"})
"""Why a session may end without anybody's mistake: its manager presses the button again."""


@dataclass
class PaneOnALine(PythonPane):
    """A pane that reaches the server over a line on which trouble strikes."""

    line: Line = field(kw_only=True)

    def asks(self, call: GridCall) -> GridReply:
        """One request."""
        reply = self.line.send("POST", ADDRESS, msgspec.json.encode(call), self.headers)
        if reply.status >= 400:
            raise RefusedError(msgspec.json.decode(reply.body, type=Problem))
        return msgspec.json.decode(reply.body, type=GridReply)


@dataclass
class PanePlace(Place):
    """A workbook with the pane beside it.

    Attributes:
        facts: the workbook as Excel holds it.
        node: runs the pane's script over a mock of Excel, which calculates no formula.
        between: what the manager does, with the workbook as it is then, before the script has its next turn.
    """

    uncalculated: bool = True
    facts: Facts = field(kw_only=True)
    node: Node = field(kw_only=True)
    token: str = field(kw_only=True)
    between: Callable[[Facts], None] = lambda _: None

    def reload(self) -> None:
        """Look at what Excel holds."""
        self._look(self.facts)

    def presses_sync(self) -> str:
        """A session from its beginning to its end; what came of it.

        Raises:
            Violation: it ended with something that only a mistake explains.
        """
        self._enter(self.facts)
        self.line.typed_meanwhile = False
        pane = PaneOnALine(self.facts, self.token, _no_client, client=self._excel, line=self.line)
        try:
            pane.does("sync", take_over=True, confirmed=True)
        except FailedError as failed:
            return self._another_time(failed.trouble.code, failed.trouble.en)
        except RefusedError as refused:
            return self._another_time(refused.problem.code, refused.problem.detail)
        except UnreachableError:
            return "the pane lost its server"
        except ClientKilled:
            return "the pane was closed"
        finally:
            self.fuse.left = None
            self.line.trouble.kind = ""
            self.reload()
        return "the pane synced"

    def meanwhile(self, facts: Facts, act: Callable[[], bool]) -> None:
        """The manager looks, and does something while the script waits for its turn."""
        self._look(facts)
        if act():
            self.line.typed_meanwhile = self.page.stepped_back = True
            self._enter(facts)

    def _another_time(self, code: str, said: str) -> str:
        if code not in ANOTHER_TIME:
            raise Violation("outcome", f"{self.workbook}: {code}: {said}")
        return f"the pane: {code}"

    def _excel(self, facts: Facts) -> ExcelClient:
        return ExcelClient(self.node, facts, lambda now, _: self.between(now))

    def _look(self, facts: Facts) -> None:
        self.grid = facts.grid
        self.ledger.look(self.workbook, self.grid)

    def _enter(self, facts: Facts) -> None:
        now = laid(self.grid)
        facts.sheets, facts.names, facts.tables = now.sheets, now.names, now.tables


def _no_client() -> Client:
    raise AssertionError("the pane asks over its line")
