"""A real STAC API in the service: collections, conditions, pages, items, and what it says it can do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogs_support import Harness, serving
from stac_api_kit import COUNT, stac_api

from jupyterlab_pangeo.schemas.catalogs import Entry, SearchQuery, SearchSpec, ServiceField

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the server."""
    with stac_api(tmp_path_factory.mktemp("stac-api")) as address:
        yield address


async def find(harness: Harness, catalog_id: str, query: SearchQuery, parent: str | None = None) -> Entry:
    """A search, once it is done."""
    entry = await harness.service.begin_search(catalog_id, SearchSpec(query=query, parent=parent))
    while (await harness.service.entry(catalog_id, entry.id)).child_state == "loading":
        await harness.changes.next()
    return entry


async def test_the_api_tells_how_it_is_searched_and_lists_its_collections(base: str, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(base)
        assert (added.kind, added.state, added.problems) == ("stac", "ready", [])
        assert added.about is not None and added.about.service is not None
        service = added.about.service
        assert (service.url, service.filters) == (f"{base}/search", ["bbox", "interval", "collections", "cql2"])
        assert service.collections == ["scenes", "tables"]
        assert service.fields == [
            ServiceField(name="eo:cloud_cover", title="Cloud cover", type="number", minimum=0, maximum=100),
            ServiceField(name="platform", title="Platform", type="string", allowed=["one", "two"]),
        ]
        assert [entry.name for entry in await harness.entries(added.id)] == ["scenes", "tables"]


async def test_conditions_box_and_time_leave_what_fits_over_all_pages(base: str, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(base)
        query = SearchQuery(
            collections=["scenes"],
            condition='"eo:cloud_cover" < 30',
            bbox=[8, 47, 10, 48],
            interval=("2020-01-02", "2020-01-31"),
            limit=2,
        )
        parent = (await find(harness, added.id, query)).id
        seen: list[str] = []
        # This server tells of a next page even after the last.
        while page := await harness.entries(added.id, parent):
            items = [entry.name for entry in page if entry.format == "stac-item"]
            seen += items
            if not items or page[-1].name != "more results":
                break
            parent = page[-1].id
            await harness.expand(added.id, parent)
        assert seen == ["scene-02", "scene-03", "scene-04", "scene-05", "scene-06"]


async def test_a_found_item_opens_to_its_assets(base: str, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(base)
        search = await find(harness, added.id, SearchQuery(interval=("2020-01-03", "2020-01-03")))
        item = await harness.named(added.id, "scene-03", search.id)
        await harness.expand(added.id, item.id)
        red = await harness.named(added.id, "red", item.id)
        details = await harness.service.entry(added.id, red.id)
        assert details.recipe is not None
        assert (details.recipe.format, details.recipe.urls) == ("rasterio", [f"{base}/files/red-03.tif"])
        assert details.path == ["stac-fastapi-geoparquet", search.title, "scene-03", "red"]


async def test_a_collection_is_searched_by_itself_and_lists_its_items(base: str, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(base)
        collection = await harness.named(added.id, "tables")
        await harness.expand(added.id, collection.id)
        details = await harness.service.entry(added.id, collection.id)
        assert details.service is not None
        assert (details.service.collections, "collections" in details.service.filters) == (["tables"], False)
        search = await find(harness, added.id, SearchQuery(), collection.id)
        assert [entry.name for entry in await harness.entries(added.id, search.id)] == ["stations"]
        found = await harness.service.entry(added.id, search.id)
        # Tables are no cube.
        assert found.recipe is not None
        assert (found.recipe.format, found.recipe.arguments) == ("stac-items", {"collections": ["tables"]})
        items = await harness.named(added.id, "items", collection.id)
        await harness.expand(added.id, items.id)
        assert [entry.name for entry in await harness.entries(added.id, items.id)] == ["stations"]


async def test_a_condition_that_the_service_refuses_is_a_search_that_failed(base: str, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(base)
        search = await find(harness, added.id, SearchQuery(condition="((("))
        details = await harness.service.entry(added.id, search.id)
        assert (details.child_state, [problem.code for problem in details.problems]) == ("failed", ["http-status"])
        assert len(await harness.entries(added.id)) == 3


async def test_everything_is_found_by_words_once_it_was_opened(base: str, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(base)
        await find(harness, added.id, SearchQuery(collections=["scenes"], limit=100))
        hits = await harness.service.search("scene", None, "stac-item", None, 100)
        assert hits.total == COUNT
