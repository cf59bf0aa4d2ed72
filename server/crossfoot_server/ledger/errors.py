"""Why there is no figure."""

from __future__ import annotations

from crossfoot_templates.messages import Message


class DoesNotTieOut(ValueError):
    """What was recorded does not add up, so any figure of it would be wrong. ``said`` names what, and the way out."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.text("en"))
        self.said = said
