"""What happens in a run, drawn from a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Step:
    """One step: at which place which act happens, and which trouble strikes meanwhile (empty for none)."""

    number: int
    place: int
    act: str
    trouble: str

    def dice(self, seed: int) -> Random:
        """The dice of this step alone: leaving out other steps changes none of its throws."""
        return Random(f"{seed}/{self.number}")

    def __str__(self) -> str:
        trouble = f" with {self.trouble}" if self.trouble else ""
        return f"{self.number}: {self.act} at {self.place}{trouble}"


def write_script(
    seed: int, length: int, acts: Mapping[str, int], troubles: Mapping[str, int], troubled: frozenset[str]
) -> tuple[Step, ...]:
    """``length`` steps drawn by the weights of ``acts``; to those in ``troubled`` some of ``troubles`` happen."""
    dice = Random(f"{seed}")
    steps = []
    for number in range(1, length + 1):
        act = _draw(dice, acts)
        trouble = _draw(dice, troubles)
        steps.append(Step(number, dice.randrange(1 << 16), act, trouble if act in troubled else ""))
    return tuple(steps)


def only(script: Sequence[Step], numbers: Sequence[int]) -> tuple[Step, ...]:
    """The steps of ``script`` with these numbers."""
    kept = frozenset(numbers)
    return tuple(step for step in script if step.number in kept)


def _draw(dice: Random, weights: Mapping[str, int]) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]
