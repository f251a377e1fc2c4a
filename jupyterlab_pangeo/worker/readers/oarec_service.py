"""How a collection of OGC API Records is searched."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from msgspec import Raw

from ...schemas.catalogs import CatalogProblem, SearchFilter, SearchQuery, Service, ServiceField
from ..json_text import Malformed, members, parse_object, written
from ..locations import resolve
from ..problems import Fault, clip, error, information
from . import Details, Found, Source
from .oarec_records import said
from .stac_about import Members, about, text
from .stac_api import address_of, fields_of, links_of
from .stac_links import Names
from .stac_search import span

API = "ogcapi-records"
_JSON = ("application/geo+json", "application/json", "application/schema+json")
_COLLECTION = re.compile(r"^https?://.*/collections/[^/?]+/?(\?|$)", re.IGNORECASE)
# The basic conditions in CQL2 text, without which none is understood.
_FILTERS = ("/conf/filter", "/conf/cql2-text", "/conf/basic-cql2")


def address(document: Members, rel: str, location: str) -> str:
    """Where a link of this kind leads, as JSON where there is a choice; empty where there is none of the net."""
    links = links_of(document.get("links"))
    return address_of(sorted(links, key=_rank), rel, location) or ""


def _rank(link: dict[str, Any]) -> int:
    media = text(link.get("type"))
    return 0 if media.partition(";")[0].strip().lower() in _JSON else 2 if media else 1


def collection_entry(raw: Raw, number: int, source: Source, names: Names) -> Found:
    """A collection of a list; only those of records can be opened."""
    problems: list[CatalogProblem] = []
    try:
        given = Members(members(raw), problems)
    except Malformed as problem:
        given = Members({}, problems)
        problems.append(error("bad-collection", f"The collection is {problem}."))
    identity = text(given.get("id")).strip()
    described = about(given)
    found = Found(
        name=names.unique(identity or f"collection {number}"),
        title=(said(given.get("title")) or identity or f"collection {number}").strip()[:200],
        kind="catalog",
        format="records",
        driver=text(given.get("itemType")),
        details=Details(
            description=said(given.get("description")).strip()[:50_000],
            metadata=described.metadata,
            licence=described.licence,
            provider=described.provider,
            keywords=described.keywords,
            links=described.links,
            bbox=described.bbox,
            interval=described.interval,
        ),
        problems=problems,
        source=written(raw),
    )
    if not identity:
        if not problems:
            problems.append(error("bad-collection", "The collection has no 'id'."))
    elif text(given.get("itemType")) not in ("record", "catalog"):
        found.kind, found.format = "service", "ogc-features"
        note = "The collection does not hold records but features or coverages, which are not listed here."
        problems.append(information("no-nested-reader", note))
    else:
        try:
            found.nested = _place(given, identity, source)
        except ValueError as problem:
            problems.append(error("bad-link", f"Its address is none: {clip(str(problem))}."))
    return found


def _place(given: Members, identity: str, source: Source) -> str:
    """Where a collection's own document is: as it says, else below the list; raises ValueError."""
    links = [link for link in links_of(given.get("links")) if link.get("rel") == "self" and text(link.get("href"))]
    if links:
        return resolve(source.location, text(min(links, key=_rank)["href"]).strip())
    return f"{_without_query(source.location).rstrip('/')}/{quote(identity, safe='')}"


def _without_query(url: str) -> str:
    return url.partition("?")[0]


def service_of(document: Members, source: Source) -> Service | None:
    """How the records of a collection are searched; None where nothing says where they are."""
    url = address(document, "items", source.location)
    if not url and _COLLECTION.search(source.location):
        url = f"{_without_query(source.location).rstrip('/')}/items"
    if not url:
        return None
    filters: list[SearchFilter] = ["text", "bbox", "interval"]
    fields: list[ServiceField] = []
    root = address(document, "root", source.location) or _root(url)
    if _has_conditions(root, source):
        filters.append("cql2")
        queryables = _fetched(address(document, "queryables", source.location), source)
        fields = fields_of(queryables.mapping("properties"))
    return Service(api=API, url=url, filters=filters, fields=fields, root=root)


def _root(url: str) -> str:
    before, found, _ = _without_query(url).rpartition("/collections/")
    return f"{before}/" if found else ""


def _fetched(url: str, source: Source) -> Members:
    """A further document, or nothing: what it would add is not worth a failure."""
    if source.fetch is None or not url:
        return Members({}, [])
    try:
        return Members(parse_object(source.fetch(url), source.limits), [])
    except Fault:
        return Members({}, [])


def _has_conditions(root: str, source: Source) -> bool:
    """Whether the service says that it filters by CQL2 text."""
    page = _fetched(root, source)
    conforms = page.get("conformsTo")
    if not isinstance(conforms, list):
        conforms = _fetched(address(page, "conformance", root), source).get("conformsTo")
    classes = [each for each in conforms if isinstance(each, str)] if isinstance(conforms, list) else []
    return all(any(each.endswith(ending) for each in classes) for ending in _FILTERS)


def search_address(service: Service, query: SearchQuery) -> str:
    """Address of the first page of what a query finds."""
    asked = {"limit": str(query.limit)}
    if query.text:
        asked["q"] = query.text
    if query.bbox:
        asked["bbox"] = ",".join(f"{value:.10g}" for value in query.bbox)
    if query.interval:
        asked["datetime"] = span(query.interval)
    if query.condition:
        asked |= {"filter": query.condition, "filter-lang": "cql2-text"}
    return with_query(service.url, asked)


def with_query(url: str, asked: dict[str, str], drop: Sequence[str] = ()) -> str:
    """An address that asks for this; what it asked for already stays unless it is named here, or dropped."""
    parts = urlsplit(url)
    names = {name.lower() for name in (*asked, *drop)}
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0].lower() not in names]
    query = urlencode([*kept, *asked.items()], quote_via=quote, safe=",:/")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
