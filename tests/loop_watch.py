"""How long the callbacks of an event loop hold it, whatever else the machine does."""

import asyncio
import gc
import os
import time


class LoopWatch:
    """Times every callback of the running loop, without the time in which the thread only waited for a processor.

    Wall time would blame the loop for a busy machine, CPU time would not see it sleep or wait for a disk. The kernel
    says how long a thread was ready and did not run; wall time without that is what the callback itself took. What
    lives already is no rubbish of the callbacks': the collector, which takes long over what a whole run of tests has
    left, does not look at it meanwhile.
    ``worst`` is the longest in seconds, ``what`` the callback.
    """

    def __init__(self) -> None:
        self.worst = 0.0
        self.what = ""
        self.callbacks = 0

    def __enter__(self) -> "LoopWatch":
        loop = asyncio.get_running_loop()
        self._statistics = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        self._run = run = asyncio.Handle._run
        gc.freeze()

        def timed(handle: asyncio.Handle) -> None:
            if handle._loop is not loop:
                run(handle)
                return
            what, waited, begun = _name(handle), self._waited(), time.perf_counter()
            run(handle)
            took = time.perf_counter() - begun
            # The callback that ended the watch comes back here too.
            if took > self.worst and asyncio.Handle._run is timed:
                self._note(took - (self._waited() - waited), what)
            self.callbacks += 1

        asyncio.Handle._run = timed
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.Handle._run = self._run
        gc.unfreeze()
        os.close(self._statistics)

    def _note(self, seconds: float, what: str) -> None:
        if seconds > self.worst:
            self.worst, self.what = seconds, what

    def _waited(self) -> float:
        """Seconds that this thread was ready to run and did not."""
        return int(os.pread(self._statistics, 100, 0).split()[1]) / 1e9


def _name(handle: asyncio.Handle) -> str:
    """The task that a callback goes on with and the line where it does, else the callback; the loop knows no more."""
    task = getattr(handle._callback, "__self__", None)
    if not isinstance(task, asyncio.Task):
        return repr(handle)
    at = [f"{frame.f_code.co_qualname}:{frame.f_lineno}" for frame in _awaiting(task.get_coro())]
    return " > ".join(at)


def _awaiting(coroutine):
    """The frames of a coroutine and of whatever it waits for, outermost first."""
    while (frame := getattr(coroutine, "cr_frame", None)) is not None:
        yield frame
        coroutine = coroutine.cr_await
