"""Search in everything that is indexed."""

from typing import Annotated

from msgspec import Meta

from ..routing import Router
from ..schemas.search import SearchFacets, SearchPage, ServiceList
from ..services.catalogs_terms import narrowing_of
from ..services.container import Services

router = Router("pangeo.catalogs")

Limit = Annotated[int, Meta(ge=1)]
Words = Annotated[str, Meta(max_length=500)]
Filters = Annotated[str, Meta(max_length=8000)] | None
Term = Annotated[str, Meta(max_length=200)] | None
_MOST = 1000


@router.get("/search")
async def search_entries(  # noqa: PLR0913, PLR0917  each is an argument of the URL
    services: Services,
    q: Words = "",
    catalog: str | None = None,
    format: str | None = None,
    filters: Filters = None,
    bbox: Term = None,
    datetime: Term = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> SearchPage:
    """A page of hits in the index, narrowed by values of facets (JSON), a box and a time."""
    narrowing = narrowing_of(filters, format, bbox, datetime)
    return await services.catalogs.finding.search(q, catalog, narrowing, cursor, min(limit, _MOST))


@router.get("/search/facets")
async def count_search_facets(
    services: Services,
    q: Words = "",
    catalog: str | None = None,
    format: str | None = None,
    filters: Filters = None,
    bbox: Term = None,
    datetime: Term = None,
) -> SearchFacets:
    """Values by which hits can be narrowed, with their counts, each facet under the choice in the others."""
    return await services.catalogs.finding.facets(q, catalog, narrowing_of(filters, format, bbox, datetime))


@router.get("/search/services")
async def list_searched_services(services: Services) -> ServiceList:
    """Remote services that can be searched, in catalogs that were opened."""
    return await services.catalogs.finding.services()
