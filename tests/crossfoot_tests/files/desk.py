"""People who have a program that saves .xlsx files, and a browser."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask
from werkzeug.test import TestResponse

from crossfoot_server.app import create_app
from crossfoot_server.files.wire import FileReply
from crossfoot_server.settings import Settings
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.server import Server
from crossfoot_tests.end_to_end.world import Workbook
from crossfoot_tests.server.documented import client_of
from crossfoot_tests.thin.place import SERVER, Place

Answer = TestResponse


@dataclass
class Office:
    """The small company, and what its server was told."""

    place: Place
    settings: Settings = field(default_factory=Settings)

    @property
    def stored(self) -> Callable[..., list[tuple[Any, ...]]]:
        """What finance, who sees all, would be sent of a table."""
        return self.place.stored

    def app(self) -> Flask:
        """A server process that was started a moment ago."""
        return create_app(self.place.store, self.settings, self.place.clock)

    def person(self, login: str) -> Person:
        """Somebody with a new workbook."""
        somebody = Person(self, login, self.place.folder / login / "台账.xlsx")
        somebody.path.parent.mkdir()
        somebody.path.write_bytes(somebody.asks("new", book="ledger").content or b"")
        return somebody


@dataclass
class Person:
    """Somebody with a file. What they do in it they do by hand: none of our code is on their machine."""

    office: Office
    login: str
    path: Path

    @property
    def book(self) -> Workbook:
        """The file, to work in and to look at."""
        nowhere = Server(HttpTransport("http://127.0.0.1:1"), "")
        return Workbook(self.path, nowhere, self.office.place.clock, self.login)

    def posts(self, verb: str, app: Flask | None = None, **body: Any) -> Answer:
        """What the server answers."""
        client = client_of(app or self.office.app())
        headers = {"Authorization": f"Bearer {self.office.place.token(self.login)}"}
        return client.post(f"/api/v1/files/{verb}", json={"server": SERVER, **body}, headers=headers)

    def asks(self, verb: str, app: Flask | None = None, **body: Any) -> FileReply:
        """What comes of it."""
        answer = self.posts(verb, app, **body)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.data, type=FileReply)

    def sends(self, content: bytes | None = None, app: Flask | None = None, **body: Any) -> FileReply:
        """Upload the file, or what somebody made of it; the answer is looked at and thrown away."""
        return self.asks("sync", app, **{"name": self.path.name, "content": self.content(content)} | body)

    def uploads(self, **body: Any) -> FileReply:
        """Upload the file and save the one that comes back in its place."""
        reply = self.sends(**body)
        assert reply.trouble is None, reply.trouble
        assert reply.content is not None
        self.path.write_bytes(reply.content)
        return reply

    def content(self, content: bytes | None = None) -> str:
        """The file as it travels, or what somebody made of it."""
        return base64.b64encode(self.path.read_bytes() if content is None else content).decode()

    def keeps(self, name: str) -> Person:
        """A copy of the file under another name, with whoever has it."""
        copy = self.path.with_name(name)
        copy.write_bytes(self.path.read_bytes())
        return Person(self.office, self.login, copy)


def said(reply: FileReply) -> str:
    """What somebody is told."""
    assert reply.outcome is not None, reply.trouble
    return "\n".join(reply.outcome.said)
