"""Helpers of the worker's tests: parse and read texts in this process, and serve documents by HTTP."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.readers import Facts, Found, Source
from jupyterlab_pangeo.worker.readers.intake_v1 import READER
from jupyterlab_pangeo.worker.yaml_stream import YamlStream

SHARED = Path(__file__).parents[3] / "shared" / "catalogs"


@pytest.fixture
def parse() -> Callable[..., tuple[Any, YamlStream]]:
    """Value of a YAML text, and the stream with its warnings."""

    def parse(text: str, **limits: Any) -> tuple[Any, YamlStream]:
        stream = YamlStream(text, Limits(**limits))
        root = stream.root()
        return (None if root is None else stream.value(root)), stream

    return parse


@pytest.fixture
def read() -> Callable[..., tuple[dict[str, Found], Facts]]:
    """Entries by name, and facts, of an Intake catalog given as text."""

    def read(text: str, location: str = "/data/cat/catalog.yaml", **limits: Any) -> tuple[dict[str, Found], Facts]:
        facts = Facts(problems=[])
        source = Source(location=location, data=text.encode(), limits=Limits(**limits))
        found = list(READER.read(source, facts))
        return {entry.name: entry for entry in found}, facts

    return read


class HttpServer:
    """An HTTP server in a thread of its own; ``routes`` maps paths to handlers."""

    def __init__(self) -> None:
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
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
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
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        """Stop serving."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpServer]:
    """A server of this machine; no proxy stands before it."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    running = HttpServer()
    yield running
    running.close()
