"""When a host ends: asked to, forgotten by its companion, too slow to start, or by a signal."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from .status import Status

# The main loop has this long to take notice of a close; a factory that blocks it does not stop the end.
NOTICE_SECONDS = 1.4
# From the request to the end, with whatever is still open killed.
CLOSE_SECONDS = 4.0
_UNUSED_SECONDS = 60.0


class Lifetime:
    """Timers of the control thread's loop.

    Parameters
    ----------
    begin_close
        Asks the main loop to close the cluster; it calls :meth:`noticed` when it begins to.
    abort_start
        Asks the main loop to give up a start.
    end_hard
        Ends the process at once.
    """

    def __init__(
        self,
        status: Status,
        begin_close: Callable[[], None],
        abort_start: Callable[[], None],
        end_hard: Callable[[], None],
    ) -> None:
        self._status = status
        self._begin_close = begin_close
        self._abort_start = abort_start
        self._end_hard = end_hard
        self._loop = asyncio.get_running_loop()
        self._orphan_seconds = _UNUSED_SECONDS
        self._orphan: asyncio.TimerHandle | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._notice: asyncio.TimerHandle | None = None
        self._closing = False
        self.released()

    def configure(self, spec: dict[str, Any]) -> None:
        """Take over a start's time-outs, in seconds; 0 means never."""
        self._orphan_seconds = float(spec["orphanTimeoutSeconds"])
        seconds = float(spec["startDeadlineSeconds"])
        if seconds > 0:
            self._deadline = self._loop.call_later(seconds, self._too_slow, seconds)

    def held(self) -> None:
        """A companion is here."""
        _stop(self._orphan)

    def released(self) -> None:
        """The companion has gone, or none has come yet."""
        _stop(self._orphan)
        if self._closing or self._orphan_seconds <= 0:
            return
        self._orphan = self._loop.call_later(self._orphan_seconds, self._orphaned)

    def dropped(self) -> None:
        """A companion has gone: a host that was only warmed has nothing to come back to."""
        if self._status.begun:
            self.released()
        else:
            self.close("orphan", "The companion left before a cluster was asked for.")

    def close(self, code: str | None = None, message: str = "") -> None:
        """Close in order; after :data:`CLOSE_SECONDS` in any way."""
        if self._closing:
            return
        self._closing = True
        _stop(self._orphan)
        _stop(self._deadline)
        self._status.move("closing", code, message)
        self._notice = self._loop.call_later(NOTICE_SECONDS, self._end_hard)
        self._loop.call_later(CLOSE_SECONDS, self._end_hard)
        self._begin_close()

    def noticed(self) -> None:
        """The main loop has begun to close."""
        _stop(self._notice)

    def _orphaned(self) -> None:
        self.close("orphan", f"No companion for {_duration(self._orphan_seconds)}.")

    def _too_slow(self, seconds: float) -> None:
        if self._status.state == "starting":
            self._status.move("failed", "deadline", f"The start took longer than {_duration(seconds)}.")
            self._abort_start()


class IdleWatch:
    """Tells how long nothing was computed, and when that has to have an end."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._warn_before = min(300.0, seconds / 2)
        self._since = time.monotonic()
        self._mark: Any = None

    @property
    def interval(self) -> float:
        """Seconds between two looks."""
        return min(5.0, max(0.1, self.seconds / 20))

    def look(self, activity: dict[str, Any]) -> float | None:
        """Take a look; the seconds until the end once it is near, 0 or less when it has come."""
        now = time.monotonic()
        if activity["busy"] or activity["mark"] != self._mark:
            self._mark, self._since = activity["mark"], now
        left = self._since + self.seconds - now
        return left if left <= self._warn_before else None


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def _duration(seconds: float) -> str:
    return f"{seconds / 60:g} minutes" if seconds >= 120 else f"{seconds:g} seconds"
