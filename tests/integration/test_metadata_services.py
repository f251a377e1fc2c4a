"""Metadata services in real servers: what is found through the worker is what their own library finds."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
from environments import environment
from load_code_support import asking, file_server, opendap_server, render
from metadata_records import DODS, FILE, WMS
from metadata_servers import SHARED

from jupyterlab_pangeo.adapters.catalogs import reader as index
from jupyterlab_pangeo.adapters.catalogs.reader import Full
from jupyterlab_pangeo.schemas.catalogs import SearchQuery, Service
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.protocol import Job, Report
from jupyterlab_pangeo.worker.readers import BUILT_IN, load
from jupyterlab_pangeo.worker.readers.oarec_service import with_query

READERS, _ = load(BUILT_IN)
pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]
needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real catalogs (../shared/catalogs) are not here"),
]


@pytest.fixture
def csw(csw_server: str) -> str:
    """URL of the CSW."""
    return csw_server


@pytest.fixture
def oarec(oarec_server: str) -> str:
    """URL of the OGC API Records server."""
    return oarec_server


class Asked:
    """Reads what a service answers, by jobs as a worker does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def read(self, location: str, **fields: Any) -> tuple[Report, list[Full]]:
        """A document and its entries."""
        self._count += 1
        output = self._folder / f"{self._count}.sqlite"
        report = run(Job(catalog_id="c", location=location, output=str(output), limits=Limits(), **fields), READERS)
        assert report.state == "ready", report.problems
        rows = index.rows(output, 0, 10_000)
        found = [index.full(output, row.id) for row in rows]
        return report, [each for each in found if each is not None]

    def service(self, location: str) -> Service:
        """What a document tells of its service."""
        report, _ = self.read(location)
        assert report.about is not None and report.about.service is not None
        return report.about.service

    def search(self, service: Service, kind: str, **query: Any) -> tuple[int, list[Full]]:
        """How many a search finds, and the entries of all of its pages."""
        asked = SearchQuery(**query)
        report, page = self.read(service.url, kind=kind, service=service, query=asked, names=["search"])
        found = list(page)
        while found and found[-1].row.name == "more results":
            _, page = self.read(str(found.pop().row.nested), kind=kind, names=["page"])
            found += page
        assert report.about is not None
        return report.about.metadata["matched"], found


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Jobs of this test."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return Asked(tmp_path)


