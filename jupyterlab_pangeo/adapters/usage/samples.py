"""What is measured and what is known of it later; nothing here opens anything."""

from dataclasses import dataclass

RAW_SECONDS = 2 * 86_400
ROLLUP_SECONDS = 30 * 86_400
SPAN_SECONDS = 300

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sample:
    """One number of one series at one moment."""

    metric: str
    labels: Labels
    value: float


@dataclass(frozen=True)
class Point:
    """What is known of a moment or a span: its mean, the last value, which is what a counter is at, and the highest."""

    time: float
    mean: float
    last: float
    highest: float
