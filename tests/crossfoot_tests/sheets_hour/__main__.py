"""``python -m crossfoot_tests.sheets_hour``: play hours of many seeds, or one with its log."""

from __future__ import annotations

import sys

import click

from crossfoot_tests.sheets_hour.page import write_page
from crossfoot_tests.sheets_hour.report import Report, play_many
from crossfoot_tests.sheets_hour.run import MINUTES, play
from crossfoot_tests.simulation.__main__ import range_of


@click.command()
@click.argument("seeds", default="0-9")
@click.option("--minutes", default=float(MINUTES), show_default=True, help="How much of the hour.")
@click.option("--jobs", default=1, show_default=True, help="How many processes.")
@click.option("--write", is_flag=True, help="Put the report into the documentation.")
def main(seeds: str, minutes: float, jobs: int, *, write: bool) -> None:
    """Play SEEDS: a number, or a range such as 0-99."""
    first, last = range_of(seeds)
    if first == last:
        outcome = play(first, minutes)
        click.echo("\n".join(outcome.log))
        click.echo(outcome.violation or f"seed {first}: every promise held")
        sys.exit(1 if outcome.violation else 0)
    report = Report()
    for outcome, so_far in play_many(range(first, last + 1), minutes, jobs):
        report = so_far
        click.echo(
            f"seed {outcome.seed}: {outcome.violation.splitlines()[0] if outcome.violation else 'held'}", err=True
        )
    click.echo("\n".join(report.lines()))
    if write:
        write_page(report, seeds, minutes)
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
