"""A catalog service with short patience, and ways to wait for what it does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from jupyterlab_pangeo.schemas.catalogs import Catalog, CatalogSpec, Entry
from jupyterlab_pangeo.services.catalogs import CatalogService


class Recorder:
    """Remembers changes, and wakes whoever waits."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str | None]] = []
        self._woken = asyncio.Event()

    def emit(self, topic: str, id: str | None) -> None:
        self.seen.append((topic, id))
        self._woken.set()

    async def next(self, seconds: float = 20.0) -> None:
        """Wait for the next change."""
        self._woken.clear()
        await asyncio.wait_for(self._woken.wait(), seconds)

    async def until(self, is_so: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait until it is so; looks again at each change, as a page does."""

        async def wait() -> None:
            while not is_so():
                self._woken.clear()
                await self._woken.wait()

        await asyncio.wait_for(wait(), seconds)


class Harness:
    """A service and its changes."""

    def __init__(self, service: CatalogService, changes: Recorder) -> None:
        self.service = service
        self.changes = changes

    async def add(self, location: str | Path, **fields: Any) -> Catalog:
        """Add a catalog and wait until it is read."""
        added = self.service.add(CatalogSpec(location=str(location), **fields))
        assert added.state == "loading"
        return await self.settled(added.id)

    async def settled(self, catalog_id: str) -> Catalog:
        """Wait until a catalog is not loading."""
        await self.changes.until(lambda: self.service.get(catalog_id).state != "loading")
        return self.service.get(catalog_id)

    async def entries(self, catalog_id: str, parent: str | None = None) -> list[Entry]:
        """All entries below a parent."""
        found: list[Entry] = []
        cursor: str | None = None
        while True:
            page = await self.service.entries(catalog_id, parent, cursor, 200)
            found += page.items
            cursor = page.next_cursor
            if cursor is None:
                assert len(found) == page.total
                return found

    async def named(self, catalog_id: str, name: str, parent: str | None = None) -> Entry:
        """One entry by name."""
        return next(entry for entry in await self.entries(catalog_id, parent) if entry.name == name)

    async def expand(self, catalog_id: str, entry_id: str) -> None:
        """Expand an entry and wait until that is done."""
        details = await self.service.expand(catalog_id, entry_id)
        while details.child_state == "loading":
            await self.changes.next()
            details = await self.service.entry(catalog_id, entry_id)

    async def walk(self, catalog_id: str, parent: str | None = None) -> list[Entry]:
        """Every entry, nested catalogs expanded."""
        found = []
        for entry in await self.entries(catalog_id, parent):
            found.append(entry)
            if entry.has_children:
                await self.expand(catalog_id, entry.id)
                found[-1] = await self.named(catalog_id, entry.name, parent)
                found += await self.walk(catalog_id, entry.id)
        return found


@asynccontextmanager
async def serving(folder: Path, **settings: Any) -> AsyncIterator[Harness]:
    """A started service whose files lie in a folder."""
    changes = Recorder()
    given = {"root_dir": folder, "store": folder / "store", "cache": folder / "cache", **settings}
    service = CatalogService(changes=changes, **given)
    await service.start()
    try:
        yield Harness(service, changes)
    finally:
        await service.stop()
        assert service.worker_pids == []


def catalog(*names: str, driver: str = "zarr") -> str:
    """Text of a catalog with entries of these names."""
    lines = [f"  {name}: {{driver: {driver}, args: {{urlpath: 'gs://bucket/{name}'}}}}\n" for name in names]
    return "sources:\n" + "".join(lines)


def parent_of(**nested: str) -> str:
    """Text of a catalog with nested catalogs, by name and path."""
    lines = [f"  {name}: {{driver: yaml_file_cat, args: {{path: '{path}'}}}}\n" for name, path in nested.items()]
    return "sources:\n" + "".join(lines)
