"""Files and texts beside the workbook: outboxes, credentials, mappings, organisation files, what hidden cells say."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.cli.accounts import accounts
from crossfoot_server.store import Store
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.outbox import FileOutbox
from crossfoot_sync.demo.company import ORGANISATION, write_company
from crossfoot_sync.engine.fingerprint import read_base
from crossfoot_sync.engine.manifest import read_shown
from crossfoot_sync.engine.openfields import read_open, write_open
from crossfoot_sync.engine.rowid import is_row_id
from crossfoot_sync.engine.wire import Batch, FieldColumn, SyncRequest, TablePush
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.importing.mapping import check_mapping, load_mapping
from crossfoot_sync.importing.source import read_source
from crossfoot_templates.loader import load_catalog
from crossfoot_tests.hostile.effort import examples
from crossfoot_tests.hostile.telling import tells
from crossfoot_tests.hostile.toml_writing import changed, spoiled_text, written

PUSH = SyncRequest(
    batch=Batch("b", "test", "w", "2026-01-01T00:00:00Z"),
    push=[TablePush("customer", ["x"], ["new"], [0], [""], [], {"name": FieldColumn([0], ["A"])})],
)
KEPT = msgspec.json.encode(PUSH)


@pytest.mark.slow
@given(st.binary(max_size=60) | st.integers(0, len(KEPT)).map(lambda length: KEPT[:length]) | st.just(KEPT))
@examples(200)
def test_an_outbox_holds_a_whole_request_or_none(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        outbox = FileOutbox(Path(folder) / "book.xlsx")
        outbox.path.write_bytes(content)
        loaded = outbox.load()
        assert (loaded == PUSH) == (content == KEPT)
        outbox.close()
        assert outbox.load() is None
        assert list(Path(folder).iterdir()) == []


@pytest.mark.slow
@given(st.binary(max_size=60) | st.dictionaries(st.text(max_size=5), st.text(max_size=5)).map(msgspec.json.encode))
@examples(200)
def test_kept_tokens_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        credentials = Credentials(Path(folder))
        credentials.path.write_bytes(content)
        try:
            credentials.token("http://127.0.0.1:1")
        except ClientError as error:
            tells(str(error))


HIDDEN = st.text(max_size=40) | st.text("0123456789:|=cwrx.abAZ_-", max_size=60)


@pytest.mark.slow
@given(HIDDEN)
@examples(500)
def test_hidden_texts_say_something_or_nothing(text: str) -> None:
    base = read_base(text, "row", ["a", "b"])
    assert base is None or base.hashes.keys() == {"a", "b"}
    opened = read_open(text)
    assert read_open(write_open(opened)) == opened
    assert all(is_row_id(row) for row in read_shown([text, f"{text}:{text}"]))


@pytest.mark.slow
@given(st.data())
@examples(60)
def test_a_changed_mapping_is_used_or_refused(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_company(Path(folder))
        name = data.draw(st.sampled_from(["sales.toml", "finance.toml"]))
        path = Path(folder) / name
        text = path.read_text(encoding="utf-8")
        if data.draw(st.booleans()):
            values = tomllib.loads(text)
            changed(data, values)
            path.write_text(written(values), encoding="utf-8")
        else:
            path.write_bytes(
                spoiled_text(data, text).encode() + data.draw(st.sampled_from([b"", b"\xff", b"a=" + b"[" * 5000]))
            )
        bring_in(path)


def bring_in(path: Path) -> None:
    """Read a mapping and its sources as an import does, up to where the server is asked."""
    view = CATALOG.view("receivables" if path.name == "finance.toml" else "follow_up", ("management", "finance"))
    try:
        mapping = load_mapping(path)
        check_mapping(mapping, view, path)
        for target in mapping.targets:
            read_source(path.with_name(target.file or "customers.csv"), mapping, target)
    except (ClientError, GridError, OSError) as error:
        tells(str(error))


CATALOG = load_catalog()


@pytest.mark.parametrize("encoding", ["hex", "rot13", "zip", "\0", "utf-16", "idna", "undefined", "unicode_escape", ""])
@pytest.mark.parametrize("delimiter", [",", "\n", '"', "\r", "\0", "é", " "])
def test_odd_encodings_and_delimiters_are_refused_or_read(encoding: str, delimiter: str, tmp_path: Path) -> None:
    write_company(tmp_path)
    path = tmp_path / "sales.toml"
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    path.write_text(written({**values, "encoding": encoding, "delimiter": delimiter}), encoding="utf-8")
    bring_in(path)


@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n", b'"', b"\x00,\x00\n", b"\xff\xfe", b"a\n" + b"," * 200_000, b"a\r\r\nb"]
)
def test_odd_csv_files_are_refused_or_read(content: bytes, tmp_path: Path) -> None:
    write_company(tmp_path)
    (tmp_path / "customers.csv").write_bytes(content)
    bring_in(tmp_path / "sales.toml")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("organisations") / "store.sqlite"
    with closing(Store.open(f"sqlite:///{path}", CATALOG)):
        yield path


@pytest.mark.slow
@given(data=st.data())
@examples(60)
def test_a_changed_organisation_file_is_applied_or_refused(store: Path, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "organisation.toml"
        if data.draw(st.booleans()):
            values = tomllib.loads(ORGANISATION)
            changed(data, values)
            path.write_text(written(values), encoding="utf-8")
        else:
            path.write_bytes(spoiled_text(data, ORGANISATION).encode() + data.draw(st.sampled_from([b"", b"\xff"])))
        result = CliRunner().invoke(accounts, ["apply", str(path), "--store", str(store)])
        assert result.exit_code in {0, 1}, result.output
        assert isinstance(result.exception, (SystemExit, type(None))), result.exception
        assert result.output.startswith(("Applied ", "Error: "))
