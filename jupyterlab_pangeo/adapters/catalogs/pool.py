"""A few worker processes, started when there is work and ended when there is none."""

import asyncio
import logging
import signal
from collections.abc import Sequence
from pathlib import Path

from ...schemas.catalogs import CatalogProblem
from ...worker.protocol import Job, Report
from ...worker.readers import BUILT_IN, ReaderSpec
from .process import WorkerLostError, WorkerProcess
from .store import CatalogFiles

# A process that once grew so large is not kept: it would not give the memory back.
_KEEP_BYTES = 160 * 1024 * 1024

log = logging.getLogger(__name__)


class WorkerPool:
    """Runs jobs, each within its deadline, in processes that a bad job takes with it and nothing else.

    Parameters
    ----------
    files
        The catalogs' files; workers run in their index folder.
    readers
        Readers that they may import.
    size
        Processes at most.
    idle_seconds
        After so long without work a process is ended, in seconds.
    """

    def __init__(
        self,
        files: CatalogFiles,
        readers: Sequence[ReaderSpec] = BUILT_IN,
        *,
        size: int = 2,
        idle_seconds: float = 60.0,
    ) -> None:
        self._files = files
        self._readers = readers
        self._idle_seconds = idle_seconds
        self._free = asyncio.Semaphore(size)
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._timers: dict[WorkerProcess, asyncio.TimerHandle] = {}
        self._endings: set[asyncio.Task[None]] = set()
        self.failures: dict[str, str] = {}
        """Readers that cannot be imported, with the reason; known once a worker has run."""

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that live."""
        return [worker.pid for worker in (*self._busy, *self._idle)]

    async def run(self, job: Job) -> Report:
        """Do a job; what goes wrong is in the report. Cancelling kills the process, and only that."""
        async with self._free:
            try:
                worker = await self._take()
            except (WorkerLostError, OSError) as problem:
                log.warning("No catalog worker: %s", problem)
                return _failed("worker-lost", "The process that reads catalogs does not start; see the server's log.")
            self._busy.add(worker)
            is_good = False
            try:
                report = await self._do(worker, job)
                is_good = worker.is_alive and not report.is_spent and report.peak_bytes < _KEEP_BYTES
            finally:
                self._busy.discard(worker)
                if is_good:
                    self._rest(worker)
                else:
                    await asyncio.shield(asyncio.ensure_future(worker.kill()))
            if report.state != "ready":
                await asyncio.to_thread(Path(job.output).unlink, missing_ok=True)
            return report

    async def stop(self) -> None:
        """Kill every worker; jobs that run fail."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        workers = [*self._busy, *self._idle]
        self._idle.clear()
        await asyncio.gather(*[worker.kill() for worker in workers], *self._endings)

    async def _take(self) -> WorkerProcess:
        while self._idle:
            worker = self._idle.pop()
            self._timers.pop(worker).cancel()
            if worker.is_alive:
                return worker
            await worker.kill()
        worker = await WorkerProcess.start(self._files.cache, self._readers)
        for name, reason in worker.hello.failures.items():
            if name not in self.failures:
                log.warning("The catalog reader %s is not available: %s", name, reason)
        self.failures = worker.hello.failures
        return worker

    async def _do(self, worker: WorkerProcess, job: Job) -> Report:
        try:
            return await asyncio.wait_for(worker.run(job), job.limits.wall_seconds)
        except (asyncio.TimeoutError, TimeoutError):
            await worker.kill()
            note = (
                f"Not read within {job.limits.wall_seconds:g} seconds, so its process was ended."
                " PangeoApp.catalog_limits['wall_seconds'] raises the limit."
            )
            return _failed("budget-time", note)
        except WorkerLostError:
            return await _lost(worker)

    def _rest(self, worker: WorkerProcess) -> None:
        self._idle.append(worker)
        loop = asyncio.get_running_loop()
        self._timers[worker] = loop.call_later(self._idle_seconds, self._let_go, worker)

    def _let_go(self, worker: WorkerProcess) -> None:
        self._timers.pop(worker, None)
        self._idle.remove(worker)
        ending = asyncio.ensure_future(worker.end())
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)


def _failed(code: str, message: str) -> Report:
    return Report(state="failed", problems=[CatalogProblem(code=code, message=message)])


async def _lost(worker: WorkerProcess) -> Report:
    try:
        status = await asyncio.wait_for(worker.ended(), 2.0)
    except (asyncio.TimeoutError, TimeoutError):
        status = 0
    how = f"by the signal {signal.Signals(-status).name}" if -status in set(signal.Signals) else "by itself"
    note = f"The process that read this catalog was ended {how}, perhaps for want of memory. Refresh to try again."
    return _failed("worker-lost", note)
