"""Rows whose values have types: records inside of the collection, and Parquet."""

import io
import math
from collections.abc import Iterator, Sequence
from typing import Any

from ..limits import Limits
from ..problems import Fault, Overrun, clip
from ..table import ValueType
from .esm_rows import Columns, Rows, checked_names

_BLOCK = 8192


def record_rows(records: Sequence[Any]) -> Rows:
    """Rows from a list of objects, as ``catalog_dict`` has them; a missing value is an empty cell.

    Raises
    ------
    Fault
        None of them is an object.
    """
    names: dict[str, None] = {}
    for record in records:
        if isinstance(record, dict):
            names.update(dict.fromkeys(record))
    if not names:
        raise Fault("bad-table", "The collection's catalog_dict holds no objects.")
    rows = Rows(names=checked_names(list(names)), blocks=iter(()))
    rows.types = [_type_of([record.get(name) for record in records if isinstance(record, dict)]) for name in names]
    rows.blocks = _record_blocks(records, list(names), rows)
    return rows


def parquet_rows(data: bytes, limits: Limits) -> Rows:
    """Rows of a Parquet file, by pyarrow where it is there.

    Raises
    ------
    Fault
        pyarrow is missing, or the file is damaged.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        note = (
            "The table is Parquet, and the Jupyter server's Python has no pyarrow to read it. "
            "Install pyarrow there, or use the collection with a CSV table."
        )
        raise Fault("no-pyarrow", note) from None
    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        size = sum(file.metadata.row_group(place).total_byte_size for place in range(file.metadata.num_row_groups))
        if size > limits.max_table_bytes:
            raise Overrun(limits, "table_bytes")
        names = [field.name for field in file.schema_arrow]
        rows = Rows(names=checked_names(names), blocks=iter(()))
        rows.types = [_arrow_type(field.type, pyarrow.types) for field in file.schema_arrow]
        rows.blocks = _parquet_blocks(file, pyarrow)
    except pyarrow.ArrowException as problem:
        raise Fault("bad-table", f"The Parquet table cannot be read: {clip(str(problem))}.") from None
    return rows


def _record_blocks(records: Sequence[Any], names: list[str], rows: Rows) -> Iterator[Columns]:
    for start in range(0, len(records), _BLOCK):
        block = []
        for record in records[start : start + _BLOCK]:
            if isinstance(record, dict):
                block.append(record)
            else:
                rows.skip(f"not an object: {clip(repr(record))}")
        yield [[_text(record.get(name)) for record in block] for name in names]


def _parquet_blocks(file: Any, pyarrow: Any) -> Iterator[Columns]:
    try:
        for batch in file.iter_batches(batch_size=_BLOCK, use_threads=False):
            yield [list(map(_text, column.to_pylist())) for column in batch.columns]
    except pyarrow.ArrowException as problem:
        raise Fault("bad-table", f"The Parquet table cannot be read: {clip(str(problem))}.") from None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    is_missing = value is None or (isinstance(value, float) and math.isnan(value))
    return "" if is_missing else str(value)


def _type_of(values: Sequence[Any]) -> ValueType:
    given = [value for value in values if value is not None]
    if given and all(isinstance(value, int) and not isinstance(value, bool) for value in given):
        return "integer"
    if given and all(isinstance(value, int | float) and not isinstance(value, bool) for value in given):
        return "number"
    return "text"


def _arrow_type(kind: Any, types: Any) -> ValueType:
    if types.is_integer(kind):
        return "integer"
    return "number" if types.is_floating(kind) else "text"
