"""What entries are filtered by: licence, box and time span, as the index holds them."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

# Columns of the table ``entry``, in the order of :func:`traits_of`.
COLUMNS = "licence TEXT, west REAL, south REAL, east REAL, north REAL, start TEXT, finish TEXT"

Traits = tuple[str | None, float | None, float | None, float | None, float | None, str | None, str | None]

_NONE: Traits = (None, None, None, None, None, None, None)
_MOST_LICENCE = 200
_MOST_KEYWORDS = 100
_MOST_KEYWORD = 200
# Degrees, with room for longitudes that go on beyond a full turn.
_MOST = 720
_NO_BOX = (None, None, None, None)
_MOMENT = re.compile(r"(\d{4})(-\d{2}(-\d{2}([T ]\d{2}(:\d{2}(:\d{2})?)?[^Z+-]*(Z|[+-]\d{2}:?\d{2})?)?)?)?")


def traits_of(licence: str | None, bbox: list[float] | None, interval: tuple[str | None, str | None] | None) -> Traits:
    """The columns of an entry; what is not told, or is no box or time, is None.

    Times are texts that sort as the times do, in UTC; one of less digits stands for all that begin with it. One that
    is open on a side is '' or '~' there, and so before or after all others.
    """
    if licence is None and bbox is None and interval is None:
        return _NONE
    west, south, east, north = _NO_BOX if bbox is None else _box(bbox)
    start, end = (None, None) if interval is None else _span(interval)
    return (
        " ".join(licence[:_MOST_LICENCE].split()) or None if licence else None,
        west,
        south,
        east,
        north,
        start,
        end,
    )


def keywords_of(keywords: list[str]) -> set[str]:
    """The keywords of an entry in one spelling."""
    found = (" ".join(word[:_MOST_KEYWORD].split()) for word in keywords[:_MOST_KEYWORDS])
    return {word for word in found if word}


def _box(given: list[float]) -> tuple[Any, Any, Any, Any]:
    # Of six, the third and the last are heights.
    corners = given if len(given) == 4 else (given[0], given[1], given[3], given[4]) if len(given) == 6 else ()
    if not corners:
        return _NO_BOX
    west, south, east, north = corners
    try:
        if not (-_MOST <= west <= _MOST and -_MOST <= south <= _MOST and -_MOST <= north <= _MOST >= abs(east)):
            return _NO_BOX
    except TypeError:
        return _NO_BOX
    # Over the date line.
    return west, south, east + 360 if west > east else east, north


def _span(given: tuple[str | None, str | None]) -> tuple[str | None, str | None]:
    start, end = given
    if not start and not end:
        return None, None
    first = _moment(start) if start else ""
    last = first if end and end == start else _moment(end) if end else "~"
    # What is no time tells nothing, unless the other end does.
    if first is None and last is None:
        return None, None
    return (last if first is None else first), (first if last is None else last)


def _moment(text: str) -> str | None:
    """A time in the spelling that sorts, or None where it is none."""
    if len(text) == 20 and text[19] == "Z" and text[10] == "T":
        return text[:19]
    found = _MOMENT.match(text.strip())
    if found is None:
        return None
    whole, zone = found.group().replace(" ", "T"), found.group(7)
    if zone is None or zone == "Z":
        return whole.removesuffix("Z")
    try:
        return _shifted(whole.removesuffix(zone), zone)
    except (ValueError, OverflowError):
        return whole.removesuffix(zone)


def _shifted(text: str, zone: str) -> str:
    """A time of another zone in UTC; raises ValueError, and OverflowError before the first year and after the last."""
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    away = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    local = datetime.fromisoformat(text[:19] if len(text) >= 19 else text[:16])
    return (local.replace(tzinfo=timezone(away))).astimezone(timezone.utc).isoformat()[:19]
