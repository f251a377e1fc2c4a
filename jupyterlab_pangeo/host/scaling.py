"""Sets and counts the workers of a cluster object, whatever it is made of."""

import asyncio
import contextlib
import inspect
from typing import Any

from .factory import in_thread


class Scaler:
    """The scaling of one cluster object.

    Parameters
    ----------
    cluster
        Dask's or one alike; it need not have ``plan``, ``adapt`` or even ``scale``.
    asynchronous
        Whether it lives in this loop; a synchronous one is called in threads.
    """

    def __init__(self, cluster: Any, asynchronous: bool) -> None:
        self.cluster = cluster
        self._asynchronous = asynchronous
        self._asked = 0
        self._plan: dict[Any, int] = {}

    @property
    def cannot(self) -> list[str]:
        """What this cluster cannot do, of ``scale``, ``adapt`` and ``restart``."""
        scales = callable(getattr(self.cluster, "scale", None)) and getattr(self.cluster, "_supports_scaling", True)
        lacks = [] if scales else ["scale"]
        if not scales or not callable(getattr(self.cluster, "adapt", None)):
            lacks.append("adapt")
        if getattr(self.cluster, "scheduler_comm", None) is None:
            lacks.append("restart")
        return lacks

    async def call(self, name: str, *arguments: Any, **options: Any) -> Any:
        """Call a method of the cluster and await what it returns."""
        method = getattr(self.cluster, name)
        if not self._asynchronous:
            return await in_thread(lambda: method(*arguments, **options))
        result = method(*arguments, **options)
        return await result if inspect.isawaitable(result) else result

    async def apply(self, scaling: dict[str, Any]) -> "asyncio.Future[Any] | None":
        """Ask for the workers; the answer is the cluster's own work on it, which fails with the reason.

        ``scale`` itself never says that a batch system refused a job.
        """
        self.stop_adapting()
        if scaling["mode"] == "fixed":
            self._asked = scaling["workers"]
            await self.call("scale", scaling["workers"])
        else:
            self._asked = scaling["minimum"]
            await self.call("adapt", minimum=scaling["minimum"], maximum=scaling["maximum"])
        return self._settle()

    def stop_adapting(self) -> None:
        """End adaptive scaling, if there is any."""
        adaptive = getattr(self.cluster, "_adaptive", None)
        if adaptive is not None:
            adaptive.stop()

    def _settle(self) -> "asyncio.Future[Any] | None":
        if not hasattr(self.cluster, "_correct_state"):
            return None
        if self._asynchronous:
            return asyncio.ensure_future(_wait_for(self.cluster))
        loop = self.cluster.loop.asyncio_loop
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_wait_for(self.cluster), loop))

    def counts(self, scaling: dict[str, Any] | None, connected: int) -> dict[str, int]:
        """Workers asked for, handed to the system that runs them, and connected."""
        plan = self._sizes(getattr(self.cluster, "worker_spec", None))
        if plan is not None:
            asked = sum(plan.values())
            workers = dict(getattr(self.cluster, "workers", {}) or {})
            submitted = sum(plan.get(name, 1) for name, worker in workers.items() if _is_submitted(worker))
        else:
            asked = self._asked if scaling is not None and scaling["mode"] == "fixed" else max(self._asked, connected)
            submitted = asked
        if scaling is not None and scaling["mode"] == "adaptive":
            asked = max(asked, scaling["minimum"])
        return {"asked": asked, "submitted": max(submitted, connected), "connected": connected}

    def _sizes(self, spec: Any) -> dict[Any, int] | None:
        if not isinstance(spec, dict):
            return None
        # A synchronous cluster's loop may change it meanwhile; then the next look counts.
        with contextlib.suppress(RuntimeError):
            self._plan = {name: len(item["group"]) if "group" in item else 1 for name, item in spec.items()}
        return self._plan

    def jobs(self) -> dict[str, Any]:
        """Ids of the batch jobs and the command that cancels one; empty where there are none."""
        workers = list(dict(getattr(self.cluster, "workers", {}) or {}).values())
        ids = sorted(str(worker.job_id) for worker in workers if getattr(worker, "job_id", None))
        cancel = next((worker.cancel_command for worker in workers if getattr(worker, "cancel_command", None)), None)
        return {"ids": ids, "cancel": cancel} if ids else {}


def reached(scaling: dict[str, Any] | None, counts: dict[str, int]) -> bool:
    """Whether the workers that were asked for are here."""
    if scaling is None:
        return counts["connected"] >= counts["asked"]
    if scaling["mode"] == "fixed":
        workers: int = scaling["workers"]
        return counts["connected"] == workers
    minimum: int = scaling["minimum"]
    maximum: int = scaling["maximum"]
    return minimum <= counts["connected"] <= maximum


def _is_submitted(worker: Any) -> bool:
    return bool(worker.job_id) if hasattr(worker, "job_id") else True


async def _wait_for(cluster: Any) -> None:
    # A coroutine around it: what a cluster returns to `await` need not be a future.
    await cluster
