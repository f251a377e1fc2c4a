"""Packages of kernels."""

from ..routing import Router
from ..schemas.packages import PackageQuery, PackageReport
from ..services.container import Services

router = Router("pangeo.catalogs")


@router.post("/kernelspecs/packages", status=200)
async def find_missing_packages(services: Services, body: PackageQuery) -> PackageReport:
    """Ask a child of the kernelspec's Python which of these packages it lacks."""
    return await services.packages.missing(body)
