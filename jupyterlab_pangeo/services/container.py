"""The services that routes are handed."""

from dataclasses import dataclass

from ..schemas.status import Feature, Status
from .catalogs import CatalogService
from .changes import Changes
from .clusters import ClusterService
from .factories import FactoryService
from .packages import PackageService
from .previews import PreviewService
from .usage_service import UsageService


@dataclass(frozen=True)
class Services:
    """Everything a route may call."""

    version: str
    changes: Changes
    clusters: ClusterService
    factories: FactoryService
    catalogs: CatalogService
    packages: PackageService
    previews: PreviewService
    usage: UsageService
    features: tuple[Feature, ...]

    def status(self) -> Status:
        """What this server half is and can do."""
        return Status(version=self.version, features=list(self.features))
