import csv
import gzip
import io
import json
import sys
from pathlib import Path

import pytest

from jupyterlab_pangeo.adapters.catalogs import reader
from jupyterlab_pangeo.adapters.catalogs.facets import facets
from jupyterlab_pangeo.schemas.catalogs import FacetQuery
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.protocol import Job
from jupyterlab_pangeo.worker.readers import BUILT_IN, load

READERS, _ = load(BUILT_IN)
SHARED = Path(__file__).parents[3] / "shared" / "catalogs" / "intake-esm" / "tests" / "sample-catalogs"
ROWS = [
    ["experiment", "member", "variable", "path"],
    ["20C", "001", "T", "a.nc"],
    ["20C", "002", "T", "b.nc"],
    ["20C", "002", "P", "c.nc"],
    ["RCP85", "001", "T", "d.nc"],
    ["RCP85", "", "P", "e.nc"],
]


def text_of(rows, newline="\n"):
    stream = io.StringIO()
    csv.writer(stream, lineterminator=newline).writerows(rows)
    return stream.getvalue()


def collection(**changes):
    made = {
        "esmcat_version": "0.1.0",
        "id": "lens",
        "description": "An ensemble",
        "catalog_file": "table.csv",
        "attributes": [{"column_name": "experiment"}, {"column_name": "variable"}],
        "assets": {"column_name": "path", "format": "netcdf"},
        "aggregation_control": {
            "variable_column_name": "variable",
            "groupby_attrs": ["experiment"],
            "aggregations": [],
        },
        **changes,
    }
    return json.dumps({key: value for key, value in made.items() if value is not ...})


@pytest.fixture
def opened(tmp_path):
    """Reads a collection with a table beside it; answers the report and a function that counts facets."""

    def opened(table=None, name="table.csv", location=None, known=None, limits=None, **changes):
        if location is None:
            location = tmp_path / "lens.json"
            location.write_text(collection(catalog_file=changes.pop("catalog_file", name), **changes))
            if table is not None:
                (tmp_path / name).write_bytes(table if isinstance(table, bytes) else table.encode())
        output = tmp_path / "index.sqlite"
        output.unlink(missing_ok=True)
        job = Job(
            catalog_id="c", location=str(location), output=str(output), known=known, limits=Limits.of(limits or {})
        )
        report = run(job, READERS)
        return report, lambda **query: facets(output, FacetQuery(**query))

    return opened


def counts(found, name):
    column = next(column for column in found.columns if column.name == name)
    return {value.value: value.count for value in column.values}


def test_a_collection_is_one_entry_and_its_table_becomes_facets(opened, tmp_path):
    report, count = opened(text_of(ROWS))
    assert (report.state, report.kind, report.title, report.entry_count) == ("ready", "esm", "lens", 1)
    assert (report.asset_count, report.problems) == (5, [])
    found = count()
    assert [column.name for column in found.columns] == ["experiment", "variable", "member"]
    assert (found.asset_count, found.dataset_count) == (5, 2)
    assert counts(found, "experiment") == {"20C": 3, "RCP85": 2}
    assert counts(found, "member") == {"001": 2, "002": 2, "": 1}
    row = reader.rows(tmp_path / "index.sqlite", 0, 10)[0]
    entry = reader.full(tmp_path / "index.sqlite", row.id)
    assert (entry.row.title, entry.row.format) == ("lens", "esm_datastore")
    assert entry.details.recipe.urls == [str(tmp_path / "lens.json")]


def test_a_choice_narrows_the_other_columns_and_not_its_own(opened):
    _, count = opened(text_of(ROWS))
    found = count(chosen={"experiment": ["20C"]})
    assert (found.asset_count, found.dataset_count, found.total_assets, found.total_datasets) == (3, 1, 5, 2)
    assert counts(found, "experiment") == {"20C": 3, "RCP85": 2}
    assert counts(found, "variable") == {"T": 2, "P": 1}
    assert counts(found, "member") == {"002": 2, "001": 1}


