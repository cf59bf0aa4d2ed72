"""``python -m crossfoot_sync.emulator --port 8765``: the emulator served on this machine, empty at first."""

from __future__ import annotations

import json
from pathlib import Path

import click

from crossfoot_sync.emulator.faults.quota import Quota, no_quota
from crossfoot_sync.emulator.google import Google
from crossfoot_sync.emulator.http.server import Server


@click.command()
@click.option("--port", type=int, default=0, help="The port; a free one unless it is given.")
@click.option("--key", "key_file", type=click.Path(path_type=Path), help="Where to write the key of a service account.")
@click.option("--quota/--no-quota", default=True, help="Whether quotas are counted.")
@click.option("--own-files/--no-own-files", default=True, help="Whether the service account may create spreadsheets.")
def main(port: int, key_file: Path | None, *, quota: bool, own_files: bool) -> None:
    """Serve an emulated Google Sheets and Drive on 127.0.0.1 until Ctrl-C."""
    google = Google(quota=Quota() if quota else no_quota(), service_accounts_own_files=own_files)
    with Server(google.handle, port) as server:
        base = f"http://127.0.0.1:{server.server_port}"
        account = google.service_account()
        if key_file is not None:
            key_file.write_text(json.dumps(google.key(account, f"{base}/token"), indent=2), "utf-8")
            click.echo(f"key of {account.email}: {key_file}")
        click.echo(f"listening on {base}")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped")


main()
