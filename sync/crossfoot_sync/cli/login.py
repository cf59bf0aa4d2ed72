"""``crossfoot login``, ``crossfoot logout`` and ``crossfoot let-in``."""

from __future__ import annotations

import os
import sys
import time

import click

from crossfoot_sync.cli.failing import TRY_AGAIN, failing
from crossfoot_sync.cli.words import word
from crossfoot_sync.client.credentials import ENVIRONMENT, Credentials
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.server import Server
from crossfoot_sync.client.signing_in import ask_to_sign_in, this_program, wait_to_be_let_in
from crossfoot_templates.label import BETWEEN, Label
from crossfoot_templates.terminal import terminal_language

UNANSWERED = Label(
    "请检查地址，并确认服务器正在运行，然后重新登录。",
    "Check the address, and that the server runs; then log in again.",
)


@click.command(short_help="Remember your token for a server.")
@click.argument("server")
@click.option("--token", envvar="CROSSFOOT_TOKEN", help="Your personal access token; asked for when left out.")
@click.option("--code", "by_code", is_flag=True, help="Show a code instead, and wait until somebody lets you in.")
def login(server: str, token: str | None, *, by_code: bool) -> None:
    """Log in to SERVER (such as http://127.0.0.1:8765), and remember its token in this computer's keyring.

    With a token that you were given; or for a code, by which you are let in where you are logged in already (crossfoot
    let-in CODE) or by whoever runs the server (crossfoot accounts let-in CODE LOGIN).
    """
    with failing(UNANSWERED):
        transport = HttpTransport(server)
        secret = _by_code(transport) if by_code else (token or _asked(transport))
        who = Server(transport, secret.strip()).me()
        credentials = Credentials()
        in_ring = credentials.keep(server, secret.strip())
    language = terminal_language()
    books = BETWEEN[language].join(who.books) or word("no_books", language)
    click.echo(word("logged_in", language, server=server, name=who.name, login=who.login, books=books))
    if not in_ring and not os.environ.get(ENVIRONMENT):
        click.echo(word("kept_in", language, path=credentials.path), err=True)


@click.command(short_help="Forget your token for a server.")
@click.argument("server")
def logout(server: str) -> None:
    """Forget the token for SERVER. The token itself stays valid until it is revoked on the server."""
    with failing():
        said = "forgot" if Credentials().forget(server) else "nothing_to_forget"
    click.echo(word(said, terminal_language(), server=server))


@click.command("let-in", short_help="Let another program of yours in, by the code that it shows.")
@click.argument("code")
@click.option("--server", help="Needed when you are logged in to several.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def let_in(code: str, server: str | None, *, yes: bool) -> None:
    """Let the program in that shows CODE, as yourself. Only do so with a program that you have started yourself."""
    with failing(TRY_AGAIN):
        credentials = Credentials()
        address = server or credentials.only_server()
        ours = Server(HttpTransport(address), credentials.token(address))
        waiting, who = ours.let_in(code, look=True), ours.me()
    language = terminal_language()
    if not yes:
        click.echo(word("asked_in", language, client=waiting.client, at=waiting.asked_at))
        click.confirm(word("let_in", language, name=who.name, login=who.login), abort=True)
    with failing(TRY_AGAIN):
        ours.let_in(code)
    click.echo(word("is_in", language, client=waiting.client))


def _asked(transport: HttpTransport) -> str:
    """The token that is typed; nothing typed asks for a code."""
    asks = word("token_or_code", terminal_language())
    typed: str = click.prompt(asks, default="", show_default=False, hide_input=True)
    return typed.strip() or _by_code(transport)


def _by_code(transport: HttpTransport) -> str:
    asked = ask_to_sign_in(transport, this_program("crossfoot"))
    language = terminal_language()
    click.echo(word("code", language, code=asked.code))
    click.echo(word("where_logged_in", language, code=asked.code), err=True)
    click.echo(word("or_tell", language, minutes=asked.seconds // 60), err=True)
    sys.stdout.flush()
    return wait_to_be_let_in(transport, asked, time.sleep)
