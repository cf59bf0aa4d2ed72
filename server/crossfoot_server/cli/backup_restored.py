"""``crossfoot backup-restored``: what has to be done once when a store was restored from a backup."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from crossfoot_server.cli.opening import Refused, open_store, store_options
from crossfoot_templates.label import Label
from crossfoot_templates.terminal import terminal_language

RENEWED = Label(
    "数据库的世代原为 {before}，现为 {epoch}。请启动服务器；各工作簿将核对其显示的全部内容。",
    "The store's epoch was {before} and is {epoch} now. Start the server; workbooks compare all they show.",
)


@click.command("backup-restored")
@store_options
def backup_restored(store: str | None, overlay: Path | None) -> None:
    """Give the store a new epoch, so that no workbook believes to be in step with what it lost.

    Run it once after restoring a backup, before the server is started again.
    """
    from crossfoot_server.errors import ServerError  # noqa: PLC0415  # --help is not to wait for SQLAlchemy

    with closing(open_store(store, overlay)) as opened:
        before = opened.epoch
        try:
            epoch = opened.renew_epoch()
        except ServerError as error:
            raise Refused(error.text(terminal_language())) from error
    click.echo(RENEWED.in_(terminal_language()).format(before=before, epoch=epoch))
