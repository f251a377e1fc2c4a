"""The hard end: what is left of processes and batch jobs when there is no time to ask politely."""

import os
import signal
import subprocess
import sys
from typing import Any, NoReturn

from .logs import say

_CANCEL_SECONDS = 1.0


def kill_descendants() -> None:
    """Kill every process that stems from this one, by parent or by process group.

    The resource tracker of multiprocessing is spared: it ends by itself when this process has, and until then
    removes the semaphores that a killed worker leaves.
    """
    # Comes with distributed; before that is imported there are no children either.
    psutil = sys.modules.get("psutil")
    if psutil is None:
        return
    for pid in _kin(psutil):
        try:
            if "resource_tracker" not in " ".join(psutil.Process(pid).cmdline()):
                os.kill(pid, signal.SIGKILL)
        except (psutil.Error, ProcessLookupError, PermissionError):
            continue


def _kin(psutil: Any) -> set[int]:
    own = os.getpid()
    found = {child.pid for child in psutil.Process(own).children(recursive=True)}
    if os.getpgrp() == own:
        found |= {pid for pid in psutil.pids() if _group(pid) == own}
    return found - {own}


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except (ProcessLookupError, PermissionError):
        return -1


def cancel_jobs(jobs: dict[str, Any]) -> None:
    """Cancel batch jobs with the command of their queue, waiting a second at most."""
    if not jobs.get("ids") or not jobs.get("cancel"):
        return
    command = [*str(jobs["cancel"]).split(), *jobs["ids"]]
    try:
        # In a session of its own, so that our end does not stop it half way.
        subprocess.run(command, timeout=_CANCEL_SECONDS, check=False, start_new_session=True)
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"the jobs {jobs['ids']} could not be cancelled: {error}")


def end_hard(jobs: dict[str, Any]) -> NoReturn:
    """Cancel jobs, kill descendants and leave without a word to the interpreter."""
    cancel_jobs(jobs)
    kill_descendants()
    os._exit(1)
