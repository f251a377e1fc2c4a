"""Rows of a collection's table, block by block: CSV as it streams in, Parquet, or records inside the collection."""

import csv
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from operator import methodcaller
from typing import Any, BinaryIO

from msgspec import Struct

from ..limits import MIB, Limits
from ..problems import Fault, Overrun, clip
from ..table import ValueType

_CHUNK = MIB
_MOST_COLUMNS = 500
# A row of more text than this is no row of a collection.
_LONGEST_ROW = MIB
Columns = Sequence[Sequence[str]]


class Rows(Struct, kw_only=True):
    """A table as it is read.

    Parameters
    ----------
    names
        Names of the columns, different from each other.
    blocks
        Rows, some thousands at a time, column by column; they can be gone through once.
    types
        Kinds of values, in the order of the names, once all blocks were read.
    malformed
        Rows left out, known once all blocks were read.
    first_malformed
        What is wrong with the first of them.
    """

    names: list[str]
    blocks: Iterator[Columns]
    types: list[ValueType] = []
    malformed: int = 0
    first_malformed: str = ""

    def skip(self, why: str) -> None:
        """Count a row that is left out."""
        self.malformed += 1
        self.first_malformed = self.first_malformed or why


class _Gunzip(io.RawIOBase):
    """A gzip file within the limits of size and ratio."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = memoryview(data)
        self._at = 0
        self._limits = limits
        self._decoder = zlib.decompressobj(31)
        self._decoded = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = b""
        while not found and self._go_on():
            found = self._decompress(len(buffer))
        self._decoded += len(found)
        if self._decoded > self._limits.max_table_bytes:
            raise Overrun(self._limits, "table_bytes")
        if self._decoded > max(MIB, self._limits.max_ratio * self._at):
            note = f"The table grows more than {self._limits.max_ratio:g}-fold when decompressed; refused."
            raise Fault("ratio", note)
        buffer[: len(found)] = found
        return len(found)

    def _go_on(self) -> bool:
        """Whether there is more: the rest of a member, or a further one. What else follows is nothing."""
        if not self._decoder.eof:
            return True
        start = self._at - len(self._decoder.unused_data)
        if bytes(self._data[start : start + 2]) != b"\x1f\x8b":
            return False
        self._at = start
        self._decoder = zlib.decompressobj(31)
        return True

    def _decompress(self, room: int) -> bytes:
        piece = self._decoder.unconsumed_tail
        if not piece:
            piece = bytes(self._data[self._at : self._at + 65_536])
            self._at += len(piece)
        if not piece:
            raise Fault("bad-encoding", "The compressed table ends early.")
        try:
            return self._decoder.decompress(piece, room)
        except zlib.error as problem:
            raise Fault("bad-encoding", f"The compressed table is damaged: {problem}.") from None


def csv_rows(data: bytes, limits: Limits) -> Rows:
    """Rows of a CSV file, which may be compressed by gzip.

    Raises
    ------
    Fault
        The file is compressed in another way, damaged, or empty.
    Overrun
        It is too large.
    """
    for mark, name in ((b"BZh", "bzip2"), (b"PK\x03\x04", "zip"), (b"\xfd7zXZ", "xz"), (b"PAR1", "Parquet")):
        if data.startswith(mark):
            note = (
                f"The table is {name} though its name says CSV; store it as CSV, as CSV in gzip, or name it .parquet."
            )
            raise Fault("bad-table", note)
    stream: BinaryIO = io.BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        stream = io.BufferedReader(_Gunzip(data, limits), _CHUNK)
    elif len(data) > limits.max_table_bytes:
        raise Overrun(limits, "table_bytes")
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="")
    try:
        names = next(csv.reader(text), [])
    except csv.Error as problem:
        raise Fault("bad-table", f"The first line of the table is not CSV: {problem}.") from None
    rows = Rows(names=checked_names(names), blocks=iter(()))
    rows.types = ["text"] * len(names)
    rows.blocks = _csv_blocks(text, rows)
    return rows


def checked_names(names: Sequence[str]) -> list[str]:
    """Names of columns; raises Fault where they cannot be told apart."""
    if not any(names):
        raise Fault("bad-table", "The table is empty: its first line names no columns.")
    if len(names) > _MOST_COLUMNS:
        raise Fault("bad-table", f"The table has {len(names):,} columns; at most {_MOST_COLUMNS} are read.")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise Fault("bad-table", f"The table has more than one column {clip(twice)!r}.")
    return [name[:200] for name in names]


def _csv_blocks(text: io.TextIOWrapper, rows: Rows) -> Iterator[Columns]:
    """Blocks of whole lines, cut at the commas; from the first quote on by the CSV reader, which is slower."""
    width = len(rows.names)
    rest = ""
    while piece := text.read(_CHUNK):
        block, newline, rest = (rest + piece).rpartition("\n")
        if not newline:
            if len(rest) > _LONGEST_ROW and '"' not in rest:
                raise Fault("bad-table", "The table has a line of more than a million characters, so it is no CSV.")
            if '"' not in rest:
                continue
        if '"' in block or '"' in rest:
            yield from _quoted(_lines(block + newline + rest, text), rows)
            return
        yield _cut(block, width, rows)
    if rest:
        yield _cut(rest, width, rows)


def _lines(start: str, text: io.TextIOWrapper) -> Iterator[str]:
    """Lines of what was read already and then of the rest."""
    begun = io.StringIO(start, newline="")
    for line in begun:
        if line.endswith(("\n", "\r")):
            yield line
        else:
            yield line + text.readline()
    yield from text


def _cut(block: str, width: int, rows: Rows) -> Columns:
    block = block.replace("\r\n", "\n").rstrip("\r\n")
    lines = block.split("\n")
    if set(map(methodcaller("count", ","), lines)) != {width - 1} or (width == 1 and "" in lines):
        kept = []
        for line in lines:
            if line and line.count(",") == width - 1:
                kept.append(line)
            elif line:
                rows.skip(f"{line.count(',') + 1} cells instead of {width}: {clip(line)}")
        block = "\n".join(kept)
        if not kept:
            return [[] for _ in range(width)]
    flat = block.replace("\n", ",").split(",")
    return [flat[place::width] for place in range(width)]


def _quoted(lines: Iterator[str], rows: Rows) -> Iterator[Columns]:
    reader = csv.reader(lines)
    width = len(rows.names)
    is_open = True
    while is_open:
        block: list[list[str]] = []
        is_open = False
        with suppress(StopIteration):
            while len(block) < 8192:
                try:
                    cells = next(reader)
                except csv.Error as problem:
                    rows.skip(f"line {reader.line_num + 1}: {problem}")
                    continue
                if len(cells) == width:
                    block.append(cells)
                elif cells:
                    rows.skip(f"{len(cells)} cells instead of {width}: {clip(','.join(cells))}")
            is_open = True
        yield list(zip(*block, strict=True)) if block else [[] for _ in range(width)]
