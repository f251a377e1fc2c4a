"""Items of large collections: what a list and a search need is read at once, the rest of an item when it is asked for.

Only items about which nothing is odd, and that no secret can be in: any other is read as a whole, at once.
"""

import re
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType, field

from ...schemas.catalogs import Interval
from ..suspects import may_hold_secret
from . import Details, Found, Source
from .stac_formats import format_of
from .stac_links import Names

# Items that are looked at together, and whose texts lie together in the index.
BLOCK = 64
# Addresses that need no second look: neither a query nor a user, no way out of a folder.
_is_plain_address = re.compile(
    r"(?!.*/\.)(?:(?:https?|s3|gs)://[\w.-]+(?::\d+)?/[\w./~%+=,:-]*|[\w-][\w./-]*)", re.ASCII
).fullmatch
# Details say some of an item twice, and its address at greater length.
_GROWTH = 4

# Larger whole numbers count as text elsewhere.
_Degrees = Annotated[float, Meta(ge=-1e15, le=1e15)]


class _Asset(Struct):
    href: str
    type: str | None = None
    title: str | None = None
    description: str | None = None
    licence: str | None = field(name="license", default=None)
    arguments: dict[str, Raw] | None = field(name="xarray:open_kwargs", default=None)
    options: dict[str, Raw] | None = field(name="xarray:storage_options", default=None)


class _Properties(Struct):
    datetime: str | None = None
    start_datetime: str | None = None
    end_datetime: str | None = None
    title: str | None = None
    licence: str | None = field(name="license", default=None)
    keywords: list[str] | None = None


class _Link(Struct):
    rel: str = ""
    href: str = ""


class _Item(Struct):
    id: str
    assets: dict[str, _Asset]
    properties: _Properties
    bbox: list[_Degrees] | None = None
    links: list[_Link] = []
    title: str | None = None
    licence: str | None = field(name="license", default=None)
    keywords: list[str] | None = None
    extent: Raw | UnsetType = UNSET


class _Counted(Struct):
    assets: dict[str, Raw]


_decode = msgspec.json.Decoder(_Item).decode
_decode_counted = msgspec.json.Decoder(_Counted).decode
_decode_block = msgspec.json.Decoder(list[Raw]).decode


class Keeper:
    """Takes items that follow each other, and lists their assets with the items' text to make the details of.

    Parameters
    ----------
    source
        The document.
    names
        Those given in it so far.
    """

    def __init__(self, source: Source, names: Names) -> None:
        limits = source.limits
        self._most = min(limits.max_kept_bytes, limits.max_entry_bytes // _GROWTH - len(source.location))
        self._is_local = source.is_local
        self._names = names
        self._texts: list[Raw] = []
        self._found: list[Found] = []

    def is_safe(self, block: list[Raw]) -> bool:
        """Whether no secret can be in any of these items, and all of their text can be read."""
        text = b"\n".join(block)
        try:
            is_text = text.isascii() or bool(text.decode())
        except UnicodeDecodeError:
            return False
        return is_text and not may_hold_secret(text)

    def takes(self, raw: Raw) -> bool:
        """Take an item that is safe; answers whether nothing is odd about it, else it is left."""
        if len(raw) > self._most:
            return False
        try:
            item = _decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return False
        if not _is_plain(item, self._is_local):
            return False
        self._texts.append(raw)
        _list(item, self._names, self._found)
        return True

    def taken(self) -> list[Found]:
        """Assets of the items taken since it was asked last; the first has the text of all of them."""
        found = self._found
        if found:
            found[0].text = b"[" + b",".join(self._texts) + b"]"
            self._texts, self._found = [], []
        return found


def place_in(text: bytes, place: int) -> tuple[Raw, int]:
    """Of items that lie together the one that an asset belongs to, and which of its assets it is.

    Parameters
    ----------
    text
        As :meth:`Keeper.taken` has it.
    place
        Of the asset, from 0, among those of all the items.

    Raises
    ------
    ValueError
        There are fewer.
    """
    for raw in _decode_block(text):
        count = len(_decode_counted(raw).assets)
        if place < count:
            return raw, place
        place -= count
    raise ValueError("no such asset")


def _is_plain(item: _Item, is_local: bool) -> bool:
    if not (item.id and item.assets and item.extent is UNSET and (item.bbox is None or len(item.bbox) in (4, 6))):
        return False
    for link in item.links:
        # Items in a file lie nowhere by themselves.
        if not is_local and link.rel in ("root", "collection"):
            return False
        # Addresses of its assets may start from there.
        if link.rel == "self" and _is_plain_address(link.href) is None:
            return False
    # No generator: most items have one asset.
    for asset in item.assets.values():  # noqa: SIM110
        if _is_plain_address(asset.href) is None:
            return False
    return True


def _list(item: _Item, names: Names, found: list[Found]) -> None:
    """Add an item's assets."""
    properties = item.properties
    title = ((item.title or properties.title or "").strip() or item.id)[:200]
    words = item.keywords or properties.keywords
    keywords = [word[:200] for word in words if word.strip()] if words else []
    interval, licence = _interval(properties), item.licence or properties.licence
    for key, asset in item.assets.items():
        media = asset.type or ""
        form = format_of(media, asset.href)
        found.append(
            Found(
                name=names.unique(f"{item.id}/{key}"),
                kind=form.kind,
                format=form.name,
                driver=media[:200],
                details=Details(
                    description=(asset.description or "").strip()[:50_000],
                    licence=asset.licence or licence,
                    keywords=keywords,
                    bbox=item.bbox,
                    interval=interval,
                ),
                title=f"{title}: {(asset.title or '').strip() or key}"[:200],
                text=b"",
            )
        )


def _interval(properties: _Properties) -> Interval | None:
    start, end = properties.start_datetime, properties.end_datetime
    if start is None and end is None:
        start = end = properties.datetime
        if start is None:
            return None
    return start and start[:40], end and end[:40]
