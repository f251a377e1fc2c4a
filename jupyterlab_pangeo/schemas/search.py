"""Search in everything that is indexed, its facets, and the services that are searched as well."""

from typing import Annotated, Literal

from msgspec import Meta

from .catalogs import Entry, FacetValue, Service
from .common import Count, Wire

FacetName = Literal["kind", "reader", "format", "keyword", "licence"]
_Values = Annotated[list[Annotated[str, Meta(max_length=200)]], Meta(max_length=50)]


class SearchFilters(Wire, frozen=True):
    """Values that entries must have, of each list any; an empty one narrows nothing.

    ``reader`` is what read the catalog file that names an entry.
    """

    kind: _Values = []
    reader: _Values = []
    format: _Values = []
    keyword: _Values = []
    licence: _Values = []


class SearchHit(Wire, frozen=True):
    """One entry found, with the titles that lead to it and the ids of its ancestors."""

    catalog_id: str
    entry: Entry
    path: list[str]
    ancestors: list[str]


class SearchPage(Wire, frozen=True):
    """A page of hits in the index."""

    items: list[SearchHit]
    next_cursor: str | None
    total: Count


class SearchFacet(Wire, frozen=True):
    """The values of one kind that are among the hits, under the choice in the others: the chosen, then the frequent.

    ``total`` counts all values; of keywords those that were counted.
    """

    name: FacetName
    values: list[FacetValue]
    total: Count


class SearchFacets(Wire, frozen=True):
    """What hits can be narrowed by; ``total`` are the hits under the whole choice."""

    facets: list[SearchFacet]
    total: Count


class SearchedService(Wire, frozen=True):
    """A remote service that an opened catalog, or entry of one, tells of. ``path`` are the titles that lead to it."""

    catalog_id: str
    entry_id: str | None
    path: list[str]
    service: Service


class ServiceList(Wire, frozen=True):
    """Services that can be searched, in the order of the panel; each once."""

    items: list[SearchedService]
