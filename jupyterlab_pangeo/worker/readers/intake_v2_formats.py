"""What readers and kinds of data of Intake 2 open, by name. Nothing here is imported."""

import re
from typing import NamedTuple

from ...schemas.catalogs import EntryKind

_CLASS = re.compile(r"[\w.]+:\w+")
# The modules of Intake itself; what a reader names beyond them is somebody's code.
OWN = ("intake.readers.",)

_DATA: dict[str, tuple[str, EntryKind]] = {
    "Zarr": ("zarr", "grid"),
    "HDF5": ("netcdf", "grid"),
    "NetCDF3": ("netcdf", "grid"),
    "OpenDAP": ("opendap", "grid"),
    "GRIB2": ("grib", "grid"),
    "TileDB": ("tiledb", "grid"),
    "IcechunkRepo": ("icechunk", "grid"),
    "TIFF": ("rasterio", "image"),
    "GDALRasterFile": ("rasterio", "image"),
    "JPEG": ("jpeg", "image"),
    "PNG": ("png", "image"),
    "CSV": ("csv", "table"),
    "Parquet": ("parquet", "table"),
    "GeoJSON": ("geojson", "table"),
    "GeoPackage": ("geopackage", "table"),
    "FlatGeoBuf": ("flatgeobuf", "table"),
    "Shapefile": ("shapefile", "table"),
    "Excel": ("excel", "table"),
    "Feather1": ("feather", "table"),
    "Feather2": ("feather", "table"),
    "JSONFile": ("json", "other"),
    "NumpyFile": ("numpy", "grid"),
    "Text": ("textfiles", "other"),
    "CatalogFile": ("yaml_file_cat", "catalog"),
    "YAMLFile": ("yaml_file_cat", "catalog"),
}
# Readers for one kind of data each, where that kind is not named.
_READERS: dict[str, str] = {
    "PandasCSV": "CSV",
    "DaskCSV": "CSV",
    "PolarsCSV": "CSV",
    "PandasParquet": "Parquet",
    "DaskParquet": "Parquet",
    "PolarsParquet": "Parquet",
    "PandasExcel": "Excel",
    "PandasFeather": "Feather2",
    "RasterIOXarrayReader": "TIFF",
    "NumpyReader": "NumpyFile",
    "FileTextReader": "Text",
    "YAMLCatalogReader": "YAMLFile",
}
_TABLES = frozenset({"PandasCSV", "DaskCSV", "PandasParquet", "DaskParquet"})
_GRIDS = frozenset({"XArrayDatasetReader", "XArrayPatternReader"})


class Form(NamedTuple):
    """A format by the name that load code knows it by, and what it holds."""

    name: str
    kind: EntryKind


OTHER = Form("other", "other")


def class_name(path: object) -> str:
    """Name of a class out of ``module:Class``; empty where it is no such path."""
    return path.partition(":")[2] if isinstance(path, str) and _CLASS.fullmatch(path) else ""


def is_own(path: object) -> bool:
    """Whether a path leads to something of Intake itself."""
    return isinstance(path, str) and _CLASS.fullmatch(path) is not None and path.startswith(OWN)


def form_of(reader: str, datatype: str) -> Form:
    """Format of an entry.

    Parameters
    ----------
    reader
        Class name of the reader; empty for data without one.
    datatype
        Class name of what the data are; empty where it is not told.
    """
    named = datatype if datatype in _DATA else _READERS.get(reader, "")
    if reader and reader not in _TABLES | _GRIDS and reader not in _READERS:
        # A reader of its own kind makes something else of the data: only Intake is known to do that.
        return Form(reader, _DATA[named][1] if named else "other")
    if reader in _GRIDS and not named:
        return Form(reader, "grid")
    return Form(*_DATA[named]) if named else OTHER
