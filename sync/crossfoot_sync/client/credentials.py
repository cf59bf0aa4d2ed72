"""Tokens, kept per server in the operating system's keyring, or in a file of the user's own; never in a workbook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

import keyring
import msgspec
from keyring.backends import fail
from keyring.errors import KeyringError, PasswordDeleteError
from platformdirs import user_config_path

from crossfoot_sync.client.errors import (
    ClientError,
    DamagedCredentialsError,
    LockedKeyringError,
    LoggedInNowhereError,
    NotLoggedInError,
    WhichServerError,
)

ENVIRONMENT = "CROSSFOOT_CONFIG"
"""Names another folder than the user's own, for scripts and tests; tokens are kept in a file there."""

SERVICE = "crossfoot"
"""Under which the keyring holds what is ours; the server's address is the user name."""

_IN_RING = ""


class Ring(Protocol):
    """A keyring, as far as it is needed here: the keyring package's backends are."""

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept; ``None`` where nothing is."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep something."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Keep it no longer."""
        ...


def system_ring() -> Ring | None:
    """The operating system's keyring; ``None`` where there is none, or a folder was named for tokens."""
    if os.environ.get(ENVIRONMENT):
        return None
    found = keyring.get_keyring()
    return None if isinstance(found, fail.Keyring) or found.priority < 1 else found


class Credentials:
    """Tokens by server address.

    A file says which servers there are. It holds the tokens too where no keyring takes them, and is readable by its
    owner only.
    """

    def __init__(self, folder: Path | None = None, ring: Ring | None = None) -> None:
        named = os.environ.get(ENVIRONMENT)
        self.path = (folder or (Path(named) if named else user_config_path("crossfoot"))) / "credentials.json"
        self.ring = ring if ring is not None or folder is not None else system_ring()

    def token(self, server: str) -> str:
        """The token for ``server``.

        Raises:
            NotLoggedInError: there is none.
            ClientError: the keyring cannot be opened.
        """
        address = server.rstrip("/")
        held = self._all().get(address)
        if held == _IN_RING:
            held = self._from_ring(address)
        if not held:
            raise NotLoggedInError(server)
        return held

    def keep(self, server: str, token: str) -> bool:
        """Remember ``token`` for ``server`` in place of an earlier one; whether the keyring took it."""
        address = server.rstrip("/")
        in_ring = self._into_ring(address, token)
        self._write(self._all() | {address: _IN_RING if in_ring else token})
        return in_ring

    def forget(self, server: str) -> bool:
        """Drop the token for ``server``; whether there was one."""
        address, held = server.rstrip("/"), self._all()
        if held.get(address) == _IN_RING and self.ring is not None:
            try:
                self.ring.delete_password(SERVICE, address)
            except PasswordDeleteError:
                pass  # somebody removed it there
            except KeyringError as error:
                raise _locked(error) from error
        if address in held:
            self._write({name: token for name, token in held.items() if name != address})
        return address in held

    def servers(self) -> list[str]:
        """The servers there is a token for, sorted."""
        return sorted(self._all())

    def only_server(self) -> str:
        """The one server there is a token for.

        Raises:
            ClientError: there is none yet, or more than one, so one must be named.
        """
        servers = self.servers()
        if not servers:
            raise LoggedInNowhereError
        if len(servers) > 1:
            raise WhichServerError(servers)
        return servers[0]

    def _from_ring(self, address: str) -> str | None:
        if self.ring is None:
            return None
        try:
            return self.ring.get_password(SERVICE, address)
        except KeyringError as error:
            raise _locked(error) from error

    def _into_ring(self, address: str, token: str) -> bool:
        if self.ring is None:
            return False
        try:
            self.ring.set_password(SERVICE, address, token)
        except KeyringError:
            return False
        return True

    def _all(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except msgspec.DecodeError as error:
            raise DamagedCredentialsError(str(self.path), str(error)) from error

    def _write(self, tokens: dict[str, str]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(msgspec.json.encode(tokens))
        part.replace(self.path)


def _locked(error: KeyringError) -> ClientError:
    return LockedKeyringError(str(error))
