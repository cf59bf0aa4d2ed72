"""The quota of one account where several processes share it: its turns are kept in Redis.

A turn is reserved when it is asked for, in one step, and then waited for. So the first to ask is the first to go,
nobody has to ask again, and a process that ends while it waits has wasted one turn. The time is that of Redis.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from redis import Redis

from crossfoot_sync.google.bucket import LIMITS, LONGEST_PAUSE_SECONDS, WINDOW_SECONDS, NotInTime
from crossfoot_sync.google.calls import Lane
from crossfoot_sync.google.clock import Clock, SystemClock

_RESERVE: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, window, patience = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local closed = tonumber(redis.call('GET', KEYS[2]) or '0')
local turn = math.max(now, closed)
local before = redis.call('LINDEX', KEYS[1], limit - 1)
if before then turn = math.max(turn, tonumber(before) + window) end
if turn - now > patience then return {0, turn - now} end
redis.call('LPUSH', KEYS[1], turn)
redis.call('LTRIM', KEYS[1], 0, limit - 1)
redis.call('PEXPIRE', KEYS[1], turn - now + window)
return {1, turn - now}
"""
"""Times in milliseconds, the latest first. A turn comes no earlier than a window after the one that is ``limit`` back.

The latest turn never lies before an earlier one, so the list needs no sorting.
"""

_PAUSE: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local closed = math.max(now + tonumber(ARGV[1]), tonumber(redis.call('GET', KEYS[1]) or '0'))
redis.call('SET', KEYS[1], closed, 'PX', closed - now)
return 0
"""

_LEFT: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return tonumber(redis.call('GET', KEYS[1]) or '0') - now
"""


class RedisBucket:
    """Turns of one account, for all processes that name the same Redis.

    Args:
        redis: the connection.
        account: the service account's address.
        limits: how many turns a window has, by lane.
        clock: what is waited by.
        window: seconds in which there are no more turns than the limit.
    """

    def __init__(
        self,
        redis: Redis,
        account: str,
        limits: Mapping[Lane, int] = LIMITS,
        clock: Clock | None = None,
        *,
        window: float = WINDOW_SECONDS,
    ) -> None:
        self._redis, self._account, self._limits = redis, account, limits
        self._clock = clock or SystemClock()
        self._window = window
        self._reserve, self._pause, self._left = (redis.register_script(each) for each in (_RESERVE, _PAUSE, _LEFT))

    def take(self, lane: Lane, patience: float) -> float:
        """Wait for one's turn, at most ``patience`` seconds; the seconds it took.

        Raises:
            NotInTime: it would take longer. Nothing was taken, and nobody waits for it.
        """
        waited = 0.0
        while True:
            given, milliseconds = self._reserve(
                keys=[self._key("gone", lane), self._key("closed", lane)],
                args=[self._limits[lane], round(self._window * 1000), round((patience - waited) * 1000)],
            )
            wait = milliseconds / 1000
            if not given:
                raise NotInTime(waited + wait)
            if wait > 0:
                self._clock.sleep(wait)
                waited += wait
            if self._left(keys=[self._key("closed", lane)]) <= 0:
                return waited
            # Google said meanwhile that the quota is used up: the turn was given before anybody knew

    def pause(self, lane: Lane, seconds: float) -> None:
        """Let nobody go for so long, though never longer than ``LONGEST_PAUSE_SECONDS``."""
        self._pause(keys=[self._key("closed", lane)], args=[round(min(seconds, LONGEST_PAUSE_SECONDS) * 1000)])

    def _key(self, what: str, lane: Lane) -> str:
        return f"crossfoot:turns:{self._account}:{lane}:{what}"
