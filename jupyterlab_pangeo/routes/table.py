"""All routes."""

from ..routing import Route
from . import catalogs, clusters, factories, status

ROUTES: tuple[Route, ...] = tuple(
    route for module in (status, factories, clusters, catalogs) for route in module.router.routes
)
