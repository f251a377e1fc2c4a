"""Makes the worker small, killable and short-lived: limits, priorities, and an end with its parent."""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from .limits import MIB, Limits
from .problems import Overrun

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
# A quarter of the default must still hold the interpreter and its libraries.
_OWN_ADDRESS_BYTES = 128 * MIB
_LARGEST_FILE = 4096 * MIB


class CpuTimeError(BaseException):
    """The kernel says that the CPU time of the job is used up. No reader's ``except Exception`` may swallow it."""


def enclose(parent: int) -> None:
    """Give up what a worker does not need; call once, before the first job.

    Parameters
    ----------
    parent
        Process id of the companion, with which the worker ends.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
    with contextlib.suppress(OSError):
        os.nice(5)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000")
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if os.getppid() != parent:
            # It died before the kernel knew whom to watch.
            os._exit(0)


@contextlib.contextmanager
def budget(limits: Limits) -> Iterator[None]:
    """Hold what runs inside to the limits of CPU and address space.

    Raises
    ------
    Overrun
        The CPU time is used up. Too much memory raises MemoryError where it is asked for.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    soft = int(used + max(1, limits.max_cpu_seconds)) + 1
    previous = signal.signal(signal.SIGXCPU, _cpu_used_up)
    hard_cpu = resource.getrlimit(resource.RLIMIT_CPU)[1]
    hard_memory = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (_within(soft, hard_cpu), hard_cpu))
    if sys.platform == "linux":
        size = max(limits.max_memory_bytes, _OWN_ADDRESS_BYTES)
        resource.setrlimit(resource.RLIMIT_AS, (_within(size, hard_memory), hard_memory))
    try:
        yield
    except CpuTimeError:
        raise Overrun(limits, "cpu_seconds") from None
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (hard_cpu, hard_cpu))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (hard_memory, hard_memory))
        signal.signal(signal.SIGXCPU, previous)


def _cpu_used_up(_number: int, _frame: FrameType | None) -> None:
    raise CpuTimeError


def _within(soft: int, hard: int) -> int:
    return soft if hard == resource.RLIM_INFINITY else min(soft, hard)
