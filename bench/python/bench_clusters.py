"""Cluster classes that both sides start by name from the Dask configuration."""

import time
from typing import Any

from distributed import LocalCluster
from distributed.deploy.subprocess import SubprocessCluster
from tornado.web import RequestHandler
from tornado.websocket import WebSocketHandler

BLOCK = 8.0  # seconds
CHUNK = 1 << 20


class BlockingCluster(LocalCluster):
    """Blocks while it is made, as many third-party classes do."""

    def __init__(self, **options: Any) -> None:
        time.sleep(BLOCK)
        super().__init__(**options)


class _Big(RequestHandler):
    async def get(self, mebibytes: str) -> None:
        self.set_header("Content-Length", str(int(mebibytes) * CHUNK))
        self.set_header("Content-Type", "application/octet-stream")
        block = bytes(CHUNK)
        for _ in range(int(mebibytes)):
            self.write(block)
            await self.flush()


class _Small(RequestHandler):
    def get(self) -> None:
        self.finish("ok")


class _Echo(WebSocketHandler):
    def on_message(self, message: str | bytes) -> None:
        self.write_message(message, binary=isinstance(message, bytes))


class PageCluster(LocalCluster):
    """Serves a small page, a stream of as many MiB as are asked for, and an echo, beside Dask's own pages."""

    async def _start(self) -> None:
        await super()._start()
        handlers = [(r"/bench/big/(\d+)", _Big), (r"/bench/small", _Small), (r"/bench/echo", _Echo)]
        self.scheduler.http_application.add_handlers(r".*$", handlers)


def far_cluster(**options: Any) -> Any:
    """Make a cluster whose scheduler has a process of its own, so that it can be killed alone."""
    return SubprocessCluster(**options)
