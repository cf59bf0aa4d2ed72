"""The spreadsheet as this program knows it: read, written, and what came of each write."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from crossfoot_sync.google.errors import OutcomeUnknown, ProtectedRange, Refused
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.google import limits
from crossfoot_sync.grids.google.batch import body_of, clearing_body
from crossfoot_sync.grids.google.draft import Write
from crossfoot_sync.grids.google.given import BatchAnswer
from crossfoot_sync.grids.google.heads import lost_heads, restoring_body
from crossfoot_sync.grids.google.journal import Slip
from crossfoot_sync.grids.google.judging import Judgement, judge
from crossfoot_sync.grids.google.sheet import Sheet
from crossfoot_sync.grids.google.snapshot import Snapshot, take
from crossfoot_sync.grids.google.spreadsheet import READ_BODY, READ_FIELDS, WRITE_FIELDS, Spreadsheet
from crossfoot_sync.grids.google.values import Json


def new_turn() -> str:
    """An id for the named range that a write adds, never used before."""
    return secrets.token_hex(8)


@dataclass
class Live:
    """One spreadsheet.

    Attributes:
        last: the book as it was last known, where nothing is known to have changed since.
        known: whether ``last`` is so after a write without having been read: that put nothing where formulas look.
        settled: the turn of the last write that is known to have gone as it should.
        in_doubt: whether some write may have been carried out that was not judged here.
    """

    spreadsheet: Spreadsheet
    new_turn: Callable[[], str] = new_turn
    title: str = ""
    last: Snapshot | None = None
    known: bool = False
    in_doubt: bool = False
    _settled: str | None = None
    _refused: int = 0
    _turn: tuple[str, str] | None = None

    def read(self) -> Snapshot:
        """The book as it stands now; rows of headings that a write deleted come back first.

        Raises:
            NotACrossfootBook: it has no manifest.
            Unusable: a header row is gone, and something below it is still to be put right.
            GoogleError: it cannot be read.
        """
        self.last = None
        for _ in range(limits.ROUNDS):
            now = take(self.title or self.spreadsheet.id, self.spreadsheet.get(READ_BODY, READ_FIELDS))
            self.title = now.title
            heads = lost_heads(now) if now.journal and now.journal.turn != self._settled else []
            if not heads:
                break
            self._carried_out(restoring_body(heads, now, self.new_turn()))
        else:
            raise Unusable("keeps_changing")
        # What was refused because somebody else wrote in between is not refused for itself.
        self._refused, self._turn = self._refused if now.turn == self._turn else 0, now.turn
        headless = {each.sheet.id: each.sheet.title for each in now.headless.values()}
        unfinished = next((each.sheet for each in self.slips(now) if each.sheet in headless), None)
        if unfinished is not None:
            raise Unusable("header_gone", sheet=headless[unfinished])
        self.last, self.known = now, False
        return now

    def slips(self, now: Snapshot) -> list[Slip]:
        """What the last write, whoever sent it, did wrongly."""
        journal = now.journal
        if journal is None or now.before is None or journal.turn == self._settled:
            return []
        slips = judge(journal, now.before).slips
        if not slips:
            self._settled = journal.turn
        return slips

    def send(self, write: Write, now: Snapshot) -> Judgement | None:
        """Carry out a write of the book as it is ``now``; ``None`` where it was not carried out, or nobody knows.

        Raises:
            Unusable: it was refused again and again.
            GoogleError: it cannot be written.
        """
        answer = self._carried_out(body_of(write, now, self._refused))
        if answer is None:
            return self._read_back(write)
        kept = _kept(answer)
        if kept is None:
            return self._read_back(write)
        return self._judged(write, now, judge(write.journal, kept))

    def clear_after(self, write: Write, now: Snapshot) -> None:
        """Empty what a write of the book as it was ``now`` kept: rows that are gone from the sheet are nobody's."""
        known = now.turn is not None and now.before is not None
        self.clear(replace(now, turn=(now.turn[0], write.journal.turn)) if known and now.turn else self.read())

    def clear(self, now: Snapshot) -> None:
        """Empty what the last write kept: nothing of it is to be put right any more."""
        turn = self.new_turn()
        if self._carried_out(clearing_body(now, turn, self._refused)) is not None:
            self._settled = turn

    def _carried_out(self, body: Json) -> BatchAnswer | None:
        self.last = None
        try:
            answer = self.spreadsheet.batch_update(body, WRITE_FIELDS)
        except Refused as refused:
            if self._is_enough():
                raise Unusable("refused_by_google", said=refused.said) from refused
            return None
        except ProtectedRange:
            # of what was protected since it was read, the next reading tells
            if self._is_enough():
                raise
            return None
        except OutcomeUnknown:
            self.in_doubt = True
            return None
        self._refused = 0
        return answer

    def _is_enough(self) -> bool:
        """Whether this was one refusal too many in a row."""
        self._refused = (self._refused + 1) % limits.REFUSALS
        return self._refused == 0

    def _read_back(self, write: Write) -> Judgement | None:
        """What became of a write, as far as the spreadsheet tells: it does unless another came after it."""
        now = self.read()
        if now.journal is None or now.before is None or now.journal.turn != write.journal.turn:
            return None
        judgement = judge(now.journal, now.before)
        if not judgement.slips:
            self._settled = write.journal.turn
        return judgement

    def _judged(self, write: Write, now: Snapshot, judgement: Judgement) -> Judgement:
        if judgement.slips:
            return judgement
        self._settled = write.journal.turn
        if judgement.of_all(write.journal) and write.plain and now.before is not None and now.turn is not None:
            self.last = now.after(write.puts, (now.turn[0], write.journal.turn), write.journal)
            self.known = write.managed
        return judgement


def _kept(answer: BatchAnswer) -> Sheet | None:
    """What a write kept, from the answer to it."""
    sheets = answer.updated_spreadsheet.sheets
    return Sheet.of(sheets[0]) if len(sheets) == 1 else None
