"""Locations of catalogs: canonical form, joining, and what may be shown of them. No network, no file is opened."""

import os.path
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from .masks import masked
from .problems import Fault, clip

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*):(//)?")
_PORTS = {"http": 80, "https": 443}


def is_local(url: str) -> bool:
    """Whether a location of data is a path: no protocol, or ``file``; of chained protocols the last counts."""
    last = url.rpartition("::")[2]
    return "://" not in last or last.lower().startswith("file://")


def is_absolute_path(path: str) -> bool:
    """Whether a path does not depend on a working folder."""
    return path.startswith(("/", "~")) or "://" in path


def join(folder: str, named: str) -> str:
    """Location of a catalog that another one names.

    Parameters
    ----------
    folder
        Folder or URL of the naming catalog, without a slash at the end.
    named
        What it says: absolute, or relative to that folder.
    """
    if _SCHEME.match(named):
        return named
    if "://" not in folder:
        return os.path.normpath(named if named.startswith("/") else f"{folder}/{named}")
    parts = urlsplit(folder)
    path = os.path.normpath(named if named.startswith("/") else f"{parts.path}/{named}")
    return f"{parts.scheme}://{parts.netloc}/{path.lstrip('/')}"


def resolve(location: str, href: str) -> str:
    """Location that a document's link leads to, by the rules of URLs where the document has one.

    Parameters
    ----------
    location
        Absolute path or URL of the document.
    href
        What it says: absolute, or relative to itself.

    Raises
    ------
    ValueError
        The link cannot be read as a URL.
    """
    if location.lower().startswith(("http://", "https://")) or href.lower().startswith(("http://", "https://")):
        return urljoin(location, href)
    return join(location.rpartition("/")[0], href)


def canonical(location: str, root: Path) -> str:
    """One spelling of a location that a person gave: an absolute path, or a URL.

    Parameters
    ----------
    location
        A path or URL, as typed.
    root
        Folder that relative paths start from.

    Raises
    ------
    Fault
        The location cannot be used: its scheme is not known, or a password stands in it.
    """
    location = location.strip()
    match = _SCHEME.match(location)
    if match is None or (not match[2] and match[1].lower() != "file"):
        if "\0" in location:
            raise Fault("bad-location", "The path holds a null character.")
        return os.path.normpath(root / Path(location).expanduser())
    scheme = match[1].lower()
    if scheme == "file":
        return _file(location)
    if scheme not in _PORTS:
        return location
    return canonical_url(location)


def canonical_url(location: str) -> str:
    """URL in one spelling: lower case where case does not count, no default port, no fragment.

    Raises
    ------
    Fault
        The URL names no host, or carries a user name or password.
    """
    try:
        parts = urlsplit(location)
        port, host = parts.port, parts.hostname
    except ValueError as problem:
        raise Fault("bad-location", f"{redacted(location)} is not a URL: {clip(str(problem))}.") from None
    if parts.username is not None or parts.password is not None:
        note = "A user name or password in a URL is not accepted, because URLs are stored and shown."
        raise Fault("userinfo", note)
    if not host:
        raise Fault("bad-location", f"{redacted(location)} names no host.")
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, _PORTS.get(parts.scheme.lower())) else f"{host}:{port}"
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))


def redacted(location: str) -> str:
    """Location for messages: passwords and signatures hidden, bounded."""
    return clip(masked(location), 300)


def _file(location: str) -> str:
    parts = urlsplit(location)
    if parts.netloc not in ("", "localhost"):
        raise Fault("bad-location", f"{redacted(location)} names a file of another machine.")
    path = unquote(parts.path)
    if "\0" in path or not path.startswith("/"):
        raise Fault("bad-location", f"{redacted(location)} names no absolute path.")
    return os.path.normpath(path)
