"""The control thread: it serves the companion whatever the main thread is doing."""

import asyncio
import concurrent.futures
import os
import signal
import socket
import sys
import threading
from collections.abc import Coroutine
from typing import Any

from . import ending, logs
from .files import Folder, boot_id, process_start_time
from .lifetime import Lifetime
from .methods import Methods
from .redact import redact_values
from .rpc import BUSY, WRONG_STATE, RpcError, RpcServer
from .status import Status

_STATE_SECONDS = 0.2
_LOG_SECONDS = 0.1
_TRIM_SECONDS = 10.0
_RETRY_SECONDS = 2.0
_ASK_SECONDS = 5.0
END_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})


class Link:
    """The way into the main thread's loop, open from the first moment; calls wait until the loop runs."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.owner: Any = None

    def send(self, name: str, *arguments: Any) -> "concurrent.futures.Future[Any]":
        """Call a method of the owner in its loop."""
        return asyncio.run_coroutine_threadsafe(self._call(name, arguments), self._loop)

    async def ask(self, name: str, *arguments: Any) -> Any:
        """The answer of a method of the owner, within five seconds."""
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self.send(name, *arguments)), _ASK_SECONDS)
        except asyncio.TimeoutError as error:
            raise RpcError(BUSY, "the scheduler does not answer; it may be busy") from error

    async def _call(self, name: str, arguments: tuple[Any, ...]) -> Any:
        if self.owner is None:
            raise RpcError(WRONG_STATE, "dask could not be imported")
        return await getattr(self.owner, name)(*arguments)


class Control(threading.Thread):
    """Serves ``control.sock``, sends the state and the log, writes ``state.json``, keeps the timers.

    ``ready`` is set once it serves, ``finished`` once everything of the host's folder that has to go is gone.
    """

    def __init__(self, folder: Folder, listener: socket.socket, status: Status, link: Link, wakeup: socket.socket):
        super().__init__(name="control", daemon=True)
        self.ready = threading.Event()
        self.finished = threading.Event()
        self._folder = folder
        self._listener = listener
        self._status = status
        self.link = link
        self._wakeup = wakeup
        self._flush_timer: asyncio.TimerHandle | None = None
        self._retry: asyncio.TimerHandle | None = None
        self._follower = logs.Follower(folder.log)
        self._written: dict[str, Any] = {}
        self._loop = asyncio.new_event_loop()
        self._tasks: list[asyncio.Task[None]] = []
        status.listener = lambda: self.call(self._changed)

    # --- calls from the main thread

    def call(self, function: Any, *arguments: Any) -> None:
        """Run a function in this thread's loop; nothing happens once the loop has ended."""
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            return

    def noticed(self) -> None:
        """The main thread has begun to close."""
        self.call(self.lifetime.noticed)

    def close(self, code: str, message: str) -> None:
        """Close for a reason that the main thread found."""
        self.call(self.lifetime.close, code, message)

    def finish(self) -> None:
        """The cluster is closed: say so, clean up."""
        self.call(self._finish)

    # --- this thread

    def run(self) -> None:
        """Serve until the process ends."""
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._loop.run_forever()

    async def _start(self) -> None:
        self.lifetime = Lifetime(
            self._status,
            begin_close=lambda: self.send("close"),
            abort_start=lambda: self.send("abort"),
            end_hard=self._end_hard,
        )
        self.methods = Methods(self, self._folder, self._status)
        self.rpc = RpcServer(self.methods.table(), self.lifetime.held, self.lifetime.dropped)
        self._loop.add_reader(self._wakeup, self._signalled)
        await self.rpc.listen(self._listener)
        self._status.end_steps()
        self.ready.set()
        self._spawn(self._follow_log())
        self._spawn(self._bound_log())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(self._loop.create_task(work))

    def _signalled(self) -> None:
        # The number of each signal with a handler comes here, also of those that a user's library handles.
        if END_SIGNALS.intersection(self._wakeup.recv(64)):
            self.lifetime.close("signal", "The host was asked to end by a signal.")

    def send(self, name: str, *arguments: Any) -> None:
        """Have the owner do something; it reports through the state, its failures go to the log."""
        self.link.send(name, *arguments).add_done_callback(_print_failure)

    def _changed(self) -> None:
        if self._flush_timer is None:
            # Noted before: the main thread may change the state while it is being sent.
            sent = self._status.revision
            self._flush()
            self._flush_timer = self._loop.call_later(_STATE_SECONDS, self._flush_again, sent)

    def _flush_again(self, sent: int) -> None:
        self._flush_timer = None
        if self._status.revision != sent:
            self._changed()

    def _flush(self) -> None:
        if self._status.begun:
            self.rpc.notify("state", self._status.wire())
            self.write_state()

    def write_state(self) -> None:
        """Write ``state.json`` if what is in it has changed."""
        state = self._status.wire()
        record = {
            "version": 1,
            "pid": os.getpid(),
            "processGroup": os.getpgrp(),
            "processStartTime": process_start_time(os.getpid()),
            "bootId": boot_id(),
            "hostName": socket.gethostname(),
            "python": sys.executable,
            "spec": redact_values(self.methods.spec),
            "keep": self.methods.keep,
            "jobs": self._status.jobs,
            **{name: state[name] for name in ("id", "name", "state", "reason", "schedulerId", "address", "startedAt")},
        }
        if record == self._written:
            return
        try:
            self._folder.write_state(record)
        except OSError as error:
            self._not_written(error)
        else:
            self._written = record
            self._status.forgive("state-file")

    def _not_written(self, error: OSError) -> None:
        """Tell the user and try again: a full disk must stop neither the cluster nor its end."""
        text = f"state.json cannot be written ({error.strerror}): a restarted Jupyter may not find this cluster again."
        if self._retry is None:
            logs.say(text)
            self._retry = self._loop.call_later(_RETRY_SECONDS, self._write_again)
        self._status.warn("state-file", text)

    def _write_again(self) -> None:
        self._retry = None
        self.write_state()

    async def _follow_log(self) -> None:
        starting = True
        while starting:
            await asyncio.sleep(_LOG_SECONDS)
            # Looked at before the lines are read: the last words of a failed start are sent too.
            starting = self._status.state == "starting"
            if self._status.begun:
                for line in self._follower.new_lines():
                    self.rpc.notify("log", {"line": line})

    async def _bound_log(self) -> None:
        while True:
            await asyncio.sleep(_TRIM_SECONDS)
            logs.trim(self._folder.log)

    def _finish(self) -> None:
        if self._flush_timer is not None:
            self._flush_timer.cancel()
        self._status.move("closed")
        self._flush()
        self._folder.clean(keep_state=False)
        self.finished.set()

    def _end_hard(self) -> None:
        self._status.move("closed")
        self._flush()
        # The state file stays: batch jobs may have outlived their cancelling.
        self._folder.clean(keep_state=True)
        ending.end_hard(self._status.jobs)


def _print_failure(future: "concurrent.futures.Future[Any]") -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        logs.say(f"the host failed at a request: {error!r}")
