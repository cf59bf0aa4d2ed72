"""Pings as the server takes them, and every answer that a server may give, in plain words."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from crossfoot_server.api.endpoint import Signed
from crossfoot_server.api.routes import ENDPOINTS
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.ping import GAP_SECONDS
from crossfoot_tests.apps_script.screen import SECRET, SERVER, Reply, Request, Said, Screen, UnreachableError
from crossfoot_tests.apps_script.sheets import Paper, Row, table_sheet
from crossfoot_tests.server.documented import client_of
from crossfoot_tests.sheets.conftest import office as office  # noqa: PLC0414 (the fixture, also for these tests)
from crossfoot_tests.sheets.office import EAST, Office

pytestmark = pytest.mark.slow


def sent_to(client: FlaskClient, request: Request) -> Reply:
    """What our server answers, whatever its name is."""
    path = urlsplit(request.url).path
    reply = client.open(path, method=request.method, data=request.body.encode(), headers=request.headers)
    return Reply(reply.status_code, reply.location)


def before(office: Office, secret: str = "") -> Screen:
    """Somebody with the linked spreadsheet of team East on the screen, a minute after the last look at it."""
    office.link()
    linked = office.linked()
    assert linked.looked_at is not None
    screen = Screen(Paper(table_sheet([Row("●")]), name=EAST), now=linked.looked_at + dt.timedelta(minutes=1))
    screen.kept = {"crossfoot.server": SERVER, "crossfoot.secret": secret or linked.secret}
    client = client_of(create_app(office.store, Settings(), lambda: screen.now))
    screen.server = lambda request: sent_to(client, request)
    return screen


def pings(screen: Screen) -> dict[str, str]:
    """What a ping comes to."""
    answer: dict[str, str] = screen.runs('ping_("menu")')
    return answer


def test_our_server_takes_what_the_script_sends(office: Office) -> None:
    screen = before(office)
    assert pings(screen) == {"came": "asked", "said": ""}
    assert office.linked().pinged_at == screen.now


def test_our_server_says_when_it_was_asked_a_moment_ago(office: Office) -> None:
    screen = before(office)
    pings(screen)
    assert pings(screen) == {"came": "soon", "said": ""}
    screen.now += dt.timedelta(seconds=screen.runs("GAP_SECONDS_"))
    assert pings(screen) == {"came": "asked", "said": ""}
    assert screen.runs("GAP_SECONDS_") > GAP_SECONDS


REFUSED = (
    "The server https://crossfoot.example.com refused the secret: this sheet is not linked there, or the secret is "
    "another one, or the clocks differ by more than five minutes. Enter the secret again in Set up…."
)


def test_our_server_refuses_another_secret(office: Office) -> None:
    assert pings(before(office, secret="guessed")) == {"came": "failed", "said": REFUSED}


def test_our_server_refuses_a_sheet_that_is_not_linked(office: Office) -> None:
    screen = before(office)
    screen.spreadsheet.id = "1Another"
    assert pings(screen) == {"came": "failed", "said": REFUSED}


def test_at_another_address_our_server_is_not_found(office: Office) -> None:
    screen = before(office)
    screen.kept["crossfoot.server"] = f"{SERVER}/sales"
    said = f"There is no crossfoot at {SERVER}/sales: it answered 404. Check the address in Set up…."
    assert pings(screen) == {"came": "failed", "said": said}


def test_a_secret_in_other_letters_signs_as_well(office: Office) -> None:
    screen = before(office, secret="密钥")
    registry.change(office.store, EAST, secret="密钥")
    assert pings(screen) == {"came": "asked", "said": ""}


def test_every_problem_of_the_endpoint_has_words() -> None:
    (endpoint,) = (each for each in ENDPOINTS if isinstance(each, Signed))
    meanings = Screen.of().runs("ANSWERS_")
    statuses = {each.status for each in endpoint.problems} - {429}
    assert statuses - {int(each) for each in meanings} == {413}  # a body of ours is never so long


BUSY = "The server is busy or starting (it answered {}). Nothing is lost. Try again in a minute."
ODD = f"{SERVER} answered {{}}, as no crossfoot does. Check the address in Set up…, and tell whoever runs it."


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(401), REFUSED),
        (Reply(404), f"There is no crossfoot at {SERVER}: it answered 404. Check the address in Set up…."),
        (Reply(405), f"There is no crossfoot at {SERVER}: it answered 405. Check the address in Set up…."),
        (
            Reply(301, "https://www.example.com/"),
            f"{SERVER} leads on to https://www.example.com/. Enter the address where it ends in Set up….",
        ),
        (Reply(302), f"{SERVER} leads on to ?. Enter the address where it ends in Set up…."),
        *((Reply(status), BUSY.format(status)) for status in (502, 503, 504)),
        (
            Reply(500),
            "The server made a mistake (it answered 500). Nothing is lost. Tell whoever runs it; its log says more.",
        ),
        *((Reply(status), ODD.format(status)) for status in (200, 403, 413)),
    ],
)
def test_other_answers_say_what_to_do(reply: Reply, said: str) -> None:
    screen = Screen.of(table_sheet([Row("●")]))
    screen.server = lambda _: reply
    screen.runs("crossfootSyncNow")
    assert (screen.said, screen.slept) == ([Said("alert", said)], 0)


def test_a_server_that_cannot_be_reached_is_named_with_googles_reason() -> None:
    def away(_request: Request) -> Reply:
        raise UnreachableError("DNS error: https://crossfoot.example.com")

    screen = Screen.of(table_sheet([Row("●")]))
    screen.language, screen.server = "zh", away
    screen.runs("crossfootSyncNow")
    said = (
        "无法连接服务器 https://crossfoot.example.com：DNS error: https://crossfoot.example.com。"
        "没有丢失任何内容。请检查地址，以及服务器能否从互联网访问。"
    )
    assert screen.said == [Said("alert", said)]


def test_a_ping_says_nothing_but_why() -> None:
    screen = Screen.of(table_sheet([Row("●")]))
    pings(screen)
    (request,) = screen.sent
    assert (request.method, request.url, request.body) == (
        "POST",
        f"{SERVER}/api/v1/sheets/1East/ping",
        '{"why":"menu"}',
    )
    assert set(request.headers) == {"Content-Type", "X-Crossfoot-Time", "X-Crossfoot-Signature"}
    assert SECRET not in str(request)
