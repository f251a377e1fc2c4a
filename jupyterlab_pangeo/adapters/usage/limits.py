"""What a container or a job may use and uses: cgroup v1 and v2, and a SLURM job's environment. Reads files only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

_MEBIBYTE = 1024**2
# The first version writes "no limit" as the largest multiple of a page; nothing real comes near.
_UNLIMITED = 1 << 60
_CONTROLLERS = ("memory", "cpu", "cpuacct")
_N = TypeVar("_N", int, float)


@dataclass(frozen=True)
class Allowance:
    """Limits and use of all that runs here together; None where nobody says.

    ``memory_bytes`` is without what the kernel gives back when it is short of memory.
    """

    memory_limit_bytes: int | None = None
    memory_bytes: int | None = None
    cpu_limit: float | None = None
    cpu_seconds: float | None = None


def read_allowance(
    environment: Mapping[str, str], root: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")
) -> Allowance:
    """Tightest limits of this process' groups and of its job, with the use that they are held against."""
    paths = _paths(_text(own))
    v2 = _levels(root, paths[""]) if "" in paths and (root / "cgroup.controllers").is_file() else []
    memory, cpu, account = ([*_levels(root / name, paths[name])] if name in paths else [] for name in _CONTROLLERS)
    job_memory, job_cpu = _job(environment)
    group_memory = [_number(level / "memory.max") for level in v2]
    group_memory += [_number(level / "memory.limit_in_bytes") for level in memory]
    group_cpu = [_quota(level / "cpu.max") for level in v2] + [_quota_of_first(level) for level in cpu]
    # The group whose limit is the tightest is the one whose memory runs out.
    held = [(limit, level) for limit, level in zip(group_memory, [*v2, *memory], strict=True) if limit is not None]
    where = min(held, key=lambda pair: pair[0])[1] if held else next(iter([*v2, *memory]), None)
    return Allowance(
        memory_limit_bytes=_least([*group_memory, job_memory]),
        memory_bytes=_memory(where) if where else None,
        cpu_limit=_least([*group_cpu, job_cpu]),
        cpu_seconds=_cpu_seconds(v2[:1], account[:1]),
    )


def _paths(text: str) -> dict[str, str]:
    """Path of each controller, the empty name for the second version's only tree."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        _, controllers, path = line.split(":", 2)
        found.update(dict.fromkeys(controllers.split(","), path))
    return found


def _levels(tree: Path, path: str) -> list[Path]:
    """The group's folder and those above it; in a container the tree often begins at the group itself."""
    own = tree / path.lstrip("/")
    folder = own if own.is_dir() and ".." not in own.parts else tree
    return [folder, *(above for above in folder.parents if above.is_relative_to(tree))]


def _memory(level: Path) -> int | None:
    used = _number(level / "memory.current")
    is_first = used is None
    if is_first:
        used = _number(level / "memory.usage_in_bytes")
    if used is None:
        return None
    return max(used - _stat(level / "memory.stat").get("total_inactive_file" if is_first else "inactive_file", 0), 0)


def _cpu_seconds(v2: list[Path], account: list[Path]) -> float | None:
    for level in v2:
        used = _stat(level / "cpu.stat").get("usage_usec")
        if used is not None:
            return used / 1e6
    for level in account:
        nanoseconds = _number(level / "cpuacct.usage")
        if nanoseconds is not None:
            return nanoseconds / 1e9
    return None


def _quota(path: Path) -> float | None:
    quota, _, period = _text(path).strip().partition(" ")
    return int(quota) / int(period) if quota.isdecimal() and period.isdecimal() and int(period) else None


def _quota_of_first(level: Path) -> float | None:
    quota, period = _number(level / "cpu.cfs_quota_us"), _number(level / "cpu.cfs_period_us")
    return quota / period if quota is not None and period else None


def _job(environment: Mapping[str, str]) -> tuple[int | None, float | None]:
    """Memory and cores of a SLURM job on this node; an amount of 0 means all of the node."""
    if "SLURM_JOB_ID" not in environment:
        return None, None
    cores = _whole(environment.get("SLURM_CPUS_ON_NODE", ""))
    per_node = _whole(environment.get("SLURM_MEM_PER_NODE", ""))
    per_core = _whole(environment.get("SLURM_MEM_PER_CPU", ""))
    mebibytes = per_node or (per_core * cores if per_core and cores else None)
    return mebibytes * _MEBIBYTE if mebibytes else None, float(cores) if cores else None


def _least(values: Iterable[_N | None]) -> _N | None:
    return min((value for value in values if value is not None), default=None)


def _whole(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() else None


def _number(path: Path) -> int | None:
    value = _whole(_text(path))
    return value if value is not None and value < _UNLIMITED else None


def _stat(path: Path) -> dict[str, int]:
    pairs = (line.split() for line in _text(path).splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdecimal()}


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
