"""Make the small data files that the sample catalogs of this folder point at.

``python generate.py`` writes them beside the catalogs, ``python generate.py FOLDER`` makes a complete copy of the
samples elsewhere. The fields are formulas, noise comes from a fixed seed: every run writes the same values.
"""

import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import rasterio
import xarray as xr
from rasterio import Affine

HERE = Path(__file__).parent
SEED = 20240101
MONTHS = 24


def _months(start: str) -> pd.DatetimeIndex:
    """Middles of the months, the usual time stamps of monthly means."""
    return pd.date_range(start, periods=MONTHS, freq="MS") + pd.Timedelta(days=14)


def ocean_model() -> xr.Dataset:
    """Return a run in the manner of MOM6: tracers on depth levels and the sea surface height, land as NaN.

    Returns
    -------
    xr.Dataset
        ``thetao`` (degC) and ``so`` (psu) of shape (time, z_l, yh, xh), ``ssh`` (m) of shape (time, yh, xh), float32.
    """
    lat = np.linspace(-88.5, 88.5, 60)
    lon = np.linspace(-178.5, 178.5, 120)
    depth = np.array([2.5, 55.0, 210.0, 800.0, 2500.0])
    season = 2 * np.pi * np.arange(MONTHS) / 12
    t, z, y, x = np.meshgrid(season, depth, np.deg2rad(lat), np.deg2rad(lon), indexing="ij", sparse=True)
    fade = np.exp(-z / 600.0)
    warmth = 28.0 * np.cos(y) ** 2 - 1.8 - 4.0 * np.sin(y) * np.cos(t)
    thetao = warmth * fade + 1.5 * (1 - fade) + 0.5 * np.cos(3 * x) * fade
    so = 34.7 + 1.2 * np.cos(2 * y) * fade + 0.05 * np.sin(x + t) * fade
    ssh = (0.8 * np.sin(2 * y) * np.cos(x) + 0.1 * np.sin(t) * np.sin(y))[:, 0]
    land = (np.cos(2 * x[0, 0]) * np.cos(y[0, 0]) ** 2 > 0.62) | (y[0, 0] < np.deg2rad(-75))
    dims = ("time", "z_l", "yh", "xh")
    dataset = xr.Dataset(
        {
            "thetao": (dims, np.where(land, np.nan, thetao).astype("f4")),
            "so": (dims, np.where(land, np.nan, so).astype("f4")),
            "ssh": (("time", "yh", "xh"), np.where(land, np.nan, ssh).astype("f4")),
        },
        coords={"time": _months("2000-01-01"), "z_l": depth, "yh": lat, "xh": lon},
        attrs={
            "title": "Sample ocean run",
            "Conventions": "CF-1.8",
            "source": "Formulas in the manner of an ocean model's monthly means, not a simulation",
            "institution": "jupyterlab-pangeo samples",
            "license": "CC0-1.0",
        },
    )
    _describe(dataset, "thetao", "sea_water_potential_temperature", "Potential temperature", "degC")
    _describe(dataset, "so", "sea_water_salinity", "Salinity", "psu")
    _describe(dataset, "ssh", "sea_surface_height_above_geoid", "Sea surface height", "m")
    for name, standard, units in (("yh", "latitude", "degrees_north"), ("xh", "longitude", "degrees_east")):
        dataset[name].attrs = {"standard_name": standard, "units": units}
    dataset["z_l"].attrs = {"standard_name": "depth", "units": "m", "positive": "down"}
    return dataset


def _describe(dataset: xr.Dataset, name: str, standard: str, long: str, units: str) -> None:
    dataset[name].attrs = {
        "standard_name": standard,
        "long_name": long,
        "units": units,
        "cell_methods": "time: mean",
    }


def ensemble_member(member: int) -> xr.Dataset:
    """Return one member of an ensemble in the manner of CESM: 365-day calendar, reference height temperature.

    Parameters
    ----------
    member
        Number of the member, from 1; it seeds the noise.

    Returns
    -------
    xr.Dataset
        ``TREFHT`` (K) and ``PRECT`` (m/s) of shape (time, lat, lon), float32.
    """
    rng = np.random.default_rng(SEED + member)
    lat = np.linspace(-90, 90, 32)
    lon = np.arange(0, 360, 5.625)
    t, y, _ = np.meshgrid(2 * np.pi * np.arange(MONTHS) / 12, np.deg2rad(lat), lon, indexing="ij", sparse=True)
    shape = (MONTHS, lat.size, lon.size)
    warm = 250 + 48 * np.cos(y) ** 2 - 12 * np.sin(y) * np.cos(t) + rng.normal(0, 0.8, shape)
    rain = 3e-8 * (np.cos(y) ** 4 + 0.3 * np.cos(3 * y) ** 2) * rng.gamma(4, 0.25, shape)
    dims = ("time", "lat", "lon")
    dataset = xr.Dataset(
        {"TREFHT": (dims, warm.astype("f4")), "PRECT": (dims, rain.astype("f4"))},
        coords={
            "time": (
                "time",
                np.arange(MONTHS) * 365 / 12 + 15,
                {"units": "days since 2001-01-01", "calendar": "noleap"},
            ),
            "lat": ("lat", lat, {"standard_name": "latitude", "units": "degrees_north"}),
            "lon": ("lon", lon, {"standard_name": "longitude", "units": "degrees_east"}),
        },
        attrs={"title": f"Sample ensemble, member {member:03d}", "Conventions": "CF-1.0", "license": "CC0-1.0"},
    )
    _describe(dataset, "TREFHT", "air_temperature", "Reference height temperature", "K")
    _describe(dataset, "PRECT", "lwe_precipitation_rate", "Total precipitation rate", "m/s")
    return dataset


