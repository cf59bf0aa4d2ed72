"""Tokens, kept per server in the user's own configuration folder and never in a workbook."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from platformdirs import user_config_path

from crossfoot_sync.client.errors import ClientError, NotLoggedInError

ENVIRONMENT = "CROSSFOOT_CONFIG"
"""Names another folder than the user's own, for scripts and tests."""


class Credentials:
    """Tokens by server address. The file is readable by its owner only."""

    def __init__(self, folder: Path | None = None) -> None:
        named = os.environ.get(ENVIRONMENT)
        self.path = (folder or (Path(named) if named else user_config_path("crossfoot"))) / "credentials.json"

    def token(self, server: str) -> str:
        """The token for ``server``.

        Raises:
            NotLoggedInError: there is none.
        """
        try:
            return self._all()[server.rstrip("/")]
        except KeyError:
            raise NotLoggedInError(server) from None

    def keep(self, server: str, token: str) -> None:
        """Remember ``token`` for ``server`` in place of an earlier one."""
        self._write(self._all() | {server.rstrip("/"): token})

    def forget(self, server: str) -> None:
        """Drop the token for ``server``."""
        self._write({name: token for name, token in self._all().items() if name != server.rstrip("/")})

    def only_server(self) -> str:
        """The one server there is a token for.

        Raises:
            ClientError: there is none, or more than one, so one must be named.
        """
        servers = sorted(self._all())
        if len(servers) != 1:
            known = ", ".join(servers) or "none"
            raise ClientError(f"Name the server with --server (logged in to: {known}).")
        return servers[0]

    def _all(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except msgspec.DecodeError as error:
            raise ClientError(f"{self.path} is damaged ({error}); remove it and log in again.") from error

    def _write(self, tokens: dict[str, str]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(msgspec.json.encode(tokens))
        part.replace(self.path)
