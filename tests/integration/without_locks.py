"""Uses catalogs in a process, and workers, for which no file below a folder can be locked; see without_locks.c.

python without_locks.py FOLDER
"""

import asyncio
import contextlib
import errno
import fcntl
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "services"))

from catalogs_support import catalog, parent_of, serving

from jupyterlab_pangeo.adapters.catalogs import process


def nothing_can_be_locked(folder: Path) -> None:
    """See that this is so, for the sake of what follows."""
    with (folder / "tried").open("w") as file:
        for lock in (fcntl.flock, fcntl.lockf):
            try:
                lock(file, fcntl.LOCK_EX)
            except OSError as problem:
                assert problem.errno == errno.ENOLCK
            else:
                raise AssertionError("a file could be locked")
    with contextlib.closing(sqlite3.connect(folder / "tried.sqlite")) as connection:
        try:
            connection.execute("CREATE TABLE t (x)")
        except sqlite3.OperationalError:
            return
    raise AssertionError("SQLite went without locks by itself")


async def use(folder: Path) -> None:
    """Add, read, expand, search, and find it all again."""
    (folder / "top.yaml").write_text(parent_of(child="child.yaml"))
    (folder / "child.yaml").write_text(catalog("a", "b"))
    # Here alone; a worker's environment has nothing by which libraries could be put before others.
    process._ENVIRONMENT |= {"LD_PRELOAD", "LOCKLESS"}
    async with serving(folder) as harness:
        added = await harness.add("top.yaml")
        assert (added.state, added.problems) == ("ready", [])
        assert [entry.name for entry in await harness.walk(added.id)] == ["child", "a", "b"]
        [worker] = harness.service.worker_pids
        assert "without_locks" in Path(f"/proc/{worker}/maps").read_text()
    async with serving(folder) as harness:
        [top] = harness.service.list().items
        assert (top.state, top.entry_count) == ("ready", 3)
        hits = await harness.service.search("b", None, None, None, 10)
        assert [hit.entry.name for hit in hits.items] == ["b"]
        assert harness.service.list().problems == []


if __name__ == "__main__":
    nothing_can_be_locked(Path(sys.argv[1]))
    asyncio.run(use(Path(sys.argv[1])))
