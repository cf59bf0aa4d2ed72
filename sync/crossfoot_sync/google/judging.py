"""What an answer means: fine, a failure that may pass, or an error in words of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import msgspec
from requests import Response

from crossfoot_sync.google.calls import Call
from crossfoot_sync.google.clock import Clock
from crossfoot_sync.google.errors import (
    ApiOff,
    GoogleError,
    NotASheet,
    NotGoogle,
    NotShared,
    ProtectedRange,
    QuotaExhausted,
    Refused,
    SpreadsheetGone,
    StorageFull,
    TokenRefused,
    TooManyCells,
)
from crossfoot_sync.google.failures import Failure, lost, trouble


class _Detail(msgspec.Struct):
    reason: str = ""
    metadata: dict[str, Any] = {}


class _Error(msgspec.Struct):
    message: str = ""
    status: str = ""
    errors: list[_Detail] = []
    details: list[_Detail] = []


class _Body(msgspec.Struct):
    error: _Error


@dataclass(frozen=True)
class Refusal:
    """What Google refused and in which words; ``reasons`` are for programs."""

    call: Call
    account: str
    status: int
    said: str
    reasons: frozenset[str]
    metadata: dict[str, Any]


def judge(response: Response, call: Call, account: str, clock: Clock) -> None:
    """Let a good answer pass.

    Raises:
        Failure: it is one that may pass.
        GoogleError: it is a refusal.
    """
    status, host = response.status_code, str(urlsplit(response.url).hostname)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Failure("quota", _used_up(call, account), retry_after(response, clock))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        raise trouble(call, status, retry_after(response, clock))
    if status < HTTPStatus.BAD_REQUEST:
        if status < HTTPStatus.MULTIPLE_CHOICES and (not call.json or _is_json(response)):
            return
        raise lost(call, host, "foreign")
    refusal = _refusal(response, call, account)
    if refusal is None:
        raise NotGoogle(host, status=status)
    if refusal.reasons & _TOO_FAST:
        raise Failure("rate", _used_up(call, account), retry_after(response, clock))
    raise _error(refusal)


def retry_after(response: Response, clock: Clock) -> float | None:
    """The seconds that an answer asks to wait; ``None`` where it says nothing of use."""
    told = response.headers.get("Retry-After", "").strip()
    if told.isdecimal():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, (moment - clock.now()).total_seconds()) if moment.tzinfo else None


_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})


def _used_up(call: Call, account: str) -> GoogleError:
    return QuotaExhausted(account, lane=call.lane)


def _is_json(response: Response) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")


def _refusal(response: Response, call: Call, account: str) -> Refusal | None:
    """The refusal in an answer; ``None`` where it is not in Google's form."""
    try:
        error = msgspec.json.decode(response.content, type=_Body).error
    except msgspec.DecodeError:
        return None
    reasons = {each.reason for each in (*error.errors, *error.details)} | {error.status}
    metadata = {name: value for each in error.details for name, value in each.metadata.items()}
    return Refusal(call, account, response.status_code, error.message, frozenset(reasons), metadata)


@dataclass(frozen=True)
class _Rule:
    """Which refusals an error is made of: by status, and by a reason or by Google's words where these are given."""

    status: int
    make: Callable[[Refusal], GoogleError]
    reasons: frozenset[str] = frozenset()
    said: str = ""

    def fits(self, refusal: Refusal) -> bool:
        return (
            refusal.status == self.status
            and (not self.reasons or bool(self.reasons & refusal.reasons))
            and bool(re.search(self.said, refusal.said))
        )


def _error(refusal: Refusal) -> GoogleError:
    rule = next((each for each in _RULES if each.fits(refusal)), None)
    return rule.make(refusal) if rule else _refused(refusal)


def _refused(refusal: Refusal) -> GoogleError:
    return Refused(refusal.call.thing, refusal.said, status=refusal.status)


def _api_off(refusal: Refusal) -> GoogleError:
    service = str(refusal.metadata.get("service", "sheets.googleapis.com"))
    project = str(refusal.metadata.get("consumer", "?")).removeprefix("projects/")
    place = f"https://console.cloud.google.com/apis/library/{service}?project={project}"
    return ApiOff(refusal.account, refusal.said, api=service, project=project, link=place)


def _too_many_cells(refusal: Refusal) -> GoogleError:
    limit = re.search(_CELL_LIMIT, refusal.said)
    return TooManyCells(refusal.call.thing, refusal.said, limit=limit[1] if limit else "10000000")


_CELL_LIMIT = r"above the limit of ([\d,]+) cells"

_RULES: tuple[_Rule, ...] = (
    _Rule(400, lambda it: ProtectedRange(it.call.thing, it.said, account=it.account), said="protected cell or object"),
    _Rule(400, _too_many_cells, said=_CELL_LIMIT),
    _Rule(400, lambda it: NotASheet(it.call.thing, it.said), said="not supported for this document"),
    _Rule(401, lambda it: TokenRefused(it.account, it.said)),
    _Rule(403, _api_off, frozenset({"SERVICE_DISABLED", "accessNotConfigured"})),
    _Rule(403, lambda it: StorageFull(it.call.thing, it.said), frozenset({"storageQuotaExceeded"})),
    _Rule(403, _refused, frozenset({"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"})),
    _Rule(
        403,
        lambda it: NotShared(it.call.thing, it.said, account=it.account),
        frozenset({"PERMISSION_DENIED", "insufficientFilePermissions"}),
    ),
    _Rule(404, lambda it: SpreadsheetGone(it.call.thing, it.said, account=it.account)),
)
"""The first that fits counts; what none fits is ``Refused``."""
