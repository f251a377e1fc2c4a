"""Cluster factories: which there are, and which of them a kernelspec's Python can run."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from ..adapters.dask import dask_config
from ..adapters.dask.factory import BrokenFactory, ClusterFactory, from_setting, load_factories
from ..adapters.dask.kernelspecs import KernelSpecs, Place, find_place
from ..adapters.dask.probe import Probe, run_probe
from ..errors import Invalid, PangeoError
from ..schemas.clusters import Fixed
from ..schemas.common import Reason
from ..schemas.factories import Availability, Factory, FactoryList
from .changes import IChanges
from .clusters_settings import ClusterSettings

Prober = Callable[[Place, Iterable[ClusterFactory]], Awaitable[Probe]]
Loader = Callable[[], tuple[list[ClusterFactory], list[BrokenFactory]]]

_log = logging.getLogger(__name__)


class FactoryService:
    """Knows the factories of entry points, of the operator and of the Dask configuration.

    Parameters
    ----------
    specs
        Jupyter's kernelspecs.
    default_kernelspec
        Used where a request names none; the server's own Python where there is no such spec.
    """

    def __init__(
        self,
        specs: KernelSpecs,
        default_kernelspec: str,
        settings: ClusterSettings,
        changes: IChanges,
        *,
        prober: Prober = run_probe,
        loader: Loader = load_factories,
    ) -> None:
        self._specs = specs
        self._default_kernelspec = default_kernelspec
        self._settings = settings
        self._changes = changes
        self._prober = prober
        self._probes: dict[Place, Probe | PangeoError] = {}
        self._probing: dict[Place, asyncio.Task[None]] = {}
        self._factories: dict[str, ClusterFactory] = {}
        self._broken: dict[str, str] = {}
        factories, broken = loader()
        for item in broken:
            self._broken[item.id] = item.reason
        for factory in [*factories, *self._read_settings(settings.factories)]:
            self._add(factory)

    def _read_settings(self, items: Iterable[Mapping[str, Any]]) -> Iterable[ClusterFactory]:
        for item in items:
            try:
                yield from_setting(item)
            except (ValueError, TypeError) as error:
                _log.warning("a cluster factory of the settings cannot be used: %s", error)
                self._broken[str(item.get("id", "?"))[:80]] = str(error)

    def _add(self, factory: ClusterFactory) -> None:
        try:
            Draft202012Validator.check_schema(factory.options)
        except SchemaError as error:
            _log.warning("cluster factory %r has a broken schema: %s", factory.id, error.message)
            self._broken[factory.id] = f"its options are no JSON Schema: {error.message}"
            return
        self._broken.pop(factory.id, None)
        self._factories[factory.id] = factory

    async def place(self, kernelspec: str | None) -> Place:
        """The Python that runs the clusters of a kernelspec, of the default one where none is named.

        Jupyter reads the files of kernelspecs, and imports IPython the first time: work for a thread.

        Raises
        ------
        Invalid
            There is no such kernelspec.
        """
        name, is_named = kernelspec or self._default_kernelspec, bool(kernelspec)
        return await asyncio.to_thread(find_place, self._specs, name, is_named=is_named)

    def find(self, factory_id: str, place: Place) -> ClusterFactory:
        """The factory with that id.

        Raises
        ------
        Invalid
            There is none, or it could not be loaded.
        """
        factory = self._factories.get(factory_id) or self._configured(place).get(factory_id)
        if factory is None:
            reason = self._broken.get(factory_id)
            message = f"there is no cluster factory {factory_id!r}"
            raise Invalid(message if reason is None else f"{message} that works: {reason}", path="$.factory")
        return factory

    async def list(self, kernelspec: str | None) -> FactoryList:
        """Factories as far as known for a kernelspec; starts nothing.

        Raises
        ------
        Invalid
            There is no such kernelspec.
        """
        place = await self.place(kernelspec)
        return self._list(kernelspec, place)

    def _list(self, kernelspec: str | None, place: Place) -> FactoryList:
        probe = self._probes.get(place)
        good = [self._view(item, probe) for item in {**self._factories, **self._configured(place)}.values()]
        return FactoryList(
            items=good + [_view_broken(name, reason) for name, reason in self._broken.items()],
            presets=[],
            kernelspec=kernelspec or self._default_kernelspec,
            runs_in=place.runs_in,
        )

    async def probe(self, kernelspec: str | None) -> FactoryList:
        """Ask the kernelspec's Python anew what it can start; requests at the same time share one child.

        Raises
        ------
        Invalid
            There is no such kernelspec.
        """
        place = await self.place(kernelspec)
        task = self._probing.get(place)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._run(place))
            self._probing[place] = task
            task.add_done_callback(lambda _: self._probing.pop(place, None))
        await asyncio.shield(task)
        return self._list(kernelspec, place)

    async def initial_clusters(self) -> Sequence[dask_config.InitialCluster]:
        """Clusters that the Dask configuration wants at the server's start; asks a child only if it may."""
        if not self._settings.use_dask_configuration or dask_config.is_served_elsewhere():
            return []
        if not await asyncio.to_thread(dask_config.is_mentioned):
            return []
        await self.probe(None)
        probe = self._probes.get(await self.place(None))
        if not isinstance(probe, Probe) or probe.labextension is None:
            return []
        try:
            return dask_config.read_initial(probe.labextension)
        except ValueError as error:
            _log.warning("the Dask configuration's clusters are not started: %s", error)
            return []

    async def stop(self) -> None:
        """End probes that still run."""
        tasks = list(self._probing.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _run(self, place: Place) -> None:
        before = self._probes.get(place)
        try:
            self._probes[place] = await self._prober(place, self._factories.values())
        except PangeoError as error:
            self._probes[place] = error
        if self._probes[place] != before:
            self._changes.emit("factories", None)

    def _configured(self, place: Place) -> dict[str, ClusterFactory]:
        probe = self._probes.get(place)
        if not self._settings.use_dask_configuration or not isinstance(probe, Probe) or probe.labextension is None:
            return {}
        try:
            return {dask_config.FACTORY_ID: dask_config.read_factory(probe.labextension)}
        except ValueError as error:
            _log.warning("the Dask configuration's factory cannot be used: %s", error)
            return {}

    def _view(self, factory: ClusterFactory, probe: Probe | PangeoError | None) -> Factory:
        availability: Availability = "unknown"
        reason = None
        if isinstance(probe, PangeoError):
            availability, reason = "unavailable", Reason(code=probe.code, message=str(probe))
        elif probe is not None:
            fault = probe.fault(factory.id)
            availability = "available" if fault is None else "unavailable"
            reason = None if fault is None else Reason(code="not-importable", message=fault)
        return Factory(
            id=factory.id,
            title=factory.title,
            description=factory.description,
            options=dict(factory.options),
            defaults=dict(factory.defaults),
            default_scaling=factory.default_scaling,
            cannot=list(factory.cannot),
            availability=availability,
            reason=reason,
        )


def _view_broken(name: str, reason: str) -> Factory:
    return Factory(
        id=name,
        title=name,
        description="",
        options={},
        defaults={},
        default_scaling=Fixed(workers=0),
        cannot=[],
        availability="unavailable",
        reason=Reason(code="not-loadable", message=reason),
    )
