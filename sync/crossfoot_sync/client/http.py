"""Requests over HTTP, tried again where that is safe, which it always is: a batch has an id."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema
from urllib3.exceptions import NameResolutionError
from urllib3.exceptions import SSLError as TransportSecurity
from urllib3.util.retry import Retry

from crossfoot_sync.client.errors import AddressError, UnreachableError
from crossfoot_sync.client.server import Response

RETRY = Retry(
    total=3,
    backoff_factor=0.4,
    backoff_jitter=0.2,
    status_forcelist=(502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
)
"""Lost connections and busy gateways are tried three times more, within some three seconds."""

CONNECT_SECONDS, READ_SECONDS = 10, 300


class HttpTransport:
    """A transport over one keep-alive session; ``timeouts`` are seconds for a connection and for an answer."""

    def __init__(
        self, address: str, retry: Retry = RETRY, timeouts: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS)
    ) -> None:
        self.address = address.rstrip("/")
        self._timeouts = timeouts
        self._session = session_for(self.address, retry)

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """The answer, decompressed.

        Raises:
            AddressError: the address is none.
            UnreachableError: no answer came.
        """
        try:
            reply = self._session.request(
                method,
                self.address + path,
                data=body,
                headers=dict(headers),
                timeout=self._timeouts,
                allow_redirects=False,
            )
        except (InvalidURL, MissingSchema, InvalidSchema) as error:
            raise AddressError(self.address) from error
        except requests.RequestException as error:
            raise UnreachableError(self.address, _cause(error)) from error
        return Response(reply.status_code, reply.content)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()


def session_for(address: str, retry: Retry = RETRY) -> requests.Session:
    """A session with the server at ``address``."""
    session = requests.Session()
    session.headers["User-Agent"] = "crossfoot-client"
    session.mount("http://", HTTPAdapter(max_retries=retry))
    if address.startswith("https:"):
        session.mount("https://", SystemTrust(max_retries=retry))
    return session


class SystemTrust(HTTPAdapter):
    """Trusts whom the system trusts, besides those that requests brings: companies sign their servers themselves.

    On Windows these are the system's own authorities, elsewhere those that OpenSSL finds, ``SSL_CERT_FILE`` among them.
    """

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """What keeps the connections."""
        super().init_poolmanager(*args, ssl_context=ssl.create_default_context(), **kwargs)

    def proxy_manager_for(self, proxy: Any, **kwargs: Any) -> Any:
        """The same for those through a proxy."""
        return super().proxy_manager_for(proxy, ssl_context=ssl.create_default_context(), **kwargs)


def _cause(error: requests.RequestException) -> str:
    """Why there was no answer, in a few words."""
    below = _below(error)
    if isinstance(below, ssl.SSLError) and below.reason in NO_TLS:
        return NO_HTTPS
    known = (words for kind, words in CAUSES if isinstance(error, kind) or isinstance(below, kind))
    return next(known, type(error).__name__)


def _below(error: requests.RequestException) -> BaseException | None:
    """What lies below an error of requests: it holds urllib3's, which holds why its last try failed."""
    tried = error.args[0] if error.args else None
    reason = getattr(tried, "reason", tried)
    return reason.args[0] if isinstance(reason, TransportSecurity) and reason.args else reason


CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (requests.exceptions.SSLError, "its certificate is not trusted"),
    (requests.exceptions.ProxyError, "the proxy refused"),
    (requests.exceptions.ReadTimeout, "it took too long"),
    (requests.exceptions.ConnectTimeout, "no connection in time"),
    (NameResolutionError, "there is no host of that name"),
    (requests.exceptions.ConnectionError, "no connection"),
)
"""Special ones first: the others are kinds of the last."""

NO_HTTPS = "there is no https at this port, perhaps http:// is meant"

NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"})
"""How OpenSSL names an answer that is no TLS."""
