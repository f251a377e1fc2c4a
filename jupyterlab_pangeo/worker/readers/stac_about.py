"""What a STAC document says of itself: texts, extent, licence and whoever provides it."""

import math
from collections.abc import Mapping
from typing import Any

from msgspec import Raw

from ...schemas.catalogs import About, CatalogProblem, Interval, Link
from ..json_text import Malformed, value
from ..problems import clip, warning

_LINK_RELS = (
    *("about", "alternate", "canonical", "cite-as", "describedby", "documentation", "license"),
    *("preview", "related", "source", "via"),
)
# What has a place of its own in the details, or is only of use to a map.
_TOLD = frozenset(
    {
        *("type", "stac_version", "title", "description", "license", "providers", "keywords", "links", "assets"),
        *("features", "geometry", "bbox", "extent", "properties", "datetime", "start_datetime", "end_datetime"),
    }
)
_MOST_LINKS = 50


class Members:
    """Members of a STAC object; one that cannot be read counts as missing and is told of.

    Parameters
    ----------
    raw
        The members as text.
    problems
        Where problems are added.
    """

    def __init__(self, raw: Mapping[str, Raw], problems: list[CatalogProblem]) -> None:
        self.raw = raw
        self.problems = problems
        self._known: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """Value of a member, None where there is none."""
        if key not in self._known:
            self._known[key] = self._read(key) if key in self.raw else None
        return self._known[key]

    def mapping(self, key: str) -> dict[str, Any]:
        """Value of a member that should be an object; empty where it is none."""
        found = self.get(key)
        if isinstance(found, dict):
            return found
        if found is not None:
            self.problems.append(warning("bad-metadata", f"The value of {key!r} is not an object; left out."))
        return {}

    def _read(self, key: str) -> Any:
        try:
            return value(self.raw[key])
        except Malformed as problem:
            self.problems.append(warning("bad-value", f"The value of {clip(key)!r} is left out: {problem}."))
            return None


def text(given: Any) -> str:
    """The value where it is text, else nothing."""
    return given if isinstance(given, str) else ""


def title_of(members: Members) -> str:
    """Title of a catalog, collection or item; its id where it has none."""
    found = text(members.get("title")) or text(members.mapping("properties").get("title"))
    return (found.strip() or text(members.get("id")))[:200]


def description_of(members: Members) -> str:
    """Description, as Markdown."""
    found = text(members.get("description")) or text(members.mapping("properties").get("description"))
    return found.strip()[:50_000]


def about(members: Members) -> About:
    """Everything else."""
    properties = members.mapping("properties")
    providers = _providers(
        members.get(
            "providers",
        )
        or properties.get("providers")
    )
    told = {key: item for key, item in properties.items() if key not in _TOLD}
    own = {key: members.get(key) for key in members.raw if key not in _TOLD}
    return About(
        metadata={key: item for key, item in (own | told).items() if item not in (None, "", [], {})},
        licence=(text(members.get("license")) or text(properties.get("license"))) or None,
        provider=", ".join(text(each.get("name")) for each in providers if text(each.get("name")))[:1000] or None,
        keywords=_keywords(members.get("keywords") or properties.get("keywords")),
        links=_links(members.get("links"), providers),
        bbox=_bbox(members),
        interval=_interval(members),
    )


def _providers(given: Any) -> list[dict[str, Any]]:
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []


def _keywords(given: Any) -> list[str]:
    return [word[:200] for word in given if isinstance(word, str) and word.strip()] if isinstance(given, list) else []


def _links(given: Any, providers: list[dict[str, Any]]) -> list[Link]:
    found = [Link(url=text(each.get("url")), title=text(each.get("name"))[:200]) for each in providers]
    for link in given if isinstance(given, list) else ():
        if isinstance(link, dict) and link.get("rel") in _LINK_RELS:
            title = text(link.get("title")) or text(link.get("rel"))
            found.append(Link(url=text(link.get("href")), title=title[:200]))
    return [link for link in found if link.url.lower().startswith(("http://", "https://"))][:_MOST_LINKS]


def _bbox(members: Members) -> list[float] | None:
    given = members.get("bbox")
    if given is None:
        spatial = _extent(members, "spatial")
        # Before version 0.8 the box itself stood here.
        given = spatial.get("bbox") if isinstance(spatial, dict) else spatial
    if isinstance(given, list) and given and isinstance(given[0], list):
        # The first of several covers the others.
        given = given[0]
    if given is None:
        return None
    if isinstance(given, list) and len(given) in (4, 6) and all(_is_number(number) for number in given):
        return [float(number) for number in given]
    members.problems.append(warning("bad-extent", f"The box {clip(repr(given))} is not four or six numbers; left out."))
    return None


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def _interval(members: Members) -> Interval | None:
    properties = members.mapping("properties")
    start, end = properties.get("start_datetime"), properties.get("end_datetime")
    if start is None and end is None:
        start = end = properties.get("datetime")
    if start is None and end is None:
        temporal = _extent(members, "temporal")
        given = temporal.get("interval") if isinstance(temporal, dict) else temporal
        if isinstance(given, list) and given and isinstance(given[0], list):
            given = given[0]
        if given is None:
            return None
        start, end = given if isinstance(given, list) and len(given) == 2 else (given, given)
    if all(moment is None or isinstance(moment, str) for moment in (start, end)):
        return None if start is None and end is None else (start and start[:40], end and end[:40])
    note = f"The time span {clip(repr((start, end)))} is not two times; left out."
    members.problems.append(warning("bad-extent", note))
    return None


def _extent(members: Members, key: str) -> Any:
    extent = members.get("extent")
    return extent.get(key) if isinstance(extent, dict) else None
