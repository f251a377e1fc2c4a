"""What data look like from outside: the first bytes of their files, and the files of their stores."""

from collections.abc import Collection

# Enough for the header of a NetCDF file with many variables, and to tell anything else.
HEAD = 64 * 1024

_MAGIC = (
    (b"CDF\x01", "netcdf"),
    (b"CDF\x02", "netcdf"),
    (b"CDF\x05", "netcdf"),
    (b"\x89HDF\r\n\x1a\n", "hdf5"),
    (b"II*\0", "rasterio"),
    (b"MM\0*", "rasterio"),
    (b"II+\0", "rasterio"),
    (b"MM\0+", "rasterio"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "rasterio"),
    (b"PAR1", "parquet"),
    (b"GRIB", "grib"),
    (b"SQLite format 3\0", "geopackage"),
    (b"fgb\x03", "flatgeobuf"),
)
_ENDINGS: dict[str, str] = {
    "nc": "netcdf",
    "nc4": "netcdf",
    "cdf": "netcdf",
    "netcdf": "netcdf",
    "h5": "hdf5",
    "hdf5": "hdf5",
    "he5": "hdf5",
    "tif": "rasterio",
    "tiff": "rasterio",
    "gtiff": "rasterio",
    "cog": "rasterio",
    "jp2": "rasterio",
    "parquet": "parquet",
    "geoparquet": "parquet",
    "pq": "parquet",
    "csv": "csv",
    "grib": "grib",
    "grib2": "grib",
    "grb": "grib",
    "grb2": "grib",
    "geojson": "geojson",
    "gpkg": "geopackage",
    "fgb": "flatgeobuf",
    "zarr": "zarr",
    "parq": "kerchunk",
    "icechunk": "icechunk",
    "tiledb": "tiledb",
    "tdb": "tiledb",
}
# Formats that a file may have though its name speaks of another one.
_KIN = {"netcdf": ("netcdf", "hdf5"), "hdf5": ("hdf5", "netcdf"), "rasterio": ("rasterio",)}
# Text has no magic; these are folders.
_UNMARKED = ("csv", "geojson", "zarr", "kerchunk", "icechunk", "tiledb")
ZARR_FILES = (".zmetadata", "zarr.json", ".zgroup", ".zarray")
_TILEDB = frozenset({"__schema", "__array_schema.tdb", "__group", "__tiledb_group.tdb"})
_ICECHUNK = frozenset({"refs", "snapshots", "transactions"})


def by_name(location: str) -> str:
    """Format that the ending of an address or path speaks of; empty where it speaks of none."""
    path = location.partition("?")[0].partition("#")[0] if "://" in location else location
    name = path.rstrip("/").rpartition("/")[2].lower()
    for packed in (".gz", ".zip", ".bz2"):
        if name.endswith(f".csv{packed}"):
            return "csv"
    stem, dot, ending = name.rpartition(".")
    return _ENDINGS.get(ending, "") if dot and stem else ""


def by_bytes(head: bytes) -> str:
    """Format that the first bytes of a file show; empty where they show none."""
    found = next((form for magic, form in _MAGIC if head.startswith(magic)), "")
    if not found and is_kerchunk(head):
        return "kerchunk"
    return found


def of_file(named: str, head: bytes) -> str:
    """Format of a file, by what its name speaks of and its first bytes, which count more."""
    found = by_bytes(head)
    # NetCDF 4 files are HDF5 files.
    return named if not found or found in _KIN.get(named, ()) else found


def is_kerchunk(head: bytes) -> bool:
    """Whether a text begins as a file of references into other files does."""
    start = head[:200].lstrip(b" \t\r\n\xef\xbb\xbf")
    is_marked = b'.zgroup"' in head or b'.zarray"' in head or b'"version"' in start
    return start.startswith(b"{") and b'"refs"' in start and is_marked


def by_files(names: Collection[str]) -> str:
    """Format of a store that has these files and folders at its outermost level; empty where it is none."""
    found = set(names)
    if found.intersection(ZARR_FILES):
        return "zarr"
    if found & _TILEDB:
        return "tiledb"
    return "icechunk" if found >= _ICECHUNK else ""


def is_document(location: str) -> bool:
    """Whether an address speaks of a document, which must be read whole to be of any use."""
    path = location.partition("?")[0].partition("#")[0].lower()
    return path.endswith((".yaml", ".yml", ".json", ".xml"))


def is_data(location: str, head: bytes) -> bool:
    """Whether a file is data, of which a head is enough, rather than a document to be read.

    Parameters
    ----------
    location
        Its address or path; the ending counts where the bytes tell nothing.
    head
        Its first bytes, at most ``HEAD``.
    """
    if by_bytes(head):
        return True
    named = by_name(location)
    # A STAC item may well be called GeoJSON.
    return named != "" and not (named == "geojson" and b'"stac_version"' in head)


def contradicts(named: str, head: bytes) -> bool:
    """Whether a file's first bytes are not those of the format that its name speaks of."""
    if named in _UNMARKED:
        start = head[:500].lstrip().lower()
        return start.startswith((b"<!doctype", b"<html")) or (named == "zarr" and bool(head))
    return by_bytes(head) not in _KIN.get(named, (named,))
