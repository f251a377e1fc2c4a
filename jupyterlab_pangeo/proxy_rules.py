"""What may pass the dashboard proxy: paths, queries and headers, each by what is allowed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from .errors import BadRequest, NotFound, Upstream
from .schemas.common import ID

DASHBOARD_HOST = "dashboard.pangeo.invalid"
"""Host that every dashboard is asked by, and the only origin that a host's Bokeh lets in; no resolver knows it."""

DASHBOARD_ORIGIN = f"http://{DASHBOARD_HOST}"

_SEGMENT = re.compile(r"(?:[A-Za-z0-9\-._~!$'()*+,=]|%[0-9A-Fa-f]{2})+")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_QUERY = re.compile(r"(?:[A-Za-z0-9\-._~!$'()*+,;=:@/?&]|%[0-9A-Fa-f]{2})*")
_LONGEST_PATH = 2048
_LONGEST_QUERY = 4096
_LONGEST_VALUE = 1024
_MOST_SEGMENTS = 16

# Dask's own pages of one worker carry its address, slashes and all, as their last segment. Only this shape is let in.
_WORKER_PAGE = re.compile(
    r"info/(?:worker|call-stacks|logs)/"
    r"[a-z]{2,8}%3A%2F%2F(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|%5B(?:[0-9A-Fa-f]|%3A)+%5D)"
    r"(?:%3A[0-9]{1,5}|(?:%2F[0-9]{1,10}){1,3})?\.html"
)

_REQUEST_HEADERS = (
    "Accept",
    "Accept-Language",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Range",
)
_RESPONSE_HEADERS = ("Content-Type", "Content-Encoding", "Content-Range", "ETag", "Last-Modified", "Vary")
_ZERO = re.compile(r"q=0(?:\.0*)?")
_VALUE = re.compile(r"[\x20-\x7e]*")


def split_target(path: str, base_url: str) -> tuple[str, str]:
    """Cluster id and dashboard path of a raw request path, both checked.

    Parameters
    ----------
    path
        As it came over the wire, nothing decoded.
    base_url
        Of the server, with both slashes.

    Raises
    ------
    NotFound
        The path is not one that a dashboard has; the message does not echo it.
    """
    prefix = f"{base_url}pangeo/clusters/"
    cluster_id, _, rest = path.removeprefix(prefix).partition("/")
    if not path.startswith(prefix) or not ID.fullmatch(cluster_id) or not rest.startswith("dashboard/"):
        raise NotFound("no such page")
    return cluster_id, check_path(rest.removeprefix("dashboard/"))


def check_path(raw: str) -> str:
    """A dashboard's path, given and returned without its leading slash; raises `NotFound` for what is none."""
    if raw and not _WORKER_PAGE.fullmatch(raw):
        segments = raw.split("/")
        # An empty last segment is a trailing slash, as in `sitemap/`.
        named = segments[:-1] if segments[-1] == "" else segments
        bad = len(raw) > _LONGEST_PATH or len(segments) > _MOST_SEGMENTS or segments[0].lower() == "proxy"
        if bad or not all(_is_segment(segment) for segment in named):
            raise NotFound("no such page")
    return raw


def _is_segment(segment: str) -> bool:
    if not _SEGMENT.fullmatch(segment) or not segment.strip("."):
        return False
    return all(_is_plain(run.group()) for run in _ESCAPES.finditer(segment))


def _is_plain(escapes: str) -> bool:
    """Whether escapes stand for characters that cannot become a separator, a dot or another escape."""
    try:
        text = unquote_to_bytes(escapes).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(
        char.isprintable() and char not in "/\\%." if char.isascii() else unicodedata.normalize("NFKC", char).isalnum()
        for char in text
    )


def clean_query(raw: str) -> str:
    """The query without the user's token.

    Raises
    ------
    BadRequest
        It is too long, or holds what has to be escaped.
    """
    if len(raw) > _LONGEST_QUERY or not _QUERY.fullmatch(raw):
        raise BadRequest("the query is too long or not escaped")
    parts = [part for part in raw.split("&") if unquote(part.partition("=")[0]).lower() != "token"]
    return "&".join(parts)


