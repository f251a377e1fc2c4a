"""Ring of samples in one SQLite file: 15 s apart for two days, in spans of five minutes for thirty.

The journal mode is DELETE everywhere: there is one writer and one write every 15 s, so a write-ahead log would gain
nothing, and it does not work on network file systems. All calls block; they belong in one thread.
"""

import json
import os
import sqlite3
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from ...schemas.common import Reason
from .samples import RAW_SECONDS, ROLLUP_SECONDS, SPAN_SECONDS, Labels, Point, Sample

MAX_BYTES = 150 * 1024**2
_HELD_TICKS = 240
_TIGHT_SECONDS = 3_600
_PAGE_BYTES = 4096
_VERSION = 1
_TABLES = """
CREATE TABLE series (id INTEGER PRIMARY KEY, metric TEXT NOT NULL, labels TEXT NOT NULL, seen REAL NOT NULL,
  UNIQUE (metric, labels));
CREATE TABLE raw (time REAL, series INTEGER, value REAL NOT NULL, PRIMARY KEY (time, series)) WITHOUT ROWID;
CREATE TABLE spans (time REAL, series INTEGER, total REAL NOT NULL, count INTEGER NOT NULL, low REAL NOT NULL,
  high REAL NOT NULL, last REAL NOT NULL, PRIMARY KEY (time, series)) WITHOUT ROWID;
"""
_ADD_SPAN = """
INSERT INTO spans VALUES (?, ?, ?, 1, ?, ?, ?) ON CONFLICT DO UPDATE SET total = total + excluded.total,
  count = count + 1, low = min(low, excluded.low), high = max(high, excluded.high), last = excluded.last
"""
_DROP_RAW = """
DELETE FROM raw WHERE (time, series) IN (SELECT time, series FROM raw WHERE time < ? ORDER BY time LIMIT 2000)
"""
_DROP_SPANS = """
DELETE FROM spans WHERE (time, series) IN (SELECT time, series FROM spans WHERE time < ? ORDER BY time LIMIT 2000)
"""  # Old spans go in small steps, so that some may be left of a series that is due.
_DROP_SERIES = """
DELETE FROM series WHERE seen < ? AND id NOT IN (SELECT series FROM spans WHERE time < ?)
"""


class Newer(Exception):
    """The file was written by a later version."""


class NoRecord(Exception):
    """There is no file, and this server is not the one that makes it."""


