"""What becomes of one cell when the store's row arrives: the heart of never losing an edit.

``_base`` always advances to the store's revision. A cell that then still differs is either an edit that the
store has not seen and that nobody contradicts, which the next push will carry; or it is open, and stays out of
pushes until its user decides. Anything else would overwrite somebody without a word.
"""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_sync.engine.openfields import STATES, OpenField
from crossfoot_sync.engine.rows import Decision
from crossfoot_sync.engine.wire import FieldOutcome


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell before the store's row is laid over it. All values are hashes of canonical texts.

    Attributes:
        mine: what stands in the cell; ``readable`` is false for a finding, ``formula`` true for a formula.
        base: what the cell was last in step with; ``None`` where that is unknown.
        base_rev: the revision that ``base`` was read from.
        sent: what this sync sent of it, ``None`` where it was not in the mask or the row was refused as a whole.
        fresh: the row was new in this push: blanks are there to be filled.
    """

    mine: str
    base: str | None
    base_rev: int = 0
    readable: bool = True
    formula: bool = False
    blank: bool = False
    sent: str | None = None
    fresh: bool = False
    open: OpenField | None = None
    decision: Decision | None = None
    verdict: FieldOutcome | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What to do with a cell: write the store's value or leave it, and what to note as open."""

    write: bool
    open: OpenField | None = None


IN_STEP = Settled(write=True)
LEFT = Settled(write=False)


def settle(cell: Cell, theirs: str, rev: int) -> Settled:
    """Lay the store's value ``theirs`` of revision ``rev`` over ``cell``."""
    if cell.readable and cell.mine == theirs:
        return IN_STEP
    if cell.verdict is not None:
        state = STATES[cell.verdict.state]
        # who edited the cell since has answered a refusal, but has not yet seen what stands against them
        judged = cell.mine if state == "c" or cell.sent is None else cell.sent
        return Settled(write=False, open=OpenField(state, cell.verdict.theirs_rev, judged))
    if cell.decision == "theirs":
        return IN_STEP
    if not cell.readable:
        shown = cell.open.theirs_rev if cell.open else cell.base_rev
        return Settled(write=False, open=OpenField("x", shown, cell.mine))
    if cell.open is not None and cell.open.mine == cell.mine and cell.sent is None:
        shown = cell.open.theirs_rev if cell.base == theirs else rev
        return Settled(write=False, open=OpenField(cell.open.state, shown, cell.mine))
    if cell.sent is not None:
        # accepted; if the cell has been edited since it was sent, that edit is newer than what was accepted,
        # and it contradicts whoever changed the field after that
        if cell.sent == cell.mine:
            return IN_STEP
        return LEFT if cell.sent == theirs else Settled(write=False, open=OpenField("c", rev, cell.mine))
    if cell.fresh and cell.blank:
        return IN_STEP
    if cell.base == theirs:
        return LEFT
    if cell.base == cell.mine and not cell.formula:
        return IN_STEP
    return Settled(write=False, open=OpenField("c", rev, cell.mine))
