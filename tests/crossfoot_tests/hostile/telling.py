"""What a refusal owes to whoever gets it."""

from __future__ import annotations


def tells(*texts: str) -> None:
    """Each of these, the refusal in its languages, says something."""
    assert all(text.strip() for text in texts)
