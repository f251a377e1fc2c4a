"""A host's operating-system process, be it our child or one found again."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...errors import Upstream
from .folders import LOG_FILE
from .identity import FOLDER_VARIABLE, is_alive, kill_members, own_record, start_time
from .kernelspecs import Place

_SWEEP_SECONDS = 1.0


class HostProcess:
    """One process that leads its own session; everything it starts is in that session."""

    def __init__(self, record: dict[str, Any], folder: Path, child: "subprocess.Popen[bytes] | None" = None) -> None:
        self.record = record
        self._folder = folder
        self._child = child

    @property
    def pid(self) -> int:
        """Its number, also that of its session."""
        return int(self.record["pid"])

    @classmethod
    def spawn(cls, place: Place, arguments: Sequence[str], folder: Path) -> "HostProcess":
        """Start a detached process; blocks for the time of a fork.

        Raises
        ------
        Upstream
            The Python cannot be started, or the log cannot be written.
        """
        environment = {**os.environ, **place.environment, FOLDER_VARIABLE: str(folder)}
        try:
            log = os.open(folder / LOG_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise Upstream(f"cannot write {folder / LOG_FILE}: {error.strerror}") from error
        try:
            child = subprocess.Popen(
                [place.python, *arguments, str(folder)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise Upstream(f"cannot start {place.python}: {error.strerror}") from error
        finally:
            os.close(log)
        record = {**own_record(), "pid": child.pid, "processStartTime": start_time(child.pid)}
        return cls(record, folder, child)

    def exit_reason(self) -> str | None:
        """How the process ended, None while it lives."""
        if self._child is None:
            return None if is_alive(self.record) else "the cluster's process ended"
        code = self._child.poll()
        if code is None:
            return None
        if code < 0:
            return f"the cluster's process was ended by signal {-code} ({_signal_name(-code)})"
        return f"the cluster's process ended with exit code {code}"

    async def wait(self, seconds: float) -> bool:
        """Whether it has ended within so many seconds."""
        loop = asyncio.get_running_loop()
        end, pause = loop.time() + seconds, 0.005
        while self.exit_reason() is None:
            if loop.time() >= end:
                return False
            await asyncio.sleep(pause)
            pause = min(2 * pause, 0.05)
        return True

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process itself, if it lives."""
        if self.exit_reason() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self.pid, number)

    def kill_now(self) -> None:
        """SIGKILL it and all of its session; blocks until the process is reaped."""
        self.signal(signal.SIGKILL)
        kill_members(self.pid, self._folder, trackers=True)
        if self._child is not None:
            self._child.wait()

    async def kill(self) -> None:
        """SIGKILL it and all of its session, and wait until the kernel has done so."""
        self.signal(signal.SIGKILL)
        await self.wait(2)
        await self.sweep()

    async def sweep(self) -> None:
        """SIGKILL what an ended process has left behind, and wait until it is gone."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _SWEEP_SECONDS
        while await asyncio.to_thread(kill_members, self.pid, self._folder, trackers=loop.time() > end):
            await asyncio.sleep(0.02)
            if loop.time() > end + _SWEEP_SECONDS:
                return

    def release(self) -> None:
        """Leave it running beyond our own end."""
        if self._child is not None:
            # An unreaped child would be warned of when the object goes; it is left on purpose.
            self._child.returncode = 0
            self._child = None


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
