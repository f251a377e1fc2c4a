"""Search in the index narrowed by facets, box and time, and the counts of the facets."""

import asyncio
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from catalogs_support import Harness, catalog, serving

from jupyterlab_pangeo.adapters.catalogs.narrowing import Narrowing
from jupyterlab_pangeo.errors import Invalid
from jupyterlab_pangeo.services import catalogs_search
from jupyterlab_pangeo.services.catalogs_terms import narrowing_of

SOURCES = """
sources:
  ice: {driver: zarr, args: {urlpath: 'gs://b/ice'}, metadata: {license: CC-BY-4.0, tags: [ocean, polar]}}
  table: {driver: csv, args: {urlpath: 'gs://b/t.csv'}, metadata: {license: CC0, tags: [ocean]}}
  wind: {driver: zarr, args: {urlpath: 'gs://b/wind'}, metadata: {tags: [air]}}
"""


def collection(name: str, bbox: list[float], interval: list[str | None], **fields: Any) -> dict[str, Any]:
    """A STAC collection in an answer of many."""
    extent = {"spatial": {"bbox": [bbox]}, "temporal": {"interval": [interval]}}
    base = {"type": "Collection", "stac_version": "1.0.0", "id": name, "description": "", "links": []}
    return {**base, "extent": extent, **fields}


