"""Who may call: people, and the service accounts of projects."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal

from crossfoot_sync.emulator.json_types import Json

Role = Literal["owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"]
RANK: dict[Role, int] = {"reader": 1, "commenter": 2, "writer": 3, "fileOrganizer": 3, "organizer": 4, "owner": 4}


@dataclass(frozen=True)
class Account:
    """Somebody with an address; ``project`` is what quotas are counted on and APIs are switched on for."""

    email: str
    name: str
    project: str = "100000000001"
    service: bool = False

    @property
    def permission_id(self) -> str:
        """The id that Drive's permissions for this account have."""
        return permission_id(self.email)

    def json(self, *, me: bool) -> Json:
        """As Drive names a user; ``me`` where it is the caller."""
        return {
            "kind": "drive#user",
            "displayName": self.name,
            "me": me,
            "permissionId": self.permission_id,
            "emailAddress": self.email,
        }


def permission_id(email: str) -> str:
    """The id of a permission, the same wherever that address has one."""
    return f"{zlib.crc32(email.lower().encode()):020d}"
