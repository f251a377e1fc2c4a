"""Writes a catalog of Intake's second format by Intake itself; run by the tests in a process of its own.

python intake_two.py FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr
from intake.readers import datatypes as dt
from intake.readers import readers as rd
from intake.readers import user_parameters as up
from intake.readers.entry import Catalog


def main(folder: Path) -> None:
    """Write data of every kind, and the catalogs of them."""
    values = np.arange(12.0).reshape(3, 4)
    dataset = xr.Dataset({"sst": (("time", "x"), values)})
    for level in (1, 2):
        (dataset * level).to_zarr(folder / f"level_{level:02d}.zarr", zarr_format=2)
    dataset.to_netcdf(folder / "three.nc", engine="netcdf4", format="NETCDF3_CLASSIC")
    dataset.to_netcdf(folder / "four.nc", engine="netcdf4")
    table = pd.DataFrame({"a": [1, 2], "t": [1.5, 2.5]})
    table.to_csv(folder / "t.csv", index=False)
    table.to_parquet(folder / "t.parquet")
    cat = Catalog()
    cat.metadata["title"] = "Written by Intake"
    cat.user_parameters["level"] = up.OptionsUserParameter([1, 2], dtype=int, default=1, description="The level")
    cat.user_parameters["factor"] = up.BoundedNumberUserParameter(dtype=float, max_value=5, min_value=1, default=2.0)
    cat.user_parameters["plain"] = up.SimpleUserParameter(dtype=str, default="q")
    zarr = dt.Zarr("{CATALOG_DIR}/level_{level:02d}.zarr")
    metadata = {"description": "Temperature", "tags": ["ocean"]}
    cat["sst"] = rd.XArrayDatasetReader(zarr, chunks={}, metadata=metadata)
    cat["three"] = rd.XArrayDatasetReader(dt.NetCDF3(f"{folder}/three.nc"))
    cat["four"] = rd.XArrayDatasetReader(dt.HDF5(f"{folder}/four.nc"), engine="h5netcdf")
    csv = rd.PandasCSV(dt.CSV(f"{folder}/t.csv"))
    cat["table"] = rd.PandasCSV(dt.CSV(f"{folder}/t.csv"), usecols=["t"])
    cat["rows"] = rd.PandasParquet(dt.Parquet(f"{folder}/t.parquet"))
    cat["mean"] = csv.t.mean()
    cat["text"] = rd.FileTextReader(dt.Text(f"{folder}/t.csv"))
    cat["alone"] = dt.CSV(f"{folder}/t.csv")
    cat.aliases["also"] = "table"
    cat.to_yaml_file(str(folder / "catalog.yaml"))
    outer = Catalog()
    outer["inner"] = rd.YAMLCatalogReader(dt.YAMLFile(f"{folder}/catalog.yaml"))
    outer.to_yaml_file(str(folder / "outer.yaml"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
