"""Every STAC file of the real catalogs against what its JSON says: counts of links and assets, and a few fields."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.readers import BUILT_IN, Facts, Source, load
from jupyterlab_pangeo.worker.readers.stac import READER

SHARED = Path(__file__).parents[3] / "shared" / "catalogs"
ALL = sorted(SHARED.rglob("*.json"))
FILES = [path for path in ALL if "stac_version" in json.loads(path.read_bytes())]
READERS, _ = load(BUILT_IN)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real catalogs (../shared/catalogs) are not here"),
]


def source_of(path: Path) -> Source:
    return Source(location=str(path), data=path.read_bytes(), limits=Limits().quarter())


def test_there_are_as_many_files_as_there_were() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(SHARED)))
def test_a_file_is_taken_by_the_reader_of_stac_exactly_if_it_is_stac(path: Path) -> None:
    takers = [name for name, reader in READERS.items() if reader.matches(source_of(path))]
    assert (takers[:1] == ["stac"]) == (path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHARED)))
def test_a_file_lists_what_its_json_holds(path: Path) -> None:
    document: dict[str, Any] = json.loads(path.read_bytes())
    facts = Facts(problems=[])
    found = list(READER.read(source_of(path), facts))
    links = [link for link in document["links"] if link["rel"] in ("child", "item")]
    assets = document.get("assets", {})

    assert facts.problems == []
    assert [problem for entry in found for problem in entry.problems] == []
    leading = [entry for entry in found if entry.nested is not None]
    assert [entry.format for entry in leading] == [
        {"child": "stac", "item": "stac-item"}[link["rel"]] for link in links
    ]
    assert [entry.title for entry in leading] == [link.get("title", "") for link in links]
    for entry, link in zip(leading, links, strict=True):
        assert entry.nested in (link["href"], os.path.normpath(path.parent / link["href"]))

    own = [entry for entry in found if entry.nested is None]
    assert [entry.name for entry in own] == list(assets)
    for entry, asset in zip(own, assets.values(), strict=True):
        assert entry.details.recipe is not None
        [url] = entry.details.recipe.urls
        assert url == asset["href"] if "://" in asset["href"] else url.endswith(asset["href"].lstrip("./"))
        assert entry.driver == asset.get("type", "")
        assert (entry.format == "rasterio") == is_raster(asset), asset
        assert entry.title == asset.get("title", entry.name)


def is_raster(asset: dict[str, Any]) -> bool:
    media = asset.get("type", "")
    return media.startswith(("image/tiff", "image/vnd.stac.geotiff", "image/x.geotiff", "image/jp2")) or (
        not media and asset["href"].lower().endswith((".tif", ".tiff", ".jp2"))
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHARED)))
def test_a_file_tells_of_itself_what_its_json_says(path: Path) -> None:
    document: dict[str, Any] = json.loads(path.read_bytes())
    properties, extent = document.get("properties", {}), document.get("extent", {})
    facts = Facts(problems=[])
    list(READER.read(source_of(path), facts))
    told = facts.about
    assert told is not None
    assert facts.title == (document.get("title") or properties.get("title") or document["id"])
    assert facts.description == (document.get("description") or properties.get("description", "")).strip()
    assert told.licence == (document.get("license") or properties.get("license"))
    assert told.keywords == (document.get("keywords") or properties.get("keywords", []))
    providers = document.get("providers") or properties.get("providers") or []
    assert (told.provider or "") == ", ".join(provider["name"] for provider in providers)
    assert told.bbox == document.get("bbox", (extent.get("spatial", {}).get("bbox") or [None])[0])
    moments = (properties.get("start_datetime"), properties.get("end_datetime"))
    times = moments if any(moments) else (properties.get("datetime"),) * 2
    interval = (extent.get("temporal", {}).get("interval") or [times])[0]
    assert told.interval == (tuple(interval) if any(interval) else None)
