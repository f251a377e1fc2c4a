"""What of a Grafana's own pages may be asked for, and how an answer reads below another address; pure.

An answer is made for Grafana's address. Here it is read below a prefix that nobody but the frame knows, in an origin of
its own: addresses in it become ours, and a page finds a storage that forgets in place of the one that it may not have.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["document", "file", "json", "data", "dropped"]

_PROMETHEUS = r"api/v1/(?:query|query_range|series|labels)"
_READ = r"api/v1/(?:label/[^/]+/values|metadata|rules|status/buildinfo)"
_SOURCE = r"api/datasources/(?:proxy/(?:uid/)?[^/]+|uid/[^/]+/resources)"
_DATA = re.compile(rf"(?:api/ds/query|api/tsdb/query|{_SOURCE}/{_PROMETHEUS})")
_DATA_READ = re.compile(rf"{_SOURCE}/(?:{_PROMETHEUS}|{_READ})")
_DROPPED = re.compile(r"api/frontend-metrics|log-grafana-javascript-agent|api/frontend/usage-stats")
_JSON = re.compile(
    r"api/(?:frontend/settings|annotations|plugins/[^/]+/settings|user|org|org/preferences|library-elements/[^/]+|"
    r"folders/[^/]+|ma/events|access-control/user/permissions|prometheus/grafana/api/v1/rules|health)"
)
_ROOT_PATHS = r"(?:api|apis|public|avatar|d|d-solo)/"

SHIM = """<script>(function(){function make(){var kept=new Map();return{
getItem:function(k){k=String(k);return kept.has(k)?kept.get(k):null},
setItem:function(k,v){kept.set(String(k),String(v))},
removeItem:function(k){kept.delete(String(k))},clear:function(){kept.clear()},
key:function(i){return Array.from(kept.keys())[i]||null},get length(){return kept.size}}}
["localStorage","sessionStorage"].forEach(function(name){try{window[name].length}catch(e){
Object.defineProperty(window,name,{value:make(),configurable:true})}});
try{document.cookie}catch(e){Object.defineProperty(document,"cookie",{get:function(){return""},set:function(){},configurable:true})}
})()</script>"""
"""Storage in memory where the page's origin has none, and cookies that are never there."""


@dataclass(frozen=True)
class Asked:
    """A request as it is sent: a checked path and query without a leading slash, headers without those of a login."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Fetched:
    """An answer, its body decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Place:
    """Where a page is: ``sub`` below Grafana's host, ``prefix`` with both slashes on this server of ``origin``."""

    sub: str
    prefix: str
    origin: str = ""


def kind_of(method: str, path: str, uid: str) -> Kind | None:
    """What a request for the page of the dashboard ``uid`` is; None for what such a page has no business with.

    ``path`` is checked already, below Grafana's address and without its leading slash.
    """
    if method == "POST":
        return "dropped" if _DROPPED.fullmatch(path) else "data" if _DATA.fullmatch(path) else None
    named = re.escape(uid)
    if re.fullmatch(rf"d(?:-solo)?/{named}(?:/[^/]*)?", path):
        return "document"
    if path.startswith(("public/", "avatar/")):
        return "file"
    own = rf"api/dashboards/uid/{named}|apis/dashboard\.grafana\.app/[^/]+/namespaces/[^/]+/dashboards/{named}(?:/dto)?"
    if re.fullmatch(own, path) or _JSON.fullmatch(path):
        return "json"
    return "data" if _DATA_READ.fullmatch(path) else None


def sub_of(document: str, usual: str) -> str:
    """The path that Grafana says it is below, without a slash at its end; ``usual`` where it does not say."""
    found = re.search(r'"appSubUrl"\s*:\s*"([^"\\<>]{0,200})"', document)
    return found[1].rstrip("/") if found else usual


def document_at(document: str, place: Place) -> str:
    """A page of Grafana's as it is read at a place: its addresses, and the storage first of all scripts."""
    text = re.sub(r'(<base\s+href=")[^"]*(")', lambda found: found[1] + place.prefix + found[2], document, count=1)
    inner = {"appSubUrl": place.prefix.rstrip("/"), "appUrl": place.origin + place.prefix}
    text = text_at(text, place)
    fields = r'"(appSubUrl|appUrl)"\s*:\s*"[^"\\]*"'
    text = re.sub(fields, lambda found: f'"{found[1]}":{_quoted(inner[found[1]])}', text)
    head = re.search(r"<head[^>]*>", text, re.IGNORECASE)
    at = head.end() if head else 0
    return text[:at] + SHIM + text[at:]


def text_at(text: str, place: Place) -> str:
    """JSON, or what has JSON in it, with the strings that are addresses below Grafana's as addresses at the place."""
    ours = place.prefix.rstrip("/")
    # Where Grafana itself reaches a data source is nobody's business here.
    text = re.sub(r'("directUrl"\s*:\s*)"[^"\\]*"', r'\1""', text)
    if place.sub:
        return re.sub(rf'"{re.escape(place.sub)}(?=/)', lambda _: f'"{ours}', text)
    # At the root of a host every path looks alike: only those that Grafana itself has are taken for its own.
    return re.sub(rf'"(?=/{_ROOT_PATHS})', lambda _: f'"{ours}', text)


def location_at(location: str, host: str, place: Place) -> str | None:
    """Where a redirect of Grafana's leads at the place; None where it leads to a login or elsewhere."""
    parts = urlsplit(location)
    if parts.netloc not in ("", host) or parts.scheme not in ("", "http", "https") or "\\" in location:
        return None
    inside = parts.path.removeprefix(place.sub)
    if not parts.path.startswith(f"{place.sub}/") or inside.startswith("//") or inside.startswith("/login"):
        return None
    if not re.fullmatch(r"[A-Za-z0-9/._~%-]*", inside) or ".." in inside:
        return None
    query = f"?{parts.query}" if re.fullmatch(r"[\x21-\x7e]*", parts.query) and parts.query else ""
    return place.prefix.rstrip("/") + inside + query


def _quoted(text: str) -> str:
    # Inside a script: what could end it is escaped.
    return json.dumps(text).replace("<", "\\u003c")
