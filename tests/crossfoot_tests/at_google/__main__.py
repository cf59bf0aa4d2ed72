"""``python -m crossfoot_tests.at_google URL --key key.json``: what only Google can tell, asked of Google."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from crossfoot_server.logs import lines_to
from crossfoot_server.sheets.errors import SheetError
from crossfoot_server.sheets.linking import spreadsheet_id
from crossfoot_sync.google.account import ServiceAccount
from crossfoot_sync.google.bucket import LocalBucket
from crossfoot_sync.google.errors import GoogleError
from crossfoot_sync.google.key import Key
from crossfoot_sync.google.line import Line
from crossfoot_tests.at_google.noting import NotingTransport
from crossfoot_tests.at_google.place import Asked, Place
from crossfoot_tests.at_google.probes import PROBES
from crossfoot_tests.at_google.rehearsing import rehearsal
from crossfoot_tests.at_google.running import Unsuited, prepared, run
from crossfoot_tests.probing.command import asks_which, chosen, minute, status, telling, write
from crossfoot_tests.probing.probe import Outcome, Probe
from crossfoot_tests.probing.telling import Report


@click.command()
@click.argument("url", required=False)
@click.option("--key", type=click.Path(path_type=Path), help="The service account's key file.")
@click.option("--not-shared", metavar="URL", help="A spreadsheet that is not shared with the account.")
@click.option("--view-only", metavar="URL", help="A spreadsheet that the account may only look at.")
@click.option("--rows", type=click.IntRange(1), default=10_000, show_default=True, help="Rows of the large sheet.")
@click.option("--quota", is_flag=True, help="Use the quota of a minute up, to see what Google says then.")
@asks_which(PROBES, "at-google")
@click.option("--emulated", is_flag=True, help="Rehearse it over the emulator; neither URL nor key is needed.")
def main(  # noqa: PLR0917 (an option is an argument)
    url: str | None,
    key: Path | None,
    not_shared: str | None,
    view_only: str | None,
    rows: int,
    quota: bool,
    only: tuple[str, ...],
    report: Path,
    emulated: bool,
) -> None:
    """Try at Google, in the spreadsheet at URL, everything that crossfoot relies on there.

    Share the spreadsheet with the service account as an editor first. What it holds is left alone. Ends with 1 where
    something came out otherwise.
    """
    probes = chosen(PROBES, only)
    try:
        asked = Asked(_id(not_shared), _id(view_only), rows, quota)
        with lines_to(sys.stderr, "error"), _reached(url, key, asked, emulated=emulated) as place:
            outcomes = _run(prepared(place), probes, report)
    except (GoogleError, SheetError, Unsuited) as error:
        raise click.ClickException(str(error)) from error
    sys.exit(status(outcomes))


@contextmanager
def _reached(url: str | None, key: Path | None, asked: Asked, *, emulated: bool) -> Iterator[Place]:
    if emulated:
        with rehearsal(asked) as made:
            yield made.place
        return
    if not url or key is None:
        raise click.UsageError("say which spreadsheet (URL) and in whose name (--key), or --emulated")
    line = Line()
    transport = NotingTransport(ServiceAccount(Key.read(key), line), LocalBucket(), line)
    yield Place(transport, _id(url), asked)


def _id(address: str | None) -> str:
    return spreadsheet_id(address) if address else ""


def _run(place: Place, probes: Sequence[Probe[Place]], path: Path) -> list[Outcome]:
    began = minute()
    # Logins of linked sheets begin with the beginning of the id.
    hidden = (place.transport.account.email, place.id, place.id[:10], place.asked.not_shared, place.asked.view_only)
    settings = place.get("properties(locale,timeZone)")["properties"]
    outcomes = run(place, probes, telling(hidden, 20))
    counts = place.transport.counts.snapshot()
    where = f"{settings.get('locale')}, {settings.get('timeZone')}{', emulated' if place.asked.emulated else ''}"
    write(Report("Google", began, where, outcomes, hidden, dict(counts.requests), dict(counts.waited)), path)
    return outcomes


if __name__ == "__main__":
    main()
