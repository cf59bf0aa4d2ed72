"""What a service refuses as a whole. One class a cause; each composes its own message and knows its HTTP status.

What is wrong with a single row or field is no error: it is an outcome beside the others.
"""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from typing import ClassVar


class ServerError(Exception):
    """A request that cannot be answered. ``code`` names the cause for programs."""

    code: ClassVar[str] = "server_error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "The server could not answer"

    @property
    def message(self) -> str:
        """What went wrong, and the way out."""
        return str(self)


class BadRequest(ServerError):
    """The request does not follow the protocol: ``where`` names the place, ``problem`` what stands there."""

    code = "bad_request"
    status = 400
    title = "The request does not follow the protocol"

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}. Nothing of the request was taken; mend it and send it again.")
        self.where = where
        self.problem = problem


class NotAllowed(ServerError):
    """The person holds no grant for what they ask."""

    code = "not_allowed"
    status = 403
    title = "Not allowed"

    def __init__(self, login: str, what: str) -> None:
        super().__init__(f"{login} has no grant for {what}; ask whoever keeps the organisation file for one.")
        self.login = login
        self.what = what


class UnknownBook(ServerError, LookupError):
    """There is no book of this name."""

    code = "unknown_book"
    status = 404
    title = "Unknown book"

    def __init__(self, book: str, books: tuple[str, ...]) -> None:
        super().__init__(f"There is no book {book!r}; the books are {', '.join(books) or 'none'}.")
        self.book = book


class UnknownTable(ServerError, LookupError):
    """The book shows no table of this name to this person."""

    code = "unknown_table"
    status = 404
    title = "Unknown table"

    def __init__(self, table: str, book: str, tables: tuple[str, ...]) -> None:
        super().__init__(f"Book {book!r} has no table {table!r}; its tables are {', '.join(tables) or 'none'}.")
        self.table = table
        self.book = book


class UnknownRow(ServerError, LookupError):
    """There is no such row, or it is outside the person's scope: the message is the same for both."""

    code = "unknown_row"
    status = 404
    title = "Unknown row"

    def __init__(self, table: str, row_id: str) -> None:
        super().__init__(f"There is no row {row_id!r} of {table!r} within your scope; look it up in a fresh book.")
        self.table = table
        self.row_id = row_id


class UnknownRevision(ServerError, LookupError):
    """The row never had this revision."""

    code = "unknown_revision"
    status = 404
    title = "Unknown revision"

    def __init__(self, table: str, row_id: str, rev: int, newest: int) -> None:
        super().__init__(
            f"Row {row_id!r} of {table!r} never had revision {rev}; its newest is {newest}. Its history lists them all."
        )
        self.table = table
        self.row_id = row_id
        self.rev = rev


class UnknownColumn(ServerError, LookupError):
    """The book shows this person no such column."""

    code = "unknown_column"
    status = 404
    title = "Unknown column"

    def __init__(self, column: str, table: str, columns: tuple[str, ...]) -> None:
        near = get_close_matches(column, columns, n=1)
        way_out = f"did you mean {near[0]!r}?" if near else f"its columns are {', '.join(columns)}."
        super().__init__(f"Table {table!r} shows you no column {column[:60]!r}; {way_out}")
        self.column = column
        self.table = table


class UnknownBatch(ServerError, LookupError):
    """There is no such batch among those the person may see."""

    code = "unknown_batch"
    status = 404
    title = "Unknown batch"

    def __init__(self, batch: str) -> None:
        super().__init__(f"There is no batch {batch!r} of yours in this book; list the batches to find its id.")
        self.batch = batch


class BatchReused(ServerError):
    """A batch id was sent before with other content, or by somebody else."""

    code = "batch_reused"
    status = 409
    title = "Batch id used before"

    def __init__(self, batch: str) -> None:
        super().__init__(
            f"Batch {batch!r} was received before with other content; nothing of this one was taken. "
            "Send it under a new batch id."
        )
        self.batch = batch


class VersionTooOld(ServerError):
    """Client and server speak different versions of the protocol."""

    code = "protocol_mismatch"
    status = 426
    title = "Another protocol version"

    def __init__(self, client: int, server: int) -> None:
        older = "client" if client < server else "server"
        super().__init__(f"The client speaks protocol {client}, the server {server}; bring the {older} up to date.")
        self.client = client
        self.server = server


class StoreBusy(ServerError):
    """Another writer held the store for longer than a request may wait. Nothing was written."""

    code = "store_busy"
    status = 503
    title = "The store is busy"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"Another writer held the store for more than {seconds:g} seconds; nothing was taken. "
            "Send the same request again."
        )
        self.seconds = seconds


