"""Find the hosts that an earlier Jupyter server of the same user left, by what lies in their folders."""

import json
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...host.logs import tail
from .folders import LOG_FILE, OWNER_FILE, STATE_FILE, fault, remove_folder
from .identity import is_alive, is_foreign, kill_members

_FILE_CAP = 1 << 20
_ASIDE = STATE_FILE + ".corrupt"
_LOG_LINES = 200

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FoundHost:
    """One host's folder.

    Attributes
    ----------
    record
        Names the process: ``pid``, ``processStartTime``, ``bootId``, ``hostName``.
    state
        What the host wrote of itself; empty where that cannot be read.
    is_alive
        Whether the process lives on this machine since the same boot.
    log_tail
        Last lines of what it printed.
    """

    folder: Path
    record: dict[str, Any]
    state: dict[str, Any]
    is_alive: bool
    log_tail: list[str]


def find_hosts(roots: Iterable[Path]) -> list[FoundHost]:
    """Hosts that nobody who lives owns, the oldest first; reads files, so call it off the event loop.

    Folders of other machines and of servers that still live are left alone. What an ended server
    left of a host that never started a cluster is removed.
    """
    folders = [
        folder for root in dict.fromkeys(roots) if root.exists() and not _is_bad(root) for folder in _inside(root)
    ]
    found = [host for folder in folders if (host := _examine(folder)) is not None]
    return sorted(found, key=lambda host: str(host.state.get("startedAt") or ""))


def _is_bad(root: Path) -> bool:
    reason = fault(root)
    if reason is not None:
        _log.warning("clusters of an earlier server are not looked for: %s", reason)
    return reason is not None


def _inside(root: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        _log.warning("cannot read %s: %s", root, error.strerror)
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)


def _examine(folder: Path) -> FoundHost | None:
    owner = _read(folder / OWNER_FILE) or {}
    companion, host = _object(owner.get("owner")), _object(owner.get("host"))
    if is_foreign(companion) or is_foreign(host):
        return None
    if companion.get("pid") != os.getpid() and is_alive(companion):
        return None
    state = _read(folder / STATE_FILE)
    if state is None:
        _remove_unstarted(folder, companion, host)
        return None
    if is_foreign(state):
        return None
    if not _is_sound(state):
        _put_aside(folder)
        state = {}
    record = state or host
    alive = is_alive(record)
    if not state and not alive:
        return None
    return FoundHost(folder, record, state, alive, tail(folder / LOG_FILE, _LOG_LINES))


def _read(file: Path) -> dict[str, Any] | None:
    """Content of a JSON file: None where there is none, empty where it is not an object."""
    try:
        with file.open("rb") as stream:
            return _object(json.loads(stream.read(_FILE_CAP)))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        return {}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_sound(state: dict[str, Any]) -> bool:
    return (
        isinstance(state.get("id"), str) and isinstance(state.get("pid"), int) and isinstance(state.get("spec"), dict)
    )


def _put_aside(folder: Path) -> None:
    """Keep a state file that cannot be read for whoever wants to know why."""
    _log.warning("%s cannot be read; it is kept as %s", folder / STATE_FILE, _ASIDE)
    try:
        (folder / STATE_FILE).replace(folder / _ASIDE)
    except OSError as error:
        _log.warning("cannot rename it: %s", error.strerror)


def _remove_unstarted(folder: Path, companion: dict[str, Any], host: dict[str, Any]) -> None:
    """Remove what an ended server left of a host that was only kept ready.

    Without a readable owner nothing is known of the folder, so that it is left alone.
    """
    if not companion or companion.get("pid") == os.getpid() or (folder / _ASIDE).exists():
        return
    if isinstance(host.get("pid"), int):
        kill_members(host["pid"], folder)
    remove_folder(folder)
