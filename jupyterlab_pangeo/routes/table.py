"""All routes."""

from ..routing import Route
from . import catalogs, clusters, factories, packages, previews, search, status, usage

ROUTES: tuple[Route, ...] = tuple(
    route
    for module in (status, factories, clusters, catalogs, packages, previews, search, usage)
    for route in module.router.routes
)
