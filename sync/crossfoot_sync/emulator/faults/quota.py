"""The quotas of the Sheets API: reads and writes in a minute, for each account and for each project."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crossfoot_sync.emulator.accounts import Account
from crossfoot_sync.emulator.call import Direction
from crossfoot_sync.emulator.errors import QuotaError, error_info

_MINUTE = timedelta(minutes=1)
_NAMES: dict[Direction, tuple[str, str]] = {
    "read": ("Read requests", "ReadRequests"),
    "write": ("Write requests", "WriteRequests"),
}


@dataclass
class Quota:
    """How many requests a minute may have. A refused request counts too.

    ``retry_after`` is sent as a header where it is set; Google sends none with Sheets.
    """

    per_user: int = 60
    per_project: int = 300
    retry_after: int | None = None
    windows: dict[tuple[str, str], tuple[datetime, int]] = field(default_factory=dict)

    def count(self, account: Account, direction: Direction, now: datetime) -> None:
        """Count a request.

        Raises:
            QuotaError: it is one too many for this minute.
        """
        used = self._used((account.email, direction), now)
        of_project = self._used((account.project, direction), now)
        if used > self.per_user:
            raise self._exceeded(account, direction, "user", "PerMinutePerUser", self.per_user)
        if of_project > self.per_project:
            raise self._exceeded(account, direction, "", "PerMinutePerProject", self.per_project)

    def _used(self, key: tuple[str, str], now: datetime) -> int:
        start, count = self.windows.get(key, (now, 0))
        if now >= start + _MINUTE:
            start, count = now, 0
        self.windows[key] = (start, count + 1)
        return count + 1

    def _exceeded(self, account: Account, direction: Direction, whose: str, limit: str, value: int) -> QuotaError:
        metric, name = _NAMES[direction]
        said = f"{metric} per minute" + (f" per {whose}" if whose else "")
        error = QuotaError(
            f"Quota exceeded for quota metric '{metric}' and limit '{said}' of service 'sheets.googleapis.com' "
            f"for consumer 'project_number:{account.project}'.",
            details=[
                error_info(
                    "RATE_LIMIT_EXCEEDED",
                    {
                        "service": "sheets.googleapis.com",
                        "consumer": f"projects/{account.project}",
                        "quota_limit": name + limit,
                        "quota_limit_value": str(value),
                        "quota_location": "global",
                        "quota_metric": f"sheets.googleapis.com/{direction}_requests",
                    },
                ),
                {
                    "@type": "type.googleapis.com/google.rpc.Help",
                    "links": [
                        {
                            "description": "Request a higher quota limit.",
                            "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                        }
                    ],
                },
            ],
        )
        if self.retry_after is not None:
            error.headers["Retry-After"] = str(self.retry_after)
        return error


UNLIMITED = 10**9


def no_quota() -> Quota:
    """One that is never used up."""
    return Quota(UNLIMITED, UNLIMITED)
