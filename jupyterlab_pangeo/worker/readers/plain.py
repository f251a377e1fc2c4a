"""Reader of data that lie somewhere by themselves: a file, a store, or a folder of them."""

from collections.abc import Iterator
from typing import Any

import msgspec

from ...schemas.catalogs import CatalogProblem, EntryKind, Link, Recipe
from ..locations import is_local, redacted
from ..netcdf_header import header
from ..places import Item, Listing, Store
from ..problems import error, information, warning
from ..signatures import by_name, contradicts, of_file
from . import Details, Facts, Found, Source
from .access import auth_of
from .intake_entry import plain_text
from .zarr_metadata import described, fitting

_KINDS: dict[str, EntryKind] = {
    "rasterio": "image",
    "csv": "table",
    "parquet": "table",
    "geojson": "table",
    "geopackage": "table",
    "flatgeobuf": "table",
    "other": "other",
}
# What must be said for data of public buckets to be read without keys.
_PUBLIC: dict[str, dict[str, Any]] = {
    "s3": {"anon": True},
    "s3a": {"anon": True},
    "gs": {"token": "anon"},
    "gcs": {"token": "anon"},
    "abfs": {"anon": True},
    "abfss": {"anon": True},
    "az": {"anon": True},
}
_STORES = frozenset({"zarr", "icechunk", "tiledb"})
_NOT_BY_HTTP = frozenset({"icechunk", "tiledb"})
_TROUBLES = {
    "unreadable": "It cannot be read: the permission is missing, or it is gone.",
    "wrong-content": "Its name speaks of a format that its content is not of.",
    "empty": "The file is empty.",
}


class Plain:
    """Tells what lies there by its name and first bytes; the data themselves are never read here."""

    name = "plain"
    reads_data = True

    def matches(self, source: Source) -> bool:
        """Whether it is data, or a folder; a document is for other readers."""
        return source.shape != "document"

    def read(self, source: Source, facts: Facts) -> Iterator[Found]:
        """Yield what is in a folder, or the one entry that stands for a file or store."""
        name = source.location.partition("?")[0].rstrip("/").rpartition("/")[2] or source.location
        facts.title = name[:200]
        if source.shape == "folder":
            yield from _folder(source, facts)
        elif source.shape == "store":
            yield _store(name, source)
        elif source.shape == "head":
            yield _file(name, source)
        else:
            yield _address(name, source)


READER = Plain()


def _folder(source: Source, facts: Facts) -> Iterator[Found]:
    listing = msgspec.json.decode(source.data, type=Listing)
    if by_name(source.location) in _STORES:
        facts.problems.append(error("wrong-content", "The folder is called a store, but holds no store's metadata."))
    if listing.is_cut:
        note = "The folder holds more than is shown; open one of its own folders as a catalog."
        facts.problems.append(warning("folder-large", note))
    if listing.other:
        note = f"Files of no format that is known here: {listing.other:,}; left out."
        facts.problems.append(information("left-out", note))
    if listing.outside:
        note = (
            f"Links that lead out of the folders that the operator allows, or nowhere: {listing.outside:,}; left out."
        )
        facts.problems.append(warning("left-out", note))
    for item in listing.items:
        path = f"{source.location.rstrip('/')}/{item.name}"
        problems = [error(item.trouble, _TROUBLES[item.trouble])] if item.trouble else []
        if item.is_folder and not item.format:
            yield _nested(item, path, problems)
        else:
            metadata = _size(item)
            if item.files:
                told = described(Store(format=item.format, files=item.files), source.limits, problems)
                metadata |= told.metadata
            yield _found(item.name, item.format, path, metadata, problems, source)


def _nested(item: Item, path: str, problems: list[CatalogProblem]) -> Found:
    nested = None if problems else item.target or path
    return Found(
        name=item.name, kind="catalog", format="folder", driver="", details=Details(), nested=nested, problems=problems
    )


def _size(item: Item) -> dict[str, Any]:
    return {"size in bytes": item.size} if item.size >= 0 and not item.is_folder else {}


def _store(name: str, source: Source) -> Found:
    store = msgspec.json.decode(source.data, type=Store)
    problems: list[CatalogProblem] = []
    url = _without_file(source.location)
    if not store.files:
        return _found(name, store.format, url, {}, problems, source)
    told = described(store, source.limits, problems)
    if store.format == "zarr" and not told.variables and "://" in url:
        note = "The store is not consolidated: what it holds shows when it is opened."
        problems.append(information("not-consolidated", note))
    return _found(_last(url), store.format, url, told.metadata, problems, source)


