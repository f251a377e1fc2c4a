"""Small catalogs of every kind on the disk, and what a server must make of them without any network."""

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_kit import Server

EXAMPLES = Path(__file__).parents[1] / "examples"


class Local(NamedTuple):
    """A catalog, the reader that it is for, how many entries it has, and those that are opened one below another."""

    path: Path
    kind: str
    count: int
    way: tuple[str, ...] = ()


def write(folder: Path) -> list[Local]:
    """Write them."""
    shutil.copytree(EXAMPLES, folder / "samples", ignore=shutil.ignore_patterns("data", "*.py", "*.csv"))
    for name, text in TEXTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return [
        Local(folder / "samples/catalog.yaml", "intake-v1", 4, ("ocean",)),
        Local(folder / "samples/imagery/stac/catalog.json", "stac", 1, ("scenes", "scene")),
        Local(folder / "two.yaml", "intake-v2", 1),
        Local(folder / "esm.json", "esm", 1),
        Local(folder / "thredds.xml", "thredds", 2, ("more",)),
        Local(folder / "records.xml", "csw", 1),
        Local(folder / "records.json", "ogcapi-records", 1),
        Local(folder / "datasets.json", "erddap", 1),
        Local(folder / "data", "plain", 2),
    ]


def check(server: Server, local: Local) -> None:
    """Add one, open what is nested in it, look at every entry, and find one of them."""
    added = server.add(local.path)
    assert (added["state"], added["kind"], added["entryCount"]) == ("ready", local.kind, local.count), added
    assert errors(added) == []
    parent: str | None = None
    for name in local.way:
        entry = server.entries(added["id"], parent)[name]
        opened = server.expand(added["id"], entry["id"])
        assert (opened["childState"], errors(opened)) == ("ready", []), opened
        parent = entry["id"]
    entries = server.entries(added["id"], parent)
    assert entries
    for entry in entries.values():
        details = server.ask(f"catalogs/{added['id']}/entries/{entry['id']}")
        assert details["recipe"] or details["hasChildren"], details
        found = server.ask(f"search?q={entry['name'].split('/')[-1]}&catalog={added['id']}")
        assert entry["id"] in [hit["entry"]["id"] for hit in found["items"]]
    if local.kind == "esm":
        [collection] = entries.values()
        facets = server.ask(f"catalogs/{added['id']}/entries/{collection['id']}/facets", "POST", {})
        assert (facets["assetCount"], facets["datasetCount"]) == (3, 2)


def errors(thing: Any) -> list[str]:
    """Messages of the problems that keep a thing from being used."""
    return [problem["message"] for problem in thing["problems"] if problem["severity"] == "error"]


_THREDDS = (
    '<catalog xmlns:xlink="http://www.w3.org/1999/xlink"><service name="s" serviceType="OPENDAP" base="https://h/"/>'
)
TEXTS = {
    "two.yaml": """
version: 2
aliases: {}
data: {}
entries: {grid: {reader: 'intake.readers.readers:XArrayDatasetReader', kwargs: {args: ['{CATALOG_DIR}/x.zarr']}}}
metadata: {}
user_parameters: {}
""",
    "esm.json": json.dumps(
        {
            **{"esmcat_version": "0.1.0", "id": "runs", "catalog_file": "esm.csv"},
            "attributes": [{"column_name": "model"}, {"column_name": "variable"}],
            "assets": {"column_name": "path", "format": "zarr"},
            "aggregation_control": {
                **{"variable_column_name": "variable", "groupby_attrs": ["model"]},
                "aggregations": [{"type": "union", "attribute_name": "variable"}],
            },
        }
    ),
    "esm.csv": "model,variable,path\na,tas,a.zarr\na,pr,b.zarr\nb,tas,c.zarr\n",
    "thredds.xml": (
        f'{_THREDDS}<dataset name="sst" urlPath="sst.nc"/><catalogRef name="more" xlink:href="more.xml"/></catalog>'
    ),
    "more.xml": f'{_THREDDS}<dataset name="wind" urlPath="wind.nc"/></catalog>',
    "records.xml": (
        '<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><csw:SearchResults><csw:Record>'
        "<dc:identifier>drifters</dc:identifier><dc:title>Drifters</dc:title><dc:URI>https://h/a.nc</dc:URI>"
        "</csw:Record></csw:SearchResults></csw:GetRecordsResponse>"
    ),
    "records.json": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    **{"type": "Feature", "id": "tides", "geometry": None, "time": None},
                    "conformsTo": ["http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"],
                    "properties": {"title": "Tides", "type": "dataset"},
                    "links": [{"href": "https://h/a.nc", "rel": "item", "type": "application/netcdf"}],
                }
            ],
        }
    ),
    "datasets.json": json.dumps(
        {
            "table": {
                "columnNames": ["datasetID", "title", "griddap"],
                "rows": [["currents", "Currents", "https://h/erddap/griddap/currents"]],
            }
        }
    ),
    "data/table.csv": "a,b\n1,2\n",
    "data/grid.zarr/.zgroup": '{"zarr_format": 2}',
    "data/grid.zarr/.zmetadata": '{"zarr_consolidated_format": 1, "metadata": {".zgroup": {"zarr_format": 2}}}',
}
