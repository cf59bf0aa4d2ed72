"""What becomes of one cell when the store's row arrives: the heart of never losing an edit.

``_base`` always advances to the store's revision. A cell that then still differs is either an edit that the
store has not seen and that nobody contradicts, which the next push will carry; or it is open, and stays out of
pushes until its user decides. Anything else would overwrite somebody without a word.
"""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_sync.engine.openfields import BY_ITSELF, OpenField, State, state_of
from crossfoot_sync.engine.rows import Decision
from crossfoot_sync.engine.wire import FieldOutcome


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell before the store's row is laid over it. All values are hashes of canonical texts.

    Attributes:
        mine: what stands in the cell; ``readable`` is false where it could not be read or is not allowed,
            ``formula`` true for a formula.
        base: what the cell was last in step with; ``None`` where that is unknown.
        base_rev: the revision that ``base`` was read from.
        sent: what this sync sent of it, ``None`` where it was not in the mask or the row was refused as a whole.
        older: what was sent may be of a later state of the workbook than this cell.
        fresh: the row was new in this push: blanks are there to be filled.
    """

    mine: str
    base: str | None
    base_rev: int = 0
    readable: bool = True
    formula: bool = False
    blank: bool = False
    sent: str | None = None
    older: bool = False
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
    if cell.decision == "theirs":
        return IN_STEP
    if not cell.readable:
        # what was sent before the cell was spoiled, and was taken, its user knows
        known = rev if cell.sent == theirs else cell.base_rev
        return _open("x", cell.open.theirs_rev if cell.open else known, cell.mine)
    if cell.verdict is not None:
        return _judged(cell, cell.verdict)
    if cell.sent is not None:
        return _accepted(cell, cell.sent, theirs, rev)
    if cell.open is not None and cell.open.mine == cell.mine:
        return _still_open(cell, cell.open, theirs, rev)
    if cell.fresh and cell.blank:
        return IN_STEP
    if cell.base == theirs:
        return LEFT if cell.open is None else _edited_again(cell, cell.open)
    if cell.base == cell.mine and not cell.formula:
        return IN_STEP
    return _open("c", rev, cell.mine)


def _judged(cell: Cell, verdict: FieldOutcome) -> Settled:
    """A field that did not go through.

    Who edited the cell since it was sent has answered a refusal, but has not yet seen whom they contradict.
    """
    mine = cell.mine if verdict.state == "conflict" else cell.sent or cell.mine
    return _open(state_of(verdict), verdict.theirs_rev, mine)


def _accepted(cell: Cell, sent: str, theirs: str, rev: int) -> Settled:
    """A field that went through. If the cell was edited since, that is newer than what was accepted.

    Unless somebody has changed the field after that too: then the two contradict each other. And where the cell is
    as it was before what was sent, nobody can say whether its user went back on that, or an old copy was opened; nor,
    where it is not known what the cell was in step with, whether what stands there was ever this row's. In a workbook
    that may be an old copy anything else may have been typed before what was sent.
    """
    if sent == cell.mine:
        return IN_STEP
    edited_since = sent == theirs and not cell.older and cell.base is not None and cell.mine != cell.base
    return LEFT if edited_since else _open("c", rev, cell.mine)


def _still_open(cell: Cell, opened: OpenField, theirs: str, rev: int) -> Settled:
    """A field that waits for its user as before, unless the store's value is news: then it waits for that.

    What goes out by itself as soon as it can, does not against a value that it was not typed over.
    """
    if cell.base == theirs:
        return _open(opened.state, opened.theirs_rev, cell.mine)
    return _open("c" if opened.state in BY_ITSELF else opened.state, rev, cell.mine)


def _edited_again(cell: Cell, opened: OpenField) -> Settled:
    """A field that was open, was edited since, and was not sent: a pull sends nothing.

    Its edit answers what its user was shown. Where the row has moved on from that, the open field alone remembers
    it; were that dropped, the next push would pass for an edit of what they never saw.
    """
    return LEFT if opened.theirs_rev == cell.base_rev else Settled(write=False, open=opened)


def _open(state: State, theirs_rev: int, mine: str) -> Settled:
    return Settled(write=False, open=OpenField(state, theirs_rev, mine))
