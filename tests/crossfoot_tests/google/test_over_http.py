"""The same over sockets: the emulator as a server, and networks that really fail."""

from __future__ import annotations

import logging
import socket
import ssl
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import gspread
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from crossfoot_sync.emulator import Discovery, Google, Server, no_quota
from crossfoot_sync.emulator.http.message import Request, Response
from crossfoot_sync.google.account import ServiceAccount
from crossfoot_sync.google.bucket import LocalBucket
from crossfoot_sync.google.errors import GoogleError, NotReachable, OutcomeUnknown
from crossfoot_sync.google.key import Key
from crossfoot_sync.google.line import Addresses, Line, new_session
from crossfoot_sync.google.patience import Patience
from crossfoot_sync.google.probe import version
from crossfoot_sync.google.transport import Transport
from crossfoot_tests.google.faketime import FakeTime


class Served:
    """The emulator as a server, with a spreadsheet of Ann's; what it was sent and what it gave out."""

    def __init__(self, discovery: Discovery, private_key: str) -> None:
        self.google = Google(quota=no_quota(), discovery=discovery)
        self.ann, self.worker = self.google.person("ann@example.com", "Ann"), self.google.service_account()
        self.id = self.ann.creates("Customers")
        self.ann.shares(self.id, self.worker)
        self.key = self.google.key(self.worker, private_key=private_key)
        self.bodies: list[bytes] = []
        self.headers: dict[str, str] = {}

    def handle(self, request: Request) -> Response:
        self.bodies.append(request.body)
        answer = self.google.handle(request)
        return replace(answer, headers={**answer.headers, **self.headers})

    def transport(self, addresses: Addresses, **answer: float) -> Transport:
        """A transport to some address, whose waits take no time."""
        time = FakeTime()
        time.clock.time = datetime.now(UTC)
        line = Line(new_session(), addresses, time)
        waits = {"read": 20.0, "write": 20.0, "drive": 20.0} | answer
        patience = Patience(answer=waits)  # type: ignore[arg-type]  # its keys are lanes
        return Transport(ServiceAccount(Key(self.key), line), LocalBucket(clock=time), line, patience=patience)


@pytest.fixture
def served(discovery: Discovery, private_key: str) -> Served:
    return Served(discovery, private_key)


