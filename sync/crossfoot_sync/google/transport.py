"""An HTTP client for gspread that waits its turn, tries again where that is safe, and ends in time."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from copy import copy
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import requests
from gspread import HTTPClient
from gspread.http_client import FileType, ParamsType

from crossfoot_sync.google.account import Tokens
from crossfoot_sync.google.bucket import Bucket, NotInTime
from crossfoot_sync.google.calls import Call, call_of
from crossfoot_sync.google.counts import Counts
from crossfoot_sync.google.errors import OutOfTime, QuotaExhausted
from crossfoot_sync.google.failures import Failure, broken
from crossfoot_sync.google.judging import judge
from crossfoot_sync.google.line import Line
from crossfoot_sync.google.patience import LEAST_SECONDS, OPERATION_SECONDS, Patience, retrying


class Transport(HTTPClient):
    """Requests in the name of a service account, from any number of threads.

    What only reads is sent again after every failure that may pass. What writes is sent again only when it surely was
    not carried out; otherwise it raises ``OutcomeUnknown`` and leaves it to the caller to read back.

    Args:
        account: in whose name.
        bucket: the account's turns; all transports of the account share it.
        line: the way to Google.
        patience: how long one attempt may take.
        counts: what is counted.
    """

    def __init__(
        self,
        account: Tokens,
        bucket: Bucket,
        line: Line | None = None,
        *,
        patience: Patience | None = None,
        counts: Counts | None = None,
    ) -> None:
        self._line = line or Line()
        super().__init__(auth=None, session=self._line.session)  # type: ignore[arg-type]  # with a session it needs none
        self.account = account
        self.counts = counts or Counts()
        self._bucket = bucket
        self._patience = patience or Patience()
        self._allowed = OPERATION_SECONDS
        self._until: float | None = None

    def within(self, seconds: float) -> Transport:
        """The same for one operation: all its requests together end within ``seconds`` from now.

        Without it each request has ``OPERATION_SECONDS`` of its own.
        """
        made = copy(self)
        made._allowed, made._until = seconds, self._line.clock.monotonic() + seconds
        return made

    def request(  # noqa: PLR0913, PLR0917 (the signature is gspread's)
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: FileType = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> requests.Response:
        """The good answer to a request; ``endpoint`` is an address at Google, whatever stands in for it.

        Raises:
            OutcomeUnknown: it may have been carried out, or not; it was to change something.
            GoogleError: it was refused or could not be sent; nothing was changed.
            ValueError: the address is none of Sheets or Drive.
        """
        address = self._line.addresses.of(endpoint)
        asked = requests.Request(method.upper(), address, headers, files, data, params, json=json)
        prepared = self.session.prepare_request(asked)
        call = call_of(method, endpoint)
        until = self._line.clock.monotonic() + self._allowed if self._until is None else self._until
        repeated = retrying(call, until, self._line.clock, self._patience, self.counts)
        try:
            return repeated(self._attempt, call, prepared, until)
        except Failure as failure:
            raise failure.error from failure.__cause__

    def _attempt(self, call: Call, prepared: requests.PreparedRequest, until: float) -> requests.Response:
        token = self.account.bearer(self._left(until))
        response = self._sent(call, prepared, token, until)
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            self.account.refused(token)
            self.counts.again("token", 0)
            response = self._sent(call, prepared, self.account.bearer(self._left(until)), until)
        try:
            judge(response, call, self.account.email, self._line.clock)
        except Failure as failure:
            if failure.kind == "quota":
                self._bucket.pause(call.lane, self._patience.quota_pause(failure.pause))
            raise
        return response

    def _sent(self, call: Call, prepared: requests.PreparedRequest, token: str, until: float) -> requests.Response:
        """The answer to one request, whatever it says, after waiting for its turn."""
        waited = self._turn(call, until)
        sending = prepared.copy()
        sending.headers["Authorization"] = f"Bearer {token}"
        timeouts = self._patience.timeouts(call.lane, until - self._line.clock.monotonic())
        around = self.session.merge_environment_settings(str(sending.url), {}, None, None, None)
        self.counts.sent(call.lane, waited)
        try:
            return self.session.send(sending, timeout=timeouts, allow_redirects=False, **around)
        except requests.RequestException as error:
            raise broken(call, str(urlsplit(sending.url).hostname), error) from error

    def _turn(self, call: Call, until: float) -> float:
        """Wait for the account's turn; the seconds it took."""
        try:
            return self._bucket.take(call.lane, self._left(until) - LEAST_SECONDS)
        except NotInTime as late:
            raise QuotaExhausted(self.account.email, lane=call.lane, seconds=round(late.seconds)) from late

    def _left(self, until: float) -> float:
        """Seconds left, enough to begin with."""
        left = until - self._line.clock.monotonic()
        if left < LEAST_SECONDS:
            raise OutOfTime("Google", seconds=round(self._allowed))
        return left
