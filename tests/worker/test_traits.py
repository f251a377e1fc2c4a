"""What entries are filtered by, as the index holds it."""

import pytest

from jupyterlab_pangeo.worker.traits import keywords_of, traits_of


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z"), ("2020-01-01T00:00:00", "2020-02-01T00:00:00")),
        (("2020-01-01", None), ("2020-01-01", "~")),
        ((None, "2020"), ("", "2020")),
        (("2020-01-01T02:00:00+02:00", "2020-01-01T00:00:00.25Z"), ("2020-01-01T00:00:00", "2020-01-01T00:00:00.25")),
        (("2020-01-01 10:00", "2020-01-02 10:00:00"), ("2020-01-01T10:00", "2020-01-02T10:00:00")),
        (("soon", "2020-01-01"), ("2020-01-01", "2020-01-01")),
        (("soon", "later"), (None, None)),
        (("0001-01-01T00:00:00+02:00", "0999-01-01T00:00:00+01:00"), ("0001-01-01T00:00:00", "0998-12-31T23:00:00")),
        ((None, None), (None, None)),
    ],
)
def test_a_time_span_is_kept_in_texts_that_sort(given, expected):
    assert traits_of(None, None, given)[-2:] == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([-10.0, 35.0, 40.0, 60.0], (-10.0, 35.0, 40.0, 60.0)),
        ([-10.0, 35.0, 0.0, 40.0, 60.0, 100.0], (-10.0, 35.0, 40.0, 60.0)),
        ([170.0, -20.0, -170.0, 20.0], (170.0, -20.0, 190.0, 20.0)),
        ([1.0, 2.0], (None, None, None, None)),
        ([float("nan"), 0.0, 1.0, 1.0], (None, None, None, None)),
        ([0.0, 0.0, 1e9, 1.0], (None, None, None, None)),
    ],
)
def test_a_box_is_kept_without_its_heights_and_only_where_it_is_one(given, expected):
    assert traits_of(None, given, None)[1:5] == expected


def test_licence_and_keywords_are_kept_in_one_spelling():
    assert traits_of("  CC-BY\n4.0 ", None, None)[0] == "CC-BY 4.0"
    assert traits_of("", None, None)[0] is None
    assert keywords_of(["sea  ice", "sea ice", " "]) == {"sea ice"}
