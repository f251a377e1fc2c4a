"""The starts of clusters: a few at once, some more waiting, each with a deadline."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ..adapters.dask.factory import ClusterFactory
from ..adapters.dask.kernelspecs import Place
from ..adapters.dask.warm import WarmHosts
from ..errors import PangeoError, TooMany
from .clusters_entry import ClusterEntry
from .clusters_settings import ClusterSettings

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StartOrder:
    """What to start, checked already."""

    factory: ClusterFactory
    place: Place
    options: Mapping[str, Any] = field(default_factory=dict)


class Starts:
    """Begins starts in the order they were asked for."""

    def __init__(self, warm: WarmHosts, settings: ClusterSettings) -> None:
        self._warm = warm
        self._settings = settings
        self._active: dict[str, asyncio.Task[None]] = {}
        self._waiting: deque[tuple[ClusterEntry, StartOrder]] = deque()

    def check_room(self) -> None:
        """Refuse what could not even wait; raises `TooMany`."""
        if len(self._active) >= self._settings.max_starting and len(self._waiting) >= self._settings.max_queued:
            raise TooMany(f"{len(self._waiting)} clusters wait for their start already; try again later")

    def submit(self, entry: ClusterEntry, order: StartOrder) -> None:
        """Start a cluster now, or as soon as it is its turn."""
        if len(self._active) < self._settings.max_starting:
            self._begin(entry, order)
        else:
            self._waiting.append((entry, order))

    async def cancel(self, entry: ClusterEntry) -> None:
        """Give a start up; the entry's host, where it has one already, is left to the caller."""
        self._waiting = deque(item for item in self._waiting if item[0] is not entry)
        task = self._active.get(entry.id)
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    def _begin(self, entry: ClusterEntry, order: StartOrder) -> None:
        entry.begin()
        task = asyncio.get_running_loop().create_task(self._start(entry, order))
        self._active[entry.id] = task
        task.add_done_callback(lambda _: self._ended(entry.id))

    def _ended(self, id: str) -> None:
        del self._active[id]
        while self._waiting and len(self._active) < self._settings.max_starting:
            self._begin(*self._waiting.popleft())

    async def _start(self, entry: ClusterEntry, order: StartOrder) -> None:
        deadline = self._settings.start_deadline
        try:
            await asyncio.wait_for(self._run(entry, order), deadline)
        except (TimeoutError, asyncio.TimeoutError):
            entry.fail("deadline", f"the cluster did not run within {deadline:g} s")
        except PangeoError as error:
            entry.fail(error.code, str(error))
        except Exception as error:
            _log.exception("the start of cluster %s failed", entry.id)
            entry.fail("internal", f"{type(error).__name__}: {error}")
        if entry.state == "failed" and entry.host is not None and _is_useless(entry):
            await entry.host.kill()

    async def _run(self, entry: ClusterEntry, order: StartOrder) -> None:
        host = await self._warm.take(order.place)
        entry.attach(host)
        if order.factory.harden:
            await host.tls_ready()
        await host.call("start", self._spec(entry, order), timeout=self._settings.start_deadline)
        await entry.settled.wait()
        if entry.is_live:
            self._warm.prepare(order.place)

    def _spec(self, entry: ClusterEntry, order: StartOrder) -> dict[str, Any]:
        factory, settings = order.factory, self._settings
        return {
            "id": entry.id,
            "name": entry.name,
            "factory": factory.id,
            "module": factory.module,
            "class": factory.class_name,
            "args": list(factory.args),
            "kwargs": factory.keywords(order.options),
            "scaling": msgspec.to_builtins(entry.scaling),
            "tls": factory.harden,
            "harden": factory.harden,
            "idleTimeoutSeconds": settings.idle_timeout,
            "orphanTimeoutSeconds": settings.orphan_timeout,
            "startDeadlineSeconds": settings.start_deadline,
            "kernelspec": entry.kernelspec,
            "options": dict(order.options),
        }


def _is_useless(entry: ClusterEntry) -> bool:
    """Whether a failed start's host has nothing more to tell than its log file: all but a factory that raised."""
    return entry.reason is not None and (entry.reason.code == "deadline" or entry.report.state != "failed")
