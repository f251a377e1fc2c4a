"""The reader of ERDDAP: lists, indexes and descriptions as its manual shows them, and what is odd in real ones."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from jupyterlab_pangeo.schemas.catalogs import SearchQuery, Service, UserParameter
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.problems import Fault, Overrun
from jupyterlab_pangeo.worker.readers import Facts, Found, Source
from jupyterlab_pangeo.worker.readers.erddap import READER
from jupyterlab_pangeo.worker.readers.erddap_tables import bbox, moment

BASE = "https://h/erddap"
LIST = f"{BASE}/tabledap/allDatasets.json"
PAGE = b"<!DOCTYPE html><html><head><title>ERDDAP - Home Page</title></head></html>"


def table(names: list[str], *rows: Any) -> bytes:
    return json.dumps({"table": {"columnNames": names, "rows": list(rows)}}).encode()


def read(
    data: bytes, location: str = LIST, fetch: Callable[[str], bytes] | None = None, **limits: Any
) -> tuple[dict[str, Found], Facts]:
    facts = Facts(problems=[])
    source = Source(location=location, data=data, limits=Limits(**limits), fetch=fetch)
    found = list(READER.read(source, facts))
    names = [entry.name for entry in found]
    assert len(set(names)) == len(names), "an entry hides another"
    return dict(zip(names, found, strict=True)), facts


def matches(data: bytes, location: str = LIST) -> bool:
    return READER.matches(Source(location=location, data=data, limits=Limits()))


def codes(found: Any) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("data", "location", "is_erddap"),
    [
        (table(["datasetID", "title"]), LIST, True),
        (table(["griddap", "Dataset ID"]), "/data/x.json", True),
        (table(["Row Type", "Variable Name"]), f"{BASE}/info/x/index.json", True),
        (table(["time", "sst"]), f"{BASE}/tabledap/x.json", False),
        (b"datasetID,accessible,institution\n,,\n", "/data/x.csv", True),
        (b"time,sst\n", f"{BASE}/tabledap/x.csv", False),
        (PAGE, BASE, True),
        (PAGE, f"{BASE}/index.html", True),
        (b"<html>ERDDAP and its /tabledap/</html>", "https://data.h/", True),
        (b"<html>an article about ERDDAP</html>", "https://h/article", False),
        (PAGE, "/data/erddap.html", False),
    ],
)
def test_tables_of_datasets_and_pages_of_servers_are_told_from_others(
    data: bytes, location: str, is_erddap: bool
) -> None:
    assert matches(data, location) == is_erddap


COLUMNS = [
    *("datasetID", "institution", "cdm_data_type", "title", "minLongitude", "maxLongitude", "minLatitude"),
    *("maxLatitude", "minTime", "maxTime", "griddap", "tabledap", "infoUrl", "summary"),
]
GRID = [
    *("g", "NOAA", "Grid", "The grid", 0, 359.75, -89.5, 89.5, "2002-06-01T09:00:00Z", 1577836800.0),
    *("https://inner/erddap/griddap/g", "", "https://h/info", " Text "),
]
TABLE = [*("t", None, "Point", "The table", None, "NaN", 1, 2, None, "", None, "x", "ftp://x", "")]


def test_a_list_becomes_datasets_that_open_their_description() -> None:
    found, facts = read(table(COLUMNS, ["allDatasets"] + [""] * 13, GRID, TABLE))
    assert list(found) == ["g", "t"]
    grid, rows = found["g"], found["t"]
    # By the server's public address, not by that which it believes to have.
    assert (grid.nested, rows.nested) == (f"{BASE}/info/g/index.json", f"{BASE}/info/t/index.json")
    assert (grid.kind, grid.format, grid.title, rows.format) == ("catalog", "griddap", "The grid", "tabledap")
    told = grid.details
    assert (told.description, told.provider) == ("Text", "NOAA")
    assert told.bbox == [-180, -89.5, 180, 89.5]
    assert told.interval == ("2002-06-01T09:00:00Z", "2020-01-01T00:00:00Z")
    assert [link.url for link in told.links] == [f"{BASE}/griddap/g.html", "https://h/info"]
    assert told.recipe is not None
    assert (told.recipe.urls, told.recipe.format) == ([f"{BASE}/griddap/g"], "griddap")
    assert (rows.details.recipe, rows.details.bbox, rows.details.interval) == (None, None, None)
    assert rows.details.metadata == {"cdm_data_type": "Point"}
    assert facts.title == "ERDDAP at h"
    assert facts.about is not None
    assert facts.about.service == Service(
        api="erddap", url=f"{BASE}/search/advanced.json", filters=["text", "bbox", "interval"]
    )


def test_csv_reads_as_json_does() -> None:
    lines = [",".join(COLUMNS), "," * 13, ",".join("" if each is None else str(each) for each in GRID), "short,row"]
    found, _ = read("\n".join(lines).encode(), location=f"{BASE}/tabledap/allDatasets.csv")
    listed, _ = read(table(COLUMNS, GRID))
    assert found["g"].details == listed["g"].details
    assert codes(found["short"]) == ["bad-entry"]


def test_csv_is_counted_and_read_in_either_encoding() -> None:
    data = "datasetID,accessible,title\n,,\nx,,é\n".encode("latin-1")
    assert read(data)[0]["x"].title == "é"
    with pytest.raises(Overrun):
        read(data + b"a,b,c\n" * 100, max_nodes=50)


def test_a_saved_list_goes_by_the_addresses_in_it() -> None:
    found, facts = read(table(COLUMNS, GRID, TABLE), location="/data/allDatasets.json")
    assert found["g"].nested == "https://inner/erddap/info/g/index.json"
    assert (found["t"].nested, codes(found["t"])) == (None, ["relative-base"])
    assert facts.about is not None
    assert facts.about.service is None


def test_an_id_stays_within_its_place_in_an_address() -> None:
    found, _ = read(table(COLUMNS, ["../x?y#z", *GRID[1:]]))
    assert found["../x?y#z"].nested == f"{BASE}/info/..%2Fx%3Fy%23z/index.json"


@pytest.mark.parametrize("location", [BASE, f"{BASE}/", f"{BASE}/index.html", f"{BASE}/info/index.html?page=1"])
def test_a_page_stands_for_all_datasets_of_its_server(location: str) -> None:
    seen: list[str] = []

    def fetch(place: str) -> bytes:
        seen.append(place)
        return table(COLUMNS, GRID)

    assert list(read(PAGE, location=location, fetch=fetch)[0]) == ["g"]
    assert seen == [LIST]


def test_a_server_without_such_a_list_is_read_by_pages() -> None:
    names = ["griddap", "tabledap", "Title", "Institution", "Dataset ID"]

    def fetch(place: str) -> bytes:
        if place == LIST:
            raise Fault("http-status", "no")
        start = 1000 * (int(place.partition("page=")[2].partition("&")[0]) - 1)
        rows = [["", "x", f"T{number}", "NOAA", f"d{number}"] for number in range(start, min(start + 1000, 1500))]
        return table(names, *rows)

    found, _ = read(PAGE, location=BASE, fetch=fetch)
    assert (len(found), found["d1499"].title, found["d1499"].details.provider) == (1500, "T1499", "NOAA")


def test_a_page_of_a_server_that_lists_nothing_is_one_problem() -> None:
    def fetch(place: str) -> bytes:
        raise Fault("http-status", f"{place} answered with the status 404.")

    with pytest.raises(Fault) as raised:
        read(PAGE, location=BASE, fetch=fetch)
    assert raised.value.code == "not-a-catalog"
    assert "404" in str(raised.value)


def test_a_search_that_found_nothing_has_no_entries_and_no_problems() -> None:
    found, facts = read(b"", location=f"{BASE}/search/advanced.json?searchFor=x")
    assert (found, facts.problems) == ({}, [])


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        (SearchQuery(), "?page=1&itemsPerPage=50&searchFor="),
        (SearchQuery(text=' a&b="c" ', limit=7), "?page=1&itemsPerPage=7&searchFor=a%26b%3D%22c%22"),
        (
            SearchQuery(bbox=[-10.5, 1e-5, 20, 30]),
            "?page=1&itemsPerPage=50&searchFor=&minLon=-10.5&minLat=1e-05&maxLon=20&maxLat=30",
        ),
        (
            SearchQuery(interval=("2020-01-01T00:00:00Z", None)),
            "?page=1&itemsPerPage=50&searchFor=&minTime=2020-01-01T00%3A00%3A00Z",
        ),
    ],
)
def test_a_search_is_an_address(query: SearchQuery, asked: str) -> None:
    service = Service(api="erddap", url=f"{BASE}/search/advanced.json", filters=[])
    assert READER.search_url(service, query) == service.url + asked


def described(*rows: list[str], identity: str = "x") -> tuple[Found, Facts]:
    names = ["Row Type", "Variable Name", "Attribute Name", "Data Type", "Value"]
    found, facts = read(table(names, *rows), location=f"{BASE}/info/{identity}/index.json")
    [entry] = found.values()
    return entry, facts


EPOCH = "seconds since 1970-01-01T00:00:00Z"


def parameter(found: Found, name: str) -> UserParameter:
    return next(each for each in found.details.user_parameters if each.name == name)


def test_a_grid_offers_bounds_and_strides_of_its_dimensions() -> None:
    found, facts = described(
        ["attribute", "NC_GLOBAL", "title", "String", "The grid"],
        ["attribute", "NC_GLOBAL", "keywords", "String", "sea, ice"],
        ["attribute", "NC_GLOBAL", "geospatial_lat_min", "double", "NaN"],
        ["dimension", "time", "", "double", "nValues=31, evenlySpaced=true, averageSpacing=1 day"],
        ["attribute", "time", "actual_range", "double", "1.5778368E9, 1.5804288E9"],
        ["attribute", "time", "units", "String", EPOCH],
        ["dimension", "latitude", "", "float", "nValues=10, evenlySpaced=false, averageSpacing=-0.5"],
        ["attribute", "latitude", "actual_range", "float", "4.5, 0.0"],
        ["attribute", "latitude", "units", "String", "degrees_north"],
        ["variable", "sst", "", "short", "time, latitude"],
        ["attribute", "sst", "units", "String", "degree_C"],
    )
    assert (found.name, found.title, found.kind, found.format) == ("x", "The grid", "grid", "griddap")
    names = [each.name for each in found.details.user_parameters]
    assert names == [
        *("variables", "time_min", "time_max", "time_stride", "latitude_min", "latitude_max", "latitude_stride"),
    ]
    start, low = parameter(found, "time_min"), parameter(found, "latitude_min")
    assert (start.type, start.default, start.maximum) == ("datetime", "2020-01-01T00:00:00Z", "2020-01-31T00:00:00Z")
    assert (low.type, low.default, low.minimum, low.maximum) == ("float", 0, 0, 4.5)
    stride = parameter(found, "latitude_stride")
    assert (stride.type, stride.default, stride.minimum, stride.maximum) == ("int", 1, 1, 10)
    assert "sst" in parameter(found, "variables").description
    assert found.details.recipe is not None
    assert found.details.recipe.arguments["dimensions"][1] == {
        "name": "latitude",
        "minimum": 0,
        "maximum": 4.5,
        "isTime": False,
        "isDescending": True,
    }
    assert facts.about is not None
    assert facts.about.metadata["dimensions"] == {"time": 31, "latitude": 10}
    assert facts.about.metadata["variables"][2] == {
        "name": "sst",
        "type": "short",
        "units": "degree_C",
        "dimensions": "time, latitude",
    }
    assert facts.about.keywords == ["sea", "ice"]


def test_a_table_offers_bounds_and_begins_with_the_last_week() -> None:
    found, _ = described(
        ["variable", "station", "", "String", ""],
        ["variable", "wtmp", "", "float", ""],
        ["attribute", "wtmp", "actual_range", "float", "-2.0, 30.0"],
        ["variable", "flag", "", "byte", ""],
        ["variable", "time", "", "double", ""],
        ["attribute", "time", "actual_range", "double", "0.0, 1.5804288E9"],
        ["attribute", "time", "units", "String", EPOCH],
    )
    assert (found.kind, found.format) == ("table", "tabledap")
    names = [each.name for each in found.details.user_parameters]
    assert names == ["variables", "time_min", "time_max", "wtmp_min", "wtmp_max", "conditions"]
    assert parameter(found, "time_min").default == "2020-01-24T00:00:00Z"
    assert parameter(found, "time_min").minimum == "1970-01-01T00:00:00Z"
    assert parameter(found, "wtmp_min").default == -2


@pytest.mark.parametrize("said", ["", "NaN, NaN", "x, y", "1e300, 1e301", "5", ",", "1,2,3"])
def test_ranges_that_are_none_leave_bounds_open(said: str) -> None:
    found, _ = described(
        ["variable", "time", "", "double", ""],
        ["attribute", "time", "actual_range", "double", said],
        ["attribute", "time", "units", "String", EPOCH],
    )
    start = parameter(found, "time_max")
    assert (start.default, start.maximum) == (None, None)


def test_a_saved_description_is_shown_without_load_code() -> None:
    names = ["Row Type", "Variable Name", "Attribute Name", "Data Type", "Value"]
    row = ["attribute", "NC_GLOBAL", "title", "String", "T"]
    found, _ = read(table(names, row, None, 5, ["variable", "a", "", "int", 5]), location="/data/info/x.json")
    [entry] = found.values()
    assert (entry.title, entry.details.recipe, codes(entry)) == ("T", None, ["relative-base"])


@pytest.mark.parametrize(
    ("given", "time"),
    [
        ("2020-01-01", "2020-01-01"),
        (0, "1970-01-01T00:00:00Z"),
        ("1.5e9", "2017-07-14T02:40:00Z"),
        (-1e30, None),
        ("NaN", None),
        (None, None),
        (True, None),
        ("soon", None),
        ("-0044-03-15T00:00:00Z", "-0044-03-15T00:00:00Z"),
    ],
)
def test_times_come_as_text_or_seconds(given: Any, time: Any) -> None:
    assert moment(given) == time


@pytest.mark.parametrize(
    ("box", "becomes"),
    [
        ((0, -90, 360, 90), [-180, -90, 180, 90]),
        ((200, 0, 240, 5), [-160, 0, -120, 5]),
        ((170, 0, 190, 5), [170, 0, -170, 5]),
        ((None, 0, 190, 5), None),
        ((10, 5, 5, 0), None),
        ((0, -100, 1, 1), None),
    ],
)
def test_boxes_are_in_degrees_from_minus_to_plus_180(box: Any, becomes: Any) -> None:
    assert bbox(*box) == becomes
