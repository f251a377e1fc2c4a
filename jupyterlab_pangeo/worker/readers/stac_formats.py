"""Format and kind of a STAC asset, by media type, then by the ending of its address."""

from typing import NamedTuple

from ...schemas.catalogs import EntryKind


class Format(NamedTuple):
    """A format by the name that load code knows it by, and what it holds."""

    name: str
    kind: EntryKind


OTHER = Format("other", "other")
_RASTER = Format("rasterio", "image")
_KINDS: dict[Format, tuple[str, str]] = {
    # format: media types without parameters, endings
    _RASTER: (
        "image/tiff image/geotiff image/x.geotiff image/vnd.stac.geotiff image/jp2 image/jpx application/geotiff",
        ".tif .tiff .gtiff .cog .jp2",
    ),
    Format("zarr", "grid"): (
        "application/vnd+zarr application/vnd.zarr application/x-zarr application/zarr application/vnd-zarr",
        ".zarr",
    ),
    Format("netcdf", "grid"): (
        "application/netcdf application/x-netcdf application/vnd+netcdf application/x-netcdf4 application/netcdf4",
        ".nc .nc4 .netcdf .cdf",
    ),
    Format("parquet", "table"): (
        "application/parquet application/x-parquet application/vnd.apache.parquet",
        ".parquet .geoparquet .pq",
    ),
    Format("csv", "table"): ("text/csv application/csv", ".csv"),
    Format("hdf5", "grid"): ("application/x-hdf5 application/x-hdf application/hdf5", ".h5 .hdf5 .hdf .he5"),
    Format("grib", "grid"): ("application/grib application/wmo-grib2 application/x-grib", ".grib .grib2 .grb .grb2"),
    Format("png", "image"): ("image/png", ".png"),
    Format("jpeg", "image"): ("image/jpeg image/jpg", ".jpg .jpeg"),
    Format("webp", "image"): ("image/webp", ".webp"),
    Format("gif", "image"): ("image/gif", ".gif"),
    Format("geojson", "table"): ("application/geo+json application/geojson", ".geojson"),
    Format("geopackage", "table"): ("application/geopackage+sqlite3", ".gpkg"),
    Format("flatgeobuf", "table"): ("application/vnd.flatgeobuf", ".fgb"),
    Format("json", "other"): ("application/json text/json", ".json"),
    Format("xml", "other"): ("application/xml text/xml", ".xml"),
    Format("html", "other"): ("text/html", ".html .htm"),
    Format("text", "other"): ("text/plain", ".txt"),
    Format("pdf", "other"): ("application/pdf", ".pdf"),
    Format("copc", "other"): ("application/vnd.laszip+copc application/vnd.laszip", ".copc .laz .las"),
    Format("pmtiles", "other"): ("application/vnd.pmtiles", ".pmtiles"),
}
_BY_TYPE = {media: form for form, (types, _) in _KINDS.items() for media in types.split()}
_BY_ENDING = {ending: form for form, (_, endings) in _KINDS.items() for ending in endings.split()}
# Types that say no more than that there are bytes.
_EMPTY = ("", "application/octet-stream", "binary/octet-stream")


def format_of(media_type: str, href: str) -> Format:
    """Format of what lies at an address.

    Parameters
    ----------
    media_type
        What the catalog says, with its parameters; empty where it says nothing.
    href
        The address; its ending decides where the type says nothing.
    """
    if (form := _BY_TYPE.get(media_type)) is not None:
        return form
    media = media_type.partition(";")[0].strip().lower()
    if media not in _EMPTY:
        return _BY_TYPE.get(media, OTHER)
    path = href.partition("?")[0].partition("#")[0].rstrip("/").lower()
    dot = path.rpartition("/")[2].rpartition(".")
    return _BY_ENDING.get(f".{dot[2]}", OTHER) if dot[1] else OTHER
