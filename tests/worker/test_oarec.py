"""OGC API Records: what their documents become, how they are told from others, and how they are asked."""

import json
from typing import Any

import pytest

from jupyterlab_pangeo.schemas.catalogs import SearchQuery, Service
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.problems import Fault
from jupyterlab_pangeo.worker.readers import BUILT_IN, Facts, Found, Source, load
from jupyterlab_pangeo.worker.readers.oarec import READER

READERS, _ = load(BUILT_IN)
RECORDS = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"
CQL2 = [f"http://www.opengis.net/spec/{each}" for each in ("x/conf/filter", "x/conf/cql2-text", "x/conf/basic-cql2")]


def read(document: Any, location: str = "https://h/api/", **others: Any) -> tuple[list[Found], Facts]:
    """Entries and facts; ``others`` are further documents by path below the location."""

    def fetch(place: str) -> bytes:
        if place not in served:
            raise Fault("http-status", "The server answered 404.")
        return json.dumps(served[place]).encode()

    served = {f"https://h/api/{path}": other for path, other in others.items()}
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    facts = Facts(problems=[])
    found = READER.read(Source(location=location, data=data, limits=Limits(), fetch=fetch), facts)
    return list(found), facts


def page(*records: Any, **fields: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(records), **fields}


def record(**properties: Any) -> dict[str, Any]:
    own = {key: properties.pop(key) for key in ("links", "time", "geometry", "bbox", "id") if key in properties}
    return {"type": "Feature", "id": "r", "conformsTo": [RECORDS], "properties": {"title": "t", **properties}, **own}


def one(**properties: Any) -> Found:
    [found], _ = read(page(record(**properties)))
    return found


def codes(facts: Facts | Found) -> list[str]:
    return [problem.code for problem in facts.problems]


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (page(record()), "ogcapi-records"),
        (record(), "ogcapi-records"),
        (page({"type": "Feature", "time": None, "properties": {"title": "t", "type": "d"}}), "ogcapi-records"),
        ({"collections": [{"id": "a", "itemType": "record"}], "links": []}, "ogcapi-records"),
        ({"id": "a", "itemType": "record", "links": []}, "ogcapi-records"),
        ({"links": [{"rel": "data", "href": "c"}, {"rel": "conformance", "href": "d"}]}, "ogcapi-records"),
        (page(record(), stac_version="1.0.0"), "stac"),
        ({"id": "a", "itemType": "record", "stac_version": "1.0.0", "type": "Collection", "links": []}, "stac"),
        (page({"type": "Feature", "stac_version": "1.0.0", "links": [], "properties": {}}), "stac"),
        (page({"type": "Feature", "geometry": None, "properties": {"title": "plain"}}), None),
        (page(), None),
        ({"id": "a", "itemType": "feature", "links": []}, None),
        ({"links": [{"rel": "self", "href": "x"}]}, None),
    ],
)
def test_records_are_told_from_stac_and_from_plain_geojson(document: Any, name: str | None) -> None:
    source = Source(location="https://h/x", data=json.dumps(document).encode(), limits=Limits())
    found = [each for each, reader in READERS.items() if reader.matches(source)]
    assert found[:1] == ([name] if name else [])


def test_a_record_tells_who_made_it_when_and_where() -> None:
    found = one(
        title={"fr": "Mer", "en": "Sea"},
        keywords=["a", {"en": "b"}, 5, ""],
        themes=[{"concepts": [{"id": "c"}, {"title": "d"}, "e", 7]}, 8],
        contacts=[{"name": "Ann", "organization": "Institute"}, {"name": "Ben"}, 9],
        license={"name": "CC0"},
        time={"interval": ["2010-01-01", ".."]},
        bbox=[1, 2, 3, 4],
        created="2020-01-01",
        **{"_metadata-anytext": "x" * 1000},
    )
    assert (found.title, found.details.keywords) == ("Sea", ["a", "b", "c", "d", "e"])
    assert (found.details.provider, found.details.licence) == ("Institute, Ben", "CC0")
    assert (found.details.bbox, found.details.interval) == ([1.0, 2.0, 3.0, 4.0], ("2010-01-01", None))
    assert found.details.metadata == {"id": "r", "conformsTo": [RECORDS], "created": "2020-01-01"}


