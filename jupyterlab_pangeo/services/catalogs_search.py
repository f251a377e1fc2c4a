"""Search over everything that is indexed."""

import heapq
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..adapters.catalogs import reader
from ..adapters.catalogs.reader import Hit
from ..adapters.catalogs.store import Document
from ..schemas.catalogs import SearchHit, SearchPage
from .catalogs_held import Held

# Whoever pages further would do better with more words; each page costs all that lie before it.
DEEPEST = 10_000

_Find = Callable[[Path, str, str | None, int], tuple[int, list[Hit]]]


class Place(NamedTuple):
    """An indexed document and its file."""

    held: Held
    document: Document
    file: Path


def places_of(helds: Sequence[Held], folder: Callable[[str], Path]) -> list[Place]:
    """Indexed documents; a collection inside of a catalog is found by the entry that stands for it, not twice."""
    return [
        Place(held, document, folder(held.id) / document.file)
        for held in helds
        for document in held.manifest.documents.values()
        if document.file and (document.asset_count is None or not document.names)
    ]


def search(places: Sequence[Place], words: str, form: str | None, offset: int, limit: int) -> SearchPage:
    """A page of hits from all places, the best first. May block.

    Parameters
    ----------
    places
        In the order that decides between hits that fit equally well.
    words
        What the user typed.
    form
        Format that hits must have, or None.
    offset, limit
        Which of the hits are answered.
    """
    total, hits = _collect(places, reader.search, words, form, offset + limit)
    if total == 0 and words.strip():
        total, hits = _collect(places, reader.search_names, words, form, offset + limit)
    page = [_wire(places[order], hit) for order, hit in hits[offset : offset + limit]]
    end = offset + limit
    return SearchPage(items=page, next_cursor=str(end) if end < min(total, DEEPEST) else None, total=total)


def _collect(
    places: Sequence[Place], find: _Find, words: str, form: str | None, most: int
) -> tuple[int, list[tuple[int, Hit]]]:
    total = 0
    found: list[tuple[int, Hit]] = []
    for order, place in enumerate(places):
        try:
            count, hits = find(place.file, words, form, most)
        except sqlite3.Error:
            # Replaced by a newer one a moment ago, or lost: the change that follows makes the page ask again.
            continue
        total += count
        found += [(order, hit) for hit in hits]
    return total, heapq.nsmallest(most, found, key=lambda item: (item[1].rank, item[0], item[1].row.position))


def _wire(place: Place, hit: Hit) -> SearchHit:
    held, document = place.held, place.document
    return SearchHit(
        catalog_id=held.id, entry=held.entry(hit.row), path=held.path(hit.row, document), ancestors=document.ancestors
    )
