"""What programs ask that have no token and sign what they send: the scripts in linked sheets.

This is all that the interface knows of linked sheets.
"""

from __future__ import annotations

from typing import Final

from crossfoot_server.api.endpoint import Reply, SignedCall
from crossfoot_server.sheets.ping import WINDOW_SECONDS, Queued, Signed, ping

__all__ = ["HEADERS", "SIGNATURE_HEADER", "TIME_HEADER", "Queued", "pinged"]

TIME_HEADER: Final = "X-Crossfoot-Time"
SIGNATURE_HEADER: Final = "X-Crossfoot-Signature"

HEADERS: Final = {
    TIME_HEADER: (
        f"When it is sent, in seconds since 1970. It is taken for {WINDOW_SECONDS // 60} minutes before and after that."
    ),
    SIGNATURE_HEADER: (
        "The HMAC-SHA256, in hexadecimal, over the time, a full stop and the body; the key is the sheet's secret."
    ),
}
"""The headers that sign a request, and what they mean."""


def pinged(call: SignedCall) -> Reply:
    """A sheet asks to be synced now."""
    stamp, signature = (call.headers[name] for name in HEADERS)
    queued = ping(call.store, call.path["spreadsheet"], Signed(stamp, signature, call.body), call.now)
    return Reply(body=queued, facts={"sheet": call.path["spreadsheet"]})
