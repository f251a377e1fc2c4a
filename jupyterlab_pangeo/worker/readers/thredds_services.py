"""Services of a THREDDS catalog, and what of a dataset they give access to."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin

from ...schemas.catalogs import CatalogProblem, EntryKind, Link, Recipe
from ..locations import redacted
from ..problems import clip, warning
from ..xml_text import Element
from . import Source
from .access import auth_of
from .stac_formats import OTHER, Format, format_of

_OPENDAP = frozenset({"opendap", "dods", "opendap-dods"})
_HTTP = frozenset({"httpserver", "http", "https"})
_RESOLVERS = frozenset({"resolver", "catalog"})
# Protocols of programs; a browser shows nothing of them.
_NO_PAGES = frozenset({"cdmremote", "cdmrfeature"})
_READ_BY_SERVER = "?service={0}&version={1}&request=GetCapabilities"
_QUERIES = {"wms": _READ_BY_SERVER.format("WMS", "1.3.0"), "wcs": _READ_BY_SERVER.format("WCS", "1.0.0")}
_NETCDF = Format("netcdf", "grid")
_FORMATS = {
    "netcdf": _NETCDF,
    "netcdf-4": _NETCDF,
    "netcdf4": _NETCDF,
    "netcdf-3": _NETCDF,
    "grib-1": Format("grib", "grid"),
    "grib-2": Format("grib", "grid"),
    "hdf5": Format("hdf5", "grid"),
    "geotiff": Format("rasterio", "image"),
}
_SAFE = "%/:=&?~+!$,;'@()*[]"


class Access(NamedTuple):
    """One way to a dataset: type and name of the service as the catalog has them, and the whole address."""

    type: str
    name: str
    url: str
    format: str = ""


class Opened(NamedTuple):
    """How a dataset is opened, and its other addresses."""

    kind: EntryKind
    format: str
    driver: str
    recipe: Recipe | None
    links: list[Link]
    addresses: dict[str, str]
    nested: str | None = None


class Services:
    """The services that a catalog defines, wherever in it they stand.

    Parameters
    ----------
    root
        The catalog.
    source
        Where it comes from: relative addresses start there.
    """

    def __init__(self, root: Element, source: Source) -> None:
        self._source = source
        self._known: dict[str, Element] = {}
        for element in root.walk():
            if element.name == "service":
                self._known.setdefault(element.get("name"), element)
        outermost = list(root.all("service"))
        # Catalogs with one service often do not say that their datasets use it.
        self._only = outermost[0] if len(outermost) == 1 else None

    def accesses(self, dataset: Element, service: str, problems: list[CatalogProblem]) -> list[Access]:
        """Every way to a dataset, in the order of the services; what is wrong with one is told of."""
        found: list[Access] = []
        path = dataset.get("urlPath")
        if path:
            found += self._by(service, path, "", problems)
        for access in dataset.all("access"):
            named = access.get("serviceName") or access.said("serviceName") or service
            form = access.get("dataFormat") or access.get("dataFormatType") or access.said("dataFormat")
            found += self._by(named, access.get("urlPath"), form, problems)
        return found

    def _by(self, name: str, path: str, form: str, problems: list[CatalogProblem]) -> Iterator[Access]:
        service = self._known.get(name) if name else self._only
        if service is None:
            said = f"The service {clip(name)!r} is not defined" if name else "No service is named"
            problems.append(warning("no-service", f"{said}, so the dataset has no address."))
            return
        for each in _simple(service):
            url = self._address(each.get("base") + path + each.get("suffix"), problems)
            if url:
                yield Access(each.get("serviceType"), each.get("name"), url, form)

    def _address(self, written: str, problems: list[CatalogProblem]) -> str:
        scheme, separator, rest = written.partition("://")
        if separator and scheme.lower() == "dods":
            written, scheme = f"http://{rest}", "http"
        if scheme.lower() == "file" or written.lower().startswith("file:"):
            _once(problems, "local-path", f"A service serves files of another machine: {redacted(written)}.")
            return ""
        if separator and "/" not in scheme:
            return _quoted(written) if scheme.lower() in ("http", "https") else ""
        if self._source.is_local:
            note = "The catalog is a file and its service's address relative: open it from its server for load code."
            _once(problems, "relative-base", note)
            return ""
        try:
            return _quoted(urljoin(self._source.location, written))
        except ValueError as problem:
            _once(problems, "bad-link", f"The address {clip(written)} is none: {clip(str(problem))}.")
            return ""


def opened(accesses: list[Access], data_format: str, is_plain: bool, arguments: dict[str, Any]) -> Opened:
    """Choose the access that load code uses, OPeNDAP before whole files.

    Parameters
    ----------
    accesses
        Every way to the dataset.
    data_format
        What the catalog says of its format.
    is_plain
        Whether the server says that it does not understand the file: then only the file itself is of use.
    arguments
        For what opens the data.
    """
    for access in accesses:
        if access.type.lower() in _RESOLVERS:
            return Opened("catalog", "thredds", access.type, None, [], {}, nested=access.url)
    if is_plain:
        accesses = [access for access in accesses if access.type.lower() in (*_HTTP, "ftp")]
    best, form = _best(accesses, data_format)
    recipe = None
    if best is not None:
        recipe = Recipe(
            reader="thredds",
            driver=best.type[:200],
            format=form.name,
            urls=[best.url],
            is_local=False,
            arguments=arguments,
            storage_options={},
            is_literal=True,
            auth=auth_of([best.url], {}, {}),
        )
    ways = _labelled(accesses)
    links = [_link(name, access) for name, access in ways.items() if access.type.lower() not in _NO_PAGES]
    addresses = {name: access.url for name, access in ways.items()}
    if best is None and accesses:
        first = accesses[0].type
        return Opened("service", first.lower()[:80], first[:200], None, links, addresses)
    return Opened(form.kind, form.name, best.type[:200] if best else "", recipe, links, addresses)


def _labelled(accesses: list[Access]) -> dict[str, Access]:
    """Accesses by their type; a further one of a type by its service's name too."""
    found: dict[str, Access] = {}
    for access in accesses:
        label = access.type or "unnamed"
        found.setdefault(label if label not in found else f"{label} ({access.name})", access)
    return found


def _best(accesses: list[Access], data_format: str) -> tuple[Access | None, Format]:
    for access in accesses:
        if access.type.lower() in _OPENDAP:
            return access, Format("opendap", "grid")
    for access in accesses:
        if access.type.lower() in _HTTP:
            named = _FORMATS.get((access.format or data_format).lower(), OTHER)
            ending = format_of("", access.url)
            return access, ending if ending != OTHER else named
    return None, OTHER


def _link(label: str, access: Access) -> Link:
    kind = access.type.lower()
    if kind in _OPENDAP:
        return Link(url=f"{access.url}.html", title=f"{label[:200]}: form")
    return Link(url=access.url + _QUERIES.get(kind, ""), title=label[:200])


def _simple(service: Element) -> Iterator[Element]:
    """Parts of a compound service, those of compound parts included."""
    if service.get("serviceType").lower() != "compound":
        yield service
        return
    for part in service.all("service"):
        yield from _simple(part)


def _quoted(url: str) -> str:
    """Address with what may not stand in one written in percents; a catalog writes the names of files as they are."""
    return quote(url, safe=_SAFE)


def _once(problems: list[CatalogProblem], code: str, note: str) -> None:
    if all(problem.code != code for problem in problems):
        problems.append(warning(code, note))
