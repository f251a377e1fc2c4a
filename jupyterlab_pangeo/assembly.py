"""From an operator's settings to the services."""

import getpass
import os
import sys
import tempfile
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir

from . import __version__
from .adapters.dask.folders import default_roots
from .adapters.dask.hosts import Hosts
from .schemas.common import Reason
from .schemas.status import Feature
from .services.catalogs import CatalogPreset, CatalogService
from .services.changes import Changes
from .services.clusters import ClusterService
from .services.clusters_settings import ClusterSettings
from .services.container import Services
from .services.factories import FactoryService
from .worker.limits import Limits
from .worker.readers import BUILT_IN, ReaderSpec

NAME = "jupyterlab_pangeo"
READERS = "jupyterlab_pangeo.catalog_readers"


def assemble(app: Any) -> Services:
    """Services of one Jupyter server, from the traits of its `PangeoApp`."""
    changes = Changes()
    settings = _cluster_settings(app)
    server = app.serverapp
    factories = FactoryService(server.kernel_spec_manager, server.kernel_manager.default_kernel_name, settings, changes)
    roots = (Path(app.runtime_folder),) if app.runtime_folder else default_roots(os.environ)
    return Services(
        version=__version__,
        changes=changes,
        factories=factories,
        clusters=ClusterService(Hosts(roots), factories, changes, settings),
        catalogs=_catalogs(app, changes),
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


def _catalogs(app: Any, changes: Changes) -> CatalogService:
    cache = app.catalog_cache_folder or Path(tempfile.gettempdir()) / f"{NAME}-catalogs-{getpass.getuser()}"
    return CatalogService(
        changes=changes,
        store=Path(jupyter_data_dir()) / NAME,
        cache=Path(cache),
        root_dir=Path(app.serverapp.root_dir),
        presets=[CatalogPreset(**preset) for preset in app.catalogs],
        samples=list(app.sample_catalogs),
        limits=Limits.of(app.catalog_limits),
        readers=_readers(),
        allowed_roots=[Path(root) for root in app.catalog_roots],
    )


def _readers() -> list[ReaderSpec]:
    """Catalog readers of the installed packages; a worker imports them, never this process."""
    found = [ReaderSpec(point.name, point.value) for point in entry_points(group=READERS)]
    return list(dict.fromkeys([*BUILT_IN, *found]))


def _features() -> tuple[Feature, ...]:
    on_windows = sys.platform == "win32"
    reason = Reason(code="windows", message="This part does not run on Windows.") if on_windows else None
    return tuple(Feature(name=name, is_available=not on_windows, reason=reason) for name in ("clusters", "catalog"))
