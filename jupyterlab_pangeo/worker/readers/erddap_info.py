"""One dataset of an ERDDAP server: variables and dimensions, and what can be chosen of them before it is loaded."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from ...schemas.catalogs import About, CatalogProblem, Link, Recipe, UserParameter
from ..problems import warning
from . import Details, Facts, Found, Source
from .erddap_tables import Row, bbox, interval, moment, number

_GLOBAL = "NC_GLOBAL"
_COUNT = re.compile(r"nValues=(\d{1,15})")
_SPACING = re.compile(r"averageSpacing=(-?)")
_COORDINATES = ("time", "latitude", "longitude", "altitude", "depth")
_TEXTS = frozenset({"String", "char"})
# Variables of a table that get bounds of their own in the form; others go into its field of conditions.
_MOST_BOUNDS = 10
_MOST_NAMES = 100
_DAYS = timedelta(days=7)


class Variable(Struct):
    """A variable or a dimension, with its attributes as text."""

    name: str
    type: str
    said: str = ""
    is_dimension: bool = False
    attributes: dict[str, str] = {}

    @property
    def is_time(self) -> bool:
        """Whether its values are times, which ERDDAP counts in seconds since 1970."""
        return self.attributes.get("units", "").lower().startswith("seconds since 1970-01-01")

    @property
    def bounds(self) -> tuple[Any, Any]:
        """Least and most: numbers, or times as ISO 8601 has them; None where they are not known."""
        low, _, high = self.attributes.get("actual_range", "").partition(",")
        first, last = number(low), number(high)
        if first is not None and last is not None and first > last:
            first, last = last, first
        return (moment(first), moment(last)) if self.is_time else (first, last)

    @property
    def is_descending(self) -> bool:
        """Whether a dimension goes from more to less."""
        spacing = _SPACING.search(self.said)
        low, _, high = self.attributes.get("actual_range", "").partition(",")
        first, last = number(low), number(high)
        return bool(spacing and spacing[1]) or (first is not None and last is not None and first > last)


def dataset(rows: Iterable[Row], source: Source, base: str, facts: Facts) -> Found:
    """Entry of the dataset that a table describes; ``base`` is the server's address."""
    told: dict[str, str] = {}
    variables: dict[str, Variable] = {}
    for row in rows:
        _take(row, told, variables)
    dimensions = [each for each in variables.values() if each.is_dimension]
    kind = "griddap" if dimensions else "tabledap"
    identity = _identity(source, told)
    facts.title = (told.get("title", "") or identity)[:200]
    facts.description = told.get("summary", "").strip()[:50_000]
    facts.about = _about(told, variables, base, kind, identity)
    problems: list[CatalogProblem] = []
    if not base:
        note = "The description is a file, so nothing says on which server the dataset is."
        problems.append(warning("relative-base", note))
    chosen = _of_grid(dimensions, variables) if dimensions else _of_table(variables)
    about = facts.about
    return Found(
        name=identity,
        title=facts.title,
        kind="grid" if dimensions else "table",
        format=kind,
        driver=told.get("cdm_data_type", "")[:200],
        details=Details(
            description=facts.description,
            metadata=about.metadata,
            user_parameters=chosen if base else [],
            recipe=_recipe(kind, f"{base}/{kind}/{quote(identity, safe='')}", variables) if base else None,
            licence=about.licence,
            provider=about.provider,
            keywords=about.keywords,
            links=about.links,
            bbox=about.bbox,
            interval=about.interval,
        ),
        problems=problems,
    )


def recipe(kind: str, place: str, arguments: Mapping[str, object]) -> Recipe:
    """How a dataset is opened; ``place`` is its address without the ending of a file type."""
    return Recipe(
        reader="erddap",
        driver=kind,
        format=kind,
        urls=[place],
        is_local=False,
        arguments=dict(arguments),
        storage_options={},
        is_literal=True,
    )


def _take(row: Row, told: dict[str, str], variables: dict[str, Variable]) -> None:
    kind, name, said = row.text("Row Type"), row.text("Variable Name"), row.get("Value")
    said = said if isinstance(said, str) else "" if said is None else str(said)
    if kind in ("dimension", "variable"):
        variables[name] = Variable(name, row.text("Data Type"), said, kind == "dimension", {})
    elif kind == "attribute" and name == _GLOBAL:
        told[row.text("Attribute Name")] = said
    elif kind == "attribute" and name in variables:
        variables[name].attributes[row.text("Attribute Name")] = said


def _identity(source: Source, told: Mapping[str, str]) -> str:
    parts = urlsplit(source.location).path.split("/")
    if "info" in parts[:-1] and not source.is_local:
        return unquote(parts[parts.index("info") + 1])
    return told.get("id", "").strip() or "dataset"