def request_headers(given: Mapping[str, str]) -> dict[str, str]:
    """Headers that the dashboard is shown: nothing that names or authenticates the user."""
    hop = {name.strip().lower() for name in given.get("Connection", "").split(",")}
    passed = {
        name: value
        for name in _REQUEST_HEADERS
        if name.lower() not in hop and (value := given.get(name, "")) and is_value(value)
    }
    passed["Accept-Encoding"] = "gzip" if accepts_gzip(given) else "identity"
    passed["Host"] = DASHBOARD_HOST
    return passed


def accepts_gzip(given: Mapping[str, str]) -> bool:
    """Whether a client takes gzip."""
    codings = (part.partition(";") for part in given.get("Accept-Encoding", "").lower().split(","))
    return any(name.strip() == "gzip" and not _ZERO.fullmatch(weight.strip()) for name, _, weight in codings)


def is_value(value: str) -> bool:
    """Whether a header's value is short and printable."""
    return len(value) <= _LONGEST_VALUE and bool(_VALUE.fullmatch(value))


def response_headers(given: Mapping[str, str], path: str, query: str, status: int) -> dict[str, str]:
    """Headers of a dashboard's answer that the page is shown; never a cookie, a policy or a permission.

    Raises
    ------
    Upstream
        The body has an encoding that was not asked for.
    """
    passed = {name: value for name in _RESPONSE_HEADERS if (value := given.get(name, "")) and is_value(value)}
    if passed.get("Content-Encoding", "identity").lower() not in {"identity", "gzip"}:
        raise Upstream("the dashboard answered in an encoding that was not asked for")
    passed.setdefault("Content-Type", "application/octet-stream")
    passed["Cache-Control"] = _cache_control(path, query, status)
    return passed


def is_static(path: str) -> bool:
    """Whether a path is one of a dashboard's scripts and styles, the same for everybody."""
    return path.startswith(("static/", "statics/")) or path.endswith((".js", ".css"))


def _cache_control(path: str, query: str, status: int) -> str:
    if status not in {200, 304} or not is_static(path):
        return "no-store"
    versioned = any(part.startswith("v=") and len(part) > 2 for part in query.split("&"))
    return "private, max-age=31536000, immutable" if versioned else "private, no-cache"


def rewrite_location(location: str, path: str, prefix: str) -> str | None:
    """Where a redirect leads below our prefix, None where it leads anywhere else.

    Parameters
    ----------
    location
        As the dashboard gave it.
    path
        Path that was asked for, without its leading slash.
    prefix
        Where the dashboard is on this server, with both slashes.
    """
    if not is_value(location) or "\\" in location or location.strip().startswith("//"):
        return None
    try:
        target = urlsplit(urljoin(f"{DASHBOARD_ORIGIN}/{path}", location.strip()))
        if (target.scheme, target.netloc) != ("http", DASHBOARD_HOST):
            return None
        inner = check_path(target.path.removeprefix("/"))
        query = clean_query(target.query)
    except (ValueError, NotFound, BadRequest):
        return None
    return prefix + inner + (f"?{query}" if query else "")


def close_code(code: int | None) -> int:
    """A code that may be sent in a close frame, in place of one that may not."""
    if code is not None and (code in {1000, 1001, 1002, 1003, *range(1007, 1015)} or 3000 <= code <= 4999):
        return code
    return 1011


def close_reason(reason: str) -> str:
    """A reason that fits a close frame: printable, at most 123 bytes."""
    shown = "".join(char for char in reason if char.isprintable())
    return shown.encode()[:123].decode(errors="ignore")


def offered_protocols(given: Mapping[str, str]) -> list[str]:
    """Subprotocols of a WebSocket handshake; Bokeh's session token is one of them."""
    return _tokens(given.get("Sec-WebSocket-Protocol", "").split(","))


def _tokens(parts: Iterable[str]) -> list[str]:
    return [name for part in parts if re.fullmatch(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", name := part.strip())]
