"""Counts the values of a collection's columns under a choice. May block: call it in a thread.

What is counted in one go are the rows of one block, some milliseconds, so that other threads get their turn.
"""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import compress
from pathlib import Path
from typing import NamedTuple

import msgspec

from ...schemas.catalogs import FacetColumn, FacetQuery, Facets, FacetValue
from ...worker.table import BLOCK, DATASETS
from .reader import opened

Masks = dict[int, bytes]
_INVERSE = bytes.maketrans(b"\0\1", b"\1\0")


class _Group(NamedTuple):
    columns: list[int]
    combined: list[list[int]]
    counts: list[int]


class _Stored(NamedTuple):
    columns: list[tuple[str, str, list[str], list[int]]]
    groups: list[_Group]
    rows: int
    datasets: int
    format: str
    example: str


def facets(path: Path, query: FacetQuery) -> Facets | None:
    """Values of each column with their counts under what is chosen in the others; None where there is no table.

    Parameters
    ----------
    path
        The index of the collection.
    query
        What is chosen, and what the values must contain.
    """
    with opened(path) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'facet'").fetchone() is None:
            return None
        stored = _load(connection)
        wanted = _wanted(stored, query.chosen)
        found, rows, datasets = _count(connection, stored, wanted)
    columns = [
        _column(column, counts, query)
        for column, counts in zip(stored.columns, _by_column(stored, wanted, found), strict=True)
    ]
    unknown = sorted(set(query.chosen) - {column.name for column in columns})
    return Facets(
        columns=columns,
        asset_count=rows,
        dataset_count=datasets,
        total_assets=stored.rows,
        total_datasets=stored.datasets,
        unknown=unknown,
        format=stored.format,
        example=stored.example,
    )


def _load(connection: sqlite3.Connection) -> _Stored:
    decode = msgspec.msgpack.decode
    columns = [
        (name, kind, *decode(body, type=tuple[list[str], list[int]]))
        for name, kind, body in connection.execute("SELECT name, type, body FROM facet ORDER BY position")
    ]
    groups = [
        _Group(msgspec.json.decode(places, type=list[int]), *decode(body, type=tuple[list[list[int]], list[int]]))
        for places, body in connection.execute("SELECT columns, body FROM facet_group ORDER BY position")
    ]
    meta = dict(
        connection.execute(
            "SELECT key, value FROM meta WHERE key IN ('rows', 'datasets', 'format', 'example')"
        ).fetchall()
    )
    return _Stored(columns, groups, int(meta["rows"]), int(meta["datasets"]), meta["format"], meta["example"])


def _wanted(stored: _Stored, chosen: Mapping[str, list[str]]) -> dict[int, bytearray]:
    """For each column with a choice, whether a value is chosen, by its number."""
    wanted: dict[int, bytearray] = {}
    for place, (name, _, values, _) in enumerate(stored.columns):
        if picked := set(chosen.get(name, ())):
            wanted[place] = bytearray(value in picked for value in values)
    return wanted


def _count(
    connection: sqlite3.Connection, stored: _Stored, wanted: Mapping[int, bytearray]
) -> tuple[list[Mapping[int, int]], int, int]:
    """Rows of each combination of a group under the choice in the other groups; rows and datasets under all of it."""
    flags = {
        place: bytes(map(all, zip(*chosen, strict=True)))
        for place, group in enumerate(stored.groups)
        if (chosen := [_picked(group, index, wanted[column]) for index, column in _both(group, wanted)])
    }
    if not flags:
        return [dict(enumerate(group.counts)) for group in stored.groups], stored.rows, stored.datasets
    selected = _selected(connection, stored, flags)
    every = selected[None]
    found: list[Mapping[int, int]] = []
    for place, group in enumerate(stored.groups):
        is_free = not flags.keys() - {place}
        masks = selected.get(place, every)
        found.append(dict(enumerate(group.counts)) if is_free else _tally(connection, place, group, masks))
    seen = set[int]()
    for block, mask in enumerate(every):
        if 1 in mask:
            seen.update(compress(array("I", _codes(connection, DATASETS, block)), mask))
    rows = sum(mask.count(1) for mask in every)
    return found, rows, len(seen) if stored.datasets < stored.rows else rows


