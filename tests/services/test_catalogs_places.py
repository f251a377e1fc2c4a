"""No catalog makes the server ask a private place, whatever its kind, and from wherever it comes (S48)."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from catalogs_support import Harness, serving
from http_server import PROXIES, HttpServer

from jupyterlab_pangeo.schemas.catalogs import SearchQuery, SearchSpec

SHARED = Path(__file__).parents[3] / "shared" / "catalogs" / "malicious"
CANARY = "canary-that-must-not-be-shown"


def _stac(trap: str) -> str:
    links = [{"rel": rel, "href": trap} for rel in ("child", "item", "items", "data", "next", "search", "self", "root")]
    return json.dumps({"type": "Catalog", "stac_version": "1.0.0", "id": "c", "description": "d", "links": links})


def _stac_page(trap: str) -> str:
    item = {"type": "Feature", "stac_version": "1.0.0", "id": "i", "properties": {}, "geometry": None, "assets": {}}
    item["links"] = [{"rel": "self", "href": trap}, {"rel": "collection", "href": trap}]
    links = [{"rel": "next", "href": trap}]
    return json.dumps({"type": "FeatureCollection", "stac_version": "1.0.0", "features": [item], "links": links})


def _esm(trap: str) -> str:
    document = {"esmcat_version": "0.1.0", "id": "e", "attributes": [{"column_name": "a"}], "catalog_file": trap}
    return json.dumps(document | {"assets": {"column_name": "a", "format": "zarr"}})


def _records(trap: str) -> str:
    links = [{"rel": rel, "href": trap} for rel in ("items", "self", "conformance", "data", "next", "queryables")]
    collection = {"id": "r", "itemType": "record", "links": links}
    return json.dumps({"collections": [collection], "links": links})


def _csw(trap: str) -> str:
    get = f'<ows:DCP><ows:HTTP><ows:Get xlink:href="{trap}"/></ows:HTTP></ows:DCP>'
    return (
        '<csw:Capabilities version="2.0.2" xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"'
        ' xmlns:ows="http://www.opengis.net/ows" xmlns:xlink="http://www.w3.org/1999/xlink"><ows:OperationsMetadata>'
        f'<ows:Operation name="GetRecords">{get}</ows:Operation></ows:OperationsMetadata></csw:Capabilities>'
    )


def _thredds(trap: str) -> str:
    space = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return (
        f'<catalog {space}><service name="r" serviceType="Resolver" base="{trap}/"/>'
        f'<catalogRef name="a" xlink:href="{trap}"/><dataset name="l" urlPath="latest.xml" serviceName="r"/></catalog>'
    )


KINDS: dict[str, Callable[[str], str]] = {
    "intake-v1.yaml": lambda trap: f"sources: {{a: {{driver: yaml_file_cat, args: {{path: '{trap}'}}}}}}",
    "intake-v2.yaml": lambda trap: (
        "{version: 2, aliases: {}, data: {}, metadata: {}, user_parameters: {}, entries: {a: {reader: "
        f"'intake.readers.readers:YAMLCatalogReader', kwargs: {{args: ['{trap}']}}}}}}}}"
    ),
    "stac.json": _stac,
    "stac-page.json": _stac_page,
    "esm.json": _esm,
    "records.json": _records,
    "csw.xml": _csw,
    "thredds.xml": _thredds,
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpServer]:
    """A server of this machine that remembers what it was asked for."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    running = HttpServer()
    yield running
    running.close()


async def search_all(harness: Harness, catalog_id: str) -> None:
    """Search whatever service the catalog and its entries tell of."""
    for entry in [None, *await harness.walk(catalog_id)]:
        told = await harness.service.entry(catalog_id, entry.id) if entry else None
        about = harness.service.get(catalog_id).about
        if (told.service if told else about and about.service) is not None:
            spec = SearchSpec(query=SearchQuery(bbox=[0, 0, 1, 1]), parent=entry.id if entry else None)
            begun = await harness.service.begin_search(catalog_id, spec)
            await harness.expand(catalog_id, begun.id)


@pytest.mark.parametrize("comes_from", ["a file", "the net"])
@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_a_catalog_leads_to_no_private_place(
    server: HttpServer, tmp_path: Path, kind: str, comes_from: str
) -> None:
    # This machine by another name than the one that a person gave: a catalog of the net may name its own host.
    text = KINDS[kind](f"http://localhost:{server.port}/trap")
    (tmp_path / kind).write_text(text)
    location = server.text(f"/{kind}", text) if comes_from == "the net" else str(tmp_path / kind)
    async with serving(tmp_path) as harness:
        added = await harness.add(location)
        await search_all(harness, added.id)
        entries = await harness.walk(added.id)
        found = [problem for entry in entries for problem in entry.problems]
        codes = {problem.code for problem in [*found, *harness.service.get(added.id).problems]}
    assert [request.path for request in server.seen if request.path.startswith("/trap")] == []
    # Refused where it was asked for; or not asked for at all, as a file's links to services are not.
    assert "denied-address" in codes or not any(entry.has_children for entry in entries), codes


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the malicious catalogs (../shared/catalogs/malicious) are not here")
@pytest.mark.parametrize("name", [chr(97 + n) for n in range(9)])
async def test_the_collected_hostile_catalogs_ask_no_server_and_tell_no_secret(
    server: HttpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    markers = tmp_path / "markers"
    markers.mkdir()
    monkeypatch.setenv("PANGEO_TEST_MARKERS", str(markers))
    monkeypatch.setenv("PANGEO_TEST_SECRET", CANARY)
    monkeypatch.setenv("PYTHONPATH", str(SHARED / "modules"))
    for path in SHARED.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text().replace("127.0.0.1:9801", f"127.0.0.1:{server.port}"))
    [path] = tmp_path.glob(f"{name}_*.yaml")
    async with serving(tmp_path) as harness:
        added = await harness.add(path)
        entries = await harness.walk(added.id)
        details = [await harness.service.entry(added.id, entry.id) for entry in entries]
        said = msgspec.json.encode([harness.service.list(), entries, details]).decode()
    assert server.seen == []
    assert list(markers.iterdir()) == []
    assert CANARY not in said
    assert not [url for each in details if each.recipe for url in each.recipe.urls if CANARY in url]
    kept = [each for each in (tmp_path / "cache").rglob("*") if each.is_file()]
    assert kept
    assert not [each.name for each in kept if CANARY.encode() in each.read_bytes()]
