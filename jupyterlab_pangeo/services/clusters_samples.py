"""Samples of running clusters, taken only while somebody looks."""

import asyncio
from collections.abc import Callable, Iterable

from ..adapters.dask.report import read_answer
from ..adapters.usage.source import ClusterUse, Root
from ..errors import PangeoError
from ..schemas.clusters import ClusterSample
from .clusters_entry import ClusterEntry

Uses = tuple[list[Root], list[ClusterUse]]
Sink = Callable[[ClusterSample], None]

SAMPLE_SECONDS = 0.5
_ANSWER_SECONDS = 2.0
_OVER = ("closed", "failed", "lost")


class Samplers:
    """One task for each cluster that is looked at, however many look."""

    def __init__(self) -> None:
        self._sinks: dict[str, dict[object, Sink]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def subscribe(self, entry: ClusterEntry, sink: Sink) -> Callable[[], None]:
        """Hand each sample to ``sink`` until the returned function is called."""
        mark = object()
        self._sinks.setdefault(entry.id, {})[mark] = sink
        if entry.id not in self._tasks:
            task = asyncio.get_running_loop().create_task(self._sample(entry))
            self._tasks[entry.id] = task
            task.add_done_callback(lambda task: self._ended(entry.id, task))
        return lambda: self._end(entry.id, mark)

    async def stop(self) -> None:
        """End all sampling."""
        self._sinks.clear()
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _end(self, id: str, mark: object) -> None:
        sinks = self._sinks.get(id, {})
        sinks.pop(mark, None)
        if not sinks and id in self._sinks:
            del self._sinks[id]
            if id in self._tasks:
                self._tasks.pop(id).cancel()

    def _ended(self, id: str, task: "asyncio.Task[None]") -> None:
        if self._tasks.get(id) is task:
            del self._tasks[id]

    async def _sample(self, entry: ClusterEntry) -> None:
        loop = asyncio.get_running_loop()
        while entry.state not in _OVER:
            next_time = loop.time() + SAMPLE_SECONDS
            sample = await _take(entry)
            if sample is not None:
                entry.use(sample)
                for sink in tuple(self._sinks.get(entry.id, {}).values()):
                    sink(sample)
            # A slow host is asked less often, never twice at once.
            await asyncio.sleep(max(0.05, next_time - loop.time()))


async def uses_of(entries: Iterable[ClusterEntry]) -> Uses:
    """First processes of the clusters' hosts, and a sample of each cluster that gives one."""
    live = [entry for entry in entries if entry.is_live and entry.host is not None]
    samples = await asyncio.gather(*map(_take, live))
    roots = [Root(entry.host.process.pid, "cluster", entry.name) for entry in live if entry.host is not None]
    uses = [
        ClusterUse(entry.id, entry.name, entry.is_local, sample)
        for entry, sample in zip(live, samples, strict=True)
        if sample is not None
    ]
    return roots, uses


async def _take(entry: ClusterEntry) -> ClusterSample | None:
    if not entry.is_live:
        return None
    try:
        answer = await entry.live_host().call("sample", timeout=_ANSWER_SECONDS)
        sample: ClusterSample = read_answer(ClusterSample, answer)
    except PangeoError:
        # What is wrong with the host shows in the cluster's state.
        return None
    return sample
