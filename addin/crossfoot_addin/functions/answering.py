"""From the arguments of a formula to what its cells show."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from urllib3.util.retry import Retry

from crossfoot_addin.commands.words import word
from crossfoot_addin.functions.cells import WRONG, CellValue, ShapesDiffer, shown, together
from crossfoot_addin.functions.kept import Kept
from crossfoot_addin.functions.renewing import renewed
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.server import Server
from crossfoot_sync.client.wrongs import in_plain_words
from crossfoot_sync.engine.lookups import Answer, Lookups, Question
from crossfoot_templates.label import BETWEEN, Language

TIMEOUTS = (3.0, 20.0)
"""Seconds for a connection, and for an answer: Excel waits as long."""

Result = CellValue | list[list[CellValue]]


def answered(server: str, language: str, arguments: Sequence[Any], asking: Callable[..., Question]) -> Result:
    """What a formula shows: a value, or a block of values where an argument is a block.

    The first of ``arguments`` names the row; where it is blank, so is the result.
    """
    spoken: Language = "zh" if language == "zh" else "en"
    try:
        cells = together(arguments)
        questions = [[asking(*each) if _is_there(each[0]) else None for each in row] for row in cells]
        asked = [each for row in questions for each in row if each is not None]
        answers = iter(_kept(server or only_server(spoken), spoken).answers(asked) if asked else ())
    except ShapesDiffer as error:
        return WRONG + word("shapes_differ", spoken, shapes=error.shapes)
    except (ClientError, OSError) as error:
        return WRONG + " ".join(in_plain_words(error, spoken).split())
    found = [["" if each is None else shown(next(answers), spoken) for each in row] for row in questions]
    return found[0][0] if len(found) == len(found[0]) == 1 else found


def _is_there(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


class NoServer(ClientError):
    """A formula in a workbook that names no server, of somebody who is signed in to none or to several."""


def only_server(language: Language) -> str:
    """The one server that there is a token for.

    Raises:
        NoServer: there is none, or more than one.
    """
    servers = Credentials().servers()
    if len(servers) != 1:
        several = BETWEEN[language].join(servers)
        raise NoServer(word("several_servers" if servers else "no_server", language, servers=several))
    return servers[0]


@cache
def _kept(server: str, language: Language) -> Kept:
    return Kept(lambda asked: ask(server, asked), language, time.time, renewed)


@cache
def _transport(server: str) -> HttpTransport:
    # Excel stands still meanwhile: nothing is tried twice.
    return HttpTransport(server, Retry(0), TIMEOUTS)


def ask(server: str, asked: Lookups) -> Sequence[Answer]:
    """The answers of ``server``, with the token that is kept for it by now.

    Raises:
        ClientError: there is no token, or no answer.
    """
    return Server(_transport(server), Credentials().token(server)).look_up(asked).answers
