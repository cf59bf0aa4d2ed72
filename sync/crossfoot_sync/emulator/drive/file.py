"""A file in Drive: the spreadsheet, and what Drive knows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from crossfoot_sync.emulator.accounts import RANK, Account, Role, permission_id
from crossfoot_sync.emulator.clock import stamp
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.json_types import Json

SPREADSHEET = "application/vnd.google-apps.spreadsheet"


@dataclass(frozen=True)
class Permission:
    """What an address, a domain or anybody may do."""

    type: str
    role: Role
    email: str = ""
    domain: str = ""
    name: str = ""
    discoverable: bool = False

    @property
    def id(self) -> str:
        """Drive's id of it."""
        if self.type == "anyone":
            return "anyone" if self.discoverable else "anyoneWithLink"
        return permission_id(self.email or self.domain)

    def for_account(self, account: Account) -> bool:
        """Whether it lets that account in."""
        if self.type == "anyone":
            return True
        if self.type == "domain":
            return account.email.endswith("@" + self.domain)
        return account.email.lower() == self.email.lower()

    def json(self) -> Json:
        """As Drive writes it."""
        shown: Json = {"kind": "drive#permission", "id": self.id, "type": self.type, "role": self.role}
        if self.email:
            shown |= {"emailAddress": self.email, "displayName": self.name or self.email, "deleted": False}
            shown |= {"pendingOwner": False}
        if self.domain:
            shown |= {"domain": self.domain, "displayName": self.domain}
        if self.type in ("anyone", "domain"):
            shown["allowFileDiscovery"] = self.discoverable
        return shown


@dataclass(frozen=True)
class Change:
    """The file as of a moment: its ``version`` and who changed it last."""

    time: datetime
    version: int
    by: Account


@dataclass
class File:
    """A spreadsheet in Drive; ``changes`` has at least its creation."""

    book: Book
    created: datetime
    changes: list[Change]
    permissions: list[Permission]
    parents: tuple[str, ...] = ()
    drive_id: str = ""
    trashed: bool = False
    properties: Json = field(default_factory=dict)  # description, starred, appProperties: kept and given back

    def role_of(self, account: Account) -> Role | None:
        """The most that account may do; ``None`` where it may not even look."""
        roles = [each.role for each in self.permissions if each.for_account(account)]
        return max(roles, key=RANK.__getitem__, default=None)

    @property
    def owner(self) -> Permission | None:
        """Its owner; a file of a shared drive has none."""
        return next((each for each in self.permissions if each.role == "owner"), None)

    def note(self, time: datetime, by: Account) -> None:
        """Remember that it was changed."""
        self.changes.append(Change(time, self.changes[-1].version + 1, by))

    def seen_at(self, moment: datetime) -> Change:
        """The newest change that Drive tells of at that moment, the creation in any case."""
        return next((each for each in reversed(self.changes) if each.time <= moment), self.changes[0])

    def json(self, account: Account, moment: datetime) -> Json:
        """As Drive writes it for a caller; ``moment`` is up to when Drive knows of changes."""
        seen = self.seen_at(moment)
        role = self.role_of(account)
        rank = RANK[role] if role else 0
        place = f"https://docs.google.com/spreadsheets/d/{self.book.id}/edit?usp=drivesdk"
        shown: Json = {
            "kind": "drive#file",
            "id": self.book.id,
            "name": self.book.title,
            "mimeType": SPREADSHEET,
            "starred": False,
            "trashed": self.trashed,
            "explicitlyTrashed": self.trashed,
            "spaces": ["drive"],
            "version": str(seen.version),
            "webViewLink": place,
            "createdTime": stamp(self.created),
            "modifiedTime": stamp(seen.time),
            "modifiedByMe": any(each.by == account for each in self.changes),
            "lastModifyingUser": seen.by.json(me=seen.by == account),
            "shared": len(self.permissions) > 1,
            "ownedByMe": role == "owner",
            "viewersCanCopyContent": True,
            "writersCanShare": True,
            "quotaBytesUsed": "1024",
            "capabilities": {
                "canComment": rank >= 2,
                "canCopy": rank >= 1,
                "canDelete": rank >= 4,
                "canDownload": rank >= 1,
                "canEdit": rank >= 3,
                "canModifyContent": rank >= 3,
                "canRename": rank >= 3,
                "canShare": rank >= 3,
                "canTrash": rank >= 4,
            },
            **self.properties,
        }
        if self.parents:
            shown["parents"] = list(self.parents)
        if self.drive_id:
            shown |= {"driveId": self.drive_id, "teamDriveId": self.drive_id}
        if rank >= 3:
            shown["permissions"] = [each.json() for each in self.permissions]
            shown["permissionIds"] = [each.id for each in self.permissions]
        owner = self.owner
        if owner is not None:
            named = Account(owner.email, owner.name or owner.email)
            shown["owners"] = [named.json(me=owner.for_account(account))]
        return shown
