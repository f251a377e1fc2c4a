"""A table of many rows, coded so that counts of values under a choice are quick.

Each column is a list of its different values, and a row holds their numbers. Columns that go together (an experiment
belongs to one activity) share one number a row: a few thousand combinations stand for several columns, so that
counting looks at each row once for all of them.
"""

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Literal

import msgspec
from msgspec import Struct

ValueType = Literal["text", "integer", "number"]

# Name of the one entry of a document that is a table, which stands for all of it.
COLLECTION = "collection"

# Rows of one block as it is stored: what is counted in one go.
BLOCK = 32_768
# More different values than this are of no use in a list, and no row needs more than two bytes for them.
MAX_VALUES = 65_535
# Combinations of values that columns may share one number for.
_MAX_COMBINED = 4_096
_SAMPLE = 16_384

_TABLES = """
CREATE TABLE facet (position INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE facet_group (position INTEGER PRIMARY KEY, columns TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE facet_block (part INTEGER, block INTEGER, codes BLOB NOT NULL, PRIMARY KEY (part, block)) WITHOUT ROWID;
"""
# Numbers of the datasets are kept beside those of the groups.
DATASETS = -1


class Column(Struct, kw_only=True):
    """One column: its values in the order of their numbers, and how many rows have each."""

    name: str
    type: ValueType = "text"
    values: list[str] = []
    counts: list[int] = []


class Coder:
    """Gives numbers to the values of one column as they come.

    Parameters
    ----------
    name
        Name of the column.
    is_kept
        Whether it is coded also where it has too many values for a facet, because datasets are told apart by it.
    """

    def __init__(self, name: str, is_kept: bool = False) -> None:
        self.column = Column(name=name)
        self.codes = array("I")
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._is_kept = is_kept
        self.is_facet = True

    def add(self, values: Iterable[str]) -> None:
        """Code the values of further rows."""
        if not (self.is_facet or self._is_kept):
            return
        self.codes.extend(map(self._numbers.__getitem__, values))
        if len(self._numbers) > MAX_VALUES:
            self.is_facet = False
            if not self._is_kept:
                self.codes, self._numbers = array("I"), defaultdict(count().__next__)

    def finish(self) -> None:
        """Fill in the column's values."""
        self.column.values = list(self._numbers)
        self.column.counts = [0] * len(self._numbers)


class Group(Struct, kw_only=True):
    """Columns that share one number a row.

    Parameters
    ----------
    columns
        Places of the columns.
    combined
        For each column, the number of its value that a number of the group stands for.
    counts
        Rows of each number of the group.
    codes
        Number of each row.
    """

    columns: list[int]
    combined: list[list[int]]
    counts: list[int]
    codes: "array[int]"


class Table(Struct, kw_only=True):
    """All rows of a collection.

    Parameters
    ----------
    datasets
        Number of the dataset that each row belongs to; None where each row is its own.
    format
        What the assets are, as the collection says.
    example
        Address of the first asset.
    """

    row_count: int
    dataset_count: int
    columns: list[Column]
    groups: list[Group]
    datasets: "array[int] | None" = None
    format: str = ""
    example: str = ""


def build(coders: Sequence[Coder], row_count: int, groupby: Sequence[str]) -> Table:
    """Put coded columns together.

    Parameters
    ----------
    coders
        The columns, with the codes of all rows.
    row_count
        How many rows there are.
    groupby
        Names of the columns whose values tell datasets apart; empty where each row is a dataset of its own.
    """
    by_name = {coder.column.name: coder.codes for coder in coders}
    keys = [by_name[name] for name in groupby if name in by_name]
    datasets, found = _combined(keys) if keys else (None, [()] * row_count)
    facets = [coder for coder in coders if coder.is_facet]
    for coder in facets:
        coder.finish()
    columns = [coder.column for coder in facets]
    groups = list(_groups([coder.codes for coder in facets]))
    for group in groups:
        for place, values in zip(group.columns, group.combined, strict=True):
            counts = columns[place].counts
            for value, rows in zip(values, group.counts, strict=True):
                counts[value] += rows
    return Table(row_count=row_count, dataset_count=len(found), columns=columns, groups=groups, datasets=datasets)


def write(connection: sqlite3.Connection, table: Table) -> None:
    """Add a table to the index of its document."""
    for statement in filter(str.strip, _TABLES.split(";")):
        connection.execute(statement)
    encode = msgspec.msgpack.encode
    connection.executemany(
        "INSERT INTO facet VALUES (?, ?, ?, ?)",
        [
            (position, column.name, column.type, encode((column.values, column.counts)))
            for position, column in enumerate(table.columns)
        ],
    )
    for position, group in enumerate(table.groups):
        columns = msgspec.json.encode(group.columns).decode()
        body = encode((group.combined, group.counts))
        connection.execute("INSERT INTO facet_group VALUES (?, ?, ?)", (position, columns, body))
        connection.executemany("INSERT INTO facet_block VALUES (?, ?, ?)", _blocks(position, group.codes))
    if table.datasets is not None:
        connection.executemany("INSERT INTO facet_block VALUES (?, ?, ?)", _blocks(DATASETS, table.datasets))
    facts = {"rows": table.row_count, "datasets": table.dataset_count, "format": table.format, "example": table.example}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in facts.items()])


def _blocks(part: int, codes: "array[int]") -> Iterator[tuple[int, int, bytes]]:
    for block, start in enumerate(range(0, len(codes), BLOCK)):
        yield part, block, codes[start : start + BLOCK].tobytes()


def _combined(codes: Sequence["array[int]"]) -> "tuple[array[int], list[tuple[int, ...]]]":
    numbers: defaultdict[tuple[int, ...], int] = defaultdict(count().__next__)
    found = array("I", map(numbers.__getitem__, zip(*codes, strict=True)))
    return found, list(numbers)


def _groups(codes: Sequence["array[int]"]) -> Iterator[Group]:
    """Columns put together where a sample says that few combinations occur; whole tables only confirm it."""
    for members in _alike(codes):
        shared, found = _combined([codes[place] for place in members])
        if len(found) <= MAX_VALUES:
            yield _group(members, shared, found)
            continue
        for place in members:
            shared, found = _combined([codes[place]])
            yield _group([place], shared, found)


def _group(members: list[int], shared: "array[int]", found: Sequence[tuple[int, ...]]) -> Group:
    rows = Counter(shared)
    return Group(
        columns=members,
        combined=[list(part) for part in zip(*found, strict=True)],
        counts=[rows[number] for number in range(len(found))],
        codes=array("H", shared),
    )


def _alike(codes: Sequence["array[int]"]) -> list[list[int]]:
    """Places of the columns, put together where that makes few combinations, by a sample of the rows."""
    step = max(1, len(codes[0]) // _SAMPLE) if codes else 1
    samples = [codes[place][::step] for place in range(len(codes))]
    found: list[tuple[list[int], list[object]]] = []
    for place in sorted(range(len(codes)), key=lambda place: len(set(samples[place])), reverse=True):
        sample = samples[place]
        joined = [(len(set(zip(rows, sample, strict=True))), index) for index, (_, rows) in enumerate(found)]
        fewest, index = min(joined, default=(_MAX_COMBINED, 0))
        # A sample sees but a part of the combinations.
        if fewest * 2 <= _MAX_COMBINED:
            members, rows = found[index]
            found[index] = ([*members, place], list(zip(rows, sample, strict=True)))
        else:
            found.append(([place], list(sample)))
    return [members for members, _ in found]
