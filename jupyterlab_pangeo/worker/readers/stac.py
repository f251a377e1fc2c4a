"""Reader of STAC documents: catalogs, collections, items and collections of items."""

import re
from collections.abc import Iterator
from itertools import islice

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType, structs

from ...schemas.catalogs import About, CatalogProblem, SearchQuery, Service
from ..json_text import Malformed, items, members, parse_object, written
from ..limits import Limits
from ..problems import Fault, clip, error, information
from . import Details, Facts, Found, Source, stac_search
from .stac_about import Members, about, description_of, text, title_of
from .stac_api import collections_of, listed_collections, service_of
from .stac_assets import Owner, asset_entries
from .stac_kept import BLOCK, Keeper, place_in
from .stac_links import Names, link_entries

_VERSIONS = re.compile(r"(0\.[89]|1\.[01])(\.|$)")
_TYPES = frozenset({"Catalog", "Collection", "Feature", "FeatureCollection"})
_SPACE = b" \t\r\n\xef\xbb\xbf"


class _Head(Struct):
    """What tells STAC from other JSON; the rest of a document is passed over."""

    stac_version: Raw | UnsetType = UNSET
    type: Raw | UnsetType = UNSET
    features: Raw | UnsetType = UNSET
    collections: Raw | UnsetType = UNSET
    esmcat_version: Raw | UnsetType = UNSET


_HEAD = msgspec.json.Decoder(_Head)


class Stac:
    """Lists what a STAC document names; what lies in other documents is read when it is opened."""

    name = "stac"

    def matches(self, source: Source) -> bool:
        """Whether it is a JSON object with a ``stac_version``, or a list of items or collections with one."""
        data = source.data
        if data[:4].count(b"\0"):
            data = data.replace(b"\0", b"").lstrip(b"\xff\xfe")
        if data[:20].lstrip(_SPACE)[:1] != b"{" or b'"stac_version"' not in data:
            return False
        try:
            head = _HEAD.decode(data.lstrip(_SPACE))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # Not quite JSON: the reader tells what is wrong with it, or puts up with it.
            return b'"esmcat_version"' not in data and b'"sources"' not in data
        if head.esmcat_version is not UNSET:
            return False
        inner = bytes(head.features or b"") + bytes(head.collections or b"")
        return head.stac_version is not UNSET or b'"stac_version"' in inner

    def read(self, source: Source, facts: Facts) -> Iterator[Found]:
        """Yield children and items in the order of their links, then the assets.

        Raises
        ------
        Fault
            The document is not JSON, or not of STAC.
        """
        document = Members(parse_object(source.data, source.limits), facts.problems)
        kind = text(document.get("type"))
        if kind not in _TYPES and not {"stac_version", "collections"}.intersection(document.raw):
            note = "The file has neither a 'type' that STAC knows nor a 'stac_version', so it is not of a STAC catalog."
            raise Fault("not-a-catalog", note)
        facts.title, facts.description = title_of(document), description_of(document)
        _check_version(document, facts)
        facts.about = about(document)
        names = Names()
        if kind == "FeatureCollection" or "features" in document.raw:
            stac_search.tell(document, facts)
            yield from _features(document, source, facts, names)
        else:
            yield from _service(document, source, facts, names)
        if "links" in document.raw:
            yield from _guarded(link_entries(document.raw["links"], source, facts, names), "links", facts)
        if "assets" in document.raw:
            owner = Owner(source, source.location, facts.about)
            for found in _guarded(asset_entries(document.raw["assets"], owner), "assets", facts):
                found.name = names.unique(found.name, f"assets/{found.name}")
                yield found

    def search_url(self, service: Service, query: SearchQuery) -> str:
        """Address of the first page of items."""
        return stac_search.search_url(service, query)

    def search_details(self, service: Service, query: SearchQuery, facts: Facts) -> Details:
        """One lazy cube of the items, or the items."""
        return stac_search.search_details(service, query, facts)


READER = Stac()


def _service(document: Members, source: Source, facts: Facts, names: Names) -> Iterator[Found]:
    """What makes a document one of a STAC API: its search, and the collections that its service lists."""
    if source.is_local:
        return
    service = service_of(document, source, facts)
    listed: list[str] = []
    if "collections" in document.raw and "stac_version" not in document.raw:
        found = listed_collections(document.raw["collections"], source.location, facts.problems)
    else:
        found = collections_of(document, source, facts) if service and not service.collections else iter(())
    for collection in found:
        listed += [collection.name] if collection.source else []
        names.lead(collection.nested)
        collection.name = names.unique(collection.name)
        yield collection
    if service is not None and facts.about is not None:
        service = structs.replace(service, collections=service.collections or listed)
        facts.about = structs.replace(facts.about, service=service)


