"""Box and time span that free metadata say."""

from typing import Any

import pytest

from jupyterlab_pangeo.worker.readers.extents import box_in, interval_in

ACDD = {"geospatial_lon_min": -20, "geospatial_lon_max": 10.5, "geospatial_lat_min": -5, "geospatial_lat_max": 60}


@pytest.mark.parametrize("metadata", [{"bbox": [-20, -5, 10.5, 60]}, {"spatial_extent": [-20, -5, 10.5, 60]}, ACDD])
def test_a_box_is_known_by_the_usual_names(metadata: dict[str, Any]) -> None:
    assert box_in(metadata) == [-20.0, -5.0, 10.5, 60.0]


@pytest.mark.parametrize(
    "given",
    [
        None,
        "all",
        [],
        [0, 0, 1],
        [0, 0, 1, "1"],
        [0, 10, 1, 5],
        [0, -91, 1, 1],
        [0, 0, float("inf"), 1],
        [1e9, 0, 1, 1],
    ],
)
def test_what_is_no_box_says_nothing(given: Any) -> None:
    assert box_in({"bbox": given}) is None


def test_a_time_span_is_known_by_the_usual_names() -> None:
    assert interval_in({"temporal_extent": ["2000-01-15", "2001"]}) == ("2000-01-15", "2001")
    assert interval_in({"time_coverage_start": "1993-01-01T00:00:00Z"}) == ("1993-01-01T00:00:00Z", None)


@pytest.mark.parametrize("given", [None, "2000", [1, 2], ["soon", "later"], ["2000"], [None, None]])
def test_what_is_no_time_span_says_nothing(given: Any) -> None:
    assert interval_in({"temporal_extent": given}) is None
