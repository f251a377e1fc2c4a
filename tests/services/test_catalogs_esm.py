"""Collections in the list of catalogs, and inside of other catalogs."""

import csv
import json
from pathlib import Path

import pytest
from catalogs_support import serving

from jupyterlab_pangeo.errors import Conflict, NotFound
from jupyterlab_pangeo.schemas.catalogs import FacetQuery

ROWS = [["model", "member", "path"], ["A", "1", "a.nc"], ["A", "2", "b.nc"], ["B", "1", "c.nc"]]


def write(folder: Path, rows: list[list[str]] = ROWS) -> Path:
    with (folder / "table.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    made = {
        "esmcat_version": "0.1.0",
        "id": "runs",
        "catalog_file": "table.csv",
        "attributes": [],
        "assets": {"column_name": "path", "format": "netcdf"},
        "aggregation_control": {"variable_column_name": "v", "groupby_attrs": ["model"], "aggregations": []},
    }
    path = folder / "runs.json"
    path.write_text(json.dumps(made))
    return path


async def test_a_collection_of_the_list_tells_its_assets_and_counts_facets(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        catalog = await harness.add(write(tmp_path))
        assert (catalog.kind, catalog.title, catalog.asset_count) == ("esm", "runs", 3)
        assert catalog.collection_id is not None
        details = await harness.service.entry(catalog.id, catalog.collection_id)
        assert (details.title, details.recipe.reader) == ("runs", "esm")
        found = await harness.service.facets(catalog.id, catalog.collection_id, FacetQuery(chosen={"model": ["A"]}))
        assert (found.asset_count, found.dataset_count) == (2, 1)
        hits = await harness.service.search("runs", None, None, None, 10)
        assert [hit.entry.id for hit in hits.items] == [catalog.collection_id]


async def test_a_collection_inside_of_an_intake_catalog_is_opened_and_found_once(tmp_path: Path) -> None:
    write(tmp_path)
    outer = tmp_path / "outer.yaml"
    outer.write_text("sources: {ensemble: {driver: esm_datastore, args: {obj: '{{ CATALOG_DIR }}/runs.json'}}}")
    async with serving(tmp_path) as harness:
        catalog = await harness.add(outer)
        assert (catalog.asset_count, catalog.collection_id) == (None, None)
        entry = (await harness.entries(catalog.id))[0]
        assert (entry.format, entry.child_state, entry.problems) == ("esm_datastore", "unloaded", [])
        with pytest.raises(Conflict):
            await harness.service.facets(catalog.id, entry.id, FacetQuery())
        await harness.service.expand(catalog.id, entry.id)

        async def is_ready() -> bool:
            return (await harness.service.entry(catalog.id, entry.id)).child_state == "ready"

        while not await is_ready():
            await harness.changes.next()
        found = await harness.service.facets(catalog.id, entry.id, FacetQuery())
        assert (found.asset_count, found.dataset_count) == (3, 2)
        assert (await harness.entries(catalog.id))[0].child_count == 3
        hits = await harness.service.search("ensemble", None, None, None, 10)
        assert [hit.entry.id for hit in hits.items] == [entry.id]
        assert (await harness.service.search("collection", None, None, None, 10)).total == 0


async def test_a_table_that_changed_while_the_server_was_away_is_read_again(tmp_path: Path) -> None:
    location = write(tmp_path)
    async with serving(tmp_path) as harness:
        first = await harness.add(location)
    write(tmp_path, [*ROWS, ["C", "1", "d.nc"]])
    async with serving(tmp_path) as harness:
        await harness.changes.until(lambda: harness.service.get(first.id).asset_count == 4)


async def test_facets_of_what_is_no_collection_are_refused(tmp_path: Path) -> None:
    plain = tmp_path / "plain.yaml"
    plain.write_text("sources: {x: {driver: csv, args: {urlpath: /x.csv}}}")
    async with serving(tmp_path) as harness:
        catalog = await harness.add(plain)
        entry = (await harness.entries(catalog.id))[0]
        with pytest.raises(Conflict):
            await harness.service.facets(catalog.id, entry.id, FacetQuery())
        with pytest.raises(NotFound):
            await harness.service.facets(catalog.id, "0" * 16, FacetQuery())
        with pytest.raises(NotFound):
            await harness.service.facets("0" * 16, entry.id, FacetQuery())
