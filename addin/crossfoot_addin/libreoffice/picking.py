"""One of several by its number, from 1, or its name, as xlwings asks for it."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """What has a name."""

    @property
    def name(self) -> str:
        """Its name."""


N = TypeVar("N", bound=Named)


class Several(Generic[N]):
    """What has a name, one after the other."""

    def __iter__(self) -> Iterator[N]:
        raise NotImplementedError

    @staticmethod
    def _told_apart(name: str) -> str:
        """What of a name tells it from others: capitals do not."""
        return name.lower()

    def __call__(self, key: int | str) -> N:
        """One of them by its number, from 1, or its name.

        Raises:
            KeyError: there is none.
        """
        found = list(iter(self))
        if isinstance(key, numbers.Number):
            if 1 <= int(key) <= len(found):
                return found[int(key) - 1]
        else:
            wanted = self._told_apart(str(key))
            for each in found:
                if self._told_apart(each.name) == wanted:
                    return each
        raise KeyError(key)

    def __contains__(self, key: int | str) -> bool:
        try:
            self(key)
        except KeyError:
            return False
        return True