def test_several_columns_and_values_are_chosen_together(opened):
    _, count = opened(text_of(ROWS))
    found = count(chosen={"experiment": ["20C", "RCP85"], "variable": ["P"], "member": ["002", ""]})
    assert (found.asset_count, found.dataset_count) == (2, 2)
    assert counts(found, "variable") == {"P": 2, "T": 1}
    assert counts(found, "member") == {"002": 1, "": 1}


def test_a_value_that_is_chosen_stays_in_sight_though_nothing_fits(opened):
    _, count = opened(text_of(ROWS))
    found = count(chosen={"experiment": ["RCP85"], "member": ["002"]})
    assert (found.asset_count, found.dataset_count) == (0, 0)
    assert counts(found, "member") == {"002": 0, "001": 1, "": 1}
    assert counts(found, "experiment") == {"RCP85": 0, "20C": 2}


def test_values_and_columns_that_are_not_there_choose_nothing_and_are_told(opened):
    _, count = opened(text_of(ROWS))
    found = count(chosen={"experiment": ["nowhere"], "colour": ["red"]})
    assert (found.asset_count, found.unknown) == (0, ["colour"])


def test_values_are_searched_and_bounded(opened):
    rows = [ROWS[0], *([f"e{place:04}", "1", "T", f"{place}.nc"] for place in range(1000))]
    _, count = opened(text_of(rows))
    found = count(containing={"experiment": "E00"}, limit=20)
    column = found.columns[0]
    assert (len(column.values), column.total, column.values[0].value) == (20, 100, "e0000")


@pytest.mark.parametrize("size", [40_000, 90_000])
def test_counts_are_those_of_a_plain_count_however_many_blocks_there_are(opened, size):
    values = [[f"e{n % 7}", f"m{n * n % 311}", f"v{n % 13}", f"{n}.nc"] for n in range(size)]
    _, count = opened(text_of([ROWS[0], *values]))
    chosen = {"experiment": ["e1", "e3"], "member": [f"m{n}" for n in range(100)]}
    found = count(chosen=chosen, limit=1000)

    def plain(place, but=None):
        counted = {}
        for row in values:
            fits = (row[0] in chosen["experiment"] or but == 0) and (row[1] in chosen["member"] or but == 1)
            if fits:
                counted[row[place]] = counted.get(row[place], 0) + 1
        return counted

    kept = {
        column.name: {value.value: value.count for value in column.values if value.count} for column in found.columns
    }
    assert kept == {"experiment": plain(0, 0), "member": plain(1, 1), "variable": plain(2)}
    assert found.asset_count == sum(plain(2).values())
    assert found.dataset_count == len(plain(0))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("is_quoted", [False, True])
def test_malformed_rows_cost_only_themselves(opened, newline, is_quoted):
    lines = text_of(ROWS, newline).split(newline)[:-1]
    lines.insert(2, "too,few")
    lines.insert(4, "one,cell,too,many,here")
    lines.insert(5, "")
    if is_quoted:
        lines.insert(3, '"20C","003","a ""b"",\nc",z.nc')
    report, count = opened(newline.join(lines))
    assert [problem.code for problem in report.problems] == ["bad-rows"]
    assert "2 rows" in report.problems[0].message and "too,few" in report.problems[0].message
    assert count().asset_count == (6 if is_quoted else 5)
    if is_quoted:
        assert 'a "b",\nc' in counts(count(), "variable")


def test_a_field_without_end_costs_itself_and_what_it_swallowed(opened):
    report, count = opened(text_of(ROWS) + '"20C' + "x" * 200_000 + "\n20C,9,T,z.nc\n")
    assert report.state == "ready"
    assert count().asset_count in (5, 6)
    assert report.problems[0].code == "bad-rows"


