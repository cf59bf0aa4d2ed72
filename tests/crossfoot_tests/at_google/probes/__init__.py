"""Every probe, in the order in which they are tried."""

from __future__ import annotations

from crossfoot_tests.at_google.place import Place
from crossfoot_tests.at_google.probes import (
    books,
    copying,
    drive,
    following,
    formulas,
    guards,
    large,
    linked,
    quota,
    reading,
    refusals,
    turns,
    values,
    workers,
)
from crossfoot_tests.probing.probe import Probe

_BOOK = "A book that was laid out needs no mending."

PROBES: tuple[Probe[Place], ...] = (
    Probe("reading", "One request reads our sheets, hidden ones too, and no others.", reading.one_request),
    Probe("reading-blank", "An answer counts rows and columns in which there is nothing.", reading.blank_sheet),
    Probe("marks", "Marks go along with their row or column; a sort leaves them.", following.marks),
    Probe("filter", "What a filter hides stays in place and can be written.", following.rows_with_filter),
    Probe("copy-formulas", "Pasting formulas brings values and no formats.", copying.formulas_alone),
    Probe("copy-formats", "A normal paste brings formats, and conditional formats too.", copying.with_formats),
    Probe("copy-filtered", "A copied range has all its rows where a filter hides some.", copying.filtered),
    Probe("emptied", "A sheet that is made one cell large keeps nothing of the rest.", copying.emptied),
    Probe("answer", "The answer to a batch brings the ranges asked for.", copying.answer),
    Probe("whole-or-not", "A batch is carried out whole or not at all.", turns.whole_or_not),
    Probe("turns", "A write of somebody who does not know of the last one is refused.", turns.turns),
    Probe("numbers", "Numbers come back as they were put.", values.numbers),
    Probe("texts", "Text stays text, whatever it looks like.", values.texts),
    Probe("moments", "Days and moments are numbers with a format.", values.moments),
    Probe("typed", "What people type becomes what we take it for.", values.typed),
    Probe("errors", "Errors say which they are.", values.errors),
    Probe("spilled", "A cell that shows what is calculated elsewhere can be told.", values.spilling, emulated=False),
    Probe("protections", "Our protections let us write.", guards.ours),
    Probe("protected", "A protection against us is refused in words that we know.", guards.against_us),
    Probe("conditions", "Conditional formats take in rows inserted below headings.", guards.conditions),
    Probe("nothing-there", "A spreadsheet that is not there is known as such.", refusals.nothing_there),
    Probe("not-shared", "A spreadsheet that is not shared is known as such.", refusals.not_shared),
    Probe("view-only", "A spreadsheet that we may only look at is known as such.", refusals.view_only),
    Probe("wrong-requests", "A wrong request is refused and not in doubt.", refusals.wrong_requests),
    Probe("wrong-token", "A token that is not good is refused with 401.", refusals.wrong_token),
    Probe("drive", "Drive's version moves with every change, and not without.", drive.version_moves),
    Probe("large", "A sheet of 10,000 rows can be read in one request.", large.rows),
    Probe("book-follow-up", _BOOK, books.laid_out("follow_up", "zh")),
    Probe("book-bids", _BOOK, books.laid_out("bids", "zh")),
    Probe("book-receivables", _BOOK, books.laid_out("receivables", "en")),
    Probe("formulas", "Google calculates rules as the server does.", formulas.judged),
    Probe("copied-sheet", "A copy of a sheet does not take the place of its original.", workers.copied_sheet),
    Probe("two-workers", "Two workers at once lose nothing of each other's.", workers.two_at_once),
    Probe("whole-book", "A book is linked, kept in step and unlinked.", linked.whole_book),
    Probe("quota", "A quota that is used up is refused with 429, and comes back within a minute.", quota.used_up),
    Probe("lost-name", "The turn finds another name where its own is lost.", turns.lost_name),
)
