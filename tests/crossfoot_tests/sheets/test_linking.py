"""Linking and unlinking: what is checked before, what is made, and what a call that was cut off leaves to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossfoot_server.accounts.errors import OrganisationError
from crossfoot_server.errors import UnknownBook
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.account import actor_of
from crossfoot_server.sheets.errors import (
    BeingSynced,
    LinkedAlready,
    LinkedElsewhere,
    NearlyFull,
    NoSpreadsheetAddress,
    NothingToSee,
    OnlyReadable,
    OtherSettings,
    SheetError,
)
from crossfoot_server.sheets.linking import Wanted, link, manifest_of, spreadsheet_id, unlink
from crossfoot_server.sheets.spreadsheets import Facts
from crossfoot_server.store.alone import alone
from crossfoot_sync.google.errors import NotShared, OutcomeUnknown, Refused
from crossfoot_tests.sheets.memory import ACCOUNT, LAID_OUT
from crossfoot_tests.sheets.office import EAST, Office

ADDRESS = f"https://docs.google.com/spreadsheets/d/{EAST}"
FACTS = Facts("East", "zh_CN", "Asia/Shanghai", cells=26_000)
WANTED = Wanted(EAST, "ledger", "east", "sales", "en")


@pytest.mark.parametrize(
    "address", [EAST, ADDRESS, f"{ADDRESS}/", f"{ADDRESS}/edit?usp=sharing#gid=0", ADDRESS.replace("/d/", "/u/0/d/")]
)
def test_the_id_is_found_in_every_form_of_an_address(address: str) -> None:
    assert spreadsheet_id(address) == EAST


@pytest.mark.parametrize("address", ["", "East", "https://example.com/spreadsheets/d/" + EAST, f"{EAST}\n{EAST}"])
def test_other_texts_name_no_spreadsheet(address: str) -> None:
    with pytest.raises(NoSpreadsheetAddress):
        spreadsheet_id(address)


def test_a_linked_sheet_has_the_columns_that_its_role_may_read_and_the_rows_of_its_team(office: Office) -> None:
    office.li.desk.sync()
    office.li.sheet("customer").append(name="Of 李娜")
    office.li.desk.sync()
    office.link()
    assert office.east.shows("customer", 4, "name") == "Of 李娜"
    other = office.link("2SouthSouthSouthSouthSouthSouthSouthSouthSou", "South", "south")
    assert office.spreadsheets.files[other.id].sheet("customer").cells().rows == []


REFUSALS: dict[str, tuple[Wanted, type[Exception]]] = {
    "no such book": (replace(WANTED, book="nothing"), UnknownBook),
    "no such team": (replace(WANTED, team="west"), OrganisationError),
    "no such role": (replace(WANTED, role="juggler"), NothingToSee),
    "another locale": (replace(WANTED, locale="en_US"), OtherSettings),
    "another time zone": (replace(WANTED, time_zone="Europe/Berlin"), OtherSettings),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_what_cannot_be_is_refused_and_leaves_nothing_behind(office: Office, why: str) -> None:
    wanted, cause = REFUSALS[why]
    office.spreadsheets.create(EAST, "East")
    with pytest.raises(cause):
        link(office.bench, wanted)
    assert (registry.linked_sheets(office.store), office.east.grid) == ([], None)


@pytest.mark.parametrize(
    ("facts", "cause"),
    [
        (replace(FACTS, editable=False), OnlyReadable),
        (replace(FACTS, cells=6_000_001), NearlyFull),
        (replace(FACTS, marks=LAID_OUT), LinkedElsewhere),
    ],
)
def test_a_spreadsheet_that_will_not_do_is_refused(office: Office, facts: Facts, cause: type[SheetError]) -> None:
    office.spreadsheets.create(EAST, "East").facts = facts
    with pytest.raises(cause) as refused:
        link(office.bench, WANTED)
    assert refused.value.text("zh").startswith("East：")
    assert registry.linked_sheets(office.store) == []


def test_a_spreadsheet_is_linked_once(office: Office) -> None:
    linked = office.link()
    with pytest.raises(LinkedAlready) as refused:
        link(office.bench, WANTED)
    assert str(refused.value) == (
        "East: it is linked already, to book ledger (sheet-1EastEastE). "
        "To change that, run crossfoot sheet unlink first."
    )
    assert registry.linked_sheet(office.store, EAST) == linked


def test_nothing_is_registered_where_laying_out_is_refused(office: Office) -> None:
    file = office.spreadsheets.create(EAST, "East")

    def refuse(lane: str) -> None:
        if lane == "write":
            raise Refused(EAST, "no", status=400)

    file.meanwhile = refuse
    with pytest.raises(Refused):
        link(office.bench, WANTED)
    assert (registry.linked_sheets(office.store), actor_of(office.store, "sheet-1EastEastE")) == ([], None)


@pytest.mark.parametrize("carried_out", [True, False])
def test_a_link_whose_laying_out_nobody_knows_of_is_finished_by_the_next_call(
    office: Office, carried_out: bool
) -> None:
    file = office.spreadsheets.create(EAST, "East")

    def lose(lane: str) -> None:
        if lane == "write":
            file.meanwhile = None
            if carried_out:
                linked = office.linked()
                view = office.bench.server_of(linked).view("ledger")
                office.spreadsheets.lay_out(EAST, view, manifest_of(linked, view), file.facts)
            raise OutcomeUnknown(EAST, cause="time_out")

    file.meanwhile = lose
    with pytest.raises(OutcomeUnknown):
        link(office.bench, WANTED)
    assert office.linked().state == "laying"
    linked, visited = link(office.bench, WANTED)
    assert (linked.state, visited.did) == ("active", "synced")


def test_unlinking_leaves_the_values_and_ends_the_account(office: Office) -> None:
    linked = office.link()
    office.east.types("customer", 4, "name", "stays")
    assert unlink(office.bench, linked) is None
    assert (registry.linked_sheets(office.store), actor_of(office.store, linked.login)) == ([], None)
    assert (office.east.facts.marks, office.east.shows("customer", 4, "name")) == (frozenset(), "stays")


def test_a_sheet_that_cannot_be_reached_any_more_can_be_unlinked(office: Office) -> None:
    linked = office.link()
    office.east.broken = NotShared(EAST, account=ACCOUNT)
    assert unlink(office.bench, linked) is office.east.broken
    assert registry.linked_sheets(office.store) == []


def test_a_sheet_is_linked_again_after_it_was_unlinked(office: Office) -> None:
    first = office.link()
    unlink(office.bench, first)
    again = office.link(title="East II")
    assert (again.login, again.state, again.workbook != first.workbook) == (first.login, "active", True)
    assert actor_of(office.store, again.login) is not None


def test_a_sheet_that_is_being_synced_is_left_alone(office: Office) -> None:
    linked = office.link()
    with alone(office.store, EAST), pytest.raises(BeingSynced):
        unlink(office.bench, linked)
