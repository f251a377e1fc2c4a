"""What a THREDDS catalog says of a dataset by itself and by metadata that its folders hand down."""

import math
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from ...schemas.catalogs import CatalogProblem, Interval, Link
from ..locations import resolve
from ..problems import clip, warning
from ..xml_text import Element

_MOST_LINKS = 50
_MOST_VARIABLES = 500
_DURATION = re.compile(r"\s*([\d.]{1,12})\s*(second|sec|minute|min|hour|hr|day|week)s?\s*$", re.IGNORECASE)
_SECONDS = {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600, "day": 86400, "week": 604800}
_PLAIN = ("dataType", "dataFormat", "authority", "processing_level", "project", "contributor")


class Told(Struct, kw_only=True):
    """What some elements say; lists are in the document's order."""

    service: str = ""
    data_format: str = ""
    description: list[str] = []
    keywords: list[str] = []
    providers: list[str] = []
    licence: str | None = None
    links: list[Link] = []
    bbox: list[float] | None = None
    interval: Interval | None = None
    metadata: dict[str, Any] = {}
    is_plain: bool = False

    def over(self, handed: "Told") -> "Told":
        """Both together: what is said here counts before what was handed down, and lists are joined."""
        return Told(
            service=self.service or handed.service,
            data_format=self.data_format or handed.data_format,
            description=_joined(self.description, handed.description),
            keywords=_joined(self.keywords, handed.keywords),
            providers=_joined(self.providers, handed.providers),
            licence=self.licence or handed.licence,
            links=_joined(self.links, handed.links),
            bbox=self.bbox or handed.bbox,
            interval=self.interval or handed.interval,
            metadata={**handed.metadata, **self.metadata},
            is_plain=self.is_plain or handed.is_plain,
        )

    @property
    def text(self) -> str:
        """Description, as paragraphs."""
        return "\n\n".join(self.description)[:50_000]


def own(dataset: Element, location: str, problems: list[CatalogProblem]) -> Told:
    """What a dataset says of itself, by its attributes, its children and its metadata of either sort."""
    parts = [child for child in dataset.children if child.name != "dataset"]
    told = _told([*parts, *_inside(dataset, inherited=None)], location, problems)
    told.service = dataset.get("serviceName") or told.service
    for name in ("dataType", "authority", "ID", "collectionType"):
        if dataset.get(name):
            told.metadata[name] = dataset.get(name)[:1000]
    return told


def handed_down(dataset: Element, location: str) -> Told:
    """What a dataset says of all that is inside of it."""
    return _told(list(_inside(dataset, inherited=True)), location, [])


def _inside(dataset: Element, inherited: bool | None) -> Iterator[Element]:
    for metadata in dataset.all("metadata"):
        if inherited is None or (metadata.get("inherited").lower() == "true") == inherited:
            yield from metadata.children


def _told(elements: list[Element], location: str, problems: list[CatalogProblem]) -> Told:
    told = Told(description=[], keywords=[], providers=[], links=[], metadata={})
    for element in elements:
        name, said = element.name, element.said()
        if name == "serviceName":
            told.service = told.service or said
        elif name == "documentation":
            _documentation(element, said, location, told)
        elif name == "keyword":
            told.keywords += [said[:200]] if said else []
        elif name in ("creator", "publisher"):
            _person(element, location, told)
        elif name == "geospatialCoverage":
            told.bbox = told.bbox or _bbox(element, problems)
        elif name == "timeCoverage":
            told.interval = told.interval or _interval(element, told)
        elif name == "variableMap":
            _add_link(element, "Variables", location, told)
        else:
            _other(element, said, told)
    return told


def _other(element: Element, said: str, told: Told) -> None:
    name, metadata = element.name, told.metadata
    if name == "dataFormat":
        told.data_format = told.data_format or said
    if name in _PLAIN and said:
        known = metadata.get(name)
        metadata[name] = said[:1000] if known is None else f"{known}; {said}"[:1000]
    elif name == "dataSize" and said:
        metadata["dataSize"] = f"{said} {element.get('units')}".strip()[:200]
    elif name == "date":
        metadata.setdefault("dates", {})[element.get("type")[:200] or "date"] = said[:200]
    elif name == "property":
        _property(element.get("name")[:200], element.get("value"), told)
    elif name == "variables":
        known = metadata.setdefault("variables", [])
        known += [_variable(each) for each in element.all("variable")][: _MOST_VARIABLES - len(known)]


