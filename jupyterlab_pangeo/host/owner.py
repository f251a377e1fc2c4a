"""Owns the cluster: starts, watches and closes it, in the main thread's loop."""

import asyncio
import contextlib
import traceback
from collections.abc import Callable
from typing import Any

from distributed import SchedulerPlugin

from . import logs, schedulers, snapshot
from .control import Control
from .dashboard import Dashboard
from .factory import Recipe
from .files import Folder
from .lifetime import IdleWatch
from .redact import explain
from .scaling import Scaler, reached
from .status import Status, iso_time
from .teardown import tear_down
from .view import FarScheduler, NearScheduler, look_at

_SETTLE_SECONDS = 60.0
_RESTART_SECONDS = 30.0
_NEAR_POLL = 0.05
_LOOK_SECONDS = 1.0


class Owner:
    """The one cluster of this host. ``closed`` is set when nothing of it is left."""

    def __init__(self, folder: Folder, status: Status, control: Control) -> None:
        self.closed = asyncio.Event()
        self._folder = folder
        self._status = status
        self._control = control
        self._loop = asyncio.get_running_loop()
        self._dashboard = Dashboard(folder)
        self._changed = asyncio.Event()
        self._made_cluster: Any = None
        self._given_up = False
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        schedulers.configure()

    # --- start

    async def start(self, spec: dict[str, Any]) -> None:
        """Start the cluster; the outcome is in the state."""
        if self._status.state != "starting":
            return
        self._tasks["start"] = asyncio.create_task(self._start(spec))
        try:
            await self._tasks["start"]
        except asyncio.CancelledError:
            logs.say("the start was given up")
        except Exception as error:
            logs.say(traceback.format_exc())
            # Until there is a scheduler, the class is to blame; then, what should have become of the workers.
            self._status.move("failed", "workers" if self._status.address else "factory", explain(error))
        if self._status.state == "failed":
            await self._tear_down()

    async def _start(self, spec: dict[str, Any]) -> None:
        self._warn_if_old()
        self._status.step("scheduler")
        recipe = Recipe(spec, self._folder)
        cluster = await recipe.build(self._made)
        self._made_cluster = cluster
        self._view = look_at(cluster)
        self._scaler = Scaler(cluster, recipe.asynchronous)
        await self._dashboard.open(self._view)
        if isinstance(self._view, NearScheduler):
            await self._view.call(lambda scheduler: scheduler.add_plugin(_Bell(self._ring)))
        self._status.update(
            address=self._view.address,
            scheduler_id=self._view.id,
            dashboard=self._dashboard.where,
            cannot=self._scaler.cannot,
        )
        self._status.step("workers")
        scaling = spec["scaling"]
        if scaling is not None and _lack_of(scaling) in self._scaler.cannot:
            scaling = None
        await self._reach(scaling, await self._scaler.apply(scaling) if scaling is not None else None, None)
        if scaling is None:
            self._status.update(scaling={"mode": "fixed", "workers": self._counts["asked"]})
        self._status.end_steps()
        self._status.move("running")
        self._tasks["watch"] = asyncio.create_task(self._watch(float(spec["idleTimeoutSeconds"])))

    def _made(self, cluster: Any) -> None:
        """Note a cluster as soon as there is one; perhaps in the thread that made it, perhaps too late."""
        self._made_cluster = cluster
        if self._given_up:
            cluster.close()

    def _warn_if_old(self) -> None:
        import distributed

        parts = distributed.__version__.split(".")
        if [int(part) for part in parts[:2] if part.isdigit()] < [2026, 1]:
            self._status.warn(
                "old-distributed", f"distributed {distributed.__version__} is older than 2026.1; please update it."
            )

    async def _reach(self, scaling: Any, settling: "asyncio.Future[Any] | None", seconds: float | None) -> bool:
        """Wait until the workers are here; False after ``seconds``. A failure of the cluster's own work is raised."""
        end = None if seconds is None else self._loop.time() + seconds
        while not reached(scaling, await self._observe()):
            if settling is not None and settling.done() and settling.exception() is not None:
                await settling
            if end is not None and self._loop.time() > end:
                return False
            await self._rest(_NEAR_POLL if self._view.near else 4 * _NEAR_POLL)
        return True

    # --- look

    def _ring(self) -> None:
        self._loop.call_soon_threadsafe(self._changed.set)

    async def _rest(self, seconds: float) -> None:
        """Wait for a change of workers, at most so long."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)
        self._changed.clear()

    async def _observe(self) -> dict[str, int]:
        seen = await self._view.counts()
        self._counts = self._scaler.counts(self._status.scaling, seen.pop("connected"))
        self._status.jobs = self._scaler.jobs()
        self._status.update(workers=self._counts, **seen)
        return self._counts

    async def _watch(self, idle_seconds: float) -> None:
        idle = IdleWatch(idle_seconds) if idle_seconds > 0 else None
        next_look = 0.0
        while self._view.alive:
            try:
                await self._observe()
            except Exception:
                # A look that fails says nothing of the cluster; the next one may succeed.
                logs.say(traceback.format_exc())
            if idle is not None and self._loop.time() >= next_look:
                next_look = self._loop.time() + idle.interval
                await self._look_for_work(idle)
            await self._rest(min(_LOOK_SECONDS, idle.interval if idle is not None else _LOOK_SECONDS))
        if self._view.near:
            self._control.close("shutdown", "The scheduler was shut down by a client.")
        else:
            self._status.move("failed", "scheduler-lost", "The scheduler has gone; the log may tell why.")
            self._tasks["end"] = asyncio.create_task(self._tear_down())

    async def _look_for_work(self, idle: IdleWatch) -> None:
        try:
            activity = await self._view.call(snapshot.activity)
        except (RuntimeError, OSError, asyncio.TimeoutError):
            # Who cannot be asked is not called idle.
            activity = {"busy": True, "mark": None}
        left = idle.look(activity)
        if left is None:
            self._status.update(closes_at=None)
        elif left <= 0:
            self._control.close("idle", "Nothing was computed for the idle time-out.")
        elif self._status.closes_at is None:
            self._status.update(closes_at=iso_time(left))

    # --- change

    async def scale(self, scaling: dict[str, Any]) -> None:
        """Apply a scaling; a later one takes its place."""
        lack = _lack_of(scaling)
        if lack in self._scaler.cannot:
            self._status.warn("scale", f"This cluster cannot {lack}.")
            return
        self._status.forgive("scale", "restart")
        await self._change("scale", self._scale(scaling), scaling=scaling)

    async def _scale(self, scaling: dict[str, Any]) -> None:
        await self._reach(scaling, await self._scaler.apply(scaling), _SETTLE_SECONDS)

    async def restart(self) -> None:
        """Restart the workers; all tasks and results are lost."""
        self._status.forgive("restart")
        await self._change("restart", self._restart())

    async def _restart(self) -> None:
        rpc = self._scaler.cluster.scheduler_comm
        options = {"timeout": _RESTART_SECONDS, "wait_for_workers": True, "stimulus_id": "pangeo-host-restart"}
        if isinstance(self._view, NearScheduler):
            scheduler = self._view.scheduler
            await self._view.run(lambda: scheduler.restart(**options))
        else:
            await rpc.restart(**options)

    async def _change(self, code: str, work: Any, **fields: Any) -> None:
        previous = self._tasks.get("change")
        if previous is not None:
            previous.cancel()
        self._status.move("scaling", **fields)
        task = self._tasks["change"] = asyncio.create_task(work)
        await asyncio.wait({task})
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            logs.say("".join(traceback.format_exception(error)))
            self._status.warn(code, explain(error))
        self._status.move("running")

    # --- answers

    async def sample(self) -> dict[str, Any]:
        """What the cluster uses now, as ``ClusterSample`` on the wire."""
        try:
            return dict(await self._view.call(snapshot.sample))
        except RuntimeError:
            if not isinstance(self._view, FarScheduler):
                raise
            return snapshot.identity_sample(await self._view.identity())

    async def list_workers(self, cursor: str, limit: int) -> dict[str, Any]:
        """A page of workers."""
        return dict(await self._view.call(snapshot.workers, cursor, limit))

    async def plots(self) -> dict[str, Any]:
        """The plots that the scheduler offers, and how their pages begin."""
        return await self._dashboard.plots()

    async def logs(self, source: str | None, count: int) -> list[dict[str, Any]]:
        """The last lines of scheduler and workers; of one of them if ``source`` names it."""
        if not hasattr(self._scaler.cluster, "get_logs"):
            return []
        wanted: dict[str, Any] = {}
        if source is not None:
            fixed = source in ("cluster", "scheduler")
            wanted = {name: name == source for name in ("cluster", "scheduler")}
            wanted["workers"] = False if fixed else [source]
        found = await self._scaler.call("get_logs", **wanted)
        names = {"Cluster": "cluster", "Scheduler": "scheduler"}
        return [
            {"source": names.get(name, name), "lines": logs.clean(str(text).splitlines()[-count:])}
            for name, text in found.items()
            if text
        ]

    # --- end

    async def abort(self) -> None:
        """Give up a start; what it has made so far is closed."""
        self._given_up = True
        if (task := self._tasks.get("start")) is not None:
            task.cancel()

    async def close(self) -> None:
        """Close everything, within :data:`.lifetime.CLOSE_SECONDS`."""
        self._control.noticed()
        self._given_up = True
        for task in self._tasks.values():
            task.cancel()
        if (start := self._tasks.get("start")) is not None:
            await asyncio.wait({start}, timeout=0.3)
        await self._tear_down()
        self.closed.set()

    async def _tear_down(self) -> None:
        self._dashboard.close()
        cluster, self._made_cluster = self._made_cluster, None
        await tear_down(cluster, self._status.jobs)


class _Bell(SchedulerPlugin):
    """Rings when a worker comes or goes."""

    name = "pangeo-host-bell"

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring

    def add_worker(self, scheduler: Any, worker: str) -> None:
        """A worker has come."""
        self._ring()

    def remove_worker(self, scheduler: Any, worker: str, **details: Any) -> None:
        """A worker has gone."""
        self._ring()


def _lack_of(scaling: dict[str, Any]) -> str:
    return "adapt" if scaling["mode"] == "adaptive" else "scale"
