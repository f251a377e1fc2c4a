"""Metadata services through the whole server half: added, searched, refreshed, and told when they are away."""

from pathlib import Path

import pytest
from catalogs_support import Harness, serving

from jupyterlab_pangeo.errors import Invalid
from jupyterlab_pangeo.schemas.catalogs import Entry, SearchQuery, SearchSpec

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]


async def found(
    harness: Harness, catalog_id: str, parent: str | None, query: SearchQuery, is_transient: bool = False
) -> list[Entry]:
    """What a search finds."""
    spec = SearchSpec(query=query, parent=parent, is_transient=is_transient)
    entry = await harness.service.begin_search(catalog_id, spec)
    while (details := await harness.service.entry(catalog_id, entry.id)).child_state == "loading":
        await harness.changes.next()
    assert details.child_state == "ready", details.problems
    return await harness.entries(catalog_id, entry.id)


async def test_a_csw_is_searched_and_its_records_opened(csw_server: str, tmp_path: Path) -> None:
    query = SearchQuery(text="temperature", bbox=[-150, -10, -140, 10], interval=("2011-01-01", "2011-12-31"))
    async with serving(tmp_path) as harness:
        added = await harness.add(csw_server)
        assert (added.kind, added.state, added.title) == ("csw", "ready", "Marine records")
        opendap, wms = await found(harness, added.id, None, query)
        assert (opendap.format, wms.format) == ("opendap", "wms")
        details = await harness.service.entry(added.id, opendap.id)
        assert details.recipe is not None
        assert details.path[-1] == "Sea surface temperature, Pacific: OPeNDAP"


async def test_what_is_typed_is_asked_of_real_services_and_stands_in_no_tree(
    csw_server: str, oarec_server: str, tmp_path: Path
) -> None:
    query = SearchQuery(text="temperature", bbox=[-150, -10, -140, 10])
    async with serving(tmp_path) as harness:
        csw = await harness.add(csw_server)
        oarec = await harness.add(oarec_server)
        marine = await harness.named(oarec.id, "marine")
        await harness.expand(oarec.id, marine.id)
        services = (await harness.service.finding.services()).items
        assert {each.path[-1]: each.service.api for each in services}.items() >= {("Marine records", "csw")}
        before = [await harness.entries(csw.id), await harness.entries(oarec.id, marine.id)]
        for catalog_id, parent in ((csw.id, None), (oarec.id, marine.id)):
            assert (oarec.id, marine.id) in [(each.catalog_id, each.entry_id) for each in services]
            kept = await found(harness, catalog_id, parent, query)
            typed = await found(harness, catalog_id, parent, query, is_transient=True)
            assert [each.name for each in typed] == [each.name for each in kept] != []
        after = [await harness.entries(csw.id), await harness.entries(oarec.id, marine.id)]
        assert [len(each) for each in after] == [len(each) + 1 for each in before], "only those that are kept"


async def test_pages_of_a_csw_follow_each_other_below_its_search(csw_server: str, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(csw_server)
        first = await found(harness, added.id, None, SearchQuery(text="e", limit=2))
        assert first[-1].title == "More results"
        await harness.expand(added.id, first[-1].id)
        second = await harness.entries(added.id, first[-1].id)
        assert second
        assert {entry.name for entry in second[:-1]}.isdisjoint(entry.name for entry in first[:-1])


async def test_a_collection_of_an_ogc_api_is_searched_below_its_service(oarec_server: str, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(oarec_server)
        assert (added.kind, added.state) == ("ogcapi-records", "ready")
        marine = await harness.named(added.id, "marine")
        await harness.expand(added.id, marine.id)
        entries = await found(harness, added.id, marine.id, SearchQuery(text="rain"))
        assert [(entry.name, entry.format) for entry in entries] == [("rain", "netcdf")]
        with pytest.raises(Invalid, match="keyword"):
            await found(harness, added.id, marine.id, SearchQuery(keywords=["ocean"]))


async def test_a_search_that_finds_nothing_is_empty_and_no_failure(csw_server: str, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(f"{csw_server}?service=CSW&request=GetCapabilities")
        assert await found(harness, added.id, None, SearchQuery(text="there is no such thing")) == []
