"""Two ways to look at a scheduler: in this process, or by its remote calls."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import cloudpickle
from distributed import Scheduler, Status

from . import snapshot

_CALL_SECONDS = 4.0

# A scheduler elsewhere has no such package to import from.
cloudpickle.register_pickle_by_value(snapshot)


class NearScheduler:
    """A scheduler in this process, in the main loop or in the loop of a synchronous cluster's thread."""

    near = True

    def __init__(self, scheduler: Any) -> None:
        self.scheduler = scheduler
        self.id = str(scheduler.id)
        self.address = str(scheduler.address)
        self._loop: asyncio.AbstractEventLoop = scheduler.loop.asyncio_loop

    @property
    def alive(self) -> bool:
        """Whether it still works; a client may shut it down."""
        return self.scheduler.status not in (Status.closing, Status.closed, Status.failed)

    async def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run a function on the scheduler in the scheduler's loop."""
        return await self.run(lambda: function(self.scheduler, *arguments))

    async def run(self, function: Callable[[], Any]) -> Any:
        """Run a function, or await what it returns, in the scheduler's loop."""
        if self._loop is asyncio.get_running_loop():
            return await _resolve(function)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_resolve(function), self._loop))

    async def counts(self) -> dict[str, Any]:
        """What is shown of the workers and tasks."""
        return dict(await self.call(snapshot.usage))


class FarScheduler:
    """A scheduler somewhere else, known by its cluster object."""

    near = False

    def __init__(self, cluster: Any) -> None:
        self._cluster = cluster
        self._known: dict[str, Any] = {}
        info = _info(cluster)
        self.id = str(info.get("id", ""))
        self.address = str(getattr(cluster, "scheduler_address", "") or info.get("address", ""))

    @property
    def alive(self) -> bool:
        """Whether the cluster object has not lost it."""
        watch = getattr(self._cluster, "_watch_worker_status_task", None)
        return watch is None or not watch.done()

    async def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run a function of :mod:`snapshot` in the scheduler's process.

        Raises
        ------
        RuntimeError
            The scheduler refuses to run functions, or does not answer.
        """
        rpc = getattr(self._cluster, "scheduler_comm", None)
        if rpc is None:
            raise RuntimeError("the scheduler cannot be called")
        request = rpc.run_function(
            function=cloudpickle.dumps(snapshot.bind(function, arguments)),
            args=cloudpickle.dumps(()),
            kwargs=cloudpickle.dumps({}),
        )
        answer = await asyncio.wait_for(request, _CALL_SECONDS)
        if answer.get("status") != "OK":
            raise RuntimeError("the scheduler refused to run a function")
        return answer["result"]

    async def counts(self) -> dict[str, Any]:
        """What the cluster object knows by its subscription; the rest is asked for when that has changed."""
        workers = _info(self._cluster).get("workers", {}).values()
        known = {
            "connected": len(workers),
            "threads": sum(worker.get("nthreads", 0) for worker in workers),
            "memory_limit_bytes": sum(worker.get("memory_limit") or 0 for worker in workers),
        }
        if known != self._known:
            self._known = known
            with contextlib.suppress(RuntimeError, OSError, asyncio.TimeoutError):
                return dict(await self.call(snapshot.usage))
        return known

    async def identity(self) -> dict[str, Any]:
        """What the scheduler says of itself, for one that refuses to run functions."""
        rpc = getattr(self._cluster, "scheduler_comm", None)
        if rpc is None:
            return _info(self._cluster)
        return dict(await asyncio.wait_for(rpc.identity(), _CALL_SECONDS))

    @property
    def dashboard(self) -> tuple[str, int] | None:
        """Host and port of its dashboard, where it has one of its own."""
        port = _info(self._cluster).get("services", {}).get("dashboard")
        host = self.address.partition("://")[2].rpartition(":")[0].strip("[]")
        return (host, int(port)) if port and host else None


def look_at(cluster: Any) -> "NearScheduler | FarScheduler":
    """The view that fits a running cluster object."""
    scheduler = getattr(cluster, "scheduler", None)
    return NearScheduler(scheduler) if isinstance(scheduler, Scheduler) else FarScheduler(cluster)


async def _resolve(function: Callable[[], Any]) -> Any:
    result = function()
    return await result if asyncio.iscoroutine(result) or isinstance(result, asyncio.Future) else result


def _info(cluster: Any) -> dict[str, Any]:
    info = getattr(cluster, "scheduler_info", None)
    return dict(info) if info else {}
