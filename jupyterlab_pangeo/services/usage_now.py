"""What is used at the moment, from two samples that follow each other. Pure: no clock."""

from collections.abc import Callable, Sequence

from ..adapters.usage.samples import Sample
from ..schemas.usage import OwnerUse, UsageNow

MOST_OWNERS = 10

Listener = Callable[[UsageNow], None]


class Now:
    """Keeps the last sample, for those who want to know what is used now."""

    def __init__(self) -> None:
        self._listeners: dict[int, Listener] = {}
        self._next = 0
        self._counted: tuple[float, float] | None = None
        self._latest: UsageNow | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether anybody listens."""
        return bool(self._listeners)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call the listener with what is known, if anything, and with each sample until the result is called."""
        self._next += 1
        number = self._next
        self._listeners[number] = listener
        if self._latest is not None:
            listener(self._latest)
        return lambda: self._listeners.pop(number, None) and None

    def take(self, time: float, samples: Sequence[Sample]) -> None:
        """Tell all listeners of the samples of one moment, in seconds since the epoch."""
        before, self._counted = self._counted, (time, _total(samples, "process_cpu"))
        self._latest = usage_now(time, samples, before)
        for listener in list(self._listeners.values()):
            listener(self._latest)


def usage_now(time: float, samples: Sequence[Sample], before: tuple[float, float] | None) -> UsageNow:
    """What the samples say; ``before`` is an earlier moment and the processor seconds that were used by then."""
    owners = sorted((s for s in samples if s.metric == "process_memory"), key=lambda s: -s.value)
    limit = _one(samples, "memory_limit")
    used = _total(samples, "process_cpu") - before[1] if before else None
    return UsageNow(
        time=time,
        memory_bytes=round(_total(samples, "process_memory")),
        memory_limit_bytes=_whole(limit if limit is not None else _one(samples, "machine_memory_size")),
        # Where an owner ended, less is counted than before.
        cpu_cores=None if used is None or used < 0 or before is None else used / max(time - before[0], 1e-3),
        cpu_limit=_one(samples, "cpu_limit"),
        owners=[
            OwnerUse(kind=dict(s.labels)["kind"], name=dict(s.labels)["name"], memory_bytes=round(s.value))
            for s in owners[:MOST_OWNERS]
        ],
    )


def _total(samples: Sequence[Sample], metric: str) -> float:
    return sum(sample.value for sample in samples if sample.metric == metric)


def _one(samples: Sequence[Sample], metric: str) -> float | None:
    return next((sample.value for sample in samples if sample.metric == metric), None)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
