"""Reads the index of one document. Every function opens the file, and may block: call them in a thread."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ...schemas.catalogs import About, CatalogProblem, EntryKind, UserParameter
from ...worker.index import SCHEMA_VERSION
from ...worker.readers import Details

# Ranking by fit costs time for each match; a word that so many entries have says little.
RANKED = 2_000
_WORD = re.compile(r"[^\W_]+", re.UNICODE)

_PAGE = """
SELECT position, id, name, title, kind, format, driver, nested, problems FROM entry
WHERE position > ? ORDER BY position LIMIT ?
"""
_ONE = "SELECT position, id, name, title, kind, format, driver, nested, problems FROM entry WHERE id = ?"
_ALL = """
SELECT position, id, name, title, kind, format, driver, nested, problems, 0.0 FROM entry
WHERE :form IS NULL OR format = :form ORDER BY position LIMIT :limit
"""
_ALL_COUNT = "SELECT count(*) FROM entry WHERE :form IS NULL OR format = :form"
_NAMES = """
SELECT position FROM entry
WHERE (name LIKE :text ESCAPE '!' OR title <> name AND title LIKE :text ESCAPE '!')
AND (:form IS NULL OR format = :form)
"""
_AT = """
SELECT position, id, name, title, kind, format, driver, nested, problems, 0.0 FROM entry WHERE position = ?
"""
_WORDS_COUNT = "SELECT count(*) FROM words WHERE words MATCH :match"
_WORDS_FORM_COUNT = """
SELECT count(*) FROM words JOIN entry ON position = words.rowid WHERE words MATCH :match AND format = :form
"""
# Only what is answered is looked up: with all that match it takes twice as long.
_RANKED = """
SELECT position, id, name, title, kind, format, driver, nested, problems, fit
FROM (
    SELECT rowid AS position, bm25(words, 8.0, 8.0, 1.0, 4.0) AS fit
    FROM words WHERE words MATCH :match ORDER BY fit, rowid LIMIT :limit
) JOIN entry USING (position) ORDER BY fit, position
"""
_RANKED_FORM = """
SELECT position, id, entry.name, entry.title, kind, format, driver, nested, problems,
       bm25(words, 8.0, 8.0, 1.0, 4.0) AS fit
FROM words JOIN entry ON position = words.rowid
WHERE words MATCH :match AND format = :form ORDER BY fit, position LIMIT :limit
"""
_UNRANKED = """
SELECT position, id, entry.name, entry.title, kind, format, driver, nested, problems, 0.0
FROM words JOIN entry ON position = words.rowid
WHERE words MATCH :match AND (:form IS NULL OR format = :form) ORDER BY words.rowid LIMIT :limit
"""


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
        with opened(path) as connection:
            found = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.Error:
        return False
    return found is not None and found[0] == str(SCHEMA_VERSION)


def rows(path: Path, after: int, limit: int) -> list[Row]:
    """Entries in the document's order, from the one after a position."""
    with opened(path) as connection:
        return [_row(found) for found in connection.execute(_PAGE, (after, limit))]


def row(path: Path, entry_id: str) -> Row | None:
    """One entry of the document, or None."""
    with opened(path) as connection:
        found = connection.execute(_ONE, (entry_id,)).fetchone()
    return None if found is None else _row(found)


def full(path: Path, entry_id: str) -> Full | None:
    """One entry with its details, or None."""
    with opened(path) as connection:
        found = connection.execute(_ONE, (entry_id,)).fetchone()
        if found is None:
            return None
        body, source = connection.execute("SELECT body, source FROM detail WHERE position = ?", (found[0],)).fetchone()
        parameters = connection.execute("SELECT value FROM meta WHERE key = 'parameters'").fetchone()[0]
    details = msgspec.json.decode(body, type=Details)
    own = {parameter.name for parameter in details.user_parameters}
    inherited = msgspec.json.decode(parameters, type=list[UserParameter])
    return Full(_row(found), details, [parameter for parameter in inherited if parameter.name not in own], source)


def about(path: Path) -> About | None:
    """What the document says of itself, as far as its reader tells."""
    with opened(path) as connection:
        found = connection.execute("SELECT value FROM meta WHERE key = 'about'").fetchone()
    return None if found is None else msgspec.json.decode(found[0], type=About)


def search(path: Path, words: str, form: str | None, limit: int) -> tuple[int, list[Hit]]:
    """Entries whose texts have all the words, each perhaps as a beginning.

    Parameters
    ----------
    path
        The index.
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
        return (0, []) if words.strip() else _found(path, _ALL, _ALL_COUNT, "", {"form": form, "limit": limit})
    values = {"match": " ".join(f'"{part}"*' for part in parts), "form": form, "limit": limit}
    counting, ranking = (_WORDS_COUNT, _RANKED) if form is None else (_WORDS_FORM_COUNT, _RANKED_FORM)
    with opened(path) as connection:
        total = int(connection.execute(counting, values).fetchone()[0])
        found = connection.execute(ranking if total <= RANKED else _UNRANKED, values).fetchall()
    return total, [_hit(item, words) for item in found]


def search_names(path: Path, text: str, form: str | None, limit: int) -> tuple[int, list[Hit]]:
    """Entries whose name or title has the text anywhere inside; for when words find nothing."""
    escaped = text.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    with opened(path) as connection:
        # One look at every row gives the count as well.
        positions = connection.execute(_NAMES, {"text": f"%{escaped}%", "form": form}).fetchall()
        hits = [connection.execute(_AT, position).fetchone() for position in positions[:limit]]
    return len(positions), [_hit(item, text) for item in hits]


def _found(path: Path, query: str, counting: str, typed: str, values: Mapping[str, object]) -> tuple[int, list[Hit]]:
    with opened(path) as connection:
        total = int(connection.execute(counting, values).fetchone()[0])
        return total, [_hit(item, typed) for item in connection.execute(query, values)]


def _hit(found: Sequence[object], typed: str) -> Hit:
    entry = _row(found[:-1])
    name, wanted = entry.name.lower(), typed.strip().lower()
    tier = 0 if wanted in (name, entry.title.lower()) else 1 if wanted and name.startswith(wanted) else 2
    return Hit((tier, float(str(found[-1]))), entry)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The index, to be read until the end of the block; raises sqlite3.Error."""
    # Never changed once it is in place, so neither locks nor a journal are looked for.
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def _row(found: Sequence[Any]) -> Row:
    problems = msgspec.json.decode(found[8], type=list[CatalogProblem]) if found[8] else []
    position, identity, name, title, kind, form, driver, nested = found[:8]
    return Row(position, identity, name, title, kind, form, driver, nested, problems)
