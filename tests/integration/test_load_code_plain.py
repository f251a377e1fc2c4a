"""Data found by themselves on disk, over HTTP and in S3: the load code that the page makes gives their values."""

import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from load_code_support import asking, file_server, render, write_files
from msgspec import to_builtins
from run_code import values
from s3_server import KEYS, moto, put

from jupyterlab_pangeo.adapters.catalogs import reader as index
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.protocol import Job
from jupyterlab_pangeo.worker.readers import BUILT_IN, load

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

READERS, _ = load(BUILT_IN)
GRID = "[float(data.sst.sum()), data.sst.chunks is not None]"
ICECHUNK = """
import sys, icechunk, numpy as np, xarray as xr
repo = icechunk.Repository.create(icechunk.local_filesystem_storage(sys.argv[1]))
session = repo.writable_session("main")
xr.Dataset({"sst": (("time", "x"), np.arange(12.0).reshape(3, 4))}).to_zarr(session.store, consolidated=False)
session.commit("first")
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of everything that the libraries at hand can write."""
    from kerchunk.hdf import SingleHdf5ToZarr

    folder = tmp_path_factory.mktemp("plain")
    write_files(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        references = SingleHdf5ToZarr(str(folder / "four.nc")).translate()
    (folder / "references.json").write_text(json.dumps(references))
    (folder / "four.h5").write_bytes((folder / "four.nc").read_bytes())
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ICECHUNK, str(folder / "repo.icechunk")], check=True, timeout=60
    )
    return folder


def recipes(location: str, tmp_path: Path) -> dict[str, dict[str, Any]]:
    """Recipes by name, as a job makes them of a location that a person names."""
    output = tmp_path / "index.sqlite"
    output.unlink(missing_ok=True)
    report = run(Job(catalog_id="c", location=location, output=str(output)), READERS)
    assert (report.state, report.kind) == ("ready", "plain"), report.problems
    found = {}
    for row in index.rows(output, 0, 1000):
        full = index.full(output, row.id)
        assert full is not None
        if full.details.recipe is not None:
            found[row.name] = to_builtins(full.details.recipe)
    return found


def code(*requests: dict[str, Any]) -> list[str]:
    answers = render(list(requests))
    assert not [answer for answer in answers if "error" in answer], answers
    return [answer["text"] for answer in answers]


def test_everything_in_a_folder_opens(files: Path, tmp_path: Path) -> None:
    found = recipes(str(files), tmp_path)
    expressions = {
        **dict.fromkeys(("v2.zarr", "v3.zarr", "four.nc", "three.nc", "four.h5"), GRID),
        **dict.fromkeys(("references.json", "repo.icechunk"), GRID),
        "level_01.tif": "[float(data.sum()), data.chunks is not None]",
        "day_1.csv": "[float(data.t.sum()), len(data)]",
        "day_1.parquet": "[float(data.t.sum()), len(data)]",
    }
    texts = code(*[asking(found[name]) for name in expressions])
    answers = dict(zip(expressions, values(list(zip(texts, expressions.values(), strict=True))), strict=True))
    table = [4.0, 2]
    assert answers == {name: table if name.startswith("day") else [66.0, True] for name in expressions}


def test_data_over_http_open_from_a_server_that_knows_no_ranges(files: Path, tmp_path: Path) -> None:
    with file_server(files) as http:
        asked = {
            "v2.zarr": GRID,
            "v3.zarr": GRID,
            "v2.zarr/.zmetadata": GRID,
            "four.nc": GRID,
            "three.nc": GRID,
            "references.json": GRID,
            "day_1.csv": "[float(data.t.sum()), len(data)]",
            "day_1.parquet": "[float(data.t.sum()), len(data)]",
        }
        requests = []
        for place in asked:
            [made] = recipes(f"{http}/{place}", tmp_path).values()
            requests.append(asking(made))
        answers = values(list(zip(code(*requests), asked.values(), strict=True)))
    assert answers == [[66.0, True]] * 6 + [[4.0, 2]] * 2


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A server of moto's S3; yields its address."""
    with moto() as url:
        yield url


def test_data_in_s3_open_by_their_address_alone(files: Path, s3: str, tmp_path: Path) -> None:
    environment = {"AWS_ENDPOINT_URL": s3, **KEYS}
    asked = {
        "v2.zarr": GRID,
        "v3.zarr": GRID,
        "four.nc": GRID,
        "day_1.csv": "[float(data.t.sum()), len(data)]",
        "day_1.parquet": "[float(data.t.sum()), len(data)]",
    }
    put(s3, "public", *(files / name for name in asked))
    requests = []
    for name in asked:
        [made] = recipes(f"s3://public/{name}", tmp_path).values()
        assert made["storageOptions"] == {"anon": True}
        requests.append(asking(made))
    keyed = asking({**requests[0]["recipe"], "storageOptions": {"client_kwargs": {"endpoint_url": s3}}})
    pieces = list(zip(code(*requests, keyed), [*asked.values(), GRID], strict=True))
    assert values(pieces, environment) == [[66.0, True]] * 3 + [[4.0, 2]] * 2 + [[66.0, True]]
