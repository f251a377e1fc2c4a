"""Searches the index of one document. Every function opens the file, and may block: call them in a thread."""

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from .narrowing import FORMAT, KEYWORD, KIND, LICENCE, WHEN, WHERE, Narrowing
from .reader import Row, opened, row_from

# Ranking by fit costs time for each match; a word that so many entries have says little.
RANKED = 2_000
# Keywords of one document that are counted: the chosen, then the most frequent.
MOST_KEYWORDS = 500
_WORD = re.compile(r"[^\W_]+", re.UNICODE)

IsStopped = Callable[[], bool]

_FITS = f"{KIND} AND {FORMAT} AND {LICENCE} AND {KEYWORD} AND {WHERE} AND {WHEN}"
_ROW = "position, id, entry.name, entry.title, kind, format, driver, nested, problems"

# How well a name or title fits the typed text as a whole. It is told for all that match before any is left out:
# else what a page holds would depend on how far it was paged.
_TIER = """CASE WHEN lower(:wanted) IN (lower(entry.name), lower(entry.title)) THEN 0
WHEN instr(lower(entry.name), lower(:wanted)) = 1 THEN 1 ELSE 2 END"""
_ALL = f"SELECT {_ROW}, 2, 0.0 FROM entry WHERE {_FITS} ORDER BY position LIMIT :limit"  # noqa: S608  constants
_ALL_COUNT = f"SELECT count(*) FROM entry WHERE {_FITS}"  # noqa: S608  constants
_NAMED = "(name LIKE :text ESCAPE '!' OR title <> name AND title LIKE :text ESCAPE '!')"
_NAMES = f"""
SELECT position, {_TIER} AS tier FROM entry WHERE {_NAMED} AND {_FITS} ORDER BY tier, position
"""  # noqa: S608  constants
_AT = f"SELECT {_ROW}, ?, 0.0 FROM entry WHERE position = ?"  # noqa: S608  constants
_HAS_WORDS = "SELECT EXISTS (SELECT 1 FROM words WHERE words MATCH :match)"
_WORDS_COUNT = "SELECT count(*) FROM words WHERE words MATCH :match"
_SOME_COUNT = f"""
SELECT count(*) FROM words JOIN entry ON position = words.rowid WHERE words MATCH :match AND {_FITS}
"""  # noqa: S608  constants
_RANKED, _SOME_RANKED = [
    f"""
SELECT {_ROW}, {_TIER} AS tier, bm25(words, 8.0, 8.0, 1.0, 4.0) AS fit FROM words JOIN entry ON position = words.rowid
WHERE words MATCH :match AND {fits} ORDER BY tier, fit, position LIMIT :limit
"""  # noqa: S608  constants
    for fits in ("1", _FITS)
]
# Of very many that match, those whose name or title begins with what was typed come first, where they are not many too.
_FIRST_COUNT = f"SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH :first LIMIT {RANKED + 1})"  # noqa: S608
_FIRST = f"""
SELECT {_ROW}, {_TIER} AS tier, 0.0 FROM words JOIN entry ON position = words.rowid
WHERE words MATCH :first AND tier < 2 AND {_FITS} ORDER BY tier, position LIMIT :limit
"""  # noqa: S608  constants
_UNRANKED, _SOME_UNRANKED = [
    f"""
SELECT {_ROW}, 2, 0.0 FROM words JOIN entry ON position = words.rowid
WHERE words MATCH :match AND {fits} AND position NOT IN (SELECT value FROM json_each(:known))
ORDER BY words.rowid LIMIT :limit
"""  # noqa: S608  constants
    for fits in ("1", _FITS)
]

_TEXT = f"""
(:match IS NULL OR entry.position IN (SELECT rowid FROM words WHERE words MATCH :match))
AND (:text IS NULL OR {_NAMED})
"""  # noqa: S608  constants
# Counts of the three go together: from these few lines each follows under a choice in the others.
_COUNTS = f"""
SELECT kind, format, licence, count(*) FROM entry
WHERE {_TEXT} AND {KEYWORD} AND {WHERE} AND {WHEN} GROUP BY kind, format, licence
"""  # noqa: S608  constants
_KEYWORDS = f"""
SELECT text, found FROM (
    SELECT code, count(*) AS found FROM tagged WHERE :is_all OR position IN (
        SELECT position FROM entry WHERE {_TEXT} AND {KIND} AND {FORMAT} AND {LICENCE} AND {WHERE} AND {WHEN}
    ) GROUP BY code
) JOIN keyword USING (code)
ORDER BY text IN (SELECT value FROM json_each(:keywords)) DESC, found DESC, text LIMIT :limit
"""  # noqa: S608  constants


class Hit(NamedTuple):
    """An entry found; the smaller ``rank``, the better it fits."""

    rank: tuple[int, float]
    row: Row


