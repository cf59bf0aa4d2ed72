"""What is drawn on a sheet: shapes, pictures, charts' frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.addresses import Area
from crossfoot_addin.libreoffice.fonts import CharactersOfCell, Font
from crossfoot_addin.libreoffice.formats import from_points, to_points
from crossfoot_addin.libreoffice.kept import Kept
from crossfoot_addin.libreoffice.picking import Several
from crossfoot_addin.libreoffice.protection import refuse_shape

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.sheets import Sheet

PICTURE = "com.sun.star.drawing.GraphicObjectShape"
TYPES = {
    PICTURE: "picture",
    "com.sun.star.drawing.OLE2Shape": "chart",
    "com.sun.star.drawing.TextShape": "text_box",
    "com.sun.star.drawing.LineShape": "line",
    "com.sun.star.drawing.GroupShape": "group",
    "com.sun.star.drawing.ControlShape": "form_control",
    "com.sun.star.drawing.CustomShape": "auto_shape",
}
"""LibreOffice's kinds of shapes, and xlwings' words for them."""
NOTE = "com.sun.star.drawing.CaptionShape"
ALIGNED = {"scale_from_top_left": 0.0, "scale_from_middle": 0.5, "scale_from_bottom_right": 1.0}


class Shape(base_classes.Shape):
    """Something drawn, measured in points."""

    lock_aspect_ratio = Kept(True)

    def __init__(self, sheet: Sheet, native: Any) -> None:
        self.sheet = sheet
        self._native = native
        sheet.book.keep_drawn(native)
        self.kept: dict[str, Any] = {}

    @property
    def api(self) -> Any:
        """LibreOffice's shape."""
        return self._native

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self.sheet

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._changing()
        self.api.Name = value

    @property
    def type(self) -> str:
        """What it is, in xlwings' words."""
        return TYPES.get(self.api.ShapeType, "auto_shape")

    @property
    def index(self) -> int:
        """Its number, from 1, from back to front."""
        return int(self.api.ZOrder) + 1

    def _place(self, x: float | None = None, y: float | None = None) -> None:
        self._changing()
        old = self.api.Position
        self.api.setPosition(
            bridge.struct(
                "awt.Point",
                X=old.X if x is None else from_points(x),
                Y=old.Y if y is None else from_points(y),
            )
        )

    def _resize(self, width: float | None = None, height: float | None = None) -> None:
        self._changing()
        old = self.api.Size
        self.api.setSize(
            bridge.struct(
                "awt.Size",
                Width=old.Width if width is None else from_points(width),
                Height=old.Height if height is None else from_points(height),
            )
        )

    left = property(lambda self: to_points(self.api.Position.X), lambda self, value: self._place(x=value))
    top = property(lambda self: to_points(self.api.Position.Y), lambda self, value: self._place(y=value))
    width = property(lambda self: to_points(self.api.Size.Width), lambda self, value: self._resize(width=value))
    height = property(lambda self: to_points(self.api.Size.Height), lambda self, value: self._resize(height=value))

    def scale_width(self, factor: float, relative_to_original_size: bool, scale: str) -> None:
        """Make it so many times as wide, and a picture as high; ``scale`` says which side stays."""
        if relative_to_original_size:
            factor *= to_points(self.api.Graphic.Size100thMM.Width) / self.width
        self._scale(factor, factor if self._keeps_ratio else 1, ALIGNED[scale])

    def scale_height(self, factor: float, relative_to_original_size: bool, scale: str) -> None:
        """Make it so many times as high, and a picture as wide; ``scale`` says which side stays."""
        if relative_to_original_size:
            factor *= to_points(self.api.Graphic.Size100thMM.Height) / self.height
        self._scale(factor if self._keeps_ratio else 1, factor, ALIGNED[scale])

    @property
    def _keeps_ratio(self) -> bool:
        return self.type == "picture" and bool(self.lock_aspect_ratio)

    def _scale(self, across: float, down: float, fixed: float) -> None:
        width, height = self.width, self.height
        self._resize(width * across, height * down)
        self._place(self.left - (self.width - width) * fixed, self.top - (self.height - height) * fixed)

    def delete(self) -> None:
        """Remove it."""
        self._changing()
        self.sheet.native.DrawPage.remove(self.api)

    def activate(self) -> None:
        """Select it."""
        self.sheet.activate()
        self.sheet.book.controller.select(self.api)

    @property
    def text(self) -> str | None:
        """Its text, or ``None`` if it has none."""
        return str(self.api.getString()) or None

    @text.setter
    def text(self, value: str) -> None:
        self._changing()
        self.api.setString(value)

    @property
    def font(self) -> Font:
        """The font of its text."""
        return Font(self.characters.api, self._changing)

    @property
    def characters(self) -> CharactersOfCell:
        """The characters of its text."""
        return CharactersOfCell(self.api, self._changing)

    def _changing(self) -> None:
        refuse_shape(self.sheet.native, Area(1, 1))


class Picture(Shape):
    """A picture."""

    def update(self, filename: str) -> Picture:
        """Show another file at the same place and size."""
        self._changing()
        self.api.Graphic = _graphic(self.sheet, filename)
        return self


class Shapes(Several[Shape], base_classes.Collection):
    """Everything drawn on a sheet, notes excepted."""

    _kind: type[Shape] = Shape

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """LibreOffice's layer of drawings."""
        return self.sheet.native.DrawPage

    @property
    def parent(self) -> Sheet:
        """The sheet."""
        return self.sheet

    @staticmethod
    def _belongs(native: Any) -> bool:
        return bool(native.ShapeType != NOTE)

    def __iter__(self) -> Iterator[Shape]:
        page = self.api
        shapes = (page.getByIndex(at) for at in range(page.Count))
        return (self._kind(self.sheet, native) for native in shapes if self._belongs(native))

    def __len__(self) -> int:
        return sum(1 for _ in self)  # list() would ask for the length

    @staticmethod
    def _told_apart(name: str) -> str:
        return name


class Pictures(Shapes):
    """The pictures of a sheet."""

    _kind = Picture

    @staticmethod
    def _belongs(native: Any) -> bool:
        return bool(native.ShapeType == PICTURE)

    def add(  # noqa: PLR0913, PLR0917  # xlwings' own order
        self,
        filename: str,
        link_to_file: bool,
        save_with_document: bool,
        left: float | None,
        top: float | None,
        width: float,
        height: float,
        anchor: Any,
    ) -> Picture:
        """Put a picture from a file on the sheet; a width or height of -1 is the picture's own."""
        refuse_shape(self.sheet.native, Area(1, 1))
        native = self.sheet.book.document.createInstance(PICTURE)
        graphic = _graphic(self.sheet, filename)
        native.Graphic = graphic
        own = graphic.Size100thMM
        number = len(self) + 1
        self.api.add(native)
        while f"Picture {number}" in self:
            number += 1
        native.Name = f"Picture {number}"
        picture = Picture(self.sheet, native)
        picture.width = width if width >= 0 else to_points(own.Width)
        picture.height = height if height >= 0 else to_points(own.Height)
        picture.left, picture.top = (left or 0, top or 0) if anchor is None else (anchor.left, anchor.top)
        return picture


def _graphic(sheet: Sheet, filename: str) -> Any:
    provider = sheet.book.app.office.service("graphic.GraphicProvider")
    return provider.queryGraphic(bridge.properties(URL=bridge.url(str(Path(filename).absolute()))))
