"""Which process is it? A number alone is reused; start time, boot and host name tell processes apart."""

import contextlib
import os
import signal
import socket
from pathlib import Path
from typing import Any

import psutil

from ...host.files import boot_id, process_start_time

FOLDER_VARIABLE = "JUPYTERLAB_PANGEO_HOST"


def host_name() -> str:
    """What this machine or container is called."""
    return socket.gethostname()


def start_time(pid: int) -> str:
    """When a process started, in the words of the cluster host; empty where it is gone or waits to be reaped."""
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


def members(session: int, folder: Path) -> list[int]:
    """Processes of a host's session that carry its folder in their environment."""
    return [pid for pid in psutil.pids() if _belongs(pid, session, folder)]


def _belongs(pid: int, session: int, folder: Path) -> bool:
    try:
        if os.getsid(pid) != session:
            return False
        process = psutil.Process(pid)
        is_zombie: bool = process.status() == psutil.STATUS_ZOMBIE
        return not is_zombie and bool(process.environ().get(FOLDER_VARIABLE) == str(folder))
    except (psutil.Error, OSError):
        return False


def kill_members(session: int, folder: Path) -> int:
    """SIGKILL what is left of a host's session; the number of processes hit.

    The session's number may have been reused since: only processes with the host's folder in
    their environment are hit.
    """
    hit = 0
    for pid in members(session, folder):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
            hit += 1
    return hit
