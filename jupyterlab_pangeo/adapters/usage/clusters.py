"""Source of the running clusters, from the samples that their hosts answer with."""

from collections.abc import Iterator

from msgspec.structs import asdict

from ...schemas.usage import Metric
from .samples import Labels, Sample
from .source import CORES, ClusterUse, SampleSource, Scene

# ``place`` is "here" where the processes of the cluster are counted among those of this machine already: a total adds
# only the clusters "elsewhere" to the processes.
_LABELS = ["cluster", "name", "place"]


def _read(scene: Scene) -> Iterator[Sample]:
    for cluster in scene.clusters:
        yield from _samples(cluster)


def _samples(cluster: ClusterUse) -> Iterator[Sample]:
    sample, memory = cluster.sample, cluster.sample.memory
    place = "here" if cluster.is_here else "elsewhere"
    labels: Labels = (("cluster", cluster.id), ("name", cluster.name), ("place", place))
    for metric, value in (
        ("cluster_workers", sample.workers),
        ("cluster_threads", sample.threads),
        ("cluster_cpu", sample.cpu_percent / 100),
        ("cluster_memory", memory.managed_bytes + memory.unmanaged_bytes),
        ("cluster_memory_limit", memory.limit_bytes),
        ("cluster_spilled", memory.spilled_bytes),
    ):
        yield Sample(metric, labels, value)
    if sample.network is not None:
        # No worker that tells it, no number: zero would be one.
        yield Sample("cluster_network", (*labels, ("direction", "received")), sample.network.received)
        yield Sample("cluster_network", (*labels, ("direction", "sent")), sample.network.sent)
    for state, count in asdict(sample.tasks).items():
        if state != "total":
            yield Sample("cluster_tasks", (*labels, ("state", state)), count)


CLUSTERS = SampleSource(
    name="clusters",
    metrics=(
        Metric(name="cluster_workers", title="Workers", unit="short", kind="gauge", labels=_LABELS),
        Metric(name="cluster_threads", title="Threads of workers", unit="short", kind="gauge", labels=_LABELS),
        Metric(name="cluster_cpu", title="Cores that workers use", unit=CORES, kind="gauge", labels=_LABELS),
        Metric(name="cluster_memory", title="Memory of workers", unit="bytes", kind="gauge", labels=_LABELS),
        Metric(
            name="cluster_memory_limit", title="Memory limit of workers", unit="bytes", kind="gauge", labels=_LABELS
        ),
        Metric(name="cluster_spilled", title="Spilled to disk", unit="bytes", kind="gauge", labels=_LABELS),
        Metric(
            name="cluster_network",
            title="Network of the hosts of workers",
            unit="binBps",
            kind="gauge",
            labels=[*_LABELS, "direction"],
        ),
        Metric(name="cluster_tasks", title="Tasks", unit="short", kind="gauge", labels=[*_LABELS, "state"]),
    ),
    open=lambda: _read,
)
