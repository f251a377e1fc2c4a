"""ISO 19115 records as ISO 19139 writes them, and what ISO 19115-3 has at the same places."""

from collections.abc import Iterator

from ...schemas.catalogs import CatalogProblem, Interval
from ..problems import clip, warning
from ..xml_text import Element
from .record_links import RecordLink
from .records import Record

_MOST_LINKS = 1000
_BOX = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
_MOST = (360.0, 90.0, 360.0, 90.0)


def iso_record(element: Element, name: str) -> Record:
    """A record from ``gmd:MD_Metadata``; ``name`` stands in for an identifier."""
    problems: list[CatalogProblem] = []
    told = element.first("identificationInfo/*") or Element("", "", {}, 0)
    people = [
        *_phrases(told, "pointOfContact/*/organisationName"),
        *_phrases(told, "pointOfContact/**/CI_Organisation"),
        *_phrases(element, "contact/*/organisationName"),
        *_phrases(element, "contact/**/CI_Organisation"),
    ]
    terms = [
        *_phrases(told, "resourceConstraints/*/useLimitation"),
        *_phrases(told, "resourceConstraints/*/otherConstraints"),
    ]
    return Record(
        name=_phrase(element, "fileIdentifier") or _phrase(element, "metadataIdentifier/*/code") or name,
        title=_phrase(told, "citation/*/title"),
        description=_phrase(told, "abstract"),
        keywords=[each[:200] for each in dict.fromkeys(_phrases(told, "descriptiveKeywords/*/keyword"))][:200],
        licence="; ".join(dict.fromkeys(terms))[:500] or None,
        provider=", ".join(dict.fromkeys(people))[:1000] or None,
        bbox=_bbox(told, problems),
        interval=_interval(told),
        metadata=_metadata(element, told),
        links=list(_links(element, told))[:_MOST_LINKS],
        problems=problems,
    )


def _phrases(element: Element, path: str) -> Iterator[str]:
    return (said for each in element.all(path) if (said := _said(each)))


def _phrase(element: Element, path: str) -> str:
    return next(_phrases(element, path), "")


def _said(element: Element) -> str:
    """A text in the record's own language; where it has none there, in the first that it has."""
    return (
        element.said("CharacterString")
        or element.said("Anchor")
        or element.said("**/LocalisedCharacterString")
        or element.said()
    )


def _metadata(element: Element, told: Element) -> dict[str, str]:
    code = element.first("hierarchyLevel/*")
    language = element.first("language/*")
    found = {
        "type": code.get("codeListValue") or code.said() if code else "",
        "language": language.get("codeListValue") or language.said() if language else "",
        "updated": element.said("dateStamp") or element.said("dateInfo/*/date"),
        "topics": ", ".join(_phrases(told, "topicCategory")),
        "purpose": _phrase(told, "purpose"),
        "lineage": _phrase(element, "dataQualityInfo/*/lineage/*/statement"),
        "format": ", ".join(dict.fromkeys(_phrases(element, "distributionInfo/*/distributionFormat/*/name"))),
    }
    return {key: value[:5000] for key, value in found.items() if value}


def _links(element: Element, told: Element) -> Iterator[RecordLink]:
    for resource in element.all("distributionInfo/**/CI_OnlineResource"):
        yield _link(resource)
    service = _phrase(told, "serviceType")
    for resource in told.all("containsOperations/**/CI_OnlineResource"):
        yield _link(resource, service)
    for picture in told.all("graphicOverview/*/fileName"):
        yield RecordLink(url=_said(picture), rel="preview", title="preview")


def _link(resource: Element, service: str = "") -> RecordLink:
    return RecordLink(
        url=resource.said("linkage/URL") or resource.said("linkage"),
        title=_phrase(resource, "name"),
        protocol=_phrase(resource, "protocol") or service,
        description=_phrase(resource, "description"),
    )


def _bbox(told: Element, problems: list[CatalogProblem]) -> list[float] | None:
    """The box around all boxes."""
    boxes = []
    for box in told.all("extent/**/EX_GeographicBoundingBox"):
        said = [box.said(name) for name in _BOX]
        if not any(said):
            continue
        try:
            # In some languages numbers are written with commas.
            found = [float(each.replace(",", ".")) for each in said]
        except ValueError:
            found = [float("nan")]
        if len(found) == 4 and all(abs(value) <= most for value, most in zip(found, _MOST, strict=True)):
            boxes.append(found)
        else:
            problems.append(warning("bad-extent", f"The box {clip(repr(said))} is not in degrees; left out."))
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _interval(told: Element) -> Interval | None:
    for extent in told.all("extent/**/EX_TemporalExtent"):
        starts = ("**/beginPosition", "**/begin", "**/TimeInstant")
        ends = ("**/endPosition", "**/end", "**/TimeInstant")
        start = next((said for path in starts if (said := extent.said(path))), "")[:40] or None
        end = next((said for path in ends if (said := extent.said(path))), "")[:40] or None
        if start or end:
            return start, end
    return None
