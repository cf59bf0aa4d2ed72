"""``crossfoot serve``."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from crossfoot_server.cli.opening import store_options
from crossfoot_server.settings import MIB, Settings


def _option(name: str, **told: Any) -> Callable[[Any], Any]:
    """An option that ``CROSSFOOT_<NAME>`` in the environment sets as well."""
    variable = f"CROSSFOOT_{name.removeprefix('--').replace('-', '_').upper()}"
    return click.option(name, envvar=variable, show_envvar=True, show_default=True, **told)


def _bytes(_context: click.Context, _option: click.Parameter, mebibytes: int) -> int:
    return mebibytes * MIB


def _address(_context: click.Context, _option: click.Parameter, given: str | None) -> str:
    if given is None:
        return ""
    found = re.fullmatch(r"(https://[^/\s?#]+|http://(?:localhost|127\.0\.0\.1)(?::[0-9]+)?)/?", given)
    if not found:
        raise click.BadParameter(
            f"{given!r} is not like https://ledger.example.com; Excel loads panes over HTTPS only."
        )
    return found[1]


@click.command()
@store_options
@_option("--host", default="127.0.0.1", help="Address to listen on.")
@_option("--port", default=8765, type=click.IntRange(0, 65535), help="Port to listen on; 0 takes one that is free.")
@_option(
    "--address",
    callback=_address,
    help="Address under which people reach it, such as https://ledger.example.com; for the task pane in Excel.",
)
@_option("--threads", default=8, type=click.IntRange(1, 64), help="Requests answered at the same time.")
@_option("--body-limit", default=16, type=click.IntRange(1, 1024), callback=_bytes, help="Longest request, in MiB.")
@_option(
    "--inflated-limit",
    default=64,
    type=click.IntRange(1, 4096),
    callback=_bytes,
    help="Longest request once it is decompressed, in MiB.",
)
@_option(
    "--upload-limit",
    default=8,
    type=click.IntRange(1, 200),
    callback=_bytes,
    help="Largest workbook that is taken from a browser, in MiB.",
)
@_option(
    "--log-level",
    default="info",
    type=click.Choice(["debug", "info", "warning", "error"]),
    help="Least level of the JSON lines written to stderr.",
)
def serve(store: str | None, overlay: Path | None, **told: Any) -> None:
    """Serve the store over HTTP until the program is ended (Ctrl-C or SIGTERM)."""
    from crossfoot_server.cli.serving import run  # noqa: PLC0415  # --help is not to wait for Flask

    run(store, overlay, Settings(**told))