def test_a_long_table_with_a_quote_late_in_it_loses_no_row(opened):
    rows = [ROWS[0], *([f"e{n % 5}", f"m{n}", "T", f"path/of/asset/{n}.nc"] for n in range(60_000))]
    rows[50_000][2] = 'say "so", twice'
    report, count = opened(text_of(rows))
    assert (report.asset_count, report.problems) == (60_000, [])
    assert counts(count(), "variable") == {"T": 59_999, 'say "so", twice': 1}


def test_rows_without_an_address_are_told_of(opened):
    report, _ = opened(text_of([*ROWS, ["20C", "9", "T", ""]]))
    assert report.problems[0].message == "1 rows of the table name no asset."


def test_a_compressed_table_is_read_as_it_streams(opened):
    data = text_of(ROWS).encode()
    report, count = opened(gzip.compress(data[:40]) + gzip.compress(data[40:]), "table.csv.gz")
    assert (report.state, count().asset_count) == ("ready", 5)


@pytest.mark.parametrize(
    ("table", "limits", "code"),
    [
        (gzip.compress(text_of(ROWS).encode())[:-12], {}, "bad-encoding"),
        (b"\x1f\x8b\x08" + b"\x07" * 40, {}, "bad-encoding"),
        (gzip.compress(b"a,path\n" + b"x,y\n" * 5_000_000), {}, "ratio"),
        (text_of(ROWS), {"table_bytes": 50}, "budget-table"),
        (gzip.compress(text_of(ROWS).encode()), {"table_bytes": 90}, "budget-table"),
        (b"BZh91AY&SY", {}, "bad-table"),
        (b"", {}, "bad-table"),
        ("a,a,path\n1,2,3\n", {}, "bad-table"),
    ],
)
def test_a_table_that_cannot_be_read_fails_the_collection_with_its_reason(opened, table, limits, code):
    report, _ = opened(table, limits=limits)
    assert (report.state, [problem.code for problem in report.problems]) == ("failed", [code])


def test_a_table_that_is_not_there_is_told_of_with_its_place(opened, tmp_path):
    report, _ = opened(None)
    assert report.problems[0].code == "not-found"
    assert str(tmp_path / "table.csv") in report.problems[0].message


@pytest.mark.parametrize("changes", [{"catalog_file": ...}, {"catalog_file": ..., "catalog_dict": {"a": 1}}])
def test_a_collection_without_a_table_fails(opened, changes):
    report, _ = opened(None, **changes)
    assert report.problems[0].code == "bad-table"


def test_records_inside_of_the_collection_keep_their_types(opened):
    records = [{"member": 1, "level": 0.5, "path": "a"}, {"member": 2, "path": "b"}, "odd"]
    report, count = opened(catalog_file=..., catalog_dict=records, aggregation_control=None, id=None, attributes=None)
    assert (report.state, report.title, report.asset_count) == ("ready", "", 2)
    assert report.problems[1].message.startswith("1 rows")
    found = count()
    assert [(column.name, column.type) for column in found.columns] == [("member", "integer"), ("level", "number")]
    assert counts(found, "level") == {"0.5": 1, "": 1}
    assert found.dataset_count == 2


