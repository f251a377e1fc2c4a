"""Data that lie somewhere by themselves: recognised within bounds, whatever lies there."""

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import xarray as xr
from aiohttp import web

from jupyterlab_pangeo.adapters.catalogs import reader as index
from jupyterlab_pangeo.adapters.catalogs.reader import Full
from jupyterlab_pangeo.worker import places
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.netcdf_header import header
from jupyterlab_pangeo.worker.protocol import Job, Report
from jupyterlab_pangeo.worker.readers import BUILT_IN, load
from jupyterlab_pangeo.worker.signatures import HEAD, by_name, is_data

READERS, _ = load(BUILT_IN)
HDF5 = b"\x89HDF\r\n\x1a\n" + bytes(100)


class Looked(NamedTuple):
    """What became of a location."""

    report: Report
    entries: dict[str, Full]

    @property
    def one(self) -> Full:
        """The only entry."""
        [entry] = self.entries.values()
        return entry

    def codes(self, name: str) -> list[str]:
        """Problems of an entry."""
        return [problem.code for problem in self.entries[name].row.problems]

    @property
    def trouble(self) -> list[str]:
        """Problems of the whole."""
        return [problem.code for problem in self.report.problems]


@pytest.fixture
def look(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Looked]:
    """Do the job of a location, as for one that a person names."""
    output = tmp_path_factory.mktemp("index") / "i.sqlite"

    def look(location: Any, **more: Any) -> Looked:
        output.unlink(missing_ok=True)
        limits = Limits(**more.pop("limits", {}))
        report = run(Job(catalog_id="c", location=str(location), output=str(output), limits=limits, **more), READERS)
        if report.state != "ready":
            return Looked(report, {})
        found = [index.full(output, row.id) for row in index.rows(output, 0, 100_000)]
        return Looked(report, {full.row.name: full for full in found if full})

    return look


@pytest.fixture
def dataset() -> xr.Dataset:
    values = xr.Variable(("time", "x"), np.arange(12.0).reshape(3, 4), {"units": "K", "long_name": "Temperature"})
    attributes = {"title": "A store", "summary": "What it is", "license": "CC0-1.0", "institution": "An institute"}
    return xr.Dataset({"sst": values}, attrs=attributes)


