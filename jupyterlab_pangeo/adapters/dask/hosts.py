"""Starting cluster hosts, and taking hold of those that are found."""

import asyncio
import contextlib
import json
import logging
import os
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from ...errors import PangeoError, Upstream, UpstreamTimeout
from ...host.logs import tail
from .control import ControlClient, HostGone
from .folders import CONTROL_SOCKET, LOG_FILE, OWNER_FILE, make_folder, remove_folder
from .host import Host
from .identity import own_record
from .kernelspecs import Place
from .process import HostProcess
from .report import HostReport, read_answer

_log = logging.getLogger(__name__)

_PACKAGE = Path(__file__).parents[2]
_CONNECT_SECONDS = 30.0
_TLS_SECONDS = 30.0


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
        self._program = tuple(program) or (str(_PACKAGE / "host" / "main.py"),)
        self._launcher = tuple(launcher) or (sys.executable, "-m", "jupyterlab_pangeo.launcher")
        self._clearing: set[asyncio.Task[None]] = set()
        # A fork holds the interpreter for some milliseconds, also from a thread: one at a time, with a turn of the
        # event loop between them.
        self._forking = asyncio.Lock()

    async def launch(self, place: Place) -> Host:
        """Start a host and connect to it; its cluster is started by ``start``, after `Host.tls_ready`.

        Raises
        ------
        NoFolder
            There is no place for its files.
        Upstream
            It cannot be started or ended at once.
        """
        preparing = asyncio.create_task(self._spawn(place))
        try:
            folder, process = await asyncio.shield(preparing)
        except asyncio.CancelledError:
            # The thread cannot be stopped half way; what it makes must not be left.
            self._track(_clear_abandoned(preparing))
            raise
        tls = asyncio.create_task(self._make_tls(folder))
        tls.add_done_callback(_take_note)
        try:
            host = Host(folder, process, await _connect(folder, process))
        except BaseException:
            tls.cancel()
            await asyncio.shield(self._track(_clear(folder, process, tls)))
            raise
        host.tls = tls
        return host

    async def settle(self) -> None:
        """Wait until what was given up half way is gone."""
        while self._clearing:
            await asyncio.wait(self._clearing)

    def _track(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work)
        self._clearing.add(task)
        task.add_done_callback(self._clearing.discard)
        return task

    async def _spawn(self, place: Place) -> tuple[Path, HostProcess]:
        async with self._forking:
            return await asyncio.to_thread(self._prepare, place)

    def _prepare(self, place: Place) -> tuple[Path, HostProcess]:
        """Make a folder and start a process in it; blocks for the time of a fork."""
        folder = make_folder(self.roots)
        try:
            process = HostProcess.spawn(place, self._program, folder)
        except BaseException:
            remove_folder(folder)
            raise
        _write_owner(folder, process.record)
        return folder, process

    async def hold(self, folder: Path, record: dict[str, Any]) -> tuple[Host, HostReport]:
        """Take hold of a running host; it and the state it says.

        Raises
        ------
        HostHeld
            Another companion holds it.
        HostGone, HostSilent
            It does not listen or answer.
        """
        host = Host(folder, HostProcess(record, folder), await ControlClient.open(folder / CONTROL_SOCKET))
        try:
            report = read_answer(HostReport, (await host.call("hello", timeout=2)).get("state"))
            await asyncio.to_thread(_write_owner, folder, record)
        except BaseException:
            await host.let_go()
            raise
        return host, host.last_report or report

    async def _make_tls(self, folder: Path) -> None:
        # Python looks for modules in its working folder first: the host's is empty and nobody else's.
        path = os.pathsep.join(filter(None, [str(_PACKAGE.parent), os.environ.get("PYTHONPATH")]))
        async with self._forking:
            child = await asyncio.create_subprocess_exec(
                *self._launcher, str(folder), start_new_session=True, cwd=folder,
                env={**os.environ, "PYTHONPATH": path},
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


async def _clear(folder: Path, process: HostProcess, *others: "asyncio.Task[None]") -> None:
    await process.kill()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.to_thread(remove_folder, folder)


async def _clear_abandoned(preparing: "asyncio.Task[tuple[Path, HostProcess]]") -> None:
    with contextlib.suppress(PangeoError):
        await _clear(*await preparing)


def _take_note(tls: "asyncio.Task[None]") -> None:
    """Whoever needs the files asks for the outcome; nobody does for a cluster without them."""
    if not tls.cancelled() and (error := tls.exception()) is not None:
        _log.info("%s", error)


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
