"""Environments of their own for servers and libraries whose packages clash with those of the tests.

``tests/environments/<name>.lock`` (under Python 3.10 ``<name>-3.10.lock``) says what is in one. It is built under
``.venv/environments/<name>`` when it is first needed, and anew when its lock changes; ``python tests/environments.py``
builds those named, or all of them.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCKS = Path(__file__).with_suffix("")
FOLDER = Path(__file__).parents[1] / ".venv" / "environments"


class CannotBuild(Exception):
    """An environment could not be made; the message says why and what to do."""


def names() -> list[str]:
    """All environments there are."""
    return sorted(path.stem for path in LOCKS.glob("*.in"))


def environment(name: str, folder: Path = FOLDER) -> Path:
    """Path of the Python of an environment, which is built where it is missing or older than its lock.

    Raises
    ------
    CannotBuild
        There is no such lock, or its packages cannot be installed.
    """
    lock = LOCKS / f"{name}{'-3.10' if sys.version_info < (3, 11) else ''}.lock"
    if not lock.is_file():
        raise CannotBuild(f"there is no environment {name!r} (there are {', '.join(names())})")
    place = folder / name
    python = place / "bin" / "python"
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode() + lock.read_bytes()).hexdigest()
    stamp = place / "lock.sha256"
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder / f"{name}.busy"):
        if not (python.exists() and stamp.exists() and stamp.read_text() == digest):
            shutil.rmtree(place, ignore_errors=True)
            build(place, lock)
            stamp.write_text(digest)
    return python


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock that other test processes wait for; it goes with the process."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(place: Path, lock: Path) -> None:
    """Make an environment of exactly what the lock lists."""
    base = getattr(sys, "_base_executable", sys.executable)
    commands = [
        [base, "-m", "venv", str(place)],
        [
            *(str(place / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"),
            *("install", "--no-deps", "-r", str(lock)),
        ],
    ]
    for command in commands:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            name, version = place.name, "{}.{}".format(*sys.version_info)
            raise CannotBuild(
                f"the test environment {name!r} cannot be made with Python {version}: {done.stdout[-2000:].strip()}\n"
                "check the network (pip reads PIP_INDEX_URL, HTTPS_PROXY), then run "
                f"`.venv/bin/python tests/environments.py {name}`; `node tools/lock.mjs {name}` resolves it anew"
            )


def main(wanted: list[str]) -> int:
    """Build the environments named, or all; go on after one that fails."""
    failed = 0
    for name in wanted or names():
        try:
            print(environment(name))
        except CannotBuild as problem:
            print(problem, file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
