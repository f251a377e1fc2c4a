"""Links of metadata records: which of them are data or services, and of what format.

Records name what is behind a link in words of many vocabularies, or not at all: by its protocol (``OGC:WMS``,
``WWW:DOWNLOAD-1.0-http--download``, ``ERDDAP:griddap``), its media type, or only by its address.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from ...schemas.catalogs import EntryKind
from .stac_formats import OTHER, Format, format_of


class RecordLink(NamedTuple):
    """A link as its record writes it; what is not said is empty.

    ``protocol`` is a name of any vocabulary, ``media`` a media type, ``rel`` what the link is to the record.
    """

    url: str
    title: str = ""
    protocol: str = ""
    media: str = ""
    rel: str = ""
    description: str = ""


class Target(NamedTuple):
    """What a link leads to: its format, and the address that data are opened by."""

    format: Format
    url: str


_OPENDAP = Format("opendap", "grid")
_ERDDAP = {"griddap": Format("griddap", "grid"), "tabledap": Format("tabledap", "table")}
_SERVICE: EntryKind = "service"
_SERVICES = ("wms", "wmts", "wcs", "wfs", "sos", "wps")
# A word by itself: services are told from names that only contain theirs.
_WORD = re.compile(rf"(?<![a-z])({'|'.join(_SERVICES)})(?![a-z])")
_PATH_SERVICE = re.compile(rf"/({'|'.join(_SERVICES)})(server)?/?$")
_DAP_FORM = re.compile(r"\.(html|dds|das|dods|info|asc|ascii|dmr|ddx)$", re.IGNORECASE)
_ANY_FORM = re.compile(r"\.[a-z0-9]+$", re.IGNORECASE)
_PAGES = ("preview", "thumbnail", "icon", "license", "describedby", "describes", "self", "alternate", "collection")
_PICTURES = ("png", "jpeg", "webp", "gif")
_SCHEMES = ("http://", "https://", "s3://", "gs://", "gcs://", "abfs://", "az://")


def target_of(link: RecordLink) -> Target | None:
    """What data or service a link leads to; None where it leads to a page, a picture or nowhere."""
    url = link.url.strip()
    if not url.lower().startswith(_SCHEMES) or link.rel.lower() in _PAGES:
        return None
    said = f"{link.protocol} {link.media}".lower()
    return _erddap(url, said) or _opendap(url, said) or _service(url, said) or _file(url, said, link.media)


def _erddap(url: str, said: str) -> Target | None:
    """Datasets of an ERDDAP: their bare address is what its clients start from; endings are forms and downloads."""
    path = urlsplit(url).path
    for protocol, form in _ERDDAP.items():
        if f"/{protocol}/" in path or f"erddap:{protocol}" in said:
            if path.endswith((f"/{protocol}/", "/index.html")):
                return None
            return Target(form, _cut(url, _ANY_FORM).partition("?")[0])
    return None


def _opendap(url: str, said: str) -> Target | None:
    path = urlsplit(url).path
    if "opendap" in said or "dods" in said or "/dodsC/" in path:
        if path.endswith(("/catalog.html", "/catalog.xml")):
            return None
        return Target(_OPENDAP, _cut(url, _DAP_FORM))
    return None


def _service(url: str, said: str) -> Target | None:
    parts = urlsplit(url.lower())
    asked = re.search(r"(?:^|[&;])service=([a-z]+)", parts.query)
    named = _WORD.search(said)
    lies = _PATH_SERVICE.search(parts.path)
    name = named[1] if named else asked[1] if asked and asked[1] in _SERVICES else lies[1] if lies else ""
    return Target(Format(name, _SERVICE), url) if name else None


def _file(url: str, said: str, media: str) -> Target | None:
    types = [media, *(word for word in said.split() if "/" in word)]
    found = Format("zarr", "grid") if "zarr" in said else _known([format_of(each, "") for each in types if each])
    if found.kind == "other":
        # What is said to be a page may still be a file: many records call every link one.
        found = format_of("", url)
    return None if found.kind == "other" or found.name in _PICTURES else Target(found, url)


def _known(formats: list[Format]) -> Format:
    return next((each for each in formats if each.kind != "other"), OTHER)


def _cut(url: str, ending: re.Pattern[str]) -> str:
    """Without an ending of the path, and what is asked of it."""
    path, mark, query = url.partition("?")
    bare = ending.sub("", path.partition("#")[0])
    return bare if bare != path else f"{path}{mark}{query}"
