"""A stand-in for a dashboard that is hostile and faulty: HTTP by hand, so that any bytes can be sent.

It keeps what it was sent. Which fault it has is chosen by the path.
"""

import asyncio
import base64
import hashlib
import struct
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

BIG_SCRIPT = b"console.log('a dashboard');\n" * 40_000
MEBIBYTE = bytes(1024 * 1024)


@dataclass
class Request:
    target: str
    method: str
    headers: list[tuple[str, str]]

    def get(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]


@dataclass
class StandIn:
    """One stand-in dashboard on one socket."""

    path: str
    requests: list[Request] = field(default_factory=list)
    open_connections: int = 0
    sent: int = 0
    closes: list[int] = field(default_factory=list)
    _server: asyncio.AbstractServer | None = None
    _tasks: set = field(default_factory=set)

    async def start(self):
        self._server = await asyncio.start_unix_server(self._connected, self.path)

    async def stop(self):
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader, writer):
        task = asyncio.current_task()
        self._tasks.add(task)
        self.open_connections += 1
        try:
            request = await self._read(reader)
            await getattr(self, self._scenario(request), self.page)(request, reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.open_connections -= 1
            self._tasks.discard(task)
            writer.close()

    @staticmethod
    def _scenario(request):
        return urlsplit(request.target).path.strip("/").split("/")[0].replace("-", "_") or "page"

    async def _read(self, reader):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ")
        request = Request(target, method, [tuple(line.split(": ", 1)) for line in lines])
        self.requests.append(request)
        return request

    @staticmethod
    def head(writer, *headers, status="200 OK"):
        writer.write("\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode())

    async def page(self, request, reader, writer):
        body = b"<!doctype html><title>a page</title>"
        self.head(writer, "Content-Type: text/html", f"Content-Length: {len(body)}")
        writer.write(b"" if request.method == "HEAD" else body)

    async def static(self, request, reader, writer):
        if 'W/"script"' in request.get("If-None-Match"):
            self.head(writer, 'ETag: "script"', status="304 Not Modified")
            return
        self.head(writer, "Content-Type: text/javascript", f"Content-Length: {len(BIG_SCRIPT)}", 'ETag: "script"')
        writer.write(b"" if request.method == "HEAD" else BIG_SCRIPT)

    async def headers(self, request, reader, writer):
        forbidden = [
            "Set-Cookie: _xsrf=evil; Path=/",
            "Clear-Site-Data: *",
            "Strict-Transport-Security: max-age=1",
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Credentials: true",
            "Service-Worker-Allowed: /",
            "Refresh: 0; url=http://evil.example/",
            "Content-Security-Policy: script-src *",
            "X-Content-Type-Options: none",
            "Link: <http://evil.example/>; rel=preload",
            "WWW-Authenticate: Basic",
            "Content-Disposition: attachment; filename=evil",
            "Server: evil",
            "Cache-Control: public, max-age=99",
            "Connection: close, X-Canary",
            "X-Canary: upstream-canary",
        ]
        self.head(writer, *forbidden, "Content-Type: image/svg+xml", "Content-Length: 6")
        writer.write(b"<svg/>")

    async def no_type(self, request, reader, writer):
        self.head(writer, "Content-Length: 2")
        writer.write(b"hi")

    async def redirect(self, request, reader, writer):
        location = parse_qs(urlsplit(request.target).query)["to"][0]
        self.head(writer, f"Location: {location}", "Content-Length: 0", status="302 Evil\tReason")

    async def answer_status(self, request, reader, writer):
        number = urlsplit(request.target).path.rsplit("/", 1)[1]
        self.head(writer, "Content-Length: 0", status=f"{number} Whatever")

    async def gigabyte(self, request, reader, writer):
        self.head(writer, "Content-Type: application/octet-stream", f"Content-Length: {1024**3}")
        for _ in range(1024):
            writer.write(MEBIBYTE)
            await writer.drain()
            self.sent += len(MEBIBYTE)

    async def endless(self, request, reader, writer):
        self.head(writer, "Content-Type: text/event-stream", "Transfer-Encoding: chunked")
        writer.write(b"5\r\nfirst\r\n")
        await writer.drain()
        await reader.read()

    async def silent(self, request, reader, writer):
        await reader.read()

    async def reset(self, request, reader, writer):
        writer.transport.abort()

    async def garbage(self, request, reader, writer):
        writer.write(b"\x00\x01 this is not HTTP\r\n\r\n")

    async def truncated(self, request, reader, writer):
        self.head(writer, "Content-Length: 1000")
        writer.write(b"half")

    async def cut_chunks(self, request, reader, writer):
        self.head(writer, "Transfer-Encoding: chunked")
        writer.write(b"4\r\nhalf\r\n")

    async def two_lengths(self, request, reader, writer):
        self.head(writer, "Content-Length: 2", "Content-Length: 40")
        writer.write(b"hi" + b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad")

    async def both_lengths(self, request, reader, writer):
        self.head(writer, "Content-Length: 2", "Transfer-Encoding: chunked")
        writer.write(b"0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad")

    async def brotli(self, request, reader, writer):
        self.head(writer, "Content-Encoding: br", "Content-Length: 1")
        writer.write(b"x")

    async def split_head(self, request, reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\rSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")

    async def huge_head(self, request, reader, writer):
        self.head(writer, f"X-Fill: {'x' * 200_000}", "Content-Length: 0")

    async def ws(self, request, reader, writer):
        """Echoes; the messages `die`, `close <code>`, `big` and `flood` have it misbehave."""
        key = request.get("Sec-WebSocket-Key")[0] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        offered = request.get("Sec-WebSocket-Protocol")
        chosen = [f"Sec-WebSocket-Protocol: {offered[0].split(',')[0]}"] if offered else []
        upgrade = ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Accept: {accept}", *chosen]
        self.head(writer, *upgrade, status="101 Switching Protocols")
        while True:
            opcode, data = await self._frame(reader)
            if opcode == 8:
                self.closes.append(struct.unpack(">H", data[:2])[0] if data else 1005)
                writer.write(_frame(8, data))
                return
            if data == b"die":
                writer.transport.abort()
                return
            if data.startswith(b"close "):
                writer.write(_frame(8, struct.pack(">H", int(data[6:])) + b"because"))
            elif data == b"big":
                writer.write(b"\x82\x7f" + struct.pack(">Q", 65 * 1024**2) + MEBIBYTE)
            elif data == b"flood":
                await self._flood(writer)
            elif opcode in (1, 2):
                writer.write(_frame(opcode, data))

    async def _flood(self, writer):
        for _ in range(2048):
            writer.write(_frame(2, MEBIBYTE[: 256 * 1024]))
            await writer.drain()
            self.sent += 256 * 1024

    async def ws_refused(self, request, reader, writer):
        self.head(writer, "Content-Length: 0", status="403 Forbidden")

    async def ws_deaf(self, request, reader, writer):
        """Accepts and never reads."""
        key = request.get("Sec-WebSocket-Key")[0] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        self.head(
            writer, "Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Accept: {accept}", status="101 x"
        )
        writer.transport._protocol._stream_reader._transport.pause_reading()
        await asyncio.Event().wait()

    @staticmethod
    async def _frame(reader):
        first, second = await reader.readexactly(2)
        length = second & 0x7F
        if length >= 126:
            length = struct.unpack(
                *((">H", await reader.readexactly(2)) if length == 126 else (">Q", await reader.readexactly(8)))
            )[0]
        mask = await reader.readexactly(4) if second & 0x80 else None
        data = await reader.readexactly(length)
        return first & 0xF, bytes(b ^ mask[i % 4] for i, b in enumerate(data)) if mask else data


def _frame(opcode, data):
    if len(data) < 126:
        return bytes([0x80 | opcode, len(data)]) + data
    if len(data) < 65536:
        return bytes([0x80 | opcode, 126]) + struct.pack(">H", len(data)) + data
    return bytes([0x80 | opcode, 127]) + struct.pack(">Q", len(data)) + data
