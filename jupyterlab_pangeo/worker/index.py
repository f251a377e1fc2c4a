"""The index of one document: an SQLite file that is written once and then only read.

The details of an entry without a ``body`` are not made yet: ``kept`` has the text to make them of, with the position of
the first entry that it is of.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from ..schemas.catalogs import CatalogProblem
from . import table
from .identity import SCHEMA_VERSION, mark
from .limits import Limits
from .problems import error
from .readers import Details, Facts, Found
from .suspects import may_hold_secret
from .traits import COLUMNS, keywords_of, traits_of
from .withheld import withhold

_BATCH = 256
# Letters of a name or title.
_MOST = 2000

_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA page_size = 8192;
PRAGMA cache_size = -8000;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
    kind TEXT NOT NULL, format TEXT NOT NULL, driver TEXT NOT NULL, nested TEXT, problems BLOB,
    {COLUMNS}
);
CREATE TABLE keyword (code INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE tagged (code INTEGER, position INTEGER, PRIMARY KEY (code, position)) WITHOUT ROWID;
CREATE TABLE detail (
    position INTEGER PRIMARY KEY, description TEXT NOT NULL, keywords TEXT NOT NULL,
    body BLOB, source TEXT
);
CREATE TABLE kept (position INTEGER PRIMARY KEY, text BLOB NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(
    name, title, description, keywords, content='', tokenize="unicode61 remove_diacritics 2"
);
"""
_FINISH = """
DELETE FROM entry WHERE position NOT IN (SELECT max(position) FROM entry GROUP BY id);
DELETE FROM detail WHERE position NOT IN (SELECT position FROM entry);
DELETE FROM tagged WHERE position NOT IN (SELECT position FROM entry);
"""
_WORDS = """
INSERT INTO words(rowid, name, title, description, keywords)
SELECT position, name, CASE title WHEN name THEN '' ELSE title END, ifnull(description, ''), ifnull(keywords, '')
FROM entry LEFT JOIN detail USING (position);
CREATE UNIQUE INDEX entry_id ON entry(id);
CREATE INDEX entry_format ON entry(format);
"""


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
        self._prefix = catalog_id.encode() + b"".join(map(mark, names))
        self._encode = msgspec.json.Encoder().encode
        self._keywords: dict[str, int] = {}
        # Nobody else knows of the file yet. A lock would only fail, where the file system has none.
        self._connection = sqlite3.connect(f"{path.as_uri()}?nolock=1", isolation_level=None, uri=True)
        self._connection.executescript(_TABLES)

    def write(self, entries: Iterable[Found]) -> int:
        """Write every entry, in order; answers how many there are. Of two with one name the last stays."""
        connection, coming = self._connection, iter(entries)
        connection.execute("BEGIN")
        ids: set[bytes] = set()
        position = 0
        while batch := list(islice(coming, _BATCH)):
            self._write(batch, position, ids)
            position += len(batch)
        if len(ids) < position:
            for statement in _FINISH.strip().splitlines():
                connection.execute(statement)
        return len(ids)

    def _write(self, batch: list[Found], position: int, ids: set[bytes]) -> None:
        """Write entries that follow a position; adds their ids."""
        rows: list[tuple[object, ...]] = []
        details: list[tuple[object, ...]] = []
        tagged: list[tuple[int, int]] = []
        kept: list[tuple[int, bytes]] = []
        for found, body in zip(batch, self._bodies(batch), strict=True):
            position += 1
            if found.text:
                kept.append((position, found.text))
            told, problems = found.details, found.problems
            digest = hashlib.sha256(self._prefix + mark(found.name)).digest()[:8]
            ids.add(digest)
            rows.append(
                (
                    position, digest.hex(), found.name[:_MOST], (found.title or found.name)[:_MOST],
                    found.kind, found.format, found.driver, found.nested,
                    self._encode(sorted(problems, key=_severity)) if problems else None,
                    *traits_of(told.licence, told.bbox, told.interval),
                )
            )  # fmt: skip
            if body is not None or told.description or told.keywords:
                source = None if body is None else found.source
                details.append((position, told.description, " ".join(told.keywords), body, source))
            if told.keywords:
                tagged += [(self._code(word), position) for word in keywords_of(told.keywords)]
        add = self._connection.executemany
        add("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        add("INSERT INTO detail VALUES (?, ?, ?, ?, ?)", details)
        # In the table's own order it takes half the time.
        add("INSERT INTO tagged VALUES (?, ?)", sorted(tagged))
        add("INSERT INTO kept VALUES (?, ?)", kept)

    def _bodies(self, batch: list[Found]) -> list[bytes | None]:
        """Details as they are stored, without secrets; None of those that are made later."""
        bodies = [None if found.text is not None else self._encode(found.details) for found in batch]
        # Together in one look, for hardly any has one. A recipe says by itself which login it wants.
        recipes = sum(found.details.recipe is not None for found in batch)
        text = b"\n".join([body for body in bodies if body is not None])
        may_hold = any("://" in found.title for found in batch) or may_hold_secret(text, auths=recipes)
        for place, (found, body) in enumerate(zip(batch, bodies, strict=True)):
            if body is not None and (may_hold or len(body) > self._limits.max_entry_bytes):
                bodies[place] = self._body(found, body)
        return bodies

    def finish(self, facts: Facts) -> None:
        """Add the words and the document's own facts, and close."""
        connection = self._connection
        connection.executemany(
            "INSERT INTO keyword VALUES (?, ?)", [(code, text) for text, code in self._keywords.items()]
        )
        for statement in filter(str.strip, _WORDS.split(";")):
            connection.execute(statement)
        meta = {"schema": str(SCHEMA_VERSION), "parameters": self._encode(facts.user_parameters).decode()}
        if facts.about is not None:
            meta["about"] = self._encode(facts.about).decode()
        if facts.kept_at:
            meta["kept_at"] = facts.kept_at
        connection.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))
        if facts.table is not None:
            table.write(connection, facts.table)
        connection.execute("COMMIT")
        connection.close()

    def discard(self) -> None:
        """Close without finishing; the file is of no use."""
        self._connection.close()

    def _code(self, keyword: str) -> int:
        return self._keywords.setdefault(keyword, len(self._keywords))

    def _body(self, found: Found, body: bytes) -> bytes:
        """Details of an entry that may be too long, or hold a secret."""
        if "://" in found.title or may_hold_secret(body, auths=found.details.recipe is not None):
            withhold(found)
            body = self._encode(found.details)
        if len(body) <= self._limits.max_entry_bytes:
            return body
        found.problems = [*found.problems, error("budget-entry", self._limits.overrun("entry_bytes"))]
        found.details = Details(description=found.details.description[:2000])
        return self._encode(found.details)


def _severity(problem: CatalogProblem) -> int:
    return ("error", "warning", "information").index(problem.severity)
