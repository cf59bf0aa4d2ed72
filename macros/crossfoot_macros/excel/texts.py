"""The texts of the ribbon and of the macros, in Chinese and English."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Final

MACROS: Final = "macros"
"""The part of ``texts.toml`` that no control shows: its keys stand for themselves."""

Texts = dict[str, tuple[str, str]]
"""Chinese and English by key: ``sync.label`` for a control, ``not_installed`` for what macros say."""


def read_texts() -> Texts:
    """The texts of ``texts.toml``, in its order."""
    content = tomllib.loads(files("crossfoot_macros.excel").joinpath("texts.toml").read_text("utf-8"))
    return {
        key if control == MACROS else f"{control}.{key}": (zh, en)
        for control, texts in content.items()
        for key, (zh, en) in texts.items()
    }
