"""Formats as Google keeps them: colours in steps of 1/255, and every colour beside its style."""

from __future__ import annotations

from typing import Any

from crossfoot_sync.emulator.grid.defaults import channel
from crossfoot_sync.emulator.json_types import Json

_CHANNELS = frozenset({"red", "green", "blue", "alpha"})
_STYLED = ("backgroundColor", "foregroundColor", "tabColor", "color")


def kept(value: Any) -> Any:
    """A part of a request as it is kept: colours rounded, zeros in them left out, each colour's style beside it."""
    if isinstance(value, list):
        return [kept(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value and set(value) <= _CHANNELS:
        return {name: channel(part) for name, part in value.items() if part}
    changed: Json = {name: kept(each) for name, each in value.items()}
    for name in _STYLED:
        style = name + "Style"
        if style in changed and "rgbColor" in changed[style]:
            changed[name] = changed[style]["rgbColor"]
        elif name in changed and style not in changed:
            changed[style] = {"rgbColor": changed[name]}
    return changed


def named_in(mask_names: set[str]) -> set[str]:
    """The fields that a mask means when it names a colour or its style: both of them."""
    both = {name for name in _STYLED if name in mask_names or name + "Style" in mask_names}
    return mask_names | both | {name + "Style" for name in both}
