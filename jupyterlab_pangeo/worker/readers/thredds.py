"""Reader of THREDDS catalogs, InvCatalog 1.0 to 1.2; also by the HTML page that a server makes of one."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from msgspec import structs

from ...schemas.catalogs import About, CatalogProblem, EntryKind
from ..locations import redacted, resolve
from ..problems import Fault, clip, error, information
from ..xml_encoding import glance
from ..xml_text import Document, Element, parse_xml, root_name
from . import Details, Facts, Found, Source
from .stac_links import Names
from .thredds_about import Told, handed_down, own
from .thredds_services import Services, opened

_MARKS = (b"/thredds/InvCatalog", b"<service", b"<dataset", b"<catalogRef", b":dataset")


class _Item(NamedTuple):
    """A dataset or reference with what its folders say of it and are called."""

    element: Element
    folders: tuple[str, ...]
    handed: Told


class Thredds:
    """Lists datasets and references of one catalog file; datasets inside of others are named by the way to them."""

    name = "thredds"

    def matches(self, source: Source) -> bool:
        """Whether it is an XML document with a catalog as its root, or the page of a THREDDS server."""
        head = glance(source.data)
        if root_name(source.data) == "catalog":
            return any(mark in head for mark in _MARKS)
        return b"<!DOCTYPE catalog" in head or _is_page(source, head)

    def read(self, source: Source, facts: Facts) -> Iterator[Found]:
        """Yield datasets that can be opened and references, in the document's order.

        Raises
        ------
        Fault
            The document is not XML, or not a catalog; or it is a page whose catalog is not there.
        Overrun
            It is too large, or nested too deeply.
        """
        if root_name(source.data) != "catalog" and _is_page(source, glance(source.data)):
            source = _behind(source)
        document = parse_xml(source.data, source.limits)
        if document.root.name != "catalog":
            raise Fault("not-a-catalog", f"The XML is a {clip(document.root.name)!r}, not a THREDDS catalog.")
        facts.problems.extend(document.problems)
        yield from _Listing(document, source, facts).entries()


READER = Thredds()


class _Listing:
    """Entries of one catalog."""

    def __init__(self, document: Document, source: Source, facts: Facts) -> None:
        self._document = document
        self._source = source
        self._names = Names()
        root = document.root
        self._services = Services(root, source)
        told, top = Told(), root
        inner = [child for child in root.children if child.name in ("dataset", "catalogRef", "datasetScan")]
        if len(inner) == 1 and _is_folder(inner[0]):
            # One dataset around all others is the catalog by another name.
            top = inner[0]
            told = own(top, source.location, facts.problems)
        self._items = list(_items(top, (), handed_down(top, source.location), source.location))
        wished = Counter(_name(item) for item in self._items)
        self._shared = {name for name, count in wished.items() if count > 1}
        facts.title = (root.get("name") or top.get("name"))[:200]
        facts.description = told.text
        facts.about = _about(root, told)

    def entries(self) -> Iterator[Found]:
        """Yield them in order."""
        for item in self._items:
            yield self._reference(item) if item.element.name == "catalogRef" else self._dataset(item)

    def _reference(self, item: _Item) -> Found:
        element, problems = item.element, list[CatalogProblem]()
        href = element.get("href")
        nested = None
        if not href:
            problems.append(error("bad-link", "The reference has no 'xlink:href', so nothing says where it leads."))
        else:
            try:
                nested = resolve(self._source.location, href)
            except ValueError as problem:
                problems.append(error("bad-link", f"The address {clip(href)} is none: {clip(str(problem))}."))
        told = own(element, self._source.location, problems)
        return self._found(item, href, told, problems, kind="catalog", nested=nested)

    def _dataset(self, item: _Item) -> Found:
        element, problems = item.element, list[CatalogProblem]()
        told = own(element, self._source.location, problems).over(item.handed)
        if not element.is_whole:
            problems.append(error("bad-entry", "The file breaks off inside of this dataset."))
        accesses = self._services.accesses(element, told.service, problems)
        way = opened(accesses, told.data_format, told.is_plain, {})
        if not accesses and not problems:
            problems.append(information("no-access", "The catalog names no address for this dataset."))
        found = self._found(item, element.get("urlPath"), told, problems, kind=way.kind, nested=way.nested)
        found.format, found.driver = way.format, way.driver
        metadata = found.details.metadata | ({"access": way.addresses} if way.addresses else {})
        links = [*way.links, *found.details.links]
        found.details = structs.replace(found.details, recipe=way.recipe, links=links, metadata=metadata)
        return found

    def _found(
        self, item: _Item, place: str, told: Told, problems: list[CatalogProblem], kind: EntryKind, nested: str | None
    ) -> Found:
        name = _name(item)
        # Of several that are called the same, none has the name alone: which is which must not hang on their order.
        wishes = (f"{name} ({place or item.element.get('ID')})",) if name in self._shared else (name,)
        return Found(
            name=self._names.unique(*wishes),
            title=" / ".join((*item.folders, _label(item.element))).strip()[:200],
            kind=kind,
            format="thredds",
            driver="",
            nested=nested,
            details=_details(told),
            problems=problems,
            source=self._document.written(item.element),
        )


def _details(told: Told) -> Details:
    return Details(
        description=told.text,
        metadata=told.metadata,
        licence=told.licence,
        provider=", ".join(told.providers)[:1000] or None,
        keywords=told.keywords,
        links=told.links,
        bbox=told.bbox,
        interval=told.interval,
    )


def _about(root: Element, told: Told) -> About:
    said = {name: root.get(name)[:200] for name in ("version", "expires") if root.get(name)}
    return About(
        metadata=told.metadata | said,
        licence=told.licence,
        provider=", ".join(told.providers)[:1000] or None,
        keywords=told.keywords,
        links=told.links,
        bbox=told.bbox,
        interval=told.interval,
    )


def _items(parent: Element, folders: tuple[str, ...], handed: Told, location: str) -> Iterator[_Item]:
    """Datasets and references inside of an element; folders are passed through."""
    for child in parent.children:
        if child.name == "catalogRef":
            yield _Item(child, folders, handed)
        elif child.name in ("dataset", "collection", "datasetScan"):
            if not _is_folder(child):
                yield _Item(child, folders, handed)
            if _holds(child):
                inner = handed_down(child, location).over(handed)
                yield from _items(child, (*folders, _label(child)), inner, location)


def _holds(element: Element) -> bool:
    return any(child.name in ("dataset", "collection", "catalogRef") for child in element.children)


def _is_folder(element: Element) -> bool:
    """Whether a dataset only holds others."""
    return _holds(element) and not element.get("urlPath") and element.first("access") is None


def _label(element: Element) -> str:
    return element.get("xlink:title") or element.get("name") or element.get("ID") or element.get("urlPath") or "unnamed"


def _name(item: _Item) -> str:
    return "/".join((*item.folders, _label(item.element)))


def _is_page(source: Source, head: bytes) -> bool:
    """Whether it is a page that a THREDDS server shows."""
    if source.is_local or not head.lstrip().startswith(b"<") or b"<html" not in head.lower():
        return False
    return b"thredds" in source.data[:200_000].lower()


def _behind(source: Source) -> Source:
    """Find the catalog that a page shows."""
    if source.fetch is None:
        raise Fault("not-a-catalog", "This is a page of a THREDDS server; name its catalog.xml.")
    parts = urlsplit(source.location)
    if parts.path.lower().endswith((".html", ".htm")):
        path = parts.path.rpartition(".")[0] + ".xml"
        places = [urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))]
    else:
        folder = urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/", "", ""))
        places = [urljoin(folder, "catalog.xml"), urljoin(folder, "catalog/catalog.xml")]
    for place in places:
        try:
            data = source.fetch(place)
        except Fault as fault:
            trouble = str(fault)
            continue
        if root_name(data) == "catalog":
            return structs.replace(source, location=place, data=data)
        trouble = f"{redacted(place)} is no THREDDS catalog."
    raise Fault("not-a-catalog", f"This is a page, and the catalog that it shows was not found: {clip(trouble, 300)}")