class SchemaMismatch(ServerError):
    """The store's tables do not fit the definitions, and adding to them would not help."""

    code = "schema_mismatch"
    status = 500
    title = "Store and definitions do not fit"

    def __init__(self, table: str, column: str, problem: str, way_out: str) -> None:
        super().__init__(f"Table {table!r}, column {column!r}: {problem}. {way_out}")
        self.table = table
        self.column = column


class OrganisationError(ServerError, ValueError):
    """An entry of the organisation file cannot be right; ``entry`` names it."""

    code = "organisation_error"
    status = 400
    title = "The organisation file has a mistake"

    def __init__(self, entry: str, problem: str) -> None:
        super().__init__(f"{entry}: {problem}. Nothing of the file was taken; mend this entry and apply it again.")
        self.entry = entry
        self.problem = problem


class UnknownUser(ServerError, LookupError):
    """No user has this login."""

    code = "unknown_user"
    status = 404
    title = "Unknown user"

    def __init__(self, login: str) -> None:
        super().__init__(f"There is no user {login!r}; add them to the organisation file and apply it.")
        self.login = login


class NoTokenForSheet(ServerError):
    """The account belongs to a linked sheet, in whose name nobody logs in."""

    code = "no_token_for_sheet"
    status = 409
    title = "The account of a linked sheet"

    def __init__(self, login: str) -> None:
        super().__init__(f"{login!r} is the account of a linked sheet: it syncs and has no tokens. Name a person.")
        self.login = login


class UnknownToken(ServerError, LookupError):
    """No token has this id."""

    code = "unknown_token"
    status = 404
    title = "Unknown token"

    def __init__(self, token_id: str) -> None:
        super().__init__(f"There is no token {token_id!r}; list the tokens of a user to find its id.")
        self.token_id = token_id


class SignatureRefused(ServerError):
    """The ping is of no linked sheet, is not signed by it, or is too old; which of these is not said to a stranger."""

    code = "signature_refused"
    status = 401
    title = "The signature is not valid"

    def __init__(self) -> None:
        super().__init__(
            "The sheet is not linked, or the signature or its time is not valid. The secret is shown once by "
            "'crossfoot sheet link'; the clocks may differ by five minutes."
        )


class PingedTooSoon(ServerError):
    """The sheet asked, or was looked at, a moment ago."""

    code = "pinged_too_soon"
    status = 429
    title = "Pinged too soon"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"A sheet may ask once in {seconds} seconds. Ask again then, if it was not synced by itself.")
        self.seconds = seconds


class TokenExpired(ServerError):
    """The token held until some day that has passed."""

    code = "token_expired"
    status = 401
    title = "The sign-in has expired"

    def __init__(self, when: dt.datetime) -> None:
        super().__init__(f"The token held until {when:%Y-%m-%d %H:%M} UTC. Sign in again.")
        self.when = when


class TokenRevoked(ServerError):
    """Somebody made the token worthless."""

    code = "token_revoked"
    status = 401
    title = "The sign-in was taken back"

    def __init__(self, when: dt.datetime) -> None:
        super().__init__(
            f"The token was revoked at {when:%Y-%m-%d %H:%M} UTC. Ask whoever runs the server, or sign in again."
        )
        self.when = when


class PersonLeft(ServerError):
    """The account of the token's holder is no longer active."""

    code = "person_left"
    status = 401
    title = "The account is closed"

    def __init__(self, login: str) -> None:
        super().__init__(f"{login} is no longer active. If that is wrong, tell whoever keeps the organisation file.")
        self.login = login


class UnknownCode(ServerError, LookupError):
    """No program that waits shows this code."""

    code = "unknown_code"
    status = 404
    title = "Unknown code"

    def __init__(self, code: str) -> None:
        super().__init__(
            f"No program shows the code {code[:20]!r} now. A code counts for 15 minutes and once; compare it with the "
            "program's, or have the program ask for another."
        )


class SignInOver(ServerError):
    """A program that asks whether it was let in has waited too long, or never asked."""

    code = "sign_in_over"
    status = 410
    title = "The code counts no longer"

    def __init__(self) -> None:
        super().__init__("Nobody let the program in within 15 minutes. Ask for another code.")


class TooManySignIns(ServerError):
    """So many programs wait to be let in that no more are taken."""

    code = "too_many_sign_ins"
    status = 429
    title = "Too many programs wait"

    def __init__(self) -> None:
        super().__init__("Too many programs wait to be let in. Try again in a quarter of an hour, or use a token.")
