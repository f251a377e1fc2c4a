"""The methods of the control protocol; see docs/developers/cluster-host.md."""

import asyncio
import os
import platform
import sys
from typing import TYPE_CHECKING, Any

from . import logs
from .files import Folder
from .rpc import BAD_PARAMS, LINE_LIMIT, WRONG_STATE, Method, RpcError
from .spec import read_scaling, read_spec
from .status import Status

if TYPE_CHECKING:
    from .control import Control

_MOST_LINES = 2000
_RUNNING = {"running", "scaling"}


class Methods:
    """Answers of the control thread. ``keep`` is what the companion said of its own end."""

    def __init__(self, control: "Control", folder: Folder, status: Status) -> None:
        self.spec: dict[str, Any] = {}
        self.keep = False
        self._control = control
        self._folder = folder
        self._status = status

    def table(self) -> dict[str, Method]:
        """The methods by their names."""
        changing: list[Method] = [self.start, self.scale, self.restart, self.rename, self.close]
        reading: list[Method] = [self.hello, self.logs, self.workers, self.sample, self.plots]
        named = {getattr(method, "__name__", ""): method for method in changing + reading}
        return {**named, "keep": self.keep_running}

    async def hello(self, params: dict[str, Any]) -> dict[str, Any]:
        """Who is here and how far it is."""
        self.keep = False
        begun = self._status.begun
        return {
            "pid": os.getpid(),
            "python": platform.python_version(),
            "dask": _version("dask"),
            "distributed": _version("distributed"),
            "phase": self._status.state if begun or self._status.state != "starting" else self._status.phase,
            "state": self._status.wire() if begun else None,
        }

    async def start(self, params: dict[str, Any]) -> dict[str, Any]:
        """Start the cluster; a host starts one in its life."""
        if self._status.begun:
            raise RpcError(WRONG_STATE, "the host has its cluster already")
        self.spec = read_spec(params)
        self._status.begin(self.spec)
        self._control.lifetime.configure(self.spec)
        self._control.send("start", self.spec)
        return {}

    async def scale(self, params: dict[str, Any]) -> dict[str, Any]:
        """Set the scaling; what becomes of it is seen in the state."""
        self._require_running()
        self._control.send("scale", read_scaling(params.get("scaling")))
        return {}

    async def restart(self, params: dict[str, Any]) -> dict[str, Any]:
        """Restart the workers."""
        self._require_running()
        self._control.send("restart")
        return {}

    async def rename(self, params: dict[str, Any]) -> dict[str, Any]:
        """Give the cluster another name."""
        name = params.get("name")
        if not isinstance(name, str) or not 1 <= len(name) <= 200:
            raise RpcError(BAD_PARAMS, "name must be a text of 1 to 200 characters")
        self._status.update(name=name)
        return {}

    async def close(self, params: dict[str, Any]) -> dict[str, Any]:
        """Close the cluster and end."""
        # After the answer: the end may come at once.
        asyncio.get_running_loop().call_soon(self._control.lifetime.close)
        return {}

    async def keep_running(self, params: dict[str, Any]) -> dict[str, Any]:
        """Note that the companion's end is no reason to end, for the one that comes next."""
        self.keep = True
        self._control.write_state()
        return {}

    async def logs(self, params: dict[str, Any]) -> dict[str, Any]:
        """The last lines of the host and, while the cluster runs, of scheduler and workers."""
        source, count = params.get("source"), params.get("tail") or 200
        if type(count) is not int or not 1 <= count <= _MOST_LINES:
            raise RpcError(BAD_PARAMS, f"tail must be a whole number from 1 to {_MOST_LINES}")
        items = [{"source": "host", "lines": logs.tail(self._folder.log, count)}]
        if source != "host" and self._status.state in _RUNNING:
            try:
                items += await self._control.link.ask("logs", source, count)
            except RpcError as error:
                # A busy scheduler cannot tell its lines; the host's are there all the same.
                items.append({"source": "scheduler", "lines": [f"({error})"]})
        return {"items": _bounded([item for item in items if source in (None, item["source"])])}

    async def workers(self, params: dict[str, Any]) -> Any:
        """A page of workers, ordered by address."""
        self._require_running()
        limit, cursor = params.get("limit") or 100, params.get("cursor") or ""
        if type(limit) is not int or limit < 1 or not isinstance(cursor, str):
            raise RpcError(BAD_PARAMS, "limit must be a whole number of at least 1, cursor a text")
        return await self._control.link.ask("list_workers", cursor, min(limit, 1000))

    async def sample(self, params: dict[str, Any]) -> Any:
        """What the cluster uses now."""
        self._require_running()
        return await self._control.link.ask("sample")

    async def plots(self, params: dict[str, Any]) -> Any:
        """The plots that the scheduler offers."""
        self._require_running()
        return await self._control.link.ask("plots")

    def _require_running(self) -> None:
        if not self._status.begun or self._status.state not in _RUNNING:
            raise RpcError(WRONG_STATE, "the cluster is not running")


def _version(package: str) -> str | None:
    return getattr(sys.modules.get(package), "__version__", None)


def _bounded(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines that fit into one line of the protocol; the last ones of each source are kept."""
    room = LINE_LIMIT // 2
    bounded = []
    for item in items:
        lines: list[str] = []
        for line in reversed(item["lines"]):
            # Six bytes are the most that JSON takes for a character.
            room -= 6 * len(line) + 4
            if room < 0:
                break
            lines.append(line)
        bounded.append({"source": item["source"], "lines": lines[::-1]})
    return bounded