def test_parquet_is_read_where_pyarrow_is(opened, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table({"experiment": ["20C", "RCP85"], "variable": ["T", None], "year": [1, 2], "path": ["a", "b"]})
    parquet.write_table(table, tmp_path / "table.parquet")
    report, count = opened(None, "table.parquet")
    assert (report.state, report.asset_count) == ("ready", 2)
    assert counts(count(), "variable") == {"T": 1, "": 1}
    assert [column.type for column in count().columns] == ["text", "text", "integer"]


def test_parquet_without_pyarrow_names_the_remedy(opened, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    report, _ = opened(b"PAR1", "table.parquet")
    assert report.problems[0].code == "no-pyarrow"
    assert "Install pyarrow" in report.problems[0].message


def test_a_collection_that_intake_esm_refuses_is_shown_with_a_warning(opened):
    report, _ = opened(text_of(ROWS), id=None)
    assert [problem.code for problem in report.problems] == ["null-id"]


def test_columns_that_are_missing_are_told_of(opened):
    control = {"groupby_attrs": ["experiment", "nowhere"]}
    report, count = opened(text_of(ROWS), assets={"column_name": "zstore"}, aggregation_control=control)
    assert [(problem.code, problem.severity) for problem in report.problems] == [
        ("bad-columns", "error"),
        ("bad-columns", "error"),
    ]
    assert count().dataset_count == 2


def test_a_column_of_too_many_values_is_not_offered_but_tells_datasets_apart(opened):
    rows = [ROWS[0], *(["20C", f"m{n}", f"v{n}", f"{n}.nc"] for n in range(70_000))]
    report, count = opened(text_of(rows), aggregation_control={"groupby_attrs": ["member"]})
    assert [problem.code for problem in report.problems] == ["many-values"]
    assert [column.name for column in count().columns] == ["experiment"]
    assert count(chosen={"experiment": ["20C"]}).dataset_count == 70_000


def test_a_table_that_changed_is_seen_though_its_collection_did_not(opened, tmp_path):
    first, _ = opened(text_of(ROWS))
    same, _ = opened(None, location=tmp_path / "lens.json", known=first.validators)
    assert same.state == "unchanged"
    assert same.validators == first.validators
    (tmp_path / "table.csv").write_text(text_of(ROWS[:4]))
    other, count = opened(None, location=tmp_path / "lens.json", known=first.validators)
    assert (other.state, count().asset_count) == ("ready", 3)
    assert other.validators.fingerprint != first.validators.fingerprint


def test_a_table_named_from_the_working_folder_is_found_beside_the_collection(opened, tmp_path):
    folder = tmp_path / "tests" / "catalogs"
    folder.mkdir(parents=True)
    (folder / "table.csv").write_text(text_of(ROWS))
    (folder / "lens.json").write_text(collection(catalog_file="./tests/catalogs/table.csv"))
    report, _ = opened(location=folder / "lens.json")
    assert (report.asset_count, report.problems[0].code) == (5, "relative-path")


def test_a_collection_of_the_net_names_its_table_on_its_own_host(opened, server):
    table = server.text("/cat/table.csv", text_of(ROWS))
    report, _ = opened(location=server.text("/cat/lens.json", collection()))
    assert (report.state, report.asset_count) == ("ready", 5)
    assert list(report.validators.parts) == [table]


@pytest.mark.parametrize("named", ["/etc/passwd", "file:///etc/passwd", "http://169.254.169.254/x.csv", "s3://b/x.csv"])
def test_a_collection_of_the_net_reaches_no_other_place(opened, server, named):
    report, _ = opened(location=server.text("/lens.json", collection(catalog_file=named)))
    assert report.state == "failed"
    assert report.problems[0].code in ("http-status", "denied-scheme", "denied-address", "unsupported-scheme")
    assert {request.path for request in server.seen} <= {"/lens.json", "/etc/passwd"}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real catalogs (../shared/catalogs) are not here")
@pytest.mark.parametrize(
    ("name", "assets", "datasets"),
    [
        ("catalog-dict-records.json", 5, 1),
        ("cesm1-lens-netcdf.json", 214, 3),
        ("cesm1-lens-zarr.json", 23, 5),
        ("cmip6-netcdf-noagg.json", 59, 59),
        ("cmip6-netcdf.json", 59, 24),
        ("pangeo-gcp-subset.json", 3502, 259),
    ],
)
def test_real_collections_have_the_assets_and_datasets_that_intake_esm_counts(opened, name, assets, datasets):
    report, count = opened(location=SHARED / name)
    assert (report.state, report.asset_count) == ("ready", assets)
    assert not [problem for problem in report.problems if problem.severity == "error"]
    assert (count().total_assets, count().total_datasets) == (assets, datasets)
