"""Load code that the page makes is executed in a real kernel, for each driver and style."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from load_code_kernel import Kernel, running_kernel
from load_code_support import Catalog, asking, file_server, opendap_server, render, write_files
from msgspec import to_builtins

from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.readers import Facts, Source
from jupyterlab_pangeo.worker.readers.stac import READER as STAC

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

Run = Callable[[dict[str, Any], str], Any]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_files(folder)
    return folder


@pytest.fixture(scope="module")
def http(files: Path) -> Iterator[str]:
    with file_server(files) as url:
        yield url


@pytest.fixture(scope="module")
def opendap() -> Iterator[str]:
    with opendap_server() as url:
        yield url


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog(tmp_path)


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    with running_kernel() as kernel:
        yield kernel


@pytest.fixture(scope="module")
def run(kernel: Kernel) -> Run:
    """Make load code of a request, run it, and give an expression's value."""

    def run(asked: dict[str, Any], expression: str) -> Any:
        [answer] = render([asked])
        assert "error" not in answer, answer
        return kernel.run(answer["text"], expression)

    return run


GRID = "[type(data).__name__, float(data.sst.sum()), data.sst.chunks is not None]"
DATASET = ["Dataset", 66.0, True]


@pytest.mark.parametrize("store", ["v2.zarr", "v3.zarr"])
@pytest.mark.parametrize("style", ["xarray", "intake"])
def test_zarr_opens_from_a_folder(store: str, style: str, files: Path, run: Run, catalog: Catalog) -> None:
    assert run(asking(catalog("zarr", str(files / store)), style), GRID) == DATASET


@pytest.mark.parametrize("style", ["xarray", "intake"])
def test_zarr_in_a_folder_ignores_options_for_storage(style: str, files: Path, run: Run, catalog: Catalog) -> None:
    made = catalog("zarr", str(files / "v2.zarr"), storage_options={"anon": True})
    assert run(asking(made, style), GRID) == DATASET


@pytest.mark.parametrize("style", ["xarray", "intake"])
def test_zarr_opens_over_http_with_options(style: str, http: str, run: Run, catalog: Catalog) -> None:
    made = catalog("zarr", f"{http}/v2.zarr", consolidated=True, storage_options={"block_size": 1000})
    assert run(asking(made, style), GRID) == DATASET


@pytest.mark.parametrize("name", ["four.nc", "three.nc"])
@pytest.mark.parametrize("style", ["xarray", "intake"])
def test_netcdf_opens_from_a_path(name: str, style: str, files: Path, run: Run, catalog: Catalog) -> None:
    assert run(asking(catalog("netcdf", str(files / name)), style), GRID) == DATASET


@pytest.mark.parametrize("name", ["four.nc", "three.nc"])
@pytest.mark.parametrize("style", ["xarray", "intake"])
def test_netcdf_opens_over_http(name: str, style: str, http: str, run: Run, catalog: Catalog) -> None:
    made = catalog("netcdf", f"{http}/{name}", storage_options={"block_size": 1000})
    assert run(asking(made, style), GRID) == DATASET


@pytest.mark.parametrize("style", ["xarray", "intake"])
def test_netcdf_files_are_combined_as_the_catalog_says(style: str, files: Path, run: Run, catalog: Catalog) -> None:
    made = catalog(
        "netcdf",
        [str(files / f"part_{part}.nc") for part in range(3)],
        concat_dim="time",
        xarray_kwargs={"decode_times": False},
    )
    assert run(asking(made, style), GRID) == DATASET


@pytest.mark.parametrize("style", ["xarray", "intake"])
def test_netcdf_files_of_a_pattern_are_combined(style: str, files: Path, run: Run, catalog: Catalog) -> None:
    assert run(asking(catalog("netcdf", f"{files}/part_*.nc", combine="by_coords"), style), GRID) == DATASET


@pytest.mark.parametrize("style", ["xarray", "intake"])
def test_netcdf_files_over_http_are_combined(style: str, http: str, run: Run, catalog: Catalog) -> None:
    made = catalog("netcdf", [f"{http}/part_{part}.nc" for part in range(3)], combine="by_coords")
    assert run(asking(made, style), GRID) == DATASET


@pytest.mark.parametrize("style", ["xarray", "intake"])
@pytest.mark.parametrize("engine", [None, "pydap"])
def test_opendap_opens(engine: str | None, style: str, opendap: str, run: Run, catalog: Catalog) -> None:
    made = catalog("opendap", opendap, **({"engine": engine} if engine else {}))
    assert run(asking(made, style), GRID) == DATASET