def _about(told: Mapping[str, str], variables: Mapping[str, Variable], base: str, kind: str, identity: str) -> About:
    place = f"{base}/{kind}/{quote(identity, safe='')}"
    links = [Link(url=f"{place}.html", title="Data access form")] if base else []
    if told.get("infoUrl", "").lower().startswith(("http://", "https://")):
        links.append(Link(url=told["infoUrl"], title="Background"))
    hidden = {"title", "summary", "license", "institution", "keywords", "infoUrl", "history"}
    corners = ("geospatial_lon_min", "geospatial_lat_min", "geospatial_lon_max", "geospatial_lat_max")
    return About(
        metadata={
            "dimensions": {each.name: _size(each) for each in variables.values() if each.is_dimension},
            "variables": [_described(each) for each in variables.values()],
            **{name: said[:2000] for name, said in told.items() if name not in hidden},
        },
        licence=told.get("license", "").strip()[:2000] or None,
        provider=told.get("institution", "").strip()[:1000] or None,
        keywords=[word.strip()[:200] for word in told.get("keywords", "").split(",") if word.strip()][:_MOST_NAMES],
        links=links,
        bbox=bbox(*(number(told.get(name)) for name in corners)),
        interval=interval(told.get("time_coverage_start"), told.get("time_coverage_end")),
    )


def _size(dimension: Variable) -> int | None:
    found = _COUNT.search(dimension.said)
    return int(found[1]) if found else None


def _described(each: Variable) -> dict[str, Any]:
    told = {
        "name": each.name,
        "type": each.type,
        "units": each.attributes.get("units", ""),
        "long_name": each.attributes.get("long_name", ""),
        "dimensions": "" if each.is_dimension else each.said,
        "range": " to ".join(str(bound) for bound in each.bounds if bound is not None),
    }
    return {name: said[:500] for name, said in told.items() if said}


def _recipe(kind: str, place: str, variables: Mapping[str, Variable]) -> Recipe:
    """With what there is to choose from: parameters are called after it, and what lies at its ends cuts nothing off."""
    if kind == "griddap":
        arguments: dict[str, Any] = {
            "dimensions": [
                {**_ends(each), "isTime": each.is_time, "isDescending": each.is_descending}
                for each in variables.values()
                if each.is_dimension
            ]
        }
    else:
        arguments = {"bounded": [_ends(each) for each in _bounded(variables)], "hasTime": "time" in variables}
    return recipe(kind, place, arguments)


def _ends(each: Variable) -> dict[str, Any]:
    low, high = each.bounds
    return {"name": each.name, "minimum": low, "maximum": high}


def _of_grid(dimensions: list[Variable], variables: Mapping[str, Variable]) -> list[UserParameter]:
    found = [_names(each.name for each in variables.values() if not each.is_dimension)]
    for each in dimensions:
        found += _bounds(each, each.bounds[0])
        count = _size(each)
        found.append(
            UserParameter(
                name=f"{each.name}_stride",
                type="int",
                description="Every so many values",
                default=1,
                minimum=1,
                maximum=count or None,
            )
        )
    return found


def _of_table(variables: Mapping[str, Variable]) -> list[UserParameter]:
    found = [_names(variables)]
    for each in _bounded(variables):
        low, high = each.bounds
        found += _bounds(each, _last_days(low, high) if each.name == "time" else low)
    note = 'Further conditions with & between them, as station="46088"&wtmp>10'
    found.append(UserParameter(name="conditions", type="str", description=note, default=""))
    return found


def _bounded(variables: Mapping[str, Variable]) -> list[Variable]:
    """Variables of a table that get bounds: coordinates first, then others whose range is known."""
    coordinates = [variables[name] for name in _COORDINATES if name in variables]
    others = [each for each in variables.values() if each.name not in _COORDINATES and None not in each.bounds]
    return [each for each in coordinates + others if each.type not in _TEXTS][:_MOST_BOUNDS]


def _bounds(each: Variable, start: Any) -> list[UserParameter]:
    low, high = each.bounds
    kind = "datetime" if each.is_time else "float"
    units = "UTC, as 2020-01-31T12:00:00Z" if each.is_time else each.attributes.get("units", "")
    described = f"{each.attributes.get('long_name') or each.name} ({units})" if units else ""
    return [
        UserParameter(
            name=f"{each.name}_{end}",
            type=kind,
            description=described[:200],
            default=default,
            minimum=low,
            maximum=high,
        )
        for end, default in (("min", start), ("max", high))
    ]


def _last_days(low: Any, high: Any) -> Any:
    """A week before the end: whole tables can be of any size, and the last days are what people look at first."""
    try:
        end = datetime.fromisoformat(str(high).replace("Z", "+00:00")) - _DAYS
    except (ValueError, OverflowError):
        return low
    return max(str(low or ""), end.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _names(names: Iterable[str]) -> UserParameter:
    listed = list(names)
    more = f" and {len(listed) - _MOST_NAMES} more" if len(listed) > _MOST_NAMES else ""
    note = f"Names with commas between them, none for all: {', '.join(listed[:_MOST_NAMES])}{more}"
    return UserParameter(name="variables", type="str", description=note[:4000], default="")
