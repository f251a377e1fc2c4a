"""HTTP by hand, for tests that care what is on the wire byte for byte."""

import asyncio
from dataclasses import dataclass


@dataclass
class Answer:
    """What came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes
    complete: bool


async def send(port, target, headers=None, method="GET", body=b""):
    """Send one request with just these headers, `Host` and `Connection` apart; gives reader and writer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    given = {"Host": f"127.0.0.1:{port}", "Connection": "close", **(headers or {})}
    if body:
        given["Content-Length"] = str(len(body))
    lines = [f"{name}: {value}" for name, value in given.items()]
    writer.write("\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""]).encode("latin-1") + body)
    await writer.drain()
    return reader, writer


async def ask(port, target, headers=None, method="GET", body=b""):
    """Send one request and read its answer."""
    reader, writer = await send(port, target, headers, method, body)
    try:
        return await read_answer(reader, method)
    finally:
        writer.close()


async def read_head(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    return int(first.split(" ")[1]), {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}


async def read_answer(reader, method="GET"):
    status, headers = await read_head(reader)
    body, complete = b"", True
    try:
        if method == "HEAD" or status in (101, 204, 304):
            pass
        elif headers.get("transfer-encoding") == "chunked":
            while size := int(await reader.readuntil(b"\r\n"), 16):
                body += (await reader.readexactly(size + 2))[:-2]
        else:
            body = await reader.readexactly(int(headers["content-length"]))
    except (asyncio.IncompleteReadError, ConnectionError):
        complete = False
    return Answer(status, headers, body, complete)


HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


@dataclass
class Login:
    """What a browser holds once its user has logged in with the token."""

    user: str
    xsrf_cookie: str

    @property
    def xsrf(self):
        """The token that goes with the cookie, as a page reads it."""
        return self.xsrf_cookie.partition("=")[2]

    @property
    def cookies(self):
        return {"Cookie": f"{self.user}; {self.xsrf_cookie}"}


async def log_in(port, base_url, token, host=None):
    """Cookies of a user that logged in under a host name, and of the page that the login form was on."""
    named = {"Host": host} if host else {}
    page = await ask(port, f"{base_url}login", named)
    xsrf = page.headers["set-cookie"].partition(";")[0]
    assert xsrf.startswith("_xsrf=")
    answer = await ask(port, f"{base_url}api/status", {"Authorization": f"token {token}", **named})
    user = answer.headers["set-cookie"].partition(";")[0]
    assert user.startswith("username-")
    return Login(user, xsrf)
