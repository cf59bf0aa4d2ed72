"""``python -m crossfoot_tests.formula.judge``: judge many formulas, and say what came out."""

from __future__ import annotations

import sys
from functools import partial

import click

from crossfoot_tests.formula.judge.deviations import DEVIATIONS
from crossfoot_tests.formula.judge.judging import Verdict, judge
from crossfoot_tests.formula.judge.sheet import SHEETS, office, recalculated

TOGETHER = 500
"""Formulas of one workbook."""


@click.command()
@click.argument("count", default=1000)
@click.option("--seed", default=1, show_default=True, help="Where to begin; each workbook takes the next.")
def main(count: int, seed: int) -> None:
    """Judge COUNT formulas; 1 is returned where a value differs that should not."""
    verdict = Verdict()
    with office() as folder:
        for number, done in enumerate(range(0, count, TOGETHER)):
            judge(partial(recalculated, folder), SHEETS, seed + number, min(TOGETHER, count - done), verdict)
            click.echo(f"{verdict.formulas:,} formulas judged, {len(verdict.differing)} values differ", err=True)
    click.echo("\n".join(lines(verdict)))
    sys.exit(1 if verdict.differing else 0)


def lines(verdict: Verdict) -> list[str]:
    """``verdict`` as lines."""
    reasons = {each.name: each.reason for each in DEVIATIONS}
    return [
        *verdict.differing,
        f"{verdict.formulas:,} formulas, {verdict.values:,} values, {len(verdict.differing)} differ",
        *(f"{name:12} {count:8,} times without an error" for name, count in sorted(verdict.functions.items())),
        *(f"known, {name} ({reasons[name]}): {count:,} values" for name, count in sorted(verdict.known.items())),
        *(f"not judged, {name}: {count:,} formulas" for name, count in sorted(verdict.unjudged.items())),
    ]


if __name__ == "__main__":
    main()
