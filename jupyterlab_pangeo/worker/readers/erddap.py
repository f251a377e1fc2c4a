"""Reader of ERDDAP servers: the list of their datasets, what a search finds, and one dataset with its constraints."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from msgspec import structs

from ...schemas.catalogs import About, CatalogProblem, Link, SearchFilter, SearchQuery, Service
from ..locations import redacted
from ..problems import Fault, clip, error, information, warning
from ..xml_encoding import glance
from . import Details, Facts, Found, Source
from .erddap_info import dataset, recipe
from .erddap_tables import Row, bbox, interval, table
from .stac_links import Names

API = "erddap"
_FILTERS: list[SearchFilter] = ["text", "bbox", "interval"]
# Columns of a list of all datasets, of an index or a search, and of the description of one dataset.
_IDS = ("datasetID", "Dataset ID")
_DESCRIPTION = "Row Type"
_MARKS = (b'"datasetID"', b'"Dataset ID"', b'"Row Type"')
_CSV_MARKS = (b"datasetID,accessible,", b"griddap,Subset,tabledap,", b"Row Type,Variable Name,")
# What has a place of its own in the details.
_TOLD = frozenset(
    {
        *("datasetID", "Dataset ID", "title", "Title", "summary", "Summary", "institution", "Institution"),
        *("minLongitude", "maxLongitude", "minLatitude", "maxLatitude", "minTime", "maxTime", "email", "Email"),
        *("griddap", "tabledap", "rss", "RSS", "fgdc", "FGDC", "iso19115", "ISO 19115", "metadata", "Info"),
        *("infoUrl", "Background Info", "MakeAGraph", "Make A Graph", "subset", "Subset", "files", "wms", "wcs", "sos"),
    }
)
_PAGES = {
    "infoUrl": "Background",
    "Background Info": "Background",
    "iso19115": "ISO 19115",
    "ISO 19115": "ISO 19115",
    "files": "Files",
}
_PAGE_SIZE = 1000
_MOST_PAGES = 50


class Erddap:
    """Lists datasets; opening one reads its variables and dimensions, which are what can be chosen."""

    name = "erddap"
    # A list in CSV has the ending of data, so that only its first bytes are put to readers.
    reads_data = True
    # A search that finds nothing is answered with this status and a text.
    nothing_found = 404

    def matches(self, source: Source) -> bool:
        """Whether it is a table of ERDDAP's about datasets, or a page of such a server."""
        head = glance(source.data).lstrip()
        if source.shape != "document":
            return source.shape == "head" and head.startswith(_CSV_MARKS)
        if head.startswith(b"{"):
            return all(mark in head for mark in (b'"table"', b'"columnNames"')) and any(mark in head for mark in _MARKS)
        return head.startswith(_CSV_MARKS) or _is_page(source, head)

    def read(self, source: Source, facts: Facts) -> Iterator[Found]:
        """Yield datasets in the table's order, or the one that is described.

        Raises
        ------
        Fault
            It is no such table, or a page whose server does not list its datasets.
        Overrun
            It has too many values.
        """
        if not source.data:
            return
        source = _whole(source)
        head = glance(source.data).lstrip()
        pages = _listed(source) if _is_page(source, head) else iter([source])
        names = Names()
        for page in pages:
            columns, rows = table(page)
            if _DESCRIPTION in columns:
                yield dataset(rows, page, _base(page), facts)
                return
            if not any(name in columns for name in _IDS):
                raise Fault("not-a-catalog", "The table has no column with the ids of datasets.")
            base = _base(page)
            _tell(facts, base, page)
            for row in rows:
                if row.text(*_IDS) != "allDatasets":
                    yield _entry(row, base, names)

    def search_url(self, service: Service, query: SearchQuery) -> str:
        """Address of what an advanced search finds."""
        asked: dict[str, str] = {"page": "1", "itemsPerPage": str(query.limit), "searchFor": query.text.strip()}
        if query.bbox is not None:
            for name, number in zip(("minLon", "minLat", "maxLon", "maxLat"), query.bbox, strict=True):
                asked[name] = f"{number:.10g}"
        if query.interval is not None:
            asked |= {name: time for name, time in zip(("minTime", "maxTime"), query.interval, strict=True) if time}
        return f"{service.url}?{urlencode(asked, quote_via=quote)}"


READER = Erddap()


def _whole(source: Source) -> Source:
    if source.shape == "document" or source.fetch is None:
        return source
    return structs.replace(source, shape="document", data=source.fetch(source.location))


def _is_page(source: Source, head: bytes) -> bool:
    if source.is_local or not head.startswith(b"<") or b"<html" not in head.lower():
        return False
    has_name = "/erddap" in urlsplit(source.location).path.lower()
    return b"erddap" in source.data[:200_000].lower() and (has_name or b"tabledap" in source.data[:200_000])


