"""What the sub-commands of ``crossfoot sheet`` do once their options are read."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from crossfoot_server.cli.google import Options, open_bench, telling
from crossfoot_server.cli.opening import Refused, open_store
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.account import actor_of
from crossfoot_server.sheets.doctor import examine
from crossfoot_server.sheets.errors import BeingSynced, NoSpreadsheetAddress
from crossfoot_server.sheets.linking import Wanted, spreadsheet_id
from crossfoot_server.sheets.linking import link as link_sheet
from crossfoot_server.sheets.linking import unlink as unlink_sheet
from crossfoot_server.sheets.registry import Linked
from crossfoot_server.sheets.visiting import Visited, visit
from crossfoot_server.sheets.wording import told
from crossfoot_server.store.alone import Taken, alone
from crossfoot_sync.engine.tell import count_of
from crossfoot_templates.label import Label
from crossfoot_templates.terminal import terminal_language

if TYPE_CHECKING:
    from crossfoot_server.store import Store

LINKED = Label(
    "已关联“{title}”（{id}），帐号 {login}。",
    "Linked “{title}” ({id}); it acts as {login}.",
)
SECRET = Label(
    "表格脚本的密钥（只显示这一次）：{secret}",
    "The secret for the script in the sheet, shown this once: {secret}",
)
TABLE = Label(
    "  {label}：{rows} 行，发出 {sent}，收到 {received}", "  {label}: {counted}, {sent} sent, {received} received"
)
HELD_BACK = Label("  {label}：未同步", "  {label}: held back")
UNLINKED = Label("已取消关联“{title}”；其中的内容保持不变。", "Unlinked “{title}”; what it holds stays as it is.")
NOT_REACHED = Label(
    "无法访问该表格，其中的隐藏工作表和保护范围仍在：{why}",
    "It could not be reached, so hidden sheets and protections are still in it: {why}",
)


def link(options: Options, url: str, **wanted: Any) -> None:
    """Link a spreadsheet and print its secret.

    Raises:
        Refused: it cannot be linked; the message says why.
    """
    with open_bench(options) as bench:
        linked, visited = link_sheet(bench, Wanted(url, **wanted))
    facts = {"title": linked.title, "id": linked.id, "login": linked.login, "secret": linked.secret}
    click.echo(LINKED.in_(terminal_language()).format(**facts))
    click.echo(SECRET.in_(terminal_language()).format(**facts))
    _tell(linked, visited)


def list_all(options: Options) -> None:
    """Print every linked sheet. Google is not asked, so no key is needed."""
    with telling(), closing(open_store(options.store, options.overlay)) as store:
        rows = [_row(store, each) for each in registry.linked_sheets(store)]
    heads = ("TITLE", "BOOK", "TEAM", "ROLE", "STATE", "SYNCED", "NEXT", "OUTCOME", "ID")
    for row in (heads, *rows):
        click.echo("\t".join(row))


def sync(options: Options, name: str, *, confirmed: bool) -> None:
    """Sync a sheet now.

    Raises:
        Refused: it could not be; the message says why.
    """
    with open_bench(options) as bench:
        linked = _named(bench.store, name)
        try:
            with alone(bench.store, linked.id):
                visited = visit(bench, linked, wanted=True, confirmed=confirmed)
        except Taken as error:
            raise BeingSynced(linked.title) from error
    _tell(linked, visited)


def new_secret(options: Options, name: str) -> None:
    """Print another secret for the script in a sheet. Google is not asked, so no key is needed."""
    with telling(), closing(open_store(options.store, options.overlay)) as store:
        secret = registry.new_secret()
        registry.change(store, _named(store, name).id, secret=secret)
    click.echo(SECRET.in_(terminal_language()).format(secret=secret))


def unlink(options: Options, name: str) -> None:
    """Unlink a sheet.

    Raises:
        Refused: it could not be; the message says why.
    """
    with open_bench(options) as bench:
        linked = _named(bench.store, name)
        unreachable = unlink_sheet(bench, linked)
    click.echo(UNLINKED.in_(terminal_language()).format(title=linked.title))
    if unreachable is not None:
        click.echo(NOT_REACHED.in_(terminal_language()).format(why=unreachable.text(terminal_language())))


def doctor(options: Options, name: str) -> None:
    """Print what is wrong with a sheet, or with every one.

    Raises:
        SystemExit: something is wrong; the code is 1.
    """
    with open_bench(options) as bench:
        examined = [_named(bench.store, name)] if name else registry.linked_sheets(bench.store)
        found = [(each.title, examine(bench, each)) for each in examined]
    for title, findings in found:
        for finding in findings or [told("all_well")]:
            click.echo(f"{title}: {finding.in_(terminal_language())}")
    if any(findings for _, findings in found):
        raise SystemExit(1)


def _named(store: Store, name: str) -> Linked:
    try:
        return registry.named_sheet(store, spreadsheet_id(name))
    except (NoSpreadsheetAddress, LookupError):
        return registry.named_sheet(store, name)


def _tell(linked: Linked, visited: Visited) -> None:
    """Say what came of a sync; one that did not come to its end fails, and so does one that held a table back."""
    text = f"{linked.title}: {visited.told.in_(terminal_language())}"
    if visited.did != "synced":
        raise Refused(text)
    tables = visited.report.tables if visited.report else []
    for table in tables:
        facts = {"label": table.label, "rows": table.rows, "sent": table.sent, "received": table.received}
        facts["counted"] = count_of(table.rows, "row")
        click.echo((HELD_BACK if table.held_back else TABLE).in_(terminal_language()).format(**facts))
    click.echo(text)
    if any(table.held_back for table in tables):
        raise SystemExit(1)


def _row(store: Store, linked: Linked) -> tuple[str, ...]:
    actor = actor_of(store, linked.login)
    return (
        linked.title,
        linked.book,
        (actor and actor.team) or "-",
        ", ".join(actor.roles()) if actor else "-",
        linked.state,
        _moment(linked.synced_at),
        _moment(linked.due_at),
        linked.outcome.in_(terminal_language()),
        linked.id,
    )


def _moment(at: dt.datetime | None) -> str:
    return "-" if at is None else at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")
