from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from crossfoot_server.accounts import (
    Actor,
    Grant,
    Organisation,
    TokenEntry,
    apply_organisation,
    authenticate,
    issue_token,
    list_tokens,
    revoke_token,
)
from crossfoot_server.accounts.errors import (
    OrganisationError,
    PersonLeft,
    TokenExpired,
    TokenRevoked,
    UnknownToken,
    UnknownUser,
)
from crossfoot_server.accounts.scope import Reach, reach
from crossfoot_server.accounts.tokens import team_and_below
from crossfoot_server.errors import NotAllowed
from crossfoot_server.store import Store
from crossfoot_tests.server.builders import CATALOG, NOW, ORGANISATION, Desk, actor, new, open_store, row_id

DAY = dt.timedelta(days=1)


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path)) as store:
        yield store


def organisation(text: str) -> Organisation:
    return msgspec.toml.decode(text, type=Organisation)


def test_a_token_tells_who_it_is(people: Store) -> None:
    token = issue_token(people, "carl", "laptop", NOW)
    prefix, token_id, secret = token.split("_")
    assert (prefix, len(secret)) == ("cf", 48)
    assert authenticate(people, token, NOW) == Actor(
        login="carl",
        name="Carl",
        language="en",
        entity="SH",
        team="east",
        teams=frozenset({"east", "east1"}),
        grants=(Grant("sales", "team"),),
        token_id=token_id,
    )


def test_only_a_hash_of_the_secret_is_kept(people: Store, tmp_path: Path) -> None:
    secret = issue_token(people, "ann", "laptop", NOW).split("_")[2]
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("store.db*"))
    assert secret.encode() not in kept


def test_a_wrong_token_tells_nobody_and_the_holder_of_an_old_one_hears_what_became_of_it(people: Store) -> None:
    token = issue_token(people, "ann", "laptop", NOW, lifetime=DAY)
    good = authenticate(people, token, NOW + DAY - dt.timedelta(seconds=1))
    assert good is not None
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert [authenticate(people, each, NOW) for each in (wrong, "", "cf_", "cf_x", "cf__", token[3:])] == [None] * 6
    with pytest.raises(TokenExpired, match=r"held until 2024-03-06 06:30 UTC\. Sign in again"):
        authenticate(people, token, NOW + DAY)
    revoke_token(people, good.token_id, NOW)
    with pytest.raises(TokenRevoked, match="revoked at 2024-03-05 06:30 UTC"):
        authenticate(people, token, NOW)
    assert authenticate(people, wrong, NOW) is None


def test_the_token_of_somebody_who_left_is_worthless(people: Store) -> None:
    token = issue_token(people, "ann", "laptop", NOW)
    left = msgspec.structs.replace(ORGANISATION.users[0], active=False)
    apply_organisation(people, Organisation(users=(left,)))
    with pytest.raises(PersonLeft, match="ann is no longer active"):
        authenticate(people, token, NOW)
    with pytest.raises(UnknownUser):
        issue_token(people, "ann", "again", NOW)


def test_tokens_are_listed_with_what_became_of_them(people: Store) -> None:
    ids = [issue_token(people, "ann", name, NOW + DAY * n, DAY).split("_")[1] for n, name in enumerate(("one", "two"))]
    revoke_token(people, ids[0], NOW + DAY)
    revoke_token(people, ids[0], NOW + 2 * DAY)
    assert list_tokens(people, "ann") == [
        TokenEntry(ids[0], "ann", "one", NOW, NOW + DAY, NOW + DAY),
        TokenEntry(ids[1], "ann", "two", NOW + DAY, NOW + 2 * DAY, None),
    ]


def test_unknown_users_and_tokens_are_named(people: Store) -> None:
    with pytest.raises(UnknownUser, match="'nobody'"):
        issue_token(people, "nobody", "x", NOW)
    with pytest.raises(UnknownUser, match="'nobody'"):
        list_tokens(people, "nobody")
    with pytest.raises(UnknownToken, match="'beef'"):
        revoke_token(people, "beef", NOW)


def test_applying_the_organisation_again_changes_nothing(people: Store) -> None:
    def everything() -> list[list[str]]:
        schema = people.schema
        with people.reading() as connection:
            return [
                sorted(map(str, connection.execute(select(table))))
                for table in (schema.entity, schema.team, schema.user, schema.grant)
            ]

    before = everything()
    apply_organisation(people, ORGANISATION)
    assert everything() == before


