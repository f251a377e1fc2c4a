"""Where hosts keep their sockets, state and keys: private folders with paths short enough for a socket."""

import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...errors import Upstream

SOCKET_PATH_CAP = 103 if sys.platform == "darwin" else 107
CONTROL_SOCKET = "control.sock"
DASHBOARD_SOCKET = "dashboard.sock"
STATE_FILE = "state.json"
OWNER_FILE = "owner.json"
LOG_FILE = "host.log"

_NAME_BYTES = 6
_LONGEST = len("/") + 2 * _NAME_BYTES + len("/") + max(len(CONTROL_SOCKET), len(DASHBOARD_SOCKET))


class NoFolder(Upstream):
    """No place for a host's sockets; the message says what to set."""

    code = "no-folder"


def default_roots(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Folders that may hold hosts' folders, the preferred first."""
    mine = f"jupyterlab-pangeo-{os.getuid()}"
    runtime = environ.get("XDG_RUNTIME_DIR")
    first = [Path(runtime) / "jupyterlab-pangeo"] if runtime else []
    temporary = dict.fromkeys((tempfile.gettempdir(), "/tmp"))  # noqa: S108  # checked for owner, links and mode
    return (*first, *(Path(folder) / mine for folder in temporary))


def fault(root: Path) -> str | None:
    """Why an existing root cannot be trusted, None where it can."""
    try:
        status = root.lstat()
    except OSError as error:
        return f"{root}: {error.strerror}"
    if stat.S_ISLNK(status.st_mode) or not stat.S_ISDIR(status.st_mode):
        return f"{root} is not a folder of its own"
    if status.st_uid != os.getuid():
        return f"{root} belongs to another user"
    if stat.S_IMODE(status.st_mode) & 0o077:
        return f"{root} can be entered by others"
    return None


def usable_root(candidates: Iterable[Path]) -> Path:
    """First of the roots that is ours, private and short enough; made where it is missing.

    Raises
    ------
    NoFolder
        None is.
    """
    faults = []
    for root in candidates:
        if len(os.fsencode(root)) + _LONGEST > SOCKET_PATH_CAP:
            faults.append(f"{root} is too long for a socket's path ({SOCKET_PATH_CAP} bytes)")
            continue
        try:
            root.mkdir(mode=0o700)
        except FileExistsError:
            pass
        except OSError as error:
            faults.append(f"{root}: {error.strerror}")
            continue
        found = fault(root)
        if found is None:
            return root
        faults.append(found)
    raise NoFolder(
        "no private folder for the cluster's sockets: "
        + "; ".join(faults)
        + ". Set XDG_RUNTIME_DIR or TMPDIR to a short path of a folder that only you can enter."
    )


def make_folder(candidates: Iterable[Path]) -> Path:
    """A new 0700 folder for one host, below the first usable root.

    Raises
    ------
    NoFolder
        There is no place for it, or the disk is full or read-only.
    """
    folder = usable_root(candidates) / secrets.token_hex(_NAME_BYTES)
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise NoFolder(f"cannot make {folder}: {error.strerror}") from error
    return folder


def remove_folder(folder: Path) -> None:
    """Remove a host's folder with all that is in it; what is gone already is fine."""
    shutil.rmtree(folder, ignore_errors=True)
