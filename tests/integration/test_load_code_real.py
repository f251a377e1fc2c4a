"""Load code for every entry of real catalogs, as they are published."""

import ast
from pathlib import Path

import pytest
from load_code_support import asking, render
from msgspec import to_builtins

from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.readers import Facts, Source
from jupyterlab_pangeo.worker.readers.intake_v1 import READER

SHARED = Path(__file__).parents[3] / "shared" / "catalogs" / "pangeo-datastore"

pytestmark = [
    pytest.mark.integration,
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real catalogs beside the checkout are absent"),
]

PLAIN = {"zarr", "netcdf", "opendap", "rasterio", "csv", "parquet"}


def test_every_entry_of_a_known_format_has_load_code_that_parses() -> None:
    requests = []
    for file in sorted(SHARED.rglob("*.yaml")):
        source = Source(location=str(file), data=file.read_bytes(), limits=Limits())
        for found in READER.read(source, Facts()):
            if found.format in PLAIN and found.details.recipe is not None:
                parameters = to_builtins(found.details.user_parameters)
                requests.append(asking(to_builtins(found.details.recipe), userParameters=parameters))
    assert len(requests) > 50
    for asked, answer in zip(requests, render(requests), strict=True):
        assert "error" not in answer, (asked, answer)
        tree = ast.parse(answer["text"])
        assert isinstance(tree.body[-1], ast.Expr)
        assert "{{" not in answer["text"]
