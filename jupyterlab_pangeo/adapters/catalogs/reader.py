"""Reads the index of one document. Every function opens the file, and may block: call them in a thread."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ...schemas.catalogs import About, CatalogProblem, EntryKind, UserParameter
from ...worker.identity import SCHEMA_VERSION
from ...worker.readers import Details, Found

# Steps of SQLite's machine, some milliseconds, after which it is asked whether to go on.
_STEPS = 100_000

_PAGE = """
SELECT position, id, name, title, kind, format, driver, nested, problems FROM entry
WHERE position > ? ORDER BY position LIMIT ? OFFSET ?
"""
_DETAIL = "SELECT body, source FROM detail WHERE position = ?"
_KEPT = "SELECT position, text FROM kept WHERE position <= ? ORDER BY position DESC LIMIT 1"
_ONE = "SELECT position, id, name, title, kind, format, driver, nested, problems FROM entry WHERE id = ?"


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
    """An entry with its details; ``inherited`` are parameters of the document that its entry does not name itself.

    ``before`` is how many entries stand before it in the document.
    """

    row: Row
    details: Details
    inherited: list[UserParameter]
    source: str
    before: int = 0


def is_current(path: Path) -> bool:
    """Whether the file is an index that this version reads."""
    try:
        with opened(path) as connection:
            found = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.Error:
        return False
    return found is not None and found[0] == str(SCHEMA_VERSION)


def rows(path: Path, after: int, limit: int, skipped: int = 0) -> list[Row]:
    """Entries in the document's order, after a position and as many more as are skipped: positions may have gaps."""
    with opened(path) as connection:
        return [row_from(found) for found in connection.execute(_PAGE, (after, limit, skipped))]


def row(path: Path, entry_id: str) -> Row | None:
    """One entry of the document, or None."""
    with opened(path) as connection:
        found = connection.execute(_ONE, (entry_id,)).fetchone()
    return None if found is None else row_from(found)


def full(path: Path, entry_id: str) -> Full | None:
    """One entry with its details, or None."""
    with opened(path) as connection:
        found = connection.execute(_ONE, (entry_id,)).fetchone()
        if found is None:
            return None
        listed = row_from(found)
        before = connection.execute("SELECT count(*) FROM entry WHERE position < ?", (listed.position,)).fetchone()[0]
        body, source = connection.execute(_DETAIL, (listed.position,)).fetchone() or (None, "")
        if body is None:
            made = _made(connection, listed.position)
            listed, details, source = listed._replace(problems=made.problems), made.details, made.source
        else:
            details = msgspec.json.decode(body, type=Details)
        parameters = connection.execute("SELECT value FROM meta WHERE key = 'parameters'").fetchone()[0]
    own = {parameter.name for parameter in details.user_parameters}
    inherited = msgspec.json.decode(parameters, type=list[UserParameter])
    inherited = [parameter for parameter in inherited if parameter.name not in own]
    return Full(listed, details, inherited, source, before)


def _made(connection: sqlite3.Connection, position: int) -> Found:
    """An entry whose details are made of the text of its item."""
    # Loads the reader of STAC, which a server without such an item never needs.
    from ...worker.readers.stac import unfold
    from ...worker.withheld import withhold

    first, text = connection.execute(_KEPT, (position,)).fetchone()
    location = connection.execute("SELECT value FROM meta WHERE key = 'kept_at'").fetchone()[0]
    found = unfold(text, position - first, location)
    # No secret was seen in the text; should there be one nevertheless, it stops here.
    withhold(found)
    return found


def about(path: Path) -> About | None:
    """What the document says of itself, as far as its reader tells."""
    with opened(path) as connection:
        found = connection.execute("SELECT value FROM meta WHERE key = 'about'").fetchone()
    return None if found is None else msgspec.json.decode(found[0], type=About)


@contextlib.contextmanager
def opened(path: Path, is_stopped: Callable[[], bool] | None = None) -> Iterator[sqlite3.Connection]:
    """The index, to be read until the end of the block or until it is stopped; raises sqlite3.Error."""
    # Never changed once it is in place, so neither locks nor a journal are looked for.
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    if is_stopped is not None:
        connection.set_progress_handler(is_stopped, _STEPS)
    try:
        yield connection
    finally:
        connection.close()


def row_from(found: Sequence[Any]) -> Row:
    """The entry of a line with the columns of a list."""
    problems = msgspec.json.decode(found[8], type=list[CatalogProblem]) if found[8] else []
    position, identity, name, title, kind, form, driver, nested = found[:8]
    return Row(position, identity, name, title, kind, form, driver, nested, problems)