def profiles() -> pd.DataFrame:
    """Return profiles in the manner of ARGO floats, one row a measured level.

    Returns
    -------
    pd.DataFrame
        4,000 rows: platform, cycle, time (UTC), latitude, longitude, pressure (dbar), temperature (degC),
        salinity (psu).
    """
    rng = np.random.default_rng(SEED)
    pressure = np.array([5, 10, 20, 50, 100, 200, 400, 700, 1000, 2000], dtype="f8")
    platform, cycle, level = (
        axis.ravel() for axis in np.meshgrid(np.arange(20), np.arange(20), np.arange(pressure.size), indexing="ij")
    )
    start = rng.uniform([-60, -180], [60, 180], size=(20, 2))
    latitude = start[platform, 0] + 0.1 * cycle
    longitude = (start[platform, 1] + 0.25 * cycle + 180) % 360 - 180
    fade = np.exp(-pressure[level] / 600)
    noise = rng.normal(0, 0.05, size=(2, level.size))
    return pd.DataFrame(
        {
            "platform": 5_900_000 + platform,
            "cycle": cycle + 1,
            "time": pd.Timestamp("2023-01-01") + pd.to_timedelta(10 * cycle, unit="D"),
            "latitude": latitude.round(3),
            "longitude": longitude.round(3),
            "pressure": pressure[level],
            "temperature": ((27 * np.cos(np.deg2rad(latitude)) ** 2) * fade + 2 + noise[0]).round(3),
            "salinity": (34.7 + fade * np.cos(np.deg2rad(2 * latitude)) + noise[1] / 5).round(3),
        }
    )


def scene() -> np.ndarray:
    """Return the bands red, green, blue and near infrared of a scene, uint16 of shape (4, 256, 256)."""
    rng = np.random.default_rng(SEED)
    y, x = np.meshgrid(np.linspace(0, 1, 256), np.linspace(0, 1, 256), indexing="ij")
    river = np.exp(-(((x - 0.5 - 0.2 * np.sin(6 * y)) / 0.04) ** 2))
    green = 0.5 + 0.4 * np.sin(9 * x) * np.cos(7 * y)
    bands = np.stack([0.25 - 0.15 * green, 0.2 + 0.1 * green, 0.12 + 0.1 * river, 0.2 + 0.5 * green])
    wet = np.where(river > 0.5, 0.3, 1.0)
    return (10_000 * np.clip(bands * wet + rng.normal(0, 0.005, bands.shape), 0, 1)).astype("uint16")


def _write_scene(target: Path) -> None:
    with rasterio.open(
        target,
        "w",
        driver="COG",
        height=256,
        width=256,
        count=4,
        dtype="uint16",
        crs="EPSG:32632",
        transform=Affine(30, 0, 500_000, 0, -30, 5_300_000),
        blocksize=128,
        compress="deflate",
    ) as file:
        file.write(scene())
        for band, name in enumerate(("red", "green", "blue", "nir"), start=1):
            file.set_band_description(band, name)


def _write_collection(folder: Path) -> None:
    """Write the table of the ensemble's collection: a row for each variable of each member."""
    rows = [
        ("atm", "HIST", "monthly", f"{member:03d}", variable, str(folder.resolve() / f"lens_{member:03d}.nc"))
        for member in (1, 2, 3)
        for variable in ("TREFHT", "PRECT")
    ]
    # intake-esm takes paths as they are, so only whole ones work from every working folder.
    columns = ["component", "experiment", "frequency", "member_id", "variable", "path"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "lens.csv", index=False)


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def main(folder: Path) -> None:
    """Write every data file below a folder, with the catalogs where it is not this one."""
    if folder.resolve() != HERE.resolve():
        shutil.copytree(HERE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("data", "*.py", "*.ipynb"))
    ocean = ocean_model().chunk({"time": 6, "z_l": 5, "yh": 60, "xh": 120})
    # Zarr 2 with consolidated metadata: what most published stores still are.
    ocean.to_zarr(_empty(folder / "ocean" / "data") / "monthly.zarr", zarr_format=2, consolidated=True)
    climate = _empty(folder / "climate" / "data")
    for member in (1, 2, 3):
        ensemble_member(member).to_netcdf(climate / f"lens_{member:03d}.nc", engine="netcdf4")
    _write_collection(climate)
    argo = _empty(folder / "argo" / "data")
    table = profiles()
    table.to_parquet(argo / "profiles.parquet", index=False)
    table.to_csv(argo / "profiles.csv", index=False)
    _write_scene(_empty(folder / "imagery" / "data") / "scene.tif")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
