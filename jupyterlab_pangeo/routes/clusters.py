"""Clusters and what may be asked of them."""

from typing import Annotated

from msgspec import Meta

from ..routing import Router
from ..schemas.clusters import (
    Cluster,
    ClusterList,
    ClusterRename,
    ClusterSpec,
    Connection,
    Logs,
    Scaling,
    WorkerPage,
)
from ..schemas.plots import PlotList
from ..services.container import Services

router = Router("pangeo.clusters")

Tail = Annotated[int, Meta(ge=1, le=10_000)]


@router.get("/clusters")
async def list_clusters(services: Services) -> ClusterList:
    """Clusters this server knows of."""
    return services.clusters.list()


@router.post("/clusters")
async def start_cluster(services: Services, body: ClusterSpec) -> Cluster:
    """Begin the start of a cluster; answers before it runs."""
    return await services.clusters.create(body)


@router.get("/clusters/{cluster_id}")
async def get_cluster(services: Services, cluster_id: str) -> Cluster:
    """One cluster."""
    return services.clusters.get(cluster_id)


@router.patch("/clusters/{cluster_id}")
async def rename_cluster(services: Services, cluster_id: str, body: ClusterRename) -> Cluster:
    """Give a cluster another name."""
    return await services.clusters.rename(cluster_id, body.name)


@router.delete("/clusters/{cluster_id}", status=202)
async def close_cluster(services: Services, cluster_id: str, kill: bool = False) -> Cluster | None:
    """Shut a cluster down, cancel its start, or forget one that has ended."""
    return await services.clusters.close(cluster_id, kill=kill)


@router.put("/clusters/{cluster_id}/scaling")
async def scale_cluster(services: Services, cluster_id: str, body: Scaling) -> Cluster:
    """Set how many workers the cluster keeps."""
    return await services.clusters.scale(cluster_id, body)


@router.post("/clusters/{cluster_id}/restart")
async def restart_cluster(services: Services, cluster_id: str) -> Cluster:
    """Restart the workers; their results are lost."""
    return await services.clusters.restart(cluster_id)


@router.get("/clusters/{cluster_id}/workers")
async def list_workers(
    services: Services, cluster_id: str, cursor: str | None = None, limit: Annotated[int, Meta(ge=1)] = 200
) -> WorkerPage:
    """A page of the cluster's workers."""
    return await services.clusters.workers(cluster_id, cursor, min(limit, 1000))


@router.get("/clusters/{cluster_id}/logs")
async def read_logs(services: Services, cluster_id: str, source: str | None = None, tail: Tail = 200) -> Logs:
    """Last lines of the cluster's processes, also of a start that failed."""
    return await services.clusters.logs(cluster_id, source, tail)


@router.get("/clusters/{cluster_id}/connection")
async def get_connection(services: Services, cluster_id: str) -> Connection:
    """Address and paths that client code needs; no secret."""
    return services.clusters.connection(cluster_id)


@router.get("/clusters/{cluster_id}/plots")
async def list_plots(services: Services, cluster_id: str) -> PlotList:
    """Plots that the scheduler offers."""
    return await services.clusters.plots(cluster_id)
