"""What Intake's drivers open, by short name and by class path. Nothing here is imported."""

from typing import Any, NamedTuple

from ...schemas.catalogs import CatalogProblem, EntryKind
from ..problems import clip, error, information, warning

# Formats that stand for another catalog, and the readers of those that are not of the naming catalog's own kind.
NESTED = {"yaml_file_cat": None, "esm_datastore": "esm"}


class Driver(NamedTuple):
    """A driver as the catalog names it, and what it opens."""

    text: str
    format: str
    kind: EntryKind
    problems: tuple[CatalogProblem, ...] = ()

    @property
    def is_nested(self) -> bool:
        """Whether it stands for another catalog that is read here."""
        return self.format in NESTED


_FORMATS: dict[str, tuple[EntryKind, str]] = {
    "zarr": ("grid", "intake_xarray.xzarr.ZarrSource intake_xarray.ZarrSource"),
    "netcdf": ("grid", "intake_xarray.netcdf.NetCDFSource intake_xarray.NetCDFSource"),
    "opendap": ("grid", "intake_xarray.opendap.OpenDapSource intake_xarray.OpenDapSource"),
    "rasterio": ("image", "intake_xarray.raster.RasterIOSource intake_xarray.RasterIOSource"),
    "xarray_image": ("image", "intake_xarray.image.ImageSource intake_xarray.ImageSource"),
    "remote-xarray": ("grid", "intake_xarray.xarray_container.RemoteXarray"),
    "ndzarr": ("grid", "intake.source.zarr.ZarrArraySource"),
    "numpy": ("grid", "intake.source.npy.NPySource"),
    "csv": ("table", "intake.source.csv.CSVSource"),
    "parquet": ("table", "intake_parquet.source.ParquetSource intake_parquet.ParquetSource"),
    "geojson": ("table", "intake_geopandas.geopandas.GeoJSONSource intake_geopandas.GeoJSONSource"),
    "shapefile": ("table", "intake_geopandas.geopandas.ShapeFileSource intake_geopandas.ShapeFileSource"),
    "geoparquet": ("table", "intake_geopandas.geopandas.GeoParquetSource intake_geopandas.GeoParquetSource"),
    "sql": ("table", "intake_sql.intake_sql.SQLSource intake_sql.SQLSource"),
    "excel": ("table", "intake_excel.ExcelSource"),
    "json": ("other", "intake.source.jsonfiles.JSONFileSource"),
    "jsonl": ("other", "intake.source.jsonfiles.JSONLinesFileSource"),
    "textfiles": ("other", "intake.source.textfiles.TextFilesSource"),
    "alias": ("other", "intake.source.derived.AliasSource"),
    "derived": (
        "other",
        "intake.source.derived.Columns intake.source.derived.DataFrameTransform intake.source.derived.GenericTransform",
    ),
    "yaml_file_cat": ("catalog", "intake.catalog.local.YAMLFileCatalog intake.YAMLFileCatalog"),
    "yaml_files_cat": ("catalog", "intake.catalog.local.YAMLFilesCatalog"),
    "zarr_cat": ("catalog", "intake.catalog.zarr.ZarrGroupCatalog"),
    "esm_datastore": ("catalog", "intake_esm.esm_datastore intake_esm.core.esm_datastore"),
    "stac_catalog": ("catalog", "intake_stac.catalog.StacCatalog intake_stac.StacCatalog"),
    "stac_collection": ("catalog", "intake_stac.catalog.StacCollection intake_stac.StacCollection"),
    "stac_item": ("catalog", "intake_stac.catalog.StacItem intake_stac.StacItem"),
    "stac_item_collection": ("catalog", "intake_stac.catalog.StacItemCollection"),
    "thredds_cat": ("service", "intake_thredds.cat.ThreddsCatalog intake_thredds.ThreddsCatalog"),
    "thredds_merged": ("service", "intake_thredds.source.THREDDSMergedSource"),
    "erddap_cat": ("service", "intake_erddap.erddap_cat.ERDDAPCatalog intake_erddap.ERDDAPCatalog"),
    "intake_remote": ("service", "intake.catalog.remote.RemoteCatalog"),
    "sql_cat": ("service", "intake_sql.intake_sql.SQLCatalog intake_sql.SQLCatalog"),
}
_ALIASES = {
    "jsonfiles": "json",
    "raster": "rasterio",
    "catalog": "yaml_file_cat",
    "intake.catalog.base.Catalog": "yaml_file_cat",
}
_BY_NAME = {name: (form, kind) for form, (kind, classes) in _FORMATS.items() for name in (form, *classes.split())} | {
    alias: (form, _FORMATS[form][0]) for alias, form in _ALIASES.items()
}
_CACHE: dict[str, Driver] = {}


def driver_of(value: Any) -> Driver:
    """What the value of an entry's ``driver`` stands for: a name, a class path, a list or a mapping of alternatives."""
    if isinstance(value, str) and value:
        found = _CACHE.get(value)
        if found is None:
            found = _named(value)
            if len(_CACHE) < 1000:
                _CACHE[value] = found
        return found
    if isinstance(value, list | dict) and value:
        return _first(value)
    if value is None:
        problem = error("no-driver", "The entry names no driver, so nothing says how to open it.")
    else:
        problem = error("no-driver", f"The driver {clip(repr(value))} is not a name.")
    return Driver("", "other", "other", (problem,))


def _named(text: str) -> Driver:
    if text in _BY_NAME:
        form, kind = _BY_NAME[text]
        problems: tuple[CatalogProblem, ...] = ()
        if kind in ("catalog", "service") and form not in NESTED:
            note = f"No reader here lists what a {form} holds; open it in a notebook."
            problems = (information("no-nested-reader", note),)
        return Driver(text, form, kind, problems)
    if "." in text:
        note = f"The driver names a class, {clip(text)}, that is not known here; it was not imported."
        return Driver(text, "other", "other", (warning("unknown-driver", note),))
    note = f"The driver {clip(text)!r} is not known here; the notebook's Intake may have it."
    return Driver(text, text, "other", (information("unknown-driver", note),))


def _first(value: list[Any] | dict[Any, Any]) -> Driver:
    names = [_alternative(key, value) for key in value]
    chosen = driver_of(names[0] or None)
    note = f"The entry offers {len(names)} drivers ({clip(', '.join(names))}); the first is shown."
    extra = (information("driver-alternatives", note),) if len(names) > 1 else ()
    return chosen._replace(problems=chosen.problems + extra)


def _alternative(key: Any, value: list[Any] | dict[Any, Any]) -> str:
    inner = value[key] if isinstance(value, dict) else key
    if isinstance(inner, dict):
        named = inner.get("class", inner.get("driver", key if isinstance(value, dict) else None))
        return named if isinstance(named, str) else ""
    if isinstance(inner, str):
        return inner
    return key if isinstance(key, str) else ""
