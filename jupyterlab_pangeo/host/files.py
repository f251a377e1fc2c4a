"""The host's folder, and the marks that tell a process from a later one with the same pid.

Standard library only, and cheap to import: this comes before the control socket.
"""

import contextlib
import json
import os
import socket
import stat
import subprocess
from pathlib import Path
from typing import Any

# Where there is none, as on macOS, the tools of the system are asked.
_PROC = Path("/proc/self")


class Folder:
    """Paths in the folder of one host; every file in it is 0600."""

    def __init__(self, path: "str | Path") -> None:
        self.path = Path(path).resolve()
        self.control = self.path / "control.sock"
        self.dashboard = self.path / "dashboard.sock"
        self.state = self.path / "state.json"
        self.log = self.path / "host.log"
        self.tls = self.path / "tls"
        self.ca_file = self.tls / "ca.pem"
        self.cert_file = self.tls / "cert.pem"
        self.key_file = self.tls / "key.pem"

    def check(self) -> None:
        """Refuse a folder that another user could read or swap.

        Raises
        ------
        OSError
            There is no such folder.
        ValueError
            It belongs to someone else, or its mode is not 0700.
        """
        info = self.path.stat()
        if not stat.S_ISDIR(info.st_mode):
            raise ValueError(f"{self.path} is not a folder")
        if info.st_uid != os.getuid():
            raise ValueError(f"{self.path} belongs to another user")
        if info.st_mode & 0o077:
            raise ValueError(f"{self.path} is open to others; its mode must be 0700")

    def write_state(self, state: dict[str, Any]) -> None:
        """Write ``state.json`` so that a reader sees the old or the new one, never a part."""
        write_privately(self.state, json.dumps(state, indent=1, sort_keys=True).encode())

    def clean(self, *, keep_state: bool) -> None:
        """Remove sockets, TLS files and, unless asked to keep it, ``state.json``; the log stays."""
        doomed = [self.control, self.dashboard, self.ca_file, self.cert_file, self.key_file]
        if not keep_state:
            doomed.append(self.state)
        # What cannot be removed must not keep the rest, the private key above all, from going.
        for path in doomed:
            with contextlib.suppress(OSError):
                path.unlink()
        with contextlib.suppress(OSError):
            self.tls.rmdir()


def write_privately(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 atomically; what was there stays where that fails.

    Raises
    ------
    OSError
        The disk is full or read-only, or the name is taken by something else.
    """
    draft = path.with_name(f".{path.name}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def listen_privately(path: Path) -> socket.socket:
    """Listen on a unix socket of mode 0600 that can be connected to from the moment its name exists.

    Raises
    ------
    OSError
        Another process listens there, or the path is too long for a socket.
    """
    _remove_stale(path)
    draft = path.with_name(f".{path.name[:-1]}")
    draft.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(draft))
        draft.chmod(0o600)
        listener.listen(128)
        draft.rename(path)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def _remove_stale(path: Path) -> None:
    if not path.exists():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
            return
    raise FileExistsError(f"another host listens on {path}")


def process_start_time(pid: int) -> str:
    """When a process started, in the system's own words; empty where there is no such process.

    Together with :func:`boot_id` and the pid this names one process for ever: compare as text.
    """
    if _PROC.is_dir():
        try:
            line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        # The command's name is in parentheses and may hold spaces and parentheses of its own.
        return line.rpartition(")")[2].split()[19]
    return _output("ps", "-o", "lstart=", "-p", str(pid))


def boot_id() -> str:
    """A mark that changes at each boot; empty where the system has none."""
    if _PROC.is_dir():
        try:
            return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        except OSError:
            return ""
    return _output("sysctl", "-n", "kern.bootsessionuuid")


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=5, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
