"""Answers of Grafana's HTTP API as ours; pure, run in a thread. Unknown fields are nobody's business.

What is known of 7.5 was observed on a real one; what is read here of newer ones is documented, and was not seen.
"""

import re
from typing import Any

import msgspec

from ...schemas.grafana import DashboardAnswer, DashboardHit, DashboardHits
from .prometheus_answers import MAX_TEXT, Refused

PAGE = 100
MAX_DOCUMENT = 4 * 1024**2
_PAGE_OF = re.compile(r"/d/[A-Za-z0-9_-]{1,100}(/[A-Za-z0-9_-]{0,200})?$")
_UID = re.compile(r"[A-Za-z0-9_-]{1,100}")
# Before this version data sources are known to the proxy by number alone.
_FIRST_WITH_UID = 9
_UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)


class _Hit(msgspec.Struct, rename="camel"):
    uid: str | None = None
    title: str | None = None
    type: str = "dash-db"
    folder_title: str | None = None
    tags: list[str] | None = None


class _Meta(msgspec.Struct, rename="camel"):
    url: str | None = None
    folder_title: str | None = None


class _Dashboard(msgspec.Struct):
    dashboard: msgspec.Raw
    meta: _Meta = msgspec.field(default_factory=_Meta)


class _Origin(msgspec.Struct):
    """A data source as a viewer is told of it."""

    type: str = ""
    name: str | None = None
    uid: str | None = None
    id: int | str | None = None


class _Build(msgspec.Struct):
    version: str = ""


class _Known(msgspec.Struct, rename="camel"):
    datasources: dict[str, _Origin] = {}
    default_datasource: str | None = None
    build_info: _Build = msgspec.field(default_factory=_Build)


class _Said(msgspec.Struct):
    message: str


class Origin(msgspec.Struct, frozen=True):
    """A data source that takes PromQL: ``key`` is its uid, or its number, ``path`` its place below the address."""

    key: str
    name: str
    uid: str
    number: str
    path: str
    is_default: bool


class Known(msgspec.Struct, frozen=True):
    """What a Grafana says of itself to a viewer; the version is empty where it is hidden."""

    version: str
    origins: list[Origin]


def fault_of(body: bytes, status: int) -> Refused:
    """What an answer with an error's status says; its message is all that versions share."""
    try:
        said = " ".join(msgspec.json.decode(body, type=_Said).message.split())[:MAX_TEXT]
    except _UNREADABLE:
        if status >= 500:
            return Refused("upstream", f"it fails with status {status}")
        return Refused("not-grafana", f"it answers with status {status}, and not as Grafana does")
    if status == 404:
        return Refused("not-found", f"it has no such thing: {said}")
    return Refused("upstream", f"it fails with status {status}: {said}")


def known_of(body: bytes) -> Known:
    """What ``/api/frontend/settings`` tells a viewer; raises `Refused`."""
    found = _decoded(body, _Known)
    version = found.build_info.version[:40]
    major = re.match(r"\d+", version)
    has_uids = major is None or int(major[0]) >= _FIRST_WITH_UID
    origins = [
        _origin(name, one, has_uids, is_default=name == found.default_datasource)
        for name, one in found.datasources.items()
        if one.type == "prometheus"
    ]
    return Known(version, [one for one in origins if one is not None])


def hits_of(body: bytes) -> DashboardHits:
    """A page of dashboards; raises `Refused`."""
    found = _decoded(body, list[_Hit])
    items = [
        DashboardHit(
            uid=one.uid,
            title=(one.title or one.uid)[:200],
            folder=(one.folder_title or "")[:200],
            tags=(one.tags or [])[:20],
        )
        for one in found[:PAGE]
        if one.type == "dash-db" and one.uid and _UID.fullmatch(one.uid)
    ]
    return DashboardHits(items=items, has_more=len(found) >= PAGE)


def dashboard_of(body: bytes, base: str) -> DashboardAnswer:
    """One dashboard with its address below ``base``; raises `Refused`."""
    found = _decoded(body, _Dashboard)
    document = bytes(found.dashboard)
    if len(document) > MAX_DOCUMENT:
        raise Refused("too-large", f"the dashboard is larger than {MAX_DOCUMENT // 1024**2} MiB")
    _decoded(document, dict[str, Any])
    # Below which path Grafana thinks to be is its own affair.
    page = _PAGE_OF.search(found.meta.url or "")
    return DashboardAnswer(
        document=msgspec.Raw(document),
        folder=(found.meta.folder_title or "")[:200],
        link=base + page[0] if page else "",
    )


def _origin(listed: str, one: _Origin, has_uids: bool, *, is_default: bool) -> Origin | None:
    number = str(one.id) if isinstance(one.id, int) else ""
    uid = one.uid if one.uid and _UID.fullmatch(one.uid) else ""
    if uid and has_uids:
        key, path = uid, f"/api/datasources/proxy/uid/{uid}"
    elif number:
        key, path = uid or number, f"/api/datasources/proxy/{number}"
    else:
        return None
    return Origin(key, (one.name or listed)[:80], uid, number, path, is_default)


def _decoded(body: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except _UNREADABLE:
        raise Refused("not-grafana", "it does not answer as Grafana does") from None
