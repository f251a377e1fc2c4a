"""Answers of Prometheus' HTTP API as ours; pure, run in a thread.

Decoding holds the interpreter, so that it is done series by series: no single step may take long.
"""

import math
import time

import msgspec

from ...schemas.promql import LabelsAnswer, Number, PromqlQuery, PromqlResult, PromqlSeries
from ...schemas.usage import MAX_POINTS, MAX_VALUES

MAX_SERIES = 1_000
MAX_NAMES = 50_000
MAX_TEXT = 500
Form = tuple[tuple[str, str], ...]
_SERIES_BYTES = 2 * 1024**2


class Refused(Exception):
    """There is no answer; a code and a message say why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message[:MAX_TEXT]


class _Envelope(msgspec.Struct, rename="camel"):
    status: str
    data: msgspec.Raw = msgspec.Raw(b"null")
    error_type: str = ""
    error: str = ""
    warnings: list[str] = []
    infos: list[str] = []


class _Data(msgspec.Struct, rename="camel"):
    result_type: str
    result: msgspec.Raw


class _Line(msgspec.Struct):
    metric: dict[str, str]
    values: list[tuple[float, str]] = []
    value: tuple[float, str] | None = None


class _Said(msgspec.Struct):
    message: str


_UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)
_envelope = msgspec.json.Decoder(_Envelope)
_data = msgspec.json.Decoder(_Data)
_raws = msgspec.json.Decoder(list[msgspec.Raw])
_line = msgspec.json.Decoder(_Line)
_point = msgspec.json.Decoder(tuple[float, str])
_names = msgspec.json.Decoder(list[str])
_said = msgspec.json.Decoder(_Said)
_labels = msgspec.json.Decoder(dict[str, str])


def error_of(body: bytes, status: int) -> Refused:
    """What an answer with an error's status says."""
    try:
        said = _envelope.decode(body)
    except _UNREADABLE:
        if status >= 500:
            return Refused("upstream", f"it fails with status {status}{_message_of(body)}")
        return Refused("not-prometheus", f"it answers with status {status}, and not as Prometheus does")
    kind, text = said.error_type or str(status), " ".join(said.error.split())
    if kind == "timeout" or status == 504:
        return Refused("too-slow", f"it gave the query up: {text}")
    if status in (400, 422):
        return Refused("bad-query", f"{kind}: {text}")
    return Refused("upstream", f"it fails with status {status}: {kind}: {text}")


def _message_of(body: bytes) -> str:
    """What a Grafana in between says."""
    try:
        return ": " + " ".join(_said.decode(body).message.split())
    except _UNREADABLE:
        return ""


def result_of(body: bytes, query: PromqlQuery) -> PromqlResult:
    """Answer to a query; raises `Refused`."""
    envelope = _opened(body)
    try:
        data = _data.decode(envelope.data)
        notices = _notices(envelope)
        if data.result_type == "string":
            return PromqlResult(times=[query.end], text=_point.decode(data.result)[1], notices=notices)
        if data.result_type == "scalar":
            at, value = _point.decode(data.result)
            return PromqlResult(times=[at], series=[PromqlSeries(labels={}, values=[_number(value)])], notices=notices)
        raws = _raws.decode(data.result)
        if len(raws) > MAX_SERIES:
            raise Refused("too-many-series", f"these are {len(raws)} series, more than {MAX_SERIES}; add up or filter")
        return _drawn(raws, query, notices)
    except _UNREADABLE:
        raise _foreign() from None


def labels_of(body: bytes, what: str) -> LabelsAnswer:
    """Names, values or sets of labels; raises `Refused`."""
    envelope = _opened(body)
    notices = _notices(envelope)
    try:
        if what != "series":
            if len(envelope.data) > 4 * _SERIES_BYTES:
                raise Refused("too-large", "these are too many names; name a metric")
            names = _names.decode(envelope.data)
            if len(names) > MAX_NAMES:
                raise Refused("too-many-series", f"these are {len(names)} names, more than {MAX_NAMES}; name a metric")
            return LabelsAnswer(values=sorted(set(names)), notices=notices)
        raws = _raws.decode(envelope.data)
        if len(raws) > 10 * MAX_SERIES:
            raise Refused("too-many-series", f"these are {len(raws)} series, more than {10 * MAX_SERIES}; filter")
        return LabelsAnswer(series=[_labels.decode(raw) for raw in raws], notices=notices)
    except _UNREADABLE:
        raise _foreign() from None


def _opened(body: bytes) -> _Envelope:
    try:
        envelope = _envelope.decode(body)
    except _UNREADABLE:
        raise _foreign() from None
    if envelope.status != "success":
        raise error_of(body, 400)
    return envelope


def _foreign() -> Refused:
    return Refused("not-prometheus", "its answer is not one of Prometheus' HTTP API; check the address and its path")


def _notices(envelope: _Envelope) -> list[str]:
    return [text[:MAX_TEXT] for text in [*envelope.warnings, *envelope.infos][:10]]


def _drawn(raws: list[msgspec.Raw], query: PromqlQuery, notices: list[str]) -> PromqlResult:
    lines: list[tuple[dict[str, str], list[float], list[Number]]] = []
    count = 0
    for raw in raws:
        if len(raw) > _SERIES_BYTES:
            raise Refused("too-large", f"one series has more than {MAX_POINTS} values; ask for a longer step")
        line = _line.decode(raw)
        points = line.values or ([line.value] if line.value else [])
        count += len(points)
        if len(points) > MAX_POINTS or count > MAX_VALUES:
            most = f"{MAX_POINTS} in a series, {MAX_VALUES} in all"
            raise Refused("too-large", f"these are more values than {most}; ask for fewer series or a longer step")
        lines.append((line.metric, [at for at, _ in points], [_number(value) for _, value in points]))
        # Whoever else waits for the interpreter gets it.
        time.sleep(0)
    times = _times(lines, query)
    if len(times) * len(lines) > MAX_VALUES:
        raise Refused("too-large", f"these are more than {MAX_VALUES} values; ask for fewer series or a longer step")
    place = {at: index for index, at in enumerate(times)}
    series = []
    for labels, moments, numbers in lines:
        values: list[Number] = [None] * len(times)
        for at, number in zip(moments, numbers, strict=True):
            values[place[_rounded(at)]] = number
        series.append(PromqlSeries(labels=labels, values=values))
    return PromqlResult(times=times, series=series, notices=notices)


def _times(lines: list[tuple[dict[str, str], list[float], list[Number]]], query: PromqlQuery) -> list[float]:
    """The steps that were asked for; where a store keeps to steps of its own, the moments that it answers."""
    found = {_rounded(at) for _, moments, _ in lines for at in moments}
    if query.kind == "range" and query.start is not None and query.step:
        count = min(int((query.end - query.start) / query.step + 1e-6) + 1, MAX_POINTS + 1)
        grid = [_rounded(query.start + index * query.step) for index in range(count)]
        if found <= set(grid):
            return grid
    return sorted(found)


def _rounded(at: float) -> float:
    return round(at, 3)


def _number(text: str) -> Number:
    value = float(text)
    if math.isfinite(value):
        return value
    return None if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