def compared(*arguments: Any) -> dict[str, Any]:
    """What OWSLib finds."""
    script = Path(__file__).with_name("compare_records.py")
    env = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    command = [environment("compare"), script, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=env, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def ids(found: list[Full]) -> list[str]:
    """Identifiers of records, each once."""
    return list(dict.fromkeys(each.row.name.partition("/")[0] for each in found))


def recipes(found: list[Full]) -> dict[str, tuple[str, list[str]]]:
    """Format and addresses by name."""
    told = {each.row.name: each.details.recipe for each in found}
    return {name: (recipe.format, recipe.urls) for name, recipe in told.items() if recipe}


@pytest.mark.parametrize(
    "ending",
    [
        "",
        "?service=CSW",
        "csw",
        "?service=CSW&request=GetCapabilities",
        "?service=CSW&request=GetCapabilities&version=2.0.2",
    ],
)
def test_a_csw_is_added_by_its_endpoint_or_its_capabilities(csw: str, asked: Asked, ending: str) -> None:
    report, entries = asked.read(csw + ending)
    assert (report.kind, report.title, [each.row.title for each in entries]) == (
        "csw",
        "Marine records",
        ["All records"],
    )
    assert report.about is not None and report.about.service is not None
    assert report.about.provider == "Institute of Tests"
    assert report.about.service.filters == ["text", "bbox", "interval", "keywords"]


def test_a_csw_is_searched_by_text_box_time_and_keyword_alone_and_together(csw: str, asked: Asked) -> None:
    service = asked.service(csw)
    pacific, both = ["sst-pacific"], ["sst-atlantic", "sst-pacific"]

    def found(**query: Any) -> list[str]:
        return sorted(ids(asked.search(service, "csw", **query)[1]))

    assert found(text="surface temperature") == both
    assert found(text="surface temperature", bbox=[-150, -10, -140, 10]) == pacific
    assert found(text="surface temperature", bbox=[150, -10, -160, 10]) == pacific
    assert found(interval=("2011-01-01", "2011-12-31")) == pacific
    assert found(interval=(None, "2012-01-01"), keywords=["sst field"]) == pacific
    assert found(interval=("2013-01-01", None)) == ["sst-atlantic"]
    assert found(keywords=["sst field"]) == both
    assert found(text="Rain & <snow>") == []
    assert found(text="Rain & snow") == ["rain"]
    assert found(text="' OR '1'='1") == []


def test_links_of_iso_records_become_entries_that_open_data(csw: str, asked: Asked) -> None:
    _, found = asked.search(asked.service(csw), "csw", text="Pacific", keywords=["sst field"])
    assert recipes(found) == {"sst-pacific/OPeNDAP": ("opendap", [DODS]), "sst-pacific/Map": ("wms", [WMS])}
    details = found[0].details
    assert (details.bbox, details.interval) == ([-170.0, -20.0, -90.0, 20.0], ("2010-01-01", "2012-12-31"))
    assert (details.provider, details.licence, details.keywords) == ("Institute of Tests", "CC0", ["sst field"])
    assert [link.url for link in details.links] == ["https://data.example.org/about"]
    _, [rain] = asked.search(asked.service(csw), "csw", text="Rain &")
    assert recipes([rain]) == {"rain": ("netcdf", [FILE.format("a")])}


def test_a_search_is_paged_to_its_end_and_names_each_record_once(csw: str, asked: Asked) -> None:
    service = asked.service(csw)
    matched, paged = asked.search(service, "csw", limit=2)
    _, whole = asked.search(service, "csw", limit=100)
    assert matched == len(ids(whole))
    assert sorted(ids(paged)) == sorted(ids(whole))


@pytest.mark.parametrize("schema", ["http://www.opengis.net/cat/csw/2.0.2", "http://www.opengis.net/cat/csw/3.0"])
def test_dublin_core_says_the_same_as_iso_of_what_both_know(csw: str, asked: Asked, schema: str) -> None:
    version = "3.0.0" if schema.endswith("3.0") else "2.0.2"
    service = asked.service(csw)
    plain = metadata_url(service.url, outputSchema=schema, version=version)
    _, by_iso = asked.search(service, "csw", limit=100)
    _, by_dublin = asked.read(plain, kind="csw")
    first = {each.row.name.partition("/")[0]: each for each in reversed(by_iso)}
    other = {each.row.name.partition("/")[0]: each for each in reversed(by_dublin)}
    for name in ("sst-pacific", "sst-atlantic", "rain"):
        assert other[name].details.bbox == first[name].details.bbox
        assert other[name].row.title.partition(": ")[0] == first[name].row.title.partition(": ")[0]
        assert other[name].details.description.endswith(first[name].details.description)
    assert {url for _, [url] in recipes(by_dublin).values()} >= {DODS, WMS, FILE.format("a")}


def metadata_url(url: str, **asked: str) -> str:
    """An address that asks for all records otherwise."""
    return with_query(url, asked | {"maxRecords": "100"}, drop=("constraintlanguage",))


def test_a_csw_of_version_3_alone_is_asked_in_its_own_words(csw: str, asked: Asked) -> None:
    told = asked.service(csw)
    url = with_query(told.url, {"version": "3.0.0"}, drop=("constraintlanguage", "resulttype"))
    service = Service(api="csw", url=url, filters=["text", "bbox", "interval"])
    _, found = asked.search(service, "csw", text="Pacific", bbox=[-150, -10, -140, 10])
    assert ids(found) == ["sst-pacific"]


@pytest.mark.parametrize(
    ("text", "bbox"), [("", None), ("temperature", None), ("", [-140, 40, -50, 80]), ("e", [-180, -90, 180, 90])]
)
def test_owslib_finds_the_same_in_the_csw(csw: str, asked: Asked, text: str, bbox: Any) -> None:
    expected = compared("csw", csw, text, bbox)
    matched, found = asked.search(asked.service(csw), "csw", text=text, bbox=bbox, limit=100)
    assert matched == expected["matched"]
    assert sorted(ids(found)) == sorted(expected["records"])
    first = {each.row.name.partition("/")[0]: each for each in reversed(found)}
    for name, told in expected["records"].items():
        assert first[name].row.title.startswith((told["title"] or name).strip()[:100])


def test_an_ogc_api_lists_its_collections_and_one_is_searched(oarec: str, asked: Asked) -> None:
    report, collections = asked.read(oarec)
    assert (report.kind, report.title) == ("ogcapi-records", "Marine API")
    marine = next(each for each in collections if each.row.name == "marine")
    assert (marine.row.title, marine.row.kind) == ("Marine", "catalog")
    told, entries = asked.read(str(marine.row.nested), kind="ogcapi-records")
    assert [each.row.title for each in entries] == ["All records"]
    assert told.about is not None and told.about.service is not None
    # pygeoapi does not say that it understands CQL2.
    assert told.about.service.filters == ["text", "bbox", "interval"]
    _, everything = asked.read(str(entries[0].row.nested), kind="ogcapi-records")
    assert sorted(ids(everything)) == ["rain", "sst-atlantic", "sst-pacific"]


def test_records_of_an_ogc_api_are_found_by_text_box_and_time(oarec: str, asked: Asked) -> None:
    service = asked.service(f"{oarec}collections/marine")

    def found(**query: Any) -> list[str]:
        return sorted(ids(asked.search(service, "ogcapi-records", **query)[1]))

    assert found(text="Pacific") == ["sst-pacific"]
    assert found(text="nothing of it") == []
    assert found(bbox=[-150, -10, -140, 10]) == ["sst-pacific"]
    # This server compares when records were made, which is their begin here.
    assert found(interval=("2014-01-01", "2015-12-31")) == ["sst-atlantic"]
    assert found(interval=("2014-01-01", None)) == ["sst-atlantic"]
    assert found(limit=1) == ["rain", "sst-atlantic", "sst-pacific"]


def test_links_of_json_records_become_entries_that_open_data(oarec: str, asked: Asked) -> None:
    _, found = asked.search(asked.service(f"{oarec}collections/marine"), "ogcapi-records")
    assert recipes(found) == {
        "sst-pacific/OPeNDAP": ("opendap", [DODS]),
        "sst-pacific/Map": ("wms", [WMS]),
        "sst-atlantic": ("griddap", ["https://data.example.org/erddap/griddap/sst"]),
        "rain": ("netcdf", [FILE.format("a")]),
    }
    details = next(each.details for each in found if each.row.name == "rain")
    assert (details.bbox, details.interval) == ([5.0, 45.0, 15.0, 55.0], ("2010-06-01", "2010-08-31"))
    assert (details.provider, details.licence, details.keywords) == ("Institute of Tests", "CC0-1.0", ["atmosphere"])
    assert "anytext" not in json.dumps(details.metadata)


@pytest.mark.parametrize(("text", "bbox"), [("", None), ("temperature", None), ("", [-170, -20, -90, 20])])
def test_owslib_finds_the_same_in_the_ogc_api(oarec: str, asked: Asked, text: str, bbox: Any) -> None:
    expected = compared("records", oarec, "marine", text, bbox)
    matched, found = asked.search(asked.service(f"{oarec}collections/marine"), "ogcapi-records", text=text, bbox=bbox)
    assert matched == expected["matched"]
    assert sorted(ids(found)) == sorted(expected["records"])


@pytest.mark.parametrize("text", [pytest.param("", marks=needs_shared), pytest.param("habitat", marks=needs_shared)])
def test_real_records_of_canada_are_listed_as_owslib_lists_them(oarec: str, asked: Asked, text: str) -> None:
    expected = compared("records", oarec, "canada", text, None)
    matched, found = asked.search(asked.service(f"{oarec}collections/canada"), "ogcapi-records", text=text, limit=4)
    assert matched == expected["matched"]
    titles = {each.row.name.partition("/")[0]: each.row.title for each in reversed(found)}
    assert sorted(titles) == sorted(expected["records"])
    for name, told in expected["records"].items():
        assert titles[name].startswith(told["title"].strip()[:190])


def code_of(found: list[Full], name: str, **urls: str) -> str:
    """Load code of an entry, as the page makes it; ``urls`` stands in for its address."""
    recipe = next(each.details.recipe for each in found if each.row.name == name)
    assert recipe is not None
    made = json.loads(msgspec.json.encode(recipe)) | ({"urls": [urls["url"]]} if urls else {})
    [answer] = render([asking(made)])
    return str(answer["text"])


def test_a_record_found_by_text_box_and_time_is_loaded_to_values(csw: str, asked: Asked) -> None:
    _, found = asked.search(
        asked.service(csw), "csw", text="sea surface", bbox=[-150, -10, -140, 10], interval=("2011-01-01", "2011-12-31")
    )
    with opendap_server() as url:
        bound: dict[str, Any] = {}
        exec(code_of(found, "sst-pacific/OPeNDAP", url=url), bound)
        assert float(bound["data"]["sst"].mean().compute()) == 5.5


CAPABILITIES = """<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"
xmlns:xlink="http://www.w3.org/1999/xlink"><Service><Name>WMS</Name><Title>Maps</Title></Service><Capability><Request>
<GetMap><Format>image/png</Format><DCPType><HTTP><Get><OnlineResource xlink:href="http://h/"/></Get></HTTP></DCPType>
</GetMap></Request><Layer><Title>all</Title><Layer><Name>sst</Name><Title>SST</Title></Layer></Layer></Capability>
</WMS_Capabilities>"""


def test_code_of_a_map_service_lists_its_layers_by_owslib(csw: str, asked: Asked, tmp_path: Path) -> None:
    _, found = asked.search(asked.service(csw), "csw", text="Pacific")
    (tmp_path / "wms.xml").write_text(CAPABILITIES)
    with file_server(tmp_path) as url:
        made = code_of(found, "sst-pacific/Map", url=f"{url}/wms.xml?service=WMS")
        command = [environment("compare"), "-c", f"{made}\nprint(list(data.contents))"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout.strip(), done.returncode) == ("['sst']", 0), done.stderr