def _property(name: str, value: str, told: Told) -> None:
    if name == "NotAThreddsDataset":
        told.is_plain = value.lower() == "true"
    elif name not in ("", "DatasetScan"):
        told.metadata.setdefault("properties", {})[name] = value[:2000]


def _variable(element: Element) -> dict[str, str]:
    described = {
        "name": element.get("name"),
        "units": element.get("units"),
        "description": element.said() or element.get("vocabulary_name"),
    }
    return {key: value[:500] for key, value in described.items() if value}


def _documentation(element: Element, said: str, location: str, told: Told) -> None:
    kind = element.get("type").lower()
    if element.get("xlink:href"):
        _add_link(element, kind or "Documentation", location, told)
    elif not said:
        return
    elif kind == "rights":
        told.licence = told.licence or said[:2000]
    elif kind in ("", "summary", "abstract"):
        told.description += [] if said in told.description else [said]
    else:
        notes = told.metadata.setdefault("documentation", {})
        notes[kind[:200]] = f"{notes[kind]}\n{said}"[:4000] if kind in notes else said[:4000]


def _person(element: Element, location: str, told: Told) -> None:
    name = element.said("name")
    if name:
        told.providers += [] if name in told.providers else [" ".join(name.split())[:500]]
    contact = element.first("contact")
    if contact is not None and contact.get("url"):
        _add_url(contact.get("url"), name or element.name, location, told)


def _add_link(element: Element, title: str, location: str, told: Told) -> None:
    _add_url(element.get("xlink:href"), element.get("xlink:title") or title, location, told)


def _add_url(url: str, title: str, location: str, told: Told) -> None:
    try:
        url = resolve(location, url)
    except ValueError:
        return
    if url.lower().startswith(("http://", "https://")) and len(told.links) < _MOST_LINKS:
        told.links.append(Link(url=url, title=title[:200]))


def _bbox(element: Element, problems: list[CatalogProblem]) -> list[float] | None:
    """Box in degrees; west lies east of east where it crosses the antimeridian."""
    if element.get("globalCoverage").lower() == "true":
        return [-180.0, -90.0, 180.0, 90.0]
    if element.first("northsouth") is None or element.first("eastwest") is None:
        return None
    try:
        south, height = (float(element.said(f"northsouth/{part}")) for part in ("start", "size"))
        west, width = (float(element.said(f"eastwest/{part}")) for part in ("start", "size"))
    except ValueError:
        south = height = west = width = math.nan
    south, north = sorted((south, south + height))
    if width < 0:
        west, width = west + width, -width
    if not (-90.001 <= south <= north <= 90.001 and -720 <= west <= 720 and width <= 400):
        said = clip(" ".join(each.text.strip() for each in element.walk()))
        problems.append(warning("bad-extent", f"The box ({said}) is none in degrees; left out."))
        return None
    if width >= 359:
        return [-180.0, south, 180.0, north]
    west = (west + 180) % 360 - 180
    east = west + width
    return [round(number, 9) for number in (west, south, east if east <= 180 else east - 360, north)]


def _interval(element: Element, told: Told) -> Interval | None:
    said = {name: element.said(name)[:80] for name in ("start", "end", "duration", "resolution")}
    told.metadata["timeCoverage"] = {name: value for name, value in said.items() if value}
    start, end = _moment(said["start"]), _moment(said["end"])
    length = _DURATION.match(said["duration"])
    if length and (start is None) != (end is None) and "present" not in (said["start"].lower(), said["end"].lower()):
        span = timedelta(seconds=min(float(length[1]) * _SECONDS[length[2].lower()], 1e11))
        start, end = _shifted(start, end, span)
    return (start, end) if start or end else None


def _moment(text: str) -> str | None:
    """Time as ISO 8601 has it; None for 'present', and for what is no time."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).isoformat() and text[:40]
    except ValueError:
        return None


def _shifted(start: str | None, end: str | None, span: timedelta) -> Interval:
    known = datetime.fromisoformat((start or end or "").replace("Z", "+00:00"))
    try:
        other = (known + span if start else known - span).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return start, end
    return (start, other) if start else (other, end)


def _joined(first: list[Any], second: Iterable[Any]) -> list[Any]:
    return [*first, *(each for each in second if each not in first)][:_MOST_LINKS]