def items(*places: tuple[str, list[float], str]) -> str:
    """A STAC item collection of these ids, boxes and times."""
    features = [
        {
            "type": "Feature",
            "stac_version": "1.0.0",
            "id": name,
            "bbox": bbox,
            "geometry": None,
            "properties": {"datetime": time},
            "links": [],
            "assets": {},
        }
        for name, bbox, time in places
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


PLACES = (
    ("europe", [-10.0, 35.0, 40.0, 60.0], "2020-06-01T00:00:00Z"),
    ("fiji", [177.0, -20.0, -178.0, -15.0], "2021-01-01T00:00:00Z"),
    ("pacific", [160.0, -30.0, 175.0, 0.0], "2019-01-01T00:00:00Z"),
    ("world", [-180.0, -90.0, 180.0, 90.0], "2022-03-01T12:00:00Z"),
)


async def both(harness: Harness, folder: Path) -> None:
    """Add a catalog of three entries of Intake's, and one of four places."""
    (folder / "c.yaml").write_text(SOURCES)
    (folder / "items.json").write_text(items(*PLACES))
    await harness.add("c.yaml")
    assert (await harness.add("items.json")).state == "ready"


async def names(harness: Harness, words: str = "", **narrowed: Any) -> set[str]:
    """What is found under a narrowing."""
    page = await harness.service.finding.search(words, None, Narrowing(**narrowed), None, 50)
    assert page.total == len(page.items)
    return {hit.entry.name for hit in page.items}


async def counted(harness: Harness, words: str = "", **narrowed: Any) -> dict[str, dict[str, int]]:
    """Counts by facet and value."""
    found = await harness.service.finding.facets(words, None, Narrowing(**narrowed))
    return {facet.name: {each.value: each.count for each in facet.values} for facet in found.facets}


async def test_facets_narrow_what_is_found(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        await both(harness, tmp_path)
        assert await names(harness, keywords=("ocean",)) == {"ice", "table"}
        assert await names(harness, keywords=("ocean", "air")) == {"ice", "table", "wind"}
        assert await names(harness, keywords=("ocean",), formats=("zarr",)) == {"ice"}
        assert await names(harness, licences=("CC0",)) == {"table"}
        assert await names(harness, readers=("stac",)) == {name for name, *_ in PLACES}
        assert await names(harness, "ocean", kinds=("table",)) == {"table"}
        assert await names(harness, "wi", formats=("zarr",)) == {"wind"}
        assert await names(harness, "wi", formats=("csv",)) == set()
        assert await names(harness, "in", readers=("intake-v1",)) == {"wind"}, "inside of a name"


async def test_each_facet_is_counted_under_the_choice_in_the_others(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        await both(harness, tmp_path)
        found = await counted(harness)
        assert found["keyword"] == {"ocean": 2, "air": 1, "polar": 1}
        assert found["licence"] == {"CC-BY-4.0": 1, "CC0": 1}
        assert found["format"] == {"zarr": 2, "csv": 1, "stac-item": 4}
        assert found["reader"] == {"intake-v1": 3, "stac": 4}
        found = await counted(harness, keywords=("ocean",), formats=("zarr",))
        assert found["keyword"] == {"ocean": 1, "polar": 1, "air": 1}
        assert found["format"] == {"zarr": 1, "csv": 1}
        assert found["reader"] == {"intake-v1": 1}
        assert found["licence"] == {"CC-BY-4.0": 1}
        found = await counted(harness, "polar", readers=("stac",))
        assert found["reader"] == {"stac": 0, "intake-v1": 1}, "what is chosen stays in sight"
        assert (await counted(harness, "cifi"))["format"] == {"stac-item": 1}, "inside of a name"


async def test_a_box_finds_what_it_meets_also_over_the_date_line(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        await both(harness, tmp_path)
        assert await names(harness, bbox=(0, 40, 10, 50)) == {"europe", "world"}
        assert await names(harness, bbox=(178, -20, 179, -16)) == {"fiji", "world"}
        assert await names(harness, bbox=(-180, -20, -179, -16)) == {"fiji", "world"}
        assert await names(harness, bbox=(170, -20, -170, -16)) == {"fiji", "pacific", "world"}
        assert await names(harness, bbox=(-170, -20, -160, -16)) == {"world"}
        assert await names(harness, "europe", bbox=(0, 40, 10, 50)) == {"europe"}
        point = narrowing_of(None, None, "180,-18,180,-18", None).bbox
        assert await names(harness, bbox=point) == {"fiji", "world"}
        assert (await counted(harness, bbox=(0, 40, 10, 50)))["format"] == {"stac-item": 2}


async def test_a_time_finds_what_it_overlaps_also_where_it_is_open(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        await both(harness, tmp_path)
        assert await names(harness, interval=("2020-01-01", "2020-12-31")) == {"europe"}
        assert await names(harness, interval=("2021-01-01", "")) == {"fiji", "world"}
        assert await names(harness, interval=("", "2020-06-01")) == {"europe", "pacific"}
        assert await names(harness, interval=("2022-03-01T12:00:01", "")) == set()
        assert await names(harness, interval=("2022-03-01", "2022-03-01")) == {"world"}


async def test_an_entry_is_found_by_the_box_and_time_of_the_catalog_it_stands_for_once_that_was_opened(
    tmp_path: Path,
) -> None:
    base = {"type": "Catalog", "stac_version": "1.0.0", "id": "above", "description": ""}
    child = {"rel": "child", "href": "c.json", "title": "Scenes"}
    (tmp_path / "above.json").write_text(json.dumps({**base, "links": [child]}))
    scenes = collection("scenes", [170, -10, -170, 10], ["2020-01-01T00:00:00Z", None])
    (tmp_path / "c.json").write_text(json.dumps(scenes))
    async with serving(tmp_path) as harness:
        added = await harness.add("above.json")
        entry = (await harness.entries(added.id))[0]
        assert await names(harness, bbox=(175, 0, 180, 5)) == set()
        await harness.expand(added.id, entry.id)
        for narrowed in ({"bbox": (175, 0, 180, 5)}, {"bbox": (-180, 0, -175, 5)}, {"interval": ("2021-01-01", "")}):
            assert await names(harness, **narrowed) == {entry.name}
            assert (await counted(harness, **narrowed))["reader"] == {"stac": 1}
        assert await names(harness, bbox=(0, 0, 5, 5)) == set()
        assert await names(harness, interval=("", "2019-12-31")) == set()


async def test_the_last_of_two_entries_with_one_name_keeps_its_keywords(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        "sources:\n  a: {driver: zarr, args: {urlpath: x}, metadata: {tags: [old]}}\n"
        "  a: {driver: zarr, args: {urlpath: x}, metadata: {tags: [new]}}\n"
    )
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        assert (await counted(harness))["keyword"] == {"new": 1}


async def test_values_beyond_fifty_are_counted_but_not_listed(tmp_path: Path) -> None:
    tags = ", ".join(f"k{number:02}" for number in range(80))
    (tmp_path / "c.yaml").write_text(f"sources:\n  a: {{driver: zarr, metadata: {{tags: [{tags}]}}}}\n")
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        found = await harness.service.finding.facets("", None, Narrowing(keywords=("k79",)))
        facet = next(facet for facet in found.facets if facet.name == "keyword")
        assert (len(facet.values), facet.total, facet.values[0].value) == (50, 80, "k79")


async def test_an_index_that_is_lost_costs_only_its_own_counts(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        await both(harness, tmp_path)
        lost = next(catalog for catalog in harness.service.list().items if catalog.kind == "stac")
        for file in (tmp_path / "cache" / lost.id).glob("*.sqlite"):
            file.write_bytes(b"not an index")
        assert (await counted(harness))["reader"] == {"intake-v1": 3}
        assert await names(harness, formats=("zarr",)) == {"ice", "wind"}


async def test_a_search_that_nobody_waits_for_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = threading.Event(), threading.Event()

    def slow(places: Any, words: str, narrowing: Narrowing, is_stopped: Callable[[], bool]) -> None:
        begun.set()
        while not is_stopped():
            pass
        ended.set()

    monkeypatch.setattr("jupyterlab_pangeo.services.catalogs_finding.facets", slow)
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        task = asyncio.ensure_future(harness.service.finding.facets("", None, Narrowing()))
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        assert await asyncio.to_thread(ended.wait, 10)


async def test_a_stopped_search_ends_in_the_middle_of_an_index(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog(*[f"data_{number}" for number in range(20_000)]))
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        places = harness.service.finding._places(None)
        whole = await asyncio.to_thread(catalogs_search.facets, places, "data", Narrowing(), lambda: False)
        stopped = await asyncio.to_thread(catalogs_search.facets, places, "data", Narrowing(), lambda: True)
        assert (whole.total, stopped.total) == (20_000, 0)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"bbox": "1,2,3"}, "?bbox"),
        ({"bbox": "1,2,3,x"}, "?bbox"),
        ({"bbox": "0,0,200,10"}, "?bbox"),
        ({"bbox": "0,10,10,0"}, "?bbox"),
        ({"bbox": "nan,0,1,1"}, "?bbox"),
        ({"datetime": "soon"}, "?datetime"),
        ({"datetime": "../.."}, "?datetime"),
        ({"datetime": "2021-01-01/2020-01-01"}, "?datetime"),
        ({"datetime": "2020-01-01T12:00:00Z/2020-01-01T06:00:00Z"}, "?datetime"),
        ({"datetime": "2020-01-01T99:99Z"}, "?datetime"),
        ({"datetime": "2020-02-30"}, "?datetime"),
        ({"datetime": "2020-01-01T00:00:00+99:00"}, "?datetime"),
        ({"filters": "{"}, "?filters"),
        ({"filters": '{"colour": ["red"]}'}, "?filters"),
    ],
)
def test_what_is_no_box_time_or_filter_is_named(given: dict[str, str], path: str) -> None:
    with pytest.raises(Invalid) as refused:
        narrowing_of(**{"filters": None, "form": None, "bbox": None, "datetime": None, **given})
    assert refused.value.path == path


def test_terms_of_a_url_are_read() -> None:
    found = narrowing_of('{"kind": ["grid"]}', "zarr", "170,-10,-170,10", "2020-01-01T00:00:00Z/..")
    assert found == Narrowing(
        kinds=("grid",), formats=("zarr",), bbox=(170, -10, -170, 10), interval=("2020-01-01T00:00:00", "")
    )
    assert narrowing_of(None, None, None, "2020-01-01").interval == ("2020-01-01", "2020-01-01")


def test_times_of_other_zones_are_in_utc() -> None:
    found = narrowing_of(None, None, None, "2020-01-01T01:00:00+02:00/2020-01-01T10:30-01:00")
    assert found.interval == ("2019-12-31T23:00:00", "2020-01-01T11:30:00")
    assert narrowing_of(None, None, None, "../0001-01-01T00:00:00+02:00").interval == ("", "0001-01-01T00:00:00")


async def test_a_chosen_keyword_is_counted_also_where_very_many_are_more_frequent(tmp_path: Path) -> None:
    many = ", ".join(f"k{number}" for number in range(100))
    often = "".join(
        f"  e{number}: {{driver: zarr, metadata: {{tags: [{many.replace('k', f'k{number % 6}_')}]}}}}\n"
        for number in range(12)
    )
    rare = "  rare: {driver: zarr, metadata: {tags: [zebra]}}\n"
    (tmp_path / "c.yaml").write_text(f"sources:\n{often}{rare}")
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        found = (await counted(harness, keywords=("zebra",)))["keyword"]
        assert (found["zebra"], found["k0_0"], len(found)) == (1, 2, 50)
