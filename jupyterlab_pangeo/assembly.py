"""From an operator's settings to the services."""

import getpass
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_data_dir

from . import __version__
from .adapters.dask.folders import default_roots
from .adapters.dask.hosts import Hosts
from .adapters.previews import Bounds
from .adapters.trust import TrustFile
from .adapters.usage.lock import FolderLock
from .adapters.usage.source import GROUP as SOURCES
from .adapters.usage.source import load_sources
from .errors import Invalid
from .schemas.common import Reason
from .schemas.status import Feature
from .schemas.usage import Source
from .services.catalogs import CatalogPreset, CatalogService
from .services.changes import Changes
from .services.clusters import ClusterService
from .services.clusters_settings import ClusterSettings
from .services.container import Services
from .services.factories import FactoryService
from .services.packages import PackageService
from .services.previews import PreviewService
from .services.usage import UsageRecord
from .services.usage_recorder import Recorder
from .services.usage_scene import Surroundings
from .services.usage_service import UsageService
from .worker.limits import Limits
from .worker.readers import BUILT_IN, ReaderSpec

if TYPE_CHECKING:
    from .adapters.usage.sqlite_store import SqliteStore
    from .services.prometheus import PrometheusService

NAME = "jupyterlab_pangeo"
PROMETHEUS = "JUPYTERLAB_PANGEO_PROMETHEUS"
READERS = "jupyterlab_pangeo.catalog_readers"


def assemble(app: Any) -> Services:
    """Services of one Jupyter server, from the traits of its `PangeoApp`."""
    changes = Changes()
    settings = _cluster_settings(app)
    server = app.serverapp
    factories = FactoryService(server.kernel_spec_manager, server.kernel_manager.default_kernel_name, settings, changes)
    roots = (Path(app.runtime_folder),) if app.runtime_folder else default_roots(os.environ)
    # One look at all installed packages.
    plugins = entry_points()
    catalogs = _catalogs(app, changes, _readers(plugins.select(group=READERS)))
    clusters = ClusterService(Hosts(roots), factories, changes, settings)
    return Services(
        version=__version__,
        changes=changes,
        factories=factories,
        clusters=clusters,
        catalogs=catalogs,
        packages=PackageService(factories.place),
        previews=PreviewService(
            place=factories.place,
            catalogs=catalogs,
            trusted=TrustFile(Path(jupyter_data_dir()) / NAME / "trusted.json"),
            changes=changes,
            bounds=Bounds(memory_bytes=app.preview_memory_bytes, seconds=app.preview_seconds),
        ),
        usage=_usage(app, clusters, plugins.select(group=SOURCES)),
        features=_features(),
    )


def _cluster_settings(app: Any) -> ClusterSettings:
    return ClusterSettings(
        start_deadline=app.start_deadline,
        idle_timeout=app.idle_timeout,
        orphan_timeout=app.orphan_timeout,
        max_starting=app.max_starting,
        max_queued=app.max_queued,
        max_workers=app.max_workers,
        factories=tuple(app.cluster_factories),
        use_dask_configuration=app.use_dask_configuration,
    )


def _catalogs(app: Any, changes: Changes, readers: list[ReaderSpec]) -> CatalogService:
    cache = app.catalog_cache_folder or Path(tempfile.gettempdir()) / f"{NAME}-catalogs-{getpass.getuser()}"
    return CatalogService(
        changes=changes,
        store=Path(jupyter_data_dir()) / NAME,
        cache=Path(cache),
        cache_bytes=app.catalog_cache_bytes,
        ready=Path(app.catalog_index_folder) if app.catalog_index_folder else None,
        root_dir=Path(app.serverapp.root_dir),
        presets=[CatalogPreset(**preset) for preset in app.catalogs],
        samples=list(app.sample_catalogs),
        limits=Limits.of(app.catalog_limits),
        readers=readers,
        allowed_roots=[Path(root) for root in app.catalog_roots],
    )


def _usage(app: Any, clusters: ClusterService, points: Iterable[EntryPoint]) -> UsageService:
    folder = Path(app.usage_folder) if app.usage_folder else Path(jupyter_data_dir()) / NAME / "usage"

    def make(is_reader: bool) -> "SqliteStore":
        # The store loads SQLite: a server whose record is off and unread does without it.
        from .adapters.usage.sqlite_store import SqliteStore

        return SqliteStore(folder / "usage.sqlite", is_reader=is_reader)

    record = UsageRecord(make, time.time)
    recorder = Recorder(
        record,
        surroundings=Surroundings(app.serverapp, clusters.uses, with_names=app.usage_names),
        load=partial(load_sources, tuple(points)),
        lock=FolderLock(folder / "usage.lock"),
        # More often than each second would cost more than it tells.
        interval=max(1.0, app.usage_interval) if app.usage_interval else 0.0,
    )
    return UsageService(record, recorder, partial(_prometheus, app, folder))


def _prometheus(app: Any, folder: Path) -> "PrometheusService":
    from .adapters.usage.prometheus_kept import KeptSources
    from .adapters.usage.prometheus_settings import all_settings, grafana_settings, settings_of_environment
    from .services.grafana import GrafanaService
    from .services.prometheus import PrometheusService

    preset, broken = all_settings(list(app.prometheus_sources)), []
    try:
        simple = settings_of_environment(os.environ, PROMETHEUS)
        if simple and simple.name not in {one.name for one in preset}:
            preset.append(simple)
    except Invalid as error:
        broken.append(_broken("prometheus", f"{error}."))
    grafanas, taken = grafana_settings(list(app.grafana_sources)), {one.name for one in preset}
    broken += [_broken(one.name, "A Prometheus has this name too.") for one in grafanas if one.name in taken]
    wanted = [one for one in grafanas if one.name not in taken]
    grafana = GrafanaService(wanted, has_pages=app.grafana_pages)
    kept = KeptSources(folder / "prometheus.json")
    return PrometheusService(preset, kept, may_add=app.allow_user_sources, broken=broken, grafana=grafana)


def _broken(name: str, why: str) -> Source:
    reason = Reason(code="invalid", message=why)
    return Source(name=name, kind="prometheus", title=name, state="failed", reason=reason, metrics=[])


def _readers(points: Iterable[EntryPoint]) -> list[ReaderSpec]:
    """Catalog readers of the installed packages; a worker imports them, never this process."""
    found = [ReaderSpec(point.name, point.value) for point in points]
    return list(dict.fromkeys([*BUILT_IN, *found]))


def _features() -> tuple[Feature, ...]:
    on_windows = sys.platform == "win32"
    reason = Reason(code="windows", message="This part does not run on Windows.") if on_windows else None
    return tuple(Feature(name=name, is_available=not on_windows, reason=reason) for name in ("clusters", "catalog"))
