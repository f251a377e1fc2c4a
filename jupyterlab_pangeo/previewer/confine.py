"""Makes the child small, killable and first to go; a guard ends its whole group when the server is gone."""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38


def enclose(parent: int, memory_bytes: int) -> None:
    """Take the limits, and go on in a child of this process, which stays as the guard and never returns.

    Parameters
    ----------
    parent
        Process id of the server, with which everything ends.
    memory_bytes
        Most that a process may hold, in bytes: its heap and its private mappings, not files that it maps.
    """
    os.umask(0o077)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS, memory_bytes)
    with contextlib.suppress(OSError):
        os.nice(10)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000")
        ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    signal.signal(signal.SIGTERM, _end_all)
    _end_with(parent, signal.SIGTERM)
    guard = os.getpid()
    if child := os.fork():
        _guard(child)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _end_with(guard, signal.SIGKILL)


def _guard(child: int) -> None:
    """Wait for the child, and end as it ended."""
    os.closerange(3, 256)
    _, status = os.waitpid(child, 0)
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def _end_all(*_: Any) -> None:
    os.killpg(0, signal.SIGKILL)


def _end_with(parent: int, number: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            # It died before the kernel knew whom to watch.
            os._exit(0)


def _lower(kind: int, most: int) -> None:
    soft, hard = resource.getrlimit(kind)
    most = min([most, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)])
    resource.setrlimit(kind, (most, most))
