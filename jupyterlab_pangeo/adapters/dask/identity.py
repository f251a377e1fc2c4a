"""Which process is it? A number alone is reused; start time, boot and host name tell processes apart.

psutil is loaded where a process is looked at: it is most of a megabyte, which a server without clusters does without.
"""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...host.files import boot_id, process_start_time

if TYPE_CHECKING:
    import psutil

FOLDER_VARIABLE = "JUPYTERLAB_PANGEO_HOST"


def host_name() -> str:
    """What this machine or container is called."""
    return socket.gethostname()


def start_time(pid: int) -> str:
    """When a process started, in the words of the cluster host; empty where it is gone or waits to be reaped."""
    import psutil

    try:
        if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return ""
    except (psutil.Error, OSError):
        return ""
    return process_start_time(pid)


def own_record() -> dict[str, Any]:
    """What names this process, for `is_alive`."""
    return {
        "pid": os.getpid(),
        "processStartTime": start_time(os.getpid()),
        "bootId": boot_id(),
        "hostName": host_name(),
    }


def is_foreign(record: dict[str, Any]) -> bool:
    """Whether the record was written on another machine or in another container."""
    return record.get("hostName") not in (None, host_name())


def is_alive(record: dict[str, Any]) -> bool:
    """Whether the process named by ``pid``, ``processStartTime`` and ``bootId`` still lives here."""
    pid, started = record.get("pid"), record.get("processStartTime")
    if not isinstance(pid, int) or pid <= 0 or not started:
        return False
    return record.get("bootId") == boot_id() and start_time(pid) == started


def kill_members(session: int, folder: Path, *, trackers: bool = False) -> int:
    """SIGKILL what is left of a host's session; the number of processes found.

    The session's number may have been reused since: only processes with the host's folder in
    their environment are hit. Trackers of multiprocessing are counted and spared unless asked for:
    they end by themselves, and remove the semaphores of the killed before.
    """
    import psutil

    found = 0
    for process in _members(session, folder):
        found += 1
        with contextlib.suppress(psutil.Error, OSError):
            if trackers or not _is_tracker(process):
                process.kill()
    return found


def _members(session: int, folder: Path) -> Iterator["psutil.Process"]:
    import psutil

    for pid in psutil.pids():
        with contextlib.suppress(psutil.Error, OSError):
            if os.getsid(pid) == session:
                process = psutil.Process(pid)
                is_zombie = process.status() == psutil.STATUS_ZOMBIE
                if not is_zombie and process.environ().get(FOLDER_VARIABLE) == str(folder):
                    yield process


def _is_tracker(process: "psutil.Process") -> bool:
    return "multiprocessing.resource_tracker" in " ".join(process.cmdline())
