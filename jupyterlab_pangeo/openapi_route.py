"""Serves the OpenAPI document."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from .openapi import encoded
from .routing import RouteHandler


class OpenApiHandler(RouteHandler):
    """GET ``pangeo/openapi.json``."""

    @web.authenticated
    @authorized(action="read", resource="pangeo.status")
    async def get(self) -> None:
        """The document, as it was generated."""
        self.finish(encoded())
