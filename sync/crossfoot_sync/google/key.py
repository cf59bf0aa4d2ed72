"""The key of a service account: it stays in memory, is shown nowhere, and signs requests for tokens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from google.auth import jwt
from google.auth.crypt import RSASigner

from crossfoot_sync.google.errors import NotAKey
from crossfoot_sync.google.line import TOKENS

SCOPES: Final = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
"""What tokens are asked for: to read and write spreadsheets, and of Drive only names, versions and who was last.

The second is the least that Drive's ``files.get`` takes for a file that people share. (``drive.file`` is for files that
a program made itself or was handed through a picker.) With both, no file in Drive but spreadsheets can be read, and
none can be deleted or shared on.
"""

_LIFETIME_SECONDS = 3600


class Key:
    """A key file's contents.

    Args:
        contents: what the file holds. Its ``token_uri`` is not used: what is signed goes to no address from a file.
        name: what messages call it.

    Raises:
        NotAKey: something of it is missing or damaged.
    """

    def __init__(self, contents: Mapping[str, Any], name: str = "key") -> None:
        if contents.get("type") != "service_account":
            raise NotAKey(name, cause="no_service_account")
        if not isinstance(contents.get("client_email"), str):
            raise NotAKey(name, cause="no_email")
        try:
            self._signer = RSASigner.from_service_account_info(contents)  # type: ignore[no-untyped-call]
        except Exception:  # noqa: BLE001 (of every kind, and its words could show some of the key)
            raise NotAKey(name, cause="no_private_key") from None
        self.email: str = contents["client_email"]

    @classmethod
    def read(cls, path: Path) -> Key:
        """The key in a file.

        Raises:
            NotAKey: there is none, or it cannot be read.
        """
        try:
            contents = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        except OSError:
            raise NotAKey(str(path), cause="no_file") from None
        except msgspec.DecodeError:
            raise NotAKey(str(path), cause="no_json") from None
        return cls(contents, str(path))

    def assertion(self, now: datetime) -> bytes:
        """A signed request for a token that lasts an hour from ``now``."""
        issued = int(now.timestamp())
        claims = {
            "iss": self.email,
            "scope": " ".join(SCOPES),
            "aud": TOKENS,
            "iat": issued,
            "exp": issued + _LIFETIME_SECONDS,
        }
        signed: bytes = jwt.encode(self._signer, claims)  # type: ignore[no-untyped-call]
        return signed
