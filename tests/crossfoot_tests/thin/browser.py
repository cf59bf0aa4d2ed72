"""A browser with the pane in it, and what somebody does there."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from typing import Any

import msgspec

from crossfoot_tests.thin.excel import Act
from crossfoot_tests.thin.workbooks import Facts

_DRIVER = Path(__file__).parent / "mock" / "browser.mjs"
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class BrowserError(Exception):
    """Something did not appear, or could not be done."""


@dataclass
class Browser:
    """A browser that is driven."""

    process: subprocess.Popen[bytes]
    act: Act | None = None
    number: int = 0

    @classmethod
    def begin(cls) -> Browser:
        """Start it."""
        program = next(found for found in map(which, _CHROMIUM) if found)
        return cls(subprocess.Popen(["node", _DRIVER, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE))

    def does(self, task: str, **given: Any) -> Any:
        """Have something done; what came of it.

        Raises:
            BrowserError: it could not be done.
        """
        self.number += 1
        self._say({"number": self.number, "task": task, **given})
        while True:
            assert self.process.stdout is not None
            told = msgspec.json.decode(self.process.stdout.readline())
            if "between" not in told:
                if told["number"] < self.number:
                    continue  # of something that was given up
                if "thrown" in told:
                    raise BrowserError(told["thrown"])
                return told["result"]
            facts = msgspec.convert(told["facts"], Facts)
            if self.act is not None:
                self.act(facts, told["between"])
            self._say({"between": told["between"], "facts": facts})

    def end(self) -> None:
        """Let it end."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def _say(self, message: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(msgspec.json.encode(message) + b"\n")
        self.process.stdin.flush()


@dataclass
class Shown:
    """A page of the server at ``url``, as somebody in front of the browser has it."""

    browser: Browser
    url: str

    def press(self, name: str) -> None:
        """Press a button."""
        self.browser.does("press", name=name)

    def sees(self, selector: str, text: str) -> None:
        """Wait until something is to be seen."""
        self.browser.does("wait", selector=selector, text=text)

    def reads(self, selector: str) -> list[str]:
        """What stands there."""
        found: list[str] = self.browser.does("texts", selector=selector)
        return found

    def runs(self, code: str) -> Any:
        """What an expression comes to in the page."""
        return self.browser.does("run", code=code)


@dataclass
class Page(Shown):
    """The pane, open beside a workbook."""

    facts: Facts
    options: dict[str, Any] = field(default_factory=dict)

    def open(self, language: str = "en-US", act: Act | None = None, **network: bool) -> Page:
        """Open it, anew where it was closed; ``network`` is what there is in the way, such as ``blocked``."""
        self.browser.act = act
        given = {
            "facts": self.facts,
            "language": language,
            "watched": act is not None,
            "options": self.options,
            **network,
        }
        self.browser.does("open", url=f"{self.url}/taskpane/pane.html", **given)
        return self

    def signs_in(self, token: str) -> Page:
        """Paste a token."""
        self.browser.does("type", label="Token", text=token)
        self.press("Sign in")
        self.sees("#status", "Signed in as")
        return self

    def saved(self) -> Facts:
        """The workbook as it stands now."""
        now = msgspec.convert(self.runs("window.__host.facts"), Facts)
        self.facts.sheets, self.facts.names, self.facts.tables = now.sheets, now.names, now.tables
        return self.facts

    def edits(self, facts: Facts) -> None:
        """Put a changed workbook in place of the one that is open."""
        given = msgspec.json.encode(facts).decode()
        self.runs(f"window.__host.facts = {given}; 0")

    def does(self, name: str) -> list[str]:
        """Press a button and wait until it is done; the summary."""
        self.press(name)
        self.sees("#status", "Done.")
        return self.reads("#said li")
