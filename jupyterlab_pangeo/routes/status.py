"""What the server half is."""

from ..routing import Router
from ..schemas.status import Status
from ..services.container import Services

router = Router("pangeo.status")


@router.get("/status")
async def get_status(services: Services) -> Status:
    """Version of the server half and the features that are available."""
    return services.status()
