"""A small front end before Jupyter, as strict as those of real hubs.

It serves below its own prefix, refuses every request without its cookie (also those for sockets), and cuts a
WebSocket on which nothing passed for a while. The cookie is given to who comes with Jupyter's token in the query.

Environment: ``LAB_TEST_PORT``, ``LAB_TEST_JUPYTER_PORT``, ``LAB_TEST_PREFIX``, ``LAB_TEST_TOKEN``,
``LAB_TEST_IDLE_SECONDS`` (60).
"""

import asyncio
import os
import secrets
import time
from collections.abc import AsyncIterator

from aiohttp import ClientSession, ClientTimeout, ClientWebSocketResponse, DummyCookieJar, WSMsgType, web
from yarl import URL

COOKIE = "front-session"
PREFIX = os.environ["LAB_TEST_PREFIX"]
TOKEN = os.environ["LAB_TEST_TOKEN"]
UPSTREAM = f"127.0.0.1:{os.environ['LAB_TEST_JUPYTER_PORT']}"
IDLE = float(os.environ.get("LAB_TEST_IDLE_SECONDS", "60"))
HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
SOCKET_HEADERS = {
    "sec-websocket-key",
    "sec-websocket-version",
    "sec-websocket-extensions",
    "sec-websocket-protocol",
}

session_key: web.AppKey[str] = web.AppKey("session", str)
client_key: web.AppKey[ClientSession] = web.AppKey("client", ClientSession)


def _forwarded(request: web.Request, drop: set[str]) -> dict[str, str]:
    headers = {name: value for name, value in request.headers.items() if name.lower() not in drop}
    headers["X-Forwarded-Proto"] = request.scheme
    headers["X-Real-IP"] = request.remote or "127.0.0.1"
    return headers


def _upstream(scheme: str, request: web.Request) -> URL:
    """Return the same address at Jupyter, its percent signs untouched."""
    return URL(f"{scheme}://{UPSTREAM}{request.raw_path}", encoded=True)


async def _http(request: web.Request) -> web.StreamResponse:
    upstream = request.app[client_key].request(
        request.method,
        _upstream("http", request),
        headers=_forwarded(request, HOP_BY_HOP),
        data=request.content if request.can_read_body else None,
        allow_redirects=False,
    )
    async with upstream as answer:
        response = web.StreamResponse(status=answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in HOP_BY_HOP:
                response.headers.add(name, value)
        await response.prepare(request)
        async for piece in answer.content.iter_any():
            await response.write(piece)
        await response.write_eof()
        return response


class _Pipe:
    """One WebSocket passed through, and when something last came either way."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    async def copy(
        self,
        source: web.WebSocketResponse | ClientWebSocketResponse,
        target: web.WebSocketResponse | ClientWebSocketResponse,
    ) -> None:
        """Copy messages, also pings and pongs, until the source closes."""
        async for message in source:
            self.last = time.monotonic()
            if message.type is WSMsgType.TEXT:
                await target.send_str(message.data)
            elif message.type is WSMsgType.BINARY:
                await target.send_bytes(message.data)
            elif message.type is WSMsgType.PING:
                await target.ping(message.data)
            elif message.type is WSMsgType.PONG:
                await target.pong(message.data)

    async def idle(self) -> None:
        """Return once nothing has passed for the whole idle time."""
        while (left := self.last + IDLE - time.monotonic()) > 0:  # noqa: ASYNC110 - what is awaited is silence, not an event
            await asyncio.sleep(left)


async def _socket(request: web.Request) -> web.WebSocketResponse:
    asked = request.headers.get("Sec-WebSocket-Protocol", "")
    protocols = tuple(name.strip() for name in asked.split(",") if name.strip())
    upstream = request.app[client_key].ws_connect(
        _upstream("ws", request),
        headers=_forwarded(request, HOP_BY_HOP | SOCKET_HEADERS),
        protocols=protocols,
        autoping=False,
        max_msg_size=0,
    )
    async with upstream as inner:
        chosen = (inner.protocol,) if inner.protocol else ()
        outer = web.WebSocketResponse(protocols=chosen, autoping=False, max_msg_size=0)
        await outer.prepare(request)
        pipe = _Pipe()
        tasks = [asyncio.create_task(task) for task in (pipe.copy(outer, inner), pipe.copy(inner, outer), pipe.idle())]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await outer.close()
        return outer


async def handle(request: web.Request) -> web.StreamResponse:
    """Let in who has the cookie, or the token in the query; everybody else is refused."""
    key = request.app[session_key]
    if request.query.get("token") == TOKEN:
        target = request.rel_url.without_query_params("token")
        answer = await _login(request)
        answer.headers["Location"] = str(target)
        answer.set_cookie(COOKIE, key, path=PREFIX, httponly=True, samesite="Lax")
        return answer
    if request.cookies.get(COOKIE) != key:
        raise web.HTTPForbidden(text="the front end wants its cookie")
    if not request.path.startswith(PREFIX):
        raise web.HTTPNotFound(text=f"the front end serves {PREFIX} only")
    if request.headers.get("Upgrade", "").lower() == "websocket":
        return await _socket(request)
    return await _http(request)


async def _login(request: web.Request) -> web.Response:
    """Log in to Jupyter with the token, and hand its cookies on with a redirect."""
    async with request.app[client_key].get(
        _upstream("http", request), headers=_forwarded(request, HOP_BY_HOP), allow_redirects=False
    ) as inner:
        answer = web.Response(status=302)
        for value in inner.headers.getall("Set-Cookie", []):
            answer.headers.add("Set-Cookie", value)
        return answer


async def _client(app: web.Application) -> AsyncIterator[None]:
    timeout = ClientTimeout(total=None, sock_connect=10)
    async with ClientSession(cookie_jar=DummyCookieJar(), timeout=timeout, auto_decompress=False) as client:
        app[client_key] = client
        yield


def main() -> None:
    """Serve until a signal comes."""
    app = web.Application(client_max_size=0)
    app[session_key] = secrets.token_urlsafe()
    app.cleanup_ctx.append(_client)
    app.router.add_route("*", "/{path:.*}", handle)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["LAB_TEST_PORT"]), print=None, shutdown_timeout=1)


if __name__ == "__main__":
    main()
