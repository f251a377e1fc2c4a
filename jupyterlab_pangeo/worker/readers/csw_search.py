"""Requests to a CSW: a query as KVP of GET, and the page that follows another."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from ...schemas.catalogs import SearchQuery, Service
from ..xml_text import Element
from . import Source
from .oarec_service import with_query
from .stac_search import span

_SPACES = {
    "ogc": "http://www.opengis.net/ogc",
    "gml": "http://www.opengis.net/gml",
    "csw": "http://www.opengis.net/cat/csw/2.0.2",
    "ows": "http://www.opengis.net/ows",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dct": "http://purl.org/dc/terms/",
    "apiso": "http://www.opengis.net/cat/csw/apiso/1.0",
}


def search_address(service: Service, query: SearchQuery) -> str:
    """Address of the first page of what a query finds.

    Version 3 has words of its own for text, box and time. Version 2.0.2 is asked by a filter as XML, where the
    service takes one, for only that says without doubt in which order a box has its axes; else by CQL.
    """
    asked = {"maxRecords": str(query.limit), "startPosition": "1"}
    told = {name.lower(): values[0] for name, values in parse_qs(urlsplit(service.url).query).items()}
    if told.get("version", "").startswith("3"):
        return with_query(service.url, asked | _third(query))
    conditions = list(_filters(service, query) if told.get("constraintlanguage") == "FILTER" else _cql(service, query))
    if not conditions:
        return with_query(service.url, asked, drop=("constraintlanguage",))
    if told.get("constraintlanguage") == "FILTER":
        asked["constraint"] = _filter(conditions)
    else:
        asked["constraint"] = " AND ".join(conditions)
    return with_query(service.url, asked | {"constraint_language_version": "1.1.0"})


def _third(query: SearchQuery) -> dict[str, str]:
    asked = {}
    if query.text:
        asked["q"] = query.text
    if query.bbox:
        asked["bbox"] = ",".join(f"{value:.10g}" for value in query.bbox)
    if query.interval:
        # Open ends are empty there.
        asked["time"] = span(query.interval).replace("..", "")
    return asked


def _names(service: Service) -> list[str]:
    """Names of the queryables for text, keywords, and begin and end of a time."""
    given = [field.name for field in service.fields]
    return given if len(given) >= 2 else ["csw:AnyText", "dc:subject"]


def _boxes(bbox: list[float]) -> Iterator[tuple[float, float, float, float]]:
    """A box, or the two parts of one across the date line."""
    west, south, east, north = bbox
    if west <= east:
        yield west, south, east, north
    else:
        yield west, south, 180.0, north
        yield -180.0, south, east, north


def _ends(service: Service, query: SearchQuery) -> Iterator[tuple[str, str, bool]]:
    """Conditions of time: property, moment, whether the property is to be at most that."""
    names = _names(service)
    if query.interval and len(names) >= 4:
        start, end = query.interval
        if end:
            yield names[2], end, True
        if start:
            yield names[3], start, False


def _filters(service: Service, query: SearchQuery) -> Iterator[str]:
    text, subject = _names(service)[:2]
    if query.text:
        yield _like(text, query.text)
    for word in query.keywords:
        yield _like(subject, word)
    if query.bbox:
        boxes = [_envelope(*box) for box in _boxes(query.bbox)]
        yield boxes[0] if len(boxes) == 1 else f"<ogc:Or>{''.join(boxes)}</ogc:Or>"
    for name, moment, is_most in _ends(service, query):
        tag = "ogc:PropertyIsLessThanOrEqualTo" if is_most else "ogc:PropertyIsGreaterThanOrEqualTo"
        yield f"<{tag}>{_named(name)}<ogc:Literal>{escape(moment)}</ogc:Literal></{tag}>"


def _filter(conditions: list[str]) -> str:
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    inner = conditions[0] if len(conditions) == 1 else f"<ogc:And>{''.join(conditions)}</ogc:And>"
    return f"<ogc:Filter {spaces}>{inner}</ogc:Filter>"


def _named(name: str) -> str:
    return f"<ogc:PropertyName>{escape(name)}</ogc:PropertyName>"


def _like(name: str, text: str) -> str:
    marks = 'wildCard="%" singleChar="_" escapeChar="\\"'
    literal = f"%{_plain(text)}%"
    said = f"{_named(name)}<ogc:Literal>{escape(literal)}</ogc:Literal>"
    return f"<ogc:PropertyIsLike {marks}>{said}</ogc:PropertyIsLike>"


def _plain(text: str) -> str:
    """A text in which nothing is a wildcard; what escapes them differs, so each stands for any character."""
    return "".join(" " if each < " " else each for each in text.replace("%", "_").replace("\\", "_"))


def _envelope(west: float, south: float, east: float, north: float) -> str:
    corners = (
        f"<gml:lowerCorner>{west:.10g} {south:.10g}</gml:lowerCorner>"
        f"<gml:upperCorner>{east:.10g} {north:.10g}</gml:upperCorner>"
    )
    inner = f'<gml:Envelope srsName="urn:ogc:def:crs:OGC:1.3:CRS84">{corners}</gml:Envelope>'
    return f"<ogc:BBOX>{_named('ows:BoundingBox')}{inner}</ogc:BBOX>"


def _cql(service: Service, query: SearchQuery) -> Iterator[str]:
    text, subject = _names(service)[:2]
    if query.text:
        yield f"{text} like {_quoted(f'%{_plain(query.text)}%')}"
    for word in query.keywords:
        yield f"{subject} like {_quoted(f'%{_plain(word)}%')}"
    if query.bbox:
        boxes = [f"BBOX(ows:BoundingBox,{','.join(f'{value:.10g}' for value in box)})" for box in _boxes(query.bbox)]
        yield boxes[0] if len(boxes) == 1 else f"({' OR '.join(boxes)})"
    for name, moment, is_most in _ends(service, query):
        yield f"{name} {'<=' if is_most else '>='} {_quoted(moment)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def following_address(results: Element, source: Source, count: int) -> str | None:
    """The page that follows a response; None where it is the last, or does not come from a service."""
    following, matched = results.get("nextRecord"), results.get("numberOfRecordsMatched")
    if source.is_local or not count or not following.isdecimal() or int(following) == 0:
        return None
    if matched.isdecimal() and int(following) > int(matched):
        return None
    return with_query(source.location, {"startPosition": following})
