"""Somebody at a screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossfoot_sync.emulator.accounts import Account, Role
from crossfoot_sync.emulator.drive.file import Permission
from crossfoot_sync.emulator.people.hands import Hands
from crossfoot_sync.emulator.state import State


@dataclass
class Person:
    """Somebody with an account, who makes, shares and opens spreadsheets without any request, quota or fault."""

    state: State
    account: Account
    opened: dict[tuple[str, str], Hands] = field(default_factory=dict)

    def creates(self, title: str, *, locale: str = "en_US", time_zone: str = "Etc/GMT", drive: str = "") -> str:
        """A new spreadsheet, in a shared drive where one is named; its id."""
        file = self.state.create(title, self.account, (drive,) if drive else ())
        file.book.properties |= {"locale": locale, "timeZone": time_zone}
        return file.book.id

    def shares(self, file_id: str, account: Account, role: Role = "writer") -> None:
        """Let another account in, or change what it may do.

        Raises:
            PermissionDeniedError: this person may not.
        """
        file = self.state.spreadsheet(file_id, self.account, writing=True)
        new = Permission("user", role, account.email, name=account.name)
        file.permissions = [*[each for each in file.permissions if each.id != new.id], new]
        file.note(self.state.clock.now(), self.account)

    def unshares(self, file_id: str, account: Account) -> None:
        """Shut another account out.

        Raises:
            PermissionDeniedError: this person may not.
        """
        file = self.state.spreadsheet(file_id, self.account, writing=True)
        file.permissions = [each for each in file.permissions if not each.for_account(account) or each.role == "owner"]
        file.note(self.state.clock.now(), self.account)

    def opens(self, file_id: str, sheet: str = "Sheet1") -> Hands:
        """A sheet of a spreadsheet to work in; the same hands for the same sheet, so that undo has a memory.

        Raises:
            PermissionDeniedError: this person may not look at it.
            ValueError: the spreadsheet has no such sheet.
        """
        book = self.state.spreadsheet(file_id, self.account).book
        found = book.titled(sheet)
        if found is None:
            raise ValueError(
                f"{book.title} has no sheet “{sheet}”; it has {', '.join(each.title for each in book.sheets)}"
            )
        key = (file_id, str(found.id))
        return self.opened.setdefault(key, Hands(self.state, self.account, file_id, found.id))
