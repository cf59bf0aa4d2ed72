"""What came of the probes, as text and as JSON that can be sent to others: no token, no address, no id, no name."""

from __future__ import annotations

import json
import platform
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from crossfoot_tests.probing.probe import Finding, Nothing, Outcome

_LONGEST = 1_500
"""Characters that the text shows of a value; the JSON has all of it."""

_SECRETS = (
    (re.compile(r"[^\s@\"<>(),:;\[\]]+@[\w-]+(?:\.[\w-]+)+"), "(address)"),
    (re.compile(r"ya29\.[\w.-]+|(?<=Bearer )[\w.~+/=-]+"), "(token)"),
    (re.compile(r"-----BEGIN[^-]*-----.*?(?:-----END[^-]*-----|$)", re.DOTALL), "(key)"),
    (re.compile(r"(?<=/d/)[\w-]{20,}"), "(spreadsheet)"),
    (re.compile(r"(?i)(?<=project[/= -])[\w-]*\d{6,}|(?<=projects/)[\w-]+"), "(project)"),
)


@dataclass
class Report:
    """A run.

    Attributes:
        at: whose program was tried.
        when: when it began, in UTC.
        where: what it is like there, such as its locale.
        hidden: what is never to be told, such as the ids of spreadsheets.
        requests: how many requests were sent, by lane; ``waited`` the seconds of waiting, by cause.
    """

    at: str
    when: str
    where: str
    outcomes: list[Outcome]
    hidden: tuple[str, ...] = ()
    requests: dict[str, int] = field(default_factory=dict)
    waited: dict[str, float] = field(default_factory=dict)

    def text(self) -> str:
        """For people."""
        counted = Counter(each.verdict for each in self.outcomes)
        lines = [f"crossfoot at {self.at}, {self.when}, {self.where}, {program()}", ""]
        for each in self.outcomes:
            lines += [*lines_of(each), ""]
        lines.append(", ".join(f"{count} {verdict}" for verdict, count in sorted(counted.items())))
        return self._clean("\n".join(lines) + "\n")

    def json(self) -> str:
        """For programs."""
        whole = {
            "at": self.at,
            "when": self.when,
            "where": self.where,
            "program": program(),
            "requests": self.requests,
            "waited": {name: round(seconds, 1) for name, seconds in self.waited.items()},
            "probes": [_plain(each) for each in self.outcomes],
        }
        return self._clean(json.dumps(whole, ensure_ascii=False, indent=1, default=str) + "\n")

    def _clean(self, text: str) -> str:
        return clean(text, self.hidden)


def clean(text: str, hidden: Iterable[str] = ()) -> str:
    """The text without what could tell who or where somebody is, or let anybody in."""
    for each in sorted(hidden, key=len, reverse=True):
        text = text.replace(each, "(hidden)") if each else text
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def lines_of(outcome: Outcome) -> Iterator[str]:
    """What came of a probe, with what was expected where something else came."""
    yield f"{outcome.verdict.upper() if outcome.verdict in _LOUD else outcome.verdict}: {outcome.name}"
    yield f"    {outcome.relies}"
    if outcome.why:
        yield f"    {outcome.why}"
    for each in outcome.findings:
        if each.expected is Nothing.EXPECTED:
            yield f"    {each.what}: {_shown(each.came)}"
        elif not each.as_expected:
            yield f"    {each.what}"
            yield f"        expected  {_shown(each.expected)}"
            yield f"        came      {_shown(each.came)}"


_LOUD = ("otherwise", "broken")


def program() -> str:
    """What ran the probes."""
    return f"crossfoot {version('crossfoot')}, Python {platform.python_version()}, {platform.system()}"


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "relies": outcome.relies,
        "verdict": outcome.verdict,
        "why": outcome.why,
        "seconds": round(outcome.seconds, 1),
        "findings": [_plain_finding(each) for each in outcome.findings],
    }


def _plain_finding(finding: Finding) -> dict[str, Any]:
    found = {"what": finding.what, "came": finding.came}
    if finding.expected is not Nothing.EXPECTED:
        found |= {"expected": finding.expected, "as_expected": finding.as_expected}
    return found
