"""Signing in by a code: who may let a program in, what it gets, and what a stranger learns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crossfoot_server.accounts import authenticate, list_tokens, revoke_token
from crossfoot_server.accounts.errors import SignInOver, TokenRevoked, TooManySignIns, UnknownCode, UnknownUser
from crossfoot_server.accounts.signing_in import LASTS, MOST, Waiting, ask, let_in, look, redeem
from crossfoot_server.store import Store
from crossfoot_tests.server.builders import NOW, open_store

LATER = NOW + dt.timedelta(minutes=2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path)) as opened:
        yield opened


def test_a_program_that_is_let_in_gets_a_token_and_the_same_again_where_the_answer_was_lost(store: Store) -> None:
    asked = ask(store, "crossfoot @ DESKTOP-LI", NOW)
    assert redeem(store, asked.secret, NOW) is None
    assert look(store, asked.code, LATER) == Waiting("crossfoot @ DESKTOP-LI", NOW)
    assert let_in(store, asked.code, "ann", LATER) == Waiting("crossfoot @ DESKTOP-LI", NOW)
    token = redeem(store, asked.secret, LATER)
    assert token is not None
    found = authenticate(store, token, LATER)
    assert (found and found.login) == "ann"
    assert redeem(store, asked.secret, LATER) == token
    [entry] = list_tokens(store, "ann")
    assert (entry.label, entry.expires_at) == ("crossfoot @ DESKTOP-LI", LATER + dt.timedelta(days=90))


@pytest.mark.parametrize("typed", ["{}", " {}  ", "{}\n"])
def test_a_code_is_taken_as_people_type_it(store: Store, typed: str) -> None:
    code = ask(store, "x", NOW).code
    assert (len(code), code[4]) == (9, "-")
    for each in (code, code.lower(), code.replace("-", ""), code.replace("-", "－"), code.replace("-", " ")):
        assert look(store, typed.format(each), NOW).client == "x"


def test_a_code_counts_once(store: Store) -> None:
    asked = ask(store, "x", NOW)
    let_in(store, asked.code, "ann", NOW)
    with pytest.raises(UnknownCode):
        let_in(store, asked.code, "carl", NOW)
    assert list_tokens(store, "carl") == []


def test_a_code_counts_for_a_quarter_of_an_hour(store: Store) -> None:
    asked = ask(store, "x", NOW)
    last = NOW + LASTS - dt.timedelta(seconds=1)
    assert redeem(store, asked.secret, last) is None
    with pytest.raises(UnknownCode):
        let_in(store, asked.code, "ann", NOW + LASTS)
    with pytest.raises(SignInOver):
        redeem(store, asked.secret, NOW + LASTS)


def test_nobody_is_let_in_as_somebody_who_is_not_there_and_the_code_still_counts(store: Store) -> None:
    asked = ask(store, "x", NOW)
    with pytest.raises(UnknownUser):
        let_in(store, asked.code, "nobody", NOW)
    let_in(store, asked.code, "ann", NOW)
    assert redeem(store, asked.secret, NOW) is not None


def test_neither_the_code_nor_another_secret_gives_the_token(store: Store) -> None:
    asked = ask(store, "x", NOW)
    let_in(store, asked.code, "ann", NOW)
    for secret in (asked.code, "", "0" * 48):
        with pytest.raises(SignInOver):
            redeem(store, secret, NOW)


def test_what_was_let_in_and_not_asked_for_yet_opens_nothing(store: Store) -> None:
    asked = ask(store, "x", NOW)
    let_in(store, asked.code, "ann", NOW)
    [entry] = list_tokens(store, "ann")
    assert authenticate(store, f"cf_{entry.id}_", NOW) is None
    assert authenticate(store, f"cf_{entry.id}_{'0' * 48}", NOW) is None


def test_what_was_revoked_before_it_was_asked_for_stays_worthless(store: Store) -> None:
    asked = ask(store, "x", NOW)
    let_in(store, asked.code, "ann", NOW)
    [entry] = list_tokens(store, "ann")
    revoke_token(store, entry.id, NOW)
    token = redeem(store, asked.secret, NOW)
    assert token is not None
    with pytest.raises(TokenRevoked):
        authenticate(store, token, NOW)


def test_only_so_many_wait_at_a_time(store: Store) -> None:
    for _ in range(MOST):
        ask(store, "x", NOW)
    with pytest.raises(TooManySignIns):
        ask(store, "x", NOW)
    ask(store, "x", NOW + LASTS)


@pytest.mark.parametrize(
    ("told", "shown"), [("a\nb\x1b[31m", "a b [31m"), ("", "?"), ("x" * 200, "x" * 80), ("李的电脑", "李的电脑")]
)
def test_what_a_strangers_program_calls_itself_is_fit_to_be_shown(store: Store, told: str, shown: str) -> None:
    assert look(store, ask(store, told, NOW).code, NOW).client == shown