def _check_version(document: Members, facts: Facts) -> None:
    version = document.get("stac_version")
    if version is not None and not (isinstance(version, str) and _VERSIONS.match(version)):
        note = f"STAC version {clip(str(version))} is not one of those known here, 0.8 to 1.1; it may be read wrongly."
        facts.problems.append(information("stac-version", note))


def _guarded(entries: Iterator[Found], key: str, facts: Facts) -> Iterator[Found]:
    try:
        yield from entries
    except Malformed as problem:
        facts.problems.append(error(f"bad-{key}", f"The member {key!r} is {problem}; nothing of it is shown."))


def _features(document: Members, source: Source, facts: Facts, names: Names) -> Iterator[Found]:
    """Assets of the items that lie in the document itself."""
    try:
        features = items(document.raw["features"])
    except (Malformed, KeyError) as problem:
        facts.problems.append(error("bad-features", f"The collection's items cannot be read: {problem}."))
        return
    keeper = Keeper(source, names)
    facts.kept_at = source.location if source.is_local else source.location.partition("?")[0]
    for start in range(0, len(features), BLOCK):
        block = features[start : start + BLOCK]
        is_safe = keeper.is_safe(block)
        for number, raw in enumerate(block, start + 1):
            if not ((is_safe or keeper.is_safe([raw])) and keeper.takes(raw)):
                yield from keeper.taken()
                yield from _looked_at(raw, f"item {number}", source, names)
        yield from keeper.taken()


def _looked_at(raw: Raw, name: str, source: Source, names: Names) -> Iterator[Found]:
    """Entries of an item that is read as a whole."""
    try:
        item = Members(members(raw), [])
    except Malformed as problem:
        yield _plain(names.unique(name), "", error("bad-item", f"The item is {problem}."))
        return
    if (place := stac_search.own_place(item, source.location)) is not None:
        yield _found_item(item, place, name, raw, names)
    else:
        yield from _item(item, name, source, names)


def unfold(text: bytes, place: int, location: str) -> Found:
    """An asset of items whose details were left for later; what is wrong with it is among its problems.

    Parameters
    ----------
    text
        The items, as they were kept.
    place
        Of the asset, from 0, among those of all of them.
    location
        Of the document.
    """
    source = Source(location=location, data=text, limits=Limits())
    try:
        raw, place = place_in(text, place)
        found = _item(Members(members(raw), []), "item", source, Names())
        return next(islice(found, place, place + 1))
    except (ValueError, StopIteration) as problem:
        return _plain("", "", error("bad-item", f"The item cannot be read again: {clip(str(problem))}. Refresh."))


def _found_item(item: Members, place: str, name: str, raw: Raw, names: Names) -> Found:
    """An item that its service answers by itself: its assets are listed when it is opened."""
    told = about(item)
    return Found(
        name=names.unique(text(item.get("id"))[:200] or name),
        title=title_of(item),
        kind="catalog",
        format="stac-item",
        driver="",
        nested=place,
        details=_described(item, told),
        problems=item.problems,
        source=written(raw),
    )


def _described(item: Members, told: About) -> Details:
    """What an item that stands for itself tells."""
    return Details(
        description=description_of(item),
        metadata=told.metadata,
        licence=told.licence,
        provider=told.provider,
        keywords=told.keywords,
        links=told.links,
        bbox=told.bbox,
        interval=told.interval,
    )


def _item(item: Members, name: str, source: Source, names: Names) -> Iterator[Found]:
    title = title_of(item) or name
    described = about(item)
    owner = Owner(source, _base(item, source), described, f"{title}: ", f"{text(item.get('id')) or name}/")
    facts = Facts(problems=item.problems)
    count = 0
    if "assets" in item.raw:
        for found in _guarded(asset_entries(item.raw["assets"], owner), "assets", facts):
            count += 1
            found.name = names.unique(found.name)
            # Once is enough to be told what is wrong with the item.
            found.problems = [*found.problems, *(facts.problems if count == 1 else [])]
            yield found
    if not count:
        note = information("no-assets", "The item has no assets.")
        bare = _plain(names.unique(owner.prefix[:-1]), title, *(facts.problems or [note]))
        bare.details = _described(item, described)
        yield bare


def _base(item: Members, source: Source) -> str:
    """What relative addresses of an item start from: where it lies by itself, as far as it says so."""
    links = item.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "self":
            href = text(link.get("href"))
            if href.lower().startswith(("http://", "https://")):
                return href
    return source.location


def _plain(name: str, title: str, *problems: CatalogProblem) -> Found:
    """An item that has nothing to open."""
    return Found(
        name=name,
        title=title,
        kind="other",
        format="stac-item",
        driver="",
        details=Details(),
        problems=list(problems),
    )
