"""Row ids, fingerprints, the texts of hidden cells and manifests: what has an inverse is turned back."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.engine.fingerprint import Base, field_hash, read_base, set_digest, write_base
from crossfoot_sync.engine.manifest import Manifest, ManifestError
from crossfoot_sync.engine.openfields import OpenField, read_open, write_open
from crossfoot_sync.engine.rowid import as_uuid, completed, encode, is_row_id, new_row_id
from crossfoot_templates.layout import is_open
from crossfoot_templates.types import WireValue

WIRE: st.SearchStrategy[WireValue] = st.one_of(st.none(), st.text(), st.integers(), st.booleans())
NAMES = st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), unique=True, max_size=12)


def test_a_new_id_is_a_uuid_of_version_7_that_sorts_by_time() -> None:
    earlier, later = new_row_id(1_700_000_000_000), new_row_id(1_700_000_000_001)
    assert earlier < later
    assert as_uuid(earlier).version == 7
    assert len(earlier) == 27


@given(st.integers(0, 2**128 - 1))
def test_an_encoded_number_is_an_id_and_turns_back(number: int) -> None:
    row_id = encode(number)
    assert is_row_id(row_id)
    assert as_uuid(row_id).int == number


@given(st.integers(0, 2**128 - 1))
def test_an_id_that_was_copied_without_its_check_character_is_completed(number: int) -> None:
    row_id = encode(number)
    assert completed(row_id[:-1]) == row_id
    assert completed(row_id) == row_id


@pytest.mark.parametrize("text", ["", "KH-0001", "Z" * 26, "01m84gfv9dez2b5sf9hxdd2x6n", "01M84GFV9DEZ2B5SF9HXDD2X6$"])
def test_what_is_no_id_stays_as_it_is(text: str) -> None:
    assert completed(text) == text


@given(st.integers(0, 2**128 - 1), st.integers(0, 26), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_h18_one_wrong_character_makes_an_id_invalid(number: int, place: int, wrong: str) -> None:
    row_id = encode(number)
    damaged = row_id[:place] + wrong + row_id[place + 1 :]
    assert is_row_id(damaged) == (damaged == row_id)


@given(NAMES, st.integers(0, 10**9), st.data())
def test_a_base_turns_back_into_revision_and_hashes(names: list[str], rev: int, data: st.DataObject) -> None:
    row = {name: data.draw(WIRE) for name in names}
    text = write_base("row", rev, row, names)
    assert read_base(text, "row", names) == Base(rev, {name: field_hash(row[name]) for name in names})


@pytest.mark.parametrize("text", ["", "x", "1:2", "1:abcd:", "-1:e49f:aaaaaa", "²:e49f:aaaaaa", "1:e49f:short"])
def test_h18_a_damaged_base_says_nothing(text: str) -> None:
    assert read_base(text, "row", ["a", "b"]) is None


def test_a_base_for_other_columns_says_nothing() -> None:
    assert read_base(write_base("row", 1, {}, ["a", "b"]), "row", ["b", "a"]) is None


def test_h18_a_base_beside_another_id_says_nothing() -> None:
    assert read_base(write_base("row", 1, {}, ["a", "b"]), "another", ["a", "b"]) is None


@given(st.lists(st.tuples(st.text(max_size=5), st.integers(0, 99)), unique=True), st.randoms())
def test_the_digest_of_a_set_does_not_depend_on_its_order(rows: list[tuple[str, int]], random: Random) -> None:
    shuffled = sorted(rows, key=lambda _row: random.random())
    assert set_digest(rows) == set_digest(shuffled)


def test_the_digest_notices_a_revision() -> None:
    assert set_digest([("a", 1)]) != set_digest([("a", 2)])


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
        st.builds(OpenField, st.sampled_from(["c", "r", "w", "x"]), st.integers(0, 10**9), st.builds(field_hash, WIRE)),
    )
)
def test_open_fields_turn_back_and_the_conditional_format_finds_each(fields: dict[str, OpenField]) -> None:
    text = write_open(fields)
    assert read_open(text) == fields
    assert all(is_open(text or "", name) for name in fields)


@given(st.text())
def test_h18_a_damaged_open_cell_never_raises(text: str) -> None:
    assert isinstance(read_open(text), dict)


MANIFEST = Manifest(
    book="receivables",
    workbook="w",
    server="http://127.0.0.1:1",
    user="li",
    language="zh",
    cursor=7,
    lists={"customer": "d"},
    layouts={"receivable": ["number", "amount"]},
)


def test_a_manifest_turns_back() -> None:
    assert Manifest.read(MANIFEST.facts()) == MANIFEST


@pytest.mark.parametrize(
    ("fact", "text"), [("cursor", "seven"), ("cursor", '"7"'), ("language", "fr"), ("layouts", "[]"), ("lists", "{")]
)
def test_h18_a_tampered_manifest_is_named(fact: str, text: str) -> None:
    with pytest.raises(ManifestError, match="manifest is damaged"):
        Manifest.read(MANIFEST.facts() | {fact: text})


def test_h18_a_missing_fact_is_named() -> None:
    with pytest.raises(ManifestError, match="user"):
        Manifest.read({name: fact for name, fact in MANIFEST.facts().items() if name != "user"})
