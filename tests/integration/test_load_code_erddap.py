"""Load code of datasets of ERDDAP, from the server's address to values in a real kernel; the server is a stub."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from erddap_stub import application
from load_code_kernel import Kernel, running_kernel
from load_code_support import asking, render
from msgspec import to_builtins
from thredds_server import serving

from jupyterlab_pangeo.adapters.catalogs import reader as index
from jupyterlab_pangeo.schemas.catalogs import SearchQuery
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.protocol import Job, Report
from jupyterlab_pangeo.worker.readers import BUILT_IN, load

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]
READERS, _ = load(BUILT_IN)


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    with running_kernel() as kernel:
        yield kernel


@pytest.fixture(scope="module")
def erddap() -> Iterator[str]:
    """Address of a stub; nothing stands before it."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            patch.delenv(variable, raising=False)
        with serving(application()) as url:
            yield f"{url}/erddap"


class Listed:
    """What a job made of an address."""

    def __init__(self, folder: Path, location: str, **job: Any) -> None:
        output = folder / f"{len(list(folder.iterdir()))}.sqlite"
        self.report: Report = run(Job(catalog_id="c", location=location, output=str(output), **job), READERS)
        rows = index.rows(output, 0, 100) if self.report.state == "ready" else []
        found = [index.full(output, row.id) for row in rows]
        self.entries = {full.row.name: full for full in found if full is not None}


def code_of(full: index.Full, **parameters: Any) -> str:
    assert full.details.recipe is not None
    asked = asking(
        to_builtins(full.details.recipe),
        userParameters=to_builtins(full.details.user_parameters),
        parameters=parameters,
    )
    [answer] = render([asked])
    assert "error" not in answer, answer
    text: str = answer["text"]
    return text


@pytest.fixture
def described(erddap: str, tmp_path: Path) -> dict[str, index.Full]:
    """The datasets as they are once opened, by id."""
    listed = Listed(tmp_path, f"{erddap}/index.html")
    assert (listed.report.kind, listed.report.problems) == ("erddap", [])
    nested = {name: full.row.nested for name, full in listed.entries.items()}
    assert list(nested) == ["toy_grid", "toy_table"]
    return {name: Listed(tmp_path, str(place)).entries[name] for name, place in nested.items()}


GRID = "[data.sizes['time'], data.latitude.values.tolist(), float(data.sst.sum()), list(data.data_vars)]"


@pytest.mark.parametrize(
    ("chosen", "values"),
    [
        ({}, [3, [30, 20, 10, 0], 66.0, ["sst", "mask"]]),
        ({"variables": "sst"}, [3, [30, 20, 10, 0], 66.0, ["sst"]]),
        ({"latitude_min": 10, "latitude_max": 20}, [3, [20, 10], 33.0, ["sst", "mask"]]),
        ({"latitude_max": 10.0}, [3, [10, 0], 39.0, ["sst", "mask"]]),
        ({"time_min": "2020-01-02T00:00:00Z"}, [2, [30, 20, 10, 0], 60.0, ["sst", "mask"]]),
        ({"time_max": "2020-01-01"}, [1, [30, 20, 10, 0], 6.0, ["sst", "mask"]]),
        ({"latitude_stride": 2, "time_stride": 2}, [2, [30, 10], 20.0, ["sst", "mask"]]),
    ],
)
def test_a_grid_is_cut_to_what_is_chosen(
    chosen: dict[str, Any], values: list[Any], described: dict[str, index.Full], kernel: Kernel
) -> None:
    assert kernel.run(code_of(described["toy_grid"], **chosen), GRID) == values
    assert kernel.run(code_of(described["toy_grid"], **chosen), "data.sst.chunks is not None") is True


def test_a_grid_opens_from_the_list_as_a_whole(erddap: str, tmp_path: Path, kernel: Kernel) -> None:
    listed = Listed(tmp_path, f"{erddap}/tabledap/allDatasets.json")
    assert kernel.run(code_of(listed.entries["toy_grid"]), "float(data.sst.sum())") == 66.0