# Stores


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("consolidated", [True, False])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_zarr_store_tells_of_its_variables(
    look: Any, dataset: xr.Dataset, tmp_path: Path, version: Any, consolidated: bool
) -> None:
    dataset.to_zarr(tmp_path / "s.zarr", zarr_format=version, consolidated=consolidated)
    found = look(tmp_path / "s.zarr")
    full = found.one
    assert (found.report.kind, full.row.title, full.row.format) == ("plain", "A store", "zarr")
    assert (full.details.description, full.details.licence) == ("What it is", "CC0-1.0")
    assert full.details.metadata["dimensions"] == {"time": 3, "x": 4}
    variable = full.details.metadata["variables"]["sst"]
    assert (variable["dimensions"], variable["shape"], variable["chunks"]) == (["time", "x"], [3, 4], [3, 4])
    assert variable["attributes"]["units"] == "K"
    told = "consolidated" if consolidated else "not consolidated"
    assert full.details.metadata["zarr version"] == f"{version}, {told}"
    assert not full.row.problems


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_store_in_a_folder_tells_of_its_variables_too(
    look: Any, dataset: xr.Dataset, tmp_path: Path, version: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset.to_zarr(tmp_path / "s.zarr", zarr_format=version, consolidated=True)
    full = look(tmp_path).one
    assert full.row.title == "A store"
    assert full.details.metadata["dimensions"] == {"time": 3, "x": 4}
    monkeypatch.setattr(places, "_ROOM", 10)
    assert look(tmp_path).one.details.metadata == {}, "the stores of a folder share what room there is"


def test_damaged_metadata_of_a_store_cost_the_details_only(look: Any, tmp_path: Path) -> None:
    (tmp_path / "s.zarr").mkdir()
    for text in ("{", "[]", '{"metadata": 5}', "[" * 100_000):
        (tmp_path / "s.zarr" / ".zmetadata").write_text(text)
        full = look(tmp_path / "s.zarr").one
        assert full.details.recipe is not None, text
    (tmp_path / "s.zarr" / ".zmetadata").write_text('{"metadata": {"a/.zarray": {"shape": 5}, "b/.zarray": 7}}')
    assert list(look(tmp_path / "s.zarr").one.details.metadata["variables"]) == ["a"]


def test_a_store_that_tells_very_much_keeps_its_load_code(look: Any, tmp_path: Path) -> None:
    arrays = {f"a{number}/.zarray": {"shape": [1], "chunks": [1]} for number in range(20)}
    attributes = {f"a{number}/.zattrs": {"comment": "x" * 1000} for number in range(20)}
    (tmp_path / "s.zarr").mkdir()
    (tmp_path / "s.zarr" / ".zmetadata").write_text(json.dumps({"metadata": arrays | attributes}))
    for most, count in ((10_000, 20), (500, 0)):
        found = look(tmp_path / "s.zarr", limits={"max_entry_bytes": most})
        assert found.one.details.recipe is not None
        assert len(found.one.details.metadata.get("variables", {})) == count
        assert found.codes("s.zarr") == ["partly-read"]


def test_more_arrays_than_are_read_are_told_of(look: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_MAX_ARRAYS", 2)
    for name in ("a", "b", "c"):
        (tmp_path / "s.zarr" / name).mkdir(parents=True)
        (tmp_path / "s.zarr" / name / ".zarray").write_text('{"shape": [1], "chunks": [1]}')
    (tmp_path / "s.zarr" / ".zgroup").write_text('{"zarr_format": 2}')
    found = look(tmp_path / "s.zarr")
    assert list(found.one.details.metadata["variables"]) == ["a", "b"]
    assert found.codes("s.zarr") == ["partly-read"]


# Files


@pytest.mark.parametrize("form", ["NETCDF3_CLASSIC", "NETCDF3_64BIT_OFFSET", "NETCDF3_64BIT_DATA"])
def test_a_classic_netcdf_file_tells_what_its_header_says(
    look: Any, dataset: xr.Dataset, tmp_path: Path, form: Any
) -> None:
    dataset.to_netcdf(tmp_path / "a.nc", format=form, engine="netcdf4", unlimited_dims=["time"])
    full = look(tmp_path / "a.nc").one
    assert (full.row.title, full.row.format) == ("A store", "netcdf")
    assert full.details.metadata["dimensions"] == {"time": 3, "x": 4}
    variable = full.details.metadata["variables"]["sst"]
    assert (variable["shape"], variable["dtype"], variable["attributes"]["units"]) == ([3, 4], "float64", "K")
    assert full.details.metadata["size in bytes"] == (tmp_path / "a.nc").stat().st_size


def test_a_header_cut_anywhere_gives_what_stands_before(dataset: xr.Dataset, tmp_path: Path) -> None:
    dataset.to_netcdf(tmp_path / "a.nc", format="NETCDF3_CLASSIC", engine="netcdf4")
    data = (tmp_path / "a.nc").read_bytes()
    whole = header(data)
    assert whole is not None
    assert whole.is_whole
    for end in range(4, len(data)):
        cut = header(data[:end])
        assert cut is not None
        assert set(cut.variables) <= {"sst"}
        assert cut.is_whole == (cut.variables == whole.variables)


def test_bytes_that_only_begin_as_netcdf_are_no_header_and_no_crash() -> None:
    generator = np.random.default_rng(1)
    for version in (1, 2, 5):
        for _ in range(300):
            assert header(b"CDF" + bytes([version]) + generator.bytes(200)) is not None
    assert header(b"CDF\x09") is None


def test_only_the_head_of_a_large_file_is_read(look: Any, tmp_path: Path) -> None:
    with (tmp_path / "a.nc").open("wb") as file:
        file.write(HDF5)
        file.truncate(20 * 2**30)
    found = look(tmp_path / "a.nc", limits={"max_bytes": 2 * HEAD})
    assert found.one.details.metadata == {"size in bytes": 20 * 2**30}
    assert found.one.details.recipe.format == "netcdf"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.nc", b"<html>not here</html>", "wrong-content"),
        ("a.tif", HDF5, "wrong-content"),
        ("a.parquet", b"CDF\x01", "wrong-content"),
        ("a.csv", b"<!DOCTYPE html>", "wrong-content"),
        ("a.zarr", b"PK\x03\x04", "wrong-content"),
        ("a.nc", b"", "empty"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_told_of(
    look: Any, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    found = look(tmp_path / name)
    assert found.codes(name) == [code]
    assert found.one.details.recipe is None
    assert look(tmp_path).codes(name) == [code]


def test_a_file_without_an_ending_is_told_by_its_bytes(look: Any, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(HDF5)
    assert look(tmp_path / "data").one.row.format == "hdf5"


def test_documents_stay_with_their_own_readers(look: Any, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("sources: {a: {driver: csv, args: {urlpath: /a.csv}}}")
    assert look(tmp_path / "c.yaml").report.kind == "intake-v1"
    item = {"type": "Feature", "stac_version": "1.0.0", "id": "i", "properties": {}, "assets": {}, "links": []}
    (tmp_path / "i.geojson").write_text(json.dumps(item))
    assert look(tmp_path / "i.geojson").report.kind == "stac"
    (tmp_path / "f.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    assert look(tmp_path / "f.geojson").one.row.format == "geojson"
    (tmp_path / "x.txt").write_text("text")
    assert look(tmp_path / "x.txt").trouble == ["no-reader"]


def test_a_reader_that_is_asked_for_by_name_is_not_given_data(look: Any, tmp_path: Path) -> None:
    assert look(tmp_path, kind="stac").trouble == ["not-a-file"]
    assert look("s3://bucket/a.zarr", kind="stac").trouble == ["unsupported-scheme"]


# Folders


def test_a_folder_is_listed_in_order_with_folders_inside_as_catalogs(look: Any, tmp_path: Path) -> None:
    for name in ("b.nc", "a.nc", ".hidden.nc", "readme.txt"):
        (tmp_path / name).write_bytes(HDF5 if name.endswith("nc") else b"text")
    (tmp_path / "deeper").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "s.zarr").mkdir()
    (tmp_path / "s.zarr" / ".zgroup").write_text("{}")
    (tmp_path / "t.parquet").mkdir()
    (tmp_path / "t.parquet" / "part.0.parquet").write_bytes(b"PAR1")
    for name in ("refs", "snapshots", "transactions"):
        (tmp_path / "repo" / name).mkdir(parents=True)
    (tmp_path / "array" / "__schema").mkdir(parents=True)
    found = look(tmp_path)
    assert {name: full.row.format for name, full in found.entries.items()} == {
        "a.nc": "netcdf",
        "array": "tiledb",
        "b.nc": "netcdf",
        "deeper": "folder",
        "repo": "icechunk",
        "s.zarr": "zarr",
        "t.parquet": "parquet",
    }
    assert list(found.entries) == sorted(found.entries)
    assert found.entries["deeper"].row.nested == str(tmp_path / "deeper")
    assert found.trouble == ["left-out"]


def test_an_empty_folder_that_is_called_a_store_is_told_of(look: Any, tmp_path: Path) -> None:
    (tmp_path / "s.zarr").mkdir()
    assert look(tmp_path / "s.zarr").trouble == ["wrong-content"]
    assert look(tmp_path).codes("s.zarr") == ["wrong-content"]


def test_links_do_not_lead_out_of_the_folders_that_are_allowed(look: Any, tmp_path: Path) -> None:
    (tmp_path / "inside" / "sub").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.nc").write_bytes(HDF5)
    (tmp_path / "inside" / "file.nc").symlink_to(tmp_path / "outside" / "secret.nc")
    (tmp_path / "inside" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "inside" / "loop").symlink_to(tmp_path / "inside")
    roots = [str(tmp_path / "inside")]
    found = look(tmp_path / "inside", allowed_roots=roots)
    assert list(found.entries) == ["loop", "sub"]
    assert found.entries["loop"].row.nested == str(tmp_path / "inside"), "by its real path, so that a cycle shows"
    assert found.trouble == ["left-out"]
    assert look(tmp_path / "outside", allowed_roots=roots).trouble == ["forbidden-path"]
    assert look(tmp_path / "inside" / "folder", allowed_roots=roots).trouble == ["forbidden-path"]
    assert list(look(tmp_path / "inside").entries) == ["file.nc", "folder", "loop", "sub"]


def test_a_folder_of_very_many_files_is_cut_with_a_note(
    look: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MAX_LISTED", 3)
    for number in range(5):
        (tmp_path / f"{number}.csv").write_text("a\n1\n")
    found = look(tmp_path)
    assert list(found.entries) == ["0.csv", "1.csv", "2.csv"]
    assert found.trouble == ["folder-large"]


def test_a_file_that_vanishes_or_may_not_be_read_costs_only_itself(
    look: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.nc", "b.nc", "c.nc"):
        (tmp_path / name).write_bytes(HDF5)
    (tmp_path / "gone.nc").symlink_to(tmp_path / "nowhere")
    real = Path.open

    def refusing(path: Path, *arguments: Any, **more: Any) -> Any:
        if path.name == "b.nc":
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **more)

    # The tests may run as root, whom no permission stops.
    monkeypatch.setattr(Path, "open", refusing)
    found = look(tmp_path)
    assert {name: found.codes(name) for name in found.entries} == {
        "a.nc": [],
        "b.nc": ["unreadable"],
        "c.nc": [],
        "gone.nc": ["unreadable"],
    }


def test_a_folder_that_may_not_be_listed_says_so(look: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(places.os, "scandir", refused)
    assert look(tmp_path).trouble == ["unreadable"]


def test_hostile_names_of_files_are_names(look: Any, tmp_path: Path) -> None:
    names = ["<img src=x onerror=alert(1)>.nc", "'; import os #.nc", "{{ env(SECRET) }}.nc", "a\nb.nc", "* ?[x].nc"]
    for name in names:
        (tmp_path / name).write_bytes(HDF5)
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.nc"))).write_bytes(HDF5)
    found = look(tmp_path)
    assert set(names) <= set(found.entries)
    for name in names:
        recipe = found.entries[name].details.recipe
        assert recipe.urls == [f"{tmp_path}/{name}"]
        assert recipe.is_literal


def test_an_unchanged_folder_is_known_and_a_changed_one_is_read(look: Any, tmp_path: Path) -> None:
    (tmp_path / "a.nc").write_bytes(HDF5)
    first = look(tmp_path).report
    assert look(tmp_path, known=first.validators).report.state == "unchanged"
    (tmp_path / "a.nc").write_bytes(HDF5 * 2)
    assert look(tmp_path, known=first.validators).report.state == "ready"


# The net


def test_a_server_with_ranges_is_asked_for_the_head_only(look: Any, server: Any) -> None:
    def part(request: web.Request) -> web.Response:
        assert request.headers["Range"] == f"bytes=0-{HEAD - 1}"
        return web.Response(status=206, body=HDF5, headers={"Content-Range": f"bytes 0-{len(HDF5) - 1}/10737418240"})

    server.routes["/a.nc"] = part
    full = look(server.url("/a.nc")).one
    assert full.details.metadata == {"size in bytes": 10 * 2**30}
    assert full.details.recipe.urls == [server.url("/a.nc")]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("path", ["/a.nc", "/data"])
def test_a_server_that_ignores_ranges_and_never_ends_is_left_after_the_head(look: Any, server: Any, path: str) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(HDF5 if not sent else bytes(64 * 1024))
                sent += 64 * 1024
        except (ConnectionError, asyncio.CancelledError):
            return response

    server.routes[path] = endless
    assert look(server.url(path)).one.details.metadata == {}
    assert sent < 64 * 2**20


def test_a_large_file_that_says_its_size_is_not_refused(look: Any, server: Any) -> None:
    async def large(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(2**40)})
        await response.prepare(request)
        await response.write(b"PAR1" + bytes(HEAD))
        await asyncio.sleep(0.01)
        return response

    server.routes["/table"] = large
    full = look(server.url("/table")).one
    assert (full.row.format, full.details.metadata) == ("parquet", {"size in bytes": 2**40})


def test_a_part_that_was_not_asked_for_is_no_document(look: Any, server: Any) -> None:
    server.routes["/c.yaml"] = lambda request: web.Response(status=206, text="sources: {}")
    assert look(server.url("/c.yaml")).trouble == ["network"]


@pytest.mark.parametrize("name", [".zmetadata", "zarr.json", ".zgroup"])
def test_a_store_on_the_net_is_told_by_its_metadata(look: Any, server: Any, name: str) -> None:
    texts = {".zmetadata": '{"metadata": {".zattrs": {"title": "T"}}}', "zarr.json": '{"attributes": {"title": "T"}}'}
    server.text(f"/s.zarr/{name}", texts.get(name, '{"zarr_format": 2}'))
    for place in ("/s.zarr", "/s.zarr/", f"/s.zarr/{name}"):
        found = look(server.url(place))
        assert found.one.details.recipe.urls == [server.url("/s.zarr")]
        assert found.one.row.name == "s.zarr"
        assert found.one.row.title == ("T" if name in texts else "s.zarr")
    assert look(server.url("/other.zarr")).trouble == ["not-found"]


def test_a_catalog_cannot_make_the_worker_look_at_data(look: Any, server: Any, tmp_path: Path) -> None:
    (tmp_path / "a.nc").write_bytes(HDF5)
    assert look(tmp_path, referrer="https://example.org/c.yaml").trouble == ["denied-scheme"]
    assert look("s3://bucket/a.zarr", referrer="https://example.org/c.yaml").trouble == ["unsupported-scheme"]
    assert look(server.url("/a.zarr"), referrer="https://example.org/c.yaml").trouble == ["denied-address"]
    assert not server.seen


# Addresses


@pytest.mark.parametrize(
    ("url", "form", "options"),
    [
        ("s3://bucket/a.zarr", "zarr", {"anon": True}),
        ("s3://bucket/a.zarr/", "zarr", {"anon": True}),
        ("gs://bucket/a.icechunk", "icechunk", {"token": "anon"}),
        ("s3://bucket/array.tdb", "tiledb", {"anon": True}),
        ("s3://bucket/refs.parq", "kerchunk", {"anon": True}),
        ("abfs://bucket/a.parquet", "parquet", {"anon": True}),
        ("ftp://host/a.grib2", "grib", {}),
    ],
)
def test_an_address_in_an_object_store_is_believed_and_not_looked_at(
    look: Any, url: str, form: str, options: Any
) -> None:
    found = look(url)
    [entry] = found.entries
    recipe = found.one.details.recipe
    assert (recipe.format, recipe.urls, recipe.storage_options) == (form, [url], options)
    assert found.codes(entry) == ["not-looked-at"]
    assert look(url, known=found.report.validators).report.state == "unchanged"


def test_an_address_whose_name_tells_nothing_says_so(look: Any) -> None:
    found = look("s3://bucket/prefix/")
    assert found.codes("prefix") == ["unknown-format", "not-looked-at"]
    assert found.one.details.recipe is None


@pytest.mark.parametrize(
    ("location", "form"),
    [
        ("https://h/a.nc?x=.tif", "netcdf"),
        ("https://h/a.csv.gz", "csv"),
        ("/a/.nc", ""),
        ("/a.b/c", ""),
        ("https://h/A.TIF", "rasterio"),
        ("https://h/a.he5#x", "hdf5"),
    ],
)
def test_a_format_is_told_by_the_ending_of_the_path(location: str, form: str) -> None:
    assert by_name(location) == form


def test_any_bytes_may_be_asked_about() -> None:
    generator = np.random.default_rng(2)
    assert not any(is_data("/x", generator.bytes(50)) for _ in range(200))
