"""Closes a cluster object, also a half-made one, and sees to it that no process of it is left."""

import asyncio
import contextlib
import inspect
import traceback
from typing import Any

from distributed import Scheduler, Status

from . import ending
from .factory import in_thread

_POLITE_SECONDS = 1.6
_FIRM_SECONDS = 0.8


async def tear_down(cluster: Any, jobs: dict[str, Any]) -> None:
    """Close a cluster within two and a half seconds.

    Parameters
    ----------
    cluster
        The object, or None where there is none yet.
    jobs
        Batch jobs to cancel by command if the cluster does not do it.
    """
    if cluster is not None:
        closing = asyncio.create_task(_close(cluster))
        done, _ = await asyncio.wait({closing}, timeout=_POLITE_SECONDS)
        if not done:
            # A worker in a long computation does not listen; without it the rest closes in order.
            ending.kill_descendants()
            done, _ = await asyncio.wait({closing}, timeout=_FIRM_SECONDS)
        if not done:
            closing.cancel()
            ending.cancel_jobs(jobs)
    ending.kill_descendants()


async def _close(cluster: Any) -> None:
    with contextlib.suppress(Exception):
        cluster._adaptive.stop()
    try:
        result = await _call_close(cluster)
        if inspect.isawaitable(result):
            await result
    except Exception:
        # What is half-made often cannot be closed as a whole; its parts can.
        traceback.print_exc()
    scheduler = getattr(cluster, "scheduler", None)
    if isinstance(scheduler, Scheduler) and scheduler.status not in (Status.closing, Status.closed):
        with contextlib.suppress(Exception):
            await scheduler.close()


async def _call_close(cluster: Any) -> Any:
    if not callable(getattr(cluster, "close", None)):
        return None
    if getattr(cluster, "asynchronous", False):
        return cluster.close()
    return await in_thread(cluster.close)