class Counts(NamedTuple):
    """How many entries have which kind, format and licence together, under what else narrows; and which keywords."""

    together: list[tuple[str, str, str | None, int]]
    keywords: list[tuple[str, int]]


def search(
    path: Path, words: str, narrowing: Narrowing, limit: int, is_stopped: IsStopped | None = None
) -> tuple[int, list[Hit]]:
    """Entries whose texts have all the words, each perhaps as a beginning.

    Parameters
    ----------
    path
        The index.
    words
        What the user typed; no syntax of the index's own reaches it. Empty finds everything.
    narrowing
        What the entries must have besides.
    limit
        Hits answered, the best ones.
    is_stopped
        Asked from time to time; once it says so the search ends by sqlite3.OperationalError.

    Returns
    -------
    tuple
        How many there are in all, and the best.
    """
    match = _match(words)
    if match is None and words.strip():
        return 0, []
    values = {**narrowing.values(), "match": match, "limit": limit, "wanted": words.strip()}
    with opened(path, is_stopped) as connection:
        if match is None:
            total = int(connection.execute(_ALL_COUNT, values).fetchone()[0])
            found = connection.execute(_ALL, values).fetchall()
        else:
            counting = _SOME_COUNT if narrowing.is_on else _WORDS_COUNT
            total = int(connection.execute(counting, values).fetchone()[0])
            if total > RANKED:
                found = _of_many(connection, words, narrowing, values)
            else:
                ranking = _SOME_RANKED if narrowing.is_on else _RANKED
                found = connection.execute(ranking, values).fetchall()
    return total, [_hit(item) for item in found]


def _of_many(
    connection: sqlite3.Connection, words: str, narrowing: Narrowing, values: dict[str, Any]
) -> list[tuple[Any, ...]]:
    """Hits where there are too many to rank each."""
    values = {**values, "first": f'{{name title}} : ^ "{" ".join(_parts(words))}" *'}
    found: list[tuple[Any, ...]] = []
    if connection.execute(_FIRST_COUNT, values).fetchone()[0] <= RANKED:
        found = connection.execute(_FIRST, values).fetchall()
    known = msgspec.json.encode([row[0] for row in found]).decode()
    values |= {"known": known, "limit": values["limit"] - len(found)}
    return found + connection.execute(_SOME_UNRANKED if narrowing.is_on else _UNRANKED, values).fetchall()


def search_names(
    path: Path, text: str, narrowing: Narrowing, limit: int, is_stopped: IsStopped | None = None
) -> tuple[int, list[Hit]]:
    """Entries whose name or title has the text anywhere inside; for when words find nothing."""
    values = {**narrowing.values(), "text": _like(text), "wanted": text.strip()}
    with opened(path, is_stopped) as connection:
        # One look at every row gives the count as well.
        positions = connection.execute(_NAMES, values).fetchall()
        hits = [connection.execute(_AT, (tier, position)).fetchone() for position, tier in positions[:limit]]
    return len(positions), [_hit(item) for item in hits]


def has_words(path: Path, words: str, is_stopped: IsStopped | None = None) -> bool:
    """Whether any entry has all the words."""
    match = _match(words)
    with opened(path, is_stopped) as connection:
        return match is not None and bool(connection.execute(_HAS_WORDS, {"match": match}).fetchone()[0])


def counts(path: Path, words: str, narrowing: Narrowing, is_name: bool, is_stopped: IsStopped | None = None) -> Counts:
    """Counts of kinds, formats, licences and keywords among the entries found.

    Parameters
    ----------
    path, words, narrowing, is_stopped
        As of :func:`search`.
    is_name
        Whether the text is looked for anywhere in names and titles, as by :func:`search_names`.
    """
    text = _like(words) if is_name else None
    match = None if is_name else _match(words)
    is_all = match is None and text is None and not narrowing._replace(keywords=()).is_on
    values: Mapping[str, Any] = {
        **narrowing.values(),
        **{"match": match, "text": text, "limit": MOST_KEYWORDS, "is_all": is_all},
    }
    with opened(path, is_stopped) as connection:
        return Counts(connection.execute(_COUNTS, values).fetchall(), connection.execute(_KEYWORDS, values).fetchall())


def _match(words: str) -> str | None:
    return " ".join(f'"{part}"*' for part in _parts(words)) or None


def _parts(words: str) -> list[str]:
    # A letter and its accent as one, for the pattern would part them.
    return _WORD.findall(unicodedata.normalize("NFC", words))[:12]


def _like(text: str) -> str:
    # At a NUL, which no name has, the comparison would end.
    plain = text.strip().replace("\0", " ")
    return f"%{plain.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"


def _hit(found: Sequence[Any]) -> Hit:
    *row, tier, fit = found
    return Hit((int(tier), float(fit)), row_from(row))
