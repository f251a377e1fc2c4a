"""Search over everything that is indexed."""

import heapq
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ..adapters.catalogs import reader, searching
from ..adapters.catalogs.narrowing import Narrowing
from ..adapters.catalogs.searching import Counts, Hit, IsStopped
from ..adapters.catalogs.store import Document
from ..schemas.catalogs import FacetValue
from ..schemas.search import (
    FacetName,
    SearchedService,
    SearchFacet,
    SearchFacets,
    SearchHit,
    SearchPage,
    ServiceList,
)
from .catalogs_held import Held, shown_service

# Whoever pages further would do better with more words; each page costs all that lie before it.
DEEPEST = 10_000
# Values of a facet that are answered.
MOST_VALUES = 50

_T = TypeVar("_T")


class Place(NamedTuple):
    """An indexed document and its file."""

    held: Held
    document: Document
    file: Path


def places_of(helds: Sequence[Held], path: Callable[[str, str], Path]) -> list[Place]:
    """Indexed documents; a collection inside of a catalog is found by the entry that stands for it, not twice."""
    return [
        Place(held, document, path(held.id, document.file))
        for held in helds
        for document in held.kept_documents()
        if document.file and (document.asset_count is None or not document.names)
    ]


def search(
    places: Sequence[Place], words: str, narrowing: Narrowing, offset: int, limit: int, is_stopped: IsStopped
) -> SearchPage:
    """A page of hits from all places, the best first. May block.

    Parameters
    ----------
    places
        In the order that decides between hits that fit equally well.
    words
        What the user typed.
    narrowing
        What hits must have besides.
    offset, limit
        Which of the hits are answered.
    is_stopped
        Whether nobody waits for the answer any more.
    """
    narrowing = _with_opened(places, narrowing)
    read = [place for place in places if not narrowing.readers or place.document.kind in narrowing.readers]
    total, hits = _collect(read, searching.search, words, narrowing, offset + limit, is_stopped)
    if total == 0 and words.strip() and not _has_words(places, words, is_stopped):
        total, hits = _collect(read, searching.search_names, words, narrowing, offset + limit, is_stopped)
    page = [_wire(read[order], hit) for order, hit in hits[offset : offset + limit]]
    end = offset + limit
    return SearchPage(items=page, next_cursor=str(end) if end < min(total, DEEPEST) else None, total=total)


def facets(places: Sequence[Place], words: str, narrowing: Narrowing, is_stopped: IsStopped) -> SearchFacets:
    """Values that the hits have, with their counts; each facet under the choice in the others. May block."""
    narrowing = _with_opened(places, narrowing)
    is_name = bool(words.strip()) and not _has_words(places, words, is_stopped)
    chosen: dict[FacetName, tuple[str, ...]] = {
        "kind": narrowing.kinds,
        "reader": narrowing.readers,
        "format": narrowing.formats,
        "keyword": narrowing.keywords,
        "licence": narrowing.licences,
    }
    found: dict[FacetName, Counter[str]] = {name: Counter() for name in chosen}
    total = 0
    for place in places:
        told = _asked(searching.counts, place, words, narrowing, is_name, is_stopped)
        if told is not None:
            total += _add(found, told, place.document.kind, chosen)
    return SearchFacets(facets=[_facet(name, found[name], set(chosen[name])) for name in chosen], total=total)


def services_of(places: Sequence[Place]) -> ServiceList:
    """Services that opened documents tell of; one that several tell of is found by the first. May block."""
    found: dict[tuple[str, str], SearchedService] = {}
    for place in places:
        held, document = place.held, place.document
        about = None if document.query is not None else _asked(reader.about, place)
        if about is None or about.service is None:
            continue
        service = about.service
        searched = SearchedService(
            catalog_id=held.id,
            entry_id=document.entry_id or None,
            path=held.path_to(document),
            service=shown_service(service),
        )
        found.setdefault((service.api, service.url), searched)
    return ServiceList(items=list(found.values()))


def _add(
    found: dict[FacetName, Counter[str]], told: Counts, kind_of_catalog: str, chosen: dict[FacetName, tuple[str, ...]]
) -> int:
    """Add the counts of one place; answers how many of its entries fit the whole choice."""
    is_read = not chosen["reader"] or kind_of_catalog in chosen["reader"]
    total = 0
    for kind, form, licence, count in told.together:
        fits = {
            "kind": not chosen["kind"] or kind in chosen["kind"],
            "format": not chosen["format"] or form in chosen["format"],
            "licence": not chosen["licence"] or licence in chosen["licence"],
            "reader": is_read,
        }
        missed = [name for name, is_fit in fits.items() if not is_fit]
        values: dict[FacetName, str | None] = {
            "kind": kind, "format": form, "licence": licence, "reader": kind_of_catalog
        }  # fmt: skip
        for name, value in values.items():
            if value and missed in ([], [name]):
                found[name][value] += count
        total += 0 if missed else count
    if is_read:
        found["keyword"].update(dict(told.keywords))
    return total


def _facet(name: FacetName, found: Counter[str], chosen: set[str]) -> SearchFacet:
    for value in chosen:
        found.setdefault(value, 0)
    ordered = sorted(found.items(), key=lambda pair: (pair[0] not in chosen, -pair[1], pair[0]))
    values = [FacetValue(value=value, count=count) for value, count in ordered[:MOST_VALUES]]
    return SearchFacet(name=name, values=values, total=len(found))


def _has_words(places: Sequence[Place], words: str, is_stopped: IsStopped) -> bool:
    return any(_asked(searching.has_words, place, words, is_stopped) for place in places)


def _with_opened(places: Sequence[Place], narrowing: Narrowing) -> Narrowing:
    """Narrowed by box and time also by what opened catalogs say of themselves: the entries for them may not."""
    if narrowing.bbox is None and narrowing.interval is None:
        return narrowing
    opened = [place.document for place in places if place.document.names]
    return narrowing.of((each.entry_id, each.bbox, each.interval) for each in opened)


def _asked(ask: Callable[..., _T], place: Place, *arguments: Any) -> _T | None:
    try:
        return ask(place.file, *arguments)
    except sqlite3.Error:
        # Replaced by a newer one a moment ago, or lost: the change that follows makes the page ask again.
        return None


def _collect(
    places: Sequence[Place],
    find: Callable[..., tuple[int, list[Hit]]],
    words: str,
    narrowing: Narrowing,
    most: int,
    is_stopped: IsStopped,
) -> tuple[int, list[tuple[int, Hit]]]:
    total = 0
    found: list[tuple[int, Hit]] = []
    for order, place in enumerate(places):
        count, hits = _asked(find, place, words, narrowing, most, is_stopped) or (0, [])
        total += count
        found += [(order, hit) for hit in hits]
    return total, heapq.nsmallest(most, found, key=lambda item: (item[1].rank, item[0], item[1].row.position))


def _wire(place: Place, hit: Hit) -> SearchHit:
    held, document = place.held, place.document
    return SearchHit(
        catalog_id=held.id, entry=held.entry(hit.row), path=held.path(hit.row, document), ancestors=document.ancestors
    )
