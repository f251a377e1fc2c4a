"""Plots: views of one cluster."""

from typing import Literal

from .common import Wire

PlotGroup = Literal["tasks", "workers", "memory", "network", "scheduler", "other"]


class Plot(Wire, frozen=True):
    """One view of a cluster. ``path`` is below the cluster's dashboard prefix; ``drawing`` says who draws it."""

    name: str
    title: str
    group: PlotGroup
    path: str
    drawing: Literal["native", "dask"]


class PlotList(Wire, frozen=True):
    """The plots that the scheduler offers.

    ``scripts`` are what the pages of all plots begin with, below the dashboard's prefix, in their order; a hint, so
    that a page can be made ready while the scheduler makes it, and empty where it is not known.
    """

    items: list[Plot]
    scripts: list[str]
