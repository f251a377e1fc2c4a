"""An HTTP server for tests, with answers of their own."""

import asyncio
import ssl
import threading
from collections.abc import Callable
from typing import Any

from aiohttp import web

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class HttpServer:
    """An HTTP server in a thread of its own; ``routes`` maps paths to handlers. With a context it speaks HTTPS."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self.routes: dict[str, Callable[[web.Request], Any]] = {}
        self.seen: list[web.Request] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    async def _start(self) -> int:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._context)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request)
        handler = self.routes.get(request.path)
        if handler is None:
            return web.Response(status=404)
        answer = handler(request)
        return await answer if asyncio.iscoroutine(answer) else answer

    def text(self, path: str, text: str, **headers: str) -> str:
        """Serve a text; answers its URL."""
        self.routes[path] = lambda request: web.Response(text=text, headers=headers)
        return self.url(path)

    def redirect(self, path: str, target: str) -> str:
        """Redirect a path; answers its URL."""
        self.routes[path] = lambda request: web.Response(status=302, headers={"Location": target})
        return self.url(path)

    def url(self, path: str) -> str:
        """URL of a path."""
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        """Stop serving."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
