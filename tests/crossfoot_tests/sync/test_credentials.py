"""Where tokens are kept: in the keyring where there is one, else in a file that only its owner can read."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest
from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import KeyringLocked, PasswordDeleteError

from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.errors import ClientError, NotLoggedInError

A, B = "https://a.example", "https://b.example"


class MemoryRing(KeyringBackend):
    """A keyring as the package has them, in memory. While it is ``locked`` it gives and takes nothing."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the package is half annotated
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    @properties.classproperty
    def priority(self) -> float:
        return 1

    def get_password(self, service: str, username: str) -> str | None:
        self._opened()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._opened()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._opened()
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")

    def _opened(self) -> None:
        if self.locked:
            raise KeyringLocked("it is locked")


def test_tokens_are_in_the_keyring_and_the_file_only_names_servers(tmp_path: Path) -> None:
    ring = MemoryRing()
    assert Credentials(tmp_path, ring).keep(f"{A}/", "cf_1_secret")
    assert Credentials(tmp_path, ring).keep(B, "cf_2_secret")
    assert ring.held == {("crossfoot", A): "cf_1_secret", ("crossfoot", B): "cf_2_secret"}
    assert msgspec.json.decode((tmp_path / "credentials.json").read_bytes()) == {A: "", B: ""}
    again = Credentials(tmp_path, ring)
    assert (again.token(A), again.token(B), again.servers()) == ("cf_1_secret", "cf_2_secret", [A, B])


def test_without_a_keyring_the_file_holds_them_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    credentials = Credentials(tmp_path)
    assert not credentials.keep(A, "cf_1_secret")
    assert Credentials(tmp_path).token(A) == "cf_1_secret"
    assert stat.S_IMODE((tmp_path / "credentials.json").stat().st_mode) == 0o600


def test_a_token_from_before_there_was_a_keyring_goes_on_and_moves_when_it_is_renewed(tmp_path: Path) -> None:
    Credentials(tmp_path).keep(A, "cf_1_old")
    ring = MemoryRing()
    assert Credentials(tmp_path, ring).token(A) == "cf_1_old"
    assert Credentials(tmp_path, ring).keep(A, "cf_1_new")
    assert "cf_1" not in (tmp_path / "credentials.json").read_text()
    assert Credentials(tmp_path, ring).token(A) == "cf_1_new"


def test_a_keyring_that_takes_nothing_leaves_the_token_to_the_file(tmp_path: Path) -> None:
    ring = MemoryRing()
    ring.locked = True
    assert not Credentials(tmp_path, ring).keep(A, "cf_1_secret")
    assert Credentials(tmp_path, ring).token(A) == "cf_1_secret"


def test_a_locked_keyring_is_named_with_the_way_out(tmp_path: Path) -> None:
    ring = MemoryRing()
    Credentials(tmp_path, ring).keep(A, "cf_1_secret")
    ring.locked = True
    for work in (lambda: Credentials(tmp_path, ring).token(A), lambda: Credentials(tmp_path, ring).forget(A)):
        with pytest.raises(ClientError, match=r"cannot be opened \(it is locked\)\. Unlock it and try again"):
            work()
    ring.locked = False
    assert Credentials(tmp_path, ring).token(A) == "cf_1_secret"


def test_what_was_removed_from_the_keyring_asks_to_log_in(tmp_path: Path) -> None:
    ring = MemoryRing()
    Credentials(tmp_path, ring).keep(A, "cf_1_secret")
    ring.held.clear()
    with pytest.raises(NotLoggedInError):
        Credentials(tmp_path, ring).token(A)
    with pytest.raises(NotLoggedInError):
        Credentials(tmp_path).token(A)
    Credentials(tmp_path, ring).forget(A)
    assert Credentials(tmp_path, ring).servers() == []


def test_a_forgotten_token_is_nowhere(tmp_path: Path) -> None:
    ring = MemoryRing()
    Credentials(tmp_path, ring).keep(A, "cf_1_secret")
    Credentials(tmp_path, ring).forget(A)
    assert (ring.held, Credentials(tmp_path, ring).servers()) == ({}, [])
