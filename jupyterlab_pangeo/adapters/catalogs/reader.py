"""Reads the index of one document. Every function opens the file, and may block: call them in a thread."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ...schemas.catalogs import CatalogProblem, EntryKind, UserParameter
from ...worker.index import SCHEMA_VERSION
from ...worker.readers import Details

# Ranking by fit costs time for each match; a word that so many entries have says little.
RANKED = 2_000
_COLUMNS = "position, id, name, title, kind, format, driver, nested, problems"
_WORD = re.compile(r"\w+", re.UNICODE)


class Row(NamedTuple):
    """An entry as a list shows it; ``nested`` is the location of the catalog that it stands for."""

    position: int
    id: str
    name: str
    title: str
    kind: EntryKind
    format: str
    driver: str
    nested: str | None
    problems: list[CatalogProblem]


class Full(NamedTuple):
    """An entry with its details; ``inherited`` are parameters of the document that its entry does not name itself."""

    row: Row
    details: Details
    inherited: list[UserParameter]
    source: str


class Hit(NamedTuple):
    """An entry found; the smaller ``rank``, the better it fits."""

    rank: tuple[int, float]
    row: Row


def is_current(path: Path) -> bool:
    """Whether the file is an index that this version reads."""
    try:
        with _open(path) as connection:
            found = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.Error:
        return False
    return found is not None and found[0] == str(SCHEMA_VERSION)


def rows(path: Path, after: int, limit: int) -> list[Row]:
    """Entries in the document's order, from the one after a position."""
    query = f"SELECT {_COLUMNS} FROM entry WHERE position > ? ORDER BY position LIMIT ?"
    with _open(path) as connection:
        return [_row(found) for found in connection.execute(query, (after, limit))]


def row(path: Path, entry_id: str) -> Row | None:
    """One entry of the document, or None."""
    with _open(path) as connection:
        found = connection.execute(f"SELECT {_COLUMNS} FROM entry WHERE id = ?", (entry_id,)).fetchone()
    return None if found is None else _row(found)


def full(path: Path, entry_id: str) -> Full | None:
    """One entry with its details, or None."""
    with _open(path) as connection:
        found = connection.execute(f"SELECT {_COLUMNS} FROM entry WHERE id = ?", (entry_id,)).fetchone()
        if found is None:
            return None
        body, source = connection.execute("SELECT body, source FROM detail WHERE position = ?", (found[0],)).fetchone()
        parameters = connection.execute("SELECT value FROM meta WHERE key = 'parameters'").fetchone()[0]
    details = msgspec.json.decode(body, type=Details)
    own = {parameter.name for parameter in details.user_parameters}
    inherited = msgspec.json.decode(parameters, type=list[UserParameter])
    return Full(_row(found), details, [parameter for parameter in inherited if parameter.name not in own], source)


def search(path: Path, words: str, form: str | None, limit: int) -> tuple[int, list[Hit]]:
    """Entries whose texts have all the words, each perhaps as a beginning.

    Parameters
    ----------
    words
        What the user typed; no syntax of the index's own reaches it. Empty finds everything.
    form
        Format that the entries must have, or None.
    limit
        Hits answered, the best ones.

    Returns
    -------
    tuple
        How many there are in all, and the best.
    """
    parts = _WORD.findall(words)[:12]
    if not parts:
        return (0, []) if words.strip() else _everything(path, form, limit)
    match = " ".join(f'"{part}"*' for part in parts)
    wanted = "" if form is None else " AND format = ?"
    values = (match,) if form is None else (match, form)
    source = f"FROM words JOIN entry ON entry.position = words.rowid WHERE words MATCH ?{wanted}"
    with _open(path) as connection:
        counting = "FROM words WHERE words MATCH ?" if form is None else source
        total = int(connection.execute(f"SELECT count(*) {counting}", values).fetchone()[0])
        if total > RANKED:
            order = "0.0"
        else:
            order = "bm25(words, 8.0, 8.0, 1.0, 4.0)"
        query = f"SELECT {order} AS fit, {_prefixed()} {source} ORDER BY fit, entry.position LIMIT ?"
        found = connection.execute(query, (*values, limit)).fetchall()
    return total, [_hit(item, words) for item in found]


def search_names(path: Path, text: str, form: str | None, limit: int) -> tuple[int, list[Hit]]:
    """Entries whose name or title has the text anywhere inside; for when words find nothing."""
    wanted = "(instr(lower(name), ?) OR instr(lower(title), ?))" + ("" if form is None else " AND format = ?")
    lower = text.strip().lower()
    values = (lower, lower) if form is None else (lower, lower, form)
    with _open(path) as connection:
        total = int(connection.execute(f"SELECT count(*) FROM entry WHERE {wanted}", values).fetchone()[0])
        query = f"SELECT 0.0, {_COLUMNS} FROM entry WHERE {wanted} ORDER BY position LIMIT ?"
        found = connection.execute(query, (*values, limit)).fetchall()
    return total, [_hit(item, text) for item in found]


def _everything(path: Path, form: str | None, limit: int) -> tuple[int, list[Hit]]:
    wanted, values = ("", ()) if form is None else (" WHERE format = ?", (form,))
    with _open(path) as connection:
        total = int(connection.execute(f"SELECT count(*) FROM entry{wanted}", values).fetchone()[0])
        query = f"SELECT 0.0, {_COLUMNS} FROM entry{wanted} ORDER BY position LIMIT ?"
        found = connection.execute(query, (*values, limit)).fetchall()
    return total, [_hit(item, "") for item in found]


def _hit(found: Sequence[object], words: str) -> Hit:
    entry = _row(found[1:])
    name, typed = entry.name.lower(), words.strip().lower()
    tier = 0 if name == typed or entry.title.lower() == typed else 1 if typed and name.startswith(typed) else 2
    return Hit((tier, float(str(found[0]))), entry)


@contextlib.contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    # Never changed once it is in place, so neither locks nor a journal are looked for.
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def _prefixed() -> str:
    return ", ".join(f"entry.{name}" for name in _COLUMNS.split(", "))


def _row(found: Sequence[object]) -> Row:
    *plain, problems = found
    decoded = msgspec.json.decode(bytes(problems), type=list[CatalogProblem]) if isinstance(problems, bytes) else []
    return Row(*plain, decoded)  # type: ignore[arg-type]  # the columns are typed by the table
