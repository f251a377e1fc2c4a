"""STAC APIs: by what they are searched, and which collections they have."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import quote, urldefrag

from msgspec import Raw

from ...schemas.catalogs import CatalogProblem, SearchFilter, Service, ServiceField
from ..json_text import Malformed, items, members, parse_object, written
from ..locations import resolve
from ..problems import Fault, clip, information, warning
from . import Details, Facts, Found, Source
from .stac_about import Members, about, description_of, text, title_of

API = "stac"
_PAGES = 10
_MOST_COLLECTIONS = 2000
_MOST_FIELDS = 500
# Letters of a name or value of a property.
_LONGEST = 200


def service_of(document: Members, source: Source, facts: Facts) -> Service | None:
    """How the API is searched that a landing page or a collection is of; None where it is of none."""
    links = links_of(document.get("links"))
    if text(document.get("type")) == "Collection":
        root = address_of(links, "root", source.location)
        if root is None or address_of(links, "items", source.location) is None:
            return None
        landing = _fetched(root, source, facts)
        own = [text(document.get("id"))]
    else:
        root, landing, own = source.location, document, []
        if address_of(links, "search", root) is None:
            return None
    above = links_of(landing.get("links")) if landing else []
    filters = _filters(landing, is_collection=bool(own))
    queryables = address_of(links, "queryables", source.location) or address_of(above, "queryables", root)
    return Service(
        api=API,
        url=address_of(above, "search", root) or f"{root.rstrip('/')}/search",
        root=root,
        filters=filters,
        collections=own,
        fields=_fields(queryables, source, facts) if queryables and "cql2" in filters else [],
    )


def links_of(given: Any) -> list[dict[str, Any]]:
    """The links of a document that are links."""
    return [link for link in given if isinstance(link, dict)] if isinstance(given, list) else []


def address_of(links: list[dict[str, Any]], rel: str, location: str) -> str | None:
    """Where a link of this kind leads by GET; None where there is none of the net."""
    fitting = [link for link in links if text(link.get("rel")).rpartition("/")[2] == rel]
    # Of a search that goes by GET and POST, the first.
    for link in sorted(fitting, key=lambda link: text(link.get("method")).upper() not in ("", "GET")):
        try:
            found = resolve(location, text(link.get("href")).strip()) if link.get("href") else ""
        except ValueError:
            continue
        if found.lower().startswith(("http://", "https://")):
            return found
    return None


def _filters(landing: Members | None, *, is_collection: bool) -> list[SearchFilter]:
    given = landing.get("conformsTo") if landing else None
    classes = [text(each) for each in given] if isinstance(given, list) else []
    found: list[SearchFilter] = ["bbox", "interval"]
    if any("item-search#free-text" in each for each in classes):
        found.insert(0, "text")
    if not is_collection:
        found.append("collections")
    if any(each.endswith("/cql2-text") for each in classes):
        found.append("cql2")
    return found


def _fetched(location: str, source: Source, facts: Facts) -> Members | None:
    """A further document of the API; None where it cannot be had, which is told of."""
    if source.fetch is None:
        return None
    try:
        return Members(parse_object(source.fetch(location), source.limits), [])
    except Fault as fault:
        note = f"{clip(location)} tells more of the service, but cannot be read: {fault.problem().message}"
        facts.problems.append(information("stac-service", note))
        return None


def _fields(location: str, source: Source, facts: Facts) -> list[ServiceField]:
    """Properties that conditions may name, from the JSON Schema of an item."""
    document = _fetched(location, source, facts)
    return fields_of(document.mapping("properties") if document else {})


def fields_of(properties: Mapping[str, Any]) -> list[ServiceField]:
    """Properties of a JSON Schema that conditions may name."""
    found = []
    for name, schema in list(properties.items())[:_MOST_FIELDS]:
        if len(name) > _LONGEST:
            continue
        told = schema if isinstance(schema, dict) else {}
        found.append(
            ServiceField(
                name=name,
                title=text(told.get("title"))[:200],
                type=text(told.get("type"))[:40],
                allowed=_values(told.get("enum")),
                minimum=_number(told.get("minimum")),
                maximum=_number(told.get("maximum")),
            )
        )
    return found


def _values(given: Any) -> list[Any] | None:
    """Values that can be typed into a condition."""
    if not isinstance(given, list):
        return None
    plain = (value for value in given if isinstance(value, str | int | float) and len(str(value)) <= _LONGEST)
    return list(islice(plain, 100))


def _number(given: Any) -> float | None:
    return float(given) if isinstance(given, int | float) and not isinstance(given, bool) else None


def collections_of(document: Members, source: Source, facts: Facts) -> Iterator[Found]:
    """Collections of a landing page, as far as its service lists them within some pages; then where more are."""
    page = address_of(links_of(document.get("links")), "data", source.location)
    count = 0
    for number in range(_PAGES):
        if page is None or count >= _MOST_COLLECTIONS:
            break
        listed = _fetched(page, source, facts)
        if listed is None or "collections" not in listed.raw:
            yield onward("Collections" if number == 0 else "More collections", page)
            return
        for found in listed_collections(listed.raw["collections"], page, facts.problems):
            count += 1
            yield found
        page = following(listed, page)
    if page is not None:
        yield onward("More collections", page)


def listed_collections(raw: Raw, location: str, problems: list[CatalogProblem]) -> Iterator[Found]:
    """Entries of a list of collections that lies at an address."""
    try:
        listed = items(raw)
    except Malformed as problem:
        problems.append(warning("bad-features", f"The list of collections is {problem}; nothing of it is shown."))
        return
    for number, each in enumerate(listed):
        try:
            collection = Members(members(each), [])
        except Malformed as problem:
            problems.append(warning("bad-item", f"The collection number {number + 1} is {problem}; left out."))
            continue
        name = text(collection.get("id")) or f"collection {number + 1}"
        own = address_of(links_of(collection.get("links")), "self", location)
        yield _collection(
            collection, name, own or f"{location.partition('?')[0].rstrip('/')}/{quote(name, safe='')}", each
        )


def _collection(collection: Members, name: str, nested: str, raw: Raw) -> Found:
    told = about(collection)
    return Found(
        name=name[:200],
        title=title_of(collection),
        kind="catalog",
        format="stac",
        driver="",
        nested=nested,
        details=Details(
            description=description_of(collection),
            licence=told.licence,
            provider=told.provider,
            keywords=told.keywords,
            links=told.links,
            bbox=told.bbox,
            interval=told.interval,
        ),
        problems=collection.problems,
        source=written(raw),
    )


def following(document: Members, location: str) -> str | None:
    """Address of the page after this one, by GET; None where there is none, or it is not to be had so."""
    for link in links_of(document.get("links")):
        if text(link.get("rel")) == "next":
            return next_address(link, location)
    return None


def next_address(link: Mapping[str, Any], location: str) -> str | None:
    """Where a link to the next page leads; one that posts plain values gets them in its address instead."""
    href = text(link.get("href")).strip()
    try:
        found = urldefrag(resolve(location, href)).url if href else ""
    except ValueError:
        return None
    if not found.lower().startswith(("http://", "https://")):
        return None
    body = link.get("body")
    if text(link.get("method")).upper() != "POST":
        return found
    if not isinstance(body, dict) or not all(_is_plain(value) for value in body.values()):
        return None
    base, _, query = found.partition("?")
    merged = query or (location.partition("?")[2] if link.get("merge") is True else "")
    kept = [pair for pair in merged.split("&") if pair and pair.partition("=")[0] not in body]
    added = [f"{quote(str(key), safe='')}={quote(_printed(value), safe=',:')}" for key, value in body.items()]
    return f"{base}?{'&'.join([*kept, *added])}"


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str | int | float) for each in value)
    return isinstance(value, str | int | float)


def _printed(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def onward(title: str, nested: str, form: str = "stac") -> Found:
    """An entry that leads to what comes after the entries here."""
    return Found(
        name=title.lower(), title=title, kind="catalog", format=form, driver="", nested=nested, details=Details()
    )
