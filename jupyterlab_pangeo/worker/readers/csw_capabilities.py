"""What the capabilities of a CSW tell: of the service itself, and how its records are asked for."""

from collections.abc import Iterator

from ...schemas.catalogs import About, Link, SearchFilter, Service, ServiceField
from ..locations import resolve
from ..xml_text import Element
from . import Source
from .oarec_service import with_query

API = "csw"
ISO_SCHEMA = "http://www.isotc211.org/2005/gmd"
# Names that conditions go by where the capabilities tell no others; those for time are no part of the core.
_CORE = {"text": "csw:AnyText", "keywords": "dc:subject"}
_LOCAL = {"text": ("AnyText",), "keywords": ("Subject", "subject")}
_TIMES = ("TempExtent_begin", "TempExtent_end")
# What a request says that is not part of the endpoint's own address.
_WORDS = ("service", "request", "version", "acceptversions", "sections")


def capabilities_address(location: str) -> str:
    """Where an endpoint tells its capabilities."""
    return with_query(location, {"service": "CSW", "request": "GetCapabilities"})


def about_of(root: Element) -> tuple[str, str, About]:
    """Title, description and the rest."""
    said = root.first("ServiceIdentification")
    provider = root.said("ServiceProvider/ProviderName")
    site = root.first("ServiceProvider/ProviderSite")
    url = site.get("href") if site else ""
    if said is None:
        return "", "", About(provider=provider[:1000] or None)
    terms = [said.said(name) for name in ("AccessConstraints", "Fees")]
    about = About(
        licence="; ".join(term for term in terms if term and term.lower() != "none")[:500] or None,
        provider=provider[:1000] or None,
        keywords=[each.said()[:200] for each in said.all("Keywords/Keyword") if each.said()][:200],
        links=[Link(url=url, title=(provider or url)[:200])] if url.startswith(("http://", "https://")) else [],
        metadata={"versions": list(_versions(root))},
    )
    return said.said("Title")[:200], said.said("Abstract")[:50_000], about


def service_of(root: Element, source: Source) -> Service | None:
    """How records are asked for; None where that is not possible by GET."""
    operation = next(
        (each for each in root.all("OperationsMetadata/Operation") if each.get("name") == "GetRecords"), None
    )
    endpoint = _endpoint(operation, source)
    if not endpoint:
        return None
    versions = list(_versions(root))
    # Version 3 asks by words of its own; the older one can say more, so it is taken where both are spoken.
    if versions and "2.0.2" not in versions:
        return _third(endpoint, operation)
    values = {each.key: each.values for each in _listed(operation)}
    languages = {each.upper() for each in values.get("constraintlanguage", ())}
    queryables = _queryables(operation)
    filters: list[SearchFilter] = ["text", "bbox", "keywords"]
    fields = [_field(name, queryables) for name in _CORE]
    times = [name for local in _TIMES for name in queryables if name.rpartition(":")[2] == local]
    if len(times) == len(_TIMES):
        filters.insert(2, "interval")
        fields += [ServiceField(name=name, type="string") for name in times]
    asked = {
        "service": "CSW",
        "version": "2.0.2",
        "request": "GetRecords",
        "resultType": "results",
        "elementSetName": "full",
        "typeNames": "csw:Record",
        "outputSchema": _schema(values.get("outputschema", []), "http://www.opengis.net/cat/csw/2.0.2"),
        "constraintLanguage": "CQL_TEXT" if languages and "FILTER" not in languages else "FILTER",
    }
    return Service(api=API, url=with_query(endpoint, asked), filters=filters, fields=fields, root=endpoint)


def _third(endpoint: str, operation: Element | None) -> Service:
    values = {each.key: each.values for each in _listed(operation)}
    asked = {
        "service": "CSW",
        "version": "3.0.0",
        "request": "GetRecords",
        "elementSetName": "full",
        "typeNames": "csw:Record",
        "outputSchema": _schema(values.get("outputschema", []), "http://www.opengis.net/cat/csw/3.0"),
    }
    filters: list[SearchFilter] = ["text", "bbox", "interval"]
    return Service(api=API, url=with_query(endpoint, asked), filters=filters, root=endpoint)


def _schema(offered: list[str], own: str) -> str:
    """ISO records say most; those of the core are always there."""
    return ISO_SCHEMA if ISO_SCHEMA in offered else own


class _Listed:
    """A parameter or constraint of an operation with its values."""

    def __init__(self, element: Element) -> None:
        self.key = element.get("name").lower()
        self.values = [each.said() for each in element.all("**/Value")]


def _listed(operation: Element | None) -> Iterator[_Listed]:
    for child in operation.children if operation else ():
        if child.name in ("Parameter", "Constraint"):
            yield _Listed(child)


def _queryables(operation: Element | None) -> list[str]:
    return [value for each in _listed(operation) if "queryables" in each.key for value in each.values if value]


def _field(key: str, queryables: list[str]) -> ServiceField:
    """By the core's name unless only another is told."""
    core = _CORE[key]
    named = [name for name in queryables if name.rpartition(":")[2] in _LOCAL[key]]
    return ServiceField(name=core if core in named or not named else named[0], type="string")


def _versions(root: Element) -> Iterator[str]:
    seen = set()
    for said in [*(each.said() for each in root.all("ServiceIdentification/ServiceTypeVersion")), root.get("version")]:
        if said and said not in seen:
            seen.add(said)
            yield said


def _endpoint(operation: Element | None, source: Source) -> str:
    """Where records are asked for by GET, without what the request itself says."""
    get = operation.first("DCP/HTTP/Get") if operation else None
    named = get.get("href") if get else ""
    try:
        found = resolve(source.location, named) if named else ""
    except ValueError:
        found = ""
    if not found.lower().startswith(("http://", "https://")):
        return ""
    return with_query(found, {}, drop=_WORDS)
