"""Which packages a kernel has."""

from typing import Annotated

from msgspec import Meta

from .common import Wire

PackageName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._,\[\]-]*$", max_length=100)]


class PackageQuery(Wire, frozen=True):
    """Packages by their names on PyPI, and the kernelspec that is asked; the default one where none is named."""

    names: Annotated[list[PackageName], Meta(max_length=100)]
    kernelspec: Annotated[str, Meta(max_length=200)] | None = None


class PackageReport(Wire, frozen=True):
    """Those of the asked packages that are not installed.

    ``is_known`` is false where the kernelspec starts no Python of this machine, so that nothing can be told.
    """

    missing: list[str]
    is_known: bool
