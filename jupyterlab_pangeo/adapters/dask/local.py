"""The factory ``local``: workers on the machine that Jupyter runs on."""

import math
import os
from pathlib import Path

from ...schemas.clusters import Fixed
from .factory import Argument, ClusterFactory

_MEBIBYTE = 1024 * 1024


def processors() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def has_gpu() -> bool:
    """Whether this machine has a graphics processor that Dask's plots could show."""
    return any(Path(device).exists() for device in ("/dev/nvidiactl", "/dev/dxg"))


def division(count: int) -> tuple[int, int]:
    """Workers and threads of each for ``count`` processors: single threads up to four, a square beyond."""
    workers = count if count <= 4 else math.ceil(math.sqrt(count))
    return workers, max(1, count // workers)


_WORKERS, _THREADS = division(processors())

LOCAL = ClusterFactory(
    id="local",
    title="Local",
    description="Workers on the machine that Jupyter runs on.",
    module="distributed",
    class_name="LocalCluster",
    options={
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "threadsPerWorker": {
                "type": "integer",
                "title": "Threads per worker",
                "minimum": 1,
                "maximum": 256,
                "default": _THREADS,
            },
            "memoryLimitBytes": {
                "type": "integer",
                "title": "Memory limit per worker (bytes)",
                "description": "0 shares the machine's memory out by threads.",
                "minimum": 0,
                "default": 0,
                "if": {"not": {"const": 0}},
                "then": {"minimum": 64 * _MEBIBYTE},
            },
        },
        "additionalProperties": False,
    },
    defaults={"threadsPerWorker": _THREADS, "memoryLimitBytes": 0},
    default_scaling=Fixed(workers=_WORKERS),
    arguments={
        "threadsPerWorker": Argument("threads_per_worker"),
        "memoryLimitBytes": Argument("memory_limit", omit=0),
    },
    harden=True,
)
