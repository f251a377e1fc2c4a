"""The OpenAPI 3.1 document of the routes, and the operation table of the TypeScript client."""

import inspect
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from . import __version__
from .routing import Route, camel
from .schemas.common import ID, Problem
from .schemas.live import LiveMessage, LiveRequest
from .schemas.search import SearchFilters

_REF = "#/components/schemas/{name}"
_TOKEN = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "The word `token`, a space, the server's token. Pages send a cookie and X-XSRFToken instead.",
}
_OTHER_TYPES: tuple[Any, ...] = (Problem, LiveRequest, LiveMessage, SearchFilters)


def document(routes: Sequence[Route]) -> dict[str, Any]:
    """Describe the routes as an OpenAPI 3.1 document."""
    kinds = [kind for route in routes for kind in (route.body, route.reply) if kind is not None]
    schemas, components = msgspec.json.schema_components([*kinds, *_OTHER_TYPES], ref_template=_REF)
    by_kind = dict(zip(map(repr, [*kinds, *_OTHER_TYPES]), schemas, strict=True))
    components = {
        **components,
        "LiveRequest": by_kind[repr(LiveRequest)],
        "LiveMessage": by_kind[repr(LiveMessage)],
    }
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(_wire_path(route), {})[route.method] = _operation(route, by_kind)
    described = {
        "openapi": "3.1.0",
        "info": {"title": "jupyterlab-pangeo", "version": __version__},
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"token": _TOKEN}},
    }
    _open_free_objects(described)
    return described


def _open_free_objects(node: Any) -> None:
    """Say outright that an object without named fields may hold anything; generators read silence as nothing."""
    if isinstance(node, dict):
        if node.get("type") == "object" and not node.keys() & {"properties", "additionalProperties", "in"}:
            node["additionalProperties"] = True
        for child in node.values():
            _open_free_objects(child)
    elif isinstance(node, list):
        for child in node:
            _open_free_objects(child)


def _wire_path(route: Route) -> str:
    path = route.path
    for slot in route.slots:
        path = path.replace(f"{{{slot}}}", f"{{{camel(slot)}}}")
    return path


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _operation(route: Route, by_kind: dict[str, dict[str, Any]]) -> dict[str, Any]:
    slots = [
        {
            "name": camel(slot),
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": f"^{ID.pattern}$"},
        }
        for slot in route.slots
    ]
    query = [
        {
            "name": camel(name),
            "in": "query",
            "required": default is inspect.Parameter.empty,
            "schema": msgspec.json.schema(kind),
        }
        for name, (kind, default) in route.query.items()
    ]
    responses: dict[str, Any] = {"default": {"description": "a problem", **_content(by_kind[repr(Problem)])}}
    if route.reply is not None:
        status = 200 if route.status == 204 else route.status
        responses[str(status)] = {"description": "the answer", **_content(by_kind[repr(route.reply)])}
    if route.may_be_empty:
        responses["204"] = {"description": "done, nothing to say"}
    operation: dict[str, Any] = {
        "operationId": camel(route.call.__name__),
        "summary": (inspect.getdoc(route.call) or "").partition("\n")[0],
        "tags": [route.resource],
        "parameters": slots + query,
        "responses": responses,
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, **_content(by_kind[repr(route.body)])}
    return operation


def endpoints(routes: Sequence[Route]) -> str:
    """TypeScript text: operation to method and path."""
    lines = ["// Generated from the routes; change them and run `npm run gen`.", "export const endpoints = {"]
    for route in sorted(routes, key=lambda route: route.call.__name__):
        name = camel(route.call.__name__)
        lines.append(f"  {name}: {{ method: '{route.method.upper()}', path: '{_wire_path(route)}' }},")
    lines[-1] = lines[-1].rstrip(",")
    return "\n".join([*lines, "} as const;", "", f"export const version = '{__version__}';", ""])


@cache
def encoded() -> bytes:
    """The document as the server sends it."""
    from .routes.table import ROUTES

    return json.dumps(document(ROUTES), indent=2, sort_keys=True).encode() + b"\n"
