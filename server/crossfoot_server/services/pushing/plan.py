"""What is to become of each row of a push. Plans only ever shrink: judging takes fields and rows out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pushing.incoming import IncomingRow
from crossfoot_server.services.pushing.manner import Action, Manner
from crossfoot_server.store import Pair
from crossfoot_server.store.rows import History, StoredRow
from crossfoot_sync.engine.wire import FieldState
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import TableView
from crossfoot_templates.types import Value


@dataclass(frozen=True, slots=True)
class OpenField:
    """A field that does not go through. A conflict has no message yet: it is worded when all is known.

    It is ``mendable`` where it was refused for what other cells hold.
    """

    state: FieldState
    message: Message | None
    mendable: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """A change that waits for approval: what the row would be given, what of it was typed, and the rules that ask."""

    values: dict[str, Value]
    typed: frozenset[str]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was to become of a row before it was judged."""

    action: Action
    taken: dict[str, Value]
    open: dict[str, OpenField]
    refusal: Message | None
    put_back: Message | None


@dataclass(slots=True)
class RowPlan:
    """What is to become of one row.

    Attributes:
        stored: the current row, where there is one that the actor may see; of a row out of force, what it last was.
        action: what is written. ``none`` writes no version.
        taken: the values that go into the row; of a new row all of them.
        open: the fields that do not go through.
        refusal: why nothing of the row goes, where the row as a whole is the reason.
        put_back: why a removed row comes back.
        returning: the row was out of force and is to come back.
        as_of: of what goes back, the feed number of the version that is taken back; 0 of what is pushed.
        notes: what else is said beside the row.
        judged: whether the row's own rules have seen ``taken`` as it is; ``asked`` whether those have that ask for
            approvals, and ``approved`` those of them that need not ask.
        held: what was taken out of the plan to wait for an approval.
        waits: what is said of a held row.
        counts: the push says what the row will be. One that was refused before it was looked at what is stored may be
            stored all the same, out of its sender's reach; that counts then.
        silent: the server added the row to the batch, whose sender is told nothing of it.
        rev, seq: the row's revision afterwards, and the feed number of the version that is written.
    """

    incoming: IncomingRow
    stored: StoredRow | None = None
    action: Action = "none"
    taken: dict[str, Value] = field(default_factory=dict)
    open: dict[str, OpenField] = field(default_factory=dict)
    refusal: Message | None = None
    put_back: Message | None = None
    returning: bool = False
    as_of: int = 0
    notes: list[Message] = field(default_factory=list)
    judged: bool = False
    asked: bool = False
    approved: frozenset[str] = frozenset()
    held: Hold | None = None
    waits: Message | None = None
    silent: bool = False
    rev: int = 0
    seq: int = 0
    counts: bool = field(init=False)

    def __post_init__(self) -> None:
        self.counts = self.stored is not None or self.refusal is None

    @property
    def id(self) -> str:
        """The row's id."""
        return self.incoming.id

    @property
    def is_new(self) -> bool:
        """Whether the store does not hold the row yet."""
        return self.incoming.kind == "new" and self.stored is None

    @property
    def arrives(self) -> bool:
        """Whether the row is to come into force: it goes whole or not at all."""
        return self.is_new or self.returning

    @property
    def leaves(self) -> bool:
        """Whether the row goes out of force."""
        return self.action in {"void", "delete"}

    @property
    def writes_values(self) -> bool:
        """Whether values of the row are written."""
        return self.action in {"insert", "update", "unvoid", "reinsert"}

    def draft(self) -> Draft:
        """What is to become of the row as it is planned now."""
        return Draft(self.action, {**self.taken}, {**self.open}, self.refusal, self.put_back)

    def take_up(self, draft: Draft) -> None:
        """Plan the row as it was once more, to be judged anew."""
        self.action, self.taken, self.open = draft.action, {**draft.taken}, {**draft.open}
        self.refusal, self.put_back = draft.refusal, draft.put_back
        self.judged = self.asked = False

    def stay(self, reason: Message) -> None:
        """Keep a row in force that was to leave. A sheet that sent it lacks it by now, so there it is put back."""
        self.action = "none"
        if self.incoming.kind == "remove":
            self.put_back = reason
        else:
            self.refusal = reason

    def to_be_mended(self, column: str) -> bool:
        """Whether a field does not go through for a reason that time will not mend."""
        field = self.open.get(column)
        return field is not None and (field.message is None or field.message.code != "reference_waits")

    def keeps(self, column: str) -> bool:
        """Whether a returning row comes back with what it last held in ``column``."""
        return self.returning and self.stored is not None and self.taken.get(column) == self.stored.values.get(column)

    def value(self, column: str) -> Value:
        """What the row will hold in ``column``."""
        if column in self.taken:
            return self.taken[column]
        return None if self.stored is None else self.stored.values.get(column)

    def end(self) -> dict[str, Value]:
        """The row as it will be."""
        return {**({} if self.stored is None else self.stored.values), **self.taken}


