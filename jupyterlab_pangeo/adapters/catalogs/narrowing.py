"""By what a search in the indexes is narrowed beside its words."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from ...schemas.catalogs import Interval
from ...worker.traits import traits_of

# Conditions on rows of ``entry``, with the names that ``Narrowing.values`` binds. What is not asked for costs a glance.
KIND = "(:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds)))"
FORMAT = "(:formats IS NULL OR format IN (SELECT value FROM json_each(:formats)))"
LICENCE = "(:licences IS NULL OR licence IN (SELECT value FROM json_each(:licences)))"
KEYWORD = """(:keywords IS NULL OR entry.position IN (
    SELECT tagged.position FROM tagged
    WHERE code IN (SELECT code FROM keyword WHERE text IN (SELECT value FROM json_each(:keywords)))
))"""
# A box over the date line ends beyond 180 degrees, and some count eastward up to 360: hence a turn to either side.
WHERE = """(:west IS NULL OR entry.id IN (SELECT value FROM json_each(:there))
OR south <= :north AND north >= :south AND (
    west <= :east AND east >= :west OR west <= :east + 360 AND east >= :west + 360
    OR west <= :east - 360 AND east >= :west - 360
))"""
# Of times with less digits all that begin with them are meant.
WHEN = """(:since IS NULL OR entry.id IN (SELECT value FROM json_each(:then))
    OR start <= :until || '~' AND finish || '~' >= :since)"""


class Narrowing(NamedTuple):
    """What entries must have to be found; what is empty narrows nothing.

    ``bbox`` is west, south, east, north in degrees; ``interval`` the first and the last time, UTC, '' where open.
    ``there`` and ``then`` are ids of entries that fit these by what the catalogs that they stand for say.
    """

    kinds: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    interval: tuple[str, str] | None = None
    there: tuple[str, ...] = ()
    then: tuple[str, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether anything of one index is left out; readers are a matter of whole ones."""
        return any(self._replace(readers=()))

    def of(self, told: Iterable[tuple[str, list[float] | None, Interval | None]]) -> "Narrowing":
        """The same, with the entries that fit by box and time of the opened catalogs that they stand for."""
        traits = [(entry_id, traits_of(None, bbox, interval)) for entry_id, bbox, interval in told]
        return self._replace(
            there=tuple(entry_id for entry_id, (_, *box, _, _) in traits if self._is_there(box)),
            then=tuple(entry_id for entry_id, (*_, start, end) in traits if self._is_then(start, end)),
        )

    def _is_there(self, box: Sequence[float | None]) -> bool:
        own_west, own_south, own_east, own_north = box
        if self.bbox is None or own_west is None or own_south is None or own_east is None or own_north is None:
            return False
        west, south, east, north = self.bbox
        east += 360 if west > east else 0
        turns = any(own_west <= east + turn and own_east >= west + turn for turn in (0, 360, -360))
        return turns and own_south <= north and own_north >= south

    def _is_then(self, start: str | None, end: str | None) -> bool:
        if self.interval is None or start is None or end is None:
            return False
        since, until = self.interval
        return start <= f"{until or '~'}~" and f"{end}~" >= since

    def values(self) -> dict[str, Any]:
        """What the conditions are bound to."""
        west, south, east, north = self.bbox or (None, None, None, None)
        if west is not None and east is not None and west > east:
            east += 360
        since, until = self.interval or (None, None)
        return {
            **{name: _listed(getattr(self, name)) for name in ("kinds", "formats", "licences", "keywords")},
            **{"there": _listed(self.there) or "[]", "then": _listed(self.then) or "[]"},
            **{"west": west, "south": south, "east": east, "north": north},
            **{"since": since, "until": until or "~"},
        }


def _listed(values: tuple[str, ...]) -> str | None:
    return msgspec.json.encode(values).decode() if values else None
