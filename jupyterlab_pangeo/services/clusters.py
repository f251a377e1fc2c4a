"""Clusters that this server starts: what they are, and what may be asked of them."""

import asyncio
import contextlib
import importlib
import logging
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ..adapters.dask.hosts import Hosts
from ..adapters.dask.local import has_gpu
from ..adapters.dask.report import read_answer, read_plots
from ..adapters.dask.warm import WarmHosts
from ..errors import Conflict, NotFound, PangeoError
from ..schemas import clusters as wire
from ..schemas.clusters import Cluster, ClusterList, ClusterSample, ClusterSpec, Connection, Logs, Scaling, WorkerPage
from ..schemas.plots import PlotList
from .changes import IChanges
from .clusters_checks import check_can, check_options, check_scaling, check_start_scaling, clean_name, next_name
from .clusters_entry import ClusterEntry
from .clusters_lifetime import end, end_all, find_again
from .clusters_samples import Samplers, Uses, uses_of
from .clusters_settings import ClusterSettings
from .clusters_starts import StartOrder, Starts
from .factories import FactoryService
from .plots_table import make_plots

_HISTORY = 20
_REQUESTS = 1000
_LOG_LINES = 2000
_FORGETTABLE = ("failed", "closed")

_log = logging.getLogger(__name__)