@dataclass
class TablePlan:
    """The rows of one pushed table in sheet order, with the versions that were loaded of them."""

    pair: Pair
    view: TableView
    rows: list[RowPlan]
    histories: dict[str, History]
    by_id: dict[str, RowPlan] = field(init=False)

    def __post_init__(self) -> None:
        self.by_id = {row.id: row for row in self.rows}

    @property
    def name(self) -> str:
        """The table's name."""
        return self.pair.definition.name


@dataclass
class PushPlan:
    """A whole push, received ``at``. ``tables`` are in the order they are written in: what is pointed at first.

    ``context`` is what its formulas are calculated in, with the tables as they are before anything is written.
    """

    opened: OpenBook
    at: dt.datetime
    language: Literal["zh", "en"]
    tables: dict[str, TablePlan]
    manner: Manner
    context: Context
    pointing: dict[tuple[str, str], list[tuple[RowPlan, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for _, row, column, target in self.new_references():
            pointed = row.taken[column]
            if isinstance(pointed, str):
                self.pointing.setdefault((target, pointed), []).append((row, column))

    def rows(self) -> Iterator[tuple[TablePlan, RowPlan]]:
        """Every row with its table: tables in write order, rows in sheet order."""
        for table in self.tables.values():
            for row in table.rows:
                yield table, row

    def new_references(self) -> Iterator[tuple[TablePlan, RowPlan, str, str]]:
        """Every reference that would be written: table, row, column and the table it points at."""
        for table in self.tables.values():
            references = table.pair.definition.references()
            for row in table.rows:
                if row.writes_values:
                    for column, target in references.items():
                        if row.taken.get(column) is not None:
                            yield table, row, column, target

    def refuse(self, table: TablePlan, row: RowPlan, column: str, message: Message, *, mendable: bool = True) -> None:
        """Take ``column`` out of the row. One that arrives goes whole or not at all, and with it what points at it.

        Not ``mendable`` is what would be refused whatever other cells held.
        """
        waiting = [(table.name, row, column, message)]
        while waiting:
            name, plan, field_name, reason = waiting.pop()
            plan.open[field_name] = OpenField("refused", reason, mendable)
            if plan.action == "update" and field_name in plan.taken:
                del plan.taken[field_name]
                plan.judged = plan.asked = False
                if not plan.taken:
                    plan.action = "none"
            elif plan.arrives and plan.writes_values:
                plan.action = "none"
                waiting += self._pointing_at(name, plan.id, "reference_refused")

    def hold(self, table: TablePlan, row: RowPlan, rules: tuple[str, ...]) -> None:
        """Take the whole change of a row out, to wait; with a new row goes what points at it."""
        new = row.is_new
        values = {name: value for name, value in row.taken.items() if not new or value is not None}
        typed = {name for name, value in row.incoming.values.items() if name in values and value is not None}
        row.held = Hold(values, frozenset(typed) if new else frozenset(values), rules)
        row.open |= {name: OpenField("waiting", None) for name in row.held.typed}
        row.action = "none"
        if new:
            for name, plan, column, reason in self._pointing_at(table.name, row.id, "reference_waits"):
                self.refuse(self.tables[name], plan, column, reason)
        else:
            row.taken = {}

    def _pointing_at(self, name: str, row_id: str, code: str) -> list[tuple[str, RowPlan, str, Message]]:
        label = self.opened.store.catalog.tables[name].label.in_(self.language)
        reason = say(code, table=label)
        found = []
        for plan, column in self.pointing.get((name, row_id), []):
            if plan.writes_values and plan.taken.get(column) == row_id:
                found.append((self._table_of(plan), plan, column, reason))
        return found

    def _table_of(self, row: RowPlan) -> str:
        return next(name for name, table in self.tables.items() if table.by_id.get(row.id) is row)
