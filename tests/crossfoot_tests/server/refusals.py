"""Everything that the server refuses as a whole, found in its modules."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import crossfoot_server
from crossfoot_server.errors import ServerError


def refusals() -> list[type[ServerError]]:
    """Every cause, by its code."""
    for module in pkgutil.walk_packages(crossfoot_server.__path__, "crossfoot_server."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
    return sorted(_kinds(ServerError), key=lambda cause: cause.code)


def _kinds(cause: type[ServerError]) -> Iterator[type[ServerError]]:
    for each in cause.__subclasses__():
        yield each
        yield from _kinds(each)
