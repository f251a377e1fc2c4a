"""A stub that answers as ERDDAP's manual says; it is no ERDDAP. pydap stands behind its grid.

It has two datasets: ``toy_grid``, whose latitude goes from north to south, and ``toy_table``. What it can: the list of
all datasets, the index, the advanced search by words, box and time, the descriptions, CSV with bounds and other simple
conditions, and OPeNDAP. As a program it prints its address and serves until its standard input ends.
"""

import json
import operator
import re
import sys
import warnings
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, unquote

import numpy as np
from thredds_server import Application, serving

TIMES = ["2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z", "2020-01-03T00:00:00Z"]
SECONDS = [1577836800.0, 1577923200.0, 1578009600.0]
LATITUDES = [30.0, 20.0, 10.0, 0.0]
_EPOCH = "seconds since 1970-01-01T00:00:00Z"
# A station, a time, a temperature.
ROWS = [
    (station, time, 10.0 * place + day)
    for place, station in enumerate(["a b", 'c"d'])
    for day, time in enumerate(TIMES)
]
_ALL = [
    *("datasetID", "accessible", "institution", "dataStructure", "cdm_data_type", "title", "minLongitude"),
    *("maxLongitude", "minLatitude", "maxLatitude", "minTime", "maxTime", "griddap", "tabledap", "infoUrl", "summary"),
]
_FOUND = ["griddap", "Subset", "tabledap", "Make A Graph", "Title", "Summary", "Info", "Institution", "Dataset ID"]
_DESCRIBED = ["Row Type", "Variable Name", "Attribute Name", "Data Type", "Value"]
_COMPARE = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "!=": operator.ne,
    "=": operator.eq,
}
_CONDITION = re.compile(r"(\w+)(>=|<=|!=|=|>|<)(.*)", re.DOTALL)


