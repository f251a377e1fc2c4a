"""One cluster host: speaking to it, noticing its end."""

import asyncio
import contextlib
import json
import logging
import signal
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ...errors import PangeoError, Upstream
from ...host.ending import cancel_jobs
from ...host.logs import tail
from .control import ControlClient
from .folders import CONTROL_SOCKET, DASHBOARD_SOCKET, LOG_FILE, STATE_FILE, remove_folder
from .process import HostProcess
from .report import HostReport, read_answer

_EXIT_GRACE = 0.3
_RETRY_MOST = 2.0

_log = logging.getLogger(__name__)


class HostListener(Protocol):
    """Who is told what a host says; called on the event loop."""

    def host_state(self, report: HostReport) -> None:
        """The host's whole state, after each change."""

    def host_log(self, line: str) -> None:
        """A line of the log."""

    def host_unreachable(self, message: str) -> None:
        """The process lives and does not answer; `host_state` follows when it does again."""

    def host_gone(self, message: str) -> None:
        """The process has ended."""


@dataclass(frozen=True)
class TlsFiles:
    """Paths of the security files of one cluster."""

    ca_file: Path
    cert_file: Path
    key_file: Path


class Host:
    """A host that this companion holds, or tries to hold again."""

    def __init__(self, folder: Path, process: HostProcess, client: ControlClient) -> None:
        self.folder = folder
        self.process = process
        self.listener: HostListener | None = None
        self.last_report: HostReport | None = None
        self.tls: asyncio.Task[None] | None = None
        self._client = client
        self._ending = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._attach(client)

    @property
    def dashboard_socket(self) -> Path:
        """Where the host serves Dask's pages."""
        return self.folder / DASHBOARD_SOCKET

    @property
    def tls_files(self) -> TlsFiles:
        """Where the launcher puts the security files."""
        tls = self.folder / "tls"
        return TlsFiles(tls / "ca.pem", tls / "cert.pem", tls / "key.pem")

    async def tls_ready(self) -> None:
        """Wait for the security files; raises what kept them from being made."""
        if self.tls is not None:
            await self.tls

    @property
    def is_connected(self) -> bool:
        """Whether requests can be sent now."""
        return self._client.is_open

    async def call(self, method: str, params: dict[str, Any] | None = None, *, timeout: float = 10.0) -> Any:
        """Result of one request; raises as `ControlClient.call` does."""
        return await self._client.call(method, params, timeout=timeout)

    async def log_tail(self, count: int) -> list[str]:
        """Last lines of what the process printed, also after its end."""
        return await asyncio.to_thread(tail, self.folder / LOG_FILE, count)

    async def close(self, seconds: float) -> None:
        """End the cluster and its process, by SIGKILL where it does not end within ``seconds``."""
        self._stop_watching()
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        try:
            await self.call("close", timeout=seconds)
        except PangeoError:
            # A host takes this for the same wish.
            self.process.signal(signal.SIGTERM)
        await self.process.wait(end - loop.time())
        await self._client.close()
        await self.process.kill()
        await self._tls_ended()

    async def kill(self) -> None:
        """End the process now."""
        self._stop_watching()
        await self._client.close()
        await self.process.kill()
        await self._tls_ended()

    async def discard(self) -> None:
        """End the process now, cancel its batch jobs and remove its folder."""
        await self.kill()
        await asyncio.to_thread(_clear, self.folder)

    def kill_now(self) -> None:
        """End the process without waiting and remove its folder; blocks for some milliseconds."""
        self.process.kill_now()
        remove_folder(self.folder)

    async def keep(self) -> None:
        """Let go of the host and leave it running."""
        self._stop_watching()
        with contextlib.suppress(PangeoError):
            await self.call("keep", timeout=2)
        await self.let_go()

    async def let_go(self) -> None:
        """Close the connection and leave the process alone."""
        self._stop_watching()
        await self._client.close()
        self.process.release()

    async def _tls_ended(self) -> None:
        """Wait for the launcher's end: it must not write into a folder that is being removed."""
        if self.tls is not None:
            await asyncio.wait([self.tls])

    def _stop_watching(self) -> None:
        self._ending = True
        if self.tls is not None:
            self.tls.cancel()
        for task in self._tasks:
            task.cancel()

    def _attach(self, client: ControlClient) -> None:
        self._client = client
        client.on_notification = self._notified
        client.on_closed = self._lost_contact

    def _notified(self, method: str, params: dict[str, Any]) -> None:
        if method == "state":
            try:
                self.last_report = read_answer(HostReport, params)
            except Upstream as error:
                _log.warning("%s", error)
                return
            if self.listener is not None:
                self.listener.host_state(self.last_report)
        elif method == "log" and self.listener is not None:
            self.listener.host_log(str(params.get("line", "")))

    def _lost_contact(self) -> None:
        if not self._ending:
            self._run(self._find_out())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _find_out(self) -> None:
        """Tell an ended process from a broken connection, and mend the latter."""
        pause = 0.1
        ended = await self.process.wait(_EXIT_GRACE)
        while not ended:
            if self.listener is not None:
                self.listener.host_unreachable("the cluster's process lives but does not answer")
            if await self._connect_again():
                return
            ended = await self.process.wait(pause)
            pause = min(2 * pause, _RETRY_MOST)
        if self.listener is not None:
            self.listener.host_gone(self.process.exit_reason() or "the cluster's process ended")
        await self.process.sweep()

    async def _connect_again(self) -> bool:
        """Take hold anew; False where nobody listens or another companion was faster."""
        try:
            client = await ControlClient.open(self.folder / CONTROL_SOCKET)
        except PangeoError:
            return False
        client.on_notification = self._notified
        try:
            hello = await client.call("hello", timeout=5)
        except PangeoError:
            await client.close()
            return False
        self._attach(client)
        self._notified("state", hello.get("state") or {})
        return client.is_open


class DeadHost:
    """What a host that ended while nobody looked has left."""

    def __init__(self, folder: Path, record: dict[str, Any]) -> None:
        self.folder = folder
        self.process = HostProcess(record, folder)

    async def log_tail(self, count: int) -> list[str]:
        """Last lines of what the process printed."""
        return await asyncio.to_thread(tail, self.folder / LOG_FILE, count)

    async def discard(self) -> None:
        """Remove its folder and what it left running."""
        await self.process.sweep()
        await asyncio.to_thread(_clear, self.folder)


def _clear(folder: Path) -> None:
    """Remove a host's folder; a state file that is still there may name batch jobs that outlived the host."""
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
        cancel_jobs(json.loads((folder / STATE_FILE).read_bytes()).get("jobs") or {})
    remove_folder(folder)
