"""Tables as ERDDAP writes them: rows by column name, from JSON or CSV."""

import csv
import io
import math
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

from ...schemas.catalogs import Interval
from ..json_text import Malformed, items, members, parse_object, value
from ..problems import Fault, Overrun, clip
from . import Source


class Row(dict[str, Any]):
    """Values by column; ``trouble`` says why some are missing, ``written`` how the row is written."""

    trouble: str = ""
    written: str = ""

    def text(self, *names: str) -> str:
        """Value of the first of some columns that holds text, stripped."""
        for name in names:
            found = self.get(name)
            if isinstance(found, str) and found.strip():
                return found.strip()
        return ""

    def number(self, name: str) -> float | None:
        """Number in a column; None for null, NaN, and what is none."""
        return number(self.get(name))


def number(given: Any) -> float | None:
    """Number of a JSON value or a text; None for null, NaN and what is none."""
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return None
    try:
        found = float(given)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def moment(given: Any) -> str | None:
    """Time as ISO 8601 has it, from such a text or from seconds since 1970; None for what is neither."""
    seconds = number(given)
    if seconds is not None:
        try:
            return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, OverflowError, OSError):
            return None
    text = given.strip() if isinstance(given, str) else ""
    return text[:40] if text[:4].lstrip("-").isdigit() and "-" in text[1:] else None


def interval(start: Any, end: Any) -> Interval | None:
    """Start and end where there is one of them."""
    found = (moment(start), moment(end))
    return found if any(found) else None


def bbox(west: float | None, south: float | None, east: float | None, north: float | None) -> list[float] | None:
    """Box in degrees, from longitudes that may go from 0 to 360; None where it is none."""
    if west is None or south is None or east is None or north is None:
        return None
    if not (-90.5 <= south <= north <= 90.5 and -360 <= west <= east <= 720):
        return None
    south, north = max(south, -90.0), min(north, 90.0)
    if east - west >= 359:
        return [-180.0, south, 180.0, north]
    if east > 180:
        # West lies east of east where the box crosses the antimeridian.
        west, east = (west + 180) % 360 - 180, (east + 180) % 360 - 180
    return [round(each, 9) for each in (west, south, east, north)]


def table(source: Source) -> tuple[list[str], Iterator[Row]]:
    """Names of the columns, and the rows, of a document.

    Raises
    ------
    Fault
        It is no table.
    Overrun
        It has too many values.
    """
    if source.data[:20].lstrip(b" \t\r\n\xef\xbb\xbf")[:1] == b"{":
        return _json(source)
    return _csv(source)


def _json(source: Source) -> tuple[list[str], Iterator[Row]]:
    document = parse_object(source.data, source.limits)
    try:
        inner = members(document["table"])
        names = value(inner["columnNames"])
        rows = items(inner["rows"])
    except (KeyError, Malformed) as problem:
        raise Fault("not-a-catalog", f"The answer is no table of ERDDAP: {clip(str(problem))}.") from None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Fault("not-a-catalog", "The table's 'columnNames' are not a list of names.")
    return names, (_json_row(names, raw) for raw in rows)


def _json_row(names: list[str], raw: Any) -> Row:
    try:
        found = value(raw)
    except Malformed as problem:
        row = Row()
        row.trouble = f"The row cannot be read: {problem}."
    else:
        row = _row(names, found if isinstance(found, list) else [])
        if not isinstance(found, list):
            row.trouble = f"The row is not a list but {clip(repr(found))}."
    row.written = bytes(raw)[:80_000].decode("utf-8", "replace")[:20_000]
    return row


def _row(names: list[str], values: list[Any]) -> Row:
    row = Row(zip(names, values, strict=False))
    if len(values) != len(names):
        row.trouble = f"The row has {len(values)} values for {len(names)} columns."
    return row


def _csv(source: Source) -> tuple[list[str], Iterator[Row]]:
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What ERDDAP's CSV is by its manual.
        text = source.data.decode("latin-1")
    csv.field_size_limit(source.limits.max_entry_bytes)
    lines = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    names = next(lines, [])
    if not names:
        raise Fault("not-a-catalog", "The table has no columns.")
    # The second line has the units.
    next(lines, None)
    return names, _csv_rows(names, lines, source)


def _csv_rows(names: list[str], lines: Iterator[list[str]], source: Source) -> Iterator[Row]:
    count = 0
    while True:
        try:
            values = next(lines, None)
        except csv.Error as problem:
            row = Row()
            row.trouble = f"The row cannot be read: {clip(str(problem))}."
            yield row
            continue
        if values is None:
            return
        count += len(values)
        if count > source.limits.max_nodes:
            raise Overrun(source.limits, "nodes")
        if values:
            row = _row(names, list(values))
            row.written = ",".join(values)[:20_000]
            yield row
