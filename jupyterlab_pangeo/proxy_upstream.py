"""Connections to a dashboard's unix socket, and what can go wrong with them in our words.

aiohttp is imported at the first page that is asked for, not when the server starts.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import Upstream, UpstreamTimeout
from .proxy_rules import DASHBOARD_HOST, DASHBOARD_ORIGIN, close_code, close_reason

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession, ClientWebSocketResponse

IDLE_SECONDS = 30.0
"""Longest silence of either side before a request is given up."""

MESSAGE_CAP = 64 * 1024 * 1024
"""Bytes of the largest WebSocket message either way."""

_CONNECT_SECONDS = 5.0
_CLOSE_SECONDS = 2.0
_KEEP_SECONDS = 5.0


def _session(socket: Path, keep: float | None = None) -> "ClientSession":
    """A session of one socket, whose connections are kept ``keep`` seconds for the next request, or not at all."""
    import aiohttp

    kept = {"keepalive_timeout": keep} if keep else {"force_close": True}
    return aiohttp.ClientSession(
        # The bounds are those of the requests; a page that streams for ever must not keep others waiting.
        connector=aiohttp.UnixConnector(path=str(socket), limit=0, **kept),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
        timeout=aiohttp.ClientTimeout(
            total=None, connect=_CONNECT_SECONDS, sock_connect=_CONNECT_SECONDS, sock_read=IDLE_SECONDS
        ),
    )


@contextmanager
def _translated() -> Iterator[None]:
    import aiohttp

    try:
        yield
    except TimeoutError as error:
        raise UpstreamTimeout("the dashboard does not answer; the scheduler may be busy") from error
    except asyncio.TimeoutError as error:  # not TimeoutError in Python 3.10
        raise UpstreamTimeout("the dashboard does not answer; the scheduler may be busy") from error
    except aiohttp.WSServerHandshakeError as error:
        raise Upstream(f"the dashboard refused the connection ({error.status})") from error
    except aiohttp.ClientConnectorError as error:
        raise Upstream("the dashboard cannot be reached; its scheduler may have ended") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise Upstream("the dashboard's answer cannot be understood") from error


@dataclass
class _Kept:
    session: "ClientSession"
    users: int = 0
    timer: asyncio.TimerHandle | None = None


class Pages:
    """Requests to dashboards, by connections that wait some seconds for the next one; afterwards nothing is left."""

    def __init__(self) -> None:
        self._kept: dict[Path, _Kept] = {}
        self._closing: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def open(
        self, socket: Path, target: str, method: str, headers: dict[str, str]
    ) -> AsyncIterator["ClientResponse"]:
        """Ask for a page or file; its body has not been read yet.

        Parameters
        ----------
        socket
            The dashboard's unix socket.
        target
            Checked path and query, without a leading slash; sent as it is.
        method
            GET or HEAD.
        headers
            All that are sent.

        Raises
        ------
        Upstream
            Nothing answers there, or not in HTTP.
        UpstreamTimeout
            The answer does not begin in time.
        """
        import yarl

        url = yarl.URL(f"{DASHBOARD_ORIGIN}/{target}", encoded=True)
        with self._use(socket) as session:
            with _translated():
                response = await session.request(method, url, headers=headers, allow_redirects=False)
            async with response:
                yield response

    @contextmanager
    def _use(self, socket: Path) -> Iterator["ClientSession"]:
        kept = self._kept.get(socket)
        if kept is None:
            kept = self._kept[socket] = _Kept(_session(socket, _KEEP_SECONDS))
        if kept.timer is not None:
            kept.timer.cancel()
        kept.users += 1
        try:
            yield kept.session
        finally:
            kept.users -= 1
            if not kept.users:
                kept.timer = asyncio.get_running_loop().call_later(_KEEP_SECONDS, self._let_go, socket)

    def _let_go(self, socket: Path) -> None:
        kept = self._kept.pop(socket, None)
        if kept is not None:
            task = asyncio.ensure_future(kept.session.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Let all connections go now."""
        for socket, kept in list(self._kept.items()):
            if kept.timer is not None:
                kept.timer.cancel()
            self._let_go(socket)
        await asyncio.gather(*self._closing)


class DashboardSocket:
    """The dashboard's end of one WebSocket."""

    def __init__(self, session: "ClientSession", socket: "ClientWebSocketResponse[bool]") -> None:
        self._session = session
        self._socket = socket

    @property
    def protocol(self) -> str | None:
        """Subprotocol that the dashboard chose."""
        return self._socket.protocol

    @property
    def end(self) -> tuple[int, str]:
        """Code and reason to close the page's end with, once `messages` has ended."""
        code, error = self._socket.close_code, self._socket.exception()
        if getattr(error, "code", None) == 1009 or code == 1009:
            return 1009, f"the message is larger than {MESSAGE_CAP // 1024**2} MiB"
        if code is None or code == 1006:
            return 1011, "the dashboard's connection broke"
        return close_code(code), close_reason(self._reason)

    async def messages(self) -> AsyncIterator[str | bytes]:
        """What the dashboard sends, until it closes; the next is taken when the last was dealt with."""
        import aiohttp

        self._reason = ""
        while True:
            message = await self._socket.receive()
            if message.type in {aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY}:
                yield message.data
            else:
                self._reason = message.extra if isinstance(message.extra, str) else ""
                return

    async def send(self, message: str | bytes) -> None:
        """Send a message; returns when there is room for the next. Nothing happens once it is closed."""
        with contextlib.suppress(ConnectionError):
            if isinstance(message, str):
                await self._socket.send_str(message)
            else:
                await self._socket.send_bytes(message)

    async def close(self, code: int) -> None:
        """Say goodbye within two seconds and let the connection go."""
        try:
            with contextlib.suppress(Exception):
                await self._socket.close(code=code)
        finally:
            await self._session.close()


async def open_socket(socket: Path, target: str, protocols: list[str]) -> DashboardSocket:
    """Open a WebSocket with the one origin that dashboards let in; raises as `Pages.open`."""
    import aiohttp
    import yarl

    session = _session(socket)
    try:
        with _translated():
            opened = await asyncio.wait_for(
                session.ws_connect(
                    yarl.URL(f"{DASHBOARD_ORIGIN}/{target}", encoded=True),
                    protocols=protocols,
                    origin=DASHBOARD_ORIGIN,
                    headers={"Host": DASHBOARD_HOST},
                    max_msg_size=MESSAGE_CAP,
                    timeout=aiohttp.ClientWSTimeout(ws_receive=None, ws_close=_CLOSE_SECONDS),
                ),
                IDLE_SECONDS,
            )
    except BaseException:
        await session.close()
        raise
    return DashboardSocket(session, opened)
