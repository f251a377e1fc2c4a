"""Clusters: what they are, what may be asked of them."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from .common import Bytes, Count, DisplayName, Reason, Seconds, Timestamp, Wire

WorkerCount = Annotated[int, Meta(ge=0, le=100_000)]


class Fixed(Wire, frozen=True, tag="fixed", tag_field="mode"):
    """Keep this many workers."""

    workers: WorkerCount


class Adaptive(Wire, frozen=True, tag="adaptive", tag_field="mode"):
    """Keep between ``minimum`` and ``maximum`` workers, as the load asks."""

    minimum: WorkerCount
    maximum: WorkerCount


Scaling = Fixed | Adaptive

ClusterState = Literal["queued", "starting", "running", "scaling", "unreachable", "lost", "failed", "closing", "closed"]
Lack = Literal["scale", "adapt", "restart"]
StepId = Literal["queue", "launch", "import", "scheduler", "workers"]


class Step(Wire, frozen=True):
    """One step of a start, in order; ``seconds`` is its duration so far."""

    id: StepId
    state: Literal["waiting", "active", "done", "failed"]
    seconds: Seconds


class Workers(Wire, frozen=True):
    """How many workers were asked for, handed to the system that runs them, and have connected."""

    asked: Count
    submitted: Count
    connected: Count


class Tasks(Wire, frozen=True):
    """Number of tasks the scheduler holds, by state."""

    total: Count = 0
    processing: Count = 0
    waiting: Count = 0
    memory: Count = 0
    erred: Count = 0


class Kernel(Wire, frozen=True):
    """The kernel whose cluster this is."""

    id: str
    name: str


class Cluster(Wire, frozen=True):
    """One cluster. ``log_tail`` holds the last lines of its log while it starts or after it failed."""

    id: str
    name: str
    factory: str
    origin: Literal["started", "kernel", "attached"]
    state: ClusterState
    reason: Reason | None
    steps: list[Step]
    scaling: Scaling
    workers: Workers
    threads: Count
    memory_bytes: Bytes
    memory_limit_bytes: Bytes
    tasks: Tasks
    address: str | None
    started_at: Timestamp
    kernel: Kernel | None = None
    kernelspec: str | None = None
    options: dict[str, Any] = {}
    cannot: list[Lack] = []
    log_tail: list[str] = []
    warnings: list[Reason] = []
    closes_at: Timestamp | None = None


class ClusterList(Wire, frozen=True):
    """All clusters, the oldest first."""

    items: list[Cluster]


class ClusterSpec(Wire, frozen=True):
    """A cluster to start. Two requests with the same ``request_id`` start one cluster."""

    factory: Annotated[str, Meta(min_length=1, max_length=80)]
    name: DisplayName | None = None
    options: dict[str, Any] = {}
    scaling: Scaling | None = None
    kernelspec: Annotated[str, Meta(max_length=200)] | None = None
    request_id: Annotated[str, Meta(min_length=8, max_length=80)] | None = None


class ClusterRename(Wire, frozen=True):
    """A new name for a cluster."""

    name: DisplayName


class Worker(Wire, frozen=True):
    """One worker as the scheduler knows it."""

    id: str
    name: str
    address: str
    threads: Count
    memory_bytes: Bytes
    memory_limit_bytes: Bytes
    cpu_percent: float
    processing: Count
    status: str


class WorkerPage(Wire, frozen=True):
    """A page of workers."""

    items: list[Worker]
    next_cursor: str | None
    total: Count


class LogLines(Wire, frozen=True):
    """The last lines of one process, oldest first."""

    source: str
    lines: list[str]


class Logs(Wire, frozen=True):
    """Lines by process."""

    items: list[LogLines]


class Connection(Wire, frozen=True):
    """What client code needs: the address and the paths of the security files. No secret is in it."""

    address: str
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None


class MemorySample(Wire, frozen=True):
    """Memory of all workers, by kind."""

    managed_bytes: Bytes
    unmanaged_bytes: Bytes
    spilled_bytes: Bytes
    limit_bytes: Bytes


class NetworkSample(Wire, frozen=True):
    """Bytes a second of the network of the hosts that workers are on, whoever's they are."""

    received: Annotated[float, Meta(ge=0)]
    sent: Annotated[float, Meta(ge=0)]


class ClusterSample(Wire, frozen=True):
    """What a running cluster uses at one moment. ``time`` is seconds since the epoch, UTC."""

    time: float
    workers: Count
    threads: Count
    cpu_percent: float
    memory: MemorySample
    tasks: Tasks
    network: NetworkSample | None = None
