"""Searches in remote services: each is an entry of its catalog, found again, refreshed, forgotten."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from catalogs_support import Harness, serving
from loop_watch import LoopWatch
from search_api import Api, done

from jupyterlab_pangeo.adapters.catalogs.pool import WorkerPool
from jupyterlab_pangeo.errors import Conflict, Invalid, NotFound
from jupyterlab_pangeo.schemas.catalogs import Entry, SearchQuery, SearchSpec
from jupyterlab_pangeo.services.catalogs_queries import MAX_SEARCHES, checked, title_of
from jupyterlab_pangeo.worker.protocol import Report

DASH = "\N{EN DASH}"


async def begin(harness: Harness, catalog_id: str, parent: str | None = None, **query: Any) -> Entry:
    """Begin a search and wait until it is done."""
    spec = SearchSpec(query=SearchQuery(**query), parent=parent)
    entry = await harness.service.begin_search(catalog_id, spec)
    return await done(harness, catalog_id, entry.id)


async def test_a_search_is_the_first_entry_below_its_catalog_and_lists_what_is_found(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        assert added.about is not None and added.about.service is not None
        assert added.about.service.collections == ["c"]
        entry = await begin(harness, added.id, bbox=[-10, 35, 40, 60], interval=("2020-01-01", None), limit=2)
        assert (entry.format, entry.kind, entry.child_state) == ("search", "catalog", "ready")
        assert entry.title == f"10° W {DASH} 40° E · 35° N {DASH} 60° N · 2020-01-01 {DASH} …"
        assert [each.name for each in await harness.entries(added.id)] == [entry.name, "c"]
        behind = await harness.service.entries(added.id, None, None, 10, 1)
        assert ([each.name for each in behind.items], behind.total) == (["c"], 2)
        offsets = [(await harness.service.entry(added.id, each.id)).offset for each in (entry, *behind.items)]
        assert offsets == [None, 1]
        assert dict(api.asked[0].query) == {
            "limit": "2",
            "bbox": "-10,35,40,60",
            "datetime": "2020-01-01T00:00:00Z/..",
        }
        assert [each.title for each in await harness.entries(added.id, entry.id)] == ["i0", "i1", "More results"]


async def test_pages_follow_one_another_also_where_the_service_would_have_them_posted(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entry = await begin(harness, added.id, condition="a = 1", limit=2)
        seen, parent = [], entry.id
        while True:
            page = await harness.entries(added.id, parent)
            seen += [each.name for each in page if each.format == "stac-item"]
            if page[-1].format == "stac-item":
                break
            parent = page[-1].id
            await harness.expand(added.id, parent)
        assert seen == ["i0", "i1", "i2", "i3", "i4"]
        assert {request.query["filter"] for request in api.asked} == {"a = 1"}
        details = await harness.service.entry(added.id, entry.id)
        assert (details.metadata["matched"], details.metadata["returned"]) == (5, 2)


async def test_a_search_carries_how_it_is_loaded_and_edited(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entry = await begin(harness, added.id, collections=["c"])
        details = await harness.service.entry(added.id, entry.id)
        assert details.query == SearchQuery(collections=["c"])
        assert details.service is not None and details.service.url == f"{api.url}search"
        assert details.recipe is not None
        assert (details.recipe.format, details.recipe.urls) == ("stac-search", [api.url])
        assert details.recipe.arguments == {"collections": ["c"]}
        assert [parameter.name for parameter in details.user_parameters] == ["bands", "crs", "resolution", "max_items"]


async def test_the_same_search_is_the_same_entry_and_is_read_again(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        first = await begin(harness, added.id, condition=" a = 1 ", collections=["b", "a"])
        api.count = 6
        again = await begin(harness, added.id, condition="a = 1", collections=["a", "b", "a"])
        assert (first.id, first.child_count) == (again.id, 5)
        while (await done(harness, added.id, again.id)).child_count != 6:
            await harness.changes.next()
        assert len([each for each in await harness.entries(added.id) if each.format == "search"]) == 1


async def test_a_search_that_fails_says_why_and_can_be_tried_again(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        api.status = 503
        entry = await begin(harness, added.id)
        assert (entry.child_state, [problem.code for problem in entry.problems]) == ("failed", ["http-status"])
        api.status = 200
        await harness.expand(added.id, entry.id)
        assert (await done(harness, added.id, entry.id)).child_count == 5


async def test_a_service_must_not_send_searches_where_its_catalog_may_not_go(api: Api, tmp_path: Path) -> None:
    api.search = "http://169.254.169.254/latest/meta-data/"
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entry = await begin(harness, added.id)
        assert (entry.child_state, [problem.code for problem in entry.problems]) == ("failed", ["denied-address"])


async def test_searches_tell_the_page_of_each_change_and_do_not_hold_the_loop(api: Api, tmp_path: Path) -> None:
    api.count = 500
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        harness.changes.seen.clear()
        with LoopWatch() as watch:
            entry = await begin(harness, added.id, limit=500)
            await harness.entries(added.id, entry.id)
            begun = harness.changes.seen.count(("entries", added.id))
            await harness.service.end_search(added.id, entry.id)
        assert begun >= 2
        assert harness.changes.seen.count(("entries", added.id)) == begun + 1
        assert watch.worst < 0.1, watch.what


async def test_searches_survive_a_restart(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entry = await begin(harness, added.id)
    count = len(api.asked)
    async with serving(tmp_path) as harness:
        found = await harness.entries(added.id)
        assert (found[0].id, found[0].child_state, found[0].child_count) == (entry.id, "ready", 5)
        assert len(api.asked) == count


async def test_a_catalog_that_is_refreshed_keeps_its_searches_and_does_them_again(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entry = await begin(harness, added.id)
        api.count = 3
        harness.service.refresh(added.id)
        await harness.settled(added.id)
        while (found := await done(harness, added.id, entry.id)).child_count != 3:
            await harness.changes.next()
        assert found.problems == []


async def test_a_search_that_is_ended_is_gone_with_its_files_even_while_it_runs(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        files = set((tmp_path / "cache" / added.id).glob("*.sqlite"))
        ready = await begin(harness, added.id)
        nested = (await harness.entries(added.id, ready.id))[0]
        await harness.expand(added.id, nested.id)
        api.gate = asyncio.Event()
        running = await harness.service.begin_search(added.id, SearchSpec(query=SearchQuery(limit=1)))
        for entry in (ready, running):
            await harness.service.end_search(added.id, entry.id)
        assert [each.name for each in await harness.entries(added.id)] == ["c"]
        assert set((tmp_path / "cache" / added.id).glob("*.sqlite")) == files
        for gone in (ready, nested):
            with pytest.raises(NotFound):
                await harness.service.entry(added.id, gone.id)
        with pytest.raises(NotFound):
            await harness.service.end_search(added.id, ready.id)


async def test_a_search_that_was_stopped_can_be_begun_again_at_once(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        api.gate = asyncio.Event()
        entry = await harness.service.begin_search(added.id, SearchSpec(query=SearchQuery()))
        await harness.service.end_search(added.id, entry.id)
        api.gate.set()
        assert (await begin(harness, added.id)).child_count == 5


async def test_what_was_stopped_has_ended_when_the_service_has(
    api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, has_ended = asyncio.Event(), False

    async def run(*_: object) -> Report:
        nonlocal has_ended
        begun.set()
        try:
            return await asyncio.Event().wait() and Report(state="ready")
        finally:
            # As a process that has to be waited for.
            await asyncio.sleep(0.1)
            has_ended = True

    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        monkeypatch.setattr(WorkerPool, "run", run)
        entry = await harness.service.begin_search(added.id, SearchSpec(query=SearchQuery()))
        await begun.wait()
        await harness.service.end_search(added.id, entry.id)
    assert has_ended


async def test_of_too_many_searches_the_oldest_goes(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entries = [await begin(harness, added.id, limit=limit) for limit in range(1, MAX_SEARCHES + 1)]
        await begin(harness, added.id, limit=1)
        await begin(harness, added.id, limit=500)
        kept = [each.id for each in await harness.entries(added.id) if each.format == "search"]
        assert len(kept) == MAX_SEARCHES
        assert kept[1] == entries[0].id
        assert entries[1].id not in kept


async def test_an_index_of_a_search_that_is_lost_is_made_again(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entry = await begin(harness, added.id)
        for path in (tmp_path / "cache" / added.id).glob(f"{entry.id}-*.sqlite"):
            path.unlink()
        assert (await harness.service.entries(added.id, entry.id, None, 10)).items == []
        assert (await done(harness, added.id, entry.id)).child_count == 5


async def test_what_is_no_service_or_not_there_is_not_searched(api: Api, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("sources: {a: {driver: zarr, args: {urlpath: x.zarr}}}\n")
    async with serving(tmp_path) as harness:
        plain = await harness.add(tmp_path / "c.yaml")
        served = await harness.add(api.url)
        entry = await begin(harness, served.id)
        nothing = SearchSpec(query=SearchQuery())
        for catalog_id, parent in ((plain.id, None), (served.id, entry.id)):
            with pytest.raises(Conflict):
                await harness.service.begin_search(catalog_id, SearchSpec(query=SearchQuery(), parent=parent))
        with pytest.raises(NotFound):
            await harness.service.begin_search(served.id, SearchSpec(query=SearchQuery(), parent="none"))
        with pytest.raises(NotFound):
            await harness.service.begin_search("none", nothing)


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"text": "rain"}, "$.query.text"),
        ({"keywords": ["rain"]}, "$.query.keywords"),
        ({"bbox": [-181, 0, 0, 1]}, "$.query.bbox[0]"),
        ({"bbox": [0, 0, float("nan"), 1]}, "$.query.bbox[2]"),
        ({"bbox": [0, 2, 1, 1]}, "$.query.bbox"),
        ({"bbox": [1, 1, 1, 1]}, "$.query.bbox"),
        ({"interval": ("2020-02-30", None)}, "$.query.interval[0]"),
        ({"interval": ("2020-01-01", "last week")}, "$.query.interval[1]"),
        ({"interval": ("2021-01-01", "2020-01-01")}, "$.query.interval"),
    ],
)
async def test_a_query_that_cannot_be_asked_names_the_field(
    api: Api, tmp_path: Path, query: dict[str, Any], path: str
) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        with pytest.raises(Invalid) as refused:
            await harness.service.begin_search(added.id, SearchSpec(query=SearchQuery(**query)))
        assert refused.value.path == path
        assert api.asked == []


async def test_a_box_across_the_date_line_and_a_time_with_a_zone_are_fine(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        entry = await begin(
            harness, added.id, bbox=[170, -20, -170, 0], interval=("2020-01-01T06:00+01:00", "2020-01-02")
        )
        assert entry.title == f"170° E {DASH} 170° W · 20° S {DASH} 0° · 2020-01-01 06:00 {DASH} 2020-01-02"
        assert api.asked[0].query["datetime"] == "2020-01-01T06:00:00+01:00/2020-01-02T23:59:59Z"


async def test_a_query_of_nothing_has_a_title_too(api: Api, tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(api.url)
        assert added.about is not None and added.about.service is not None
        query = checked(SearchQuery(text="  ", interval=("", None), keywords=[" "]), added.about.service)
        assert (query, title_of(query)) == (SearchQuery(), "*")
