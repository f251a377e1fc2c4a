"""The way to a cluster's dashboard: GET, HEAD and WebSocket, streamed, with lists of what may pass.

A dashboard is hostile content. Nothing of the user goes to it, nothing but the body and a few headers comes back, and
an answer that is opened directly is inert. The page draws it in an opaque frame (docs/developers/frames.md).
"""

import asyncio
import contextlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized, ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from jupyter_server.utils import ensure_async, url_path_join
from tornado import web
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from .errors import BadRequest, Forbidden, PangeoError
from .origins import is_own_origin
from .proxy_page import Place, write_page
from .proxy_rules import (
    clean_query,
    close_code,
    offered_protocols,
    request_headers,
    split_target,
)
from .proxy_static import CompressedFiles
from .proxy_upstream import MESSAGE_CAP, DashboardSocket, Pages, open_socket
from .refusals import Refusals

if TYPE_CHECKING:
    from pathlib import Path

MOST_SOCKETS = 128
"""WebSockets to one cluster at a time, over all pages of the user."""

_RESOURCE = "pangeo.clusters"
_PING_MILLISECONDS = 25_000


class Shared:
    """What the handlers of one server share."""

    def __init__(self) -> None:
        self.sockets: Counter[str] = Counter()
        self.files = CompressedFiles()
        self.pages = Pages()

    async def close(self) -> None:
        """Let the dashboards go."""
        await self.pages.close()


