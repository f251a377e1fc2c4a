"""Which plots belong together, and what they are called."""

import re
from collections.abc import Iterable

from ..schemas.plots import Plot, PlotGroup

_GROUPS: tuple[tuple[PlotGroup, tuple[str, ...]], ...] = (
    (
        "tasks",
        (
            "task-stream", "progress", "graph", "group-progress", "groups", "aggregate-time-per-action",
            "compute-time-per-key", "fine-performance-metrics", "exceptions", "profile",
        ),
    ),
    ("workers", ("workers", "cpu", "workers-cpu-timeseries", "nprocessing", "occupancy", "cluster-map")),
    ("memory", ("workers-memory", "workers-memory-timeseries", "cluster-memory", "memory-by-key")),
    (
        "network",
        (
            "workers-network", "workers-network-timeseries", "workers-transfer-bytes", "bandwidth-types",
            "bandwidth-workers", "workers-disk", "workers-disk-timeseries",
        ),
    ),
    ("scheduler", ("scheduler-system", "profile-server", "contention")),
)  # fmt: skip
_ORDER = {name: (group, index) for group, names in _GROUPS for index, name in enumerate(names)}
_RANKS: dict[PlotGroup, int] = {group: rank for rank, (group, _) in enumerate(_GROUPS)}
_CAPITALS = {"cpu": "CPU", "gpu": "GPU", "rmm": "RMM"}
_TITLES = {"nprocessing": "Tasks Processing", "workers": "Workers Table"}


def make_plots(names: Iterable[tuple[str, str]], *, has_gpu: bool) -> list[Plot]:
    """Plots of pairs of name and path, by group and, within one, the most used first.

    Dask offers plots of graphics processors everywhere; without one (``has_gpu``) they are left out.
    """
    plots = {(plot := _plot(name, path)).name: plot for name, path in names}
    return sorted((plot for plot in plots.values() if has_gpu or not _needs_gpu(plot)), key=_rank)


def _needs_gpu(plot: Plot) -> bool:
    return plot.name.startswith(("gpu-", "rmm-"))


def _plot(name: str, path: str) -> Plot:
    key = re.sub(r"^individual-", "", re.sub(r"[\s_]+", "-", name.strip().lower()))
    group, _ = _ORDER.get(key, ("other", 0))
    return Plot(name=key, title=_title(key), group=group, path=path.lstrip("/"), drawing="dask")


def _title(key: str) -> str:
    return _TITLES.get(key) or " ".join(_CAPITALS.get(word, word.capitalize()) for word in key.split("-"))


def _rank(plot: Plot) -> tuple[int, int, str]:
    return _RANKS.get(plot.group, len(_RANKS)), _ORDER.get(plot.name, (plot.group, 0))[1], plot.title
