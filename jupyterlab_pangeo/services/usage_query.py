"""Answers to queries of usage, from points to lines. Pure: no clock, no file."""

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from ..adapters.usage.samples import SPAN_SECONDS, Labels, Point
from ..errors import Invalid
from ..schemas.usage import MAX_POINTS, MAX_RANGE_SECONDS, MAX_SERIES, Metric, MetricQuery, Series, UsageQuery

_AGGREGATES: dict[str, Callable[[Sequence[float]], float]] = {
    "sum": math.fsum,
    "avg": lambda values: math.fsum(values) / len(values),
    "max": max,
}


def times_of(query: UsageQuery) -> list[float]:
    """Moments that a query asks for.

    Raises
    ------
    Invalid
        The range is empty, longer than 31 days or of more than 11,000 points.
    """
    if query.end < query.start:
        raise Invalid("the end lies before the start", path="$.end")
    if query.end - query.start > MAX_RANGE_SECONDS:
        raise Invalid("the range is longer than 31 days", path="$.start")
    count = int((query.end - query.start) / query.step) + 1
    if count > MAX_POINTS:
        raise Invalid(f"these are {count} points of a series; {MAX_POINTS} is the most", path="$.step")
    return [query.start + index * query.step for index in range(count)]


def check(query: MetricQuery, metric: Metric, path: str) -> None:
    """Refuse what does not fit the metric; raises `Invalid` with the place of the field."""
    for field, names in (("filters", query.filters), ("by", query.by)):
        for name in names:
            if name not in metric.labels:
                raise Invalid(f"{metric.name} has no label {name}", path=f"{path}.{field}")
    if query.over != "value" and (metric.kind == "counter") == (query.over == "integral"):
        raise Invalid(f"{metric.name} is a {metric.kind} and has no {query.over}", path=f"{path}.over")
    if query.by and query.aggregate == "none":
        raise Invalid("without an aggregate there is nothing to keep labels of", path=f"{path}.by")


def lines(
    query: MetricQuery,
    metric: Metric,
    found: Mapping[Labels, Sequence[Point]],
    times: Sequence[float],
    step: float,
    path: str,
    begin: float = math.inf,
) -> list[Series]:
    """Lines of one query; raises `Invalid` where they are more than 200.

    A series whose first point is a step or more after ``begin``, from where on points were read, began with it.
    """
    draw = _DRAWN.get(query.over) or (_lasts if metric.kind == "counter" else _means)
    if query.over == "increase":
        found = {labels: _from_zero(points, begin + step) for labels, points in found.items()}
    drawn: dict[Labels, list[list[float | None]]] = {}
    for labels, points in found.items():
        named = dict(labels)
        if any(named.get(name, "") not in wanted for name, wanted in query.filters.items()):
            continue
        kept = labels if query.aggregate == "none" else tuple((name, named.get(name, "")) for name in query.by)
        drawn.setdefault(kept, []).append(draw(points, times, step))
    if len(drawn) > MAX_SERIES:
        raise Invalid(f"these are {len(drawn)} series; {MAX_SERIES} is the most", path=path)
    return [Series(labels=dict(key), values=_joined(query.aggregate, drawn[key])) for key in sorted(drawn)]


def _joined(aggregate: str, columns: list[list[float | None]]) -> list[float | None]:
    if aggregate == "none":
        return columns[0]
    joined: list[float | None] = []
    for row in zip(*columns, strict=True):
        known = [value for value in row if value is not None]
        joined.append(_AGGREGATES[aggregate](known) if known else None)
    return joined


def _window(points: Sequence[Point], time: float, step: float) -> tuple[int, int]:
    """Places of the points in the step that ends at ``time``."""
    first = bisect_right(points, time - step, key=lambda point: point.time)
    return first, bisect_right(points, time, key=lambda point: point.time)


def _means(points: Sequence[Point], times: Sequence[float], step: float) -> list[float | None]:
    windows = (points[slice(*_window(points, time, step))] for time in times)
    return [math.fsum(point.mean for point in window) / len(window) if window else None for window in windows]


def _lasts(points: Sequence[Point], times: Sequence[float], step: float) -> list[float | None]:
    windows = (points[slice(*_window(points, time, step))] for time in times)
    return [window[-1].last if window else None for window in windows]


def unit_of(query: MetricQuery, metric: Metric) -> str:
    """Unit of a query's values."""
    if query.over == "rate" and metric.rate_unit:
        return metric.rate_unit
    return f"suffix:{metric.unit}·s" if query.over == "integral" else metric.unit


def _from_zero(points: Sequence[Point], since: float) -> Sequence[Point]:
    """The points of a counter, with a zero before the first of one that was not there ``since``."""
    first = points[0] if points else None
    return points if first is None or first.time < since else [Point(first.time, 0, 0, 0), *points]


def _grown(window: Sequence[Point]) -> float:
    """What a counter grew by; what falls, within a span too, began again at zero."""
    return math.fsum(_growth(a.last, b) for a, b in pairwise(window))


def _growth(before: float, point: Point) -> float:
    top = max(point.highest, point.last)
    again = point.last if point.last < top else 0
    return again + (top - before if top >= before else top)


def _each(
    points: Sequence[Point], times: Sequence[float], step: float, tell: Callable[[Sequence[Point]], float]
) -> list[float | None]:
    """What is told of the points of each step and the one before them; None where it has none, or none is before."""
    told: list[float | None] = []
    for time in times:
        first, end = _window(points, time, step)
        window = points[max(first - 1, 0) : end]
        told.append(None if end == first or len(window) < 2 else tell(window))
    return told


def _rates(points: Sequence[Point], times: Sequence[float], step: float) -> list[float | None]:
    """Growth in a second since the last point before each step."""
    return _each(points, times, step, lambda window: _grown(window) / (window[-1].time - window[0].time))


def _increases(points: Sequence[Point], times: Sequence[float], step: float) -> list[float | None]:
    """Growth since the last point before each step."""
    return _each(points, times, step, _grown)


def _integrals(points: Sequence[Point], times: Sequence[float], step: float) -> list[float | None]:
    """Values times the seconds since the point before; of a gap only a span counts."""

    def lasted(window: Sequence[Point]) -> float:
        return math.fsum(b.mean * min(b.time - a.time, SPAN_SECONDS) for a, b in pairwise(window))

    return _each(points, times, step, lasted)


_DRAWN = {"rate": _rates, "increase": _increases, "integral": _integrals}