class ClusterService:
    """The clusters of this server. Every method belongs on the event loop and none blocks it."""

    def __init__(self, hosts: Hosts, factories: FactoryService, changes: IChanges, settings: ClusterSettings) -> None:
        self._hosts = hosts
        self._factories = factories
        self._changes = changes
        self._settings = settings
        self._warm = WarmHosts(hosts)
        self._starts = Starts(self._warm, settings)
        self._samplers = Samplers()
        self._entries: dict[str, ClusterEntry] = {}
        self._history: dict[str, ClusterEntry] = {}
        self._requests: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._initial: asyncio.Task[None] | None = None
        self._is_stopped = False

    # --- the server's own life

    async def start(self) -> None:
        """Take over what an earlier server left, then start what the Dask configuration wants."""
        for entry in await find_again(self._hosts, self._announce):
            self._entries[entry.id] = entry
        if self._entries:
            self._changes.emit("clusters", None)
        self._initial = asyncio.get_running_loop().create_task(self._start_initial())

    async def stop(self, keep: bool = False) -> None:
        """End every cluster within five seconds, or (``keep``) leave the running ones to the next server."""
        self._is_stopped = True
        if self._initial is not None:
            self._initial.cancel()
        await self._samplers.stop()
        await self._factories.stop()
        entries = [entry for entry in self._entries.values() if entry.closing is None]
        kept = [entry for entry in entries if keep and entry.is_kept]
        ended = [entry for entry in entries if entry not in kept]
        await asyncio.gather(*(self._starts.cancel(entry) for entry in entries))
        keeping = [entry.host.keep() for entry in kept if entry.host is not None]
        # What is being closed or forgotten already has budgets of its own.
        await asyncio.gather(end_all(ended), self._warm.close(), *keeping, *self._tasks, return_exceptions=True)
        for entry in ended:
            entry.move("closed")
        self._entries.clear()

    async def _start_initial(self) -> None:
        taken = {entry.name for entry in self._entries.values()}
        for wanted in await self._factories.initial_clusters():
            if wanted.name in taken:
                continue
            try:
                await self.create(ClusterSpec(factory="dask-config", name=wanted.name, scaling=wanted.scaling))
            except PangeoError as error:
                _log.warning("the cluster %r of the Dask configuration is not started: %s", wanted.name, error)

    # --- the list

    def list(self) -> ClusterList:
        """All clusters but closed ones, the oldest first."""
        return ClusterList(items=[entry.view() for entry in self._entries.values()])

    def get(self, id: str) -> Cluster:
        """One cluster, also one of the last closed; raises `NotFound`."""
        return self._find(id).view()

    async def create(self, spec: ClusterSpec) -> Cluster:
        """Begin a start; returns before it runs, with the cluster queued or starting.

        Raises
        ------
        Invalid
            A field does not fit; ``path`` names it.
        Conflict
            The request was made already, or the server is stopping.
        TooMany
            Too many clusters wait for their start.
        """
        # Nothing may come between the checks and the entry.
        place = await self._factories.place(spec.kernelspec)
        if self._is_stopped:
            raise Conflict("the server is stopping")
        if spec.request_id is not None and spec.request_id in self._requests:
            raise Conflict(f"this request started cluster {self._requests[spec.request_id]}", path="$.requestId")
        factory = self._factories.find(spec.factory, place)
        options = check_options(factory, spec.options)
        scaling = check_start_scaling(factory, spec.scaling, self._settings.max_workers)
        name = None if spec.name is None else clean_name(spec.name)
        self._starts.check_room()
        entry = ClusterEntry(
            id=str(uuid.uuid4()),
            name=name or next_name(spec.kernelspec or factory.id, (entry.name for entry in self._entries.values())),
            factory=factory.id,
            scaling=scaling,
            announce=self._announce,
            kernelspec=spec.kernelspec,
            options=options,
            cannot=factory.cannot,
            is_local=factory.harden,
        )
        self._entries[entry.id] = entry
        self._remember(spec.request_id, entry.id)
        self._announce(entry)
        self._starts.submit(entry, StartOrder(factory, place, options))
        return entry.view()

    async def rename(self, id: str, name: str) -> Cluster:
        """Give a cluster another name."""
        entry, cleaned = self._find(id), clean_name(name)
        if entry.is_live:
            await entry.live_host().call("rename", {"name": cleaned})
        entry.rename(cleaned)
        return entry.view()

    async def close(self, id: str, kill: bool = False) -> Cluster | None:
        """Shut a cluster down, cancel its start, or clean up a lost one; None where one that ended is forgotten.

        ``kill`` is for attached clusters, which this server does not start.
        """
        entry = self._find(id)
        if entry.state in _FORGETTABLE:
            self._forget(entry)
            return None
        if entry.closing is None:
            is_starting = entry.state in ("queued", "starting")
            entry.closing = self._run(self._close(entry, is_starting))
            entry.move("closing")
        return entry.view()

    # --- what may be asked of a running one

    async def scale(self, id: str, scaling: Scaling) -> Cluster:
        """Set how many workers a cluster keeps.

        Raises
        ------
        Invalid
            The bounds do not fit.
        Conflict
            The cluster is not running, or cannot.
        """
        entry = self._find(id)
        check_scaling(scaling, self._settings.max_workers, "$")
        host = entry.live_host()
        check_can(scaling, entry.cannot)
        await host.call("scale", {"scaling": msgspec.to_builtins(scaling)})
        entry.set_scaling(scaling)
        return entry.view()

    async def restart(self, id: str) -> Cluster:
        """Restart the workers; their results are lost."""
        entry = self._find(id)
        host = entry.live_host()
        if "restart" in entry.cannot:
            raise Conflict("the workers of this kind of cluster cannot be restarted")
        await host.call("restart")
        return entry.view()

    async def logs(self, id: str, source: str | None = None, tail: int = 200) -> Logs:
        """Last lines by process, also of a start that failed or a cluster that was lost."""
        entry, count = self._find(id), min(tail, _LOG_LINES)
        if entry.host is not None and entry.host.is_connected:
            # A host that does not answer has its log file all the same.
            with contextlib.suppress(PangeoError):
                logs: Logs = read_answer(Logs, await entry.host.call("logs", {"source": source, "tail": count}))
                return logs
        lines = await entry.remains.log_tail(count) if entry.remains is not None else []
        if source not in (None, "host"):
            return Logs(items=[])
        return Logs(items=[wire.LogLines(source="host", lines=lines or list(entry.log)[-count:])])

    async def workers(self, id: str, cursor: str | None = None, limit: int = 200) -> WorkerPage:
        """A page of workers, in the order of their addresses; empty unless the cluster runs."""
        entry = self._find(id)
        if not entry.is_live:
            return WorkerPage(items=[], next_cursor=None, total=0)
        answer = await entry.live_host().call("workers", {"cursor": cursor, "limit": limit})
        page: WorkerPage = read_answer(WorkerPage, answer)
        return page

    async def plots(self, id: str) -> PlotList:
        """Plots that the scheduler offers; none unless the cluster runs."""
        entry = self._find(id)
        if not entry.is_live:
            return PlotList(items=[], scripts=[])
        # The way to the pages needs it at the first click; to load it then would hold the loop for a tenth of a second.
        answer, _ = await asyncio.gather(
            entry.live_host().call("plots"), asyncio.to_thread(importlib.import_module, "aiohttp")
        )
        offered = read_plots(answer)
        pairs = [(plot.name, plot.path) for plot in offered.items]
        plots = make_plots(pairs, has_gpu=not entry.is_local or has_gpu())
        return PlotList(items=plots, scripts=offered.scripts)

    def connection(self, id: str) -> Connection:
        """Address and paths that client code needs; raises `Conflict` while there is no address."""
        entry = self._find(id)
        address = entry.view().address
        if address is None or entry.host is None:
            raise Conflict(f"the cluster {entry.name!r} is {entry.state}: it has no address")
        if not entry.is_tls:
            return Connection(address=address)
        files = entry.host.tls_files
        return Connection(
            address=address, ca_file=str(files.ca_file), cert_file=str(files.cert_file), key_file=str(files.key_file)
        )

    def dashboard_socket(self, id: str) -> Path:
        """Path of the unix socket of a running cluster's dashboard."""
        return self._find(id).live_host().dashboard_socket

    def subscribe(self, id: str, sink: Callable[[ClusterSample], None]) -> Callable[[], None]:
        """Hand samples of a cluster, two a second, to ``sink`` until the returned function is called."""
        return self._samplers.subscribe(self._find(id), sink)

    async def uses(self) -> Uses:
        """What the recorder of usage asks: first processes of hosts, and samples of running clusters."""
        return await uses_of(self._entries.values())

    async def warm(self) -> Callable[[], None]:
        """Keep a host process ready until the returned function is called, and some minutes longer."""
        return self._warm.want(await self._factories.place(None))

    # --- within

    def _find(self, id: str) -> ClusterEntry:
        entry = self._entries.get(id) or self._history.get(id)
        if entry is None:
            raise NotFound(f"no cluster {id!r}")
        return entry

    def _announce(self, entry: ClusterEntry) -> None:
        if entry.state == "closed" and self._entries.pop(entry.id, None) is not None:
            self._history[entry.id] = entry
            while len(self._history) > _HISTORY:
                del self._history[next(iter(self._history))]
            if entry.closing is None and not self._is_stopped:
                self._run(end(entry))
        self._changes.emit("clusters", entry.id)

    def _remember(self, request_id: str | None, id: str) -> None:
        if request_id is None:
            return
        self._requests[request_id] = id
        while len(self._requests) > _REQUESTS:
            del self._requests[next(iter(self._requests))]

    def _forget(self, entry: ClusterEntry) -> None:
        self._entries.pop(entry.id, None)
        if self._history.pop(entry.id, None) is None:
            self._run(end(entry))
        self._changes.emit("clusters", entry.id)

    async def _close(self, entry: ClusterEntry, is_starting: bool) -> None:
        await self._starts.cancel(entry)
        try:
            await end(entry, is_starting=is_starting)
        except PangeoError as error:
            _log.warning("cluster %s did not end in order: %s", entry.id, error)
        entry.move("closed")

    def _run(self, work: Any) -> "asyncio.Task[None]":
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
