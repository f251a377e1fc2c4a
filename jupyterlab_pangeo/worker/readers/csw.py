"""Reader of OGC CSW 2.0.2 and 3: capabilities say how the service is searched, responses hold records."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from msgspec import structs

from ...schemas.catalogs import About, SearchQuery, Service
from ..problems import Fault, clip, error
from ..xml_text import Document, Element, parse_xml, root_name
from . import Facts, Found, Source
from .csw_capabilities import about_of, capabilities_address, service_of
from .csw_dublin import dublin_record
from .csw_iso import iso_record
from .csw_search import following_address, search_address
from .records import Record, record_entries
from .stac_api import onward
from .stac_links import Names

_RESPONSES = ("GetRecordsResponse", "GetRecordByIdResponse")
_ISO = ("MD_Metadata", "MI_Metadata")
_DUBLIN = ("Record", "SummaryRecord", "BriefRecord", "DCMIRecord")
_PAGE = 50


class Csw:
    """Tells how a service is searched, and lists the records that it answers."""

    name = "csw"

    def matches(self, source: Source) -> bool:
        """Whether it is XML of a CSW: capabilities, records, or its complaint that nothing was asked."""
        root = root_name(source.data)
        if root in ("Capabilities", *_DUBLIN):
            return b"http://www.opengis.net/cat/csw" in source.data[:20_000]
        if root == "ExceptionReport":
            return not source.is_local and (b"/csw" in source.data or "csw" in source.location.lower())
        return root in (*_RESPONSES, *_ISO)

    def read(self, source: Source, facts: Facts) -> Iterator[Found]:
        """Yield the entry of all records for capabilities, else the entries of the records.

        Raises
        ------
        Fault
            It is not XML, none of these, or the service's refusal.
        """
        document = parse_xml(source.data, source.limits)
        if document.root.name == "ExceptionReport":
            document, source = _capabilities(document, source)
        facts.problems += document.problems
        if document.root.name == "Capabilities":
            yield from _service(document.root, source, facts)
        elif document.root.name in (*_RESPONSES, *_ISO, *_DUBLIN):
            yield from _records(document, source, facts)
        else:
            raise Fault("not-a-catalog", f"The XML is a {clip(document.root.name)!r}, which is not of a CSW.")

    def described_at(self, location: str) -> str | None:
        """Capabilities of an endpoint as people write it, ``…/csw``, with or without what it serves.

        Asked for nothing, many answer with a page for people, or with a status that is an error.
        """
        if not location.lower().startswith(("http://", "https://")):
            return None
        parts = urlsplit(location)
        asked = {name.lower(): value.lower() for name, value in parse_qsl(parts.query)}
        is_csw = parts.path.lower().rstrip("/").endswith("/csw") or asked.get("service") == "csw"
        return capabilities_address(location) if is_csw and "request" not in asked else None

    def search_url(self, service: Service, query: SearchQuery) -> str:
        """Address of the first page of what is found."""
        return search_address(service, query)


READER = Csw()


def _capabilities(refusal: Document, source: Source) -> tuple[Document, Source]:
    """What a bare endpoint did not say: asked for nothing, it answers with an exception."""
    said = "; ".join(filter(None, (each.said() for each in refusal.root.all("**/ExceptionText"))))
    asked = {name.lower() for name, _ in parse_qsl(urlsplit(source.location).query)}
    if "request" in asked or source.fetch is None:
        raise Fault("service-error", f"The service refuses: {clip(said or 'it gives no reason', 500)}.")
    place = capabilities_address(source.location)
    document = parse_xml(source.fetch(place), source.limits)
    if document.root.name != "Capabilities":
        raise Fault("not-a-catalog", f"The service tells nothing of a CSW; it says: {clip(said, 500)}.")
    return document, structs.replace(source, location=place)


def _service(root: Element, source: Source, facts: Facts) -> Iterator[Found]:
    title, description, about = about_of(root)
    facts.title, facts.description = title, description
    service = service_of(root, source)
    facts.about = structs.replace(about, service=service)
    if service is None:
        note = "The capabilities name no address at which records can be asked for by GET."
        facts.problems.append(error("no-search-address", note))
        return
    yield onward("All records", search_address(service, SearchQuery(limit=_PAGE)), "records")


def _records(document: Document, source: Source, facts: Facts) -> Iterator[Found]:
    names, root = Names(), document.root
    results = root.first("SearchResults")
    held = root if results is None else results
    facts.about = About(metadata=_counts(held))
    if root.name == "GetRecordsResponse" and results is None and not document.problems:
        facts.problems.append(error("no-results", "The response has no 'SearchResults', so it holds no records."))
    records = [root] if root.name in (*_ISO, *_DUBLIN) else list(held.children)
    for number, element in enumerate(records):
        record = _record(element, f"record {number + 1}")
        record.source = document.written(element)
        yield from record_entries(record, names, Csw.name)
    if (place := following_address(held, source, len(records))) is not None:
        more = onward("More results", place, "records")
        more.name = names.unique(more.name)
        yield more


def _counts(results: Element) -> dict[str, int]:
    counts = {"matched": "numberOfRecordsMatched", "returned": "numberOfRecordsReturned"}
    return {key: int(said) for key, name in counts.items() if (said := results.get(name)).isdecimal()}


def _record(element: Element, name: str) -> Record:
    if element.name in _ISO:
        return iso_record(element, name)
    if element.name in _DUBLIN:
        return dublin_record(element, name)
    note = f"The record is written as {clip(element.name)!r}, which is not read here."
    return Record(name=name, problems=[error("bad-record", note)])
