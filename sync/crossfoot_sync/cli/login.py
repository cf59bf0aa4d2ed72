"""``crossfoot login`` and ``crossfoot logout``."""

from __future__ import annotations

import click

from crossfoot_sync.cli.failing import failing
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.server import Server


@click.command(short_help="Remember your token for a server.")
@click.argument("server")
@click.option("--token", envvar="CROSSFOOT_TOKEN", help="Your personal access token; asked for when left out.")
def login(server: str, token: str | None) -> None:
    """Try a personal access token against SERVER (such as http://127.0.0.1:8765) and remember it."""
    secret = token or click.prompt("Token", hide_input=True)
    with failing("Check the address, and that the server runs; then log in again."):
        who = Server(HttpTransport(server), secret.strip()).me()
        Credentials().keep(server, secret.strip())
    click.echo(f"Logged in to {server} as {who.name} ({who.login}). Books: {', '.join(who.books) or 'none'}")


@click.command(short_help="Forget your token for a server.")
@click.argument("server")
def logout(server: str) -> None:
    """Forget the token for SERVER. The token itself stays valid until it is revoked on the server."""
    with failing():
        Credentials().forget(server)
    click.echo(f"Forgot the token for {server}.")
