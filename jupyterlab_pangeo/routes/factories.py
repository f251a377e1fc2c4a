"""Cluster factories."""

from typing import Annotated

from msgspec import Meta

from ..routing import Router
from ..schemas.factories import FactoryList, ProbeRequest
from ..services.container import Services

router = Router("pangeo.clusters")

KernelspecName = Annotated[str, Meta(max_length=200)]


@router.get("/factories")
async def list_factories(services: Services, kernelspec: KernelspecName | None = None) -> FactoryList:
    """Factories as far as known for a kernelspec; the default one where none is named."""
    return await services.factories.list(kernelspec)


@router.post("/factories/probe", status=200)
async def probe_factories(services: Services, body: ProbeRequest) -> FactoryList:
    """Ask a child of the kernelspec's Python what can be started there."""
    return await services.factories.probe(body.kernelspec)
