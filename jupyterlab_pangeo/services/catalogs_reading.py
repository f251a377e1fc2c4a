"""What is asked of the indexes of a catalog: found by entry, and read anew where an index is lost."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from msgspec import structs

from ..adapters.catalogs import reader
from ..adapters.catalogs.reader import Row
from ..adapters.catalogs.store import CatalogFiles, Document
from ..errors import NotFound
from ..worker.locations import redacted
from .catalogs_held import ROOT, Held, row_of
from .catalogs_loading import Loader

log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Indexes:
    """Reads the indexes of catalogs, in threads.

    Parameters
    ----------
    files
        The catalogs' files.
    loader
        Reads a document again whose index is lost.
    """

    def __init__(self, files: CatalogFiles, loader: Loader) -> None:
        self._files = files
        self._loader = loader

    async def find(self, held: Held, entry_id: str) -> tuple[Document, Row]:
        """An entry and the document that names it, or that it searches in; raises NotFound."""
        documents = held.manifest.documents
        if (own := documents.get(entry_id)) is not None and own.query is not None:
            parent = documents.get(own.ancestors[-2] if len(own.ancestors) > 1 else ROOT)
            if parent is not None:
                return parent, row_of(own)
        for document in list(documents.values()):
            if document.file:
                row = await self.read(held, document.entry_id, reader.row, entry_id)
                if row is not None:
                    return document, row
        raise NotFound(f"The catalog {held.id!r} has no entry {entry_id!r}.")

    async def read(self, held: Held, document_id: str, read: Callable[..., _T], *arguments: object) -> _T | None:
        """Ask the index of a document; None where there is none any more."""
        tried = ""
        while True:
            document = held.manifest.documents.get(document_id)
            if document is None or not document.file:
                return None
            try:
                return await asyncio.to_thread(self._use, held.id, document.file, read, *arguments)
            except sqlite3.Error as problem:
                if document.file != tried:
                    # Perhaps replaced by a newer one between the two steps.
                    tried = document.file
                    continue
                log.warning("The index of the catalog %s is lost, and read anew: %s", redacted(held.location), problem)
                held.manifest.documents[document_id] = structs.replace(document, file="")
                self._loader.load(held, held.manifest.documents[document_id])
                return None

    def _use(self, catalog_id: str, name: str, read: Callable[..., _T], *arguments: object) -> _T:
        path = self._files.path(catalog_id, name)
        self._files.note_use(path)
        return read(path, *arguments)