@contextmanager
def serving(served: Served) -> Iterator[Addresses]:
    """The addresses of a server in a thread."""
    with Server(served.handle) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Addresses.emulated(f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A socket that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def address(listener: socket.socket, scheme: str = "http") -> str:
    """Where it listens."""
    return f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"


def test_gspread_works_through_it_over_a_server(served: Served) -> None:
    with serving(served) as addresses, closing(served.transport(addresses)) as transport:
        client = gspread.Client(auth=None, session=transport.session)  # type: ignore[arg-type]
        client.http_client = transport
        sheet = client.open_by_key(served.id).sheet1
        sheet.update([["C-001", "Aster Ltd"], ["C-002", "杜若"]], "A1", raw=True)
        assert sheet.get_all_values() == [["C-001", "Aster Ltd"], ["C-002", "杜若"]]
        assert version(transport, served.id).email == served.worker.email
        assert dict(transport.counts.requests) == {"read": 3, "write": 1, "drive": 1}


def test_a_session_keeps_no_cookies(served: Served) -> None:
    served.headers = {"Set-Cookie": "NID=1; Path=/"}
    with serving(served) as addresses, new_session() as session:
        answers = [session.get(f"{addresses.sheets}/v4/spreadsheets/{served.id}", timeout=20) for _ in range(2)]
        assert [each.headers["Set-Cookie"] for each in answers] == ["NID=1; Path=/"] * 2
        assert (["Cookie" in each.request.headers for each in answers], len(session.cookies)) == ([False] * 2, 0)


@pytest.mark.parametrize("fault", ["cut off", "cut off after commit"])
def test_a_connection_that_ends_leaves_a_write_unknown_and_a_read_repeated(served: Served, fault: str) -> None:
    with serving(served) as addresses, closing(served.transport(addresses)) as transport:
        served.google.fail_next(fault, method="GET")
        transport.values_get(served.id, "A1")
        served.google.fail_next(fault, method="PUT")
        with pytest.raises(OutcomeUnknown, match="the connection ended before the answer"):
            write(transport, served.id)
        assert [(each.method[-3:], each.status) for each in served.google.log] == [("get", 0), ("get", 200), ("ate", 0)]


def test_a_port_where_nobody_listens_is_tried_until_the_time_is_up(served: Served) -> None:
    with listening() as listener:
        closed = address(listener)
    with serving(served) as addresses:
        nowhere = Addresses(closed, closed, addresses.tokens)
        with closing(served.transport(nowhere)) as transport:
            with pytest.raises(NotReachable) as raised:
                write(transport.within(60), served.id)
            assert str(raised.value) == (
                "127.0.0.1: it cannot be reached (no connection). Check the network and the proxy, and try again later."
            )
            assert transport.counts.retries["unsent"] >= 4


def test_a_proxy_that_is_not_there_is_told_as_such(served: Served) -> None:
    with listening() as listener:
        closed = address(listener)
    with serving(served) as addresses, closing(served.transport(addresses)) as transport:
        transport.session.proxies = {"http": closed}
        with pytest.raises(NotReachable, match="the proxy refused"):
            write(transport.within(20), served.id)


def test_a_server_that_says_nothing_leaves_a_write_unknown(served: Served) -> None:
    with serving(served) as addresses, listening() as listener:
        silent = Addresses(address(listener), address(listener), addresses.tokens)
        with closing(served.transport(silent, write=0.05, read=0.05)) as transport:
            with pytest.raises(OutcomeUnknown, match="no answer in time"):
                write(transport, served.id)
            with pytest.raises(NotReachable, match="no answer in time"):
                transport.within(8).values_get(served.id, "A1")
            assert transport.counts.requests["write"] == 1
            assert transport.counts.requests["read"] > 1


def test_a_certificate_that_nobody_vouches_for_ends_it_at_once(served: Served, tmp_path: Path) -> None:
    with serving(served) as addresses, listening() as listener:
        thread = Thread(target=shakes_hands, args=(listener, self_signed(tmp_path)))
        thread.start()
        secure = Addresses(address(listener, "https"), address(listener, "https"), addresses.tokens)
        with closing(served.transport(secure)) as transport:
            with pytest.raises(NotReachable, match="its certificate is not trusted"):
                write(transport, served.id)
            thread.join()
            assert (dict(transport.counts.requests), dict(transport.counts.retries)) == ({"write": 1}, {})


def test_no_key_and_no_token_is_logged_or_told(
    served: Served, caplog: pytest.LogCaptureFixture, private_key: str
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[object] = []
    with serving(served) as addresses, closing(served.transport(addresses)) as transport:
        told += [transport, transport.account, transport.counts]
        for fault in ("503", "429", "cut off"):
            served.google.fail_next(fault, method="GET")
        transport.values_get(served.id, "A1")
        tokens = list(served.google.state.grants)
        served.google.state.grants.clear()
        transport.values_get(served.id, "A1")
        tokens += served.google.state.grants
        served.ann.unshares(served.id, served.worker)
        told += [failing(transport, served.id)]
    shown = "\n".join([caplog.text, *map(repr, caplog.records), *map(repr, told), *map(str, told)])
    assertions = [body.decode().partition("assertion=")[2] for body in served.bodies if b"assertion=" in body]
    secrets = [*tokens, *assertions, *private_key.split("\n")[1:-2]]
    assert (len(tokens), len(assertions), len(secrets) > 20) == (2, 2, True)
    assert len(caplog.records) > 5
    assert [each for each in secrets if each[:30] in shown] == []


def failing(transport: Transport, spreadsheet: str) -> str:
    """All that Python tells of an error with its causes."""
    with pytest.raises(GoogleError) as raised:
        write(transport, spreadsheet)
    return "".join(traceback.format_exception(raised.value))


def write(transport: Transport, spreadsheet: str) -> None:
    """Write to the first cell."""
    transport.values_update(spreadsheet, "A1", {"valueInputOption": "RAW"}, {"values": [["new"]]})


@contextmanager
def closing(transport: Transport) -> Iterator[Transport]:
    """Close its connections afterwards."""
    with transport.session:
        yield transport


def shakes_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    """Take one connection, show it the certificate, and take no other."""
    connection, _ = listener.accept()
    listener.close()
    with connection:
        try:
            context.wrap_socket(connection, server_side=True).close()
        except ssl.SSLError:
            return  # the client did not like it


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS for 127.0.0.1 by a certificate of its own making."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    pem, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    written = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, no_password)
    path.write_bytes(written + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
