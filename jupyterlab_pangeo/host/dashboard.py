"""Serves the scheduler's pages on ``dashboard.sock``, and on nothing else where the scheduler is in this process."""

import asyncio
import contextlib
import json
from typing import Any

from .files import Folder, listen_privately
from .schedulers import ORIGIN_HOST
from .view import FarScheduler, NearScheduler

_CHUNK = 1 << 16
_GET_SECONDS = 4.0
_PLOTS_LIMIT = 1 << 20


class Dashboard:
    """The door to one scheduler's pages; ``where`` is what the state says of it."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._pipe: asyncio.AbstractServer | None = None
        self.where: str | None = None

    async def open(self, view: "NearScheduler | FarScheduler") -> None:
        """Begin to serve; a scheduler without pages of its own is left without a socket."""
        if isinstance(view, NearScheduler):
            await view.run(lambda: self._move(view.scheduler))
            self.where = "unix"
        elif (target := view.dashboard) is not None:
            listener = listen_privately(self._folder.dashboard)
            self._pipe = await asyncio.start_unix_server(
                lambda reader, writer: self._join(reader, writer, target), sock=listener
            )
            self.where = f"tcp:{target[0]}:{target[1]}"

    async def _move(self, scheduler: Any) -> None:
        listener = listen_privately(self._folder.dashboard)
        server = scheduler.http_server
        server.stop()
        # A client's link to the pages names this port. Another program may get the one that was given back, so the link
        # names the scheduler's, by which the page that shows the link also knows the cluster.
        server.port = scheduler.port
        # Whoever came by the port while it was open does not stay.
        await server.close_all_connections()
        server.add_socket(listener)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: tuple[str, int]) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(*target)
        except OSError:
            writer.close()
            return
        try:
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            far_writer.close()
            writer.close()

    def close(self) -> None:
        """Stop the pipe; a scheduler's own server ends with the scheduler."""
        if self._pipe is not None:
            self._pipe.close()

    async def plots(self) -> dict[str, Any]:
        """The scheduler's plots, as ``items`` of name and path, and the ``scripts`` that their pages begin with.

        Raises
        ------
        OSError, ValueError, asyncio.TimeoutError
            There are no pages, or they do not answer as Dask's do.
        """
        if self.where is None:
            return {"items": [], "scripts": []}
        body = await asyncio.wait_for(self._get("/individual-plots.json"), _GET_SECONDS)
        items = [{"name": str(name), "path": str(path)} for name, path in json.loads(body).items()]
        # A scheduler elsewhere may have another Bokeh: what its pages begin with is seen when one is opened.
        scripts = await asyncio.to_thread(page_scripts) if self.where == "unix" else []
        return {"items": items, "scripts": scripts}

    async def _get(self, path: str) -> bytes:
        reader, writer = await asyncio.open_unix_connection(str(self._folder.dashboard))
        try:
            writer.write(f"GET {path} HTTP/1.0\r\nHost: {ORIGIN_HOST}\r\nConnection: close\r\n\r\n".encode())
            head, _, body = (await _read_all(reader)).partition(b"\r\n\r\n")
        finally:
            writer.close()
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise ValueError(f"{path} is not answered")
        return body


def page_scripts() -> list[str]:
    """Paths, with versions, of the scripts that every page of this Bokeh's server begins with, in their order."""
    # Only where pages are served is Bokeh surely installed.
    from bokeh.resources import Resources
    from bokeh.server.views.static_handler import StaticHandler

    resources = Resources(mode="server", root_url="", path_versioner=StaticHandler.append_version)
    return list(resources.js_files)


async def _read_all(reader: asyncio.StreamReader) -> bytes:
    data = b""
    while chunk := await reader.read(_CHUNK):
        data += chunk
        if len(data) > _PLOTS_LIMIT:
            raise ValueError("the list of plots is too long")
    return data


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await source.read(_CHUNK):
            target.write(data)
            # Back-pressure: a slow reader on one side stops the reading on the other.
            await target.drain()
        if target.can_write_eof():
            target.write_eof()
