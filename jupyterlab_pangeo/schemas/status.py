"""What the server half is and can do."""

from .common import Reason, Wire


class Feature(Wire, frozen=True):
    """One part of the suite; ``reason`` says why it is not available."""

    name: str
    is_available: bool
    reason: Reason | None = None


class Status(Wire, frozen=True):
    """Version of the server half and its features."""

    version: str
    features: list[Feature]