def test_people_a_file_does_not_name_stay_and_those_it_names_have_exactly_its_grants(people: Store) -> None:
    apply_organisation(
        people,
        organisation(
            """
            [[users]]
            login = "ann"
            name = "Anna"
            language = "en"
            entity = "BJ"
            team = "north"
            grants = [{role = "sales", scope = "entity", book = "overview"}]
            """
        ),
    )
    anna, ben = actor(people, "ann"), actor(people, "ben")
    assert (anna.name, anna.teams, anna.grants) == (
        "Anna",
        frozenset({"north"}),
        (Grant("sales", "entity", "overview"),),
    )
    assert (anna.roles(), anna.books(CATALOG)) == (("sales",), ("overview",))
    assert (ben.name, ben.grants, ben.books(CATALOG)) == ("Ben", (Grant("sales", "team", "sales"),), ("sales",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[[teams]]\ncode = "a"\nzh = "a"\nen = "a"\nentity = "XX"',
            "team 'a': its entity 'XX' is none of BJ, SH.",
        ),
        (
            '[[teams]]\ncode = "east"\nzh = "a"\nen = "a"\nentity = "SH"\nparent = "east1"',
            "team 'east': it stands above itself: east under east1 under east.",
        ),
        (
            '[[teams]]\ncode = "a"\nzh = "a"\nen = "a"\nentity = "SH"\nparent = "b"',
            "team 'a': its parent 'b' is none of a, east, east1, north.",
        ),
        (
            '[[users]]\nlogin = "u"\nname = "U"\nentity = "SH"\nteam = "west"',
            "user 'u': its team 'west' is none of east, east1, north; perhaps east or east1 is meant.",
        ),
        (
            '[[users]]\nlogin = "u"\nname = "U"\nentity = "SH"\ngrants = [{role = "sales", scope = "all", book = "x"}]',
            "user 'u', grant of 'sales': its book 'x' is none of overview, sales.",
        ),
        (
            '[[users]]\nlogin = "u"\nname = "U"\nentity = "SH"\ngrants = [{role = "manager", scope = "team"}]',
            (
                "user 'u', grant of 'manager': its role 'manager' is none of administrator, auditor, bid_manager, "
                "finance, management, order_desk, sales, sales_manager, warehouse; "
                "perhaps bid_manager or sales_manager is meant."
            ),
        ),
        (
            '[[entities]]\ncode = "A"\nzh = "a"\nen = "a"\n[[entities]]\ncode = "A"\nzh = "a"\nen = "a"',
            "entity 'A': it is listed 2 times.",
        ),
        (
            '[[entities]]\ncode = " A"\nzh = "a"\nen = "a"',
            "entity ' A': a code has 1 to 64 characters and no blanks around it.",
        ),
    ],
)
def test_a_mistake_in_the_organisation_is_named_and_nothing_is_applied(people: Store, text: str, message: str) -> None:
    good = '[[users]]\nlogin = "good"\nname = "Good"\nentity = "SH"\n'
    with pytest.raises(OrganisationError) as refused:
        apply_organisation(people, organisation(good + text))
    assert str(refused.value) == f"{message} Nothing of the file was taken; mend this entry and apply it again."
    with pytest.raises(UnknownUser):
        list_tokens(people, "good")


def test_a_scope_that_does_not_exist_is_named_when_the_file_is_read() -> None:
    with pytest.raises(msgspec.ValidationError, match=r"Invalid enum value 'mine'.*users\[0\]\.grants\[0\]\.scope"):
        organisation('[[users]]\nlogin = "u"\nname = "U"\nentity = "SH"\ngrants = [{role = "sales", scope = "mine"}]')


def test_a_team_has_every_team_below_it() -> None:
    parents = {"a": None, "b": "a", "c": "b", "d": "a", "x": None}
    assert team_and_below("a", parents) == {"a", "b", "c", "d"}
    assert team_and_below("c", parents) == {"c"}
    assert team_and_below(None, parents) == frozenset()


def person(*grants: Grant) -> Actor:
    return Actor("ann", "Ann", "en", "SH", "east", frozenset({"east", "east1"}), grants)


def test_reach_is_what_the_grants_of_the_book_give_together() -> None:
    both = person(Grant("sales", "own"), Grant("lead", "team", "sales"), Grant("boss", "all", "overview"))
    assert reach(both, "sales") == Reach(False, frozenset(), frozenset({"east", "east1"}), frozenset({"ann"}))
    assert reach(both, "overview").everything
    assert both.roles_in("sales") == ("lead", "sales")
    with pytest.raises(NotAllowed, match="ann has no grant for book 'sales'"):
        reach(person(Grant("boss", "all", "overview")), "sales")


def test_the_rows_sql_finds_are_those_python_covers(people: Store) -> None:
    owners = ("ann", "ben", "carl", "dora", "eve", "mia", None)
    teams = ("east", "east1", "north", None)
    mia = Desk(people, "mia")
    rows = [(owner, team, entity) for owner in owners for team in teams for entity in ("SH", "BJ", None)]
    mia.sync(
        *(
            new("customer", row_id(n), name=str(n), owner=owner, team=team, entity=entity)
            for n, (owner, team, entity) in enumerate(rows)
        )
    )
    table = people.schema.pairs["customer"].current
    for login in ("ann", "ben", "carl", "dora", "eve", "mia"):
        reached = reach(actor(people, login), "sales")
        with people.reading() as connection:
            found = set(connection.scalars(select(table.c["_id"]).where(reached.predicate(table))))
        assert found == {key for key, row in mia.rows["customer"].items() if reached.covers(row.values)}, login


@given(st.sets(st.sampled_from(["own", "team", "entity", "all"]), min_size=1))
def test_one_more_grant_never_takes_a_row_away(scopes: set[str]) -> None:
    grants = [msgspec.convert({"role": "sales", "scope": scope}, Grant) for scope in sorted(scopes)]
    row = {"owner": "ann", "team": "north", "entity": "BJ"}
    covered = [reach(person(*grants[: n + 1]), "sales").covers(row) for n in range(len(grants))]
    assert covered == sorted(covered)
