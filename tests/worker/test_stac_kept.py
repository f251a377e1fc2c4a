"""Details of plain items are made when they are asked for: the same as if they had been made at once."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_pangeo.adapters.catalogs import reader
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.protocol import Job
from jupyterlab_pangeo.worker.readers.stac import READER

SECRET = "hunter2-never-shown"

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
odd = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), words, st.lists(words, max_size=2))
times = st.sampled_from(["2020-01-01T00:00:00Z", "2020-02-30", "", "never", None])
# Where a catalog may have one, in the spellings that are taken for the same.
secrets = st.sampled_from(
    [
        {"s3": {"href": f"https://user:{SECRET}@example.org/a.tif"}},
        {"about": {"href": f"https://example.org/a?b=1&access_token={SECRET}"}},
        [{"fs_kwargs": {"headers": {"Cookie": SECRET}}}],
        {"API-Key": SECRET},
        {"api\u212aey": [SECRET]},
        {"aws_secret_access_key": SECRET, "keywords": ["monkey", "secret"]},
        {"deep": [[{"connection_string": {"a": SECRET}}]]},
        {"href": "https://example.org/key", "azimuth": 4},
    ]
)
# Letters and marks may be written by their numbers.
spellings = st.sampled_from(
    [
        {},
        {"password": "pass\\u0077ord", "secret": "\\u0073ecret", "Cookie": "Coo\\u006bie"},
        {"/": "\\/", "@": "\\u0040"},
    ]
)
plain_assets = st.fixed_dictionaries(
    {"href": st.sampled_from(["https://example.org/a.tif", "data/a.nc", "s3://bucket/key", "gs://b/c.parquet"])},
    optional={
        "type": st.sampled_from(["image/tiff", "IMAGE/TIFF; application=geotiff", "", "application/x-zarr", None]),
        "title": words,
        "description": words,
        "license": st.sampled_from(["CC0-1.0", None]),
        "roles": st.just(["data"]),
        "xarray:open_kwargs": st.dictionaries(words, odd, max_size=2),
        "xarray:storage_options": st.sampled_from(
            [{"anon": True}, {"secret": SECRET}, {"token": SECRET}, {"client_kwargs": {"Auth": SECRET}}, None]
        ),
        "alternate": secrets,
        "storage:requester_pays": st.booleans(),
    },
)
odd_assets = st.fixed_dictionaries(
    {"href": st.sampled_from(["./a.zarr", "../up.tif", "/etc/passwd", "", "a b.csv", "http://[", "https://u:pw@h/x"])},
    optional={"type": odd, "title": odd, "xarray:open_kwargs": odd, "xarray:storage_options": odd},
)
properties = st.fixed_dictionaries(
    {},
    optional={
        "datetime": times,
        "start_datetime": times,
        "end_datetime": times,
        "title": words,
        "keywords": st.lists(words, max_size=3),
        "license": st.sampled_from(["MIT", None]),
        "password": st.just(SECRET),
        "providers": st.sampled_from([[{"name": "P", "url": "https://example.org"}], [1], "x"]),
        "eo:cloud_cover": st.integers(0, 100),
        "token": secrets,
    },
)
links = st.fixed_dictionaries(
    {"rel": st.sampled_from(["self", "root", "collection", "license"])},
    optional={"href": st.sampled_from(["https://example.org/items/a.json", "b.json", 4])},
)
plain_items = st.fixed_dictionaries(
    {
        "type": st.just("Feature"),
        "id": st.one_of(st.sampled_from(["a", "b"]), words),
        "properties": properties,
        "assets": st.dictionaries(st.sampled_from(["x", "y", "ü"]), plain_assets, min_size=1, max_size=3),
    },
    optional={
        "bbox": st.lists(st.floats(-180, 180), min_size=4, max_size=4),
        "keywords": st.lists(words, max_size=2),
        "title": words,
        "links": st.lists(links, max_size=3),
        "stac_version": st.just("1.0.0"),
        "note": odd,
    },
)
oddities = st.fixed_dictionaries(
    {},
    optional={
        "id": odd,
        "properties": st.one_of(odd, st.dictionaries(st.sampled_from(["datetime", "title", "keywords"]), odd)),
        "bbox": st.one_of(st.lists(st.floats(-180, 180), max_size=6), odd),
        "keywords": odd,
        "title": odd,
        "extent": st.just({"spatial": {"bbox": [[0, 0, 1, 1]]}}),
        "links": odd,
        "assets": st.one_of(odd, st.dictionaries(st.sampled_from(["x", "y"]), odd_assets, max_size=2)),
    },
)
items = st.one_of(plain_items, st.builds(lambda item, changed: item | changed, plain_items, oddities))


def written(features: list[Any], spelling: Mapping[str, str] = MappingProxyType({})) -> bytes:
    made = {"type": "FeatureCollection", "stac_version": "1.0.0", "features": features}
    text = json.dumps(made, ensure_ascii=len(features) % 2 == 0)
    for plain, other in spelling.items():
        text = text.replace(plain, other)
    return text.encode()


def indexed(folder: Path, name: str, features: list[Any] | bytes, **limits: Any) -> Path:
    path, index = folder / "items.json", folder / name
    index.unlink(missing_ok=True)
    path.write_bytes(features if isinstance(features, bytes) else written(features))
    report = run(Job(catalog_id="c", location=str(path), output=str(index), limits=Limits(**limits)), {"stac": READER})
    assert report.state == "ready", report.problems
    return index


def told(index: Path) -> list[Any]:
    """Everything that is answered of each entry."""
    found = [reader.full(index, row.id) for row in reader.rows(index, 0, 1000)]
    assert None not in found
    return found


@settings(deadline=None, max_examples=300)
@given(features=st.lists(items, max_size=4), spelling=spellings)
def test_details_made_later_are_those_made_at_once_and_no_secret_waits_for_it(
    features: list[Any], spelling: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, text = tmp_path_factory.mktemp("kept", numbered=True), written(features, spelling)
    later, once = indexed(folder, "later", text), indexed(folder, "once", text, max_kept_bytes=0)
    assert reader.rows(later, 0, 1000) == reader.rows(once, 0, 1000)
    assert told(later) == told(once)
    assert sought(later) == sought(once)
    assert SECRET.encode() not in later.read_bytes()


def sought(index: Path) -> list[Any]:
    """What entries are found by."""
    with reader.opened(index) as connection:
        return [
            connection.execute(f"SELECT {columns} FROM {table} ORDER BY position").fetchall()
            for table, columns in (("entry", "*"), ("tagged", "*"))
        ]


def scene(**more: Any) -> dict[str, Any]:
    asset = {"href": "https://example.org/a.tif", "type": "image/tiff"}
    return {"type": "Feature", "id": "scene", "properties": {}, "assets": {"a": asset, "b": asset}} | more


def test_an_item_is_kept_once_for_all_its_assets(tmp_path: Path) -> None:
    index = indexed(tmp_path, "index", [scene(note="x" * 5000)])
    assert index.read_bytes().count(b"x" * 5000) == 1
    first, second = told(index)
    assert [each.row.name for each in (first, second)] == ["scene/a", "scene/b"]
    assert first.details.recipe.urls == second.details.recipe.urls == ["https://example.org/a.tif"]


@pytest.mark.parametrize(
    "odd",
    [
        {"bbox": [1, 2, 3]},
        {"assets": {}},
        {"assets": {"a": {}}},
        {"assets": {"a": {"href": "https://example.org/a.tif?sig=abc"}}},
        {"properties": {"datetime": 7}},
    ],
)
def test_an_odd_item_is_looked_at_at_once(tmp_path: Path, odd: dict[str, Any]) -> None:
    features = [scene(**odd)]
    [row, *_] = reader.rows(indexed(tmp_path, "index", features), 0, 10)
    [other, *_] = reader.rows(indexed(tmp_path, "once", features, max_kept_bytes=0), 0, 10)
    assert row == other


def is_kept(index: Path) -> bool:
    with reader.opened(index) as connection:
        return bool(connection.execute("SELECT count(*) FROM kept").fetchone()[0])


@pytest.mark.parametrize(
    "odd",
    [
        {"note": {"password": SECRET}},
        {"properties": {"providers": [{"url": f"ftp://me:{SECRET}@example.org"}]}},
        {"links": [{"rel": "self", "href": "http://[oops"}]},
        {"bbox": [0, 0, 10**17, 1]},
        {"bbox": [1, 2, 3]},
        {"note": "x" * 70_000},
    ],
)
def test_an_item_that_is_odd_or_may_hold_a_secret_is_not_kept(tmp_path: Path, odd: dict[str, Any]) -> None:
    assert is_kept(indexed(tmp_path, "plain", [scene()]))
    assert not is_kept(indexed(tmp_path, "index", [scene(**odd)]))


def test_an_item_that_is_not_text_is_not_kept(tmp_path: Path) -> None:
    text = written([scene(note="here")]).replace(b"here", b"\xff")
    assert not is_kept(index := indexed(tmp_path, "index", text))
    assert told(index) == told(indexed(tmp_path, "once", text, max_kept_bytes=0))


def test_odd_items_between_many_plain_ones_cost_only_themselves(tmp_path: Path) -> None:
    features = [scene(id=f"scene {number}", **({"bbox": [1]} if number % 70 == 3 else {})) for number in range(300)]
    features[150]["note"] = {"password": SECRET}
    later, once = indexed(tmp_path, "later", features), indexed(tmp_path, "once", features, max_kept_bytes=0)
    assert told(later) == told(once)
    assert len(told(later)) == 600
    assert is_kept(later)
    assert SECRET.encode() not in later.read_bytes()


def test_a_secret_of_an_item_is_left_out_and_told_of(tmp_path: Path) -> None:
    asset = {"href": "https://example.org/a.tif", "xarray:storage_options": {"secret": SECRET}}
    index = indexed(tmp_path, "index", [scene(assets={"a": asset})])
    [found] = told(index)
    assert [problem.code for problem in found.row.problems] == ["holds-secret"]
    assert reader.rows(index, 0, 10) == [found.row]
    assert SECRET not in repr(found)


def test_kept_text_that_is_no_item_any_more_is_told_of_in_place(tmp_path: Path) -> None:
    index = indexed(tmp_path, "index", [scene()])
    with sqlite3.connect(index) as connection:
        connection.execute("UPDATE kept SET text = x'7b7d'")
    connection.close()
    assert [[problem.code for problem in each.row.problems] for each in told(index)] == [["bad-item"], ["bad-item"]]
