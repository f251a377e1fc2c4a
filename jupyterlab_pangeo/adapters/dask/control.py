"""The companion's end of a cluster host's control socket: JSON-RPC 2.0, one JSON a line."""

import asyncio
import contextlib
import itertools
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...errors import Conflict, Upstream, UpstreamTimeout

LINE_CAP = 1 << 20
HELD = -32001

_log = logging.getLogger(__name__)

Notify = Callable[[str, dict[str, Any]], None]
Closed = Callable[[], None]


class HostRefused(Conflict):
    """The host understood and said no; ``number`` is its JSON-RPC error code."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number


class HostHeld(HostRefused):
    """Another companion holds the host."""


class HostGone(Upstream):
    """The control socket is closed."""


class HostSilent(UpstreamTimeout):
    """The host did not answer in time."""


def _ignore(method: str, params: dict[str, Any]) -> None:
    """Drop a notification that nobody asked for."""


class ControlClient:
    """One connection to a host; holding it is holding the host's lock.

    Attributes
    ----------
    on_notification
        Called on the event loop with the method and the parameters of each notification.
    on_closed
        Called once when the host's end closes; not after `close`.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.on_notification: Notify = _ignore
        self.on_closed: Closed | None = None
        self._reader = reader
        self._writer = writer
        self._numbers = itertools.count(1)
        self._pending: dict[int, asyncio.Future[Any]] = {}
        self._failure: Exception | None = None
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, path: Path) -> "ControlClient":
        """Connect to the socket at ``path``.

        Raises
        ------
        HostGone
            Nobody listens there.
        """
        try:
            reader, writer = await asyncio.open_unix_connection(path, limit=LINE_CAP + 1)
        except OSError as error:
            raise HostGone(f"the cluster host does not listen: {error.strerror}") from error
        return cls(reader, writer)

    @property
    def is_open(self) -> bool:
        """Whether requests can be sent."""
        return self._failure is None

    async def call(self, method: str, params: dict[str, Any] | None = None, *, timeout: float = 10.0) -> Any:
        """Result of one request.

        Raises
        ------
        HostRefused
            The host answered with an error; `HostHeld` where another companion holds it.
        HostGone
            The connection is closed, or closes before the answer.
        HostSilent
            No answer within ``timeout`` seconds; the connection stays usable.
        """
        if self._failure is not None:
            raise self._failure
        number = next(self._numbers)
        line = json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}})
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending[number] = answer
        try:
            self._writer.write(line.encode() + b"\n")
            return await asyncio.wait_for(answer, timeout)
        except (TimeoutError, asyncio.TimeoutError) as error:
            raise HostSilent(f"the cluster host did not answer {method!r} within {timeout:g} s") from error
        finally:
            del self._pending[number]

    async def close(self) -> None:
        """Let go of the host."""
        self.on_closed = None
        self._reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reading
        self._end(HostGone("the connection to the cluster host is closed"))

    async def _read(self) -> None:
        failure: Exception = HostGone("the cluster host closed the connection")
        try:
            while line := await self._reader.readline():
                refusal = self._handle(line)
                if refusal is not None:
                    failure = refusal
                    break
        except (OSError, ValueError, TypeError) as error:
            failure = HostGone(f"the connection to the cluster host failed: {error}")
        self._end(failure)

    def _handle(self, line: bytes) -> Exception | None:
        """Take one message; an error without a request's id ends the connection."""
        message = json.loads(line)
        if not isinstance(message, dict):
            raise TypeError("a message is not an object")
        if "method" in message:
            params = message.get("params")
            try:
                self.on_notification(str(message["method"]), params if isinstance(params, dict) else {})
            except Exception:
                # A fault of ours must not cost the connection, and with it the cluster.
                _log.exception("a notification of the cluster host could not be handled")
            return None
        number, error = message.get("id"), message.get("error")
        refusal = _refusal(error) if error is not None else None
        if number is None:
            return refusal
        answer = self._pending.get(number)
        if answer is not None and not answer.done():
            if refusal is not None:
                answer.set_exception(refusal)
            else:
                answer.set_result(message.get("result"))
        return None

    def _end(self, failure: Exception) -> None:
        if self._failure is not None:
            return
        self._failure = failure
        self._writer.close()
        for answer in self._pending.values():
            if not answer.done():
                answer.set_exception(failure)
        if self.on_closed is not None:
            self.on_closed()


def _refusal(error: Any) -> HostRefused:
    number = error.get("code") if isinstance(error, dict) else None
    message = str(error.get("message", "")) if isinstance(error, dict) else str(error)
    if number == HELD:
        return HostHeld("another Jupyter server of yours holds this cluster", HELD)
    return HostRefused(message or "the cluster host refused", number if isinstance(number, int) else 0)