def _without_file(location: str) -> str:
    path, mark, query = location.partition("?")
    for name in (".zmetadata", "zarr.json", ".zgroup", ".zarray"):
        path = path.removesuffix(f"/{name}")
    return f"{path.rstrip('/')}{mark}{query}"


def _last(url: str) -> str:
    return url.partition("?")[0].rstrip("/").rpartition("/")[2] or url


def _file(name: str, source: Source) -> Found:
    named = by_name(source.location)
    problems: list[CatalogProblem] = []
    form = of_file(named, source.data)
    if not source.data:
        problems.append(error("empty", _TROUBLES["empty"]))
    elif named and contradicts(named, source.data):
        problems.append(error("wrong-content", _TROUBLES["wrong-content"]))
    metadata: dict[str, Any] = {"size in bytes": source.size} if source.size >= 0 else {}
    read = header(source.data) if not problems else None
    if read is not None:
        variables = {
            key: {"dimensions": each.dims, "shape": each.shape, "dtype": each.dtype, "attributes": each.attributes}
            for key, each in read.variables.items()
        }
        metadata |= {"dimensions": read.dimensions, "variables": variables, "attributes": read.attributes}
        if not read.is_whole:
            problems.append(information("partly-read", "The file's header is longer than what was read of it."))
    return _found(name, form, source.location, metadata, problems, source)


def _address(name: str, source: Source) -> Found:
    scheme = source.location.partition("://")[0].lower()
    form = by_name(source.location)
    note = f"What lies at {scheme}:// is not looked at here; the code is made from the address alone."
    if scheme in _PUBLIC:
        public = ", ".join(f"{key}={item!r}" for key, item in _PUBLIC[scheme].items())
        note += f" It reads without keys ({public}), as public buckets want; take that out for one of your own."
    problems = [information("not-looked-at", note)]
    if not form:
        told = f"The name of {redacted(source.location)} does not tell what lies there; one that ends in .zarr would."
        problems.insert(0, error("unknown-format", told))
    return _found(name, form or "other", source.location, {}, problems, source)


def _found(
    name: str, form: str, url: str, metadata: dict[str, Any], problems: list[CatalogProblem], source: Source
) -> Found:
    shown, is_cut = fitting(metadata, source.limits.max_entry_bytes // 2)
    if is_cut:
        problems = [*problems, information("partly-read", "It tells more of itself than is shown.")]
    if form in _NOT_BY_HTTP and url.lower().startswith(("http://", "https://")):
        problems = [
            *problems,
            error("no-http", "No library opens such a repository over HTTP; its s3 or gs address will do."),
        ]
    is_usable = form != "other" and not any(problem.severity == "error" for problem in problems)
    attributes = metadata.get("attributes")
    told = attributes if isinstance(attributes, dict) else {}
    return Found(
        name=name,
        title=plain_text(told.get("title")).strip()[:200],
        kind=_KINDS.get(form, "grid"),
        format=form,
        driver="",
        details=Details(
            description=plain_text(told.get("summary", told.get("description"))).strip()[:50_000],
            metadata=shown,
            recipe=_recipe(form, url) if is_usable else None,
            licence=plain_text(told.get("license"))[:500] or None,
            provider=plain_text(told.get("institution"))[:500] or None,
            keywords=[word for part in plain_text(told.get("keywords")).split(",") if (word := part.strip())][:100],
            links=_links(told),
        ),
        problems=problems,
    )


def _links(told: dict[str, Any]) -> list[Link]:
    return [
        Link(url=url, title=key)
        for key in ("references", "metadata_link", "infoUrl")
        if (url := plain_text(told.get(key))).lower().startswith(("http://", "https://")) and " " not in url
    ]


def _recipe(form: str, url: str) -> Recipe:
    scheme = url.partition("://")[0].lower() if "://" in url else ""
    options = dict(_PUBLIC.get(scheme, {}))
    return Recipe(
        reader="plain",
        driver="",
        # xarray opens both kinds of file by the same means.
        format="netcdf" if form == "hdf5" else form,
        urls=[url],
        is_local=is_local(url),
        arguments={"engine": "h5netcdf"} if form == "hdf5" else {},
        storage_options=options,
        is_literal=True,
        auth=auth_of([url], options, {}),
    )
