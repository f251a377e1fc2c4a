"""One cluster as the companion knows it, and what its host's reports change in it."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any, Protocol

from ..adapters.dask.host import Host
from ..adapters.dask.report import HostReport
from ..errors import Conflict
from ..schemas.clusters import Cluster, ClusterSample, ClusterState, Fixed, Lack, Scaling, Step, StepId, Tasks, Workers
from ..schemas.common import Reason

_LOG_LINES = 200
_TAIL_LINES = 5
_LOG_SECONDS = 0.2
_STEPS: tuple[StepId, ...] = ("queue", "launch", "import", "scheduler", "workers")
_LIVE = ("running", "scaling")
_SHOWS_LOG = ("queued", "starting", "failed", "lost")
_OURS = ("closing", "closed", "failed", "lost")


class Remains(Protocol):
    """What holds a cluster's folder: a host, or what is left of one."""

    async def log_tail(self, count: int) -> list[str]:
        """Last lines of what the process printed."""

    async def discard(self) -> None:
        """End the process and remove the folder."""


class ClusterEntry:
    """The state of one cluster; changed on the event loop only.

    Parameters
    ----------
    announce
        Called after each visible change.
    is_local
        Its workers run on this machine.
    """

    def __init__(  # noqa: PLR0913  # what a cluster is made with, each by name
        self,
        *,
        id: str,
        name: str,
        factory: str,
        scaling: Scaling,
        announce: Callable[["ClusterEntry"], None],
        kernelspec: str | None = None,
        options: Mapping[str, Any] | None = None,
        cannot: tuple[Lack, ...] = (),
        started_at: str | None = None,
        state: ClusterState = "queued",
        is_local: bool = False,
    ) -> None:
        self.id = id
        self.name = name
        self.is_local = is_local
        self.factory = factory
        self.scaling = scaling
        self.kernelspec = kernelspec
        self.options = dict(options or {})
        self.cannot: list[Lack] = list(cannot)
        self.started_at = started_at or _now()
        self.state: ClusterState = state
        self.reason: Reason | None = None
        self.host: Host | None = None
        self.remains: Remains | None = None
        self.closing: asyncio.Task[None] | None = None
        self.settled = asyncio.Event()
        self.log: deque[str] = deque(maxlen=_LOG_LINES)
        self.report = HostReport(state="starting")
        self._announce = announce
        self._usage: ClusterSample | None = None
        self._log_timer: asyncio.TimerHandle | None = None
        self._began: dict[StepId, float] = {"queue": _clock()}

    @property
    def is_live(self) -> bool:
        """Whether it takes requests."""
        return self.state in _LIVE and self.host is not None

    @property
    def is_kept(self) -> bool:
        """Whether it can be left to the next server: its host has been told what to run."""
        has_begun = self.state == "starting" and bool(self.report.steps)
        return self.host is not None and (has_begun or self.state in (*_LIVE, "unreachable"))

    @property
    def is_tls(self) -> bool:
        """Whether clients need the security files."""
        return self.report.tls

    def live_host(self) -> Host:
        """The host of a cluster that takes requests.

        Raises
        ------
        Conflict
            The cluster is in another state.
        """
        if self.state not in _LIVE or self.host is None:
            raise Conflict(f"the cluster {self.name!r} is {self.state}")
        return self.host

    def begin(self) -> None:
        """Leave the queue."""
        self._began["launch"] = _clock()
        self.move("starting")

    def attach(self, host: Host) -> None:
        """Take a host; its reports come here from now on."""
        self.host = self.remains = host
        host.listener = self

    def move(self, state: ClusterState, reason: Reason | None = None) -> None:
        """Go to another state and say so."""
        self.state = state
        if reason is not None:
            self.reason = reason
        if state not in ("queued", "starting"):
            self.settled.set()
        self.touch()

    def fail(self, code: str, message: str) -> None:
        """Note that the start failed; one that is over already stays as it is."""
        if self.state not in _OURS:
            self.move("failed", Reason(code=code, message=message))

    def rename(self, name: str) -> None:
        """Take another name."""
        self.name = name
        self.touch()

    def set_scaling(self, scaling: Scaling) -> None:
        """Take a scaling that the host has accepted."""
        self.scaling = scaling
        self.touch()

    def use(self, sample: ClusterSample) -> None:
        """Keep the figures of a sample; they are no change worth saying."""
        self._usage = sample

    def touch(self) -> None:
        """Say that something visible changed."""
        if self._log_timer is not None:
            self._log_timer.cancel()
            self._log_timer = None
        self._announce(self)

    # --- what the host says

    def host_state(self, report: HostReport) -> None:
        """Take a report over; what we ended ourselves stays ended."""
        self.report = report
        if self.state in _OURS:
            return
        self.name = report.name or self.name
        self.scaling = report.scaling or self.scaling
        self.cannot = list(dict.fromkeys([*self.cannot, *report.cannot]))
        self.move("closing" if report.state == "closed" else report.state, report.reason)

    def host_log(self, line: str) -> None:
        """Keep a line; many at once are one change."""
        self.log.append(line)
        if self.state in _SHOWS_LOG and self._log_timer is None:
            self._log_timer = asyncio.get_running_loop().call_later(_LOG_SECONDS, self.touch)

    def host_unreachable(self, message: str) -> None:
        """The process lives, its socket does not."""
        if self.state in (*_LIVE, "starting"):
            self.move("unreachable", Reason(code="unreachable", message=message))

    def host_gone(self, message: str) -> None:
        """The process ended without being asked to."""
        if self.state == "closing" and self.closing is None:
            self.move("closed")
        elif self.state == "starting":
            self.fail("host-ended", message)
        elif self.state not in _OURS:
            self.move("lost", Reason(code="host-ended", message=message))

    # --- what others see

    def view(self) -> Cluster:
        """The cluster as it crosses the wire."""
        report, usage = self.report, self._usage
        is_up = self.state in (*_LIVE, "unreachable")
        return Cluster(
            id=self.id,
            name=self.name,
            factory=self.factory,
            origin="started",
            state=self.state,
            reason=self.reason if self.state in ("failed", "lost", "unreachable", "closing", "closed") else None,
            steps=self._steps(),
            scaling=self.scaling,
            workers=self._workers(),
            threads=usage.threads if usage else report.threads,
            memory_bytes=_memory(usage) if usage else report.memory_bytes,
            memory_limit_bytes=usage.memory.limit_bytes if usage else report.memory_limit_bytes,
            tasks=usage.tasks if usage and is_up else report.tasks if is_up else Tasks(),
            address=report.address if is_up else None,
            started_at=self.started_at,
            kernelspec=self.kernelspec,
            options=self.options,
            cannot=self.cannot,
            log_tail=list(self.log)[-_TAIL_LINES:] if self.state in _SHOWS_LOG else [],
            warnings=list(report.warnings),
            closes_at=report.closes_at,
        )

    def _workers(self) -> Workers:
        """Counts of the host; before it has asked for workers, what it will ask for."""
        counts = self.report.workers
        if self.state not in ("queued", "starting"):
            return counts
        asked = max(counts.asked, _asked(self.scaling))
        return Workers(asked=asked, submitted=counts.submitted, connected=counts.connected)

    def _steps(self) -> list[Step]:
        """The queue and the launch by our clock, the rest as the host says."""
        queued_until = self._began.get("launch", _clock())
        queue = Step(id="queue", state="done", seconds=queued_until - self._began["queue"])
        if self.report.steps:
            return [queue, *self.report.steps]
        if "launch" not in self._began:
            return [Step(id="queue", state="active", seconds=queue.seconds), *map(_waiting, _STEPS[1:])]
        launch_state: Any = "failed" if self.state == "failed" else "active"
        launch = Step(id="launch", state=launch_state, seconds=_clock() - self._began["launch"])
        return [queue, launch, *map(_waiting, _STEPS[2:])]


def _waiting(id: StepId) -> Step:
    return Step(id=id, state="waiting", seconds=0)


def _asked(scaling: Scaling) -> int:
    return scaling.workers if isinstance(scaling, Fixed) else scaling.minimum


def _memory(sample: ClusterSample) -> int:
    return sample.memory.managed_bytes + sample.memory.unmanaged_bytes


def _clock() -> float:
    return asyncio.get_running_loop().time()


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
