"""Classes that a host is told to build: slow, broken, unlike Dask's own. Imported in the host only."""

import asyncio
import time
from typing import Any

from distributed import LocalCluster, Nanny, Scheduler, SpecCluster
from distributed.deploy.spec import ProcessInterface

LOOPBACK = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}


class Raising:
    def __init__(self, asynchronous: bool = False) -> None:
        print("about to fail")
        raise RuntimeError("no quota left; password=hunter2")


class RaisingWithoutWords:
    def __init__(self, asynchronous: bool = False) -> None:
        raise ValueError


class Blocking:
    """Blocks the loop that it is made in, as many third-party classes do."""

    def __init__(self, seconds: float, asynchronous: bool = False) -> None:
        time.sleep(seconds)
        raise RuntimeError("slept enough")


class BlockingThread:
    """The same, without knowing of asynchronous use."""

    def __init__(self, seconds: float) -> None:
        time.sleep(seconds)
        raise RuntimeError("slept enough")


class HangingCluster(SpecCluster):
    """Has a scheduler and a worker, then never says that it is ready."""

    def __init__(self, asynchronous: bool = False) -> None:
        scheduler = {"cls": Scheduler, "options": LOOPBACK}
        worker = {"cls": Nanny, "options": {"host": "127.0.0.1", "nthreads": 1}}
        super().__init__({"0": worker}, scheduler, worker, asynchronous=asynchronous)

    def __await__(self) -> Any:
        async def never() -> None:
            await SpecCluster._start(self)
            await self._correct_state()
            print("hanging now", flush=True)
            await asyncio.Event().wait()

        return never().__await__()


def synchronous_local(**options: Any) -> LocalCluster:
    return LocalCluster(**LOOPBACK, **options)


class FixedCluster(SpecCluster):
    """Cannot be scaled, as a cluster over ssh."""

    def __init__(self, asynchronous: bool = False) -> None:
        worker = {"cls": Nanny, "options": {"host": "127.0.0.1", "nthreads": 1}}
        super().__init__({"a": worker}, {"cls": Scheduler, "options": LOOPBACK}, asynchronous=asynchronous)


class RefusedJob(ProcessInterface):
    """A batch job that the queue refuses."""

    job_id: str | None = None

    def __init__(self, scheduler: str, name: Any = None) -> None:
        super().__init__(scheduler, name)

    async def start(self) -> None:
        raise RuntimeError(
            "Command exited with non-zero exit code. sbatch: error: invalid partition specified: nowhere"
        )


class QueuedJob(ProcessInterface):
    """A batch job that waits in the queue for ever."""

    cancel_command = "touch"

    def __init__(self, scheduler: str, mark: str, name: Any = None) -> None:
        super().__init__(scheduler, name)
        self.job_id = f"{mark}{name}"


class JobCluster(SpecCluster):
    """Begins without jobs; ``mark`` makes them wait in the queue, else they are refused."""

    def __init__(self, mark: str = "", asynchronous: bool = False) -> None:
        worker = {"cls": QueuedJob, "options": {"mark": mark}} if mark else {"cls": RefusedJob}
        super().__init__({}, {"cls": Scheduler, "options": LOOPBACK}, worker, asynchronous=asynchronous)


class StuckJobCluster(JobCluster):
    """Never finishes closing."""

    async def _close(self) -> None:
        await asyncio.Event().wait()


class GatewayLike:
    """An object that is no Dask cluster: no plan, no loop, no logs, workers elsewhere."""

    def __init__(self, asynchronous: bool = False) -> None:
        self.asynchronous = asynchronous
        self.scheduler_address = "tls://gateway.invalid:8786"
        self.scheduler_info: dict[str, Any] = {"id": "Scheduler-far", "workers": {}}

    def __await__(self) -> Any:
        yield from asyncio.sleep(0).__await__()
        return self

    async def scale(self, n: int) -> None:
        self.scheduler_info["workers"] = {
            f"tls://10.0.0.{i}:1": {"nthreads": 2, "memory_limit": 10**9} for i in range(n)
        }

    async def close(self) -> None:
        print("the gateway was told to close", flush=True)
