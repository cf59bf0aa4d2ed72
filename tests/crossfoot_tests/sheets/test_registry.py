"""The registry of linked sheets: kept in the store, also in one that was made before there was any."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crossfoot_server.accounts import Grant, Organisation, UserEntry, apply_organisation, issue_token
from crossfoot_server.accounts.errors import NoTokenForSheet, OrganisationError
from crossfoot_server.accounts.listing import list_people
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.account import actor_of
from crossfoot_server.sheets.errors import SeveralSheets, UnknownSheet
from crossfoot_server.sheets.outbox import StoreOutbox
from crossfoot_server.sheets.registry import linked_sheets, named_sheet
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import Batch, SyncRequest
from crossfoot_tests.end_to_end.world import CATALOG, ORGANISATION
from crossfoot_tests.sheets.office import EAST, Office, open_office

SOUTH = "2SouthSouthSouthSouthSouthSouthSouthSouthSou"


@pytest.mark.slow
def test_a_store_from_before_there_were_linked_sheets_takes_them(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with closing(Store.open(f"sqlite:///{file}", CATALOG)) as store:
        apply_organisation(store, ORGANISATION)
        people = list_people(store)
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("DROP TABLE cf_sheet")
        raw.execute("ALTER TABLE user DROP COLUMN kind")
        raw.commit()
    with open_office(tmp_path) as office:
        assert list_people(office.store) == people
        assert office.link().state == "active"


def test_what_is_put_down_is_read_again(office: Office) -> None:
    linked = office.link()
    assert linked_sheets(office.store) == [linked]
    registry.forget(office.store, EAST)
    assert linked_sheets(office.store) == []


def test_a_sheet_is_named_by_title_id_or_login(office: Office) -> None:
    linked = office.link()
    assert [named_sheet(office.store, name) for name in ("East", EAST, "sheet-1EastEastE")] == [linked] * 3
    with pytest.raises(UnknownSheet) as unknown:
        named_sheet(office.store, "West")
    assert str(unknown.value) == "West: no such sheet is linked; those that are: East."
    office.link(SOUTH, "East", "south")
    with pytest.raises(SeveralSheets) as several:
        named_sheet(office.store, "East")
    assert several.value.text("zh") == f"East：有多个已关联的表格叫这个名字；请用网址或编号指定：{EAST}、{SOUTH}。"


def test_the_account_of_a_sheet_syncs_for_its_team_and_logs_in_nowhere(office: Office) -> None:
    linked = office.link()
    actor = actor_of(office.store, linked.login)
    assert actor is not None
    assert (actor.name, actor.team, actor.grants, actor.is_sheet) == (
        "sheet East",
        "east",
        (Grant("sales", "team", "ledger"),),
        True,
    )
    with pytest.raises(NoTokenForSheet):
        issue_token(office.store, linked.login, "", office.clock())
    with pytest.raises(OrganisationError):
        apply_organisation(office.store, Organisation(users=(UserEntry(linked.login, "x", "HQ"),)))
    assert actor_of(office.store, "li") is None


def test_nobody_can_make_a_sheet_the_owner_of_a_row(office: Office) -> None:
    linked = office.link()
    lists = office.bench.server_of(linked).pull("ledger", SyncRequest()).lists
    assert lists["user"].ids == ["li"]


def test_an_outbox_keeps_one_request_until_it_is_closed(office: Office) -> None:
    office.link()
    outbox, request = StoreOutbox(office.store, EAST), SyncRequest(batch=Batch("b", "c", "w", "now"))
    assert outbox.load() is None
    outbox.put(request)
    assert StoreOutbox(office.store, EAST).load() == request
    outbox.close()
    assert outbox.load() is None
