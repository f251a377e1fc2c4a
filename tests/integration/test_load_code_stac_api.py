"""Load code of a search in a STAC API, run by a real Python against a real server, gives the values of the files."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from unittest.mock import MagicMock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from load_code_support import render
from stac_api_kit import BBOX, COUNT, stac_api

from jupyterlab_pangeo.schemas.catalogs import About, SearchQuery, Service
from jupyterlab_pangeo.worker.readers import Facts
from jupyterlab_pangeo.worker.readers.stac import READER

pytest.importorskip("odc.stac")
pytest.importorskip("pystac_client")
pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]

CUBE = """
import json
print(json.dumps({
    "bands": list(cube), "sizes": dict(cube.sizes), "crs": cube.odc.crs.to_epsg(),
    "step": abs(float(cube.odc.geobox.resolution.x)),
    "lazy": all(band.chunks is not None for band in cube.values()),
    "means": [float(band.mean()) for band in cube.values()]}))
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the server."""
    with stac_api(tmp_path_factory.mktemp("stac-api")) as address:
        yield address


def request(root: str, query: SearchQuery, rasters: list[str], **parameters: Any) -> dict[str, Any]:
    """What the page makes code of for a search, as the reader gives it."""
    filters: Any = ["text", "bbox", "interval", "collections", "cql2"]
    service = Service(api="stac", url=f"{root}search", root=root, filters=filters)
    facts = Facts(problems=[], about=About(metadata={"bands": rasters}))
    details = READER.search_details(service, query, facts)
    assert details.recipe is not None
    made = details.recipe
    recipe = {
        "reader": made.reader, "driver": made.driver, "format": made.format, "urls": made.urls, "isLocal": False,
        "isLiteral": True, "arguments": made.arguments, "storageOptions": {}, "auth": made.auth,
    }  # fmt: skip
    wanted = [{"name": each.name, "type": each.type, "default": each.default} for each in details.user_parameters]
    return {
        "recipe": recipe, "userParameters": wanted, "parameters": parameters, "style": "xarray", "variable": "cube",
    }  # fmt: skip


def run(code: str) -> Any:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return json.loads(done.stdout.decode().splitlines()[-1])


def test_what_is_found_becomes_one_lazy_cube(base: str) -> None:
    query = SearchQuery(collections=["scenes"], condition='"eo:cloud_cover" < 20', interval=("2020-01-02", None))
    [made] = render([request(f"{base}/", query, ["red", "nir"])])
    assert set(made["packages"]) == {"pystac-client", "odc-stac", "dask"}
    found = run(made["text"] + CUBE)
    assert (sorted(found["bands"]), found["sizes"]["time"], found["crs"], found["step"]) == (
        ["nir", "red"],
        3,
        32632,
        10,
    )
    assert found["lazy"]
    assert sorted(found["means"]) == [3, 30]


def test_bands_box_projection_and_resolution_are_what_was_asked_for(base: str) -> None:
    box = [BBOX[0] + 0.001, BBOX[1] + 0.001, BBOX[2] - 0.002, BBOX[3] - 0.001]
    query = SearchQuery(collections=["scenes"], bbox=box)
    given = {"bands": " red ", "crs": "EPSG:4326", "resolution": "0.0005", "max_items": 5}
    [made] = render([request(f"{base}/", query, ["red", "nir"], **given)])
    found = run(made["text"] + CUBE)
    assert (found["bands"], found["crs"], found["step"]) == (["red"], 4326, pytest.approx(0.0005))
    assert found["sizes"]["time"] == 5
    assert found["sizes"]["longitude"] < 20
    assert 1 <= found["means"][0] <= COUNT


def test_items_that_are_no_rasters_are_loaded_as_items(base: str) -> None:
    [made] = render([request(f"{base}/", SearchQuery(collections=["tables"]), [])])
    assert "odc" not in made["text"]
    assert run(made["text"] + "\nimport json\nprint(json.dumps([item.id for item in cube]))") == ["stations"]


def test_a_box_across_the_date_line_is_searched_but_not_cut_to() -> None:
    [made] = render([request("https://h/", SearchQuery(bbox=[170, -10, -170, 10]), ["red"])])
    searched, _, loaded = made["text"].partition("odc.stac.load(")
    assert "bbox=[170.0, -10.0, -170.0, 10.0]" in searched or "bbox=[170, -10, -170, 10]" in searched
    assert "bbox" not in loaded
    assert "date line" in made["text"].splitlines()[0]


def test_addresses_of_the_planetary_computer_are_signed() -> None:
    [made] = render([request("https://planetarycomputer.microsoft.com/api/stac/v1/", SearchQuery(), ["red"])])
    assert "modifier=planetary_computer.sign_inplace" in made["text"]
    assert "planetary-computer" in made["packages"]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.text(max_size=30) | st.just("'\"\\\n{env(X)}"), min_size=5, max_size=5))
def test_no_string_of_a_search_leaves_its_literal(texts: list[str]) -> None:
    address, collection, condition, words, bands = texts
    query = SearchQuery(text=words, collections=[collection], condition=condition)
    for found in (["red"], []):
        asked = request(f"https://h/{address}", query, found, bands=bands, crs=words, resolution=condition)
        [made] = render([asked])
        tree = ast.parse(made["text"])
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert names <= {"items", "cube", "pystac_client", "odc"}
        client, odc = MagicMock(), MagicMock()
        space: dict[str, Any] = {"pystac_client": client, "odc": odc, "__builtins__": {}}
        bare = "\n".join(line for line in made["text"].splitlines() if not line.startswith("import "))
        exec(compile(bare, "code", "exec"), space)
        opened = client.Client.open.call_args
        assert opened.args == (f"https://h/{address}",)
        searched = client.Client.open.return_value.search.call_args.kwargs
        assert searched["collections"] == [collection]
        assert searched.get("filter", "") == condition
