"""What can go wrong between a workbook and the server. Each message names the thing, the cause and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from crossfoot_sync.engine.wire import Problem
from crossfoot_templates.label import COLON, Label, Language


class ClientError(Exception):
    """Something the person at the command line has to know; nothing was lost."""


class NotLoggedInError(ClientError):
    """No token is kept for a server."""

    def __init__(self, server: str) -> None:
        super().__init__(f"You are not logged in to {server}. Run: crossfoot login {server}")
        self.server = server


class UnreachableError(ClientError):
    """The server did not answer. What a sync was to send is in the outbox and will be sent again."""

    def __init__(self, server: str, cause: str) -> None:
        super().__init__(f"{server} did not answer ({cause}).")
        self.server, self.cause = server, cause


class AddressError(ClientError):
    """An address that is none."""

    def __init__(self, address: str) -> None:
        super().__init__(f"“{address}” is no address of a server. Write it like https://ledger.example.com")
        self.address = address


class NotAServerError(ClientError):
    """Something answered that is no crossfoot server."""

    def __init__(self, server: str, status: int) -> None:
        super().__init__(
            f"{server} answered (HTTP {status}), but not as a crossfoot server does. "
            f"Check the address; a proxy or a sign-in page may stand in between."
        )
        self.server, self.status = server, status


class ServerProblemError(ClientError):
    """The server answered with a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """What the server said, in ``language`` as far as it did, and which request it was."""
        said, request = self.problem.text(language), self.problem.request_id
        if not request:
            return said
        return f"{said}（请求编号 {request}）" if language == "zh" else f"{said} (request {request})"


class LoginAgainError(ServerProblemError):
    """The server does not know the token, or no longer."""

    def __init__(self, server: str, problem: Problem) -> None:
        super().__init__(problem)
        self.args = (f"{self} With a new token, or for a code, run: crossfoot login {server}",)
        self.server = server


class TokenExpiredError(LoginAgainError):
    """The token held until some day that has passed."""


class TokenRevokedError(LoginAgainError):
    """Somebody made the token worthless."""


class AccountClosedError(LoginAgainError):
    """Whoever holds the token is no longer active: no other token helps them."""

    def __init__(self, server: str, problem: Problem) -> None:
        super().__init__(server, problem)
        self.args = (problem.text("en"),)


LOGIN_AGAIN: Mapping[str, type[LoginAgainError]] = {
    "token_expired": TokenExpiredError,
    "token_revoked": TokenRevokedError,
    "person_left": AccountClosedError,
}
"""What became of a token, by the code of the server's problem."""


GATEWAYS = frozenset({408, 413, 429})
"""What a gateway before our server refuses in its own words, besides 5xx: the address is right all the same."""


def problem_in(server: str, status: int, body: bytes) -> Problem:
    """The problem in an error reply; a gateway before ``server`` may have answered in its own way.

    Raises:
        NotAServerError: something else altogether answered.
    """
    try:
        return msgspec.json.decode(body, type=Problem)
    except msgspec.DecodeError as error:
        if status < 500 and status not in GATEWAYS:
            raise NotAServerError(server, status) from error
        text = body[:200].decode(errors="replace").strip()
        told = "" if text.startswith("<") else text  # a web page explains nothing in its first lines
        return Problem("about:blank", f"HTTP {status}", status, told or "no explanation", "http")


class NotABookError(ClientError):
    """A workbook that is no book of ours, or whose manifest is damaged."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name} is not a crossfoot book: {cause}. Make one with: crossfoot book new")
        self.name, self.cause = name, cause


class SomebodyElsesBookError(ClientError):
    """A book that was made for another person: its rows are theirs to see, and yours may differ."""

    def __init__(self, name: str, owner: str, you: str) -> None:
        super().__init__(
            f"{name} was made for {owner}, and you are {you}. Make your own with: crossfoot book new. "
            f"Nothing was sent or changed."
        )
        self.name, self.owner, self.you = name, owner, you


class TooManyChangesError(ClientError):
    """So many rows changed or went at once that somebody should look first."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__(
            "\n".join([*lines, "Nothing was sent. Look with --preview; if it is meant, sync again with --yes."])
        )


