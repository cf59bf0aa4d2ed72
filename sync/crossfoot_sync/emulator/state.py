"""Everything that Google keeps: accounts, tokens, files."""

from __future__ import annotations

import random
import string
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crossfoot_sync.emulator.accounts import RANK, Account, Role
from crossfoot_sync.emulator.clock import Clock, SystemClock
from crossfoot_sync.emulator.drive.file import Change, File, Permission
from crossfoot_sync.emulator.errors import NotFoundError, PermissionDeniedError, UnauthenticatedError, file_not_found
from crossfoot_sync.emulator.formulas.calculator import Calculator, Supplied
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.timezones import today_in

_LETTERS = string.ascii_letters + string.digits
TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class Grant:
    """What a token lets its bearer do, and until when."""

    account: Account
    scopes: frozenset[str]
    until: datetime


@dataclass
class State:
    """What there is. All ids come from one seeded source, so that a run can be repeated exactly.

    ``drive_lag`` is how many seconds Drive's version and time of change are behind what was written.
    """

    clock: Clock = field(default_factory=SystemClock)
    seed: int = 0
    service_accounts_own_files: bool = False
    drive_lag: float = 0
    supplied: Supplied | None = None
    accounts: dict[str, Account] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)  # public keys (PEM) of service accounts by email
    grants: dict[str, Grant] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    shared_drives: dict[str, str] = field(default_factory=dict)
    disabled: set[tuple[str, str]] = field(default_factory=set)  # (project, service)

    def __post_init__(self) -> None:
        self.ids = random.Random(self.seed)
        self.lock = threading.RLock()  # requests and people take turns

    def letters(self, count: int) -> str:
        """So many random letters and digits."""
        return "".join(self.ids.choices(_LETTERS, k=count))

    def grant(self, account: Account, scopes: frozenset[str], seconds: float = TOKEN_SECONDS) -> str:
        """A new token."""
        token = "ya29." + self.letters(40)
        self.grants[token] = Grant(account, scopes, self.clock.now() + timedelta(seconds=seconds))
        return token

    def bearer(self, authorization: str | None) -> Grant:
        """The grant behind an ``Authorization`` header.

        Raises:
            UnauthenticatedError: it has no token, or one that is unknown or has run out.
        """
        kind, _, token = (authorization or "").partition(" ")
        grant = self.grants.get(token) if kind.lower() == "bearer" else None
        if grant is None or grant.until <= self.clock.now():
            raise UnauthenticatedError
        return grant

    def create(self, title: str, account: Account, parents: tuple[str, ...] = ()) -> File:
        """A new spreadsheet, owned by ``account`` unless it lies in a shared drive."""
        now = self.clock.now()
        book = Book.new("1" + self.letters(43), title, random.Random(self.ids.random()))
        drive_id = next((each for each in parents if each in self.shared_drives), "")
        role: Role = "organizer" if drive_id else "owner"
        permission = Permission("user", role, account.email, name=account.name)
        file = File(book, now, [Change(now, 1, account)], [permission], parents, drive_id)
        self.files[book.id] = file
        return file

    def spreadsheet(self, file_id: str, account: Account, *, writing: bool = False) -> File:
        """A spreadsheet as the Sheets API gives it out.

        Raises:
            NotFoundError: there is no such spreadsheet.
            PermissionDeniedError: the account may not read it, or not write it where it is to be written.
        """
        file = self.files.get(file_id)
        if file is None:
            raise NotFoundError
        role = file.role_of(account)
        if role is None or (writing and RANK[role] < RANK["writer"]):
            raise PermissionDeniedError
        return file

    def file(self, file_id: str, account: Account) -> File:
        """A file as Drive gives it out.

        Raises:
            DriveError: there is none, or the account may not know of it.
        """
        file = self.files.get(file_id)
        if file is None or file.role_of(account) is None:
            raise file_not_found(file_id)
        return file

    def commit(self, file: File, book: Book, account: Account) -> None:
        """Let a changed copy of its spreadsheet become the file's."""
        file.book = book
        file.note(self.clock.now(), account)

    def told_until(self) -> datetime:
        """Up to when Drive knows of changes."""
        return self.clock.now() - timedelta(seconds=self.drive_lag)

    def calculator(self, book: Book) -> Calculator:
        """What the formulas of a spreadsheet give now."""
        return Calculator(book, today_in(str(book.properties["timeZone"]), self.clock.now()), self.supplied)