def _selected(
    connection: sqlite3.Connection, stored: _Stored, flags: Mapping[int, bytes]
) -> dict[int | None, list[bytes]]:
    """Block by block, rows that fulfil the choice in all groups but one; under None those that fulfil all of it."""
    selected: dict[int | None, list[bytes]] = {place: [] for place in (None, *flags)}
    for block in range((stored.rows + BLOCK - 1) // BLOCK):
        masks = {place: _mask(_codes(connection, place, block), table) for place, table in flags.items()}
        for place, joined in selected.items():
            if place is None or len(masks) > 1:
                joined.append(_joined(masks, place))
    return selected


def _tally(connection: sqlite3.Connection, place: int, group: _Group, masks: list[bytes]) -> Counter[int]:
    """Rows of each combination of a group; those left out are counted where they are fewer."""
    chosen = sum(mask.count(1) for mask in masks)
    is_inverse = 2 * chosen > sum(map(len, masks))
    counter = Counter[int]()
    for block, mask in enumerate(masks):
        counted = mask.translate(_INVERSE) if is_inverse else mask
        if 1 in counted:
            counter.update(compress(array("H", _codes(connection, place, block)), counted))
    if not is_inverse:
        return counter
    left = {code: count - counter[code] for code, count in enumerate(group.counts)}
    return Counter({code: count for code, count in left.items() if count})


def _both(group: _Group, wanted: Mapping[int, bytearray]) -> Iterator[tuple[int, int]]:
    return ((index, column) for index, column in enumerate(group.columns) if column in wanted)


def _picked(group: _Group, index: int, wanted: bytearray) -> list[int]:
    return [wanted[value] for value in group.combined[index]]


def _codes(connection: sqlite3.Connection, part: int, block: int) -> bytes:
    query = "SELECT codes FROM facet_block WHERE part = ? AND block = ?"
    found = connection.execute(query, (part, block)).fetchone()
    return found[0] if found else b""


def _mask(codes: bytes, flags: bytes) -> bytes:
    """For each two-byte number whether its flag is set: by tables for single bytes, which is quick."""
    low, high = codes[::2], codes[1::2]
    if len(flags) <= 256:
        return low.translate(flags.ljust(256, b"\0"))
    joined = 0
    for first in range(0, len(flags), 256):
        part = flags[first : first + 256]
        if 1 in part:
            is_page = bytes(page == first >> 8 for page in range(256))
            lows = int.from_bytes(low.translate(part.ljust(256, b"\0")), "little")
            joined |= lows & int.from_bytes(high.translate(is_page), "little")
    return joined.to_bytes(len(low), "little")


def _joined(masks: Masks, but: int | None) -> bytes:
    """Rows that fulfil every mask but one."""
    chosen = [mask for place, mask in masks.items() if place != but]
    if len(chosen) == 1:
        return chosen[0]
    joined = int.from_bytes(chosen[0], "little")
    for mask in chosen[1:]:
        joined &= int.from_bytes(mask, "little")
    return joined.to_bytes(len(chosen[0]), "little")


def _by_column(stored: _Stored, wanted: Mapping[int, bytearray], found: list[Mapping[int, int]]) -> list[list[int]]:
    """Counts of the values of each column, by number."""
    totals = [[0] * len(values) for _, _, values, _ in stored.columns]
    for group, counts in zip(stored.groups, found, strict=True):
        if not any(True for _ in _both(group, wanted)) and counts and not isinstance(counts, Counter):
            for column in group.columns:
                totals[column] = stored.columns[column][3]
            continue
        for index, column in enumerate(group.columns):
            others = [_picked(group, other, wanted[place]) for other, place in _both(group, wanted) if other != index]
            values, total = group.combined[index], totals[column]
            for code, count in counts.items():
                if all(flags[code] for flags in others):
                    total[values[code]] += count
    return totals


def _column(column: tuple[str, str, list[str], list[int]], counts: list[int], query: FacetQuery) -> FacetColumn:
    name, kind, values, _ = column
    chosen = set(query.chosen.get(name, ()))
    text = query.containing.get(name, "").strip().casefold()
    fitting = [
        (value, count)
        for value, count in zip(values, counts, strict=True)
        if value in chosen or (count and text in value.casefold())
    ]
    # What is chosen stays in sight, then the most frequent; equal ones as the table has them.
    fitting.sort(key=lambda pair: (pair[0] not in chosen, -pair[1]))
    return FacetColumn(
        name=name,
        type=kind,  # type: ignore[arg-type]  # the index holds what the schema names
        total=len(fitting),
        values=[FacetValue(value=value, count=count) for value, count in fitting[: query.limit]],
    )
