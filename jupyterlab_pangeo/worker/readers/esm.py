"""Reader of ESM collections as intake-esm has them: a JSON file, and a table with one row an asset."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from ...schemas.catalogs import CatalogProblem, Recipe
from ..json_text import Malformed, parse_object, value
from ..locations import is_local, join
from ..problems import Fault, clip, error, information, warning
from ..table import COLLECTION, MAX_VALUES, Coder, Table, build
from . import Details, Facts, Found, Source
from .esm_rows import Rows, csv_rows
from .esm_typed import parquet_rows, record_rows

_SPACE = b" \t\r\n\xef\xbb\xbf"
_MOST_SOURCE = 20_000


class _Head(Struct):
    esmcat_version: Raw | UnsetType = UNSET


_HEAD = msgspec.json.Decoder(_Head)


class Esm:
    """Reads the whole table into the index, from which facets are counted."""

    name = "esm"

    def matches(self, source: Source) -> bool:
        """Whether it is a JSON object with an ``esmcat_version``."""
        data = source.data.lstrip(_SPACE)
        if data[:1] != b"{" or b'"esmcat_version"' not in data:
            return False
        try:
            return _HEAD.decode(data).esmcat_version is not UNSET
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # Not quite JSON: the reader says what is wrong with it.
            return True

    def read(self, source: Source, facts: Facts) -> Iterator[Found]:
        """Yield one entry, which stands for the collection; its table is in ``facts``.

        Raises
        ------
        Fault
            The file is no collection, or its table cannot be had.
        """
        document = _Document(source, facts)
        facts.title = document.text("id")[:200]
        if document.is_null("id"):
            note = "The collection's id is null, which intake-esm refuses: load code for it fails until it has one."
            facts.problems.append(warning("null-id", note))
        facts.description = document.text("description")
        rows = _rows(source, document, facts)
        asset_column = _asset_column(document, rows, facts)
        facts.table = _coded(rows, asset_column, document, facts)
        name = source.location.rpartition("/")[2].partition("?")[0].partition(".")[0]
        yield Found(
            name=COLLECTION,
            title=facts.title or name,
            kind="catalog",
            format="esm_datastore",
            driver="esm_datastore",
            details=_details(source, document, facts),
            source=source.data[: 4 * _MOST_SOURCE].decode("utf-8", "replace")[:_MOST_SOURCE],
        )


READER = Esm()


class _Document:
    """Members of the JSON file; one that is not as it should be is missing, with a warning."""

    def __init__(self, source: Source, facts: Facts) -> None:
        self._raw = parse_object(source.data, source.limits)
        self._facts = facts

    def __contains__(self, name: str) -> bool:
        return bytes(self._raw.get(name, b"null")) != b"null"

    def is_null(self, name: str) -> bool:
        """Whether it is given, as null."""
        return name in self._raw and name not in self

    def value(self, name: str) -> Any:
        """Any value, None where it is missing."""
        if name not in self._raw:
            return None
        try:
            return value(self._raw[name])
        except Malformed as problem:
            self._facts.problems.append(warning("bad-value", f"{name!r} is {problem}; left out."))
            return None

    def text(self, name: str) -> str:
        """A text, empty where it is none."""
        found = self.value(name)
        return found if isinstance(found, str) else ""

    def mapping(self, name: str) -> dict[str, Any]:
        """An object, empty where it is none."""
        found = self.value(name)
        if found is not None and not isinstance(found, dict):
            self._facts.problems.append(warning("bad-value", f"{name!r} is not an object; left out."))
        return found if isinstance(found, dict) else {}


def _rows(source: Source, document: _Document, facts: Facts) -> Rows:
    if "catalog_dict" in document:
        records = document.value("catalog_dict")
        if not isinstance(records, list):
            raise Fault("bad-table", "The collection's catalog_dict is not a list of objects.")
        return record_rows(records)
    named = document.text("catalog_file")
    if not named:
        raise Fault("bad-table", "The collection names no table: it has neither 'catalog_file' nor 'catalog_dict'.")
    if source.fetch is None:
        raise Fault("bad-table", "The collection's table lies in another file, which cannot be fetched here.")
    data = source.fetch(_place(source, named, facts))
    if data.startswith(b"PAR1") or named.lower().endswith((".parquet", ".pq")):
        return parquet_rows(data, source.limits)
    return csv_rows(data, source.limits)


def _place(source: Source, named: str, facts: Facts) -> str:
    """Where the table lies: beside the file, or in a working folder that the file itself lies below."""
    path, _, name = named.rpartition("/")
    path = path.removeprefix("./")
    if is_local(named) and path and not path.startswith("/") and f"{source.folder}/".endswith(f"/{path}/"):
        note = f"The table's place, {clip(named)}, is relative to the folder that the notebook must run in."
        facts.problems.append(information("relative-path", note))
        return join(source.folder, name)
    return join(source.folder, named)


def _asset_column(document: _Document, rows: Rows, facts: Facts) -> str:
    found = document.mapping("assets").get("column_name")
    if isinstance(found, str) and found in rows.names:
        return found
    note = f"The table has no column {clip(str(found))!r}, which should hold the assets, so nothing can be loaded."
    facts.problems.append(error("bad-columns", note))
    return ""


def _coded(rows: Rows, asset_column: str, document: _Document, facts: Facts) -> Table:
    groupby = _groupby(document, rows, facts)
    coders = {name: Coder(name, name in groupby) for name in rows.names if name != asset_column}
    places = [coders.get(name) for name in rows.names]
    count = missing = 0
    example = ""
    for block in rows.blocks:
        count += len(block[0])
        for coder, values in zip(places, block, strict=True):
            if coder is not None:
                coder.add(values)
            else:
                missing += values.count("")
                example = example or next(filter(None, values), "")
    for name, kind in zip(rows.names, rows.types, strict=True):
        if name in coders:
            coders[name].column.type = kind
    _tell(rows, missing, [name for name, coder in coders.items() if not coder.is_facet], facts)
    ordered = [*_attributes(document, coders, facts), *coders]
    table = build([coders[name] for name in dict.fromkeys(ordered)], count, groupby)
    table.format, table.example = _format(document), example[:2000]
    return table


def _format(document: _Document) -> str:
    found = document.mapping("assets").get("format")
    return found if isinstance(found, str) else ""


def _groupby(document: _Document, rows: Rows, facts: Facts) -> list[str]:
    found = document.mapping("aggregation_control").get("groupby_attrs")
    names = [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
    if lacking := [name for name in names if name not in rows.names]:
        note = f"Datasets are told apart by columns that the table has not: {clip(', '.join(lacking))}."
        facts.problems.append(error("bad-columns", note))
    return [name for name in names if name in rows.names]


def _attributes(document: _Document, coders: dict[str, Coder], facts: Facts) -> list[str]:
    """Columns in the order in which the collection tells of them."""
    found = document.value("attributes")
    items = found if isinstance(found, list) else []
    names = [
        item["column_name"] for item in items if isinstance(item, dict) and isinstance(item.get("column_name"), str)
    ]
    if lacking := [name for name in names if name not in coders]:
        note = f"The collection tells of columns that the table has not: {clip(', '.join(lacking))}."
        facts.problems.append(information("bad-columns", note))
    return [name for name in names if name in coders]


def _tell(rows: Rows, missing: int, dropped: Sequence[str], facts: Facts) -> None:
    told: list[CatalogProblem] = []
    if rows.malformed:
        note = f"{rows.malformed:,} rows of the table are malformed and left out; the first: {rows.first_malformed}."
        told.append(warning("bad-rows", note))
    if missing:
        told.append(warning("bad-rows", f"{missing:,} rows of the table name no asset."))
    if dropped:
        note = f"More than {MAX_VALUES:,} values, so not to be chosen from: {clip(', '.join(dropped))}."
        told.append(information("many-values", note))
    facts.problems += told


def _details(source: Source, document: _Document, facts: Facts) -> Details:
    assets = document.mapping("assets")
    kinds = assets.get("format") or assets.get("format_column_name")
    control = document.mapping("aggregation_control")
    metadata = {
        "format": kinds,
        "datasets told apart by": control.get("groupby_attrs"),
        "variables": control.get("variable_column_name"),
        "aggregations": control.get("aggregations"),
        "last updated": document.value("last_updated"),
        "version": document.value("esmcat_version"),
    }
    recipe = Recipe(
        reader="esm",
        driver="esm_datastore",
        format="esm_datastore",
        urls=[source.location],
        is_local=source.is_local,
        arguments={},
        storage_options={},
        is_literal=True,
    )
    return Details(
        description=facts.description[:50_000],
        metadata={key: item for key, item in metadata.items() if item not in (None, "", [])},
        recipe=recipe,
        keywords=[column.name for column in facts.table.columns] if facts.table else [],
    )
