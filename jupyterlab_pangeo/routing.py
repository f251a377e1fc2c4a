"""Turn annotated functions into authenticated, authorised, validated Tornado handlers."""

import asyncio
import inspect
import re
import types
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Union, cast, get_args, get_origin, get_type_hints

import msgspec
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from .errors import BadRequest, Interrupted, Invalid, NotFound, PangeoError, TooLarge, WrongType
from .refusals import Refusals
from .schemas.common import ID

BODY_CAP = 64 * 1024
_ACTIONS = {"get": "read", "post": "write", "put": "write", "patch": "write", "delete": "write"}
_LOCATED = re.compile(r"^(?P<message>.*?)(?: - at `(?P<path>[^`]+)`)?$", re.DOTALL)

RouteFunction = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Route:
    """One verb of one path, answered by one function.

    The function takes the services first, then path slots, query arguments and ``body`` by name.
    """

    method: str
    path: str
    call: RouteFunction
    resource: str
    status: int
    hints: dict[str, Any] = field(repr=False)
    executes: bool = False
    reads: bool = False

    @property
    def rights(self) -> list[tuple[str, str]]:
        """Pairs of action and resource that the user needs; who runs code must be allowed to run kernels."""
        if self.executes:
            return [("execute", self.resource), ("execute", "kernels")]
        return [(_ACTIONS[self.method], self.resource)]

    @property
    def slots(self) -> list[str]:
        """Names of the path's slots, in order."""
        return re.findall(r"{(\w+)}", self.path)

    @property
    def body(self) -> Any:
        """Type of the body, None where the route takes none."""
        return self.hints.get("body")

    @property
    def reply(self) -> Any:
        """Type of the answer without its None."""
        arms = [arm for arm in _arms(self.hints["return"]) if arm is not type(None)]
        return arms[0] if arms else None

    @property
    def may_be_empty(self) -> bool:
        """Whether the route can answer 204."""
        return type(None) in _arms(self.hints["return"])

    @property
    def query(self) -> dict[str, tuple[Any, Any]]:
        """Query arguments: name to (type, default)."""
        parameters = inspect.signature(self.call).parameters
        fixed = {"services", "body", "return", *self.slots}
        return {name: (kind, parameters[name].default) for name, kind in self.hints.items() if name not in fixed}


def _arms(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)


class Router:
    """Collects the routes of one resource."""

    def __init__(self, resource: str) -> None:
        self.resource = resource
        self.routes: list[Route] = []

    def _add(
        self, method: str, path: str, status: int, executes: bool = False, reads: bool = False
    ) -> Callable[[RouteFunction], RouteFunction]:
        def add(call: RouteFunction) -> RouteFunction:
            hints = get_type_hints(call, include_extras=True)
            self.routes.append(Route(method, path, call, self.resource, status, hints, executes, reads))
            return call

        return add

    def get(self, path: str) -> Callable[[RouteFunction], RouteFunction]:
        """Read what is there; never starts or fetches anything."""
        return self._add("get", path, 200)

    def post(
        self, path: str, *, status: int = 202, executes: bool = False, reads: bool = False
    ) -> Callable[[RouteFunction], RouteFunction]:
        """Begin something; 202 unless it is done when the answer leaves.

        What runs code needs the right to. What only reads ends when the client is gone.
        """
        return self._add("post", path, status, executes, reads)

    def put(self, path: str) -> Callable[[RouteFunction], RouteFunction]:
        """Set something."""
        return self._add("put", path, 200)

    def patch(self, path: str) -> Callable[[RouteFunction], RouteFunction]:
        """Change some fields."""
        return self._add("patch", path, 200)

    def delete(self, path: str, *, status: int = 204) -> Callable[[RouteFunction], RouteFunction]:
        """Remove something; 202 where the removal goes on after the answer."""
        return self._add("delete", path, status)


def camel(name: str) -> str:
    """Name on the wire of a Python name."""
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def decode(body: bytes, kind: Any) -> Any:
    """Body of a request as ``kind``.

    Raises
    ------
    BadRequest
        The bytes are not JSON.
    Invalid
        A field does not fit; its path is named.
    """
    try:
        raw = msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"the body is not JSON: {error}") from error
    return convert(raw, kind)


def convert(raw: Any, kind: Any, *, strict: bool = True) -> Any:
    """Plain data as ``kind``; raises `Invalid` with the field's path."""
    try:
        return msgspec.convert(raw, kind, strict=strict)
    except msgspec.ValidationError as error:
        located = _LOCATED.match(str(error))
        message, path = (located["message"], located["path"]) if located else (str(error), None)
        raise Invalid(message, path=path or "$") from error


