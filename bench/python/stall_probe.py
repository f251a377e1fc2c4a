"""The longest stall of an event loop since it was last asked for.

A server extension (``bench/stall`` answers it), and as a script the idle control loop: one JSON line for each line
that it reads.
"""

import asyncio
import json
import sys
import time
from typing import Any

TICK = 0.005  # seconds


class Ticker:
    """Wakes every 5 ms and remembers by how much it was late at worst."""

    def __init__(self) -> None:
        self._worst = 0.0
        self._last = 0.0

    async def run(self) -> None:
        self._last = time.perf_counter()
        while True:
            await asyncio.sleep(TICK)
            self._note()

    def take(self) -> float:
        """Seconds of the longest stall since the last call."""
        self._note()
        worst, self._worst = self._worst, 0.0
        return worst

    def _note(self) -> None:
        now = time.perf_counter()
        # A stall that has not ended before it is asked for counts as well.
        self._worst = max(self._worst, now - self._last - TICK)
        self._last = now


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "stall_probe"}]


def _load_jupyter_server_extension(serverapp: Any) -> None:
    from jupyter_server.base.handlers import APIHandler
    from tornado.web import authenticated

    ticker = Ticker()

    class StallHandler(APIHandler):
        @authenticated
        def get(self) -> None:
            self.finish({"seconds": ticker.take()})

    serverapp.web_app.add_handlers(".*$", [(serverapp.base_url + "bench/stall", StallHandler)])
    serverapp.io_loop.add_callback(ticker.run)


async def _main() -> None:
    ticker = Ticker()
    ended = asyncio.Event()

    def answer() -> None:
        if sys.stdin.readline():
            print(json.dumps({"seconds": ticker.take()}), flush=True)
        else:
            ended.set()

    asyncio.get_running_loop().add_reader(sys.stdin, answer)
    ticking = asyncio.create_task(ticker.run())
    await ended.wait()
    ticking.cancel()


if __name__ == "__main__":
    asyncio.run(_main())