LEVEL = [{"name": "level", "description": "Depth", "type": "int", "default": 1, "allowed": [1, 2]}]


@pytest.mark.parametrize("place", ["files", "http"])
def test_an_image_opens_by_rioxarray(place: str, request: pytest.FixtureRequest, run: Run, catalog: Catalog) -> None:
    made = catalog("rasterio", f"{request.getfixturevalue(place)}/level_01.tif")
    expression = "[type(data).__name__, float(data.sum()), data.rio.crs.to_epsg(), data.chunks is not None]"
    assert run(asking(made), expression) == ["DataArray", 66.0, 4326, True]


def test_an_image_opens_by_intake(files: Path, run: Run, catalog: Catalog) -> None:
    made = catalog("rasterio", f"{files}/level_01.tif")
    assert run(asking(made, "intake"), "float(data.band_data.sum())") == 66.0


def test_several_images_are_stacked(files: Path, run: Run, catalog: Catalog) -> None:
    for urls in (f"{files}/level_0*.tif", [f"{files}/level_01.tif", f"{files}/level_02.tif"]):
        made = catalog("rasterio", urls, concat_dim="level")
        assert run(asking(made), "[data.sizes['level'], float(data.sum())]") == [2, 132.0]


@pytest.mark.parametrize("style", ["xarray", "intake"])
def test_a_chosen_parameter_goes_into_the_address(style: str, files: Path, run: Run, catalog: Catalog) -> None:
    made = catalog("rasterio", f"{files}/level_{{{{ '%02d' % level }}}}.tif", parameters=LEVEL)
    for level in (1, 2):
        asked = asking(made, style, userParameters=LEVEL, parameters={"level": level})
        source = f"level_0{level}.tif"
        assert source in run(asked, "str(data.encoding.get('source') or data.band_data.encoding['source'])")


TABLE = "[type(data).__name__, len(data), float(data.t.sum())]"


@pytest.mark.parametrize("style", ["xarray", "intake"])
@pytest.mark.parametrize("place", ["files", "http"])
@pytest.mark.parametrize("driver", ["csv", "parquet"])
def test_a_table_opens(
    driver: str, place: str, style: str, request: pytest.FixtureRequest, run: Run, catalog: Catalog
) -> None:
    made = catalog(driver, f"{request.getfixturevalue(place)}/day_1.{driver}")
    assert run(asking(made, style), TABLE) == ["DataFrame", 2, 4.0]


@pytest.mark.parametrize("driver", ["csv", "parquet"])
@pytest.mark.parametrize("place", ["files", "http"])
def test_a_table_opens_by_dask(
    driver: str, place: str, request: pytest.FixtureRequest, run: Run, catalog: Catalog
) -> None:
    made = catalog(driver, f"{request.getfixturevalue(place)}/day_1.{driver}")
    expression = "['dask' in type(data).__module__, len(data), float(data.t.sum().compute())]"
    assert run(asking(made, "dask"), expression) == [True, 2, 4.0]


JOINED = "[len(data), float(getattr(data.t.sum(), 'compute', data.t.sum)())]"


@pytest.mark.parametrize("style", ["xarray", "intake", "dask"])
@pytest.mark.parametrize("driver", ["csv", "parquet"])
def test_tables_of_a_pattern_are_joined(driver: str, style: str, files: Path, run: Run, catalog: Catalog) -> None:
    made = catalog(driver, f"{files}/day_*.{driver}")
    assert run(asking(made, style), JOINED) == [4, 8.0]


@pytest.mark.parametrize("style", ["xarray", "dask"])
def test_a_list_of_tables_is_joined(style: str, files: Path, run: Run, catalog: Catalog) -> None:
    made = catalog("csv", [f"{files}/day_1.csv", f"{files}/day_2.csv"])
    assert run(asking(made, style), JOINED) == [4, 8.0]


@pytest.mark.parametrize("style", ["xarray", "intake", "dask"])
def test_csv_arguments_are_laid_flat(style: str, files: Path, run: Run, catalog: Catalog) -> None:
    made = catalog("csv", f"{files}/semicolons.csv", csv_kwargs={"sep": ";", "usecols": ["t"]})
    assert run(asking(made, style), "[list(data.columns), float(sum(data.t))]") == [["t"], 4.0]


