"""Records of OGC API Records, which are GeoJSON features, and what tells them from other features."""

import math
from collections.abc import Iterator
from typing import Any

from msgspec import Raw

from ...schemas.catalogs import Interval
from ..json_text import Malformed, members, written
from ..problems import clip, error, warning
from .record_links import RecordLink
from .records import Record
from .stac_about import Members, text

_TOLD = frozenset({"title", "description", "keywords", "license", "contacts", "providers", "themes", "time", "extent"})
_OWN = ("id", "conformsTo")
_MOST_LINKS = 1000
_MOST_POINTS = 100_000


def record_of(raw: Raw, number: int) -> Record:
    """A record from its text; what is wrong with it is told among its problems."""
    name = f"record {number}"
    try:
        item = Members(members(raw), [])
    except Malformed as problem:
        return Record(name=name, problems=[error("bad-record", f"The record is {problem}.")], source=written(raw))
    if "properties" not in item.raw and "links" not in item.raw:
        note = "The record has neither 'properties' nor 'links', so it says nothing."
        item.problems.append(error("bad-record", note))
    properties = item.mapping("properties")
    identity = item.get("id")
    name = identity if isinstance(identity, str) and identity.strip() else name
    if isinstance(identity, int | float) and not isinstance(identity, bool):
        name = str(identity)
    return Record(
        name=name,
        title=said(properties.get("title")),
        description=said(properties.get("description")),
        keywords=_keywords(properties),
        licence=_licence(item, properties),
        provider=_provider(properties),
        bbox=_bbox(item),
        interval=_interval(item, properties),
        metadata=_metadata(item, properties),
        links=list(_links(item)),
        problems=item.problems,
        source=written(raw),
    )


def said(given: Any) -> str:
    """A text, or one of those by language: English, else the first."""
    if isinstance(given, dict):
        return text(given.get("en")) or next((each for each in given.values() if isinstance(each, str)), "")
    return text(given)


def _metadata(item: Members, properties: dict[str, Any]) -> dict[str, Any]:
    """The rest; what servers keep for themselves, as the text that they search in, is theirs."""
    rest = {key: value for key, value in properties.items() if key not in _TOLD and not key.startswith("_")}
    own = {key: item.get(key) for key in _OWN}
    return {key: value for key, value in (own | rest).items() if value not in (None, "", [], {})}


def _keywords(properties: dict[str, Any]) -> list[str]:
    found: dict[str, None] = {}
    given, themes = properties.get("keywords"), properties.get("themes")
    for word in given if isinstance(given, list) else ():
        found[said(word)] = None
    for theme in themes if isinstance(themes, list) else ():
        concepts = theme.get("concepts") if isinstance(theme, dict) else None
        for concept in concepts if isinstance(concepts, list) else ():
            named = (said(concept.get("title")) or text(concept.get("id"))) if isinstance(concept, dict) else ""
            found[named or text(concept)] = None
    return [word.strip()[:200] for word in found if word.strip()][:200]


def _licence(item: Members, properties: dict[str, Any]) -> str | None:
    given = properties.get("license")
    if isinstance(given, dict):
        given = said(given.get("title")) or said(given.get("name")) or text(given.get("id")) or text(given.get("url"))
    found = text(given)
    return found or next((link.title or link.url for link in _links(item) if link.rel == "license"), None)


def _provider(properties: dict[str, Any]) -> str | None:
    found: dict[str, None] = {}
    for key in ("contacts", "providers"):
        given = properties.get(key)
        for each in given if isinstance(given, list) else ():
            if isinstance(each, dict):
                found[said(each.get("organization")) or said(each.get("name"))] = None
    return ", ".join(name for name in found if name)[:1000] or None


def _links(item: Members) -> Iterator[RecordLink]:
    given = item.get("links")
    for link in given[:_MOST_LINKS] if isinstance(given, list) else ():
        if isinstance(link, dict) and text(link.get("href")):
            yield RecordLink(
                url=text(link.get("href")).strip(),
                title=said(link.get("title")) or text(link.get("name")),
                protocol=text(link.get("protocol")) or text(link.get("wfs:protocol")),
                media=text(link.get("type")),
                rel=text(link.get("rel")),
                description=said(link.get("description")),
            )


def _bbox(item: Members) -> list[float] | None:
    given = item.get("bbox")
    if isinstance(given, list) and len(given) in (4, 6) and all(is_number(value) for value in given):
        return [float(value) for value in given]
    geometry = item.get("geometry")
    if geometry is None and given is None:
        return None
    points = list(_points(geometry)) if isinstance(geometry, dict) else []
    if points:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return [min(xs), min(ys), max(xs), max(ys)]
    note = (
        f"The record's place is no box and no geometry: {clip(repr(geometry if given is None else given))}; left out."
    )
    item.problems.append(warning("bad-extent", note))
    return None


def _points(geometry: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Positions of a geometry, at most so many that a box of them costs nothing."""
    left = [geometry.get("coordinates"), geometry.get("geometries")]
    count = 0
    while left and count < _MOST_POINTS:
        value = left.pop()
        count += 1
        if isinstance(value, dict):
            left += [value.get("coordinates"), value.get("geometries")]
        elif isinstance(value, list):
            if len(value) >= 2 and is_number(value[0]) and is_number(value[1]):
                yield float(value[0]), float(value[1])
            else:
                left += value


def is_number(given: Any) -> bool:
    """Whether it is a number that a place can be made of."""
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def _interval(item: Members, properties: dict[str, Any]) -> Interval | None:
    """By ``time``: a moment, or an interval with ``..`` where it is open; texts and pairs in older drafts."""
    given = item.get("time")
    if given is None:
        given = properties.get("time")
    if isinstance(given, dict):
        given = given.get("interval") or given.get("timestamp") or given.get("date")
    ends = given if isinstance(given, list) and len(given) == 2 else (given, given)
    if not all(each is None or isinstance(each, str) for each in ends):
        item.problems.append(warning("bad-extent", f"The time {clip(repr(given))} is not one or two times; left out."))
        return None
    start, end = (None if each in (None, "", "..") else str(each)[:40] for each in ends)
    return None if start is None and end is None else (start, end)
