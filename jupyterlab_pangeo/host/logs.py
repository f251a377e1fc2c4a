"""The host's log file: its tail, what is new in it, and its bound."""

import contextlib
import fcntl
import os
import sys
from pathlib import Path

from .redact import redact

SIZE_LIMIT = 8 << 20
_KEEP = 1 << 20
LINE_LIMIT = 2000


def adopt(path: Path) -> None:
    """Make the log this process's output, so that it can be cut while others append to it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    os.fchmod(handle, 0o600)
    for stream in (1, 2):
        os.dup2(handle, stream)
        fcntl.fcntl(stream, fcntl.F_SETFL, fcntl.fcntl(stream, fcntl.F_GETFL) | os.O_APPEND)
    os.close(handle)


def say(text: str) -> None:
    """Add a line of the host's own to its log; on a full disk there is none, and that is no reason to fail."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def tail(path: Path, count: int) -> list[str]:
    """The last lines, oldest first, of at most ``LINE_LIMIT`` characters each and without secrets."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            start = max(0, size - _KEEP)
            file.seek(start)
            data = file.read()
    except OSError:
        return []
    lines = data.decode("utf-8", "replace").splitlines()
    # The first line of a cut piece is a rest.
    return clean((lines[1:] if start else lines)[-count:])


def clean(lines: list[str]) -> list[str]:
    """Lines as they may leave the host."""
    return [redact(line[:LINE_LIMIT]) for line in lines]


def trim(path: Path) -> None:
    """Cut a log that has grown past ``SIZE_LIMIT`` bytes down to its last megabyte."""
    try:
        if path.stat().st_size <= SIZE_LIMIT:
            return
        with path.open("r+b") as file:
            file.seek(-_KEEP, os.SEEK_END)
            rest = file.read().partition(b"\n")[2]
            file.seek(0)
            file.truncate()
            file.write(b"[older lines were dropped]\n" + rest)
    except OSError:
        return


class Follower:
    """Reads what was appended since the last look, whole lines only."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0

    def new_lines(self, most: int = 50) -> list[str]:
        """The lines since the last call; where there are too many, the last ones."""
        try:
            with self._path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                if size == self._offset:
                    return []
                self._offset = min(self._offset, size)
                file.seek(max(self._offset, size - _KEEP))
                data = file.read()
        except OSError:
            return []
        whole, newline, rest = data.rpartition(b"\n")
        if not newline:
            return []
        self._offset = size - len(rest)
        return clean(whole.decode("utf-8", "replace").splitlines()[-most:])
