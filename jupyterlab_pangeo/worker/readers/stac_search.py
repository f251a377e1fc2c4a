"""Searches in STAC APIs: their addresses, what a page of results tells, and how all of it is loaded."""

import re
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from ...schemas.catalogs import Interval, Recipe, SearchQuery, Service, UserParameter
from ..json_text import Malformed, items, members, value
from . import Details, Facts
from .stac_about import Members, text
from .stac_api import API, links_of
from .stac_formats import format_of

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MINUTES = re.compile(r"(T\d{2}:\d{2})(?=$|Z|[+-])")
_RASTERS = ("rasterio",)
_COUNTS = ("numberMatched", "numberReturned", "context", "timeStamp", "timestamp")
# Items of a page whose assets tell what those of the others are.
_MOST_LOOKED_AT = 1_000
# What is no measurement, though it is a picture.
_PICTURES = frozenset({"thumbnail", "overview", "preview", "metadata"})


def search_url(service: Service, query: SearchQuery) -> str:
    """Address of the first page of what is found."""
    asked = {"limit": str(query.limit), **{key: _joined(given) for key, given in arguments(service, query).items()}}
    if "filter" in asked:
        asked["filter-lang"] = "cql2-text"
    separator = "&" if urlsplit(service.url).query else "?"
    return f"{service.url}{separator}{urlencode(asked, quote_via=quote, safe=',:/')}"


def arguments(service: Service, query: SearchQuery) -> dict[str, Any]:
    """A query by the names that the API has for it; what is empty is left out."""
    chosen = query.collections or ([] if "collections" in service.filters else service.collections)
    given: dict[str, Any] = {
        "q": query.text,
        "collections": chosen,
        "bbox": query.bbox,
        "datetime": span(query.interval) if query.interval else None,
        "filter": query.condition,
    }
    return {key: value for key, value in given.items() if value}


def _joined(given: Any) -> str:
    return ",".join(map(_printed, given)) if isinstance(given, list) else str(given)


def _printed(given: Any) -> str:
    # Degrees in full, for exponents are not understood everywhere.
    return given if isinstance(given, str) else f"{given:.9f}".rstrip("0").rstrip(".")


def span(interval: Interval) -> str:
    """An interval as OGC's APIs want it, with ``..`` where it is open."""
    start, end = interval
    return f"{_moment(start, 'T00:00:00Z')}/{_moment(end, 'T23:59:59Z')}"


def _moment(given: str | None, rest: str) -> str:
    """A time as RFC 3339 wants it: a day from its first to its last second, UTC where no zone is said."""
    if given is None:
        return ".."
    if _DATE.fullmatch(given):
        return given + rest
    whole = _MINUTES.sub(r"\1:00", given)
    return whole if whole.endswith("Z") or whole[-6] in "+-" else f"{whole}Z"


def tell(document: Members, facts: Facts) -> None:
    """Say of a page of items how many there are, and what their assets are."""
    if facts.about is None:
        return
    metadata = facts.about.metadata
    context = document.get("context")
    context = context if isinstance(context, dict) else {}
    counts = {
        "matched": document.get("numberMatched") or context.get("matched"),
        "returned": document.get("numberReturned") or context.get("returned"),
    }
    for key in _COUNTS:
        metadata.pop(key, None)
    metadata.update({key: count for key, count in counts.items() if isinstance(count, int)})
    formats, bands = _assets(document)
    if formats:
        metadata["formats"] = formats
    if bands:
        metadata["bands"] = bands


def _assets(document: Members) -> tuple[list[str], list[str]]:
    """Formats of the assets of the items, and keys of those that are rasters; each once, in their order."""
    formats: dict[str, None] = {}
    bands: dict[str, None] = {}
    try:
        features = items(document.raw["features"])
    except (Malformed, KeyError):
        return [], []
    for feature in features[:_MOST_LOOKED_AT]:
        try:
            assets = value(members(feature)["assets"])
        except (Malformed, KeyError):
            continue
        for key, asset in assets.items() if isinstance(assets, dict) else ():
            if isinstance(asset, dict):
                form = format_of(text(asset.get("type")), text(asset.get("href"))).name
                formats[form] = None
                roles = asset.get("roles")
                said = {key, *roles} if isinstance(roles, list) and _are_words(roles) else {key}
                if form in _RASTERS and not _PICTURES & said:
                    bands[key] = None
    return list(formats), list(bands)[:200]


def _are_words(given: list[Any]) -> bool:
    return all(isinstance(each, str) for each in given)


def search_details(service: Service, query: SearchQuery, facts: Facts) -> Details:
    """How everything that a search finds becomes one lazy cube, or a list of items where they are no rasters."""
    metadata = facts.about.metadata if facts.about else {}
    bands = metadata.get("bands") or []
    is_cube = bool(bands)
    recipe = Recipe(
        reader=API,
        driver="STAC API",
        format="stac-search" if is_cube else "stac-items",
        urls=[service.root or service.url],
        is_local=False,
        arguments=arguments(service, query),
        storage_options={},
        is_literal=True,
    )
    return Details(recipe=recipe, user_parameters=[*(_cube(bands) if is_cube else ()), _most_items()])


def _cube(bands: list[str]) -> list[UserParameter]:
    listed = ", ".join(bands[:30])
    return [
        UserParameter(name="bands", type="str", description=f"Those to load, by commas; all without it: {listed}"),
        UserParameter(
            name="crs", type="str", description="Projection of the cube, as EPSG:3857; that of the items without it"
        ),
        UserParameter(
            name="resolution",
            type="str",
            description="Width of a pixel in units of the projection; that of the items without it",
        ),
    ]


def _most_items() -> UserParameter:
    return UserParameter(name="max_items", type="int", default=100, minimum=1, description="Items to load at most")


def own_place(item: Members, location: str) -> str | None:
    """Where an item lies by itself, if the server that the page came from serves it with what it belongs to."""
    links = links_of(item.get("links"))
    if not any(text(link.get("rel")) in ("root", "collection") for link in links):
        return None
    for link in links:
        href = text(link.get("href")) if text(link.get("rel")) == "self" else ""
        if href and _server(href) == _server(location) != ("", ""):
            return href
    return None


def _server(location: str) -> tuple[str, str]:
    try:
        parts = urlsplit(location)
    except ValueError:
        return "", ""
    return (parts.scheme, parts.netloc) if parts.scheme in ("http", "https") else ("", "")
