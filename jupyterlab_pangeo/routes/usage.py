"""What the user's processes and clusters use."""

from ..routing import Router
from ..schemas.grafana import (
    DashboardAnswer,
    DashboardHits,
    DashboardRequest,
    DashboardsRequest,
    PageAnswer,
    PageRequest,
)
from ..schemas.promql import AddedSource, LabelsAnswer, LabelsRequest, NewSource, PromqlAnswer, PromqlRequest
from ..schemas.usage import SourceList, UsageAnswer, UsageQuery
from ..services.container import Services

router = Router("pangeo.usage")


@router.get("/usage/sources")
async def list_usage_sources(services: Services) -> SourceList:
    """Where numbers come from, what they can be asked for, and what is wrong with one."""
    return await services.usage.sources()


@router.post("/usage/query", status=200)
async def query_usage(services: Services, body: UsageQuery) -> UsageAnswer:
    """Series of metrics over a range of time; what is wrong with one query is told in its place."""
    return await services.usage.answer(body)


@router.delete("/usage/record")
async def erase_usage_record(services: Services) -> None:
    """Forget everything that was recorded; 409 where another server keeps the record."""
    await services.usage.erase()


@router.post("/usage/promql", status=200, reads=True)
async def query_promql(services: Services, body: PromqlRequest) -> PromqlAnswer:
    """Answers of a Prometheus to expressions; what is wrong with one is told in its place."""
    return await services.usage.promql(body)


@router.post("/usage/labels", status=200, reads=True)
async def list_usage_labels(services: Services, body: LabelsRequest) -> LabelsAnswer:
    """Names of labels, values of one, or series, that a Prometheus knows."""
    return await services.usage.labels(body)


@router.post("/usage/sources", status=200)
async def add_usage_source(services: Services, body: NewSource) -> AddedSource:
    """Ask a Prometheus and keep it if it answers, else say what is wrong; 403 where the operator forbids it."""
    return await services.usage.add(body)


@router.delete("/usage/sources/{name}")
async def remove_usage_source(services: Services, name: str) -> None:
    """Forget a Prometheus that was added."""
    await services.usage.remove(name)


@router.post("/usage/dashboards", status=200, reads=True)
async def list_grafana_dashboards(services: Services, body: DashboardsRequest) -> DashboardHits:
    """Dashboards of a Grafana, or what is wrong with it."""
    return await services.usage.dashboards(body)


@router.post("/usage/dashboard", status=200, reads=True)
async def get_grafana_dashboard(services: Services, body: DashboardRequest) -> DashboardAnswer:
    """One dashboard of a Grafana, as it stores it, or what is wrong with it."""
    return await services.usage.dashboard(body)


@router.post("/usage/pages", status=200)
async def open_grafana_page(services: Services, body: PageRequest) -> PageAnswer:
    """Let a frame show Grafana's own page of a dashboard; 403 unless the operator allows it."""
    return services.usage.open_page(body)


@router.delete("/usage/pages/{page_id}")
async def close_grafana_page(services: Services, page_id: str) -> None:
    """Let a frame have nothing more."""
    services.usage.close_page(page_id)
