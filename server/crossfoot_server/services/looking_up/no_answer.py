"""Why a question has no answer. It concerns that question alone."""

from __future__ import annotations

from crossfoot_templates.messages import Fact, Message, say


class NoAnswer(Exception):
    """One question that cannot be answered; ``said`` names what, and the way out."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.text("en"))
        self.said = said


def no_answer(code: str, **facts: Fact) -> NoAnswer:
    """The error that says ``code`` with its facts."""
    return NoAnswer(say(code, **facts))