@web.stream_request_body
class DashboardHandler(Refusals, WebSocketMixin, WebSocketHandler, JupyterHandler):
    """Passes requests on to the dashboard of the cluster whose id is in the path; never counts as activity."""

    auth_resource = _RESOURCE

    def initialize(self, services: Any, shared: Shared) -> None:
        """Take the services and what the handlers share."""
        self.services = services
        self._shared = shared
        self._cluster_id = ""
        self._target: tuple[Path, str] | None = None
        self._work: asyncio.Future[None] | None = None
        self._upstream: DashboardSocket | None = None
        self._protocol: str | None = None
        self._is_counted = False
        self._refusal: tuple[int, str] | None = None
        self._closing: asyncio.Task[None] | None = None

    @property
    def content_security_policy(self) -> str:
        """Whatever is opened directly is inert: no script, no form, an origin of its own."""
        return "sandbox"

    @property
    def ping_interval(self) -> int:
        """Milliseconds between pings: below the minute after which proxies cut idle sockets."""
        return _PING_MILLISECONDS

    @property
    def max_message_size(self) -> int:
        """Bytes of the largest message taken from a page."""
        return MESSAGE_CAP

    def check_origin(self, origin: str | None = None) -> bool:
        """Only this server's own pages and those the operator named; scripts need the token."""
        return is_own_origin(self, origin)

    def check_xsrf_cookie(self) -> None:
        """Nothing to check: `prepare` refuses every method that could change something."""

    def compute_etag(self) -> None:
        """None of ours: a body that streams has only the dashboard's."""

    def data_received(self, chunk: bytes) -> None:
        """Drop a body; `prepare` has refused it."""

    async def prepare(self) -> None:
        """Let in only logged-in users that may read clusters, by methods that only read."""
        prepared = super().prepare()
        if prepared is not None:
            await prepared
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        if self.current_user is None:
            raise web.HTTPError(403)
        allowed = self.authorizer.is_authorized(self, self.current_user, "read", _RESOURCE)
        if not await ensure_async(allowed):
            raise web.HTTPError(403)
        if self.request.method not in {"GET", "HEAD"}:
            self.set_header("Allow", "GET, HEAD")
            raise web.HTTPError(405, "a dashboard can only be read")
        headers = self.request.headers
        if headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in headers:
            self.refuse(BadRequest("a request to a dashboard has no body"))
        elif not self._is_from_here():
            self.refuse(Forbidden("dashboards are for this server's own pages"))

    def _is_from_here(self) -> bool:
        """Whether no other site is behind the request; Fetch Metadata can only speak against it."""
        foreign = self.request.headers.get("Sec-Fetch-Site", "same-origin") in {"cross-site", "same-site"}
        return is_own_origin(self, None) if foreign or "Origin" in self.request.headers else True

    @ws_authenticated
    @authorized(action="read", resource=_RESOURCE)
    async def get(self) -> None:
        """Answer a page or file, or open a WebSocket."""
        try:
            path = self._find()
            if self.request.headers.get("Upgrade", "").lower() == "websocket":
                await self._upgrade()
            else:
                await self._run(self._answer(path))
        except PangeoError as error:
            self.refuse(error)

    @ws_authenticated
    @authorized(action="read", resource=_RESOURCE)
    async def head(self) -> None:
        """Answer what a GET would, without its body."""
        try:
            await self._run(self._answer(self._find()))
        except PangeoError as error:
            self.refuse(error)

    def _find(self) -> str:
        """Check the raw path and query, find the cluster's socket; gives the dashboard's path."""
        self._cluster_id, path = split_target(self.request.path, self.base_url)
        query = clean_query(self.request.query)
        self._target = (self.services.clusters.dashboard_socket(self._cluster_id), f"{path}?{query}" if query else path)
        return path

    async def _run(self, work: Any) -> None:
        """Do the work until it is done or the client is gone."""
        self._work = asyncio.ensure_future(work)
        try:
            await self._work
        except asyncio.CancelledError:
            if not self.request.connection.stream.closed():  # type: ignore[union-attr]  # of HTTP1Connection
                raise
        except StreamClosedError:
            return

    async def _answer(self, path: str) -> None:
        assert self._target is not None
        given = self.request.headers
        prefix = url_path_join(self.base_url, "pangeo/clusters", self._cluster_id, "dashboard") + "/"
        async with self._shared.pages.open(*self._target, str(self.request.method), request_headers(given)) as response:
            await write_page(self, response, Place(path, self.request.query, prefix), self._shared.files)

    async def _upgrade(self) -> None:
        """Open the dashboard's WebSocket first, since it chooses the subprotocol, then the page's."""
        # Tornado asks for the origin only where a browser sent one that looks foreign.
        if not is_own_origin(self, None):
            raise Forbidden("dashboards are for this server's own pages")
        offered = offered_protocols(self.request.headers)
        self._shared.sockets[self._cluster_id] += 1
        self._is_counted = True
        try:
            await self._open_upstream(offered)
            # A browser drops a connection whose subprotocol nobody chose, and with it the reason.
            self._protocol = self._upstream.protocol if self._upstream else next(iter(offered), None)
            # Returns when the page's end is closed.
            await super().get()
        finally:
            self._release()

    async def _open_upstream(self, offered: list[str]) -> None:
        assert self._target is not None
        try:
            if self._shared.sockets[self._cluster_id] > MOST_SOCKETS:
                self._refusal = (1013, f"{MOST_SOCKETS} connections to this cluster are open already")
            else:
                self._upstream = await open_socket(*self._target, offered)
        except PangeoError as error:
            self._refusal = (1011, str(error))

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """The one that the dashboard chose, where it is one that the page offered."""
        return self._protocol if self._protocol in subprotocols else None

    def open(self, *args: Any, **kwargs: Any) -> None:
        """Begin to pass the dashboard's messages on."""
        super().open(*args, **kwargs)
        if self._refusal:
            self.close(*self._refusal)
        elif self._upstream is not None:
            self._work = asyncio.ensure_future(self._pump(self._upstream))

    async def on_message(self, message: str | bytes) -> None:
        """Pass a message on; the next is read when this one has left."""
        if self._upstream is not None:
            await self._upstream.send(message)

    async def _pump(self, upstream: DashboardSocket) -> None:
        with contextlib.suppress(WebSocketClosedError, StreamClosedError):
            async for message in upstream.messages():
                await self.write_message(message, binary=isinstance(message, bytes))
        self.close(*upstream.end)

    def on_connection_close(self) -> None:
        """The client is gone: stop reading from the dashboard."""
        if self._work is not None:
            self._work.cancel()
        super().on_connection_close()

    def on_close(self) -> None:
        """Let the dashboard's end go too, with the code that the page gave."""
        self._release()
        super().on_close()

    def _release(self) -> None:
        if self._is_counted:
            self._is_counted = False
            self._shared.sockets[self._cluster_id] -= 1
            self._shared.sockets += Counter()
        if self._work is not None:
            self._work.cancel()
        if self._upstream is not None:
            self._closing = asyncio.ensure_future(self._upstream.close(close_code(self.close_code or 1001)))
            self._upstream = None

    def refuse(self, error: PangeoError) -> None:
        """Answer with an error of ours, without what was set for a page; break off where a page has begun."""
        if self._headers_written:
            self.detach().close()
            return
        self.clear()
        self.set_header("Referrer-Policy", "no-referrer")
        super().refuse(error)


def dashboard_handlers(
    base_url: str, services: Any, shared: Shared
) -> list[tuple[str, type[DashboardHandler], dict[str, Any]]]:
    """Tornado's handler specification of the dashboards of all clusters, below ``base_url``."""
    pattern = url_path_join(base_url, "pangeo/clusters") + "/[^/]*/dashboard/.*$"
    return [(pattern, DashboardHandler, {"services": services, "shared": shared})]
