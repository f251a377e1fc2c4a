"""The reader of STAC: versions 0.8 to 1.1, links, assets, extents; and what is malformed costs only itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.problems import Fault
from jupyterlab_pangeo.worker.protocol import Job
from jupyterlab_pangeo.worker.readers import Facts, Found, Source
from jupyterlab_pangeo.worker.readers.stac import READER

COG = "image/tiff; application=geotiff; profile=cloud-optimized"


def read(document: Any, location: str = "/data/cat/catalog.json", **limits: Any) -> tuple[dict[str, Found], Facts]:
    """Entries by name, and facts, of a document given as JSON values or text."""
    facts = Facts(problems=[])
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    found = list(READER.read(Source(location=location, data=data, limits=Limits(**limits)), facts))
    names = [entry.name for entry in found]
    assert len(set(names)) == len(names), "an entry hides another"
    return dict(zip(names, found, strict=True)), facts


def matches(data: bytes | dict[str, Any]) -> bool:
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return READER.matches(Source(location="/x.json", data=text, limits=Limits()))


def item(assets: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "id": "scene-1",
        "geometry": None,
        "properties": {"datetime": "2020-01-01T00:00:00Z"},
        "links": [],
        "assets": assets or {},
    } | more


def catalog(*links: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Catalog", "stac_version": "1.0.0", "id": "c", "description": "d", "links": list(links)} | more


def codes(found: Any) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("document", "is_stac"),
    [
        (catalog(), True),
        ({"stac_version": "0.8.1", "id": "old", "description": "d", "links": []}, True),
        (item(), True),
        ({"type": "FeatureCollection", "features": [item()]}, True),
        ({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}}]}, False),
        ({"esmcat_version": "0.1.0", "id": "x", "attributes": []}, False),
        ({"esmcat_version": "0.1.0", "stac_version": "1.0.0"}, False),
        ({"sources": {"x": {"metadata": {"stac_version": "1.0.0"}}}}, False),
        (b"sources: {x: {driver: csv}}  # stac_version", False),
        (b'\xef\xbb\xbf {"stac_version": "1.0.0"}', True),
        ('{"stac_version": "1.0.0"}'.encode("utf-16"), True),
        (b'{"stac_version": "1.0.0", "nodata": NaN}', True),
    ],
)
def test_stac_is_told_from_other_catalogs(document: Any, is_stac: bool) -> None:
    assert matches(document) == is_stac


def test_children_and_items_are_entries_that_load_when_opened() -> None:
    found, _ = read(
        catalog(
            {"rel": "self", "href": "https://elsewhere/catalog.json"},
            {"rel": "root", "href": "./catalog.json"},
            {"rel": "child", "href": "./a/catalog.json", "title": "The first", "type": "application/json"},
            {"rel": "child", "href": "b.json"},
            {"rel": "item", "href": "../items/c%20d/c%20d.json"},
            {"rel": "item", "href": "https://h/e.json?sig=1"},
        )
    )
    assert {name: entry.nested for name, entry in found.items()} == {
        "a": "/data/cat/a/catalog.json",
        "b": "/data/cat/b.json",
        "c d": "/data/items/c%20d/c%20d.json",
        "e": "https://h/e.json?sig=1",
    }
    assert [(entry.kind, entry.format) for entry in found.values()] == [
        ("catalog", "stac"),
        ("catalog", "stac"),
        ("catalog", "stac-item"),
        ("catalog", "stac-item"),
    ]
    assert (found["a"].title, found["a"].driver) == ("The first", "application/json")


@pytest.mark.parametrize(
    ("href", "nested"),
    [
        ("./x.json", "https://h/a/x.json"),
        ("../x.json", "https://h/x.json"),
        ("/x.json", "https://h/x.json"),
        ("//other/x.json", "https://other/x.json"),
        ("?page=2", "https://h/a/catalog.json?page=2"),
        ("x.json?next=a//b", "https://h/a/x.json?next=a//b"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_links_of_the_net_follow_the_rules_of_urls(href: str, nested: str) -> None:
    found, _ = read(catalog({"rel": "child", "href": href}), location="https://h/a/catalog.json?token=1")
    assert [entry.nested for entry in found.values()] == [nested]


def test_links_with_one_name_are_all_there_whatever_their_order() -> None:
    links = [{"rel": "item", "href": f"./{year}/x/item.json"} for year in (2020, 2021, 2022)]
    found, _ = read(catalog(*links, links[0]))
    assert list(found) == ["./2020/x/item.json", "./2021/x/item.json", "./2022/x/item.json", "./2020/x/item.json #2"]
    turned, _ = read(catalog(*links[::-1]))
    assert set(turned) < set(found)


def test_malformed_links_cost_only_themselves() -> None:
    good = {"rel": "child", "href": "good.json"}
    found, facts = read(
        catalog(good, 5, "x", None, [1], {"rel": "child"}, {"rel": "item", "href": 5}, {"rel": ["child"], "href": "x"})
    )
    assert list(found) == ["good", "unnamed", "unnamed #2"]
    assert codes(found["good"]) == []
    assert codes(found["unnamed"]) == codes(found["unnamed #2"]) == ["bad-link"]
    assert codes(facts) == ["bad-link"] * 4


@pytest.mark.parametrize("links", [5, "x", {"a": 1}, None])
def test_links_that_are_no_list_are_one_problem(links: Any) -> None:
    found, facts = read(catalog(assets={"a": {"href": "a.csv"}}, links=links))
    assert list(found) == ["a"]
    assert codes(facts) == ["bad-links"]


def test_what_lies_behind_a_service_is_told_of() -> None:
    _, facts = read(catalog({"rel": "items", "href": "./items"}, {"rel": "search", "href": "./search"}))
    assert codes(facts) == ["stac-items", "stac-search"]
    assert {problem.severity for problem in facts.problems} == {"information"}


@pytest.mark.parametrize(
    ("media", "href", "form", "kind"),
    [
        (COG, "a", "rasterio", "image"),
        ("image/tiff", "a", "rasterio", "image"),
        ("image/vnd.stac.geotiff; cloud-optimized=true", "a", "rasterio", "image"),
        ("IMAGE/TIFF", "a", "rasterio", "image"),
        ("image/jp2", "a", "rasterio", "image"),
        ("application/vnd+zarr", "a", "zarr", "grid"),
        ("application/vnd.zarr; version=3", "a", "zarr", "grid"),
        ("application/netcdf", "a", "netcdf", "grid"),
        ("application/x-parquet", "a", "parquet", "table"),
        ("text/csv", "a", "csv", "table"),
        ("image/png", "a.tif", "png", "image"),
        ("application/geo+json", "a", "geojson", "table"),
        ("application/x-unheard-of", "a.tif", "other", "other"),
        (None, "a/b.TIF", "rasterio", "image"),
        (None, "s3://b/store.zarr/", "zarr", "grid"),
        (None, "https://h/x.nc?sig=a.csv", "netcdf", "grid"),
        ("application/octet-stream", "x.nc", "netcdf", "grid"),
        (None, "https://h/folder.v1/thing", "other", "other"),
        (5, "x", "other", "other"),
    ],
)
def test_an_asset_has_the_format_of_its_media_type_or_ending(media: Any, href: str, form: str, kind: str) -> None:
    found, _ = read(item({"data": {"href": href, "type": media}}))
    assert (found["data"].format, found["data"].kind) == (form, kind)
    assert codes(found["data"]) == []
    recipe = found["data"].details.recipe
    assert recipe is not None
    assert (recipe.reader, recipe.format, recipe.is_literal) == ("stac", form, True)


@pytest.mark.parametrize(
    ("location", "href", "url", "is_local"),
    [
        ("/data/cat/i.json", "./a.tif", "/data/cat/a.tif", True),
        ("/data/cat/i.json", "../a.tif", "/data/a.tif", True),
        ("/data/cat/i.json", "/x/a.tif", "/x/a.tif", True),
        ("/data/cat/i.json", "s3://b/{z}/a b.tif", "s3://b/{z}/a b.tif", False),
        ("https://h/c/i.json", "./a.tif", "https://h/c/a.tif", False),
        ("https://h/c/i.json", "gs://b/a.tif", "gs://b/a.tif", False),
    ],
)
def test_an_asset_lies_relative_to_its_item(location: str, href: str, url: str, is_local: bool) -> None:
    found, _ = read(item({"a": {"href": href, "type": COG}}), location=location)
    recipe = found["a"].details.recipe
    assert recipe is not None
    assert (recipe.urls, recipe.is_local) == ([url], is_local)


def test_an_item_of_the_net_that_names_local_files_is_warned_of() -> None:
    found, _ = read(item({"a": {"href": "file:///etc/passwd"}}), location="https://h/i.json")
    assert codes(found["a"]) == ["local-path"]


@pytest.mark.parametrize(
    ("asset", "properties", "auth", "options"),
    [
        ({}, {}, "none", {"anon": True}),
        ({"storage:requester_pays": True}, {}, "requester-pays", {"requester_pays": True}),
        ({}, {"storage:requester_pays": True}, "requester-pays", {"requester_pays": True}),
        ({"storage:requester_pays": False}, {"storage:requester_pays": True}, "none", {"anon": True}),
        (
            {"storage:refs": ["aws"]},
            {"storage:schemes": {"aws": {"type": "aws-s3", "requester_pays": True}}},
            "requester-pays",
            {"requester_pays": True},
        ),
        ({"storage:refs": [5, "gone"]}, {"storage:schemes": {"aws": 5}}, "none", {"anon": True}),
        ({"auth:refs": ["k"]}, {"auth:schemes": {"k": {"type": "s3"}}}, "s3-profile", {}),
        ({"xarray:storage_options": {"profile": "me"}}, {}, "s3-profile", {"profile": "me"}),
        ({"alternate": {"h": {"href": "https://h/x"}}}, {}, "none", {"anon": True}),
    ],
)
def test_what_reading_from_s3_needs_is_told(asset: Any, properties: Any, auth: str, options: Any) -> None:
    times = {"datetime": "2020-01-01T00:00:00Z"}
    found, _ = read(item({"a": {"href": "s3://b/a.tif", "type": COG} | asset}, properties=properties | times))
    recipe = found["a"].details.recipe
    assert recipe is not None
    assert recipe.urls == ["s3://b/a.tif"]
    assert (recipe.auth, recipe.storage_options) == (auth, options)


def test_arguments_of_the_xarray_extension_reach_the_recipe() -> None:
    asset = {
        "href": "abfs://c/x.zarr",
        "type": "application/vnd+zarr",
        "xarray:open_kwargs": {"consolidated": True, "engine": "zarr", "storage_options": {"account_name": "n"}},
        "xarray:storage_options": 5,
    }
    found, _ = read(item({"a": asset}))
    recipe = found["a"].details.recipe
    assert recipe is not None
    assert recipe.arguments == {"consolidated": True, "engine": "zarr"}
    assert recipe.storage_options == {"account_name": "n"}
    assert codes(found["a"]) == ["bad-arguments"]


def test_malformed_assets_cost_only_themselves() -> None:
    good = {"href": "a.csv"}
    bad = {"b": 5, "c": None, "d": {}, "e": {"href": []}, "f": [good]}
    found, facts = read(item({"a": good, **bad, "g": good}))
    assert list(found) == list("abcdefg")
    for name, entry in found.items():
        assert codes(entry) == (["bad-asset"] if name in bad else []), name
    assert facts.problems == []


def test_text_that_is_no_utf8_costs_only_its_own_asset() -> None:
    data = b'{"stac_version": "1.0.0", "type": "Feature", "assets": {"a": {"href": "a"}, "b": {"href": "\xff"}}}'
    found, _ = read(data)
    assert codes(found["a"]) == []
    assert codes(found["b"]) == ["bad-asset"]


def test_what_python_writes_though_json_has_it_not_is_put_up_with() -> None:
    text = r'{"stac_version": "1.0.0", "type": "Feature", "id": "\ud800", "assets": {"a": {"href": "a", "nodata": NaN,'
    found, facts = read((text + ' "big": 123456789012345678901234567890}}}').encode())
    assert found["a"].details.metadata == {"nodata": None, "big": "123456789012345678901234567890"}
    assert facts.title == "\ufffd"


def test_a_collection_tells_of_itself_and_its_assets_take_it_over() -> None:
    found, facts = read(
        {
            "type": "Collection",
            "stac_version": "1.1.0",
            "id": "c",
            "title": "Sea surface",
            "description": "**bold**",
            "license": "CC-BY-4.0",
            "keywords": ["sst", 5, "ocean"],
            "providers": [{"name": "One", "url": "https://one"}, 5, {"name": "Two"}],
            "extent": {
                "spatial": {"bbox": [[-180, -90, 180, 90], [0, 0, 1, 1]]},
                "temporal": {"interval": [["1981-09-01T00:00:00Z", None]]},
            },
            "cube:variables": {"sst": {"type": "data", "dimensions": ["time"]}},
            "links": [
                {"rel": "license", "href": "https://licence", "title": "The licence"},
                {"rel": "about", "href": "javascript:alert(1)"},
            ],
            "assets": {"zarr": {"href": "s3://b/sst.zarr", "type": "application/vnd+zarr", "license": "MIT"}},
        }
    )
    assert (facts.title, facts.description) == ("Sea surface", "**bold**")
    told = facts.about
    assert told is not None
    assert (told.licence, told.provider, told.keywords) == ("CC-BY-4.0", "One, Two", ["sst", "ocean"])
    assert told.bbox == [-180, -90, 180, 90]
    assert told.interval == ("1981-09-01T00:00:00Z", None)
    assert [(link.url, link.title) for link in told.links] == [
        ("https://one", "One"),
        ("https://licence", "The licence"),
    ]
    assert told.metadata == {"id": "c", "cube:variables": {"sst": {"type": "data", "dimensions": ["time"]}}}
    details = found["zarr"].details
    assert (details.licence, details.bbox, details.interval) == ("MIT", told.bbox, told.interval)


@pytest.mark.parametrize(
    ("document", "bbox", "interval"),
    [
        (item(bbox=[1, 2, 3, 4]), [1, 2, 3, 4], ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z")),
        (
            item(
                properties={"datetime": None, "start_datetime": "2020", "end_datetime": "2021"}, bbox=[1, 2, 0, 3, 4, 9]
            ),
            [1, 2, 0, 3, 4, 9],
            ("2020", "2021"),
        ),
        (catalog(extent={"spatial": [1, 2, 3, 4], "temporal": ["2020", None]}), [1, 2, 3, 4], ("2020", None)),
        (catalog(extent={"spatial": {"bbox": []}, "temporal": {"interval": [[None, None]]}}), None, None),
        (catalog(extent=5), None, None),
        (catalog(), None, None),
    ],
)
def test_box_and_time_span_are_read_as_each_version_has_them(document: Any, bbox: Any, interval: Any) -> None:
    _, facts = read(document)
    assert facts.about is not None
    assert (facts.about.bbox, facts.about.interval) == (bbox, interval)


@pytest.mark.parametrize(
    "more",
    [
        {"bbox": [1, 2]},
        {"bbox": ["a", "b", "c", "d"]},
        {"bbox": [True, 0, 1, 2]},
        {"bbox": {"a": 1}},
        {"properties": {"datetime": 5}},
        {"extent": {"temporal": {"interval": [["2020"]]}}, "properties": {}},
    ],
)
def test_an_extent_that_is_none_is_left_out_with_a_warning(more: Any) -> None:
    found, facts = read(item({"a": {"href": "a.csv"}}, **more))
    assert list(found) == ["a"]
    assert codes(facts) == ["bad-extent"]


def test_items_of_a_collection_of_items_show_in_the_names_of_their_assets() -> None:
    first = item({"red": {"href": "./r.tif", "type": COG}, "nir": {"href": "s3://b/n.tif"}}, bbox=[0, 0, 1, 1])
    second = item({"red": {"href": "./r.tif"}}, id="scene-2", links=[{"rel": "self", "href": "https://h/two/i.json"}])
    document = {"type": "FeatureCollection", "features": [first, second, 5, item(id="empty"), first]}
    found, _ = read(document, location="https://h/search.json")
    assert list(found) == [
        "scene-1/red", "scene-1/nir", "scene-2/red", "item 3", "empty", "scene-1/red #2", "scene-1/nir #2",
    ]  # fmt: skip
    assert found["scene-1/red"].title == "scene-1: red"
    assert found["scene-1/red"].details.bbox == [0, 0, 1, 1]
    assert found["scene-1/red"].details.interval == ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z")
    recipe = found["scene-2/red"].details.recipe
    assert recipe is not None
    assert recipe.urls == ["https://h/two/r.tif"]
    assert codes(found["item 3"]) == ["bad-item"]
    assert codes(found["empty"]) == ["no-assets"]


def test_an_asset_and_a_child_of_one_name_are_both_there() -> None:
    found, _ = read(catalog({"rel": "child", "href": "data.json"}, assets={"data": {"href": "d.csv"}}))
    assert list(found) == ["data", "assets/data"]


@pytest.mark.parametrize("version", ["0.8.0", "0.8.1", "0.9.0", "1.0.0-beta.2", "1.0.0-rc.4", "1.0.0", "1.1.0"])
def test_versions_from_0_8_to_1_1_are_read_without_a_word(version: str) -> None:
    _, facts = read(item({"a": {"href": "a"}}, stac_version=version))
    assert codes(facts) == []


@pytest.mark.parametrize("version", ["0.5.0", "2.0.0", 1, ""])
def test_another_version_is_told_of_and_read_all_the_same(version: Any) -> None:
    found, facts = read(item({"a": {"href": "a"}}, stac_version=version))
    assert list(found) == ["a"]
    assert codes(facts) == ["stac-version"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json-syntax"),
        (b"<html>", "json-syntax"),
        (b"[]", "not-a-catalog"),
        (b"5", "not-a-catalog"),
        (b'{"code": "NotFound"}', "not-a-catalog"),
        (b'{"type": "Polygon"}', "not-a-catalog"),
        (b'{"type": "Catalog"} {}', "json-syntax"),
        (b"\xff\xfe{", "json-encoding"),
    ],
)
def test_what_a_link_leads_to_must_be_stac(data: bytes, code: str) -> None:
    with pytest.raises(Fault) as raised:
        read(data)
    assert raised.value.code == code


def test_brackets_in_texts_are_no_nesting_and_commas_no_values() -> None:
    found, _ = read(item({"a": {"href": "a", "description": "[{" * 5000 + ',"' * 5000}}), max_nodes=100)
    assert list(found) == ["a"]


def test_what_a_collection_says_of_itself_is_bounded(tmp_path: Path) -> None:
    place, output = tmp_path / "catalog.json", tmp_path / "index.sqlite"
    place.write_text(json.dumps(catalog(assets={"a": {"href": "a.csv"}}, license="MIT", summaries={"x": "y" * 5000})))
    job = Job(catalog_id="c", location=str(place), output=str(output), limits=Limits(max_entry_bytes=2000))
    report = run(job, {"stac": READER})
    assert (report.state, report.entry_count, codes(report)) == ("ready", 1, ["budget-entry"])
    assert report.about is not None
    assert (report.about.licence, report.about.metadata) == ("MIT", {})
