"""The index of one document: an SQLite file that is written once and then only read."""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from ..schemas.catalogs import CatalogProblem
from . import table
from .limits import Limits
from .problems import error
from .readers import Details, Facts, Found

# Raise it with every change of the tables or of what readers put into them: older files are then written anew.
SCHEMA_VERSION = 2
_BATCH = 500

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA page_size = 8192;
PRAGMA cache_size = -8000;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
    kind TEXT NOT NULL, format TEXT NOT NULL, driver TEXT NOT NULL, nested TEXT, problems BLOB
);
CREATE TABLE detail (
    position INTEGER PRIMARY KEY, description TEXT NOT NULL, keywords TEXT NOT NULL,
    body BLOB NOT NULL, source TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5(
    name, title, description, keywords, content='', tokenize="unicode61 remove_diacritics 2"
);
"""
_FINISH = """
DELETE FROM entry WHERE position NOT IN (SELECT max(position) FROM entry GROUP BY id);
DELETE FROM detail WHERE position NOT IN (SELECT position FROM entry);
"""
_WORDS = """
INSERT INTO words(rowid, name, title, description, keywords)
SELECT position, name, CASE title WHEN name THEN '' ELSE title END, description, keywords
FROM entry JOIN detail USING (position);
CREATE UNIQUE INDEX entry_id ON entry(id);
CREATE INDEX entry_format ON entry(format);
"""


def entry_id(catalog_id: str, names: Sequence[str]) -> str:
    """Id of an entry: the same after every reload, for it comes from the catalog and the names that lead to it."""
    digest = hashlib.sha256(catalog_id.encode())
    for name in names:
        digest.update(_mark(name))
    return digest.hexdigest()[:16]


class IndexWriter:
    """Writes the entries of one document.

    Parameters
    ----------
    path
        File to write; it must not exist.
    catalog_id, names
        Catalog, and the entries that lead to the document.
    limits
        Budget of an entry.
    """

    def __init__(self, path: Path, catalog_id: str, names: Sequence[str], limits: Limits) -> None:
        self._limits = limits
        self._prefix = hashlib.sha256(catalog_id.encode())
        for name in names:
            self._prefix.update(_mark(name))
        self._encode = msgspec.json.Encoder().encode
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(_TABLES)

    def write(self, entries: Iterable[Found]) -> int:
        """Write every entry, in order; answers how many there are. Of two with one name the last stays."""
        connection = self._connection
        connection.execute("BEGIN")
        rows: list[tuple[object, ...]] = []
        details: list[tuple[object, ...]] = []
        ids: set[bytes] = set()
        position = 0
        for found in entries:
            position += 1
            body, problems = self._body(found)
            identity = self._prefix.copy()
            identity.update(_mark(found.name))
            ids.add(identity.digest()[:8])
            kept = self._encode(sorted(problems, key=_severity)) if problems else None
            rows.append(
                (
                    position, identity.hexdigest()[:16], _storable(found.name), _storable(found.title or found.name),
                    found.kind, found.format, found.driver, found.nested, kept,
                )
            )  # fmt: skip
            details.append((position, found.details.description, " ".join(found.details.keywords), body, found.source))
            if len(rows) >= _BATCH:
                self._flush(rows, details)
        self._flush(rows, details)
        if len(ids) < position:
            for statement in _FINISH.strip().splitlines():
                connection.execute(statement)
        return len(ids)

    def finish(self, facts: Facts) -> None:
        """Add the words and the document's own facts, and close."""
        connection = self._connection
        for statement in filter(str.strip, _WORDS.split(";")):
            connection.execute(statement)
        meta = {"schema": str(SCHEMA_VERSION), "parameters": self._encode(facts.user_parameters).decode()}
        if facts.about is not None:
            meta["about"] = self._encode(facts.about).decode()
        connection.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))
        if facts.table is not None:
            table.write(connection, facts.table)
        connection.execute("COMMIT")
        connection.close()

    def discard(self) -> None:
        """Close without finishing; the file is of no use."""
        self._connection.close()

    def _flush(self, rows: list[tuple[object, ...]], details: list[tuple[object, ...]]) -> None:
        self._connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._connection.executemany("INSERT INTO detail VALUES (?, ?, ?, ?, ?)", details)
        rows.clear()
        details.clear()

    def _body(self, found: Found) -> tuple[bytes, list[CatalogProblem]]:
        body = self._encode(found.details)
        if len(body) <= self._limits.max_entry_bytes:
            return body, found.problems
        note = self._limits.overrun("entry_bytes")
        found.details = Details(description=found.details.description[:2000])
        return self._encode(found.details), [*found.problems, error("budget-entry", note)]


def _severity(problem: CatalogProblem) -> int:
    return ("error", "warning", "information").index(problem.severity)


def _mark(name: str) -> bytes:
    return b"\0" + name.encode("utf-8", "surrogatepass")


def _storable(text: str) -> str:
    return text[:2000]
