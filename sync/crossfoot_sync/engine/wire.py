"""What client and server say to each other, as msgspec structs; the OpenAPI document is made from these.

Values travel by column. In a push a column lists the rows it speaks of, which makes the field mask explicit:
a field that no column mentions is not part of the change, and a null is a blank that somebody made.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from crossfoot_templates.label import Language
from crossfoot_templates.messages import Message
from crossfoot_templates.types import WireValue

PROTOCOL = 1

RowKind = Literal["new", "change", "remove"]
RowStatus = Literal["ok", "merged", "open", "refused", "waiting", "unchanged", "removed", "restored", "returned"]
"""``restored``: a removal was refused, so the row stays. ``returned``: a row that was out of force is back in force.
``waiting``: nothing of it is written until somebody has approved it. ``merged``: the row also holds what somebody else
changed, or what its user had asked for elsewhere, which the workbook that sent it may never have shown."""

FieldState = Literal["conflict", "refused", "waiting"]


class FieldColumn(msgspec.Struct):
    """One column of a push.

    Attributes:
        rows: positions in the table's ``ids``, ascending.
        values: one value for each of ``rows``.
        revs: where a user decides an open field, the revision of theirs that was shown; the field is then
            merged against that revision and not the row's. Keys are positions in the table's ``ids``.
    """

    rows: list[int]
    values: list[WireValue]
    revs: dict[int, int] = {}


class TablePush(msgspec.Struct, omit_defaults=True):
    """The changed rows of one table, in sheet order.

    Attributes:
        ids: row ids, new ones made by the client.
        kinds: what becomes of each row.
        revs: the revision each row was last in step with; 0 for a new row.
        bases: the fingerprints each row was last in step with (see ``fingerprint``); empty for a new row.
        layout: the columns that ``bases`` cover, in their order.
        columns: the fields that are part of the change.
        withdrawn: by column, the positions of rows whose field waits for an approval that its user no longer wants.
    """

    table: str
    ids: list[str]
    kinds: list[RowKind]
    revs: list[int]
    bases: list[str]
    layout: list[str]
    columns: dict[str, FieldColumn]
    withdrawn: dict[str, list[int]] = {}


class Batch(msgspec.Struct):
    """Who pushes what from where. Sending a batch with the same id again returns the stored result."""

    id: str
    client: str
    workbook: str
    created_at: str
    reason: str = ""


class Have(msgspec.Struct):
    """What the workbook shows of a table: how many rows, and the digest of their ids and revisions."""

    count: int
    digest: str


class SyncRequest(msgspec.Struct):
    """A push (``batch`` and ``push``; both may be left out) and a pull of what changed since ``cursor``.

    Attributes:
        epoch: the store the workbook was last in step with; empty at first.
        version: the version of the book view the workbook's rows were read by.
        want: ids whose rows are to be sent although they did not change.
        known: for a full reconciliation, every id and revision the workbook shows, by table.
        lists: digests of the lists the workbook holds; a list that is still the same is not sent again.
        only: the tables whose rows and totals are wanted; all of the book's when left out, none when empty.
            Lists come all the same.
        waiting: ids of rows that show a change of the workbook's user which waits for an approval, by table.
    """

    language: Literal["zh", "en"] = "zh"
    protocol: int = PROTOCOL
    epoch: str = ""
    version: str = ""
    cursor: int = 0
    batch: Batch | None = None
    push: list[TablePush] = []
    want: dict[str, list[str]] = {}
    known: dict[str, dict[str, int]] = {}
    lists: dict[str, str] = {}
    only: list[str] | None = None
    waiting: dict[str, list[str]] = {}


class FieldOutcome(msgspec.Struct):
    """A field that did not go through: why, and what the store holds instead.

    Attributes:
        row: position in the table's outcome.
        theirs: the store's value; ``theirs_rev`` the revision of the row that it was read from.
        who: the display name of the person who last changed the field, and ``when`` (UTC), for a conflict.
        mendable: it was refused for what other cells hold, and may be right once these hold something else.
    """

    row: int
    column: str
    state: FieldState
    message: Message
    theirs: WireValue = None
    theirs_rev: int = 0
    who: str = ""
    when: str = ""
    mendable: bool = False


class FieldBack(msgspec.Struct):
    """A field that an undo or a restore put back: what it held, and what it holds since.

    Attributes:
        row: position in the table's outcome.
    """

    row: int
    column: str
    before: WireValue
    after: WireValue


class TableOutcome(msgspec.Struct):
    """What became of the rows of one :class:`TablePush`; all lists run parallel to ``ids``.

    Attributes:
        fields: those that did not go through.
        went_back: of an undo or a restore, the fields that did.
    """

    table: str
    ids: list[str]
    status: list[RowStatus]
    revs: list[int]
    messages: list[list[Message]]
    fields: list[FieldOutcome] = []
    went_back: list[FieldBack] = []


class Notice(msgspec.Struct):
    """What the user's last change of a row came to that had to wait for an approval.

    Attributes:
        state: it still waits, nothing came of it, or it was carried out.
        fields: what was asked for, by column.
        message: whom it waits for, or why nothing came of it.
    """

    table: str
    id: str
    state: Literal["waiting", "refused", "carried"]
    fields: dict[str, WireValue]
    message: Message


class TablePull(msgspec.Struct):
    """Rows as the store holds them: every column the user may read, whole. Lists run parallel to ``ids``."""

    table: str
    ids: list[str]
    revs: list[int]
    columns: dict[str, list[WireValue]]


class ReferenceList(msgspec.Struct):
    """The rows of a table that references may show. Lists run parallel to ``ids``.

    Attributes:
        keys: the natural keys, as text.
        labels: what a cell shows; unique within the list.
        selectable: false for a row that the user may not see but that a visible row points at.
    """

    ids: list[str]
    keys: list[str]
    labels: list[str]
    selectable: list[bool]
    digest: str = ""


class Visible(msgspec.Struct):
    """What the user may see of a table now: rows, digest of ids and revisions, Σ of money columns.

    ``totals`` maps a money column to currency and exact sum.
    """

    count: int
    digest: str
    totals: dict[str, dict[str, str]]


class Totals(msgspec.Struct):
    """How many rows of a table somebody sees, and by money column and currency their exact sums."""

    rows: int
    money: dict[str, dict[str, str]]


class BeforeAfter(msgspec.Struct):
    """The control totals of one table on both sides of a batch, as its sender saw the store."""

    before: Totals
    after: Totals


class SyncReply(msgspec.Struct):
    """The answer to a :class:`SyncRequest`.

    Attributes:
        cursor: how far the workbook is in step now. Where its batch was taken in before, how far it was after that,
            though what changed since is pulled too: it may be an old copy, which does not know what was sent later.
        more: the pull was cut; ask again with ``cursor``. ``visible`` is complete all the same.
        gone: ids the workbook may show that the user may see no longer, by table; only when ``known`` was sent,
            and for rows removed since ``cursor``.
        visible: by table of the book. ``lists``: by referenced table, only those that changed.
        totals: by pushed table, and by table that a decision changed, the store before and after the push.
        notices: of the rows asked about in ``waiting``; one of which the store knows no request has none.
        to_decide: how many requests wait for the user's decision; 0 where the table of approvals was not asked for.
    """

    epoch: str
    version: str
    cursor: int
    more: bool = False
    replayed: bool = False
    outcome: list[TableOutcome] = []
    pull: list[TablePull] = []
    gone: dict[str, list[str]] = {}
    visible: dict[str, Visible] = {}
    lists: dict[str, ReferenceList] = {}
    totals: dict[str, BeforeAfter] = {}
    notices: list[Notice] = []
    to_decide: int = 0


class UndoRequest(msgspec.Struct):
    """Undo a batch, as a batch of its own. A blank ``reason`` is filled in with one that names the undone batch."""

    batch: Batch
    language: Literal["zh", "en"] = "zh"


class RestoreRequest(msgspec.Struct):
    """Put a row back to what it was at revision ``rev``, as a batch of its own. A row out of force comes back.

    Attributes:
        seen: the newest revision that the person was shown. A field that changed after it is a conflict.
        columns: the columns that go back; all that the person may read when left out.
    """

    batch: Batch
    rev: int
    seen: int
    columns: list[str] | None = None
    language: Literal["zh", "en"] = "zh"


class StepBack(msgspec.Struct):
    """What came of an undo or a restore: the batch that it was recorded as, and the outcome of every row.

    Attributes:
        reverts: the batch that was undone; empty for a restore.
        outcome: the status is ``ok``, ``merged`` or ``open`` where fields went back, ``returned`` where a row is back
            in force, ``removed`` where one went out of force, ``unchanged`` where all was so already.
        totals: by table, the store before and after.
    """

    batch: str
    reverts: str = ""
    replayed: bool = False
    outcome: list[TableOutcome] = []
    totals: dict[str, BeforeAfter] = {}


class DecisionRequest(msgspec.Struct):
    """Decide a request for an approval, as a batch of its own; ``withdraw`` is for who made the request."""

    batch: Batch
    decision: Literal["approve", "reject", "withdraw"]
    comment: str = ""
    language: Literal["zh", "en"] = "zh"


class Decided(msgspec.Struct):
    """What came of a decision.

    Attributes:
        state: the state of the request now; ``pending`` where the decision was refused and nothing else came of it.
        outcome: of the request's row; a refused decision is a field that did not go through, with its reason.
        totals: by table, the store before and after: of the approvals, and of the table that the change is of.
    """

    batch: str
    number: str
    state: str
    replayed: bool = False
    outcome: list[TableOutcome] = []
    totals: dict[str, BeforeAfter] = {}


class NumberGiven(msgspec.Struct):
    """A number that a row had, and what became of it.

    Attributes:
        at: when the row first had it, and by whose change.
        fate: the row has it; has another by now (``now``); or is out of force.
    """

    number: str
    id: str
    at: str
    actor_name: str
    fate: Literal["in_force", "changed", "removed"]
    now: str = ""


class NumbersGiven(msgspec.Struct):
    """The numbers of a column that rows ever had, the latest first. What is missing between them was never given."""

    table: str
    column: str
    numbers: list[NumberGiven]


class Change(msgspec.Struct):
    """One version of a row in its history; ``fields`` maps a changed column to its old and new value.

    ``book`` is the book that it came from, which need not be the one that is asked.
    """

    rev: int
    at: str
    actor: str
    actor_name: str
    batch: str
    book: str
    client: str
    workbook: str
    reason: str
    kind: Literal["created", "changed", "voided", "removed", "restored"]
    fields: dict[str, tuple[WireValue, WireValue]]


class RowHistory(msgspec.Struct):
    """Every version of a row, the newest first."""

    table: str
    id: str
    changes: list[Change]


class RemovedRow(msgspec.Struct):
    """A row out of force: who removed it, when and why, and what it held. ``rev`` is the revision of the removal."""

    id: str
    rev: int
    kind: Literal["voided", "removed"]
    at: str
    actor: str
    actor_name: str
    batch: str
    book: str
    reason: str
    values: dict[str, WireValue]


class RemovedRows(msgspec.Struct):
    """The rows of a table that are out of force, the latest removed first."""

    table: str
    rows: list[RemovedRow]


class BatchSummary(msgspec.Struct):
    """A push as it is listed: who, from where, why, when, and how its rows fared.

    ``reverts`` is the batch that it undoes, if it is an undo.
    """

    id: str
    actor: str
    actor_name: str
    book: str
    client: str
    workbook: str
    reason: str
    received_at: str
    statuses: dict[str, int]
    reverts: str = ""


class BatchList(msgspec.Struct):
    """Batches, the newest first."""

    batches: list[BatchSummary]


class BatchDetail(msgspec.Struct):
    """A batch with the stored outcome of every row, and by table the store before and after, as its sender saw it."""

    summary: BatchSummary
    outcome: list[TableOutcome]
    totals: dict[str, BeforeAfter] = {}


class Problem(msgspec.Struct, omit_defaults=True):
    """An error as RFC 9457 has it. ``code`` names the cause for programs; ``request_id`` is in the server's log.

    ``title_zh`` and ``detail_zh`` say in Chinese what ``title`` and ``detail`` say; older servers send neither.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str = ""
    title_zh: str = ""
    detail_zh: str = ""

    def text(self, language: Language) -> str:
        """Title and detail in ``language``; in English where the server sent no Chinese."""
        if language == "zh" and self.title_zh and self.detail_zh:
            return f"{self.title_zh}：{self.detail_zh}"
        return f"{self.title}: {self.detail}"


class SignInRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A program asks for a code; ``client`` is what it calls itself, which whoever lets it in is shown."""

    client: str


class SignInAsked(msgspec.Struct):
    """What is shown to people, ``code``, and what the program keeps to itself.

    It may ask every ``interval`` seconds whether it was let in, for ``seconds`` altogether.
    """

    code: str
    secret: str
    interval: int
    seconds: int


class SignInRedeem(msgspec.Struct, forbid_unknown_fields=True):
    """Was I let in?"""

    secret: str


class SignedIn(msgspec.Struct):
    """The token, once somebody let the program in; ``None`` until then."""

    token: str | None


class LetInRequest(msgspec.Struct, forbid_unknown_fields=True):
    """Let the program in that shows ``code``, as the caller; or only ``look`` which one that is."""

    code: str
    look: bool = False


class LetIn(msgspec.Struct):
    """The program that shows the code: what it calls itself, and since when it waits (UTC)."""

    client: str
    asked_at: str


class Whoami(msgspec.Struct):
    """The person a token belongs to, and the books open to them."""

    login: str
    name: str
    language: Literal["zh", "en"]
    roles: list[str]
    books: list[str]
    epoch: str