class SqliteStore:
    """Keeps samples in ``path``; what the disk does not take stays in memory, an hour of it at most.

    With ``is_reader`` nothing on the disk is made or changed, until `take_over`.
    """

    def __init__(self, path: Path, *, max_bytes: int = MAX_BYTES, is_reader: bool = False) -> None:
        self._path = path
        self._is_reader = is_reader
        self._max_pages = max_bytes // _PAGE_BYTES
        self._held: deque[tuple[float, list[Sample]]] = deque(maxlen=_HELD_TICKS)
        self._ids: dict[tuple[str, Labels], int] = {}
        self._seen: dict[int, float] = {}
        self._base: sqlite3.Connection | None = None
        self.problem: Reason | None = None
        self.notice: Reason | None = None

    def take_over(self) -> None:
        """Write from now on: no other server does."""
        if self._is_reader:
            self.close()
            self._is_reader = False

    def write(self, time: float, samples: list[Sample]) -> None:
        """Keep one tick and everything that is still held, then drop a little of what is old."""
        self._held.append((time, samples))
        try:
            base = self._opened()
            self._expire(base, time)
            with base:
                for moment, held in self._held:
                    self._insert(base, moment, held)
        except (sqlite3.Error, OSError, Newer) as error:
            self._failed(error)
        else:
            self._held.clear()
            self.problem = None

    def read(self, metric: str, start: float, end: float, *, fine: bool) -> Mapping[Labels, list[Point]]:
        """Points of each series of a metric, in order: the samples where ``fine``, else spans of five minutes."""
        found: dict[Labels, list[Point]] = {}
        columns = "time, value, value, value FROM raw" if fine else "time, total / count, last, high FROM spans"
        try:
            base = self._opened()
            names = base.execute("SELECT id, labels FROM series WHERE metric = ?", (metric,)).fetchall()
            known = {id: tuple((key, value) for key, value in json.loads(labels)) for id, labels in names}
            marks = ",".join("?" * len(known))
            rows = base.execute(
                f"SELECT series, {columns} WHERE time BETWEEN ? AND ? AND series IN ({marks}) ORDER BY time",
                (start, end, *known),
            )
            for series, *point in rows:
                found.setdefault(known[series], []).append(Point(*point))
        except NoRecord:
            pass
        except (sqlite3.Error, OSError, Newer) as error:
            self._failed(error)
        else:
            if self._is_reader:
                self.problem = None
        for moment, held in self._held:
            for sample in held:
                if sample.metric == metric and start <= moment <= end:
                    found.setdefault(sample.labels, []).append(Point(moment, sample.value, sample.value, sample.value))
        return found

    def erase(self) -> None:
        """Forget everything: the file with its journal, files put aside, and what memory holds."""
        self.close()
        self._held.clear()
        for path in self._path.parent.glob(f"{self._path.name}*"):
            path.unlink(missing_ok=True)
        self.problem = self.notice = None

    def close(self) -> None:
        """Let go of the file."""
        base, self._base = self._base, None
        self._ids.clear()
        self._seen.clear()
        if base is not None:
            base.close()

    def _opened(self) -> sqlite3.Connection:
        if self._base is not None:
            return self._base
        base = self._open_to_read() if self._is_reader else self._open_to_write()
        self._base = base
        return base

    def _open_to_write(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        base = sqlite3.connect(self._path, timeout=1, check_same_thread=False)
        try:
            base.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
            base.execute("PRAGMA journal_mode = DELETE")
            base.execute("PRAGMA cache_size = -256")
            base.execute(f"PRAGMA max_page_count = {self._max_pages}")
            if not _is_made(base, self._path):
                base.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
        except BaseException:
            base.close()
            raise
        return base

    def _open_to_read(self) -> sqlite3.Connection:
        if not self._path.is_file():
            raise NoRecord(str(self._path))
        base = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=1, check_same_thread=False
        )
        try:
            base.execute("PRAGMA cache_size = -256")
            if not _is_made(base, self._path):
                raise NoRecord(str(self._path))
        except BaseException:
            base.close()
            raise
        return base

    def _insert(self, base: sqlite3.Connection, time: float, samples: list[Sample]) -> None:
        span = time // SPAN_SECONDS * SPAN_SECONDS
        for sample in samples:
            id, value = self._id(base, sample), sample.value
            if base.execute("INSERT OR IGNORE INTO raw VALUES (?, ?, ?)", (time, id, value)).rowcount:
                base.execute(_ADD_SPAN, (span, id, value, value, value, value))
                if self._seen.get(id) != span:
                    base.execute("UPDATE series SET seen = max(seen, ?) WHERE id = ?", (span, id))
                    self._seen[id] = span

    def _id(self, base: sqlite3.Connection, sample: Sample) -> int:
        key = (sample.metric, sample.labels)
        if key not in self._ids:
            names = (sample.metric, json.dumps(sample.labels))
            base.execute("INSERT OR IGNORE INTO series (metric, labels, seen) VALUES (?, ?, 0)", names)
            row = base.execute("SELECT id FROM series WHERE metric = ? AND labels = ?", names).fetchone()
            self._ids[key] = row[0]
        return self._ids[key]

    def _expire(self, base: sqlite3.Connection, now: float) -> None:
        used, free = (base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count"))
        is_tight = used - free > 0.9 * self._max_pages
        with base:
            dropped = base.execute(_DROP_RAW, (now - (_TIGHT_SECONDS if is_tight else RAW_SECONDS),)).rowcount
            # Long history is given up only when there is no fine one left to give.
            is_last_resort = is_tight and not dropped
            base.execute(_DROP_SPANS, (now - (_TIGHT_SECONDS if is_last_resort else ROLLUP_SECONDS),))
            due = now - ROLLUP_SECONDS - SPAN_SECONDS
            if base.execute(_DROP_SERIES, (due, due)).rowcount:
                self._ids.clear()
                self._seen.clear()

    def _failed(self, error: Exception) -> None:
        self.close()
        if self._is_reader:
            self.problem = Reason(code="not-read", message=f"The record of usage cannot be read: {error}")
            return
        is_broken = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        if not is_broken:
            self.problem = Reason(code="not-kept", message=f"Usage is held in memory for an hour only: {error}")
            return
        aside = self._path.with_name(f"{self._path.name}.broken")
        try:
            self._path.replace(aside)
        except OSError as failure:
            self.problem = Reason(code="not-kept", message=f"Usage is held in memory for an hour only: {failure}")
        else:
            self.notice = Reason(code="put-aside", message=f"The record could not be read and is now {aside.name}.")


def _is_made(base: sqlite3.Connection, path: Path) -> bool:
    """Whether the tables are there; raises `Newer`."""
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise Newer(f"{path.name} was written by a later version; what is recorded now is not kept")
    return bool(version)
