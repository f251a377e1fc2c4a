"""Quotas of the user, as the program `quota` of Linux tells them; where there is none, nothing is asked.

The format is that of quota 4.06 with the options below (`man 1 quota`): a line for each file system, with its mount
point, blocks of 1 KiB in use (a star where the quota is passed), quota, limit and grace, and the same of files.
"""

import logging
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_OPTIONS = ("--no-wrap", "--raw-grace", "--show-mntpoint", "--hide-device")
_BLOCK = 1024
_SECONDS = 5.0
_KEEP_SECONDS = 300.0
_FIELDS = 8

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Quota:
    """What the user has on a file system and may have there, in bytes."""

    mount: str
    used_bytes: int
    limit_bytes: int


def quotas_of(text: str) -> list[Quota]:
    """The quotas in an output of the program; lines that say none, or that cannot be read, are left out."""
    found = []
    for line in text.splitlines():
        # A mount point may have spaces; the numbers after it have not.
        parts = line.rsplit(maxsplit=_FIELDS)
        if len(parts) != _FIELDS + 1:
            continue
        mount, numbers = parts[0].strip(), [part.rstrip("*") for part in parts[1:4]]
        if not mount.startswith("/") or not all(part.isascii() and part.isdigit() for part in numbers):
            continue
        used, *bounds = (int(part) * _BLOCK for part in numbers)
        if any(bounds):
            found.append(Quota(mount, used, min(bound for bound in bounds if bound)))
    return found


class Quotas:
    """Asks for the user's quotas now and then, in the thread of whoever asks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._command = shutil.which("quota")
        self._known: list[Quota] = []
        self._until = float("-inf")

    def of(self, folder: Path) -> Quota | None:
        """The quota that counts for a folder, None where none is known."""
        if self._command and self._clock() >= self._until:
            self._known = self._ask(self._command)
            self._until = self._clock() + _KEEP_SECONDS
        place = os.path.realpath(folder)
        holding = [one for one in self._known if os.path.commonpath((place, one.mount)) == one.mount]
        mounts = [one for one in holding if os.path.ismount(one.mount)]
        return max(mounts, key=lambda one: len(one.mount), default=None)

    def _ask(self, command: str) -> list[Quota]:
        try:
            # It tells by its status that a quota is passed.
            done = subprocess.run(
                [command, *_OPTIONS],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "LC_ALL": "C"},
                timeout=_SECONDS,
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError) as error:
            # A file server that hangs would hold up each sample.
            _log.warning("quotas are not asked for any more: %s: %s", command, type(error).__name__)
            self._command = None
            return []
        return quotas_of(done.stdout.decode(errors="replace"))
