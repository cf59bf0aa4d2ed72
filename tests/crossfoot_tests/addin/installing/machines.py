"""Machines of Windows and macOS in a temporary folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crossfoot_addin.installing.places import places
from crossfoot_addin.installing.placing import Machine
from crossfoot_addin.installing.registry import Value
from crossfoot_addin.installing.settings import Settings


@dataclass
class MemoryRegistry:
    """A registry that is forgotten after the test."""

    keys: dict[str, dict[str, Value]] = field(default_factory=dict)

    def values(self, key: str) -> Mapping[str, Value]:
        return self.keys.get(key, {})

    def subkeys(self, key: str) -> list[str]:
        inner = (name.removeprefix(key + "\\") for name in self.keys if name.startswith(key + "\\"))
        return sorted({name.partition("\\")[0] for name in inner})

    def write(self, key: str, values: Mapping[str, Value]) -> None:
        self.keys[key] = self.keys.get(key, {}) | dict(values)

    def delete(self, key: str) -> None:
        del self.keys[key]


def windows(folder: Path, encoding: str = "gbk") -> Machine:
    """A Chinese Windows."""
    found = places("win32", {"APPDATA": str(folder / "AppData" / "Roaming"), "USERPROFILE": str(folder)})
    return Machine(found, Settings(found.settings, encoding), MemoryRegistry())


def mac(folder: Path) -> Machine:
    """A Mac."""
    found = places("darwin", {"HOME": str(folder)})
    return Machine(found, Settings(found.settings, "utf-8"))


def files(folder: Path) -> list[str]:
    """Every file in a folder, by its path there."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
