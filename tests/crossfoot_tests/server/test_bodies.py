"""Bodies of requests: bounded before and after decompression, decoded strictly."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.api.bodies import decode, inflate
from crossfoot_server.api.problems import BodyTooLarge
from crossfoot_server.errors import BadRequest
from crossfoot_sync.engine.wire import SyncRequest

MIB = 1 << 20


@given(st.binary(max_size=5000))
def test_inflating_undoes_gzip(data: bytes) -> None:
    assert inflate(gzip.compress(data), limit=5000) == data


@given(st.binary(min_size=1, max_size=2000))
def test_the_limit_is_exact(data: bytes) -> None:
    packed = gzip.compress(data)
    assert inflate(packed, limit=len(data)) == data
    with pytest.raises(BodyTooLarge):
        inflate(packed, limit=len(data) - 1)


@given(st.binary(max_size=500), st.data())
def test_a_damaged_gzip_stream_is_a_bad_request(data: bytes, draw: st.DataObject) -> None:
    packed = gzip.compress(data)
    kept = draw.draw(st.integers(0, len(packed) - 1))
    with pytest.raises(BadRequest):
        inflate(packed[:kept], limit=1000)


def test_something_after_the_gzip_stream_is_a_bad_request() -> None:
    with pytest.raises(BadRequest) as caught:
        inflate(gzip.compress(b"{}") + gzip.compress(b"{}"), limit=1000)
    said = "body: its gzip stream is cut short or followed by something else. Nothing of the request was taken; "
    assert caught.value.text("en") == f"{said}mend it and send it again."


def test_a_bomb_is_refused_without_being_held() -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join([*(packer.compress(bytes(MIB)) for _ in range(50)), packer.flush()])
    tracemalloc.start()
    with pytest.raises(BodyTooLarge) as caught:
        inflate(bomb, limit=MIB)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(caught.value) == (
        "The body has more than 1048576 bytes when inflated; at most 1048576 are taken. Send fewer rows per batch, "
        "or have the server's limit raised."
    )
    assert len(bomb) < MIB
    assert peak < 8 * MIB


@pytest.mark.parametrize(
    ("data", "where", "problem"),
    [
        (b"", "body", "Input data was truncated"),
        (b'{"cursor": ', "body", "Input data was truncated"),
        (b"{]", "body", "JSON is malformed: object keys must be strings (byte 1)"),
        (b"[]", "$", "Expected `object`, got `array`"),
        (b'{"cursor": "1"}', "$.cursor", "Expected `int`, got `str`"),
        (b'{"cursor": 1e400}', "$.cursor", "Number out of range"),
        (b'{"cursor": ' + b"9" * 5000 + b"}", "$.cursor", "Integer value out of range"),
        (b'{"language": "de"}', "$.language", "Invalid enum value 'de'"),
        (b'{"epoch": "\xff"}', "body", "a text in it is not UTF-8"),
        (b'{"unknown": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "body", "it is nested too deeply"),
        (b'{"push": [{"table": "a"}]}', "$.push[0]", "Object missing required field `ids`"),
        (
            b'{"push": [{"table": "a", "ids": [7]}]}',
            "$.push[0].ids[0]",
            "Expected `str`, got `int`",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(data: bytes, where: str, problem: str) -> None:
    with pytest.raises(BadRequest) as caught:
        decode(data, SyncRequest)
    said = f"{where}: {problem}. Nothing of the request was taken; mend it and send it again."
    assert caught.value.text("en") == said


@given(st.binary(max_size=200))
def test_decoding_ends_in_a_request_or_a_bad_request(data: bytes) -> None:
    with suppress(BadRequest):
        assert isinstance(decode(data, SyncRequest), SyncRequest)
