"""Questions to a Prometheus on the wire. Times are seconds since the epoch, UTC."""

from typing import Annotated, Literal

from msgspec import Meta

from .common import DisplayName, Problem, Wire
from .usage import Moment, Source, SourceName

MAX_EXPRESSION = 20_000

Number = float | Literal["+Inf", "-Inf"] | None
Step = Annotated[float, Meta(ge=0.001, description="seconds")]
Text = Annotated[str, Meta(min_length=1, max_length=MAX_EXPRESSION)]
LabelName = Annotated[str, Meta(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]{0,255}$")]


class PromqlQuery(Wire, frozen=True):
    """One expression: at ``end`` (``instant``), or every ``step`` seconds from ``start`` to ``end`` (``range``)."""

    expr: Text
    end: Moment
    start: Moment | None = None
    step: Step | None = None
    kind: Literal["range", "instant"] = "range"


class PromqlRequest(Wire, frozen=True):
    """Several expressions, each over times of its own.

    After ``patience`` the answer has what is known by then; the problem of others is ``pending``: asked for again soon,
    they go on where they are.
    """

    source: SourceName
    queries: Annotated[list[PromqlQuery], Meta(min_length=1, max_length=50)]
    patience: Annotated[float, Meta(ge=0.1, le=600, description="seconds")] | None = None


class PromqlSeries(Wire, frozen=True):
    """A value for each of the answer's times; null where nothing or no number is known."""

    labels: dict[str, str]
    values: list[Number]


class PromqlResult(Wire, frozen=True):
    """Answer to one of the queries, in its place; a problem leaves the other ones alone.

    A scalar is one series without labels, a string is ``text``. ``notices`` are the store's own warnings.
    """

    times: list[float] = []
    series: list[PromqlSeries] = []
    text: str | None = None
    notices: list[str] = []
    problem: Problem | None = None


class PromqlAnswer(Wire, frozen=True):
    """Answers in the order of the queries."""

    answers: list[PromqlResult]


class LabelsRequest(Wire, frozen=True):
    """Names of labels, values of one (``__name__``: metrics) or whole sets, of series that a selector fits."""

    source: SourceName
    what: Literal["names", "values", "series"]
    label: LabelName | None = None
    match: Annotated[list[Text], Meta(max_length=20)] = []
    start: Moment | None = None
    end: Moment | None = None


class LabelsAnswer(Wire, frozen=True):
    """Sorted names or values, or sets of labels, or why there are none."""

    values: list[str] = []
    series: list[dict[str, str]] = []
    notices: list[str] = []
    problem: Problem | None = None


Place = Annotated[str, Meta(max_length=1024)]


class SourceAuth(Wire, frozen=True):
    """How a store lets us in: a variable or a file names each secret, which never crosses the wire."""

    kind: Literal["none", "bearer", "basic", "header", "tls"] = "none"
    token_env: Place = ""
    token_file: Place = ""
    username: Place = ""
    password_env: Place = ""
    password_file: Place = ""
    header: Place = ""
    value_env: Place = ""
    value_file: Place = ""
    cert_file: Place = ""
    key_file: Place = ""


class NewSource(Wire, frozen=True):
    """A Prometheus that a user adds."""

    title: DisplayName
    url: Annotated[str, Meta(min_length=1, max_length=2048)]
    auth: SourceAuth = SourceAuth()
    ca_file: Place = ""


class AddedSource(Wire, frozen=True):
    """The source that is kept from now on, or why it is not."""

    source: Source | None = None
    problem: Problem | None = None
