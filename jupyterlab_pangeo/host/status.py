"""What a host reports of itself: written by any thread, read and sent by the control thread."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

STEPS = ("launch", "import", "scheduler", "workers")
# After these nothing but the way to the end is left.
_FINAL = {"failed": {"closing", "closed"}, "closing": {"closed"}, "closed": set[str]()}
_NO_TASKS = {"total": 0, "processing": 0, "waiting": 0, "memory": 0, "erred": 0}


@dataclass
class Step:
    """One step of a start; times are of the monotonic clock."""

    state: str = "waiting"
    begun: float = 0.0
    ended: float = 0.0

    def wire(self, name: str, now: float) -> dict[str, Any]:
        """The step as it is sent; ``seconds`` is its duration so far."""
        end = now if self.state == "active" else self.ended
        return {"id": name, "state": self.state, "seconds": round(max(0.0, end - self.begun), 3)}


@dataclass
class HostState:
    """All that is sent of a cluster; the field names are those of the wire in snake case."""

    id: str = ""
    name: str = ""
    state: str = "starting"
    reason: dict[str, str] | None = None
    steps: dict[str, Step] = field(default_factory=lambda: {name: Step() for name in STEPS})
    scaling: dict[str, Any] | None = None
    workers: dict[str, int] = field(default_factory=lambda: {"asked": 0, "submitted": 0, "connected": 0})
    threads: int = 0
    memory_limit_bytes: int = 0
    memory_bytes: int = 0
    tasks: dict[str, int] = field(default_factory=lambda: dict(_NO_TASKS))
    address: str | None = None
    cannot: list[str] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    closes_at: str | None = None
    started_at: str | None = None
    dashboard: str | None = None
    scheduler_id: str | None = None
    tls: bool = False


# Numbers that change by themselves: sent along with a change, never a reason to send.
_USAGE = {"memory_bytes", "tasks"}


class Status:
    """The state with its lock; ``listener`` is called, in the writer's thread, after a change worth sending."""

    def __init__(self, launched: float) -> None:
        self._lock = threading.RLock()
        self._state = HostState()
        self._state.steps["launch"] = Step("active", launched)
        self.phase = "warming"
        self.revision = 0
        self.jobs: dict[str, Any] = {}
        self.listener: Callable[[], None] = lambda: None

    @property
    def state(self) -> str:
        """``starting`` also before a start was asked for; see :attr:`phase` for that."""
        return self._state.state

    @property
    def scaling(self) -> dict[str, Any] | None:
        """The scaling last asked for."""
        return self._state.scaling

    @property
    def address(self) -> str | None:
        """The scheduler's address, once there is one."""
        return self._state.address

    @property
    def closes_at(self) -> str | None:
        """When an idle cluster will be closed."""
        return self._state.closes_at

    @property
    def begun(self) -> bool:
        """Whether a start was asked for."""
        return self._state.started_at is not None

    def begin(self, spec: dict[str, Any]) -> None:
        """Take over what a start asks for."""
        self.update(
            id=spec["id"], name=spec["name"], scaling=spec.get("scaling"), started_at=iso_time(), tls=bool(spec["tls"])
        )

    def update(self, **fields: Any) -> None:
        """Set fields; the listener hears of it only if one that matters is different now."""
        with self._lock:
            worth = False
            for name, value in fields.items():
                if getattr(self._state, name) != value:
                    setattr(self._state, name, value)
                    worth = worth or name not in _USAGE
        if worth:
            self._changed()

    def move(self, state: str, code: str | None = None, message: str = "", **fields: Any) -> bool:
        """Go to another state, with fields that change at the same moment.

        A failed or closing host cannot go back. True if it went.
        """
        with self._lock:
            current = self._state.state
            if (state == current and not fields) or (current in _FINAL and state not in _FINAL[current]):
                return False
            self._state.state = state
            for name, value in fields.items():
                setattr(self._state, name, value)
            if code is not None:
                self._state.reason = {"code": code, "message": message}
            if state == "failed":
                self._end_steps("failed")
        self._changed()
        return True

    def step(self, name: str) -> None:
        """End the active step and begin the next, in the order of :data:`STEPS`."""
        with self._lock:
            self._end_steps("done")
            if self._state.state not in _FINAL:
                self._state.steps[name] = Step("active", time.monotonic())
        self._changed()

    def end_steps(self) -> None:
        """End the active step; none follows."""
        with self._lock:
            self._end_steps("done")
        self._changed()

    def _changed(self) -> None:
        with self._lock:
            self.revision += 1
        self.listener()

    def _end_steps(self, outcome: str) -> None:
        for step in self._state.steps.values():
            if step.state == "active":
                step.state, step.ended = outcome, time.monotonic()

    def warn(self, code: str, message: str) -> None:
        """Add a warning in place of an older one with the same code."""
        with self._lock:
            others = [item for item in self._state.warnings if item["code"] != code]
            self.update(warnings=[*others, {"code": code, "message": message}])

    def forgive(self, *codes: str) -> None:
        """Take warnings back."""
        with self._lock:
            self.update(warnings=[item for item in self._state.warnings if item["code"] not in codes])

    def wire(self) -> dict[str, Any]:
        """The whole state in the names of the wire."""
        with self._lock:
            now = time.monotonic()
            values = dict(vars(self._state))
            values["steps"] = [step.wire(name, now) for name, step in self._state.steps.items()]
        return {_camel(name): value for name, value in values.items()}


def iso_time(seconds_from_now: float = 0.0) -> str:
    """A time as ISO 8601 in UTC."""
    moment = datetime.fromtimestamp(time.time() + seconds_from_now, timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