@web.stream_request_body
class RouteHandler(Refusals, APIHandler):
    """Answers the routes of one path; `handlers` adds its verbs."""

    services: Any
    routes: ClassVar[dict[str, Route]] = {}

    def initialize(self, services: Any) -> None:
        """Take the services; let an oversized body be answered by us, not by a closed connection."""
        self.services = services
        self._chunks: list[bytes] = []
        self._received = 0
        self._reading: asyncio.Future[Any] | None = None
        self._is_gone = False
        length = self.request.headers.get("Content-Length", "")
        connection: Any = self.request.connection
        if length.isdigit() and int(length) > BODY_CAP and connection is not None:
            self._received = int(length)
            connection.set_max_body_size(int(length))

    async def prepare(self) -> None:
        """Log in first, then refuse a body that is declared too large."""
        prepared = super().prepare()
        if prepared is not None:
            await prepared
        if not self._finished and self._received > BODY_CAP:
            self.refuse(TooLarge(f"the body is larger than {BODY_CAP} bytes"))

    def data_received(self, chunk: bytes) -> None:
        """Keep the body up to the cap and drop what is beyond."""
        self._received += len(chunk)
        if self._received <= BODY_CAP:
            self._chunks.append(chunk)

    async def answer(self, route: Route, slots: dict[str, str]) -> None:
        """Run the route's function and write what it returns or raises."""
        try:
            reply = await self._called(route, slots)
        except PangeoError as error:
            self.refuse(error)
        except asyncio.CancelledError:
            # What it waited for was broken off, as by the server's end: whoever still waits is told.
            if not self._is_gone:
                self.refuse(Interrupted("what was asked was broken off by the server; ask again"))
        except Exception:
            self.log.exception("%s %s failed", self.request.method, route.path)
            self.refuse(PangeoError("the server failed; its log says why"))
        else:
            self.set_status(204 if reply is None else route.status if route.status != 204 else 200)
            self.finish(None if reply is None else msgspec.json.encode(reply))

    async def _called(self, route: Route, slots: dict[str, str]) -> Any:
        called = route.call(self.services, **self._slots(slots), **self._arguments(route))
        if route.method != "get" and not route.reads:
            return await called
        # What only reads need not be finished for nobody; what changes something is.
        self._reading = asyncio.ensure_future(called)
        return await self._reading

    def on_connection_close(self) -> None:
        """Stop to read for a client that is gone."""
        super().on_connection_close()
        self._is_gone = True
        if self._reading is not None:
            self._reading.cancel()

    def _slots(self, slots: dict[str, str]) -> dict[str, str]:
        for name, value in slots.items():
            if not ID.fullmatch(value):
                raise NotFound(f"no such {name.removesuffix('_id')}")
        return slots

    def _arguments(self, route: Route) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for name, (kind, default) in route.query.items():
            raw = self.get_query_argument(camel(name), None)
            if raw is not None:
                given[name] = self._query(name, raw, kind)
            elif default is inspect.Parameter.empty:
                raise BadRequest(f"the query argument {camel(name)} is missing")
        if route.body is not None:
            given["body"] = self._body(route.body)
        return given

    @staticmethod
    def _query(name: str, raw: str, kind: Any) -> Any:
        try:
            return convert(raw, kind, strict=False)
        except Invalid as error:
            raise Invalid(str(error), path=f"?{camel(name)}") from error

    def _body(self, kind: Any) -> Any:
        if self._received > BODY_CAP:
            raise TooLarge(f"the body is larger than {BODY_CAP} bytes")
        declared = self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if declared != "application/json":
            raise WrongType("the body must be declared as application/json")
        return decode(b"".join(self._chunks), kind)


class Nowhere(RouteHandler):
    """Whatever is below the prefix and is no route: a JSON 404, not Jupyter's page."""

    async def prepare(self) -> None:
        """Log in, then refuse."""
        await super().prepare()
        if not self._finished:
            raise web.HTTPError(404, "there is no such route")


def _verb(route: Route) -> Callable[..., Awaitable[None]]:
    """The Tornado method of one route, with its own action and resource.

    `authorized` keeps the action of its first request, so each verb is wrapped apart.
    """

    async def method(self: RouteHandler, **slots: str) -> None:
        await self.answer(route, slots)

    verb: Any = method
    for action, resource in route.rights:
        verb = authorized(action=action, resource=resource)(verb)
    return cast(Callable[..., Awaitable[None]], web.authenticated(verb))


def handlers(base_url: str, prefix: str, services: Any, routes: Iterable[Route]) -> Iterator[tuple[Any, ...]]:
    """Tornado's handler specifications of the routes, one a path."""
    table: dict[str, dict[str, Route]] = {}
    for route in routes:
        table.setdefault(route.path, {})[route.method] = route
    for path, verbs in table.items():
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path)
        members: dict[str, Any] = {method: _verb(route) for method, route in verbs.items()}
        handler = type("RouteHandler", (RouteHandler,), {**members, "routes": verbs})
        yield url_path_join(base_url, prefix, pattern) + "$", handler, {"services": services}