TABLE = "[list(data.columns), len(data), float(data['wtmp (degree_C)'].sum())]"
ALL = ["station", "time (UTC)", "wtmp (degree_C)"]


@pytest.mark.parametrize(
    ("chosen", "values"),
    [
        ({}, [ALL, 6, 36.0]),
        ({"variables": "wtmp"}, [["wtmp (degree_C)"], 6, 36.0]),
        ({"wtmp_min": 2, "wtmp_max": 11.5}, [ALL, 3, 23.0]),
        ({"time_min": "2020-01-02T00:00:00Z", "time_max": "2020-01-02T12:00:00Z"}, [ALL, 2, 12.0]),
        ({"conditions": 'station="c\\"d"&wtmp>10'}, [ALL, 2, 23.0]),
        ({"conditions": 'station="a b"', "variables": "wtmp, station"}, [["wtmp (degree_C)", "station"], 3, 3.0]),
    ],
)
def test_of_a_table_the_chosen_rows_are_read(
    chosen: dict[str, Any], values: list[Any], described: dict[str, index.Full], kernel: Kernel
) -> None:
    assert kernel.run(code_of(described["toy_table"], **chosen), TABLE) == values


def test_times_of_a_table_are_times(described: dict[str, index.Full], kernel: Kernel) -> None:
    found = kernel.run(code_of(described["toy_table"]), "str(data['time (UTC)'].max())")
    assert found == "2020-01-03 00:00:00+00:00"


def test_where_no_row_fits_the_code_says_what_the_error_means(described: dict[str, index.Full], kernel: Kernel) -> None:
    code = code_of(described["toy_table"], conditions="wtmp>1000")
    assert "ERDDAP answers with the status 404 where no row fits" in code
    with pytest.raises(AssertionError, match=r"HTTPError.*404"):
        kernel.said(code)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (SearchQuery(text="surface toy"), ["toy_grid"]),
        (SearchQuery(text="toy"), ["toy_grid", "toy_table"]),
        (SearchQuery(text="nothing like it"), []),
        (SearchQuery(bbox=[0, 40, 10, 50]), []),
        (SearchQuery(interval=("2020-01-02T00:00:00Z", None)), ["toy_grid", "toy_table"]),
        (SearchQuery(interval=(None, "1999-01-01T00:00:00Z")), []),
    ],
)
def test_a_search_finds_datasets_and_nothing_is_no_error(
    query: SearchQuery, names: list[str], erddap: str, tmp_path: Path
) -> None:
    about = Listed(tmp_path, erddap).report.about
    assert about is not None
    assert about.service is not None
    found = Listed(tmp_path, about.service.url, kind="erddap", service=about.service, query=query)
    assert (found.report.state, found.report.problems, list(found.entries)) == ("ready", [], names)
    assert all(full.row.nested == f"{erddap}/info/{name}/index.json" for name, full in found.entries.items())


def test_a_server_without_a_list_of_all_gives_its_index(tmp_path: Path) -> None:
    with serving(application(has_list=False)) as url:
        listed = Listed(tmp_path, f"{url}/erddap/")
    assert list(listed.entries) == ["toy_grid", "toy_table"]


def test_a_list_in_csv_is_a_list_and_no_data(erddap: str, tmp_path: Path) -> None:
    listed = Listed(tmp_path, f"{erddap}/tabledap/allDatasets.csv")
    assert (listed.report.kind, listed.report.problems) == ("erddap", [])
    # More than the first bytes that are looked at.
    assert listed.report.entry_count == 2002
    assert listed.entries["toy_grid"].row.nested == f"{erddap}/info/toy_grid/index.json"


def test_what_is_not_there_is_an_error_where_nothing_was_searched(erddap: str, tmp_path: Path) -> None:
    report = Listed(tmp_path, f"{erddap}/info/gone/index.json").report
    assert [problem.code for problem in report.problems] == ["http-status"]
