"""Previews of entries; what makes them runs code, and needs the right to execute."""

from ..routing import Router
from ..schemas.previews import Preview, PreviewSpec, PreviewTrust
from ..services.container import Services

router = Router("pangeo.previews")


@router.post("/previews", executes=True)
async def begin_preview(services: Services, body: PreviewSpec) -> Preview:
    """Begin to run load code in a kernelspec's Python; 409 ``not-trusted`` where the user is to be asked first."""
    return await services.previews.begin(body)


@router.get("/previews/{preview_id}")
async def get_preview(services: Services, preview_id: str) -> Preview:
    """A preview as it is now."""
    return services.previews.get(preview_id)


@router.delete("/previews/{preview_id}")
async def cancel_preview(services: Services, preview_id: str) -> None:
    """End a preview, and forget it."""
    await services.previews.cancel(preview_id)


@router.get("/catalogs/{catalog_id}/entries/{entry_id}/trust")
async def get_preview_trust(services: Services, catalog_id: str, entry_id: str) -> PreviewTrust:
    """The document that names an entry, and whether its data may be opened."""
    return await services.previews.trust(catalog_id, entry_id)