@pytest.mark.parametrize("style", ["xarray", "dask"])
@pytest.mark.parametrize("dates", [[["day", "hour"]], {"day_hour": ["day", "hour"]}])
def test_a_date_of_two_columns_is_joined(dates: Any, style: str, files: Path, run: Run, catalog: Catalog) -> None:
    made = catalog("csv", f"{files}/day_1.csv", csv_kwargs={"parse_dates": dates, "squeeze": True})
    expression = "[sorted(data.columns), [str(date) for date in data.day_hour]]"
    assert run(asking(made, style), expression) == [
        ["day_hour", "t"],
        ["2026-01-01 06:00:00", "2026-01-02 18:00:00"],
    ]


def test_a_parameter_of_a_table_is_handed_to_intake(files: Path, run: Run, catalog: Catalog) -> None:
    day = [{"name": "day", "description": "Day", "type": "str", "default": "2"}]
    made = catalog("csv", f"{files}/{{{{ name }}}}_{{{{ day }}}}.csv", parameters=[*day, NAME])
    asked = asking(made, "intake", userParameters=[*day, NAME], parameters={"day": "1"})
    assert run(asked, "float(data.t.sum())") == 4.0


NAME = {"name": "name", "description": "Name", "type": "str", "default": "day"}


def test_a_driver_that_only_intake_opens_goes_through_its_catalog(files: Path, run: Run, catalog: Catalog) -> None:
    made = catalog("textfiles", f"{files}/day_1.csv")
    assert run(asking(made, "intake"), "'2026-01-01' in str(data)") is True


def test_generated_code_prints_nothing(kernel: Kernel, files: Path, catalog: Catalog) -> None:
    """A warning under a cell that the user did not write would be ours."""
    made = catalog("netcdf", f"{files}/part_*.nc", combine="by_coords")
    [answer] = render([asking(made)])
    assert kernel.said(answer["text"]) == ""


def stac_recipe(href: str, media: str, **asset: Any) -> dict[str, Any]:
    """The recipe that the server half's reader makes of an item's asset."""
    item = {"type": "Feature", "stac_version": "1.0.0", "id": "i", "links": []}
    item["assets"] = {"a": {"href": href, "type": media, **asset}}
    source = Source(location="/nowhere/item.json", data=json.dumps(item).encode(), limits=Limits())
    [found] = STAC.read(source, Facts(problems=[]))
    made: dict[str, Any] = to_builtins(found.details.recipe)
    return made


@pytest.mark.parametrize("place", ["files", "http"])
@pytest.mark.parametrize(
    ("name", "media", "expression", "answer"),
    [
        ("level_01.tif", "image/tiff; application=geotiff; profile=cloud-optimized", "float(data.mean())", 5.5),
        ("v2.zarr", "application/vnd+zarr", GRID, DATASET),
        ("v3.zarr", "application/vnd.zarr; version=3", GRID, DATASET),
        ("four.nc", "application/x-netcdf", GRID, DATASET),
        ("day_1.csv", "text/csv", "float(data.t.sum())", 4.0),
        ("day_1.parquet", "application/vnd.apache.parquet", "float(data.t.sum())", 4.0),
    ],
)
def test_an_asset_of_a_stac_item_opens(
    place: str, name: str, media: str, expression: str, answer: Any, request: pytest.FixtureRequest, run: Run
) -> None:
    made = stac_recipe(f"{request.getfixturevalue(place)}/{name}", media)
    assert run(asking(made), expression) == answer


def test_an_image_in_a_store_is_opened_with_the_access_that_its_item_names(files: Path, kernel: Kernel) -> None:
    made = stac_recipe("s3://bucket/deep/level_01.tif", "image/tiff", **{"storage:requester_pays": True})
    [answer] = render([asking(made)])
    # No S3 is needed to see what a file system is asked for: this one stands in for it, in the same kernel.
    store = f"""
import fsspec
from fsspec.implementations.dirfs import DirFileSystem
class Store(DirFileSystem):
    protocol = 's3'
    asked = []
    def __init__(self, **options):
        Store.asked.append(options)
        super().__init__({str(files)!r}, fsspec.filesystem('file'))
    def _join(self, path):
        path = str(path).removeprefix('s3://')
        return super()._join(path.removeprefix('bucket/deep') .lstrip('/'))
fsspec.register_implementation('s3', Store, clobber=True)
"""
    value = kernel.run(f"{store}\n{answer['text']}", "[float(data.mean()), Store.asked]")
    assert value == [5.5, [{"requester_pays": True}]]