@pytest.mark.parametrize(
    ("time", "interval"),
    [
        ({"date": "2010-01-01"}, ("2010-01-01", "2010-01-01")),
        ({"timestamp": "2010-01-01T00:00:00Z"}, ("2010-01-01T00:00:00Z", "2010-01-01T00:00:00Z")),
        (["2010", "2011"], ("2010", "2011")),
        ("2010", ("2010", "2010")),
        ({"interval": [None, None]}, None),
        (None, None),
    ],
)
def test_times_of_the_standard_and_of_its_drafts_are_read(time: Any, interval: Any) -> None:
    assert one(time=time).details.interval == interval


def test_places_are_boxes_around_geometries() -> None:
    parts = [{"type": "Point", "coordinates": [5, 6]}, {"type": "LineString", "coordinates": [[1, 2], [3, 9, 7]]}]
    assert one(geometry={"type": "GeometryCollection", "geometries": parts}).details.bbox == [1.0, 2.0, 5.0, 9.0]
    assert one(geometry=None).details.bbox is None


def test_values_of_wrong_types_cost_only_themselves() -> None:
    found = one(
        title=5, description=[1], keywords="a", themes={}, contacts="x", license=[2], time=7, geometry="x", links="y"
    )
    assert (found.title, found.details.description, found.details.keywords) == ("r", "", [])
    assert codes(found) == ["bad-extent", "bad-extent", "no-data-links"]


def test_what_is_no_record_keeps_its_place_and_says_so() -> None:
    found, _ = read(page(None, record(), [1], 5, {"id": 7}))
    assert [each.name for each in found] == ["record 1", "r", "record 3", "record 4", "7"]
    assert [codes(each)[0] for each in found] == [
        *("bad-record", "no-data-links", "bad-record", "bad-record", "bad-record")
    ]


def test_records_of_the_same_id_hide_none() -> None:
    found, _ = read(page(record(), record(), record()))
    assert [each.name for each in found] == ["r", "r #2", "r #3"]


def test_the_next_page_is_the_last_entry() -> None:
    links = [{"rel": "self", "href": "x"}, {"rel": "next", "href": "items?offset=10"}]
    found, facts = read(page(record(), links=links, numberMatched=12, numberReturned=1), "https://h/api/items")
    assert (found[-1].title, found[-1].nested) == ("More results", "https://h/api/items?offset=10")
    assert facts.about is not None
    assert facts.about.metadata == {"matched": 12, "returned": 1}


def test_a_landing_page_lists_the_collections_of_its_service() -> None:
    links = [{"rel": "data", "href": "collections"}, {"rel": "conformance", "href": "conformance"}]
    listed = {
        "collections": [
            {"id": "a b", "title": "A", "itemType": "record", "description": "d", "keywords": ["k"]},
            {"id": "f", "itemType": "feature"},
            {"title": "no id", "itemType": "record"},
            5,
        ]
    }
    found, facts = read({"title": "API", "links": links}, collections=listed)
    assert facts.title == "API"
    assert [each.nested for each in found] == ["https://h/api/collections/a%20b", None, None, None]
    assert [codes(each) for each in found] == [[], ["no-nested-reader"], ["bad-collection"], ["bad-collection"]]
    assert (found[0].title, found[0].details.description, found[0].details.keywords) == ("A", "d", ["k"])


