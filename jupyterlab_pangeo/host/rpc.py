"""JSON-RPC 2.0 over a unix socket: one document a line, one companion at a time."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from .redact import explain

LINE_LIMIT = 1 << 20
PARSE, INVALID, NO_METHOD, BAD_PARAMS = -32700, -32600, -32601, -32602
FAILED, HELD, WRONG_STATE, BUSY = -32000, -32001, -32002, -32003
_BACKLOG_LIMIT = 4 * LINE_LIMIT
_IN_FLIGHT_LIMIT = 64

Method = Callable[[dict[str, Any]], Awaitable[Any]]


class RpcError(Exception):
    """An answer that says no; ``code`` is JSON-RPC's."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class RpcServer:
    """Serves one connection; it is the lock. All of it runs in one event loop."""

    def __init__(
        self, methods: Mapping[str, Method], on_hold: Callable[[], None], on_release: Callable[[], None]
    ) -> None:
        self._methods = methods
        self._on_hold = on_hold
        self._on_release = on_release
        self._holder: asyncio.StreamWriter | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def listen(self, listener: socket.socket) -> asyncio.AbstractServer:
        """Begin to answer on a listening socket."""
        return await asyncio.start_unix_server(self._connected, sock=listener, limit=LINE_LIMIT)

    def notify(self, method: str, params: Any) -> None:
        """Tell the companion, if there is one and it keeps up."""
        if self._holder is None or self._holder.is_closing():
            return
        if self._holder.transport.get_write_buffer_size() < _BACKLOG_LIMIT:
            self._send(self._holder, {"jsonrpc": "2.0", "method": method, "params": params})

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held = self._holder is not None
        if not held:
            self._holder = writer
            self._on_hold()
        try:
            await (self._refuse(reader, writer) if held else self._serve(reader, writer))
        except (ConnectionError, asyncio.TimeoutError):
            pass  # The other side went away: the same as its end of file.
        finally:
            writer.close()
            if not held:
                self._holder = None
                self._on_release()

    async def _refuse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await asyncio.wait_for(reader.readline(), 5)
            request = _parse(line)
        except (RpcError, ValueError):
            request = {}
        self._send(writer, _error(request.get("id"), HELD, "held"))
        await writer.drain()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                line = await reader.readline()
            except ValueError:
                self._send(writer, _error(None, INVALID, f"a line is longer than {LINE_LIMIT} bytes"))
                return
            if not line:
                return
            self._accept(line, writer)

    def _accept(self, line: bytes, writer: asyncio.StreamWriter) -> None:
        try:
            request = _parse(line)
        except RpcError as error:
            self._send(writer, _error(None, error.code, str(error)))
            return
        if len(self._tasks) >= _IN_FLIGHT_LIMIT:
            self._send(writer, _error(request.get("id"), BUSY, "too many requests at once"))
            return
        # Each in its own task: `close` must not wait behind a slow `logs`.
        task = asyncio.get_running_loop().create_task(self._answer(request, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, request: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        identity = request.get("id")
        try:
            method = self._methods.get(request["method"])
            if method is None:
                raise RpcError(NO_METHOD, f"no method {request['method']!r}")
            answer = {"jsonrpc": "2.0", "id": identity, "result": await method(request.get("params") or {})}
        except RpcError as error:
            answer = _error(identity, error.code, str(error))
        except Exception as error:
            answer = _error(identity, FAILED, explain(error))
        if identity is not None and not writer.is_closing():
            self._send(writer, answer)

    def _send(self, writer: asyncio.StreamWriter, document: dict[str, Any]) -> None:
        writer.write(json.dumps(document, separators=(",", ":")).encode() + b"\n")


def _parse(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RpcError(PARSE, "the line is not JSON") from error
    if not isinstance(request, dict) or not isinstance(request.get("method"), str):
        raise RpcError(INVALID, "the line is not a JSON-RPC request")
    if not isinstance(request.get("params") or {}, dict):
        raise RpcError(INVALID, "params must be an object")
    return request


def _error(identity: Any, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": identity, "error": {"code": code, "message": message}}
