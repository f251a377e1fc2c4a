"""From points to lines."""

import pytest

from jupyterlab_pangeo.adapters.usage.samples import Point
from jupyterlab_pangeo.errors import Invalid
from jupyterlab_pangeo.schemas.usage import Metric, MetricQuery, UsageQuery
from jupyterlab_pangeo.services.usage_query import check, lines, times_of, unit_of

MEMORY = Metric(name="memory", title="Memory", unit="bytes", kind="gauge", labels=["kernel", "server"])
CPU = Metric(name="cpu", title="CPU", unit="s", kind="counter", labels=["kernel"])
TIMES = [15.0, 30.0, 45.0]


def points(*values):
    return [Point(15.0 * (index + 1), value, value, value) for index, value in enumerate(values) if value is not None]


def drawn(found, metric=MEMORY, **query):
    answer = lines(MetricQuery(metric=metric.name, **query), metric, found, TIMES, 15.0, "$.queries[0]")
    return {tuple(series.labels.values()): series.values for series in answer}


def named(kernel):
    return (("kernel", kernel),)


def asked(**changed):
    query = {"start": 0, "end": 60, "step": 15, **changed}
    return UsageQuery(source="recorder", queries=[MetricQuery(metric="memory")], **query)


def test_what_is_not_known_is_a_gap():
    assert drawn({named("a"): points(1, None, 3)}) == {("a",): [1, None, 3]}


def test_a_filter_keeps_the_series_of_its_values():
    found = {named(name): points(1) for name in "abc"}
    assert sorted(drawn(found, filters={"kernel": ["a", "c"]})) == [("a",), ("c",)]


@pytest.mark.parametrize(("how", "values"), [("sum", [5, 2, None]), ("avg", [2.5, 2, None]), ("max", [4, 2, None])])
def test_an_aggregate_joins_what_is_known(how, values):
    assert drawn({named("a"): points(1, 2), named("b"): points(4)}, aggregate=how) == {(): values}


def test_an_aggregate_keeps_the_labels_it_is_told():
    found = {(("kernel", "a"), ("server", n)): points(1) for n in "xy"}
    assert drawn(found, aggregate="sum", by=["kernel"]) == {("a",): [2, None, None]}


def test_a_rate_is_the_growth_in_a_second_and_survives_a_reset():
    assert drawn({named("a"): points(30, 60, 15)}, CPU, over="rate") == {("a",): [None, 2, 1]}


def test_an_increase_is_the_growth_in_the_step():
    assert drawn({named("a"): points(30, 60, 15)}, CPU, over="increase") == {("a",): [None, 30, 15]}


def test_an_increase_counts_what_was_reached_before_a_span_saw_it_begin_again():
    found = {named("a"): [Point(15, 10, 10, 10), Point(30, 8, 3, 12)]}
    assert drawn(found, CPU, over="increase") == {("a",): [None, 5, None]}


def test_an_increase_counts_all_of_what_began_after_the_points_that_were_read():
    found = {named("a"): [Point(30, 4, 4, 4)]}

    def asked_from(begin):
        query = MetricQuery(metric="cpu", over="increase")
        [series] = lines(query, CPU, found, TIMES, 15.0, "$", begin)
        return series.values

    assert asked_from(0) == [None, 4, None]
    assert asked_from(20) == [None, None, None]


def test_an_integral_is_the_value_times_the_seconds_that_it_lasted():
    assert drawn({named("a"): points(1, 2, 4)}, over="integral") == {("a",): [None, 30, 60]}


def test_an_integral_counts_no_more_of_a_gap_than_a_span():
    found = {named("a"): [Point(0, 2, 2, 2), Point(40_000, 2, 2, 2)]}
    [series] = lines(MetricQuery(metric="memory", over="integral"), MEMORY, found, [50_000.0], 50_000, "$")
    assert series.values == [600]


def test_each_measure_has_its_unit():
    cpu = Metric(name="cpu", title="CPU", unit="s", kind="counter", labels=[], rate_unit="suffix:cores")
    assert [unit_of(MetricQuery(metric="cpu", over=over), cpu) for over in ("value", "rate", "increase")] == [
        "s",
        "suffix:cores",
        "s",
    ]
    assert unit_of(MetricQuery(metric="memory", over="integral"), MEMORY) == "suffix:bytes·s"


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"end": -0.0, "start": 1}, "$.end"),
        ({"end": 32 * 86_400.0}, "$.start"),
        ({"end": 11_000.0, "step": 1}, "$.step"),
    ],
)
def test_a_range_out_of_bounds_is_refused_by_its_field(changed, path):
    with pytest.raises(Invalid) as refused:
        times_of(asked(**changed))
    assert refused.value.path == path


def test_both_ends_of_the_range_are_answered():
    assert times_of(asked()) == [0, 15, 30, 45, 60]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"filters": {"user": ["a"]}}, "$.queries[0].filters"),
        ({"by": ["user"], "aggregate": "sum"}, "$.queries[0].by"),
        ({"by": ["kernel"]}, "$.queries[0].by"),
        ({"over": "rate"}, "$.queries[0].over"),
        ({"over": "increase"}, "$.queries[0].over"),
    ],
)
def test_what_does_not_fit_the_metric_is_refused_by_its_field(query, path):
    with pytest.raises(Invalid) as refused:
        check(MetricQuery(metric="memory", **query), MEMORY, "$.queries[0]")
    assert refused.value.path == path


def test_more_than_200_series_are_refused():
    with pytest.raises(Invalid, match="200"):
        drawn({named(str(n)): points(1) for n in range(201)})
    assert len(drawn({named(str(n)): points(1) for n in range(201)}, aggregate="sum")) == 1
