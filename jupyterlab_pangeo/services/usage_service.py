"""Usage, as routes ask for it: the record of this server and what keeps it."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import Conflict
from ..schemas.common import Reason
from ..schemas.grafana import (
    DashboardAnswer,
    DashboardHits,
    DashboardRequest,
    DashboardsRequest,
    PageAnswer,
    PageRequest,
)
from ..schemas.promql import AddedSource, LabelsAnswer, LabelsRequest, NewSource, PromqlAnswer, PromqlRequest
from ..schemas.usage import Source, SourceList, SourceState, UsageAnswer, UsageQuery
from .usage import RECORDER, UsageRecord
from .usage_now import Listener
from .usage_recorder import Recorder

if TYPE_CHECKING:
    from .grafana_pages import Pages
    from .prometheus import PrometheusService

_CLOSE_SECONDS = 5.0
_OFF = Reason(code="off", message="Usage is not recorded: the operator has switched it off.")
_OTHER = Reason(
    code="other-server",
    message="Another Jupyter server of yours keeps the record; what runs under this one is not in it.",
)


class UsageService:
    """The sources of usage. Every method belongs on the event loop and none blocks it.

    Parameters
    ----------
    make_prometheus
        Makes what asks stores, at its first use: a server that nobody asks does without it.
    """

    def __init__(
        self, record: UsageRecord, recorder: Recorder, make_prometheus: "Callable[[], PrometheusService]"
    ) -> None:
        self._record = record
        self._recorder = recorder
        self._make_prometheus = make_prometheus
        self._made: PrometheusService | None = None

    @property
    def _prometheus(self) -> "PrometheusService":
        if self._made is None:
            self._made = self._make_prometheus()
        return self._made

    def start(self) -> None:
        """Begin to record."""
        self._recorder.start()

    async def stop(self) -> None:
        """End the recording; a disk that hangs is waited for five seconds."""
        await self._recorder.stop()
        if self._made is not None:
            await self._made.stop()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._record.close(), _CLOSE_SECONDS)

    async def sources(self) -> SourceList:
        """Where numbers come from, and how that is."""
        metrics, others = await asyncio.gather(self._recorder.metrics(), self._prometheus.sources())
        state, reason = self._state()
        source = Source(
            name=RECORDER,
            title="This server",
            state=state,
            reason=reason,
            interval_seconds=self._recorder.interval or None,
            metrics=metrics,
            problems=self._recorder.problems(),
        )
        return SourceList(items=[source, *others])

    async def answer(self, query: UsageQuery) -> UsageAnswer:
        """Lines of each of the queries; see `UsageRecord.answer`."""
        await self._recorder.metrics()
        return await self._record.answer(query)

    async def promql(self, request: PromqlRequest) -> PromqlAnswer:
        """Answers of a Prometheus; see `PrometheusService.answer`."""
        return await self._prometheus.answer(request)

    async def labels(self, request: LabelsRequest) -> LabelsAnswer:
        """Labels that a Prometheus knows; see `PrometheusService.labels`."""
        return await self._prometheus.labels(request)

    async def add(self, new: NewSource) -> AddedSource:
        """Ask a Prometheus and keep it if it answers; see `PrometheusService.add`."""
        return await self._prometheus.add(new)

    async def remove(self, name: str) -> None:
        """Forget a Prometheus that was added; see `PrometheusService.remove`."""
        await self._prometheus.remove(name)

    async def dashboards(self, request: DashboardsRequest) -> DashboardHits:
        """Dashboards of a Grafana; see `GrafanaService.search`."""
        return await self._prometheus.grafana.search(request)

    async def dashboard(self, request: DashboardRequest) -> DashboardAnswer:
        """One dashboard of a Grafana; see `GrafanaService.dashboard`."""
        return await self._prometheus.grafana.dashboard(request)

    @property
    def pages(self) -> "Pages":
        """The frames with pages of a Grafana."""
        return self._prometheus.pages

    def open_page(self, request: PageRequest) -> PageAnswer:
        """Let a frame show a page of a Grafana; see `Pages.open`."""
        return self.pages.open(request)

    def close_page(self, id: str) -> None:
        """Let a frame have nothing more."""
        self.pages.close(id)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener with what is used now, after each sample, until the result is called."""
        return self._recorder.now.listen(listener)

    async def erase(self) -> None:
        """Forget all that was recorded; raises `Conflict` where another server keeps the record."""
        if not await self._recorder.claim():
            raise Conflict("another Jupyter server of yours keeps the record: erase it there, or end that server")
        try:
            await self._record.erase()
        finally:
            if not self._recorder.interval:
                self._recorder.release()

    def _state(self) -> tuple[SourceState, Reason | None]:
        if not self._recorder.interval:
            return "off", _OFF
        if self._record.problem is not None:
            return "limited", self._record.problem
        if self._recorder.is_elsewhere:
            return "limited", _OTHER
        return "ready", self._record.notice
