"""STAC catalogs in the service: they open as nested catalogs, and an opened one tells of itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from catalogs_support import serving

SHARED = Path(__file__).parents[3] / "shared" / "catalogs"
BOX = [10.0, 50.0, 12.0, 52.0]
SPAN = ("2020-01-01T00:00:00Z", "2020-01-31T00:00:00Z")

CATALOG = {
    "type": "Catalog",
    "stac_version": "1.0.0",
    "id": "root",
    "title": "Root",
    "description": "The *root*",
    "links": [
        {"rel": "child", "href": "./c/collection.json"},
        {"rel": "item", "href": "./gone.json", "title": "Gone"},
        {"rel": "child", "href": "./catalog.json", "title": "Itself"},
        {"rel": "child", "href": "http://127.0.0.1:1/p.json", "title": "Private"},
        {"rel": "item", "href": "./page.json", "title": "A page"},
    ],
}
COLLECTION = {
    "type": "Collection",
    "stac_version": "1.0.0",
    "id": "c",
    "title": "Scenes of January",
    "description": "All **scenes**",
    "license": "CC0-1.0",
    "keywords": ["land"],
    "providers": [{"name": "Somebody"}],
    "extent": {"spatial": {"bbox": [BOX]}, "temporal": {"interval": [SPAN]}},
    "links": [{"rel": "item", "href": "./i/i.json"}],
}
ITEM = {
    "type": "Feature",
    "stac_version": "1.0.0",
    "id": "i",
    "bbox": BOX,
    "properties": {"datetime": SPAN[0], "gsd": 10},
    "links": [],
    "assets": {"red": {"href": "./red.tif", "type": "image/tiff; application=geotiff; profile=cloud-optimized"}},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A catalog with a collection with an item, beside links that lead nowhere good."""
    documents: dict[str, Any] = {"catalog": CATALOG, "c/collection": COLLECTION, "c/i/i": ITEM}
    for name, document in documents.items():
        path = tmp_path / "stac" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(document))
    (tmp_path / "stac" / "page.json").write_text("<html>")
    return tmp_path / "stac" / "catalog.json"


async def test_collections_and_items_open_like_nested_catalogs(root: Path, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(root)
        assert (added.kind, added.title, added.description) == ("stac", "Root", "The *root*")
        entries = {entry.name: entry for entry in await harness.walk(added.id)}
        assert list(entries) == ["c", "i", "red", "gone", "catalog", "p", "page"]
        details = await harness.service.entry(added.id, entries["red"].id)
        assert details.path == ["Root", "Scenes of January", "i", "red"]
        assert (details.bbox, details.interval) == (BOX, (SPAN[0], SPAN[0]))
        assert details.recipe is not None
        assert details.recipe.urls == [str(root.parent / "c/i/red.tif")]
        assert [step.name for step in details.recipe.steps] == ["c", "i", "red"]


async def test_links_that_lead_nowhere_cost_only_themselves(root: Path, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(root)
        await harness.walk(added.id)
        entries = {entry.title: entry for entry in await harness.entries(added.id)}
        codes = {title: [problem.code for problem in entry.problems] for title, entry in entries.items()}
    assert codes == {
        "Scenes of January": [],
        "Gone": ["not-found"],
        "Itself": ["cycle"],
        "Private": ["denied-address"],
        "A page": ["web-page"],
    }


async def test_an_opened_collection_tells_of_itself_also_after_a_restart(root: Path, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(root)
        [entry, *_] = await harness.entries(added.id)
        before = await harness.service.entry(added.id, entry.id)
        assert (before.title, before.description, before.bbox) == (entry.name, "", None)
        await harness.expand(added.id, entry.id)
        opened = await harness.service.entry(added.id, entry.id)
        [shown, *_] = await harness.entries(added.id)
    async with serving(tmp_path) as harness:
        again = await harness.service.entry(added.id, entry.id)
    for details in (opened, again):
        assert details.title == shown.title == "Scenes of January"
        assert details.description == "All **scenes**"
        assert (details.licence, details.provider, details.keywords) == ("CC0-1.0", "Somebody", ["land"])
        assert (details.bbox, details.interval) == (BOX, SPAN)


async def test_a_collection_that_was_added_itself_tells_of_itself_in_the_list(root: Path, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(root.parent / "c" / "collection.json")
    assert added.about is not None
    assert (added.about.licence, added.about.bbox, added.about.interval) == ("CC0-1.0", BOX, SPAN)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real catalogs (../shared/catalogs) are not here")
@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("pystac/tests/data-files/catalogs/test-case-1/catalog.json", {"stac": 6, "stac-item": 8}),
        ("stac-spec/examples/catalog.json", {"stac": 3, "stac-item": 2}),
    ],
)
async def test_real_trees_open_to_their_leaves(tmp_path: Path, path: str, counts: dict[str, int]) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(SHARED / path)
        entries = await harness.walk(added.id)
    assert {form: sum(entry.format == form for entry in entries) for form in counts} == counts
    assert [entry for entry in entries if entry.problems] == []
    assert any(entry.format == "rasterio" for entry in entries)
