"""``python -m crossfoot_server.cli``: the server's commands alone, where the client's are not wanted."""

from __future__ import annotations

import click

from crossfoot_server.cli.accounts import accounts
from crossfoot_server.cli.backup_restored import backup_restored
from crossfoot_server.cli.serve import serve
from crossfoot_server.cli.sheet import sheet
from crossfoot_server.cli.worker import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run a crossfoot server and keep its accounts."""


main.add_command(serve)
main.add_command(accounts)
main.add_command(backup_restored)
main.add_command(sheet)
main.add_command(worker)

if __name__ == "__main__":
    main(prog_name="crossfoot")
