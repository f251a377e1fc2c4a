"""Search in what is indexed, in threads that end when nobody waits for them."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from ..adapters.catalogs.narrowing import Narrowing
from ..adapters.catalogs.store import CatalogFiles
from ..errors import BadRequest
from ..schemas.search import SearchFacets, SearchPage, ServiceList
from .catalogs_list import CatalogBook
from .catalogs_search import DEEPEST, Place, facets, places_of, search, services_of

MAX_PAGE = 1000
_T = TypeVar("_T")


class Finding:
    """Searches everything of the list that is indexed.

    Parameters
    ----------
    book
        The list of catalogs.
    files
        Their indexes.
    """

    def __init__(self, book: CatalogBook, files: CatalogFiles) -> None:
        self._book = book
        self._files = files

    async def search(
        self, q: str, catalog: str | None, narrowing: Narrowing, cursor: str | None, limit: int
    ) -> SearchPage:
        """A page of the entries that fit, the best first.

        Raises
        ------
        NotFound
            There is no such catalog.
        BadRequest
            The cursor is none of ours.
        """
        count = max(1, min(limit, MAX_PAGE))
        return await _stoppable(search, self._places(catalog), q, narrowing, offset_of(cursor, DEEPEST), count)

    async def facets(self, q: str, catalog: str | None, narrowing: Narrowing) -> SearchFacets:
        """Values that the hits of a search have, with their counts; raises NotFound."""
        return await _stoppable(facets, self._places(catalog), q, narrowing)

    async def services(self) -> ServiceList:
        """Remote services that opened catalogs, and entries of them, tell of."""
        return await asyncio.to_thread(services_of, self._places(None))

    def _places(self, catalog: str | None) -> list[Place]:
        helds = self._book.ordered() if catalog is None else [self._book.get(catalog)]
        return places_of(helds, self._files.path)


def offset_of(cursor: str | None, most: int = 10**12) -> int:
    """Where a page begins, which is not beyond ``most``; raises BadRequest for a cursor that is none of ours."""
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 12 and int(cursor) <= most):
        raise BadRequest("The cursor is none that this server gave.", path="?cursor")
    return int(cursor)


async def _stoppable(work: Callable[..., _T], *arguments: object) -> _T:
    """Do work in a thread that stops soon after nobody waits for it any more; told so by its last argument."""
    stopped = threading.Event()
    try:
        return await asyncio.to_thread(work, *arguments, stopped.is_set)
    except asyncio.CancelledError:
        stopped.set()
        raise
