"""Clusters across the companion's own life: found again at its start, ended or kept at its end."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from ..adapters.dask.control import HostHeld
from ..adapters.dask.host import DeadHost
from ..adapters.dask.hosts import Hosts
from ..adapters.dask.registry import FoundHost, find_hosts
from ..adapters.dask.report import HostReport
from ..errors import PangeoError
from ..schemas.clusters import Fixed, Scaling
from ..schemas.common import Reason
from .clusters_entry import ClusterEntry

CLOSE_SECONDS = 3.5
CANCEL_SECONDS = 2.0
_STOP_SECONDS = 5.0

_log = logging.getLogger(__name__)


async def find_again(hosts: Hosts, announce: Callable[[ClusterEntry], None]) -> list[ClusterEntry]:
    """Clusters of an earlier server of this user, the oldest first; held ones are another server's and left out."""
    found = await asyncio.to_thread(find_hosts, hosts.roots)
    entries = await asyncio.gather(*(_take_over(hosts, item, announce) for item in found))
    return [entry for entry in entries if entry is not None]


async def _take_over(hosts: Hosts, found: FoundHost, announce: Callable[[ClusterEntry], None]) -> ClusterEntry | None:
    if not found.is_alive:
        return _bury(found, announce)
    try:
        host, report = await hosts.hold(found.folder, found.record)
    except HostHeld:
        return None
    except PangeoError as error:
        _log.warning("the cluster in %s cannot be taken over: %s", found.folder, error)
        return None
    entry = _entry(found, announce, report)
    entry.log.extend(found.log_tail)
    entry.attach(host)
    entry.host_state(report)
    return entry


def _bury(found: FoundHost, announce: Callable[[ClusterEntry], None]) -> ClusterEntry:
    entry = _entry(found, announce, None)
    entry.log.extend(found.log_tail)
    entry.remains = DeadHost(found.folder, found.record)
    reason = _convert(found.state.get("reason"), Reason)
    if found.state.get("state") == "failed":
        entry.move("failed", reason or Reason(code="host-ended", message="the start failed"))
    else:
        entry.move(
            "lost", reason or Reason(code="host-ended", message="the cluster's process ended while Jupyter was away")
        )
    return entry


def _entry(found: FoundHost, announce: Callable[[ClusterEntry], None], report: HostReport | None) -> ClusterEntry:
    """What the state file says, of which nothing is taken on trust; a report knows better."""
    state = found.state
    spec: dict[str, Any] = _object(state.get("spec"))
    scaling = (report.scaling if report else None) or _convert(spec.get("scaling"), Scaling) or Fixed(workers=0)
    return ClusterEntry(
        id=(report.id if report else "") or str(state.get("id")),
        name=(report.name if report else "") or str(state.get("name") or spec.get("name") or "?"),
        factory=str(spec.get("factory") or "?"),
        scaling=scaling,
        announce=announce,
        kernelspec=_text(spec.get("kernelspec")),
        options=_object(spec.get("options")),
        started_at=(report.started_at if report else None) or _text(state.get("startedAt")),
        state="starting",
        is_local=bool(spec.get("harden")),
    )


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _convert(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None


async def end(entry: ClusterEntry, *, is_starting: bool = False) -> None:
    """End a cluster's process in order, by SIGKILL where it takes too long, and remove its folder."""
    if entry.host is not None:
        await entry.host.close(CANCEL_SECONDS if is_starting else CLOSE_SECONDS)
    if entry.remains is not None:
        await entry.remains.discard()


async def end_all(entries: Iterable[ClusterEntry]) -> None:
    """End clusters at the same time, within five seconds in all."""
    tasks = {asyncio.create_task(end(entry)): entry for entry in entries}
    if not tasks:
        return
    done, late = await asyncio.wait(tasks, timeout=_STOP_SECONDS)
    for task in late:
        task.cancel()
        _log.warning("cluster %s did not end in time", tasks[task].id)
        if (host := tasks[task].host) is not None:
            await asyncio.to_thread(host.kill_now)
    for task in done:
        if (error := task.exception()) is not None:
            _log.warning("cluster %s did not end in order: %s", tasks[task].id, error)
