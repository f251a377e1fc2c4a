"""What trees of processes use, each process counted once."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

_K = TypeVar("_K")
_PROC = Path("/proc")


@dataclass(frozen=True)
class Use:
    """Memory that is no file's and not shared, in bytes, and processor time, in seconds, which never falls."""

    memory_bytes: int
    cpu_seconds: float
    processes: int


@dataclass(frozen=True)
class _Process:
    parent: int
    began: float
    cpu_seconds: float


class ProcessMeter(Generic[_K]):
    """Measures trees again and again. What a process used stays counted when it ends before the others."""

    def __init__(self, *, has_proc: bool = sys.platform == "linux") -> None:
        self._table, self._memory = _READERS[has_proc]
        self._seen: dict[tuple[int, float], float] = {}
        self._totals: dict[_K, float] = {}

    def measure(self, roots: Mapping[int, _K]) -> dict[_K, Use]:
        """Use by name, of each root with what descends from it; a root below another one counts for itself alone.

        Roots of one name are counted together. One that is gone is left out. One pass over the processes of the
        machine, whatever the number of roots. A process that lived only between two calls is not seen.
        """
        table = self._table()
        members = _members(table, roots)
        seen, totals, found = {}, dict.fromkeys(members, 0.0), {}
        for name, pids in members.items():
            memory = [bytes for pid in pids if (bytes := self._memory(pid)) is not None]
            for pid in pids:
                process = table[pid]
                mark = (pid, process.began)
                seen[mark] = process.cpu_seconds
                totals[name] += max(process.cpu_seconds - self._seen.get(mark, 0.0), 0.0)
            totals[name] += self._totals.get(name, 0.0)
            if memory:
                found[name] = Use(sum(memory), totals[name], processes=len(memory))
        self._seen, self._totals = seen, totals
        return found


def _members(table: Mapping[int, _Process], roots: Mapping[int, _K]) -> dict[_K, list[int]]:
    members: dict[_K, list[int]] = {}
    for pid in table:
        root = _root_of(pid, table, roots)
        if root is not None:
            members.setdefault(roots[root], []).append(pid)
    return members


def _root_of(pid: int, table: Mapping[int, _Process], roots: Mapping[int, _K]) -> int | None:
    passed = set()
    # Numbers are used again, so that parents read at different moments could form a ring.
    while pid in table and pid not in passed:
        if pid in roots:
            return pid
        passed.add(pid)
        pid = table[pid].parent
    return None


def _of_proc() -> dict[int, _Process]:
    """One file a process: half of what psutil takes."""
    ticks, found = os.sysconf("SC_CLK_TCK"), {}
    for name in os.listdir(_PROC):  # noqa: PTH208  # a Path for each would double the cost
        if not name.isdecimal():
            continue
        try:
            # The program's name comes in parentheses, and may hold any character.
            fields = (_PROC / name / "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        cpu = (int(fields[11]) + int(fields[12])) / ticks
        found[int(name)] = _Process(int(fields[1]), float(fields[19]), cpu)
    return found


def _memory_of_proc(pid: int) -> int | None:
    # The exact private memory walks all pages; this reads one line, and is the same but for shared anonymous pages.
    try:
        resident, shared = (_PROC / str(pid) / "statm").read_bytes().split()[1:3]
    except OSError:
        return None
    return max(int(resident) - int(shared), 0) * os.sysconf("SC_PAGE_SIZE")


def _of_psutil() -> dict[int, _Process]:
    import psutil

    found = {}
    for process in psutil.process_iter(["ppid", "create_time", "cpu_times"]):
        # Of processes of other users some systems tell nothing.
        cpu = process.info["cpu_times"]
        used = cpu.user + cpu.system if cpu else 0.0
        found[process.pid] = _Process(process.info["ppid"] or 0, process.info["create_time"] or 0.0, used)
    return found


def _memory_of_psutil(pid: int) -> int | None:
    import psutil

    try:
        memory = psutil.Process(pid).memory_info()
    except psutil.Error:
        return None
    return max(int(memory.rss) - getattr(memory, "shared", 0), 0)


_READERS = {True: (_of_proc, _memory_of_proc), False: (_of_psutil, _memory_of_psutil)}
