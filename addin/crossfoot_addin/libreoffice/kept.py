"""Properties that Excel has and LibreOffice has nothing for: they keep the value that they are given."""

from __future__ import annotations

from typing import Any, Protocol


class Keeper(Protocol):
    """What keeps values of such properties, by name."""

    @property
    def kept(self) -> dict[str, Any]:
        """The values that were given."""
        ...


class Kept:
    """Such a property, with its value before one is given."""

    def __init__(self, default: Any) -> None:
        self._default = default
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Keeper | None, owner: type) -> Any:
        return self if instance is None else instance.kept.get(self._name, self._default)

    def __set__(self, instance: Keeper, value: Any) -> None:
        instance.kept[self._name] = value
