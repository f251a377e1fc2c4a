"""The extension as Jupyter loads it: it mounts the routes and starts the services."""

from typing import Any

from jupyter_server.extension.application import ExtensionApp

from .assembly import assemble
from .live import LiveHandler
from .openapi_route import OpenApiHandler
from .proxy import Shared, dashboard_handlers
from .routes.table import ROUTES
from .routing import Nowhere, handlers
from .services.container import Services
from .traits import CatalogTraits, ClusterTraits, UsageTraits

PREFIX = "pangeo"


class PangeoApp(ClusterTraits, CatalogTraits, UsageTraits, ExtensionApp):
    """Clusters, data catalogs and usage in JupyterLab."""

    name = "jupyterlab_pangeo"
    load_other_extensions = True

    services: Services
    dashboards: Shared

    def initialize_settings(self) -> None:
        """Build the services; nothing starts before the event loop runs."""
        self.services = assemble(self)

    def initialize_handlers(self) -> None:
        """Mount the routes, the socket and the proxy below the prefix."""
        wanted = {"services": self.services}
        self.handlers.extend(handlers("/", PREFIX, self.services, ROUTES))
        self.dashboards = Shared()
        self.handlers.extend(dashboard_handlers("/", self.services, self.dashboards))
        if self.grafana_pages:
            from .pages import PageHandler

            self.handlers.append((f"/{PREFIX}/pages/.*$", PageHandler, wanted))
        self.handlers.append((f"/{PREFIX}/live$", LiveHandler, wanted))
        self.handlers.append((f"/{PREFIX}/openapi.json$", OpenApiHandler, wanted))
        self.handlers.append((f"/{PREFIX}(?:/.*)?$", Nowhere, wanted))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """Find running clusters again, read the catalogs, begin to record usage."""
        await self.services.clusters.start()
        await self.services.catalogs.start()
        self.services.usage.start()

    async def stop_extension(self) -> None:
        """End what this server started, or leave it where the operator says so."""
        await self.dashboards.close()
        await self.services.usage.stop()
        await self.services.previews.stop()
        await self.services.catalogs.stop()
        await self.services.clusters.stop(self.keep_clusters)
