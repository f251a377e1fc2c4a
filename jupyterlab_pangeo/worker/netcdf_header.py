"""Header of a classic NetCDF file (CDF-1, CDF-2, CDF-5): dimensions, variables and attributes, out of its first bytes.

Follows the file format specification of the NetCDF User's Guide.
"""

import math
import struct
from typing import Any, NamedTuple

_TYPES = {
    1: ("int8", "b", 1),
    2: ("char", "s", 1),
    3: ("int16", "h", 2),
    4: ("int32", "i", 4),
    5: ("float32", "f", 4),
    6: ("float64", "d", 8),
    7: ("uint8", "B", 1),
    8: ("uint16", "H", 2),
    9: ("uint32", "I", 4),
    10: ("int64", "q", 8),
    11: ("uint64", "Q", 8),
}
_DIMENSIONS, _VARIABLES, _ATTRIBUTES = 10, 11, 12
_MOST = 5_000
_LONGEST = 4_000
_MOST_VALUES = 50


class Truncated(Exception):
    """The bytes end before the header does, or are none."""


class Variable(NamedTuple):
    """A variable: names of its dimensions in order, their sizes, its type, its attributes."""

    dims: list[str]
    shape: list[int]
    dtype: str
    attributes: dict[str, Any]


class Header(NamedTuple):
    """What a header says; ``is_whole`` is false where the bytes ended early."""

    dimensions: dict[str, int]
    attributes: dict[str, Any]
    variables: dict[str, Variable]
    is_whole: bool


def header(data: bytes) -> Header | None:
    """Header of a file that begins with these bytes; None where it is no classic NetCDF file."""
    if data[:3] != b"CDF" or data[3:4] not in (b"\x01", b"\x02", b"\x05"):
        return None
    reader = _Reader(data)
    dimensions: list[tuple[str, int]] = []
    attributes: dict[str, Any] = {}
    variables: dict[str, Variable] = {}
    is_whole = True
    try:
        records = reader.count()
        for _ in range(reader.length(_DIMENSIONS)):
            name, size = reader.text(), reader.count()
            dimensions.append((name, size or records))
        attributes = reader.attributes()
        for _ in range(reader.length(_VARIABLES)):
            name, variable = reader.variable(dimensions)
            variables[name] = variable
    except Truncated:
        is_whole = False
    return Header(dict(dimensions), attributes, variables, is_whole)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 4
        self._wide = data[3] == 5
        self._offset = 8 if data[3] in (2, 5) else 4

    def take(self, size: int) -> bytes:
        if size < 0 or self._at + size > len(self._data):
            raise Truncated
        found = self._data[self._at : self._at + size]
        self._at += size
        return found

    def count(self) -> int:
        size = 8 if self._wide else 4
        value = int.from_bytes(self.take(size), "big")
        # Of a file that is still being written the number of records is not told.
        return 0 if value == (1 << 8 * size) - 1 else value

    def length(self, tag: int) -> int:
        """Number of items of a list."""
        found = int.from_bytes(self.take(4), "big")
        count = self.count()
        if found not in (0, tag) or (found == 0 and count) or count > _MOST:
            raise Truncated
        return count

    def text(self) -> str:
        size = self.count()
        found = self.take(size)
        self.take(-size % 4)
        return found.decode("utf-8", "replace")

    def attributes(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for _ in range(self.length(_ATTRIBUTES)):
            name = self.text()
            found[name] = self._value()
        return found

    def _value(self) -> Any:
        known = _TYPES.get(int.from_bytes(self.take(4), "big"))
        count = self.count()
        if known is None:
            raise Truncated
        _, code, size = known
        data = self.take(count * size)
        self.take(-(count * size) % 4)
        if code == "s":
            return data.decode("utf-8", "replace").rstrip("\0")[:_LONGEST]
        values = list(struct.unpack(f">{min(count, _MOST_VALUES)}{code}", data[: min(count, _MOST_VALUES) * size]))
        # Not a number has no form in JSON.
        plain = [value if math.isfinite(value) else None for value in values]
        return plain[0] if count == 1 else plain

    def variable(self, dimensions: list[tuple[str, int]]) -> tuple[str, Variable]:
        name = self.text()
        rank = self.count()
        if rank > 1024:
            raise Truncated
        numbers = [self.count() for _ in range(rank)]
        if any(number >= len(dimensions) for number in numbers):
            raise Truncated
        attributes = self.attributes()
        known = _TYPES.get(int.from_bytes(self.take(4), "big"))
        self.count()
        self.take(self._offset)
        dims = [dimensions[number] for number in numbers]
        dtype = known[0] if known else "unknown"
        return name, Variable([dim for dim, _ in dims], [size for _, size in dims], dtype, attributes)
