"""STAC APIs as they differ: what their landing pages say, how collections and pages are listed, what cannot be had."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jupyterlab_pangeo.schemas.catalogs import SearchQuery, Service
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.problems import Fault
from jupyterlab_pangeo.worker.protocol import Job
from jupyterlab_pangeo.worker.readers import BUILT_IN, Facts, Found, Source, load
from jupyterlab_pangeo.worker.readers.stac import READER
from jupyterlab_pangeo.worker.readers.stac_api import next_address

READERS, _ = load(BUILT_IN)
ROOT = "https://h/stac/"
CORE = "https://api.stacspec.org/v1.0.0/item-search"


def landing(*conforms: str, links: list[Any] | None = None, **over: Any) -> dict[str, Any]:
    """A landing page with a search."""
    given = [{"rel": "search", "href": "./search"}, *(links or [])]
    return {
        "type": "Catalog", "stac_version": "1.0.0", "id": "api", "description": "d",
        "conformsTo": [CORE, *conforms], "links": given, **over,
    }  # fmt: skip


def collection(name: str, **over: Any) -> dict[str, Any]:
    return {"type": "Collection", "stac_version": "1.0.0", "id": name, "links": [], **over}


def read(
    document: Any, others: Mapping[str, Any] | None = None, location: str = ROOT
) -> tuple[dict[str, Found], Facts, list[str]]:
    """Entries by name, facts, and which further documents were asked for."""
    asked: list[str] = []

    def fetch(place: str) -> bytes:
        asked.append(place)
        if place not in (others or {}):
            raise Fault("http-status", "The server answered 500.")
        return json.dumps((others or {})[place]).encode()

    facts = Facts(problems=[])
    source = Source(location=location, data=json.dumps(document).encode(), limits=Limits(), fetch=fetch)
    assert READER.matches(source)
    found = list(READER.read(source, facts))
    assert len({entry.name for entry in found}) == len(found)
    return {entry.name: entry for entry in found}, facts, asked


def service(facts: Facts) -> Service:
    assert facts.about is not None and facts.about.service is not None
    return facts.about.service


def codes(facts: Facts) -> list[str]:
    return [problem.code for problem in facts.problems]


@pytest.mark.parametrize(
    ("conforms", "filters"),
    [
        ([], ["bbox", "interval", "collections"]),
        ([f"{CORE}#free-text"], ["text", "bbox", "interval", "collections"]),
        (
            ["http://www.opengis.net/spec/cql2/1.0/conf/cql2-json", f"{CORE}#filter"],
            ["bbox", "interval", "collections"],
        ),
        (["http://www.opengis.net/spec/cql2/1.0/conf/cql2-text"], ["bbox", "interval", "collections", "cql2"]),
    ],
)
def test_what_a_service_can_narrow_by_is_what_it_conforms_to(conforms: list[str], filters: list[str]) -> None:
    _, facts, _ = read(landing(*conforms))
    assert service(facts) == Service(api="stac", url="https://h/stac/search", root=ROOT, filters=filters)  # type: ignore[arg-type]


def test_a_search_by_get_is_taken_before_one_that_is_posted() -> None:
    links = [
        {"rel": "search", "href": "https://h/post", "method": "POST"},
        {"rel": "search", "href": "https://h/get", "method": "GET"},
    ]
    _, facts, _ = read({**landing(), "links": links})
    assert service(facts).url == "https://h/get"


@pytest.mark.parametrize("conforms", [None, "all", [1, None], {}])
def test_a_landing_page_that_says_nothing_of_use_is_still_searched(conforms: Any) -> None:
    _, facts, _ = read(landing(conformsTo=conforms))
    assert service(facts).filters == ["bbox", "interval", "collections"]


def test_collections_are_listed_over_pages_once_though_links_lead_to_them_too() -> None:
    first = {
        "collections": [collection("a", title="The A", extent={"spatial": {"bbox": [[0, 1, 2, 3]]}}), 5],
        "links": [{"rel": "next", "href": "https://h/stac/collections?page=2"}],
    }
    own = [{"rel": "self", "href": "https://h/stac/collections/b%20c"}]
    second = {"collections": [collection("b c", links=own)], "links": []}
    links = [
        {"rel": "data", "href": "collections"},
        {"rel": "child", "href": "https://h/stac/collections/a", "title": "A again"},
        {"rel": "child", "href": "https://h/stac/other", "title": "Other"},
    ]
    others = {"https://h/stac/collections": first, "https://h/stac/collections?page=2": second}
    found, facts, _ = read(landing(links=links), others)
    assert {name: entry.nested for name, entry in found.items()} == {
        "a": "https://h/stac/collections/a",
        "b c": "https://h/stac/collections/b%20c",
        "other": "https://h/stac/other",
    }
    assert (found["a"].title, found["a"].details.bbox) == ("The A", [0, 1, 2, 3])
    assert service(facts).collections == ["a", "b c"]
    # The number among them costs only itself.
    assert codes(facts) == ["bad-item"]


def test_a_list_of_collections_without_end_goes_on_in_an_entry() -> None:
    pages = {
        f"https://h/stac/collections?page={number}": {
            "collections": [collection(f"c{number}")],
            "links": [{"rel": "next", "href": f"https://h/stac/collections?page={number + 1}"}],
        }
        for number in range(100)
    }
    links = [{"rel": "data", "href": "https://h/stac/collections?page=0"}]
    found, _, asked = read(landing(links=links), pages)
    assert len(asked) == 10
    assert list(found)[-1] == "more collections"
    assert found["more collections"].nested == "https://h/stac/collections?page=10"
    # What lies there is read as a document of its own.
    page, _, _ = read(pages["https://h/stac/collections?page=10"], {}, "https://h/stac/collections?page=10")
    assert {name: entry.nested for name, entry in page.items()} == {
        "c10": "https://h/stac/collections/c10",
        "more results": "https://h/stac/collections?page=11",
    }


def test_what_cannot_be_had_of_a_service_is_a_note_and_an_entry_to_try_again() -> None:
    links = [{"rel": "data", "href": "collections"}, {"rel": "queryables", "href": "queryables"}]
    found, facts, _ = read(landing("http://www.opengis.net/spec/cql2/1.0/conf/cql2-text", links=links))
    assert [(entry.title, entry.nested) for entry in found.values()] == [("Collections", "https://h/stac/collections")]
    assert codes(facts) == ["stac-service", "stac-service"]
    assert {problem.severity for problem in facts.problems} == {"information"}
    assert service(facts).filters == ["bbox", "interval", "collections", "cql2"]


def test_queryables_of_any_shape_become_what_is_of_use() -> None:
    schema = {
        "properties": {
            "a": {"title": "A", "type": "number", "minimum": 0, "maximum": True},
            "b": {"$ref": "https://h/b.json"},
            "c": 5,
            "d": {"type": ["string", "null"], "enum": [{}, "x" * 500, *range(200)], "title": 7},
            "e" * 500: {"type": "string"},
        }
    }
    rel = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
    links = [{"rel": rel, "href": "https://h/q"}]
    given = landing("http://www.opengis.net/spec/cql2/1.0/conf/cql2-text", links=links)
    _, facts, _ = read(given, {"https://h/q": schema})
    a, b, c, d = service(facts).fields
    assert (a.title, a.type, a.minimum, a.maximum) == ("A", "number", 0, None)
    assert (b.name, c.name, b.type, c.type) == ("b", "c", "", "")
    assert (d.title, d.type, len(d.allowed or [])) == ("", "", 100)


def test_a_collection_of_an_api_is_searched_within_itself_even_where_its_root_is_away() -> None:
    links = [{"rel": "root", "href": ROOT}, {"rel": "items", "href": "https://h/stac/collections/a/items"}]
    for others, filters in (
        ({ROOT: landing(f"{CORE}#free-text")}, ["text", "bbox", "interval"]),
        ({}, ["bbox", "interval"]),
    ):
        found, facts, _ = read(collection("a", links=links), others, "https://h/stac/collections/a")
        assert service(facts) == Service(
            api="stac",
            url="https://h/stac/search",
            root=ROOT,
            collections=["a"],
            filters=filters,  # type: ignore[arg-type]
        )
        assert found["items"].nested == "https://h/stac/collections/a/items"


def test_static_catalogs_and_files_are_no_service() -> None:
    static = {**landing(), "links": [{"rel": "child", "href": "./a.json"}], "conformsTo": []}
    _, facts, asked = read(static)
    assert facts.about is not None and facts.about.service is None
    _, facts, asked = read(landing(), location="/data/api.json")
    assert facts.about is not None and facts.about.service is None
    assert asked == []
    assert codes(facts) == ["stac-search"]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ({"href": "?page=2"}, "https://h/search?page=2"),
        ({"href": "https://h/search?token=x#f", "method": "get"}, "https://h/search?token=x"),
        (
            {"href": "https://h/search", "method": "POST", "body": {"token": "next:a b"}},
            "https://h/search?token=next:a%20b",
        ),
        (
            {"href": "https://h/search", "method": "POST", "merge": True, "body": {"limit": 5, "token": "x"}},
            "https://h/search?bbox=1,2&limit=5&token=x",
        ),
        ({"href": "https://h/s", "method": "POST", "body": {"ids": ["a", "b"]}}, "https://h/s?ids=a,b"),
        ({"href": "https://h/s", "method": "POST", "body": {"intersects": {"type": "Point"}}}, None),
        ({"href": "https://h/s", "method": "POST"}, None),
        ({"href": "s3://b/next"}, None),
        ({"href": 5}, None),
        ({}, None),
    ],
)
def test_where_the_next_page_is(link: dict[str, Any], address: str | None) -> None:
    assert next_address({"rel": "next", **link}, "https://h/search?bbox=1,2&limit=9") == address


def test_a_next_page_that_is_only_posted_is_told_of() -> None:
    link = {"rel": "next", "href": "https://h/search", "method": "POST", "body": {"intersects": {}}}
    page = {"type": "FeatureCollection", "stac_version": "1.0.0", "features": [], "links": [link]}
    found, facts, _ = read(page, location="https://h/search?limit=5")
    assert (list(found), codes(facts)) == ([], ["stac-next"])


def test_counts_are_told_in_each_way_that_services_have_for_them() -> None:
    for given in ({"numberMatched": 7, "numberReturned": 2}, {"context": {"matched": 7, "returned": 2, "limit": 2}}):
        page = {"type": "FeatureCollection", "stac_version": "1.0.0", "features": [], "links": [], **given}
        _, facts, _ = read(page)
        assert facts.about is not None
        assert facts.about.metadata == {"matched": 7, "returned": 2}


def test_the_address_of_a_search_has_every_part_in_its_place() -> None:
    filters: Any = ["text", "bbox", "interval", "cql2"]
    given = Service(api="stac", url="https://h/search?key=1", filters=filters, collections=["only"], root=ROOT)
    query = SearchQuery(
        text="sea & ice",
        bbox=[-10, 0.25, 1e-7, 2],
        interval=(None, "2020-01-01T00:30+02:00"),
        condition="a='b+c'",
        limit=9,
    )
    assert READER.search_url(given, query) == (
        "https://h/search?key=1&limit=9&q=sea%20%26%20ice&collections=only&bbox=-10,0.25,0.0000001,2"
        "&datetime=../2020-01-01T00:30:00%2B02:00&filter=a%3D%27b%2Bc%27&filter-lang=cql2-text"
    )


def test_how_a_search_is_loaded_says_no_token_of_its_service(server: Any, tmp_path: Path) -> None:
    from aiohttp import web

    hidden = "hunter2hunter2"
    item = {
        "type": "Feature", "stac_version": "1.0.0", "id": "a", "properties": {}, "links": [],
        "assets": {"red": {"href": f"https://h/a.tif?token={hidden}", "type": "image/tiff; application=geotiff"}},
    }  # fmt: skip
    server.routes["/search"] = lambda _: web.json_response({"type": "FeatureCollection", "features": [item]})
    address = f"{server.url('/search')}?token={hidden}"
    api = Service(api="stac", url=address, root=f"{server.url('/')}?token={hidden}", filters=[])
    job = Job(
        catalog_id="c", location=address, kind="stac", service=api, query=SearchQuery(), output=str(tmp_path / "i"),
        limits=Limits(),
    )  # fmt: skip
    report = run(job, READERS)
    assert report.details is not None
    assert report.details.recipe is not None
    assert report.details.recipe.format == "stac-search"
    assert hidden not in msgspec.json.encode(report.details).decode()
    assert "token=…" in report.details.recipe.urls[0]
