"""Searches in remote services: what they may ask, what they are called, and which are kept."""

from collections.abc import Iterator

import msgspec
from msgspec import structs

from ..adapters.catalogs import reader
from ..adapters.catalogs.store import Document
from ..errors import Conflict, Invalid, NotFound
from ..schemas.catalogs import Entry, SearchFilter, SearchQuery, SearchSpec, Service
from ..worker.identity import entry_id
from .catalogs_held import ROOT, Held, row_of
from .catalogs_loading import Loader
from .catalogs_reading import Indexes
from .catalogs_terms import check_area, checked_interval

MAX_SEARCHES = 20
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
        name = f"{'typed' if spec.is_transient else 'search'} {_digest(query)}"
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
            is_transient=spec.is_transient,
        )
        # The latest stands at the end, and so is the last to go.
        documents[identity] = structs.replace(known, service=service, location=service.url)
        for oldest in self._spent(held, documents[identity]):
            self._loader.forget(held, oldest)
        self._loader.load(held, documents[identity])
        return held.entry(row_of(documents[identity]))

    def end(self, held: Held, identity: str) -> None:
        """Forget a search, with what of it is open; raises NotFound."""
        document = held.manifest.documents.get(identity)
        if document is None or document.query is None:
            raise NotFound(f"The catalog {held.id!r} has no search {identity!r}.")
        self._loader.forget(held, identity)

    def _spent(self, held: Held, latest: Document) -> list[str]:
        """Searches that the latest one takes the place of: of those made by typing, any other in its service."""
        if not latest.is_transient:
            return [document.entry_id for document in held.searches()][:-MAX_SEARCHES]
        return [
            document.entry_id
            for document in held.manifest.documents.values()
            if document.is_transient
            and document.query is not None
            and document.ancestors[:-1] == latest.ancestors[:-1]
            and document is not latest
        ]

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
        check_area(query.bbox, "$.query.bbox")
    if query.interval is not None:
        query = structs.replace(query, interval=checked_interval(query.interval, "$.query.interval"))
    return query


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
