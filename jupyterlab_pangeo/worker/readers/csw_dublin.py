"""Dublin Core records, as every CSW has them."""

import re
from collections.abc import Iterator

from ...schemas.catalogs import CatalogProblem, Interval
from ..problems import clip, warning
from ..xml_text import Element
from .record_links import RecordLink
from .records import Record

_MOST_LINKS = 1000
_METADATA = ("type", "format", "language", "date", "modified", "created", "issued", "spatial", "coverage", "source")
_PERIOD = re.compile(r"(start|end)\s*=\s*([^;]+)", re.IGNORECASE)


def dublin_record(element: Element, name: str) -> Record:
    """A record from ``csw:Record`` or its shorter forms; ``name`` stands in for an identifier."""
    problems: list[CatalogProblem] = []
    people = dict.fromkeys(each for kind in ("publisher", "creator", "contributor") for each in _all(element, kind))
    terms = dict.fromkeys(each for kind in ("license", "rights", "accessRights") for each in _all(element, kind))
    return Record(
        name=next(_all(element, "identifier"), name),
        title=next(_all(element, "title"), ""),
        description=next(_all(element, "abstract"), "") or next(_all(element, "description"), ""),
        keywords=[each[:200] for each in dict.fromkeys(_all(element, "subject"))][:200],
        licence="; ".join(terms)[:500] or None,
        provider=", ".join(people)[:1000] or None,
        bbox=_bbox(element, problems),
        interval=_interval(element),
        metadata={key: found for key in _METADATA if (found := "; ".join(_all(element, key)))},
        links=list(_links(element))[:_MOST_LINKS],
        problems=problems,
    )


def _all(element: Element, name: str) -> Iterator[str]:
    return (said for child in element.all(name) if (said := child.said()))


def _links(element: Element) -> Iterator[RecordLink]:
    for child in element.children:
        if child.name == "references":
            yield RecordLink(url=child.said(), protocol=child.get("scheme"))
        elif child.name == "URI":
            yield RecordLink(
                url=child.said(),
                title=child.get("name"),
                protocol=child.get("protocol"),
                description=child.get("description"),
            )
        elif child.name in ("relation", "source", "isPartOf", "hasPart") and child.said().startswith("http"):
            yield RecordLink(url=child.said(), rel=child.name)


def _bbox(element: Element, problems: list[CatalogProblem]) -> list[float] | None:
    box = element.first("WGS84BoundingBox") or element.first("BoundingBox")
    if box is None:
        return None
    lower, upper = box.said("LowerCorner").split(), box.said("UpperCorner").split()
    try:
        west, south, east, north = (float(each) for each in (*lower[:2], *upper[:2]))
    except ValueError:
        said = f"{' '.join(lower)} {' '.join(upper)}"
        problems.append(warning("bad-extent", f"The box {clip(said)!r} is not two corners; left out."))
        return None
    crs = box.get("crs").lower()
    is_by_latitude = box.name == "BoundingBox" and "4326" in crs and "crs84" not in crs
    found = [south, west, north, east] if is_by_latitude else [west, south, east, north]
    if abs(found[1]) > 90 or abs(found[3]) > 90:
        # Written in the other order than the reference system says.
        found = [found[1], found[0], found[3], found[2]]
    if all(abs(value) <= most for value, most in zip(found, (360, 90, 360, 90), strict=True)):
        return found
    problems.append(warning("bad-extent", f"The box {clip(repr(found))} is not in degrees; left out."))
    return None


def _interval(element: Element) -> Interval | None:
    """By ``dct:temporal``: a period in DCMI's words, or two times with a slash between them."""
    for said in _all(element, "temporal"):
        period = {key.lower(): value.strip()[:40] for key, value in _PERIOD.findall(said)}
        if period:
            return period.get("start"), period.get("end")
        start, slash, end = said.partition("/")
        if slash and start.strip()[:1].isdigit():
            return start.strip()[:40], end.strip()[:40] or None
    return None
