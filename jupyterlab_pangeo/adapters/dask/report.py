"""What a host says of its cluster, checked: a host runs code of others."""

from typing import Any

import msgspec

from ...errors import Upstream
from ...schemas.clusters import ClusterState, Lack, Scaling, Step, Tasks, Workers
from ...schemas.common import Bytes, Count, Reason


class HostReport(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """One ``state`` of the control protocol; fields that are not known are let pass."""

    state: ClusterState
    id: str = ""
    name: str = ""
    reason: Reason | None = None
    steps: list[Step] = []
    scaling: Scaling | None = None
    workers: Workers = Workers(asked=0, submitted=0, connected=0)
    threads: Count = 0
    memory_bytes: Bytes = 0
    memory_limit_bytes: Bytes = 0
    tasks: Tasks = Tasks()
    address: str | None = None
    cannot: list[Lack] = []
    warnings: list[Reason] = []
    closes_at: str | None = None
    started_at: str | None = None
    tls: bool = False


class HostPlot(msgspec.Struct, frozen=True):
    """A page of Dask's dashboard, below its root."""

    name: str
    path: str


class HostPlots(msgspec.Struct, frozen=True):
    """Pages of Dask's dashboard, and the scripts that all of them begin with."""

    items: list[HostPlot]
    scripts: list[str] = []


def read_answer(kind: type[Any], answer: Any) -> Any:
    """An answer of a host as ``kind``.

    Raises
    ------
    Upstream
        It does not fit.
    """
    try:
        return msgspec.convert(answer, kind)
    except msgspec.ValidationError as error:
        raise Upstream(f"the cluster host answered something strange: {error}") from error


def read_plots(answer: Any) -> HostPlots:
    """Pages of Dask's dashboard; raises as `read_answer` does."""
    plots: HostPlots = read_answer(HostPlots, answer)
    return plots