def table(names: list[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table as ERDDAP writes it in JSON."""
    inner = {
        "columnNames": names,
        "columnTypes": ["String"] * len(names),
        "columnUnits": [None] * len(names),
        "rows": [list(row) for row in rows],
    }
    return json.dumps({"table": inner})


def datasets(base: str) -> list[dict[str, Any]]:
    """What the server has, by the columns of its list."""
    grid = {
        "datasetID": "toy_grid", "accessible": "public", "institution": "Test", "dataStructure": "grid",
        "cdm_data_type": "Grid", "title": "Toy sea surface", "minLongitude": 350.0, "maxLongitude": 359.0,
        "minLatitude": 0.0, "maxLatitude": 30.0, "minTime": TIMES[0], "maxTime": TIMES[-1],
        "griddap": f"{base}/griddap/toy_grid", "tabledap": "", "infoUrl": "https://example.org/", "summary": "A grid.",
    }  # fmt: skip
    stations = {
        **grid, "datasetID": "toy_table", "dataStructure": "table", "cdm_data_type": "TimeSeries", "title": "Toy buoys",
        # What is not known is null, or NaN where it is a number.
        "minLongitude": None, "maxLongitude": "NaN", "minTime": TIMES[0], "maxTime": "",
        "griddap": "", "tabledap": f"{base}/tabledap/toy_table", "summary": "A table.",
    }  # fmt: skip
    own = {**dict.fromkeys(_ALL, ""), "datasetID": "allDatasets", "tabledap": f"{base}/tabledap/allDatasets"}
    return [own, grid, stations]


def long_list(base: str) -> str:
    """Its list as CSV, with 2000 more datasets than there are."""
    known = datasets(base)
    more = [{**known[1], "datasetID": f"more_{number}"} for number in range(2000)]
    lines = [_ALL, [""] * len(_ALL), *([each[name] for name in _ALL] for each in [*known, *more])]
    return "".join(",".join("" if each is None else str(each) for each in line) + "\n" for line in lines)


def description(identity: str) -> list[list[str]]:
    """Rows that describe one dataset."""
    said: list[list[str]] = []

    def attributes(name: str, **given: str) -> None:
        said.extend(["attribute", name, key, "String", value] for key, value in given.items())

    title = {"toy_grid": "Toy sea surface", "toy_table": "Toy buoys"}[identity]
    attributes(
        "NC_GLOBAL", title=title, summary="What it holds.", institution="Test", license="Free", keywords="sea, ice",
        infoUrl="https://example.org/", time_coverage_start=TIMES[0], time_coverage_end=TIMES[-1],
        geospatial_lon_min="350.0", geospatial_lon_max="359.0", geospatial_lat_min="0.0", geospatial_lat_max="30.0",
    )  # fmt: skip
    span = f"{SECONDS[0]:.9E}, {SECONDS[-1]:.9E}"
    if identity == "toy_grid":
        said.append(["dimension", "time", "", "double", "nValues=3, evenlySpaced=true, averageSpacing=1 day"])
        attributes("time", actual_range=span, units=_EPOCH, long_name="Time")
        said.append(["dimension", "latitude", "", "double", "nValues=4, evenlySpaced=true, averageSpacing=-10.0"])
        attributes("latitude", actual_range="0.0, 30.0", units="degrees_north")
        said.append(["variable", "sst", "", "double", "time, latitude"])
        attributes("sst", units="degree_C", long_name="Sea Surface Temperature")
        said.append(["variable", "mask", "", "double", "time, latitude"])
    else:
        said.append(["variable", "station", "", "String", ""])
        said.append(["variable", "time", "", "double", ""])
        attributes("time", actual_range=span, units=_EPOCH, long_name="Time")
        said.append(["variable", "wtmp", "", "float", ""])
        attributes("wtmp", actual_range="0.0, 12.0", units="degree_C", long_name="Water Temperature")
    return said


def grid_application() -> Application:
    """The grid by OPeNDAP; values are those of the numbers 0 to 11."""
    with warnings.catch_warnings():
        # Its server still uses a module that Python is about to drop.
        warnings.simplefilter("ignore", DeprecationWarning)
        from pydap.handlers.lib import BaseHandler
        from pydap.model import BaseType, DatasetType

    dataset = DatasetType("toy_grid")
    dataset["time"] = BaseType("time", np.array(SECONDS), dims=("time",), units=_EPOCH)
    dataset["latitude"] = BaseType("latitude", np.array(LATITUDES), dims=("latitude",))
    values = np.arange(12.0).reshape(3, 4)
    dataset["sst"] = BaseType("sst", values, dims=("time", "latitude"))
    dataset["mask"] = BaseType("mask", values * 0, dims=("time", "latitude"))
    handler: Application = BaseHandler(dataset)
    return handler


class _Nothing(Exception):
    """The query finds nothing, or something is not there."""


def csvp(query: str) -> str:
    """Rows of the table that fit a query, as CSV with the units in the header."""
    wanted, *conditions = [unquote(part) for part in query.split("&")]
    names = [name for name in wanted.split(",") if name] or ["station", "time", "wtmp"]
    rows = [dict(zip(("station", "time", "wtmp"), row, strict=True)) for row in ROWS]
    for condition in conditions:
        found = _CONDITION.fullmatch(condition)
        if found is None:
            raise _Nothing("Query error")
        name, comparison, said = found.groups()
        compared: Any = json.loads(said) if name == "station" else said if name == "time" else float(said)
        rows = [row for row in rows if _COMPARE[comparison](row[name], compared)]
    if not rows:
        raise _Nothing("Your query produced no matching results. (nRows = 0)")
    units = {"station": "station", "time": "time (UTC)", "wtmp": "wtmp (degree_C)"}
    lines = [",".join(units[name] for name in names)]
    lines += [",".join(_cell(row[name]) for name in names) for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if '"' in text else text


def found(base: str, query: str) -> str:
    """What an advanced search finds."""
    asked = dict(parse_qsl(query, keep_blank_values=True))
    known = []
    for each in datasets(base)[1:]:
        text = f"{each['title']} {each['summary']}".lower()
        fits = all(word in text for word in asked.get("searchFor", "").lower().split())
        if asked.get("minTime", "") > TIMES[-1] or asked.get("maxTime", "9999") < TIMES[0]:
            fits = False
        if float(asked.get("minLat", -90)) > 30 or float(asked.get("maxLat", 90)) < 0:
            fits = False
        if fits:
            info = f"{base}/info/{each['datasetID']}/index.json"
            known.append(
                [
                    each["griddap"],
                    "",
                    each["tabledap"],
                    "",
                    each["title"],
                    each["summary"],
                    info,
                    "Test",
                    each["datasetID"],
                ]
            )
    if not known:
        raise _Nothing("Your query produced no matching results.")
    return table(_FOUND, known)


def text_of(path: str, query: str, base: str, *, has_list: bool) -> str:
    """Answer to a request but for those of OPeNDAP; raises where there is nothing."""
    if path in ("/erddap", "/erddap/", "/erddap/index.html"):
        return "<!DOCTYPE HTML><html><head><title>ERDDAP - Home Page</title></head></html>"
    if path == "/erddap/tabledap/allDatasets.json" and has_list:
        return table(_ALL, ([each[name] for name in _ALL] for each in datasets(base)))
    if path == "/erddap/tabledap/allDatasets.csv":
        return long_list(base)
    if path == "/erddap/info/index.json" and "page=1&" in query:
        return found(base, "")
    if path == "/erddap/search/advanced.json":
        return found(base, query)
    if described := re.fullmatch(r"/erddap/info/(toy_grid|toy_table)/index.json", path):
        return table(_DESCRIBED, description(described[1]))
    if path == "/erddap/tabledap/toy_table.csvp":
        return csvp(query)
    raise _Nothing(f"Currently unknown: {path}")


def application(*, has_list: bool = True) -> Application:
    """The whole server; without a list of all datasets it has the index only."""
    grid = grid_application()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if path.startswith("/erddap/griddap/toy_grid."):
            return grid(environ, start_response)
        try:
            text = text_of(path, query, f"http://{environ['HTTP_HOST']}/erddap", has_list=has_list)
            status = "200 OK"
        except _Nothing as problem:
            # A code in a text that is neither JSON nor CSV, whatever was asked for.
            text, status = f'Error {{\n    code=404;\n    message="Not Found: {problem}";\n}}\n', "404 Not Found"
        start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
        return [text.encode()]

    return answer


if __name__ == "__main__":
    with serving(application()) as url:
        print(f"{url}/erddap", flush=True)
        sys.stdin.read()
