"""What the pages for trouble quote is what the programs say; what they name is what the code reads and writes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from crossfoot_addin.installing.places import places
from crossfoot_addin.installing.registry import LOCATIONS, POLICY
from crossfoot_macros.excel.texts import read_texts
from crossfoot_sync.client.http import CAUSES, NO_HTTPS
from crossfoot_sync.client.wrongs import WRONGS
from crossfoot_sync.google.line import DRIVE, SHEETS, TOKENS
from crossfoot_tests.docs.places import DOCS, ROOT
from crossfoot_tests.sync.test_over_proxies import VARIABLES

TROUBLE, ROLL_OUT = (DOCS / "how-to" / f"{name}.md" for name in ("troubleshoot", "roll-out-excel"))
SPEAKING = (
    *("addin/crossfoot_addin/commands", "addin/crossfoot_addin/installing", "sync/crossfoot_sync/client"),
    *(
        "sync/crossfoot_sync/grids/errors.py",
        "templates/crossfoot_templates/messages.py",
        "server/crossfoot_server/sheets",
    ),
)
_SERVER = ROOT / "server" / "crossfoot_server"
PANE = (_SERVER / "taskpane" / "files" / "words.mjs", _SERVER / "web" / "files" / "saying.mjs")
_FACT = re.compile(r"\{[^{}]*\}")


def sentences() -> Iterator[str]:
    """Everything that the programs say to people, with ``…`` for facts."""
    for place in SPEAKING:
        for path in [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")):
            yield from _texts(ast.parse(path.read_text(encoding="utf-8")))
    yield from chain.from_iterable(read_texts().values())
    for path in PANE:
        yield from (_FACT.sub("…", each) for each in re.findall(r'"([^"\n]+)"', path.read_text(encoding="utf-8")))
    yield from (f"… did not answer ({words})" for words in (NO_HTTPS, *(each for _, each in CAUSES)))
    yield from (_FACT.sub("…", each.pattern("en", "buttons")) for each in WRONGS.values())


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "…" for each in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _FACT.sub("…", node.value)


def quoted(page: Path) -> list[str]:
    """What the first cells of a page's tables quote. Quotes within quotes belong to the outer ones."""
    found = []
    for line in page.read_text(encoding="utf-8").splitlines():
        depth, start = 0, 0
        cell = line.split(" | ")[0] if line.startswith("| “") else ""
        for at, sign in enumerate(cell):
            depth += (sign == "“") - (sign == "”")
            if sign == "“" and depth == 1:
                start = at + 1
            elif sign == "”" and depth == 0:
                found.append(cell[start:at])
    return found


def says(sentence: str, quote: str) -> bool:
    """Whether a sentence holds a quote, in which ``…`` stands for anything."""
    return re.search(".*?".join(re.escape(each.strip()) for each in quote.split("…")), sentence, re.DOTALL) is not None


KNOWN = [*sentences()]


@pytest.mark.parametrize("quote", quoted(TROUBLE))
def test_what_the_page_quotes_is_said(quote: str) -> None:
    assert any(says(sentence, quote) for sentence in KNOWN), quote


def test_quotes_are_found_and_wrong_ones_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("| “Sheet “…” is protected” “is it there” | “not here” |\n| “nobody says this” | why |\n", "utf-8")
    assert quoted(page) == ["Sheet “…” is protected", "is it there", "nobody says this"]
    assert [any(says(sentence, quote) for sentence in KNOWN) for quote in quoted(page)] == [True, False, False]


def test_the_page_for_administrators_names_what_the_code_reads_and_writes() -> None:
    text = " ".join(ROLL_OUT.read_text(encoding="utf-8").split())
    made = places("win32", {"APPDATA": "%APPDATA%", "USERPROFILE": "%USERPROFILE%"})
    wanted = [f"HKCU\\{LOCATIONS}", f"HKCU\\{POLICY}", "AllLocationsDisabled", "VBAWarnings"]
    wanted += [str(path).replace("/", "\\") for path in (made.addin, made.settings, made.addin.parent)]
    wanted += [name for name in VARIABLES if name != "CURL_CA_BUNDLE"] + ["SSL_CERT_FILE"]
    wanted += [address.removeprefix("https://").partition("/")[0] for address in (SHEETS, DRIVE, TOKENS)]
    assert [each for each in wanted if each not in text] == []
