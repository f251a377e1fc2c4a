"""Scripts and styles of dashboards, compressed once however many clusters and pages ask for them."""

import asyncio
import gzip
import hashlib
from collections import OrderedDict

LARGEST = 8 * 1024 * 1024
"""Bytes of the largest file that is held whole to be compressed; larger ones stream as they are."""

_BUDGET = 16 * 1024 * 1024
_LEVEL = 5


class CompressedFiles:
    """Compressed bodies by the hash of their content, the most recently used up to a budget of bytes."""

    def __init__(self, budget: int = _BUDGET) -> None:
        self._budget = budget
        self._held = 0
        self._files: OrderedDict[bytes, bytes] = OrderedDict()
        self._working: dict[bytes, asyncio.Task[bytes]] = {}

    @property
    def held(self) -> int:
        """Bytes that are kept."""
        return self._held

    async def compress(self, body: bytes) -> bytes:
        """The body in gzip; the work is done on a thread, and once for callers that come together."""
        key = await asyncio.to_thread(_digest, body)
        if key in self._files:
            self._files.move_to_end(key)
            return self._files[key]
        task = self._working.get(key)
        if task is None:
            task = self._working[key] = asyncio.ensure_future(asyncio.to_thread(_compress, body))
            task.add_done_callback(lambda done: self._keep(key, done))
        # One caller that goes away must not end the work for the others.
        return await asyncio.shield(task)

    def _keep(self, key: bytes, done: "asyncio.Task[bytes]") -> None:
        self._working.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        self._files[key] = done.result()
        self._held += len(done.result())
        while self._held > self._budget:
            _, dropped = self._files.popitem(last=False)
            self._held -= len(dropped)


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


def _compress(body: bytes) -> bytes:
    return gzip.compress(body, _LEVEL, mtime=0)
