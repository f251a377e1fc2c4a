"""Searches in remote services: what they may ask, what they are called, and which are kept."""

import math
import re
from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec import structs

from ..adapters.catalogs import reader
from ..adapters.catalogs.store import Document
from ..errors import Conflict, Invalid, NotFound
from ..schemas.catalogs import Entry, Interval, SearchFilter, SearchQuery, SearchSpec, Service
from ..worker.index import entry_id
from .catalogs_held import ROOT, Held, row_of
from .catalogs_loading import Loader
from .catalogs_reading import Indexes

MAX_SEARCHES = 20
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?")
# Each field of a query, and what the service must be able to narrow a search by.
_NEEDS: dict[str, SearchFilter] = {
    **{"text": "text", "bbox": "bbox", "interval": "interval", "keywords": "keywords", "collections": "collections"},
    "condition": "cql2",
}
_WORDS: dict[SearchFilter, str] = {
    **{"bbox": "box", "interval": "time", "keywords": "keyword"},
    **{"collections": "collection", "cql2": "condition"},
}
_TO = " \N{EN DASH} "


class Searches:
    """Begins and forgets searches. Each is a document of its catalog, beside those that its entries lead to.

    Parameters
    ----------
    loader
        Fetches what a service answers.
    indexes
        Finds the service that an entry tells of.
    """

    def __init__(self, loader: Loader, indexes: Indexes) -> None:
        self._loader = loader
        self._indexes = indexes

    async def begin(self, held: Held, spec: SearchSpec) -> Entry:
        """Begin a search, or the same one again; answers the entry that stands for it.

        Raises
        ------
        NotFound
            There is no such parent.
        Conflict
            The parent is not read, or no service that is searched.
        Invalid
            The query asks for what the service cannot do, or for what is no place or time.
        """
        parent, service = await self._service(held, spec.parent)
        query = checked(spec.query, service)
        name = f"search {_digest(query)}"
        names = [*parent.names, name]
        identity = entry_id(held.id, names)
        documents = held.manifest.documents
        known = documents.pop(identity, None) or Document(
            entry_id=identity,
            location=service.url,
            names=names,
            titles=[*parent.titles, title_of(query)],
            ancestors=[*parent.ancestors, identity],
            locations=[*parent.locations, parent.location],
            kind=parent.kind,
            query=query,
        )
        # The latest stands at the end, and so is the last to go.
        documents[identity] = structs.replace(known, service=service, location=service.url)
        for oldest in [document.entry_id for document in held.searches()][:-MAX_SEARCHES]:
            self._loader.forget(held, oldest)
        self._loader.load(held, documents[identity])
        return held.entry(row_of(documents[identity]))

    def end(self, held: Held, identity: str) -> None:
        """Forget a search, with what of it is open; raises NotFound."""
        document = held.manifest.documents.get(identity)
        if document is None or document.query is None:
            raise NotFound(f"The catalog {held.id!r} has no search {identity!r}.")
        self._loader.forget(held, identity)

    async def _service(self, held: Held, parent: str | None) -> tuple[Document, Service]:
        document = held.manifest.documents.get(parent or ROOT)
        if document is None and parent is not None:
            await self._indexes.find(held, parent)
        if document is None or not document.file:
            raise Conflict("The catalog is not read yet, so nothing says how it is searched.")
        about = await self._indexes.read(held, document.entry_id, reader.about)
        if about is None or about.service is None or document.query is not None:
            raise Conflict("This is not a service that is searched here.")
        return document, about.service


def checked(query: SearchQuery, service: Service) -> SearchQuery:
    """The query in one spelling, as the service can answer it; raises Invalid."""
    query = structs.replace(
        query,
        text=" ".join(query.text.split()),
        condition=query.condition.strip(),
        keywords=sorted({word.strip() for word in query.keywords if word.strip()}),
        collections=sorted({each.strip() for each in query.collections if each.strip()}),
        interval=query.interval if query.interval and any(query.interval) else None,
    )
    for name, need in _NEEDS.items():
        if getattr(query, name) and need not in service.filters:
            note = f"This service cannot search by {_WORDS.get(need, need)}."
            raise Invalid(note, path=f"$.query.{name}")
    if query.bbox is not None:
        _check_box(query.bbox)
    if query.interval is not None:
        query = structs.replace(query, interval=_interval(query.interval))
    return query


def _check_box(bbox: list[float]) -> None:
    west, south, east, north = bbox
    for place, (value, most) in enumerate(zip(bbox, (180, 90, 180, 90), strict=True)):
        if not math.isfinite(value) or abs(value) > most:
            raise Invalid(f"{value:g} is not between -{most} and {most} degrees.", path=f"$.query.bbox[{place}]")
    if south > north:
        raise Invalid(f"The south, {south:g}, lies north of {north:g}.", path="$.query.bbox")
    if west == east and south == north:
        raise Invalid("The box is a point; give it some width or height.", path="$.query.bbox")


def _interval(given: Interval) -> Interval:
    ends = tuple((each or "").strip() or None for each in given)
    for place, text in enumerate(ends):
        if text is not None and not _is_time(text):
            raise Invalid(f"{text!r} is no date as 2020-01-31, nor a time of one.", path=f"$.query.interval[{place}]")
    start, end = ends
    if start is not None and end is not None and start[:10] > end[:10]:
        raise Invalid(f"The start, {start}, lies after the end, {end}.", path="$.query.interval")
    return start, end


def _is_time(text: str) -> bool:
    if _DATE.fullmatch(text) is None:
        return False
    try:
        datetime.fromisoformat(text[:19] if len(text) >= 19 else text[:10])
    except ValueError:
        return False
    return True


def title_of(query: SearchQuery) -> str:
    """A query in few words, all of them its own: “rain” · 10° W to 40° E, 35° N to 60° N · 2020-01-01."""
    return " · ".join(_parts(query))[:200] or "*"


def _parts(query: SearchQuery) -> Iterator[str]:
    if query.text:
        yield f"“{query.text}”"
    if query.collections:
        yield ", ".join(query.collections)
    if query.keywords:
        yield ", ".join(query.keywords)
    if query.bbox is not None:
        west, south, east, north = query.bbox
        yield _TO.join((_degrees(west, "EW"), _degrees(east, "EW")))
        yield _TO.join((_degrees(south, "NS"), _degrees(north, "NS")))
    if query.interval is not None:
        yield _TO.join((each or "…")[:16].replace("T", " ") for each in query.interval)
    if query.condition:
        yield query.condition


def _degrees(value: float, signs: str) -> str:
    return f"{abs(value):g}° {signs[value < 0]}" if value else "0°"


def _digest(query: SearchQuery) -> str:
    return entry_id("", [msgspec.json.encode(query).decode()])[:12]
