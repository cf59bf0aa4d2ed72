"""Instants as people and programs read them."""

from __future__ import annotations

import datetime as dt


def utc_text(when: dt.datetime) -> str:
    """An instant as messages and histories write it: UTC, to the second."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
