"""The one WebSocket of a page: changes and live samples out, subscriptions in."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import msgspec
from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from jupyter_server.utils import ensure_async
from tornado import web
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from .errors import PangeoError
from .origins import is_own_origin
from .refusals import Refusals
from .schemas.clusters import ClusterSample
from .schemas.live import Changed, Hello, LiveMessage, LiveRequest, Refused, Sampled, Subscribe, Used

_PING_MILLISECONDS = 25_000
_MOST_SUBSCRIPTIONS = 64
_MESSAGE_CAP = 64 * 1024


class Outbox:
    """What waits to be sent to one page; a slow page gets the newest only.

    Changes of the same thing and samples of the same cluster replace their elders, so that the
    memory is bounded by the number of things, not by how long the page does not read.
    """

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str | None], LiveMessage] = {}
        self._ready = asyncio.Event()

    def put(self, message: LiveMessage) -> None:
        """Queue a message, in the place of an older one about the same thing."""
        key: tuple[str, str | None]
        match message:
            case Changed(topic=topic, id=id):
                key = (topic, id)
            case Sampled(id=id):
                key = ("sample", id)
            case Used():
                key = ("used", None)
            case _:
                key = ("once", str(len(self._waiting)))
        self._waiting.pop(key, None)
        self._waiting[key] = message
        self._ready.set()

    async def take(self) -> list[LiveMessage]:
        """All that waits, oldest first; waits for the first."""
        await self._ready.wait()
        self._ready.clear()
        taken = list(self._waiting.values())
        self._waiting.clear()
        return taken


class LiveHandler(Refusals, WebSocketMixin, WebSocketHandler, JupyterHandler):
    """Serves ``pangeo/live``. Neither its pings nor its messages count as activity of the user."""

    auth_resource = "pangeo.live"

    def initialize(self, services: Any) -> None:
        """Take the services."""
        self.services = services
        self._outbox = Outbox()
        self._subscriptions: dict[tuple[str, str], Callable[[], None]] = {}
        self._writer: asyncio.Task[None] | None = None
        self._stop_listening: Callable[[], None] = lambda: None

    @property
    def ping_interval(self) -> int:
        """Milliseconds between pings: below the minute after which proxies cut idle sockets."""
        return _PING_MILLISECONDS

    @property
    def max_message_size(self) -> int:
        """Bytes of the largest request taken from a page."""
        return _MESSAGE_CAP

    def check_origin(self, origin: str | None = None) -> bool:
        """Only this server's own pages and those the operator named; scripts need the token."""
        return is_own_origin(self, origin)

    @ws_authenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Authorise, look at the origin whatever Tornado makes of it, then upgrade."""
        if not is_own_origin(self, None):
            raise web.HTTPError(403, "cross-origin WebSocket")
        allowed = self.authorizer.is_authorized(self, self.current_user, "read", self.auth_resource)
        if not await ensure_async(allowed):
            raise web.HTTPError(403)
        await super().get(*args, **kwargs)

    def open(self, *args: Any, **kwargs: Any) -> None:
        """Greet, then pass changes on."""
        super().open(*args, **kwargs)
        self._outbox.put(Hello(version=self.services.version))
        self._stop_listening = self.services.changes.listen(self._outbox.put)
        self._writer = asyncio.ensure_future(self._write())

    async def _write(self) -> None:
        with contextlib.suppress(WebSocketClosedError):
            while True:
                for message in await self._outbox.take():
                    await self.write_message(msgspec.json.encode(message))

    async def on_message(self, message: str | bytes) -> None:
        """Begin or end a subscription, each after the one before; what is not understood is answered, not dropped."""
        try:
            request = msgspec.json.decode(message, type=LiveRequest)
        except ValueError as error:
            self._outbox.put(Refused(code="invalid", message=str(error)))
            return
        key = (request.stream, request.id)
        self._end(key)
        if isinstance(request, Subscribe):
            await self._begin(key)

    async def _begin(self, key: tuple[str, str]) -> None:
        if len(self._subscriptions) >= _MOST_SUBSCRIPTIONS:
            self._outbox.put(Refused(code="too-many", message=f"a page may have {_MOST_SUBSCRIPTIONS} subscriptions"))
            return
        stream, id = key
        try:
            match stream:
                case "warm-host":
                    end = await self.services.clusters.warm()
                case "usage":
                    end = self.services.usage.subscribe(lambda use: self._outbox.put(Used(use=use)))
                case _:
                    end = self.services.clusters.subscribe(id, self._sample_sink(id))
        except PangeoError as error:
            self._outbox.put(Refused(code=error.code, message=str(error)))
            return
        # Tornado tells of the end of a connection after the messages it is at, so that none is begun after it.
        self._subscriptions[key] = end

    def _sample_sink(self, id: str) -> Callable[[ClusterSample], None]:
        return lambda sample: self._outbox.put(Sampled(id=id, sample=sample))

    def _end(self, key: tuple[str, str]) -> None:
        end = self._subscriptions.pop(key, None)
        if end is not None:
            end()

    def on_close(self) -> None:
        """Let everything go that the page had asked for."""
        for key in list(self._subscriptions):
            self._end(key)
        self._stop_listening()
        if self._writer is not None:
            self._writer.cancel()
        super().on_close()
