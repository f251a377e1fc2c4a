"""One worker process, spoken to over its pipes."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ...worker.protocol import Hello, Job, Report
from ...worker.readers import ReaderSpec

log = logging.getLogger(__name__)

_MAX_LINE = 4 * 1024 * 1024
_START_SECONDS = 60.0
# What a worker may know of the user's environment: no token, no key.
_ENVIRONMENT = frozenset(
    {"PATH", "HOME", "LANG", "TZ", "TMPDIR", "VIRTUAL_ENV", "CONDA_PREFIX", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
     "PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
     "CURL_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}
)  # fmt: skip


class WorkerLostError(Exception):
    """The process ended, or said something that is no report, before its job was done."""


class WorkerProcess:
    """A started worker.

    Attributes
    ----------
    hello : Hello
        Its readers.
    """

    def __init__(self, process: asyncio.subprocess.Process, hello: Hello) -> None:
        self.hello = hello
        self._process = process

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not been seen to end."""
        return self._process.returncode is None

    @classmethod
    async def start(cls, folder: Path, readers: Sequence[ReaderSpec]) -> "WorkerProcess":
        """Start a worker and wait for its first line.

        Parameters
        ----------
        folder
            Its working folder, which nobody else can write to.
        readers
            Readers that it may import.

        Raises
        ------
        WorkerLostError
            It does not start.
        """
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, *_flags(), "-m", "jupyterlab_pangeo.worker", str(os.getpid())],
            *[f"{spec.name}={spec.target}" for spec in readers],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=folder,
            env=_environment(),
            limit=_MAX_LINE,
            start_new_session=True,
        )
        try:
            line = await asyncio.wait_for(_line(process), _START_SECONDS)
            return cls(process, msgspec.json.decode(line, type=Hello))
        except (asyncio.TimeoutError, TimeoutError, ValueError, WorkerLostError) as problem:
            await _kill(process)
            raise WorkerLostError("the worker did not start") from problem
        except BaseException:
            await _kill(process)
            raise

    async def run(self, job: Job) -> Report:
        """Do one job.

        Raises
        ------
        WorkerLostError
            The process ended before it answered.
        """
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(msgspec.json.encode(job) + b"\n")
            await stdin.drain()
            return msgspec.json.decode(await _line(self._process), type=Report)
        except (OSError, ValueError) as problem:
            raise WorkerLostError(str(problem)) from problem

    async def end(self) -> None:
        """Close its pipe, by which it ends itself; kill it if it does not within a second."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        with contextlib.suppress(asyncio.TimeoutError, TimeoutError):
            await asyncio.wait_for(self._process.wait(), 1.0)
        await self.kill()

    async def kill(self) -> None:
        """End it at once; returns when it is gone."""
        await _kill(self._process)

    async def ended(self) -> int:
        """Wait for its end; a negative number is the signal that ended it."""
        return await self._process.wait()


async def _line(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line.endswith(b"\n"):
        raise WorkerLostError("the worker ended")
    return line


async def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    if process.stdin is not None:
        process.stdin.close()
    await process.wait()


def _flags() -> list[str]:
    # Nothing is imported from the working folder. Before Python 3.11, which has no -P, it is at least ours alone.
    return ["-P"] if sys.version_info >= (3, 11) else []


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.upper() in _ENVIRONMENT or name[:3] == "LC_"}
    # Arenas for each thread would count against the address space.
    kept["MALLOC_ARENA_MAX"] = "2"
    package = Path(__file__).resolve().parents[3]
    if package.name not in ("site-packages", "dist-packages"):
        # A source tree: the child must find it also where it is on the path only by the parent's doing.
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, [str(package), kept.get("PYTHONPATH", "")]))
    return kept
