"""How a new spreadsheet of Google's looks before anybody has formatted anything."""

from __future__ import annotations

import struct

from crossfoot_sync.emulator.json_types import Json

WHITE: Json = {"red": 1, "green": 1, "blue": 1}
DEFAULT_FORMAT: Json = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}
_THEME = {
    "TEXT": (0, 0, 0),
    "BACKGROUND": (255, 255, 255),
    "ACCENT1": (66, 133, 244),
    "ACCENT2": (234, 67, 53),
    "ACCENT3": (251, 188, 4),
    "ACCENT4": (52, 168, 83),
    "ACCENT5": (255, 109, 1),
    "ACCENT6": (70, 189, 198),
    "LINK": (17, 85, 204),
}


def channel(value: float) -> float:
    """One part of a colour as Google keeps it: a step of 1/255, written as a single-precision number."""
    single = struct.unpack("f", struct.pack("f", int(value * 255 + 1e-6) / 255))[0]
    shortest = (float(f"{single:.{digits}g}") for digits in range(1, 10))
    kept = next(each for each in shortest if struct.unpack("f", struct.pack("f", each))[0] == single)
    return int(kept) if kept.is_integer() else kept


def rgb(red: int, green: int, blue: int) -> Json:
    """A colour of three bytes; a part that is 0 is left out."""
    parts = {"red": channel(red / 255), "green": channel(green / 255), "blue": channel(blue / 255)}
    return {name: value for name, value in parts.items() if value}


def theme() -> Json:
    """The colours and the font of a new spreadsheet."""
    colours = [{"colorType": name, "color": {"rgbColor": rgb(*parts)}} for name, parts in _THEME.items()]
    return {"primaryFontFamily": "Arial", "themeColors": colours}
