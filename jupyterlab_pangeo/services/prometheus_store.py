"""One Prometheus as the service asks it: a few questions at a time, the same question once."""

import asyncio
import importlib
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

from ..adapters.usage.prometheus_answers import Refused, labels_of, result_of
from ..adapters.usage.prometheus_settings import Settings
from ..schemas.common import Reason
from ..schemas.promql import LabelsAnswer, LabelsRequest, PromqlQuery, PromqlResult
from ..schemas.usage import Source

if TYPE_CHECKING:
    from ..adapters.usage.prometheus_http import Client, Form

AT_ONCE = 6
_CHECK_SECONDS = 5.0
_GOOD_SECONDS = 60.0
_BAD_SECONDS = 10.0
_SKEW_SECONDS = 60.0
_HTTP = "jupyterlab_pangeo.adapters.usage.prometheus_http"
_T = TypeVar("_T", PromqlResult, LabelsAnswer)


class _Flight:
    """A question under way, and how many wait for it."""

    def __init__(self, task: "asyncio.Task[object]") -> None:
        self.task = task
        self.waiting = 0


class Store:
    """One Prometheus. Every method belongs on the event loop and none blocks it."""

    def __init__(self, settings: Settings, *, is_locked: bool) -> None:
        self.settings = settings
        self.is_locked = is_locked
        self._client: Client | None = None
        self._room = asyncio.Semaphore(AT_ONCE)
        self._making = asyncio.Lock()
        self._flights: dict[object, _Flight] = {}
        self._checking: asyncio.Task[None] | None = None
        self._fault: Reason | None = None
        self._checked_until = 0.0

    async def query(self, query: PromqlQuery) -> PromqlResult:
        """Answer to a query; raises `Refused`."""
        timeout = ("timeout", f"{self.settings.timeout:g}s")
        form: Form = (("query", query.expr), timeout)
        if query.kind == "instant":
            path, form = "/api/v1/query", (*form, ("time", f"{query.end:.3f}"))
        else:
            path = "/api/v1/query_range"
            times = (("start", f"{query.start:.3f}"), ("end", f"{query.end:.3f}"), ("step", f"{query.step:.3f}"))
            # VictoriaMetrics moves the times to multiples of the step where it may use its cache.
            form = (*form, *times, ("nocache", "1"))

        async def fly() -> PromqlResult:
            return await self._asked(path, form, lambda body: result_of(body, query))

        return await self._shared((path, form), fly)

    async def labels(self, request: LabelsRequest) -> LabelsAnswer:
        """Names, values or sets of labels; raises `Refused`."""
        form: Form = tuple(("match[]", selector) for selector in request.match)
        for name, moment in (("start", request.start), ("end", request.end)):
            form = form if moment is None else (*form, (name, f"{moment:.3f}"))
        paths = {"names": "/api/v1/labels", "series": "/api/v1/series"}
        path = paths.get(request.what) or f"/api/v1/label/{request.label}/values"
        # Of these, the values are asked by GET alone.
        by_get = request.what == "values"

        async def fly() -> LabelsAnswer:
            return await self._asked(path, form, lambda body: labels_of(body, request.what), by_get=by_get)

        return await self._shared((path, form), fly)

    async def check(self) -> None:
        """See whether it answers, unless that was seen a short while ago; raises nothing."""
        if time.monotonic() < self._checked_until:
            return
        if self._checking is None or self._checking.done():
            self._checking = asyncio.ensure_future(self._check())
        await asyncio.shield(self._checking)

    def source(self) -> Source:
        """What is known of it."""
        skew = self._client.skew if self._client else 0.0
        problems = [_clock(skew)] if abs(skew) > _SKEW_SECONDS and not self._fault else []
        is_known = self._checked_until > 0 or self._fault is not None
        slow = None if is_known else Reason(code="too-slow", message="It has not answered yet; it is waited for.")
        return Source(
            name=self.settings.name,
            kind="prometheus",
            title=self.settings.title or self.settings.name,
            state="failed" if self._fault else "limited" if slow else "ready",
            reason=self._fault or slow,
            metrics=[],
            problems=problems,
            is_locked=self.is_locked,
        )

    async def close(self) -> None:
        """Break off what is under way and end the connections."""
        tasks: list[asyncio.Task[object]] = [flight.task for flight in self._flights.values()]
        if self._checking:
            tasks.append(cast("asyncio.Task[object]", self._checking))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        client, self._client = self._client, None
        if client:
            await client.close()

    async def _check(self) -> None:
        try:
            moment = PromqlQuery(expr="1", kind="instant", end=time.time())
            await asyncio.wait_for(self.query(moment), _CHECK_SECONDS)
            self._fault = None
        except Refused as refused:
            self._fault = Reason(code=refused.code, message=f"Prometheus: {refused.message}.")
        except asyncio.TimeoutError:
            self._fault = Reason(code="too-slow", message=f"It does not answer within {_CHECK_SECONDS:g} s.")
        self._checked_until = time.monotonic() + (_BAD_SECONDS if self._fault else _GOOD_SECONDS)

    async def _asked(self, path: str, form: "Form", read: Callable[[bytes], _T], *, by_get: bool = False) -> _T:
        try:
            # As long again for those that were asked before.
            return await asyncio.wait_for(self._in_turn(path, form, read, by_get), 2 * self.settings.timeout + 5)
        except asyncio.TimeoutError:
            raise Refused("too-slow", "other queries were waited for too long; ask for less at a time") from None

    async def _in_turn(self, path: str, form: "Form", read: Callable[[bytes], _T], by_get: bool) -> _T:
        client = await self._connected()
        async with self._room:
            body, login = await client.ask(path, form, by_get=by_get)
            try:
                found = await asyncio.to_thread(read, body)
            except Refused as refused:
                raise Refused(refused.code, login.masked(refused.message)) from None
        return msgspec.structs.replace(found, notices=[login.masked(notice) for notice in found.notices])

    async def _connected(self) -> "Client":
        async with self._making:
            if self._client is None:
                # The import takes longer than the loop may.
                http = await asyncio.to_thread(importlib.import_module, _HTTP)
                self._client = http.Client(self.settings)
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


def _clock(skew: float) -> Reason:
    word = "ahead of" if skew > 0 else "behind"
    return Reason(
        code="clock",
        message=f"Its clock is {abs(skew):.0f} s {word} this server's: the newest values may be missing or shifted.",
    )