def _base(source: Source) -> str:
    """Address of the server, without a slash at the end; empty where the document came from no server."""
    if source.is_local:
        return ""
    parts = urlsplit(source.location)
    path = parts.path
    place = path.lower().find("/erddap")
    if place >= 0:
        path = path[: place + len("/erddap")]
    else:
        for inner in ("/tabledap", "/griddap", "/info", "/search", "/index.html"):
            path = path.partition(inner)[0]
    return urlunsplit((parts.scheme, parts.netloc, path.rstrip("/"), "", ""))


def _listed(source: Source) -> Iterator[Source]:
    """Find the tables behind a server's page: all datasets at once, else page by page."""
    if source.fetch is None:
        raise Fault("not-a-catalog", "This is a page of an ERDDAP server; name its tabledap/allDatasets.json.")
    base = _base(source)
    place = f"{base}/tabledap/allDatasets.json"
    try:
        yield structs.replace(source, location=place, data=source.fetch(place))
    except Fault as fault:
        trouble = str(fault)
    else:
        return
    for number in range(1, _MOST_PAGES + 1):
        place = f"{base}/info/index.json?page={number}&itemsPerPage={_PAGE_SIZE}"
        try:
            data = source.fetch(place)
        except Fault as fault:
            if number == 1:
                note = f"The server at {redacted(base)} lists no datasets: {clip(trouble, 200)} {clip(str(fault), 200)}"
                raise Fault("not-a-catalog", note) from None
            # A page beyond the last one is answered with an error.
            return
        page = structs.replace(source, location=place, data=data)
        yield page
        if sum(1 for _ in table(page)[1]) < _PAGE_SIZE:
            return


def _tell(facts: Facts, base: str, page: Source) -> None:
    if facts.about is not None:
        return
    facts.title = f"ERDDAP at {urlsplit(base).netloc}" if base else "Datasets of an ERDDAP server"
    if "/search/" in page.location:
        facts.title = f"Found at {urlsplit(base).netloc}"[:200]
    service = Service(api=API, url=f"{base}/search/advanced.json", filters=_FILTERS) if base else None
    facts.about = About(service=service, links=[Link(url=f"{base}/index.html", title="ERDDAP")] if base else [])


def _entry(row: Row, base: str, names: Names) -> Found:
    problems: list[CatalogProblem] = [error("bad-entry", row.trouble)] if row.trouble else []
    identity = row.text(*_IDS)
    if not identity:
        problems.append(error("bad-entry", "The row has no id of a dataset."))
    base = base or _named_base(row, problems)
    is_grid = bool(row.text("griddap"))
    kind = "griddap" if is_grid else "tabledap"
    if not is_grid and not row.text("tabledap") and not problems:
        problems.append(information("no-access", "The server offers this dataset neither as a grid nor as a table."))
    place = f"{base}/{kind}/{quote(identity, safe='')}"
    has_place = bool(base and identity)
    return Found(
        name=names.unique(identity or "unnamed"),
        title=row.text("title", "Title")[:200],
        kind="catalog",
        format=kind,
        driver=row.text("cdm_data_type")[:200],
        nested=f"{base}/info/{quote(identity, safe='')}/index.json" if has_place else None,
        details=Details(
            description=row.text("summary", "Summary")[:50_000],
            metadata={name: each for name, each in row.items() if name not in _TOLD and each not in (None, "", "NaN")},
            provider=row.text("institution", "Institution")[:1000] or None,
            links=_links(row, place if has_place else ""),
            bbox=bbox(*(row.number(name) for name in ("minLongitude", "minLatitude", "maxLongitude", "maxLatitude"))),
            interval=interval(row.get("minTime"), row.get("maxTime")),
            # All of a grid is opened lazily; of a table something has to be chosen first.
            recipe=recipe(kind, place, {}) if has_place and is_grid else None,
        ),
        problems=problems,
        source=row.written,
    )


def _named_base(row: Row, problems: list[CatalogProblem]) -> str:
    """Address of the server as the row has it, for a table that came from no server."""
    for name in ("griddap", "tabledap"):
        place = row.text(name)
        before, found, _ = place.partition(f"/{name}/")
        if found and before.lower().startswith(("http://", "https://")):
            return before
    if not problems:
        problems.append(warning("relative-base", "The row has no address of a server, so the dataset has none."))
    return ""


def _links(row: Row, place: str) -> list[Link]:
    found = [Link(url=f"{place}.html", title="Data access form")] if place else []
    for name, title in _PAGES.items():
        url = row.text(name)
        if url.lower().startswith(("http://", "https://")):
            found.append(Link(url=url, title=title))
    return found
