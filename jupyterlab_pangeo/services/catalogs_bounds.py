"""Holds the index within the operator's bound: what was not used for longest goes, to be read again when opened."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from msgspec import structs

from ..adapters.catalogs.store import CatalogFiles
from ..schemas.catalogs import CatalogProblem
from .catalogs_held import ROOT, Held
from .catalogs_list import CatalogBook
from .catalogs_loading import Loader

log = logging.getLogger(__name__)

# So far below the bound it is brought, that not every document makes another go.
_ROOM = 0.9
_DROPPED = (
    "The index of this catalog was dropped, for all of them take more than PangeoApp.catalog_cache_bytes. Refresh to"
    " read it again."
)


class Bounds:
    """Drops indexes where they take more than they may.

    Parameters
    ----------
    book
        The list of catalogs.
    files
        Their indexes.
    loader
        Forgets a document with what is below it.
    most
        Size of all indexes, in bytes.
    changed
        Called for each catalog of which something was dropped.
    """

    def __init__(
        self, book: CatalogBook, files: CatalogFiles, loader: Loader, most: int, changed: Callable[[Held], None]
    ) -> None:
        self._book = book
        self._files = files
        self._loader = loader
        self._most = most
        self._changed = changed
        self._task: asyncio.Task[None] | None = None

    def look(self) -> None:
        """See soon whether there is too much; something was written."""
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._hold())

    async def settle(self) -> None:
        """Wait until that is done."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _hold(self) -> None:
        kept = await asyncio.to_thread(self._files.kept)
        total = sum(each.size for each in kept)
        if total <= self._most:
            return
        helds = {held.id: held for held in self._book.ordered()}
        # What is nested can be opened again at once; of a catalog's own document the user would see that it is gone.
        kept.sort(key=lambda each: (_is_root(each.path), each.used_ns))
        newest = max(kept, key=lambda each: each.used_ns)
        touched: dict[str, Held] = {}
        dropped: list[Path] = []
        for each in kept:
            if total <= self._most * _ROOM:
                break
            held = helds.get(each.catalog_id)
            if each is newest or (held is not None and not self._drop(held, each.path.name)):
                continue
            if held is not None:
                touched[held.id] = held
            dropped.append(each.path)
            total -= each.size
        await asyncio.to_thread(self._files.drop, dropped)
        log.info("Indexes dropped to hold them within %d bytes: %d", self._most, len(dropped))
        for held in touched.values():
            await self._loader.keep(held)
            self._changed(held)

    def _drop(self, held: Held, name: str) -> bool:
        """Forget the document of an index; False where it is being read."""
        for entry_id, document in list(held.manifest.documents.items()):
            if document.file != name:
                continue
            if entry_id in held.tasks:
                return False
            if entry_id == ROOT:
                problem = CatalogProblem(code="index-dropped", message=_DROPPED, severity="warning")
                held.manifest.documents[ROOT] = structs.replace(document, file="", problems=[problem])
            elif document.query is not None:
                held.manifest.documents[entry_id] = structs.replace(document, file="", problems=[])
            else:
                self._loader.forget(held, entry_id)
        return True


def _is_root(path: Path) -> bool:
    return path.name.startswith("root-")
