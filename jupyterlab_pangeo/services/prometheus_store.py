"""One Prometheus as the service asks it."""

import asyncio
import time
from typing import TypeVar

import msgspec

from ..adapters.usage.prometheus_answers import Form, Refused, labels_of, result_of
from ..adapters.usage.prometheus_settings import Settings
from ..schemas.common import Reason
from ..schemas.promql import LabelsAnswer, LabelsRequest, PromqlQuery, PromqlResult
from ..schemas.usage import Source
from .upstream import Hide, Upstream

_CHECK_SECONDS = 5.0
_GOOD_SECONDS = 60.0
_BAD_SECONDS = 10.0
_SKEW_SECONDS = 60.0
_T = TypeVar("_T", PromqlResult, LabelsAnswer)


class Store:
    """One Prometheus. Every method belongs on the event loop and none blocks it."""

    def __init__(self, settings: Settings, *, is_locked: bool) -> None:
        self.settings = settings
        self.is_locked = is_locked
        self._upstream = Upstream(settings)
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
        return await self._upstream.ask(path, form, lambda body, hide: _masked(result_of(body, query), hide))

    async def labels(self, request: LabelsRequest) -> LabelsAnswer:
        """Names, values or sets of labels; raises `Refused`."""
        form: Form = tuple(("match[]", selector) for selector in request.match)
        for name, moment in (("start", request.start), ("end", request.end)):
            form = form if moment is None else (*form, (name, f"{moment:.3f}"))
        paths = {"names": "/api/v1/labels", "series": "/api/v1/series"}
        path = paths.get(request.what) or f"/api/v1/label/{request.label}/values"
        # Of these, the values are asked by GET alone.
        by_get = request.what == "values"
        what = request.what
        return await self._upstream.ask(
            path, form, lambda body, hide: _masked(labels_of(body, what), hide), by_get=by_get
        )

    async def check(self) -> None:
        """See whether it answers, unless that was seen a short while ago; raises nothing."""
        if time.monotonic() < self._checked_until:
            return
        if self._checking is None or self._checking.done():
            self._checking = asyncio.ensure_future(self._check())
        await asyncio.shield(self._checking)

    def source(self) -> Source:
        """What is known of it."""
        skew = self._upstream.skew
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
        if self._checking:
            self._checking.cancel()
            await asyncio.gather(self._checking, return_exceptions=True)
        await self._upstream.close()

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


def _masked(found: _T, hide: Hide) -> _T:
    return msgspec.structs.replace(found, notices=[hide(notice) for notice in found.notices])


def _clock(skew: float) -> Reason:
    word = "ahead of" if skew > 0 else "behind"
    return Reason(
        code="clock",
        message=f"Its clock is {abs(skew):.0f} s {word} this server's: the newest values may be missing or shifted.",
    )
