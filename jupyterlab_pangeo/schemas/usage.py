"""Usage on the wire: sources, their metrics, queries and answers. Times are seconds since the epoch, UTC."""

from typing import Annotated, Literal

from msgspec import Meta

from .common import Bytes, Problem, Reason, Seconds, Wire

MAX_POINTS = 11_000
MAX_SERIES = 200
MAX_VALUES = 500_000
MAX_RANGE_SECONDS = 31 * 86_400

Name = Annotated[str, Meta(min_length=1, max_length=80)]
SourceName = Annotated[str, Meta(min_length=1, max_length=200)]
LabelValue = Annotated[str, Meta(max_length=1024)]
Moment = Annotated[float, Meta(ge=0, le=253_402_300_799, description="seconds since the epoch, UTC")]


SourceState = Literal["ready", "limited", "off", "failed"]


class Metric(Wire, frozen=True):
    """One number that a source knows. Units are ids of Grafana's units.

    A counter only grows; ``rate_unit`` is the unit of its growth in a second.
    """

    name: Name
    title: str
    unit: str
    kind: Literal["gauge", "counter"]
    labels: list[str]
    rate_unit: str | None = None


class Source(Wire, frozen=True):
    """Where numbers come from; the reason says what is wrong where the state is not ``ready``.

    ``problems`` are parts that are not measured, while the others are. What is locked cannot be removed.
    A Prometheus behind a Grafana is called by the Grafana's name, a colon and a key.
    """

    name: SourceName
    title: str
    state: SourceState
    kind: Literal["record", "prometheus", "grafana"] = "record"
    reason: Reason | None = None
    interval_seconds: Seconds | None = None
    metrics: list[Metric] = []
    problems: list[Reason] = []
    is_locked: bool = True


class SourceList(Wire, frozen=True):
    """All sources, the built-in one first."""

    items: list[Source]


class MetricQuery(Wire, frozen=True):
    """Series of one metric: those whose labels have one of the values, drawn together by ``aggregate``.

    ``by`` are the labels that an aggregate keeps. ``over`` says what is told of each step: the value; of a counter its
    growth in a second (``rate``) or in the whole step (``increase``); of a gauge the value times the seconds that it
    lasted (``integral``).
    """

    metric: Name
    filters: Annotated[dict[Name, Annotated[list[LabelValue], Meta(max_length=200)]], Meta(max_length=16)] = {}
    aggregate: Literal["none", "sum", "avg", "max"] = "none"
    by: Annotated[list[Name], Meta(max_length=16)] = []
    over: Literal["value", "rate", "increase", "integral"] = "value"


class UsageQuery(Wire, frozen=True):
    """Several queries over the same times: every ``step`` seconds from ``start`` to ``end``, both included."""

    source: Name
    queries: Annotated[list[MetricQuery], Meta(min_length=1, max_length=50)]
    start: Moment
    end: Moment
    step: Annotated[float, Meta(ge=1, le=MAX_RANGE_SECONDS, description="seconds")]


class Series(Wire, frozen=True):
    """One line: a value for each of the answer's times, null where nothing is known."""

    labels: dict[str, str]
    values: list[float | None]


class QueryAnswer(Wire, frozen=True):
    """Answer to one of the queries, in its place; a problem leaves the other ones alone."""

    unit: str
    series: list[Series]
    problem: Problem | None = None


class UsageAnswer(Wire, frozen=True):
    """Answers in the order of the queries, and the times that they share."""

    times: list[float]
    answers: list[QueryAnswer]


class OwnerUse(Wire, frozen=True):
    """Memory of one kernel, terminal, cluster or the server, with the processes that it started."""

    kind: str
    name: str
    memory_bytes: Bytes


class UsageNow(Wire, frozen=True):
    """What the user's processes on this machine use at a moment; the largest owners of memory first.

    The limit is the one that the memory is held against: of the container or job, else the machine's size. Cores are
    None before the second sample.
    """

    time: Moment
    memory_bytes: Bytes
    memory_limit_bytes: Bytes | None
    cpu_cores: float | None
    cpu_limit: float | None
    owners: list[OwnerUse]
