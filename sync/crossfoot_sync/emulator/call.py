"""One request on its way through: who calls, what for, and the state it reads or changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from crossfoot_sync.emulator.accounts import Account
from crossfoot_sync.emulator.drive.file import File
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.http.message import Request, Response
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.state import State

Direction = Literal["read", "write"]


@dataclass(frozen=True)
class Call:
    """A request of an account; ``names`` are what stands in its path, decoded."""

    state: State
    account: Account
    request: Request
    names: Mapping[str, str]

    def read(self) -> File:
        """The spreadsheet in the path, to be read."""
        return self.state.spreadsheet(self.names["id"], self.account)

    def edit(self) -> Edit:
        """A copy of the spreadsheet in the path, to be changed and then committed."""
        file = self.state.spreadsheet(self.names["id"], self.account, writing=True)
        return Edit(self.state, file, file.book.copy(), self.account)


Answer: TypeAlias = Json | Response
Handler = Callable[[Call], Answer]
