"""Write a dashboard's answer to the page: head, then the body as it comes."""

import asyncio
from dataclasses import dataclass
from http.client import responses
from typing import TYPE_CHECKING

from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler

from .errors import Upstream
from .proxy_rules import accepts_gzip, is_static, response_headers, rewrite_location
from .proxy_static import LARGEST, CompressedFiles
from .proxy_upstream import IDLE_SECONDS

if TYPE_CHECKING:
    from aiohttp import ClientResponse

_SMALLEST = 1024


@dataclass(frozen=True)
class Place:
    """What was asked for: checked path and query, and the prefix that dashboard paths have on this server."""

    path: str
    query: str
    prefix: str


async def write_page(handler: RequestHandler, response: "ClientResponse", place: Place, files: CompressedFiles) -> None:
    """Answer with what the lists let through.

    Raises
    ------
    Upstream
        Status or encoding are none that a page has; nothing is written then.
    """
    status = response.status
    if not 200 <= status <= 599:
        raise Upstream("the dashboard answered with a status that no page has")
    handler.set_status(status, responses.get(status, "Unknown"))
    for name, value in response_headers(response.headers, place.path, place.query, status).items():
        handler.set_header(name, value)
    location = response.headers.get("Location")
    target = rewrite_location(location, place.path, place.prefix) if location else None
    if target:
        handler.set_header("Location", target)
    if handler.request.method == "GET" and _is_compressible(response, place.path):
        await _send_compressed(handler, response, files)
    else:
        await _stream(handler, response)


def _is_compressible(response: "ClientResponse", path: str) -> bool:
    length = response.content_length
    plain = response.status == 200 and "Content-Encoding" not in response.headers
    return is_static(path) and plain and length is not None and _SMALLEST <= length <= LARGEST


async def _send_compressed(handler: RequestHandler, response: "ClientResponse", files: CompressedFiles) -> None:
    body = await response.read()
    handler.set_header("Vary", "Accept-Encoding")
    if accepts_gzip(handler.request.headers):
        body = await files.compress(body)
        handler.set_header("Content-Encoding", "gzip")
        etag = response.headers.get("ETag", "")
        if etag and not etag.startswith("W/"):
            handler.set_header("ETag", f"W/{etag}")
    handler.set_header("Content-Length", str(len(body)))
    await handler.finish(body)


async def _stream(handler: RequestHandler, response: "ClientResponse") -> None:
    """Pass the body on as it comes; a slow reader slows the dashboard down, not our memory up."""
    if response.content_length is not None and "Transfer-Encoding" not in response.headers:
        handler.set_header("Content-Length", str(response.content_length))
    try:
        if response.content.is_eof():
            # All of it has come already, as of most pages: head and body leave together.
            await handler.finish(await response.read() or None)
            return
        await handler.flush()
        async for chunk in response.content.iter_any():
            handler.write(chunk)
            await asyncio.wait_for(handler.flush(), IDLE_SECONDS)
        await handler.finish()
    except StreamClosedError:
        raise
    except Exception:
        # Half an answer must not look like a whole one: the connection breaks off, as the dashboard's did.
        handler.detach().close()
