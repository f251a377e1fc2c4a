"""What the record samples from: the contract of the sources, and how they are found.

A source is an entry point of the group ``jupyterlab_pangeo.usage_sources``. One that cannot be imported or fails is
listed with its reason, and costs the others nothing.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Literal

from ...schemas.clusters import ClusterSample
from ...schemas.common import Reason
from ...schemas.usage import Metric
from .samples import Sample

GROUP = "jupyterlab_pangeo.usage_sources"
CORES = "suffix:cores"
_HERE = "jupyterlab_pangeo.adapters.usage"
BUILT_IN = tuple(
    EntryPoint(name, value, GROUP)
    for name, value in (
        ("processes", f"{_HERE}.machine:PROCESSES"),
        ("limits", f"{_HERE}.machine:LIMITS"),
        ("disk", f"{_HERE}.machine:DISK"),
        ("gpus", f"{_HERE}.gpus:GPUS"),
        ("clusters", f"{_HERE}.clusters:CLUSTERS"),
    )
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Root:
    """First process of a tree, and whose it is."""

    pid: int
    kind: Literal["kernel", "terminal", "server", "cluster"]
    name: str


@dataclass(frozen=True)
class ClusterUse:
    """A running cluster's sample. ``is_here``: its processes are on this machine, and counted among them already."""

    id: str
    name: str
    is_here: bool
    sample: ClusterSample


@dataclass(frozen=True)
class Scene:
    """What is there to be measured, as the event loop saw it: data that any thread may read."""

    roots: tuple[Root, ...] = ()
    clusters: tuple[ClusterUse, ...] = ()
    folders: tuple[tuple[str, Path], ...] = ()


class Absent(Exception):
    """What a source measures is not on this machine; that is no fault, and it is not asked again."""


Read = Callable[[Scene], Iterable[Sample]]


@dataclass(frozen=True)
class SampleSource:
    """One kind of numbers.

    Attributes
    ----------
    open
        Called once, raises `Absent`. What it returns is called every few seconds, never twice at once, each time in
        some thread; it may block and raise. Its samples are of ``metrics`` with all their labels, in that order, each
        series once; what is not known has no sample.
    """

    name: str
    metrics: tuple[Metric, ...]
    open: Callable[[], Read]


def load_sources(points: Iterable[EntryPoint] | None = None) -> tuple[list[SampleSource], list[Reason]]:
    """Sources of the installed packages, built-in ones first; reasons of those that cannot be loaded."""
    installed = entry_points(group=GROUP) if points is None else points
    wanted = {(point.name, point.value): point for point in (*BUILT_IN, *installed)}
    sources: list[SampleSource] = []
    reasons: list[Reason] = []
    taken: set[str] = set()
    for point in wanted.values():
        try:
            source = point.load()
            if not isinstance(source, SampleSource):
                raise TypeError(f"{point.value} is not a SampleSource")
            names = {metric.name for metric in source.metrics}
            if names & taken:
                raise ValueError(f"its metrics have names of others: {', '.join(sorted(names & taken))}")
        except Exception as error:
            _log.warning("usage source %r cannot be loaded: %s", point.name, error)
            reasons.append(Reason(code="not-loaded", message=f"{point.name}: {type(error).__name__}: {error}"))
        else:
            taken |= names
            sources.append(source)
    return sources, reasons
