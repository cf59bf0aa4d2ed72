"""``python -m crossfoot_tests.simulation``: play many seeds, or one again, step by step."""

from __future__ import annotations

import itertools
import os
import re
import sys
from pathlib import Path

import click

from crossfoot_tests.simulation.kept import Kept, OtherCode
from crossfoot_tests.simulation.page import write_page
from crossfoot_tests.simulation.report import play_many
from crossfoot_tests.simulation.run import Outcome, play, script_of
from crossfoot_tests.simulation.script import only
from crossfoot_tests.simulation.shrink import shrink


@click.command()
@click.argument("seeds", default="0-99")
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True, help="How many processes.")
@click.option("--steps", default="", help="Of a single seed, only these steps: 3,17,20.")
@click.option("--kept", type=click.Path(dir_okay=False, path_type=Path), help="Take up the run in this file.")
@click.option("--write", is_flag=True, help="Put the report into the documentation.")
def main(seeds: str, jobs: int, steps: str, kept: Path | None, *, write: bool) -> None:
    """Play SEEDS: a number, or a range such as 0-9999. A single seed that breaks a promise is shrunk."""
    first, last = range_of(seeds)
    if first == last:
        _one(first, steps)
        return

    played = itertools.count(1)

    def told(outcome: Outcome) -> None:
        if (so_far := next(played)) % 500 == 0:
            click.echo(f"{so_far:,} seeds played", err=True)
        if outcome.violation:
            click.echo(f"seed {outcome.seed}: {outcome.violation.splitlines()[0]}", err=True)

    try:
        report = play_many(range(first, last + 1), jobs, told, Kept(kept) if kept else None)
    except OtherCode as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(report.lines()))
    if write and not report.failed:
        write_page(report, seeds)
    sys.exit(1 if report.failed else 0)


def range_of(text: str) -> tuple[int, int]:
    """The first and the last seed that somebody names: a number, or a range such as 0-9999.

    Raises:
        BadParameter: it is neither.
    """
    found = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    if found is None:
        raise click.BadParameter(f"“{text}” is no seed and no range; write 7 or 0-9999")
    return int(found[1]), int(found[2] or found[1])


def _one(seed: int, steps: str) -> None:
    script = script_of(seed)
    if steps:
        script = only(script, [int(number) for number in steps.split(",")])
    outcome = play(seed, script)
    if outcome.violation and not steps:
        click.echo(f"Seed {seed} breaks a promise ({outcome.promise}); leaving out what does not matter …", err=True)
        script = shrink(script, lambda fewer: play(seed, fewer).promise == outcome.promise)
        outcome = play(seed, script)
        click.echo(f"Again: make simulate SEEDS={seed} STEPS={','.join(str(step.number) for step in script)}")
    click.echo("\n".join(outcome.log))
    click.echo(outcome.violation or f"seed {seed}: {outcome.steps} steps, every promise held")
    sys.exit(1 if outcome.violation else 0)


if __name__ == "__main__":
    main()
