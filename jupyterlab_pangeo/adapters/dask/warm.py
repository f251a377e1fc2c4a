"""One host process kept ready, so that the next cluster need not wait for imports."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from ...errors import PangeoError
from .host import Host
from .hosts import Hosts
from .kernelspecs import Place

LINGER_SECONDS = 300.0

_log = logging.getLogger(__name__)


class WarmHosts:
    """Keeps at most one host, of the Python used last, while somebody wants it and some minutes longer."""

    def __init__(self, hosts: Hosts, *, linger_seconds: float = LINGER_SECONDS) -> None:
        self._hosts = hosts
        self._linger_seconds = linger_seconds
        self._place: Place | None = None
        self._wanted: set[object] = set()
        self._launch: asyncio.Task[Host | None] | None = None
        self._letting_go: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def want(self, place: Place) -> Callable[[], None]:
        """Keep a host of that Python ready until the returned function is called."""
        mark = object()
        self._wanted.add(mark)
        self._stop_letting_go()
        self.prepare(place)
        return lambda: self._unwant(mark)

    def prepare(self, place: Place) -> None:
        """Start the host to keep, where one is wanted and there is none."""
        if self._is_closed or not (self._wanted or self._letting_go):
            return
        if self._launch is not None and self._place == place:
            return
        self.let_go()
        self._place = place
        self._launch = asyncio.get_running_loop().create_task(self._start(place))

    async def take(self, place: Place) -> Host:
        """Hand out the host that is ready, or start one; raises as `Hosts.launch` does."""
        launch = self._launch
        if launch is not None and self._place == place:
            self._launch = None
            try:
                host = await asyncio.shield(launch)
            except asyncio.CancelledError:
                self._end(launch)
                raise
            if host is not None and host.is_connected:
                return host
            self._end(launch)
        return await self._hosts.launch(place)

    def let_go(self) -> None:
        """End the host that is kept."""
        self._stop_letting_go()
        launch, self._launch = self._launch, None
        if launch is not None:
            self._end(launch)

    async def close(self) -> None:
        """End the host that is kept, and keep none any more."""
        self._is_closed = True
        self.let_go()
        if self._ending:
            await asyncio.wait(self._ending)
        await self._hosts.settle()

    async def _start(self, place: Place) -> Host | None:
        try:
            return await self._hosts.launch(place)
        except PangeoError as error:
            # Who starts a cluster gets the reason; being ready is only for speed.
            _log.info("no cluster host can be kept ready: %s", error)
            return None

    def _end(self, launch: "asyncio.Task[Host | None]") -> None:
        task = asyncio.get_running_loop().create_task(_end(launch))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _unwant(self, mark: object) -> None:
        if mark not in self._wanted:
            return
        self._wanted.discard(mark)
        if not self._wanted and not self._is_closed:
            self._letting_go = asyncio.get_running_loop().call_later(self._linger_seconds, self.let_go)

    def _stop_letting_go(self) -> None:
        if self._letting_go is not None:
            self._letting_go.cancel()
            self._letting_go = None


async def _end(launch: "asyncio.Task[Host | None]") -> None:
    launch.cancel()
    host = None
    with contextlib.suppress(asyncio.CancelledError):
        host = await launch
    if host is not None:
        await host.discard()
