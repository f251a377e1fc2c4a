"""The sampling of usage: every few seconds, away from the event loop, by one server of a data folder."""

import asyncio
import contextlib
import logging
import math
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol, TypeVar

from ..adapters.usage.lock import FolderLock
from ..adapters.usage.samples import Sample
from ..adapters.usage.source import Absent, Read, SampleSource, Scene
from ..schemas.common import Reason
from ..schemas.usage import Metric
from .usage import UsageRecord
from .usage_now import Now

MAX_SAMPLES = 5_000
_SOURCE_SECONDS = 5.0

_log = logging.getLogger(__name__)

_T = TypeVar("_T")
Load = Callable[[], tuple[list[SampleSource], list[Reason]]]


class ISurroundings(Protocol):
    """What there is to be measured, and what of it could not be seen, by name."""

    problems: dict[str, Reason]

    async def look(self) -> Scene:
        """What is there now."""


class Recorder:
    """Has the sources measure and the record keep it.

    Parameters
    ----------
    interval
        Seconds between two samples; 0 for none.
    load
        Finds the sources; called in a thread, once.

    Attributes
    ----------
    is_elsewhere
        Another server of the same data folder writes.
    now
        Tells what is used; while somebody listens this server measures though another one writes.
    """

    def __init__(
        self,
        record: UsageRecord,
        *,
        surroundings: ISurroundings,
        load: Load,
        lock: FolderLock,
        interval: float,
        source_seconds: float = _SOURCE_SECONDS,
    ) -> None:
        self._record = record
        self._surroundings = surroundings
        self._load = load
        self._lock = lock
        self.interval = interval
        self.is_elsewhere = False
        self.now = Now()
        self._claiming = asyncio.Lock()
        self._source_seconds = source_seconds
        self._thread = _thread()
        self._found: asyncio.Task[list[SampleSource]] | None = None
        self._reads: dict[str, Read] | None = None
        self._hanging: dict[str, asyncio.Future[list[Sample]]] = {}
        self._task: asyncio.Task[None] | None = None
        self._unloaded: list[Reason] = []
        self._problems: dict[str, Reason] = {}

    def start(self) -> None:
        """Begin; the first sample is taken after one interval."""
        if self.interval:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """End the sampling; does not wait for a source that hangs."""
        for task in (self._task, self._found):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._lock.release()

    def problems(self) -> list[Reason]:
        """What is not measured, and why."""
        return [*self._unloaded, *self._problems.values(), *self._surroundings.problems.values()]

    async def metrics(self) -> list[Metric]:
        """Metrics of all sources."""
        return [metric for source in await self._sources() for metric in source.metrics]

    async def claim(self) -> bool:
        """Become the server that writes, where no other one is."""
        # Two at once would take the lock from each other.
        async with self._claiming:
            try:
                is_taken = await self._off_loop(self._lock.take)
            except OSError as error:
                # Where no lock can be had SQLite has none either: the store holds what it is given, and says so.
                self._note("lock", error)
                is_taken = True
            else:
                self._problems.pop("lock", None)
            self.is_elsewhere = not is_taken
            if is_taken:
                self._record.take_over()
        return is_taken

    def release(self) -> None:
        """Let another server write; only for one that does not sample."""
        if self._task is None:
            self._lock.release()

    async def tick(self) -> None:
        """Measure once, tell it, and keep it where no other server writes."""
        is_writer = await self.claim()
        if not is_writer and not self.now.is_wanted:
            return
        scene = await self._surroundings.look()
        samples: list[Sample] = []
        for source in await self._sources():
            samples += await self._sample(source, scene)
        self.now.take(time.time(), samples)
        if is_writer:
            await self._record.keep(samples)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        await self.claim()
        while True:
            # What was missed, as while the machine slept, is not made up for.
            due = max(due + self.interval, loop.time())
            await asyncio.sleep(due - loop.time())
            try:
                await self.tick()
            except Exception as error:
                self._note("recorder", error)

    async def _sources(self) -> list[SampleSource]:
        if self._found is None:
            self._found = asyncio.get_running_loop().create_task(self._find())
        return await asyncio.shield(self._found)

    async def _find(self) -> list[SampleSource]:
        sources, self._unloaded = await self._off_loop(self._load)
        self._reads = {}
        self._record.use(metric for source in sources for metric in source.metrics)
        return sources

    async def _sample(self, source: SampleSource, scene: Scene) -> list[Sample]:
        """Samples of one source; none where it fails, or hangs still."""
        hanging = self._hanging.get(source.name)
        if hanging is not None:
            if not hanging.done():
                return []
            # What it measured is of another moment.
            del self._hanging[source.name]
        future = self._off_loop(partial(self._read, source, scene))
        await asyncio.wait({future}, timeout=self._source_seconds)
        if not future.done():
            self._hanging[source.name] = future
            # The others go on in a thread of their own, the one that hangs ends with what it does.
            self._thread.shutdown(wait=False)
            self._thread = _thread()
            self._note(source.name, TimeoutError(f"no answer within {self._source_seconds:g} s"))
            return []
        error = future.exception()
        if error is not None:
            self._note(source.name, error)
            return []
        self._problems.pop(source.name, None)
        return future.result()

    def _read(self, source: SampleSource, scene: Scene) -> list[Sample]:
        assert self._reads is not None
        if source.name not in self._reads:
            try:
                self._reads[source.name] = source.open()
            except Absent:
                self._reads[source.name] = _nothing
        return _checked(source, self._reads[source.name](scene))

    def _note(self, name: str, error: BaseException) -> None:
        reason = Reason(code="source-failed", message=f"{name}: {type(error).__name__}: {error}")
        if self._problems.get(name) != reason:
            _log.warning("usage of %s is not recorded: %s", name, error)
        self._problems[name] = reason

    def _off_loop(self, call: Callable[[], _T]) -> "asyncio.Future[_T]":
        future = asyncio.get_running_loop().run_in_executor(self._thread, call)
        # What fails after nobody waits for it any more is no news.
        future.add_done_callback(lambda future: future.cancelled() or future.exception())
        return future


def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "pangeo-usage-source")


def _nothing(_: Scene) -> list[Sample]:
    return []


def _checked(source: SampleSource, samples: Iterable[Sample]) -> list[Sample]:
    """The samples; raises `ValueError` where they do not hold to the contract of sources."""
    metrics = {metric.name: metric for metric in source.metrics}
    checked = []
    for sample in samples:
        metric = metrics.get(sample.metric)
        if metric is None or [name for name, _ in sample.labels] != metric.labels:
            raise ValueError(f"a sample of {sample.metric} is not of the source's metrics, or has other labels")
        if math.isfinite(sample.value):
            checked.append(sample)
        if len(checked) > MAX_SAMPLES:
            raise ValueError(f"more than {MAX_SAMPLES} samples at a time")
    return checked