class DefinitionsChangedError(ClientError):
    """The server answered by other definitions than those the workbook was read by: it is being upgraded."""

    def __init__(self, server: str) -> None:
        super().__init__(
            f"{server} is being upgraded: the book's definition changed meanwhile. Your edits are kept; sync again "
            f"in a moment."
        )
        self.server = server


class BusyElsewhereError(ClientError):
    """Another program is at the same workbook."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is being synced by another program. Wait until it has finished.")
        self.name = name


class ChangedMeanwhileError(ClientError):
    """New rows of the workbook were changed again and again between reading and writing."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} changed while it was being read. Nothing was sent; sync again.")
        self.name = name


class NotAWorkbookNameError(ClientError):
    """A name that no workbook can have."""

    def __init__(self, name: str, better: str) -> None:
        super().__init__(f"{name} is no name for a workbook. Let it end in .xlsx: {better}")
        self.name, self.better = name, better


class ExistsAlreadyError(ClientError):
    """A new workbook would take the place of a file."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} exists already. Choose another name, or sync it with: crossfoot book sync {path}")
        self.path = path


class NoSuchBookError(ClientError):
    """A book that there is not, or not for this person; ``books`` are those that are open to them."""

    def __init__(self, book: str, login: str, books: Iterable[str]) -> None:
        self.book, self.login, self.books = book, login, ", ".join(books) or "none"
        super().__init__(f"There is no book “{book}” for {login}. Open to you: {self.books}.")


class NoSuchTableError(ClientError):
    """A table that a workbook or a book does not have; ``known`` are those that it has."""

    def __init__(self, table: str, name: str, known: str) -> None:
        super().__init__(f"There is no table “{table}” in {name}. It has: {known}")
        self.table, self.name, self.known = table, name, known


class NoSuchRowError(ClientError):
    """A row that a table neither shows nor has lost."""

    def __init__(self, row: str, table: str, name: str) -> None:
        super().__init__(f"{name} shows no row {row} in {table}, and none that you may see was removed.")
        self.row, self.table, self.name = row, table, name


class SeveralRowsError(ClientError):
    """A name that several removed rows had; ``listed`` are their ids, each with the moment of its removal."""

    def __init__(self, row: str, table: str, listed: Sequence[str]) -> None:
        self.row, self.table, self.count, self.listed = row, table, len(listed), ", ".join(listed)
        super().__init__(
            f"{self.count} rows of {table} that were removed had the key {row}. Name one by its id: {self.listed}"
        )


class UnusableFileError(ClientError):
    """A file that an import cannot use; the message names the file and the cause."""

    def __init__(self, path: Path, problem: Label) -> None:
        self.path, self.problem = path, problem
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """File and cause in ``language``."""
        return f"{self.path.name}{COLON[language]}{self.problem.in_(language)}"


class LoggedInNowhereError(ClientError):
    """There is no token for any server, and none was named."""

    def __init__(self) -> None:
        super().__init__("You are not logged in to a server yet. Run: crossfoot login ADDRESS")


class WhichServerError(ClientError):
    """There are tokens for several servers, and none was named."""

    def __init__(self, servers: Iterable[str]) -> None:
        self.known = ", ".join(servers)
        super().__init__(f"Name the server with --server (logged in to: {self.known}).")


class DamagedCredentialsError(ClientError):
    """The file of tokens cannot be read."""

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(f"{path} is damaged ({cause}); remove it and log in again.")
        self.path, self.cause = path, cause


class LockedKeyringError(ClientError):
    """The keyring of the operating system does not open."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"The keyring of this computer cannot be opened ({cause}). Unlock it and try again.")
        self.cause = cause
