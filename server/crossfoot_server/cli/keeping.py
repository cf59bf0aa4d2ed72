"""What the sub-commands of ``crossfoot accounts`` do once their options are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import click

from crossfoot_server.accounts import (
    Grant,
    TokenEntry,
    apply_organisation,
    issue_token,
    list_tokens,
    person,
    revoke_token,
    signing_in,
)
from crossfoot_server.accounts.errors import OrganisationError, UnknownCode, UnknownToken, UnknownUser
from crossfoot_server.accounts.listing import list_people
from crossfoot_server.cli.opening import NO_USERS, Refused, beginning_store, open_store, place_at
from crossfoot_server.cli.organisation_file import read_organisation
from crossfoot_server.errors import ServerError
from crossfoot_server.store import Store
from crossfoot_templates.label import Label
from crossfoot_templates.terminal import terminal_language

APPLIED = Label(
    "已应用 {file}：{entities} 个法人主体，{teams} 个团队，{users} 名用户。",
    "Applied {file}: {entities} entities, {teams} teams, {users} users.",
)
REVOKED = Label("令牌 {id} 已撤销。", "Token {id} is revoked.")
KEEP_UNTIL = Label(
    "请妥善保管，不会再次显示。有效期至 {day}。", "Keep it safe: it cannot be shown again. It holds until {day}."
)
KEEP_FOR_GOOD = Label(
    "请妥善保管，不会再次显示。撤销之前一直有效。",
    "Keep it safe: it cannot be shown again. It holds until it is revoked.",
)
ASKED = Label("“{client}”于 {at}（UTC）请求登录。", "“{client}” asked at {at} UTC.")
LET_IN_Q = Label("允许其以 {name}（{login}）的身份登录，{days} 天？", "Let it in as {name} ({login}), for {days} days?")
IS_IN = Label("“{client}”已以 {login} 的身份登录，有效 {days} 天。", "“{client}” is in as {login}, for {days} days.")
LOOKED_IN = Label("{problem}（数据库：{place}）", "{problem} The store is {place}.")


def apply(named: str | None, overlay: Path | None, file: Path) -> None:
    """Apply the organisation ``file``; a store that was made for it stays only where that worked.

    Raises:
        Refused: the file cannot be read or an entry cannot be right.
    """
    try:
        organisation = read_organisation(file)
    except OrganisationError as error:
        raise Refused(error.text(terminal_language())) from error
    with beginning_store(named, overlay) as begun, _refusing(begun) as store:
        apply_organisation(store, organisation)
    counts = {
        "entities": len(organisation.entities),
        "teams": len(organisation.teams),
        "users": len(organisation.users),
    }
    click.echo(APPLIED.in_(terminal_language()).format(file=file, **counts))


def list_everybody(named: str | None, overlay: Path | None) -> None:
    """Print everybody with their grants."""
    with _refusing(open_store(named, overlay)) as store:
        people = list_people(store)
        place = place_at(store.engine.url)
    rows = [
        (
            person.login,
            person.name,
            person.entity,
            person.team or "-",
            "active" if person.active else "left",
            ", ".join(map(_grant, person.grants)) or "-",
        )
        for person in people
    ]
    _print(("LOGIN", "NAME", "ENTITY", "TEAM", "STATE", "GRANTS"), rows)
    if not people:
        click.echo(NO_USERS.in_(terminal_language()).format(place=place), err=True)


def issue(named: str | None, overlay: Path | None, login: str, label: str, days: int | None) -> None:
    """Make a token for ``login``: the only thing on stdout, so that a script can take it.

    Without ``days`` it holds until it is revoked.
    """
    with _refusing(open_store(named, overlay)) as store:
        now, lifetime = _now(), None if days is None else timedelta(days=days)
        click.echo(issue_token(store, login, label, now, lifetime))
    told = KEEP_FOR_GOOD if lifetime is None else KEEP_UNTIL
    click.echo(told.in_(terminal_language()).format(day=(now + (lifetime or timedelta())).date()), err=True)


class LetIn(NamedTuple):
    """As whom a program is let in, for how many days, and whether that is asked about first."""

    login: str
    days: int
    asks: bool


def let_in(named: str | None, overlay: Path | None, code: str, wanted: LetIn) -> None:
    """Show the program that shows ``code``, and let it in once somebody said so."""
    with _refusing(open_store(named, overlay)) as store:
        waiting = signing_in.look(store, code, _now())
        with store.reading() as connection:
            who = person(connection, store, wanted.login)
        if who is None:
            raise UnknownUser(wanted.login)
        facts = {"client": waiting.client, "name": who.name, "login": who.login, "days": wanted.days}
        if wanted.asks:
            click.echo(ASKED.in_(terminal_language()).format(at=_moment(waiting.asked_at), **facts))
            click.confirm(LET_IN_Q.in_(terminal_language()).format(**facts), abort=True)
        signing_in.let_in(store, code, wanted.login, _now(), wanted.days)
    click.echo(IS_IN.in_(terminal_language()).format(**facts))


def list_those_of(named: str | None, overlay: Path | None, login: str) -> None:
    """Print the tokens of ``login``."""
    with _refusing(open_store(named, overlay)) as store:
        entries = list_tokens(store, login)
    now = _now()
    rows = [
        (entry.id, _moment(entry.created_at), _moment(entry.expires_at), _state(entry, now), entry.label or "-")
        for entry in entries
    ]
    _print(("ID", "CREATED", "EXPIRES", "STATE", "LABEL"), rows)


def revoke(named: str | None, overlay: Path | None, token_id: str) -> None:
    """Revoke a token."""
    with _refusing(open_store(named, overlay)) as store:
        revoke_token(store, token_id, _now())
    click.echo(REVOKED.in_(terminal_language()).format(id=token_id))


@contextmanager
def _refusing(store: Store) -> Iterator[Store]:
    """The open store; what a service refuses ends the command with its message, and names the store it looked in."""
    try:
        yield store
    except (UnknownUser, UnknownToken, UnknownCode) as error:
        spoken = terminal_language()
        facts = {"problem": error.text(spoken), "place": place_at(store.engine.url)}
        raise Refused(LOOKED_IN.in_(spoken).format(**facts)) from error
    except ServerError as error:
        raise Refused(error.text(terminal_language())) from error
    finally:
        store.close()


def _grant(grant: Grant) -> str:
    """A grant in a few characters: ``sales:team@pipeline``."""
    return f"{grant.role}:{grant.scope}" + (f"@{grant.book}" if grant.book else "")


def _state(entry: TokenEntry, now: datetime) -> str:
    if entry.revoked_at is not None:
        return "revoked"
    return "expired" if entry.expires_at is not None and entry.expires_at <= now else "valid"


def _moment(at: datetime | None) -> str:
    return "never" if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def _print(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns parted by tabs: names in Chinese take two places a character, which no padding by length gets right."""
    for row in (heads, *rows):
        click.echo("\t".join(row))


def _now() -> datetime:
    return datetime.now(UTC)
