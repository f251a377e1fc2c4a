"""What a kernel lacks of what load code imports: asked of a real Python, and remembered where it is there."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from jupyterlab_pangeo.adapters.dask.kernelspecs import Place
from jupyterlab_pangeo.adapters.packages import missing_packages
from jupyterlab_pangeo.errors import Upstream, UpstreamTimeout
from jupyterlab_pangeo.schemas.packages import PackageQuery
from jupyterlab_pangeo.services.packages import PackageService

OWN = Place(sys.executable, "kernelspec")


async def own(_: str | None) -> Place:
    return OWN


async def wrapped(_: str | None) -> Place:
    return Place("python", "server")


class Asked:
    """Stands for a Python that has xarray alone."""

    def __init__(self) -> None:
        self.names: list[Sequence[str]] = []

    async def __call__(self, _: Place, names: Sequence[str]) -> list[str]:
        self.names.append(names)
        return [name for name in names if name != "xarray"]


async def test_a_python_tells_what_is_installed_by_its_name_on_pypi() -> None:
    names = ["xarray", "netCDF4", "no-such-package-at-all"]
    assert await missing_packages(OWN, names) == ["no-such-package-at-all"]


async def test_a_python_that_prints_while_it_starts_is_understood(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('MISSING [\"xarray\"]')")
    place = Place(sys.executable, "kernelspec", {"PYTHONPATH": str(tmp_path)})
    assert await missing_packages(place, ["xarray"]) == []


async def test_a_python_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    with pytest.raises(Upstream, match="cannot start"):
        await missing_packages(Place(str(tmp_path / "python"), "kernelspec"), ["xarray"])


async def test_a_python_that_hangs_is_ended(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import time; time.sleep(600)")
    place = Place(sys.executable, "kernelspec", {"PYTHONPATH": str(tmp_path)})
    with pytest.raises(UpstreamTimeout):
        await missing_packages(place, ["xarray"], seconds=0.5)


async def test_a_package_that_was_missing_is_asked_for_again_and_one_that_was_there_is_not() -> None:
    asked = Asked()
    service = PackageService(own, asked)
    for _ in range(2):
        report = await service.missing(PackageQuery(names=["xarray", "dask[dataframe]"]))
        assert (report.missing, report.is_known) == (["dask[dataframe]"], True)
    assert asked.names == [["dask", "xarray"], ["dask"]]


async def test_of_a_kernel_that_runs_elsewhere_nothing_is_told() -> None:
    asked = Asked()
    report = await PackageService(wrapped, asked).missing(PackageQuery(names=["xarray"]))
    assert (report.missing, report.is_known, asked.names) == ([], False, [])
