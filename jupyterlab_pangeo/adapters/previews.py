"""Run the previewer in a kernelspec's Python, in a process group of its own, and end all of it afterwards."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from ..schemas.previews import PreviewFailure, PreviewResult, PreviewStep
from .dask.kernelspecs import Place
from .secrets import Secrets

MIB = 1024**2
_PROGRAM = Path(__file__).resolve().parents[1] / "previewer" / "main.py"
_TAIL = 4096
# Seconds for the end of what was killed.
_PATIENCE = 5.0
# One thread pool a library, each with its stacks, would fill the memory that a preview has.
_FRUGAL = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2",
    "DASK_NUM_WORKERS": "2", "ARROW_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1",
}  # fmt: skip


@dataclass(frozen=True)
class Bounds:
    """What a preview may use: memory of a process in bytes, time in seconds, sizes of answer and data in bytes."""

    memory_bytes: int = 2048 * MIB
    seconds: float = 60.0
    answer_bytes: int = 8 * MIB
    picture_bytes: int = 64 * 1000**2


class Child:
    """One run of the previewer.

    Parameters
    ----------
    place
        The Python to run.
    on_step
        Told of each step.
    """

    def __init__(self, place: Place, bounds: Bounds, on_step: Callable[[PreviewStep], None]) -> None:
        self._place = place
        self._bounds = bounds
        self._on_step = on_step
        self._tail = b""
        self._secrets = Secrets({**os.environ, **place.environment})

    async def run(self, code: str, variable: str) -> PreviewResult | PreviewFailure:
        """The result, or why there is none; when this returns or is cancelled nothing of the group runs any more."""
        folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="pangeo-preview-")
        try:
            return await self._run(code, variable, folder)
        finally:
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))

    async def _run(self, code: str, variable: str, folder: str) -> PreviewResult | PreviewFailure:
        reading, writing = os.pipe()
        job = {"code": code, "variable": variable, "output": writing, "parent": os.getpid(),
               "memoryBytes": self._bounds.memory_bytes, "pictureBytes": self._bounds.picture_bytes}  # fmt: skip
        try:
            child = await asyncio.create_subprocess_exec(
                self._place.python, str(_PROGRAM), cwd=folder, env=self._environment(folder), start_new_session=True,
                pass_fds=(writing,), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )  # fmt: skip
        except OSError as error:
            os.close(reading)
            return PreviewFailure("no-python", f"cannot start {self._place.python}: {error.strerror}")
        finally:
            os.close(writing)
        return await self._attend(child, reading, json.dumps(job).encode(), folder)

    async def _attend(
        self, child: asyncio.subprocess.Process, reading: int, job: bytes, folder: str
    ) -> PreviewResult | PreviewFailure:
        listening = asyncio.ensure_future(self._listen(child))
        try:
            return await asyncio.wait_for(self._hear(child, reading, job), self._bounds.seconds)
        except (TimeoutError, asyncio.TimeoutError):
            return self._failed("deadline", f"it took longer than {self._bounds.seconds:g} s")
        finally:
            _end_group(child.pid)
            # What left the group holds the pipes, which are waited for.
            await asyncio.shield(asyncio.to_thread(_end_strays, folder))
            with contextlib.suppress(TimeoutError, asyncio.TimeoutError):
                await asyncio.wait_for(child.wait(), _PATIENCE)
            # Its output ends with the last that holds it; only then is everything of it closed.
            await asyncio.wait([listening], timeout=_PATIENCE)
            listening.cancel()
            vars(child)["_transport"].close()
            await asyncio.sleep(0)

    async def _hear(
        self, child: asyncio.subprocess.Process, reading: int, job: bytes
    ) -> PreviewResult | PreviewFailure:
        loop = asyncio.get_running_loop()
        stream = asyncio.StreamReader(limit=self._bounds.answer_bytes)
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(reading, "rb", buffering=0)
        )
        try:
            assert child.stdin is not None
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                child.stdin.write(job)
                await child.stdin.drain()
            child.stdin.close()
            return await self._messages(child, stream)
        finally:
            transport.close()

    async def _messages(
        self, child: asyncio.subprocess.Process, stream: asyncio.StreamReader
    ) -> PreviewResult | PreviewFailure:
        while True:
            try:
                line = await stream.readline()
            except ValueError:
                return self._failed("too-large", f"the answer is larger than {self._bounds.answer_bytes // MIB} MiB")
            if not line:
                return self._ended(await child.wait())
            try:
                answer = self._understood(json.loads(line))
            except (ValueError, AttributeError):
                return self._failed("failed", "the previewer's answer cannot be read")
            if answer is not None:
                return answer

    def _understood(self, message: Mapping[str, Any]) -> PreviewResult | PreviewFailure | None:
        """A result or failure; None for a step. Raises ValueError where it is nothing of the kind."""
        if "step" in message:
            self._on_step(msgspec.convert(message["step"], PreviewStep))
            return None
        if "result" in message:
            return msgspec.convert(self._secrets.hidden(message["result"]), PreviewResult)
        failure = msgspec.convert(message["failure"], PreviewFailure)
        return self._failed(failure.code, failure.message, failure.package)

    def _ended(self, status: int) -> PreviewFailure:
        if status == 128 + signal.SIGKILL:
            return self._failed("memory", "the system ended it, as it does when memory runs out")
        return self._failed("crashed", f"the Python ended without an answer (status {status})")

    def _failed(self, code: str, message: str, package: str = "") -> PreviewFailure:
        detail = self._tail.decode(errors="replace")
        return PreviewFailure(code, self._secrets.redacted(message), package[:100], self._secrets.redacted(detail))

    async def _listen(self, child: asyncio.subprocess.Process) -> None:
        assert child.stdout is not None
        while data := await child.stdout.read(_TAIL):
            self._tail = (self._tail + data)[-_TAIL:]

    def _environment(self, folder: str) -> dict[str, str]:
        return {**os.environ, **_FRUGAL, **self._place.environment, "TMPDIR": folder}


def _end_strays(folder: str) -> None:
    """End what left the group, by the folder in its environment. May block."""
    mark = f"TMPDIR={folder}".encode()
    for place in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in place.read_bytes().split(b"\0"):
                os.kill(int(place.parent.name), signal.SIGKILL)


def _end_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
