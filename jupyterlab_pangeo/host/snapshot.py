"""Reads a scheduler's state, cheaply. These functions run in the scheduler's process and loop.

They are sent by value to a scheduler elsewhere, so they use nothing of this package.
"""

from collections.abc import Callable
from typing import Any


def bind(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    """The function with its arguments, taking the scheduler by the name under which a scheduler hands itself over."""

    def bound(dask_scheduler: Any) -> Any:
        return function(dask_scheduler, *arguments)

    return bound


def usage(scheduler: Any) -> dict[str, Any]:
    """Numbers of the whole cluster: workers, threads, memory in bytes, tasks by state."""
    workers = scheduler.workers.values()
    return {
        "connected": len(workers),
        "threads": sum(worker.nthreads for worker in workers),
        "memory_limit_bytes": sum(worker.memory_limit or 0 for worker in workers),
        "memory_bytes": sum(worker.memory.process for worker in workers),
        "tasks": tasks(scheduler),
    }


def tasks(scheduler: Any) -> dict[str, int]:
    """Tasks by state, from the counts that the scheduler keeps of its groups."""
    counts: dict[str, int] = {}
    for group in scheduler.task_groups.values():
        for state, count in group.states.items():
            counts[state] = counts.get(state, 0) + count
    counts.pop("forgotten", None)
    waiting = counts.get("waiting", 0) + counts.get("queued", 0) + counts.get("no-worker", 0)
    return {
        "total": sum(counts.values()),
        "processing": counts.get("processing", 0),
        "waiting": waiting,
        "memory": counts.get("memory", 0),
        "erred": counts.get("erred", 0),
    }


def network(workers: "list[tuple[str, dict[str, Any]]]") -> "dict[str, float] | None":
    """Bytes a second that the hosts of workers take in and send, from pairs of host and metrics.

    Each worker tells the traffic of its whole host, so that a host counts once, with the most that one of its workers
    saw. None where no worker tells any.
    """
    hosts: dict[str, tuple[float, float]] = {}
    for host, metrics in workers:
        told = metrics.get("host_net_io")
        if isinstance(told, dict):
            received, sent = hosts.get(host, (0.0, 0.0))
            hosts[host] = max(received, told.get("read_bps") or 0.0), max(sent, told.get("write_bps") or 0.0)
    if not hosts:
        return None
    received, sent = (round(sum(pair[place] for pair in hosts.values()), 1) for place in (0, 1))
    return {"received": received, "sent": sent}


def sample(scheduler: Any) -> dict[str, Any]:
    """What the cluster uses now; names as on the wire."""
    import time

    workers = list(scheduler.workers.values())
    memory = [worker.memory for worker in workers]
    return {
        "time": time.time(),
        "workers": len(workers),
        "threads": sum(worker.nthreads for worker in workers),
        "cpuPercent": round(sum(worker.metrics.get("cpu") or 0.0 for worker in workers), 1),
        "memory": {
            "managedBytes": sum(item.managed for item in memory),
            "unmanagedBytes": sum(item.unmanaged for item in memory),
            "spilledBytes": sum(item.spilled for item in memory),
            "limitBytes": sum(worker.memory_limit or 0 for worker in workers),
        },
        "network": network([(worker.host, worker.metrics) for worker in workers]),
        "tasks": tasks(scheduler),
    }


def workers(scheduler: Any, cursor: str, limit: int) -> dict[str, Any]:
    """A page of workers by address, those after ``cursor``."""
    addresses = sorted(scheduler.workers)
    after = [address for address in addresses if address > cursor]
    items = []
    for address in after[:limit]:
        worker = scheduler.workers[address]
        items.append(
            {
                "id": str(worker.server_id) if hasattr(worker, "server_id") else address,
                "name": str(worker.name),
                "address": address,
                "threads": worker.nthreads,
                "memoryBytes": worker.memory.process,
                "memoryLimitBytes": worker.memory_limit or 0,
                "cpuPercent": round(worker.metrics.get("cpu") or 0.0, 1),
                "processing": len(worker.processing),
                "status": worker.status.name,
            }
        )
    more = len(after) > limit
    return {"items": items, "nextCursor": items[-1]["address"] if more else None, "total": len(addresses)}


def activity(scheduler: Any) -> dict[str, Any]:
    """Whether anything is computed or waits for it, and a mark that changes with every step of any task."""
    busy = bool(scheduler.queued or scheduler.unrunnable)
    busy = busy or any(worker.processing for worker in scheduler.workers.values())
    return {"busy": busy, "mark": scheduler.transition_counter}


def identity_sample(identity: dict[str, Any]) -> dict[str, Any]:
    """A sample from what a scheduler says of itself; it says nothing of tasks."""
    import time

    workers = list(identity.get("workers", {}).values())
    metrics = [worker.get("metrics") or {} for worker in workers]
    process = sum(item.get("memory") or 0 for item in metrics)
    managed = sum(item.get("managed_bytes") or 0 for item in metrics)
    spilled = [item.get("spilled_bytes") or {} for item in metrics]
    return {
        "time": time.time(),
        "workers": len(workers),
        "threads": sum(worker.get("nthreads", 0) for worker in workers),
        "cpuPercent": round(sum(item.get("cpu") or 0.0 for item in metrics), 1),
        "memory": {
            "managedBytes": min(managed, process),
            "unmanagedBytes": max(0, process - managed),
            "spilledBytes": sum(item.get("disk", 0) for item in spilled if isinstance(item, dict)),
            "limitBytes": sum(worker.get("memory_limit") or 0 for worker in workers),
        },
        "network": network([(str(worker.get("host")), worker.get("metrics") or {}) for worker in workers]),
        "tasks": {"total": 0, "processing": 0, "waiting": 0, "memory": 0, "erred": 0},
    }
