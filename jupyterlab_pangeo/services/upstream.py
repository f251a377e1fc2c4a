"""One server of numbers or dashboards as services ask it: a few questions at a time, the same question once."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..adapters.usage.prometheus_answers import Form, Refused, error_of
from ..adapters.usage.prometheus_settings import Settings

if TYPE_CHECKING:
    from ..adapters.usage.grafana_page import Asked, Fetched
    from ..adapters.usage.prometheus_http import Client

AT_ONCE = 6
_HTTP = "jupyterlab_pangeo.adapters.usage.prometheus_http"
_T = TypeVar("_T")

Hide = Callable[[str], str]
"""A text without the secrets that it may repeat."""
Read = Callable[[bytes, Hide], _T]


class _Flight:
    """A question under way, and how many wait for it."""

    def __init__(self, task: "asyncio.Task[Any]") -> None:
        self.task = task
        self.waiting = 0


class Upstream:
    """Questions to one server. Every method belongs on the event loop and none blocks it.

    ``fault`` says what an answer with an error's status means, from its body and its status.
    """

    def __init__(self, settings: Settings, fault: Callable[[bytes, int], Refused] = error_of) -> None:
        self._settings = settings
        self._fault = fault
        self._client: Client | None = None
        self._room = asyncio.Semaphore(AT_ONCE)
        self._making = asyncio.Lock()
        self._flights: dict[object, _Flight] = {}

    @property
    def skew(self) -> float:
        """Seconds that its clock is ahead of ours, as its last answer said."""
        return self._client.skew if self._client else 0.0

    async def ask(self, path: str, form: Form, read: Read[_T], *, by_get: bool = False) -> _T:
        """What ``read`` makes, in a thread, of the body of the answer.

        Who asks the same while an answer is under way shares it; when all who wait are gone, it is broken off.

        Raises
        ------
        Refused
            There is no answer; code and message say why.
        """

        async def fly() -> _T:
            try:
                # As long again for those that were asked before.
                return await asyncio.wait_for(self._in_turn(path, form, read, by_get), 2 * self._settings.timeout + 5)
            except asyncio.TimeoutError:
                raise Refused("too-slow", "other queries were waited for too long; ask for less at a time") from None

        return await self._shared((path, form), fly)

    async def fetch(self, asked: "Asked") -> "tuple[Fetched, Hide]":
        """An answer as it is, whatever its status, and what hides the secrets that it may repeat; raises `Refused`."""
        client = await self._connected()
        async with self._room:
            found, login = await client.fetch(asked)
        return found, login.masked

    async def close(self) -> None:
        """Break off what is under way and end the connections."""
        tasks = [flight.task for flight in self._flights.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        client, self._client = self._client, None
        if client:
            await client.close()

    async def _in_turn(self, path: str, form: Form, read: Read[_T], by_get: bool) -> _T:
        client = await self._connected()
        async with self._room:
            body, login = await client.ask(path, form, by_get=by_get)
            try:
                return await asyncio.to_thread(read, body, login.masked)
            except Refused as refused:
                raise Refused(refused.code, login.masked(refused.message)) from None

    async def _connected(self) -> "Client":
        async with self._making:
            if self._client is None:
                # The import takes longer than the loop may.
                http = await asyncio.to_thread(importlib.import_module, _HTTP)
                self._client = http.Client(self._settings, self._fault)
            return self._client

    async def _shared(self, key: object, fly: Callable[[], Awaitable[_T]]) -> _T:
        flight = self._flights.get(key)
        if flight is None or flight.task.done():
            flight = self._flights[key] = _Flight(asyncio.ensure_future(fly()))
        flight.waiting += 1
        try:
            return cast(_T, await asyncio.shield(flight.task))
        finally:
            flight.waiting -= 1
            if not flight.waiting:
                # Nobody waits any more: done, or all are gone.
                flight.task.cancel()
                if self._flights.get(key) is flight:
                    del self._flights[key]
