"""The registry of Windows, as far as Excel keeps there what it lets macros do."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Protocol

Value = str | int

OFFICE = r"Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
"""What the user has set, and what the company has. Office has been 16.0 since 2016."""

LOCATIONS, POLICY_LOCATIONS = rf"{OFFICE}\Trusted Locations", rf"{POLICY}\Trusted Locations"


class Registry(Protocol):
    """The user's part of the registry."""

    def values(self, key: str) -> Mapping[str, Value]:
        """The values of a key; none where there is no such key."""
        ...

    def subkeys(self, key: str) -> list[str]:
        """The names of the keys in a key."""
        ...

    def write(self, key: str, values: Mapping[str, Value]) -> None:
        """Make a key, or set these of its values."""
        ...

    def delete(self, key: str) -> None:
        """Remove a key without keys in it."""
        ...


def trust(registry: Registry, folder: str) -> None:
    """Let macros of files in ``folder`` run without asking; where they may already, nothing changes."""
    if trusted(registry, folder):
        return
    taken = set(registry.subkeys(LOCATIONS))
    name = next(name for name in _names() if name not in taken)
    about: dict[str, Value] = {"Path": folder, "Description": "crossfoot", "AllowSubFolders": 0}
    registry.write(rf"{LOCATIONS}\{name}", about)


def distrust(registry: Registry, folder: str) -> None:
    """Take back what :func:`trust` did."""
    for name in trusted(registry, folder):
        if registry.values(rf"{LOCATIONS}\{name}").get("Description") == "crossfoot":
            registry.delete(rf"{LOCATIONS}\{name}")


def trusted(registry: Registry, folder: str) -> list[str]:
    """The names under which ``folder`` is trusted."""
    wanted = _plain(folder)
    paths = ((name, registry.values(rf"{LOCATIONS}\{name}").get("Path", "")) for name in registry.subkeys(LOCATIONS))
    return [name for name, path in paths if _plain(str(path)) == wanted]


def _plain(folder: str) -> str:
    return folder.rstrip("\\/").casefold()


def _names() -> Iterator[str]:
    number = 0
    while True:
        yield f"Location{number}"
        number += 1


if sys.platform == "win32":
    import winreg

    class WindowsRegistry:
        """The registry itself."""

        def values(self, key: str) -> Mapping[str, Value]:
            """The values of a key."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    found = [winreg.EnumValue(opened, at) for at in range(winreg.QueryInfoKey(opened)[1])]
            except FileNotFoundError:
                return {}
            return {name: value for name, value, _ in found}

        def subkeys(self, key: str) -> list[str]:
            """The names of the keys in a key."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    return [winreg.EnumKey(opened, at) for at in range(winreg.QueryInfoKey(opened)[0])]
            except FileNotFoundError:
                return []

        def write(self, key: str, values: Mapping[str, Value]) -> None:
            """Make a key."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as made:
                for name, value in values.items():
                    kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
                    winreg.SetValueEx(made, name, 0, kind, value)

        def delete(self, key: str) -> None:
            """Remove a key."""
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)


def registry_here() -> Registry | None:
    """The registry of this machine; ``None`` where it has none."""
    if sys.platform == "win32":
        return WindowsRegistry()
    return None
