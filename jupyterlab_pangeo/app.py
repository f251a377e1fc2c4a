"""The extension as Jupyter loads it: what an operator may set, and the mounting of routes."""

import tempfile
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.utils import url_path_join
from traitlets import Bool, Dict, Float, Int, List, Unicode

from . import __version__
from .assembly import assemble
from .live import LiveHandler
from .openapi_route import OpenApiHandler
from .proxy import dashboard_handlers
from .routes.table import ROUTES
from .routing import Nowhere, handlers
from .services.container import Services

PREFIX = "pangeo"


class PangeoApp(ExtensionApp):
    """Clusters, data catalogs and usage in JupyterLab."""

    name = "jupyterlab_pangeo"
    load_other_extensions = True
    file_url_prefix = "/lab"

    cluster_factories = List(
        Dict(),
        help="""More cluster factories: mappings with id, title, module, class and, optionally, description,
        args, kwargs, options (a JSON Schema), defaults, cannot (scale, adapt, restart).""",
    ).tag(config=True)
    use_dask_configuration = Bool(
        True,
        help="""Offer the factory that the Dask configuration names under labextension.factory, and start
        the clusters under labextension.initial.""",
    ).tag(config=True)
    start_deadline = Float(60.0, min=1, help="Seconds after which a cluster that does not run has failed.").tag(
        config=True
    )
    idle_timeout = Float(
        1800.0, min=0, help="Seconds without a task after which a started cluster ends itself; 0 never."
    ).tag(config=True)
    orphan_timeout = Float(
        1800.0, min=10, help="Seconds after which a cluster ends itself when its Jupyter server is gone."
    ).tag(config=True)
    keep_clusters = Bool(False, help="Leave started clusters running when the Jupyter server stops.").tag(config=True)
    max_starting = Int(2, min=1, help="How many clusters start at the same time.").tag(config=True)
    max_queued = Int(32, min=0, help="How many clusters may wait for their start.").tag(config=True)
    max_workers = Int(1000, min=1, help="Most workers a cluster may be asked to have.").tag(config=True)
    runtime_folder = Unicode(
        "",
        help="""Folder of the clusters' sockets and state; empty: one in XDG_RUNTIME_DIR, or one of the user's
        below the temporary folder.""",
    ).tag(config=True)

    catalogs = List(
        Dict(), help="Catalogs shown to everybody and locked: mappings with location and, optionally, title and kind."
    ).tag(config=True)
    sample_catalogs = List(Unicode(), help="Locations of the sample catalogs shown first.").tag(config=True)
    catalog_cache_folder = Unicode(
        "", help="Folder of the catalogs' index, on local scratch; empty: one of the user's below the temporary folder."
    ).tag(config=True)
    catalog_roots = List(
        Unicode(), help="Folders that local catalogs must lie in; empty: any that the user may read."
    ).tag(config=True)
    catalog_limits = Dict(
        help="""Budgets of reading a catalog, by name: bytes, nodes, depth, aliases, cpu_seconds, memory_bytes;
        a catalog that another one refers to gets a quarter of each."""
    ).tag(config=True)

    services: Services

    def initialize_settings(self) -> None:
        """Build the services; nothing starts before the event loop runs."""
        self.services = assemble(self)

    def initialize_handlers(self) -> None:
        """Mount the routes, the socket and the proxy below the prefix."""
        services = self.services
        self.handlers.extend(handlers("/", PREFIX, services, ROUTES))
        self.handlers.extend(dashboard_handlers("/", services))
        self.handlers.append((url_path_join("/", PREFIX, "live") + "$", LiveHandler, {"services": services}))
        self.handlers.append((url_path_join("/", PREFIX, "openapi.json") + "$", OpenApiHandler, {"services": services}))
        self.handlers.append((url_path_join("/", PREFIX, "?.*"), Nowhere, {"services": services}))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """Find running clusters again and read the catalogs."""
        await self.services.clusters.start()
        await self.services.catalogs.start()

    async def stop_extension(self) -> None:
        """End what this server started, or leave it where the operator says so."""
        await self.services.catalogs.stop()
        await self.services.clusters.stop(self.keep_clusters)

    def data_folder(self) -> Path:
        """Where the user's own list of catalogs is kept."""
        return Path(jupyter_data_dir()) / self.name

    def cache_folder(self) -> Path:
        """Where the catalogs' index lies."""
        return Path(self.catalog_cache_folder or Path(tempfile.gettempdir()) / f"{self.name}-{_user()}")

    @property
    def version(self) -> str:
        """Version of the server half."""
        return __version__


def _user() -> str:
    import getpass

    return getpass.getuser()
