"""A catalog over HTTP whose data lie in S3 (moto) and over HTTP, in the formats that scientists meet most.

As a program it prints the catalog's address and serves until its input ends. What each entry holds sums up
to 66, but for the table of levels, where it is ten times the level.
"""

import contextlib
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr
from s3_server import moto, put

CATALOG = """
name: Formats
sources:
  in_s3:
    driver: zarr
    args:
      urlpath: s3://public/sst.zarr
      storage_options: {anon: true, client_kwargs: {endpoint_url: %(s3)s}}
  over_http:
    driver: zarr
    args: {urlpath: "{{ CATALOG_DIR }}/sst.zarr", consolidated: true}
  netcdf4:
    driver: netcdf
    args:
      urlpath: "{{ CATALOG_DIR }}/sst.nc"
      chunks: {}
      xarray_kwargs: {engine: h5netcdf}
  parquet:
    driver: parquet
    args: {urlpath: "{{ CATALOG_DIR }}/sst.parquet"}
  csv:
    driver: csv
    args:
      urlpath: "{{ CATALOG_DIR }}/sst.csv"
      csv_kwargs: {parse_dates: {when: [year, month, day]}}
  soil:
    driver: yaml_file_cat
    args: {path: "{{ CATALOG_DIR }}/soil.yaml"}
"""
SOIL = """
name: Soil
sources:
  carbon:
    driver: csv
    parameters:
      level: {description: Depth, type: int, default: 1, min: 1, max: 7}
    args:
      urlpath: "{{ CATALOG_DIR }}/carbon_sl{{ '%01d' % level }}_250m.csv"
"""


def write(folder: Path, s3: str) -> None:
    """Write the catalogs and what they name, and put the store into S3."""
    data = xr.Dataset({"sst": (("time", "x"), np.arange(12.0).reshape(3, 4))}, coords={"time": np.arange(3.0)})
    data.chunk({"time": 1}).to_zarr(folder / "sst.zarr", zarr_format=2, consolidated=True)
    put(s3, "public", folder / "sst.zarr")
    data.to_netcdf(folder / "sst.nc", engine="h5netcdf")
    days = pd.date_range("2020-01-30", periods=12)
    table = pd.DataFrame({"year": days.year, "month": days.month, "day": days.day, "sst": np.arange(12.0)})
    table.to_parquet(folder / "sst.parquet")
    table.to_csv(folder / "sst.csv", index=False)
    for level in range(1, 8):
        pd.DataFrame({"sst": [10.0 * level]}).to_csv(folder / f"carbon_sl{level}_250m.csv", index=False)
    (folder / "catalog.yaml").write_text(CATALOG % {"s3": s3})
    (folder / "soil.yaml").write_text(SOIL)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    """Serve until the standard input ends."""
    with tempfile.TemporaryDirectory() as name, moto() as s3, serving(Path(name)) as url:
        write(Path(name), s3)
        print(f"{url}/catalog.yaml", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
