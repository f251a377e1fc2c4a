"""Box and time span in the free metadata of an entry, by the names that are used for them."""

import math
from typing import Any

from ...schemas.catalogs import Interval

# The attributes of ACDD, the convention for NetCDF files: west, south, east, north.
_ACDD_BOX = ("geospatial_lon_min", "geospatial_lat_min", "geospatial_lon_max", "geospatial_lat_max")
_ACDD_SPAN = ("time_coverage_start", "time_coverage_end")
# Without one of these there is neither.
EXTENT_KEYS = frozenset({"bbox", "spatial_extent", "temporal_extent", _ACDD_BOX[0], *_ACDD_SPAN})


def box_in(metadata: dict[str, Any]) -> list[float] | None:
    """West, south, east and north in degrees; None where nothing says them, or it is no box."""
    given = metadata.get("bbox", metadata.get("spatial_extent"))
    if given is None:
        if _ACDD_BOX[0] not in metadata:
            return None
        given = [metadata.get(name) for name in _ACDD_BOX]
    if not isinstance(given, list) or len(given) != 4 or not all(_is_number(each) for each in given):
        return None
    west, south, east, north = (float(each) for each in given)
    return [west, south, east, north] if -90 <= south <= north <= 90 and max(abs(west), abs(east)) <= 360 else None


def interval_in(metadata: dict[str, Any]) -> Interval | None:
    """Start and end as the metadata write them; None where nothing says them."""
    given = metadata.get("temporal_extent")
    if isinstance(given, list) and len(given) == 2:
        span = (_moment(given[0]), _moment(given[1]))
    else:
        span = (_moment(metadata.get(_ACDD_SPAN[0])), _moment(metadata.get(_ACDD_SPAN[1])))
    return None if span == (None, None) else span


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def _moment(given: Any) -> str | None:
    return given[:40] if isinstance(given, str) and given[:4].isdecimal() else None
