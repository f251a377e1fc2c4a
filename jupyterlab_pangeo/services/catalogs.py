"""Catalogs of the panel: which there are, what they hold, and search in them."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from ..adapters.catalogs import reader
from ..adapters.catalogs.facets import facets
from ..adapters.catalogs.narrowing import Narrowing
from ..adapters.catalogs.pool import WorkerPool
from ..adapters.catalogs.store import CatalogFiles, Document
from ..errors import BadRequest, Conflict, NotFound
from ..schemas.catalogs import (
    Catalog,
    CatalogChange,
    CatalogList,
    CatalogSpec,
    Entry,
    EntryDetails,
    EntryPage,
    FacetQuery,
    Facets,
    SearchSpec,
)
from ..schemas.search import SearchPage
from ..worker.limits import Limits
from ..worker.problems import Fault
from ..worker.readers import BUILT_IN, ReaderSpec
from .catalogs_bounds import Bounds
from .catalogs_finding import MAX_PAGE, Finding, offset_of
from .catalogs_held import ROOT, Held, row_of
from .catalogs_list import CatalogBook, CatalogPreset
from .catalogs_loading import Loader
from .catalogs_naming import Naming, naming_of
from .catalogs_queries import Searches
from .catalogs_reading import Indexes
from .changes import IChanges

# Many catalogs as large as they may be.
CACHE_BYTES = 4 * 1024**3

__all__ = ["CatalogPreset", "CatalogService"]


class CatalogService:
    """The catalogs of one Jupyter server. Used on its event loop; nothing here blocks it.

    Parameters
    ----------
    changes
        Told of each change: topic ``catalogs`` or ``entries`` with the catalog's id, or None for the list.
    store
        Folder of the user's own list.
    cache, cache_bytes
        Folder of the index, on local scratch, and its size in bytes, beyond which what was not used for longest goes.
    ready
        Folder of indexes that an operator made ahead; it is only read.
    root_dir
        Folder that relative paths start from.
    presets
        The operator's catalogs, which the user cannot remove.
    samples
        Sample catalogs, shown first; the user may remove them.
    limits
        Budget of a catalog.
    allowed_roots
        Folders that local catalogs must lie in; empty for no restriction.
    readers
        Catalog readers that workers may import.
    idle_seconds
        After so long without work a worker ends, in seconds.
    """

    def __init__(  # noqa: PLR0913  each is a setting of its own
        self,
        *,
        changes: IChanges,
        store: Path,
        cache: Path,
        cache_bytes: int = CACHE_BYTES,
        ready: Path | None = None,
        root_dir: Path,
        presets: Sequence[CatalogPreset] = (),
        samples: Sequence[str | Path] | Path | None = None,
        limits: Limits | None = None,
        allowed_roots: Sequence[Path] = (),
        readers: Sequence[ReaderSpec] = BUILT_IN,
        idle_seconds: float = 60.0,
    ) -> None:
        self._changes = changes
        self._files = CatalogFiles(store, cache, ready)
        shown = [samples] if isinstance(samples, Path) else samples or ()
        self._book = CatalogBook(self._files, root_dir, presets, [str(sample) for sample in shown])
        self._pool = WorkerPool(self._files, readers, idle_seconds=idle_seconds)
        self._loader = Loader(self._pool, self._files, limits or Limits(), allowed_roots, self._tell)
        self._indexes = Indexes(self._files, self._loader)
        self._bounds = Bounds(self._book, self._files, self._loader, cache_bytes, self._say)
        self._searches = Searches(self._loader, self._indexes)
        self._endings: set[asyncio.Task[None]] = set()
        self.finding = Finding(self._book, self._files)
        """Search in what is indexed."""

    @property
    def worker_pids(self) -> list[int]:
        """Process ids of the workers that live."""
        return self._pool.pids

    @property
    def reader_failures(self) -> dict[str, str]:
        """Catalog readers that cannot be imported, with the reason; known once a worker has run."""
        return self._pool.failures

    async def start(self) -> None:
        """Read the lists, and begin to read what is not indexed yet, or changed since."""
        problem = await asyncio.to_thread(self._files.prepare)
        self._book.problems += [problem] if problem else []
        await asyncio.to_thread(self._book.load)
        for held in self._book.ordered():
            if held.root is None:
                self._loader.load(held)
            else:
                self._loader.check(held)
        self._changes.emit("catalogs", None)

    async def stop(self) -> None:
        """End the workers, and wait until the user's list is kept."""
        for held in self._book.ordered():
            await self._loader.cancel(held)
        await self._loader.settle()
        await self._bounds.settle()
        await self._pool.stop()
        if self._endings:
            await asyncio.wait(self._endings)
        await self._book.settle()

    def list(self) -> CatalogList:
        """All catalogs, in the order of the panel."""
        return CatalogList(items=[held.wire() for held in self._book.ordered()], problems=self._book.problems)

    def get(self, catalog_id: str) -> Catalog:
        """One catalog; raises NotFound."""
        return self._book.get(catalog_id).wire()

    def add(self, spec: CatalogSpec) -> Catalog:
        """Add a catalog and begin to read it.

        Raises
        ------
        Invalid
            The location is none, or has a password in it.
        Conflict
            It is in the list already.
        """
        held = self._book.add(spec)
        self._loader.load(held)
        self._changes.emit("catalogs", None)
        return held.wire()

    def change(self, catalog_id: str, change: CatalogChange) -> Catalog:
        """Give a catalog another title or position; raises NotFound."""
        held = self._book.change(catalog_id, change)
        self._changes.emit("catalogs", None if change.position is not None else held.id)
        return held.wire()

    def remove(self, catalog_id: str) -> None:
        """Take a catalog off the list; raises NotFound, or Forbidden where the operator listed it."""
        ending = asyncio.ensure_future(self._forget(self._book.remove(catalog_id)))
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)
        self._changes.emit("catalogs", None)

    def refresh(self, catalog_id: str) -> Catalog:
        """Begin to read a catalog again, with what of it is open; what was read stays until then."""
        held = self._book.get(catalog_id)
        self._loader.refresh(held)
        self._changes.emit("catalogs", held.id)
        return held.wire()

    async def entries(
        self, catalog_id: str, parent: str | None, cursor: str | None, limit: int, offset: int | None = None
    ) -> EntryPage:
        """A page of the entries below a parent, or of the catalog; empty while they are not read.

        Searches stand before the first entry, the latest first, and do not count for the limit. A page begins after a
        cursor, or at an offset: how many searches and entries stand before it.

        Raises
        ------
        NotFound
            There is no such catalog or parent.
        BadRequest
            The cursor is none of ours, or an offset is given with it.
        """
        held = self._book.get(catalog_id)
        if cursor is not None and offset is not None:
            raise BadRequest("A page begins after a cursor or at an offset, not both.", path="?offset")
        after, count = offset_of(cursor), max(1, min(limit, MAX_PAGE))
        document = held.manifest.documents.get(parent or ROOT)
        if document is None and parent is not None:
            await self._indexes.find(held, parent)
        if document is None or not document.file:
            return EntryPage(items=[], next_cursor=None, total=0)
        found = [row_of(search) for search in reversed(held.searches(document))]
        first = (offset or 0) if after == 0 else len(found)
        skipped = max(0, first - len(found))
        rows = await self._indexes.read(held, document.entry_id, reader.rows, after, count + 1, skipped)
        items = [held.entry(row) for row in (*found[first:], *(rows or [])[:count])]
        more = str(rows[count - 1].position) if rows and len(rows) > count else None
        return EntryPage(items=items, next_cursor=more, total=document.entry_count + len(found))

    async def entry(self, catalog_id: str, entry_id: str) -> EntryDetails:
        """Everything known of an entry; raises NotFound."""
        held = self._book.get(catalog_id)
        document, _ = await self._indexes.find(held, entry_id)
        full = held.found(entry_id) or await self._indexes.read(held, document.entry_id, reader.full, entry_id)
        if full is None:
            raise NotFound(f"The catalog {catalog_id!r} has no entry {entry_id!r} any more.")
        about = await self._indexes.read(held, entry_id, reader.about) if entry_id in held.manifest.documents else None
        return held.details(full, document, about)

    async def naming(self, catalog_id: str, entry_id: str) -> Naming:
        """The document that names an entry; raises NotFound."""
        held = self._book.get(catalog_id)
        # What stands for a search opens what the search found.
        own = held.manifest.documents.get(entry_id)
        document, _ = await self._indexes.find(held, entry_id)
        return naming_of(held, own if own is not None and own.query is not None else document)

    async def facets(self, catalog_id: str, entry_id: str, query: FacetQuery) -> Facets:
        """Columns of a collection with their values, and how many assets have each, under a choice.

        Raises
        ------
        NotFound
            There is no such catalog or entry.
        Conflict
            The entry is no collection, or not read yet.
        """
        held = self._book.get(catalog_id)
        document = held.manifest.documents.get(entry_id)
        if document is None or not document.file:
            document, _ = await self._indexes.find(held, entry_id)
        if (found := await self._indexes.read(held, document.entry_id, facets, query)) is not None:
            return found
        raise Conflict("The entry is not a collection that is read.")

    async def expand(self, catalog_id: str, entry_id: str) -> EntryDetails:
        """Begin to read the catalog that an entry stands for; nothing happens where it is read already.

        Raises
        ------
        NotFound
            There is no such catalog or entry.
        Conflict
            The entry stands for no catalog that can be opened here.
        """
        held = self._book.get(catalog_id)
        document, row = await self._indexes.find(held, entry_id)
        if row.nested is None:
            raise Conflict(f"{row.title!r} is not a catalog that can be opened here.")
        if held.child_state(row) in ("unloaded", "failed"):
            try:
                self._loader.load(held, self._loader.child(held, document, row))
            except Fault as fault:
                held.manifest.documents[row.id] = Document(entry_id=row.id, location="", problems=[fault.problem()])
            self._changes.emit("entries", held.id)
        return await self.entry(catalog_id, entry_id)

    async def begin_search(self, catalog_id: str, spec: SearchSpec) -> Entry:
        """Begin a search in a remote service, or the same again; answers before it is done, as ``Searches.begin``."""
        held = self._book.get(catalog_id)
        entry = await self._searches.begin(held, spec)
        if not spec.is_transient:
            self._changes.emit("entries", held.id)
        return entry

    async def end_search(self, catalog_id: str, entry_id: str) -> None:
        """Forget a search; raises NotFound."""
        held = self._book.get(catalog_id)
        self._searches.end(held, entry_id)
        await self._loader.keep(held)
        self._tell(held)

    async def search(
        self, q: str, catalog: str | None, format: str | None, cursor: str | None, limit: int
    ) -> SearchPage:
        """A page of the entries that fit, as ``finding.search``, narrowed by one format."""
        return await self.finding.search(q, catalog, Narrowing(formats=(format,) if format else ()), cursor, limit)

    def _tell(self, held: Held) -> None:
        self._say(held)
        self._bounds.look()

    def _say(self, held: Held) -> None:
        self._changes.emit("catalogs", held.id)
        self._changes.emit("entries", held.id)

    async def _forget(self, held: Held) -> None:
        await self._loader.cancel(held)
        await asyncio.to_thread(self._files.forget, held.id)
