"""Load code of datasets in THREDDS catalogs, from the catalog's address to values in a real kernel."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from load_code_kernel import Kernel, running_kernel
from load_code_support import asking, render
from msgspec import to_builtins
from thredds_server import application, serving

from jupyterlab_pangeo.adapters.catalogs import reader as index
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.protocol import Job
from jupyterlab_pangeo.worker.readers import BUILT_IN, load

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]
READERS, _ = load(BUILT_IN)


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    with running_kernel() as kernel:
        yield kernel


@pytest.fixture(scope="module")
def thredds() -> Iterator[str]:
    with serving(application()) as url:
        yield url


def listed(location: str, folder: Path) -> dict[str, index.Full]:
    """Entries by name of a catalog, read as the worker reads it."""
    output = folder / f"{len(list(folder.iterdir()))}.sqlite"
    report = run(Job(catalog_id="c", location=location, output=str(output)), READERS)
    assert (report.state, report.kind, report.problems) == ("ready", "thredds", [])
    found = [index.full(output, row.id) for row in index.rows(output, 0, 100)]
    return {full.row.name: full for full in found if full is not None}


def code_of(full: index.Full) -> dict[str, Any]:
    assert full.details.recipe is not None
    [answer] = render([asking(to_builtins(full.details.recipe))])
    assert "error" not in answer, answer
    return answer


@pytest.mark.parametrize("name", ["Daily/sst.nc", "Daily/file.nc"])
def test_a_dataset_behind_two_references_opens_to_its_values(
    name: str, thredds: str, kernel: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    # From the page that a browser shows, as people copy its address.
    top = listed(f"{thredds}/thredds/", tmp_path)
    assert list(top) == ["Sea surface", "Gone"]
    nested = top["Sea surface"].row.nested
    assert nested == f"{thredds}/thredds/sea/catalog.xml"
    code = code_of(listed(nested, tmp_path)[name])
    assert kernel.run(code["text"], "[float(data.sst.sum()), data.sst.chunks is not None]") == [66.0, True]