def test_a_landing_page_whose_collections_cannot_be_had_leads_to_them() -> None:
    links = [{"rel": "data", "href": "collections"}, {"rel": "conformance", "href": "conformance"}]
    [found], facts = read({"title": "API", "links": links})
    assert (found.title, found.nested) == ("Collections", "https://h/api/collections")
    assert codes(facts) == ["no-collections"]


def test_a_service_of_one_collection_is_searched_at_once() -> None:
    listed = {"collections": [{"id": "a", "itemType": "record", "links": [{"rel": "items", "href": "a/items"}]}]}
    _, facts = read(listed, "https://h/api/collections")
    assert facts.about is not None and facts.about.service is not None
    assert facts.about.service.url == "https://h/api/a/items"


COLLECTION = {
    "id": "a",
    "itemType": "record",
    "links": [
        {"rel": "items", "type": "text/html", "href": "/api/collections/a/items?f=html"},
        {"rel": "items", "type": "application/geo+json", "href": "/api/collections/a/items?f=json"},
        {"rel": "root", "type": "application/json", "href": "/api/"},
        {"rel": "http://www.opengis.net/def/rel/ogc/1.0/queryables", "href": "/api/queryables"},
    ],
}


def service(**others: Any) -> Service:
    _, facts = read(COLLECTION, "https://h/api/collections/a", **others)
    assert facts.about is not None and facts.about.service is not None
    return facts.about.service


def test_a_collection_is_searched_where_its_items_are() -> None:
    found = service()
    assert found.url == "https://h/api/collections/a/items?f=json"
    assert found.filters == ["text", "bbox", "interval"]


def test_conditions_are_offered_only_where_the_service_conforms_to_them() -> None:
    fields = {"properties": {"type": {"type": "string", "enum": ["a"]}, "bad": 5}}
    link = {"rel": "conformance", "href": "conformance"}
    told = {"": {"links": [link]}, "conformance": {"conformsTo": CQL2}, "queryables": fields}
    found = service(**told)
    assert found.filters == ["text", "bbox", "interval", "cql2"]
    assert [(field.name, field.allowed) for field in found.fields] == [("type", ["a"]), ("bad", None)]
    assert "cql2" not in service(**told | {"conformance": {"conformsTo": CQL2[1:]}}).filters
    assert "cql2" not in service(**told | {"conformance": {"conformsTo": 5}}).filters


def test_a_query_becomes_the_words_of_the_standard() -> None:
    query = SearchQuery(
        text="sea & ice",
        bbox=[170.0, -10.5, -170.0, 10.0],
        interval=("2010-01-01", None),
        condition="type = 'a'",
        limit=7,
    )
    assert READER.search_url(service(), query) == (
        "https://h/api/collections/a/items?f=json&limit=7&q=sea%20%26%20ice&bbox=170,-10.5,-170,10"
        "&datetime=2010-01-01T00:00:00Z/..&filter=type%20%3D%20%27a%27&filter-lang=cql2-text"
    )
    assert READER.search_url(service(), SearchQuery()) == "https://h/api/collections/a/items?f=json&limit=50"


@pytest.mark.parametrize(
    ("document", "code"),
    [({"title": "t"}, "not-a-catalog"), (b'{"features": [', "json-syntax"), (b"[]", "not-a-catalog")],
)
def test_what_is_none_of_its_documents_is_refused(document: Any, code: str) -> None:
    with pytest.raises(Fault) as refused:
        read(document)
    assert refused.value.code == code


def test_a_list_that_is_none_is_told_of() -> None:
    assert codes(read({"features": 5})[1]) == ["bad-features"]
    assert codes(read({"collections": 5})[1]) == ["bad-collections"]
    assert codes(read({"itemType": "record"}, "/local/a.json")[1]) == ["no-items"]
    assert codes(read({"links": []})[1]) == ["no-collections"]


def test_many_records_are_read_in_time_that_grows_with_their_number() -> None:
    found, _ = read(page(*(record(id=str(number)) for number in range(20_000))))
    assert len(found) == 20_000
