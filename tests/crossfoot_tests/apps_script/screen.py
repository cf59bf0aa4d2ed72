"""Somebody with a shared spreadsheet on the screen, and the script in it, which runs in Node over a stub of Google.

Whatever the script asks of Google is answered here: cells, dialogs, the clock, what is kept, and its requests.
"""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from crossfoot_macros.apps_script import CODE, apps_script_files
from crossfoot_tests.apps_script.sheets import Paper, SheetFacts, Spreadsheet, Written

_STUB = Path(__file__).parent / "stub" / "main.cjs"

SERVER, SECRET = "https://crossfoot.example.com", "s3cret-of-this-sheet"
SET_UP = {"crossfoot.server": SERVER, "crossfoot.secret": SECRET}


class Said(NamedTuple):
    """What appeared on the screen; ``seconds`` is how long a toast stays."""

    how: Literal["toast", "alert", "prompt"]
    text: str
    seconds: int = 0


class Request(NamedTuple):
    """What the script sent."""

    method: str
    url: str
    headers: dict[str, str]
    body: str


class Reply(NamedTuple):
    """What a server answers, and to which address it leads on."""

    status: int
    location: str | None = None


class UnreachableError(Exception):
    """What Google says where a server does not answer."""


class Menu(NamedTuple):
    """A menu, its items as label and function, ``None`` for a line between them."""

    caption: str
    items: list[tuple[str, str] | None]


def taken(_request: Request) -> Reply:
    """A server that takes every ping."""
    return Reply(202)


@dataclass
class Screen:
    """What the person has before them, and what they do next.

    Attributes:
        selected: the first and last row of each range that is selected on the sheet ``on``.
        entering: what they type into prompts, in order; ``None`` where they cancel.
        meanwhile: called whenever the script has slept.
        kept: document properties; ``cached`` what the cache holds, with the moment it goes.
        triggers: functions that run after edits.
        broken: asking Google for one of these fails with what is told here.
    """

    spreadsheet: Spreadsheet
    on: int = 1
    selected: list[tuple[int, int]] = field(default_factory=lambda: [(1, 1)])
    language: str = "en"
    server: Callable[[Request], Reply] = taken
    entering: list[str | None] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    now: dt.datetime = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
    kept: dict[str, str] = field(default_factory=lambda: dict(SET_UP))
    cached: dict[str, tuple[dt.datetime, str]] = field(default_factory=dict)
    triggers: list[str] = field(default_factory=list)
    broken: Mapping[str, str] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    sent: list[Request] = field(default_factory=list)
    slept: float = 0
    menu: Menu | None = None

    @classmethod
    def of(cls, *sheets: SheetFacts) -> Screen:
        """The screen of somebody who has just opened a spreadsheet with these sheets, in which all is set up."""
        return cls(Paper(*sheets))

    def runs(self, run: str, *, edited: int | None = None, simple: bool = False) -> Any:
        """Run a function of the script, or tell what an expression comes to.

        ``edited`` is the sheet in which somebody edited; ``simple`` says that nobody has authorised anything.

        Raises:
            AssertionError: it ended with an error that Google would show.
        """
        event = None if edited is None else {"sheet": edited, "row": 4}
        first = {"code": apps_script_files()[CODE], "run": run, "simple": simple, "edited": event}
        with subprocess.Popen(["node", _STUB], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as script:
            assert script.stdin is not None
            assert script.stdout is not None
            message: Any = first
            while True:
                script.stdin.write(msgspec.json.encode(message) + b"\n")
                script.stdin.flush()
                heard = msgspec.json.decode(script.stdout.readline() or b'{"thrown": "it ended"}')
                if "ask" not in heard:
                    break
                message = self._answered(heard)
        assert "thrown" not in heard, heard["thrown"]
        return heard["result"]

    def appeared(self) -> list[Said]:
        """What was said since this was last asked."""
        said, self.said = self.said, []
        return said

    def _answered(self, asked: dict[str, Any]) -> dict[str, Any]:
        what = asked["ask"]
        if what in self.broken:
            return {"refused": self.broken[what]}
        try:
            return {"answer": getattr(self, f"_{what}")(asked)}
        except UnreachableError as error:
            return {"refused": str(error)}

    def _flush(self, asked: dict[str, Any]) -> list[SheetFacts]:
        for written in msgspec.convert(asked["written"], list[Written]):
            self.spreadsheet.put(written)
        return self.spreadsheet.sheets()

    def _id(self, _asked: dict[str, Any]) -> str:
        return self.spreadsheet.id

    def _selection(self, _asked: dict[str, Any]) -> dict[str, Any]:
        return {"sheet": self.on, "ranges": self.selected}

    def _activate(self, asked: dict[str, Any]) -> None:
        self.on, self.selected = asked["sheet"], [(asked["row"], asked["row"])]

    def _menu(self, asked: dict[str, Any]) -> None:
        self.menu = Menu(asked["caption"], [each and (each[0], each[1]) for each in asked["items"]])

    def _say(self, asked: dict[str, Any]) -> None:
        assert asked["title"] == "crossfoot"
        self.said.append(Said(asked["how"], asked["text"], asked["seconds"]))

    def _prompt(self, asked: dict[str, Any]) -> dict[str, str]:
        self.said.append(Said("prompt", asked["text"]))
        typed = self.entering.pop(0)
        return {"button": "CANCEL" if typed is None else "OK", "typed": typed or ""}

    def _fetch(self, asked: dict[str, Any]) -> dict[str, Any]:
        options = asked["options"]
        assert options["muteHttpExceptions"] is True
        assert options["followRedirects"] is False
        headers = options["headers"] | {"Content-Type": options["contentType"]}
        request = Request(options["method"].upper(), asked["url"], headers, options["payload"])
        self.sent.append(request)
        reply = self.server(request)
        return {"status": reply.status, "headers": {"Location": reply.location} if reply.location else {}}

    def _sleep(self, asked: dict[str, Any]) -> None:
        self.slept += asked["milliseconds"] / 1000
        self.now += dt.timedelta(milliseconds=asked["milliseconds"])
        self.meanwhile()

    def _now(self, _asked: dict[str, Any]) -> int:
        return int(self.now.timestamp() * 1000)

    def _locale(self, _asked: dict[str, Any]) -> str:
        return self.language

    def _property(self, asked: dict[str, Any]) -> str | None:
        return self.kept.get(asked["key"])

    def _properties(self, asked: dict[str, Any]) -> None:
        self.kept |= asked["values"]

    def _cached(self, asked: dict[str, Any]) -> str | None:
        until, value = self.cached.get(asked["key"], (self.now, ""))
        return value if self.now < until else None

    def _cache(self, asked: dict[str, Any]) -> None:
        self.cached[asked["key"]] = (self.now + dt.timedelta(seconds=asked["seconds"]), asked["value"])

    def _triggers(self, _asked: dict[str, Any]) -> list[str]:
        return self.triggers

    def _trigger(self, asked: dict[str, Any]) -> None:
        assert asked["here"] is True
        self.triggers.append(asked["handler"])
