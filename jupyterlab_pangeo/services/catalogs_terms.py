"""Boxes, times and filters of searches, checked."""

import math
import re
from datetime import datetime

import msgspec

from ..adapters.catalogs.narrowing import Narrowing
from ..errors import Invalid
from ..schemas.catalogs import Interval
from ..schemas.search import SearchFilters
from ..worker.traits import traits_of

# A day, and perhaps a time of it; seconds may have digits behind.
_DATE = re.compile(
    r"(\d{4}-\d{2}-\d{2})((T\d{2}:\d{2}(:\d{2})?)((?<=:\d{2}:\d{2})\.\d{1,9})?(Z|[+-](0\d|1[0-4]):[0-5]\d)?)?",
    re.ASCII,
)


def check_area(bbox: list[float], path: str) -> None:
    """Raise Invalid for a box that services may not take: a point, besides what is none."""
    check_box(bbox, path)
    west, south, east, north = bbox
    if west == east and south == north:
        raise Invalid("The box is a point; give it some width or height.", path=path)


def check_box(bbox: list[float], path: str, is_in_url: bool = False) -> None:
    """Raise Invalid, with the path of the number where it is one, for what is no box in degrees."""
    _, south, _, north = bbox
    for place, (value, most) in enumerate(zip(bbox, (180, 90, 180, 90), strict=True)):
        if not math.isfinite(value) or abs(value) > most:
            note = f"{value:g} is not between -{most} and {most} degrees."
            raise Invalid(note, path=path if is_in_url else f"{path}[{place}]")
    if south > north:
        raise Invalid(f"The south, {south:g}, lies north of {north:g}.", path=path)


def checked_interval(given: Interval, path: str, is_in_url: bool = False) -> Interval:
    """The two ends of a time span without spaces; raises Invalid for what is no time, or ends before it starts."""
    ends = tuple((each or "").strip() or None for each in given)
    for place, text in enumerate(ends):
        if text is not None and not is_time(text):
            note = f"{text!r} is no date as 2020-01-31, nor a time of one."
            raise Invalid(note, path=path if is_in_url else f"{path}[{place}]")
    start, end = ends
    first, last = _in_order(start, end)
    if first > f"{last}~":
        raise Invalid(f"The start, {start}, lies after the end, {end}.", path=path)
    return start, end


def _in_order(start: str | None, end: str | None) -> tuple[str, str]:
    """Two times in the spelling of the index, which sorts: UTC, '' and '~' where open."""
    *_, first, last = traits_of(None, None, (start, end))
    return first or "", last or "~"


def is_time(text: str) -> bool:
    """Whether a text is a date, or a date and time, as ISO 8601 has them."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    try:
        datetime.fromisoformat(found[1] + (found[3] or ""))
    except ValueError:
        return False
    return True


def narrowing_of(filters: str | None, form: str | None, bbox: str | None, datetime: str | None) -> Narrowing:
    """What a search in the index is narrowed by, from the arguments of its URL.

    Parameters
    ----------
    filters
        Values by facet, the JSON text of :class:`SearchFilters`.
    form
        One format that hits must have.
    bbox
        West, south, east, north in degrees, with commas; west may be greater than east.
    datetime
        A date or time, or two with a slash, of which one may be '..' or nothing.

    Raises
    ------
    Invalid
        One of them cannot be read; the path names it.
    """
    try:
        chosen = msgspec.json.decode(filters, type=SearchFilters) if filters else SearchFilters()
    except msgspec.DecodeError as problem:
        raise Invalid(f"The filters cannot be read: {problem}", path="?filters") from problem
    return Narrowing(
        kinds=tuple(chosen.kind),
        readers=tuple(chosen.reader),
        formats=tuple({*chosen.format, *([form] if form else [])}),
        keywords=tuple(chosen.keyword),
        licences=tuple(chosen.licence),
        bbox=_box_of(bbox) if bbox else None,
        interval=_span_of(datetime) if datetime else None,
    )


def _box_of(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError as problem:
        raise Invalid(f"{text!r} are not four numbers with commas between.", path="?bbox") from problem
    check_box([west, south, east, north], "?bbox", is_in_url=True)
    return west, south, east, north


def _span_of(text: str) -> tuple[str, str]:
    start, slash, end = text.partition("/")
    ends = [None if each.strip() in ("", "..") else each for each in (start, end if slash else start)]
    since, until = checked_interval((ends[0], ends[1]), "?datetime", is_in_url=True)
    if since is None and until is None:
        raise Invalid("The time is open on both sides.", path="?datetime")
    first, last = _in_order(since, until)
    return first, last if until else ""
