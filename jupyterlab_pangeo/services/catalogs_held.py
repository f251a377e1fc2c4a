"""A catalog as the service holds it, and its forms for the wire."""

import asyncio
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal

from msgspec import structs

from ..adapters.catalogs.reader import Full, Row
from ..adapters.catalogs.store import Document, Manifest
from ..schemas.catalogs import (
    About,
    Catalog,
    CatalogProblem,
    CatalogState,
    CatalogStep,
    ChildState,
    Entry,
    EntryDetails,
    Service,
)
from ..worker.identity import entry_id
from ..worker.masks import masked
from ..worker.readers import Details
from ..worker.table import COLLECTION

ROOT = ""
# Format of an entry that stands for a search.
SEARCH = "search"
_PLAIN_NAMES = frozenset({"catalog", "catalogue", "master", "index", "intake", "main", "cat"})


@dataclass(eq=False)
class Held:
    """One catalog: where it lies, who listed it, what is indexed, and what is being loaded.

    ``tasks`` holds what is loading, by entry id; the catalog's own document is at the empty id.
    """

    id: str
    location: str
    origin: Literal["sample", "operator", "user", "setting"]
    kind: str | None = None
    title: str | None = None
    manifest: Manifest = field(default_factory=Manifest)
    tasks: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)

    @property
    def is_locked(self) -> bool:
        """Whether the user may not remove it."""
        return self.origin == "operator"

    @property
    def root(self) -> Document | None:
        """The catalog's own document, once it was read or failed."""
        return self.manifest.documents.get(ROOT)

    @property
    def state(self) -> CatalogState:
        """State of the catalog's own document."""
        if ROOT in self.tasks or self.root is None:
            return "loading"
        return "ready" if self.root.file else "failed"

    @property
    def shown_title(self) -> str:
        """The user's or operator's title, or the catalog's own, or its file's name."""
        own = self.root.title if self.root else ""
        return self.title or own or _name_of(self.location)

    def wire(self) -> Catalog:
        """As the panel lists it."""
        root = self.root
        return Catalog(
            id=self.id,
            title=self.shown_title,
            kind=(root.kind if root else "") or self.kind or "",
            location=masked(self.location),
            state=self.state,
            problems=root.problems if root else [],
            entry_count=sum(document.entry_count for document in self.kept_documents()),
            origin=self.origin,
            is_locked=self.is_locked,
            description=root.description if root else "",
            about=_shown(root.about) if root and root.about else None,
            asset_count=root.asset_count if root else None,
            collection_id=entry_id(self.id, [COLLECTION]) if root and root.asset_count is not None else None,
        )

    def kept_documents(self) -> list[Document]:
        """All documents but searches made by typing, and what was opened below them."""
        return [document for document in self.manifest.documents.values() if not document.is_transient]

    def searches(self, parent: Document | None = None) -> list[Document]:
        """Searches in the service that a document tells of, or all; the latest last."""
        found = [document for document in self.kept_documents() if document.query is not None]
        return [document for document in found if parent is None or document.ancestors[:-1] == parent.ancestors]

    def found(self, search_id: str) -> Full | None:
        """Everything of the entry that stands for a search; None where it is none."""
        document = self.manifest.documents.get(search_id)
        if document is None or document.query is None:
            return None
        return Full(row_of(document), document.details or Details(), [], "")

    def child_state(self, row: Row) -> ChildState:
        """How far the catalog that an entry stands for is read."""
        if row.nested is None:
            return "none"
        document = self.manifest.documents.get(row.id)
        if document is not None and document.file:
            return "ready"
        if row.id in self.tasks:
            return "loading"
        # Without index and without a problem: its index is gone, or the reading was broken off.
        if document is None or not document.problems:
            return "unloaded"
        return "failed"

    def entry(self, row: Row) -> Entry:
        """As the tree lists it; problems of the catalog that it stands for are among its own."""
        document = self.manifest.documents.get(row.id)
        return Entry(
            id=row.id,
            name=row.name,
            title=self.title_of(row),
            kind=row.kind,
            format=row.format,
            driver=row.driver,
            has_children=row.nested is not None,
            child_state=self.child_state(row),
            problems=row.problems + self._below(row),
            child_count=_count(document) if document and document.file else None,
            query=document.query if document else None,
        )

    def title_of(self, row: Row) -> str:
        """Title of an entry; of one that its catalog gives none, the title of the catalog that it stands for."""
        return self._title(row.id, row.name, row.title)

    def details(self, full: Full, document: Document, about: About | None) -> EntryDetails:
        """Everything known of an entry of a document; ``about`` is of the catalog that it stands for, once opened."""
        row, details = full.row, full.details
        below = self.manifest.documents.get(row.id)
        found = EntryDetails(
            id=row.id,
            catalog_id=self.id,
            parent_id=document.entry_id or None,
            name=row.name,
            title=self.title_of(row),
            kind=row.kind,
            format=row.format,
            driver=row.driver,
            has_children=row.nested is not None,
            child_state=self.child_state(row),
            path=self.path(row, document),
            offset=full.before + len(self.searches(document)) if below is None or below.query is None else None,
            description=details.description or (below.description if below else ""),
            metadata=details.metadata,
            user_parameters=[*details.user_parameters, *full.inherited],
            problems=row.problems + self._below(row),
            source=full.source,
            recipe=details.recipe and structs.replace(details.recipe, steps=_steps(row, document)),
            licence=details.licence,
            provider=details.provider,
            keywords=details.keywords,
            links=details.links,
            bbox=details.bbox,
            interval=details.interval,
            query=below.query if below else None,
            service=shown_service(below.service) if below and below.service else None,
        )
        if about is None:
            return found
        # What names the catalog may say nothing of it, and then the catalog does itself.
        missing = {key: told for key, told in structs.asdict(_shown(about)).items() if not getattr(found, key)}
        return structs.replace(found, **missing)

    def path(self, row: Row, document: Document) -> list[str]:
        """Titles from the catalog down to an entry."""
        return [*self.path_to(document), self.title_of(row)]

    def path_to(self, document: Document) -> list[str]:
        """Titles from the catalog down to the entry that stands for a document."""
        leading = zip(document.ancestors, document.names, document.titles, strict=True)
        return [self.shown_title, *(self._title(*step) for step in leading)]

    def _title(self, entry_id: str, name: str, title: str) -> str:
        document = self.manifest.documents.get(entry_id)
        return document.title if document and document.title and title == name else title

    def _below(self, row: Row) -> list[CatalogProblem]:
        document = self.manifest.documents.get(row.id)
        return document.problems if document else []


def row_of(search: Document) -> Row:
    """The entry that stands for a search."""
    driver = search.service.api if search.service else ""
    name, title = search.names[-1], search.titles[-1]
    return Row(0, search.entry_id, name, title, "catalog", SEARCH, driver, search.location, [])


def _shown(about: About) -> About:
    """What a document says of itself, as the page may see it."""
    return structs.replace(about, service=shown_service(about.service)) if about.service else about


def shown_service(service: Service) -> Service:
    """How a service is searched, without a secret in its address, which only searches need."""
    return structs.replace(service, url=masked(service.url), root=masked(service.root))


def _count(document: Document) -> int:
    return document.entry_count if document.asset_count is None else document.asset_count


def _steps(row: Row, document: Document) -> list[CatalogStep]:
    places = [*document.locations, document.location]
    names = [*document.names, row.name]
    return [CatalogStep(location=masked(place), name=name) for place, name in zip(places, names, strict=True)]


def _name_of(location: str) -> str:
    path = PurePosixPath(location.partition("?")[0])
    stem = path.stem or location
    return path.parent.name if stem.lower() in _PLAIN_NAMES and path.parent.name else stem
