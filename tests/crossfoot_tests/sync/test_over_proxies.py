"""A company's network: proxies that variables name, and servers whose certificates only the company knows."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from urllib3.util.retry import Retry

from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.client.http import HttpTransport

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
ONCE = Retry(total=0)


@dataclass
class Listener:
    """Something that answers: whatever it was asked for, in ``asked``. It lets nobody through."""

    asked: list[str] = field(default_factory=list)
    port: int = 0


@contextmanager
def listening(certificate: Path | None = None) -> Iterator[Listener]:
    """A listener on this machine, with TLS where it has a certificate."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            listener.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def do_CONNECT(self) -> None:
            listener.asked.append(f"CONNECT {self.path}")
            self.send_error(407)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the same
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    listener.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine's own network."""
    for name in (*VARIABLES, *map(str.lower, VARIABLES), "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, signed by nobody but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "company.pem"
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*plain))
    return path


def get(address: str) -> int:
    """The status of an answer."""
    return HttpTransport(address, ONCE).send("GET", "/api/v1/me", None, {}).status


def why_not(address: str) -> str:
    """Why there was no answer."""
    with pytest.raises(UnreachableError) as caught:
        get(address)
    return caught.value.cause


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_that_a_variable_names_is_asked(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as proxy:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        assert (get("http://ledger.invalid"), proxy.asked) == (200, ["http://ledger.invalid/api/v1/me"])


def test_a_server_that_is_excepted_is_reached_without_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as proxy, listening() as server:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,ledger.example.com")
        assert (get(f"http://127.0.0.1:{server.port}"), proxy.asked, server.asked) == (200, [], ["/api/v1/me"])


def test_a_proxy_that_wants_a_password_is_told_as_refusing(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert (why_not("https://ledger.invalid"), proxy.asked) == (
            "the proxy refused",
            ["CONNECT ledger.invalid:443"],
        )


def test_a_host_of_which_nobody_knows_is_told() -> None:
    told = "there is no host of that name"
    assert [why_not(f"{scheme}://ledger.invalid") for scheme in ("http", "https")] == [told, told]


def test_a_server_without_tls_is_told_where_https_is_asked_for() -> None:
    with listening() as server:
        assert why_not(f"https://127.0.0.1:{server.port}") == "there is no https at this port, perhaps http:// is meant"


def test_a_certificate_that_nobody_knows_is_told(certificate: Path) -> None:
    with listening(certificate) as server:
        assert why_not(f"https://localhost:{server.port}") == "its certificate is not trusted"


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_a_certificate_that_a_variable_names_is_trusted(
    variable: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(certificate))
    with listening(certificate) as server:
        assert get(f"https://localhost:{server.port}") == 200


def test_one_that_is_trusted_must_still_be_that_of_the_server(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with listening(certificate) as server:
        assert why_not(f"https://127.0.0.1:{server.port}") == "its certificate is not trusted"
