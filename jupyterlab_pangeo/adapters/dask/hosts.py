"""Cluster hosts: starting them, speaking to them, noticing their end."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ...errors import PangeoError, Upstream, UpstreamTimeout
from .control import ControlClient, HostGone
from .folders import CONTROL_SOCKET, DASHBOARD_SOCKET, LOG_FILE, OWNER_FILE, make_folder, remove_folder, tail
from .identity import own_record
from .kernelspecs import Place
from .process import HostProcess

_CONNECT_SECONDS = 30.0
_TLS_SECONDS = 30.0
_EXIT_GRACE = 0.3
_RETRY_MOST = 2.0


class HostListener(Protocol):
    """Who is told what a host says; called on the event loop."""

    def host_state(self, state: dict[str, Any]) -> None:
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
        with contextlib.suppress(PangeoError):
            await self.call("close", timeout=seconds)
        await self.process.wait(end - loop.time())
        await self._client.close()
        await self.process.kill()

    async def kill(self) -> None:
        """End the process now."""
        self._stop_watching()
        await self._client.close()
        await self.process.kill()

    async def discard(self) -> None:
        """End the process now and remove its folder."""
        await self.kill()
        await asyncio.to_thread(remove_folder, self.folder)

    async def keep(self) -> None:
        """Let go of the host and leave it running."""
        self._stop_watching()
        with contextlib.suppress(PangeoError):
            await self.call("keep", timeout=2)
        await self._client.close()
        self.process.release()

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
        if self.listener is None:
            return
        if method == "state":
            self.listener.host_state(params)
        elif method == "log":
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
            with contextlib.suppress(PangeoError):
                self._attach(await ControlClient.open(self.folder / CONTROL_SOCKET))
                hello = await self.call("hello", timeout=5)
                self._notified("state", hello["state"])
                return
            ended = await self.process.wait(pause)
            pause = min(2 * pause, _RETRY_MOST)
        if self.listener is not None:
            self.listener.host_gone(self.process.exit_reason() or "the cluster's process ended")


class Hosts:
    """Starts hosts and takes hold of found ones.

    Parameters
    ----------
    roots
        Folders that may hold hosts' folders, the preferred first.
    program
        Arguments of the place's Python that start a host; its folder is added.
    launcher
        Command that makes the TLS files; the host's folder is added.
    """

    def __init__(self, roots: Sequence[Path], *, program: Sequence[str] = (), launcher: Sequence[str] = ()) -> None:
        self.roots = tuple(roots)
        self._program = tuple(program) or (str(Path(__file__).parents[2] / "host" / "main.py"),)
        self._launcher = tuple(launcher) or (sys.executable, "-m", "jupyterlab_pangeo.launcher")

    async def launch(self, place: Place) -> Host:
        """Start a host and connect to it; its cluster is started by ``start``, after `Host.tls_ready`.

        Raises
        ------
        NoFolder
            There is no place for its files.
        Upstream
            It cannot be started or ended at once.
        """
        folder = await asyncio.to_thread(make_folder, self.roots)
        tls = asyncio.create_task(self._make_tls(folder))
        process: HostProcess | None = None
        try:
            process = await asyncio.to_thread(HostProcess.spawn, place, self._program, folder)
            await asyncio.to_thread(_write_owner, folder, process.record)
            host = Host(folder, process, await _connect(folder, process))
        except BaseException:
            tls.cancel()
            await asyncio.shield(_clear(folder, process))
            raise
        host.tls = tls
        return host

    async def hold(self, folder: Path, record: dict[str, Any]) -> tuple[Host, dict[str, Any]]:
        """Take hold of a running host; it and the state it says.

        Raises
        ------
        HostHeld
            Another companion holds it.
        HostGone, HostSilent
            It does not listen or answer.
        """
        client = await ControlClient.open(folder / CONTROL_SOCKET)
        host = Host(folder, HostProcess(record, folder), client)
        try:
            hello = await host.call("hello", timeout=2)
            host.process.record["pid"] = hello.get("pid", record.get("pid"))
        except BaseException:
            host._stop_watching()
            await client.close()
            raise
        await asyncio.to_thread(_write_owner, folder, host.process.record)
        return host, hello["state"]

    async def _make_tls(self, folder: Path) -> None:
        child = await asyncio.create_subprocess_exec(
            *self._launcher, str(folder), start_new_session=True,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            _, errors = await asyncio.wait_for(child.communicate(), _TLS_SECONDS)
        except (TimeoutError, asyncio.TimeoutError) as error:
            raise UpstreamTimeout(f"the security files were not made within {_TLS_SECONDS:g} s") from error
        finally:
            if child.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    child.kill()
                await child.wait()
        if child.returncode:
            last = errors.decode(errors="replace").strip().splitlines()[-1:] or [f"exit code {child.returncode}"]
            raise Upstream(f"the security files could not be made: {last[0]}")


async def _connect(folder: Path, process: HostProcess) -> ControlClient:
    """Connect as soon as the host listens."""
    loop = asyncio.get_running_loop()
    end, pause = loop.time() + _CONNECT_SECONDS, 0.01
    while True:
        if (folder / CONTROL_SOCKET).exists():
            with contextlib.suppress(HostGone):
                return await ControlClient.open(folder / CONTROL_SOCKET)
        reason = process.exit_reason()
        if reason is not None:
            last = await asyncio.to_thread(tail, folder / LOG_FILE, 1)
            raise HostGone(": ".join([reason, *last]))
        if loop.time() > end:
            raise UpstreamTimeout(f"the cluster's process did not listen within {_CONNECT_SECONDS:g} s")
        await asyncio.sleep(pause)
        pause = min(1.2 * pause, 0.05)


async def _clear(folder: Path, process: HostProcess | None) -> None:
    if process is not None:
        await process.kill()
    await asyncio.to_thread(remove_folder, folder)


def _write_owner(folder: Path, host: dict[str, Any]) -> None:
    """Say whose host this is, so that another server of the same user leaves it alone while we live."""
    draft = folder / f".{OWNER_FILE}"
    with (
        contextlib.suppress(OSError),
        open(draft, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream,
    ):
        json.dump({"owner": own_record(), "host": host}, stream)
    with contextlib.suppress(OSError):
        draft.replace(folder / OWNER_FILE)
