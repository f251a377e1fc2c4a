"""Catalogs, their entries, and search."""

from typing import Annotated

from msgspec import Meta

from ..routing import Router
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
from ..services.container import Services

router = Router("pangeo.catalogs")

Limit = Annotated[int, Meta(ge=1)]
Offset = Annotated[int, Meta(ge=0, le=10**12)]
_MOST = 1000


@router.get("/catalogs")
async def list_catalogs(services: Services) -> CatalogList:
    """Catalogs of the panel, in its order."""
    return services.catalogs.list()


@router.post("/catalogs")
async def add_catalog(services: Services, body: CatalogSpec) -> Catalog:
    """Add a catalog; answers before it is read."""
    return services.catalogs.add(body)


@router.get("/catalogs/{catalog_id}")
async def get_catalog(services: Services, catalog_id: str) -> Catalog:
    """One catalog."""
    return services.catalogs.get(catalog_id)


@router.patch("/catalogs/{catalog_id}")
async def change_catalog(services: Services, catalog_id: str, body: CatalogChange) -> Catalog:
    """Give a catalog another title or position."""
    return services.catalogs.change(catalog_id, body)


@router.delete("/catalogs/{catalog_id}")
async def remove_catalog(services: Services, catalog_id: str) -> None:
    """Take a catalog off the panel; nothing of the data is touched."""
    services.catalogs.remove(catalog_id)


@router.post("/catalogs/{catalog_id}/refresh")
async def refresh_catalog(services: Services, catalog_id: str) -> Catalog:
    """Read a catalog again."""
    return services.catalogs.refresh(catalog_id)


@router.get("/catalogs/{catalog_id}/entries")
async def list_entries(
    services: Services,
    catalog_id: str,
    parent: str | None = None,
    cursor: str | None = None,
    offset: Offset | None = None,
    limit: Limit = 200,
) -> EntryPage:
    """A page of entries below a parent, after a cursor or at an offset; empty while the catalog loads."""
    return await services.catalogs.entries(catalog_id, parent, cursor, min(limit, _MOST), offset)


@router.get("/catalogs/{catalog_id}/entries/{entry_id}")
async def get_entry(services: Services, catalog_id: str, entry_id: str) -> EntryDetails:
    """Everything known of an entry."""
    return await services.catalogs.entry(catalog_id, entry_id)


@router.post("/catalogs/{catalog_id}/entries/{entry_id}/expand")
async def expand_entry(services: Services, catalog_id: str, entry_id: str) -> EntryDetails:
    """Fetch a nested catalog into the index."""
    return await services.catalogs.expand(catalog_id, entry_id)


@router.post("/catalogs/{catalog_id}/entries/{entry_id}/facets")
async def count_facets(services: Services, catalog_id: str, entry_id: str, body: FacetQuery) -> Facets:
    """Columns of a collection with their values, and how many assets have each, under a choice."""
    return await services.catalogs.facets(catalog_id, entry_id, body)


@router.post("/catalogs/{catalog_id}/searches")
async def begin_search(services: Services, catalog_id: str, body: SearchSpec) -> Entry:
    """Search in the remote service that a catalog or entry tells of; answers before it is done."""
    return await services.catalogs.begin_search(catalog_id, body)


@router.delete("/catalogs/{catalog_id}/searches/{entry_id}")
async def end_search(services: Services, catalog_id: str, entry_id: str) -> None:
    """Forget a search."""
    await services.catalogs.end_search(catalog_id, entry_id)
