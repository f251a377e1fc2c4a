"""Reader of OGC API Records: landing pages, collections of records, and the records that a search finds."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType, structs

from ...schemas.catalogs import About, SearchQuery, Service
from ..json_text import Malformed, items, members, parse_object
from ..problems import Fault, error
from . import Facts, Found, Source
from .oarec_records import record_of, said
from .oarec_service import address, collection_entry, search_address, service_of
from .records import record_entries
from .stac_about import Members, about, text
from .stac_api import following, onward
from .stac_links import Names

_SPACE = b" \t\r\n\xef\xbb\xbf"
_RECORDS = b"ogcapi-records"
_CATALOGS = ("record", "catalog")


class _Link(Struct):
    rel: Raw | UnsetType = UNSET


class _Feature(Struct):
    """What tells a record from any other feature: features have neither links nor a time of their own."""

    links: list[Raw] | None = None
    time: Raw | UnsetType = UNSET
    properties: dict[str, Raw] | None = None

    @property
    def is_record(self) -> bool:
        told = self.properties or {}
        return "title" in told and (self.time is not UNSET or self.links is not None) and "type" in told


class _Head(Struct):
    type: Raw | UnsetType = UNSET
    features: list[Raw] | UnsetType = UNSET
    collections: list[Raw] | UnsetType = UNSET
    itemType: Raw | UnsetType = UNSET  # noqa: N815 - as the standard spells it
    links: list[_Link] | UnsetType = UNSET


_HEAD = msgspec.json.Decoder(_Head)
_FEATURE = msgspec.json.Decoder(_Feature)


class Oarec:
    """Lists collections and records; what a service has beyond a page lies behind one more entry."""

    name = "ogcapi-records"

    def matches(self, source: Source) -> bool:
        """Whether it is a landing page, a list of collections, one of records, or a page of records."""
        data = source.data
        if data[:20].lstrip(_SPACE)[:1] != b"{" or b'"stac_version"' in data:
            return False
        try:
            head = _HEAD.decode(data.lstrip(_SPACE))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # Not quite JSON: the reader tells what is wrong with it, or puts up with it.
            return _RECORDS in data and b'"features"' in data
        if head.features is not UNSET:
            return _RECORDS in data or any(_is_record(each) for each in head.features[:3])
        if head.type is not UNSET and bytes(head.type) == b'"Feature"':
            return _RECORDS in data or _is_record(data.lstrip(_SPACE))
        if head.collections is not UNSET:
            return b'"itemType"' in data
        if head.itemType is not UNSET:
            return bytes(head.itemType).strip(b'"').decode("utf-8", "replace") in _CATALOGS
        return _is_landing_page(head)

    def read(self, source: Source, facts: Facts) -> Iterator[Found]:
        """Yield collections, or the entries of the records.

        Raises
        ------
        Fault
            The document is not JSON, or none of these.
        """
        document = Members(parse_object(source.data, source.limits), facts.problems)
        names = Names()
        if "features" in document.raw or text(document.get("type")) == "Feature":
            yield from _records(document, source, facts, names)
            return
        facts.title, facts.description = said(document.get("title"))[:200], said(document.get("description"))[:50_000]
        facts.about = about(Members({key: raw for key, raw in document.raw.items() if key != "collections"}, []))
        if "collections" in document.raw:
            yield from _collections(document, source, facts)
        elif "itemType" in document.raw:
            facts.title = facts.title or text(document.get("id"))[:200]
            yield from _collection(document, source, facts)
        elif "links" in document.raw:
            yield from _landing_page(document, source, facts)
        else:
            note = (
                "The file has neither 'features', 'collections', 'itemType' nor 'links': it is not of OGC API Records."
            )
            raise Fault("not-a-catalog", note)

    def search_url(self, service: Service, query: SearchQuery) -> str:
        """Address of the first page of what is found."""
        return search_address(service, query)


READER = Oarec()


def _is_record(raw: Raw | bytes) -> bool:
    try:
        return _FEATURE.decode(raw).is_record
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def _is_landing_page(head: _Head) -> bool:
    """Landing pages have no member of their own, only links of two kinds at least."""
    links = [] if head.links is UNSET else head.links
    rels = {bytes(link.rel).decode("utf-8", "replace").strip('"') for link in links if link.rel is not UNSET}
    kinds = {rel.rpartition("/")[2] for rel in rels}
    return bool(kinds & {"data", "collections"} and kinds & {"conformance", "service-desc", "service-doc"})


def _records(document: Members, source: Source, facts: Facts, names: Names) -> Iterator[Found]:
    facts.about = About(metadata=_counts(document))
    if "features" not in document.raw:
        raw: list[Raw] = [Raw(source.data.lstrip(_SPACE))]
    else:
        try:
            raw = items(document.raw["features"])
        except Malformed as problem:
            facts.problems.append(error("bad-features", f"The records cannot be read: {problem}."))
            return
    for number, each in enumerate(raw):
        yield from record_entries(record_of(each, number + 1), names, Oarec.name)
    if (page := following(document, source.location)) is not None:
        more = onward("More results", page, "records")
        more.name = names.unique(more.name)
        yield more


def _counts(document: Members) -> dict[str, Any]:
    counts = {"matched": document.get("numberMatched"), "returned": document.get("numberReturned")}
    return {key: count for key, count in counts.items() if isinstance(count, int)}


def _landing_page(document: Members, source: Source, facts: Facts) -> Iterator[Found]:
    """The collections of a service; they are fetched at once, for without them its page says nothing."""
    place = _listed_at(document, source)
    if not place:
        facts.problems.append(error("no-collections", "The page names no list of collections, so none can be shown."))
        return
    try:
        if source.fetch is None:
            raise Fault("no-fetch", "The list of collections is not fetched here.")
        listed = Members(parse_object(source.fetch(place), source.limits), facts.problems)
    except Fault as problem:
        note = f"The list of collections cannot be had: {problem}"
        facts.problems.append(error("no-collections", note))
        yield onward("Collections", place, "records")
        return
    yield from _collections(listed, structs.replace(source, location=place), facts)


def _listed_at(document: Members, source: Source) -> str:
    return address(document, "data", source.location) or address(document, "collections", source.location)


def _collections(document: Members, source: Source, facts: Facts) -> Iterator[Found]:
    names = Names()
    try:
        raw = items(document.raw["collections"])
    except (Malformed, KeyError) as problem:
        facts.problems.append(error("bad-collections", f"The collections cannot be read: {problem}."))
        return
    held = []
    for number, each in enumerate(raw):
        found = collection_entry(each, number + 1, source, names)
        held += [each] if found.nested else []
        yield found
    if len(held) == 1 and facts.about is not None:
        # A service of one collection is searched as that collection is.
        service = service_of(Members(members(held[0]), []), source)
        facts.about = structs.replace(facts.about, service=service)


def _collection(document: Members, source: Source, facts: Facts) -> Iterator[Found]:
    """How a collection is searched, and its records as they come without a search."""
    service = service_of(document, source)
    if service is None:
        facts.problems.append(error("no-items", "The collection names no address of its records."))
        return
    if facts.about is not None:
        facts.about = structs.replace(facts.about, service=service)
    yield onward("All records", service.url, "records")
