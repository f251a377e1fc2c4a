"""Searches made by typing: in no tree, never kept, one in a service at a time."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
from catalogs_support import Harness, serving
from search_api import Api

from jupyterlab_pangeo.adapters.catalogs.narrowing import Narrowing
from jupyterlab_pangeo.schemas.catalogs import Entry, SearchQuery, SearchSpec


async def typed(harness: Harness, catalog_id: str, **query: Any) -> Entry:
    """Begin a search as typing does."""
    spec = SearchSpec(query=SearchQuery(**query), is_transient=True)
    return await harness.service.begin_search(catalog_id, spec)


async def settled(harness: Harness, catalog_id: str, entry_id: str) -> None:
    """Wait until nothing is read for an entry."""
    while (await harness.service.entry(catalog_id, entry_id)).child_state == "loading":
        await harness.changes.next()


async def test_a_typed_search_answers_but_stands_nowhere(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entry = await typed(harness, added.id, limit=2)
        await settled(harness, added.id, entry.id)
        assert [each.title for each in await harness.entries(added.id, entry.id)] == ["i0", "i1", "More results"]
        assert (await harness.service.entry(added.id, entry.id)).metadata["matched"] == 5
        assert [each.name for each in await harness.entries(added.id)] == ["c"]
        assert (await harness.service.finding.search("i0", None, Narrowing(), None, 5)).total == 0
        assert harness.service.get(added.id).entry_count == 1


async def test_the_next_typed_search_ends_the_one_before(api: Api, tmp_path: Path) -> None:
    api.gate = asyncio.Event()
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        kept = await harness.service.begin_search(added.id, SearchSpec(query=SearchQuery(condition="kept = 1")))
        first = await typed(harness, added.id, condition="a = 1")
        second = await typed(harness, added.id, condition="a = 2")
        documents = harness.service._book.get(added.id).manifest.documents
        assert first.id not in documents
        assert {second.id, kept.id} <= documents.keys()
        api.gate.set()
        await settled(harness, added.id, second.id)
        assert (await harness.entries(added.id, second.id))[0].name == "i0"


async def test_a_typed_search_and_what_was_opened_below_is_not_kept(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entry = await typed(harness, added.id, limit=2)
        await settled(harness, added.id, entry.id)
        more = (await harness.entries(added.id, entry.id))[-1]
        await harness.expand(added.id, more.id)
        assert [each.name for each in await harness.entries(added.id, more.id)][:2] == ["i2", "i3"]
        manifest = msgspec.json.decode((tmp_path / "cache" / added.id / "manifest.json").read_bytes())
        assert set(manifest["documents"]) == {""}
        asked = len(api.asked)
        harness.service.refresh(added.id)
        await harness.settled(added.id)
        assert len(api.asked) == asked, "a refresh does not type again"
    async with serving(tmp_path) as harness:
        assert [each.name for each in await harness.entries(added.id)] == ["c"]


async def test_a_typed_search_can_be_taken_back(api: Api, tmp_path: Path) -> None:
    api.gate = asyncio.Event()
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entry = await typed(harness, added.id, limit=2)
        await harness.service.end_search(added.id, entry.id)
        assert entry.id not in harness.service._book.get(added.id).manifest.documents


async def test_services_are_listed_once_with_the_path_that_leads_to_them(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url, title="The API")
        assert (await harness.service.finding.services()).items[0].path == ["The API"]
        nested = await harness.add(f"{api.url}above.json")
        await harness.expand(nested.id, (await harness.entries(nested.id))[0].id)
        found = (await harness.service.finding.services()).items
        assert [(each.catalog_id, each.entry_id) for each in found] == [(added.id, None)]
        harness.service.remove(added.id)
        found = (await harness.service.finding.services()).items
        assert [(each.catalog_id, each.path) for each in found] == [(nested.id, ["Above", "An API"])]
        assert "cql2" in found[0].service.filters
