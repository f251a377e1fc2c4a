"""The sample data open with the libraries that load code calls, and hold the values their formulas say."""

import json
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
import xarray as xr
import yaml
from rasterio.warp import transform_bounds

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    runpy.run_path(str(EXAMPLES / "generate.py"))["main"](folder)
    return folder


def catalogs(folder):
    return sorted(folder.rglob("catalog.yaml"))


def test_the_ocean_run_is_a_consolidated_zarr_store_with_cf_attributes(samples):
    path = samples / "ocean" / "data" / "monthly.zarr"
    with xr.open_dataset(path, engine="zarr", chunks={}, consolidated=True) as ocean:
        assert dict(ocean.sizes) == {"time": 24, "z_l": 5, "yh": 60, "xh": 120}
        assert ocean.thetao.attrs["standard_name"] == "sea_water_potential_temperature"
        assert ocean.thetao.attrs["units"] == "degC"
        equator = ocean.thetao.isel(time=3, z_l=0, yh=30, xh=90)
        lat, lon = np.deg2rad([1.5, 91.5])
        fade = np.exp(-2.5 / 600)
        warmth = 28 * np.cos(lat) ** 2 - 1.8
        expected = warmth * fade + 1.5 * (1 - fade) + 0.5 * np.cos(3 * lon) * fade
        assert float(equator) == pytest.approx(expected, abs=1e-4)
        assert bool(ocean.ssh.isel(time=0, yh=0).isnull().all()), "the southernmost row is land"


def test_the_ensemble_has_three_members_that_differ_by_noise_only(samples):
    paths = sorted((samples / "climate" / "data").glob("*.nc"))
    assert [path.name for path in paths] == ["lens_001.nc", "lens_002.nc", "lens_003.nc"]
    with xr.open_mfdataset(paths, combine="nested", concat_dim="member") as ensemble:
        spread = ensemble.TREFHT.std("member").mean().compute()
        assert ensemble.time.dt.calendar == "noleap"
        assert ensemble.sizes["member"] == 3
        assert 0.3 < float(spread) < 1.0


def test_the_profiles_are_the_same_as_parquet_and_as_csv(samples):
    folder = samples / "argo" / "data"
    binary = pd.read_parquet(folder / "profiles.parquet")
    text = pd.read_csv(folder / "profiles.csv", parse_dates=["time"])
    assert len(binary) == 4000
    assert binary.pressure.max() == 2000
    pd.testing.assert_frame_equal(binary, text, check_dtype=False)


def test_the_scene_is_a_cloud_optimised_geotiff_with_named_bands(samples):
    with rasterio.open(samples / "imagery" / "data" / "scene.tif") as scene:
        assert scene.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert scene.descriptions == ("red", "green", "blue", "nir")
        assert scene.crs.to_epsg() == 32632
        nir, red = scene.read(4).astype("f4"), scene.read(1).astype("f4")
        assert float(((nir - red) / (nir + red)).max()) > 0.5


def test_every_path_of_every_sample_catalog_exists(samples):
    seen = []
    for catalog in catalogs(samples):
        for source in yaml.safe_load(catalog.read_text())["sources"].values():
            given = next(source["args"][key] for key in ("path", "urlpath", "obj") if key in source["args"])
            for path in given if isinstance(given, list) else [given]:
                place = path.replace("{{ CATALOG_DIR }}", str(catalog.parent))
                place = place.replace("{{ '%03d' % member }}", "002")
                assert Path(place).exists(), place
                seen.append(source["driver"])
    assert set(seen) == {"yaml_file_cat", "zarr", "netcdf", "parquet", "csv", "rasterio", "esm_datastore"}


def test_the_stac_sample_says_where_the_scene_lies_and_what_it_is(samples):
    place = samples / "imagery" / "stac" / "scenes" / "scene"
    item = json.loads((place / "scene.json").read_text())
    with rasterio.open(place / item["assets"]["image"]["href"]) as scene:
        assert item["properties"]["proj:code"] == scene.crs.to_string()
        assert [band["name"] for band in item["assets"]["image"]["bands"]] == list(scene.descriptions)
        assert item["assets"]["image"]["data_type"] == scene.dtypes[0]
        assert item["bbox"] == pytest.approx(transform_bounds(scene.crs, "EPSG:4326", *scene.bounds), abs=1e-4)


def test_the_collection_names_every_variable_of_every_member(samples):
    collection = json.loads((samples / "climate" / "lens.json").read_text())
    table = pd.read_csv(samples / "climate" / collection["catalog_file"], dtype=str)
    assert sorted(table.member_id.unique()) == ["001", "002", "003"]
    for row in table.itertuples():
        with xr.open_dataset(row.path) as member:
            assert row.variable in member
            assert member.title.endswith(row.member_id)
    assert set(collection["aggregation_control"]["groupby_attrs"]) < set(table.columns)


def test_making_the_samples_twice_gives_the_same_values(samples, tmp_path):
    runpy.run_path(str(EXAMPLES / "generate.py"))["main"](tmp_path)
    name = Path("climate") / "data" / "lens_002.nc"
    with xr.open_dataset(samples / name) as first, xr.open_dataset(tmp_path / name) as second:
        xr.testing.assert_identical(first, second)
    csv = Path("argo") / "data" / "profiles.csv"
    assert (samples / csv).read_bytes() == (tmp_path / csv).read_bytes()


def test_every_sample_entry_says_what_it_is_and_how_it_may_be_used():
    for catalog in catalogs(EXAMPLES):
        for name, source in yaml.safe_load(catalog.read_text())["sources"].items():
            assert source["description"].strip(), name
            assert source["metadata"]["title"], name
            assert source["metadata"]["tags"], name
            if source["driver"] != "yaml_file_cat":
                assert source["metadata"]["license"] == "CC0-1.0", name
                assert source["metadata"]["provider"], name
