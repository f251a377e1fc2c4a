"""Grafana's own pages in a frame: who may have which, and for how long.

A page in an origin of its own has no cookie to show. What lets its requests in is a capability in the path: random,
held in memory only, good for one dashboard of one Grafana, forgotten with the frame, after a while or with the server.
"""

import asyncio
import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ..adapters.usage.grafana_page import (
    Asked,
    Fetched,
    Kind,
    Place,
    document_at,
    kind_of,
    location_at,
    sub_of,
    text_at,
)
from ..adapters.usage.prometheus_answers import Refused
from ..errors import Forbidden, NotFound, Upstream
from ..schemas.grafana import PageAnswer, PageRequest
from .grafana import Grafana
from .upstream import Hide

MOST = 32
"""Pages at a time; the one that was not used for longest goes for another."""

IDLE_SECONDS = 3600.0
AGE_SECONDS = 8 * 3600.0

_OFF = "the operator has not switched on Grafana's own pages (grafana_pages)"
_LOGIN = "Grafana asks for a login: the token of its service account is missing or wrong"
_NO_PAGE = "there is no such page: its frame was closed, or was open for too long; open it again"
_TEXTS = ("text/html", "application/json")


@dataclass
class Page:
    """A frame of one dashboard; times are those of a monotonic clock, in seconds."""

    id: str
    grafana: Grafana
    uid: str
    made: float
    used: float
    sub: str = field(default="")


@dataclass(frozen=True)
class Answer:
    """What goes to the frame; ``headers`` are those of Grafana's that may pass."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    kind: Kind


class Pages:
    """The frames of one server. Every method belongs on the event loop and none blocks it."""

    def __init__(
        self, find: Callable[[str], Grafana], *, is_allowed: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.is_allowed = is_allowed
        self._find = find
        self._clock = clock
        self._pages: dict[bytes, Page] = {}

    def open(self, request: PageRequest) -> PageAnswer:
        """Let a frame show a dashboard; raises `Forbidden` where the operator does not allow it, and `NotFound`."""
        if not self.is_allowed:
            raise Forbidden(_OFF)
        grafana, now = self._find(request.source), self._clock()
        self._forget()
        if len(self._pages) >= MOST:
            del self._pages[min(self._pages, key=lambda key: self._pages[key].used)]
        capability, id = secrets.token_urlsafe(32), secrets.token_hex(8)
        sub = urlsplit(grafana.settings.url).path.rstrip("/")
        self._pages[_key(capability)] = Page(id, grafana, request.uid, now, now, sub)
        return PageAnswer(id=id, path=f"pages/{capability}/")

    def close(self, id: str) -> None:
        """Let a frame have nothing more; that there is none is no error."""
        self._pages = {key: page for key, page in self._pages.items() if page.id != id}

    def find(self, capability: str) -> Page:
        """The page of a capability, which is used by that; raises `NotFound`."""
        self._forget()
        page = self._pages.get(_key(capability))
        if page is None:
            raise NotFound(_NO_PAGE)
        page.used = self._clock()
        return page

    async def answer(self, page: Page, asked: Asked, place: Place) -> Answer:
        """What Grafana says to a request of a page, as it reads at the place.

        Raises
        ------
        NotFound
            The page has no business with that.
        Upstream
            There is no answer, or a login is asked for.
        """
        path = asked.target.partition("?")[0]
        kind = kind_of("GET" if asked.method == "HEAD" else asked.method, path, page.uid)
        if kind is None:
            raise NotFound("a page of Grafana may not ask for this here")
        if kind == "dropped":
            return Answer(200, {"Content-Type": "application/json"}, b"{}", kind)
        try:
            found, hide = await page.grafana.fetch(asked)
        except Refused as refused:
            raise Upstream(f"Grafana: {refused}") from None
        if not 200 <= found.status <= 599:
            raise Upstream("Grafana answered with a status that no page has")
        here = Place(page.sub, place.prefix, place.origin)
        if 300 <= found.status < 400 and found.status != 304:
            return self._moved(page, found, here, kind)
        if kind == "document" and found.status == 401:
            raise Upstream(_LOGIN)
        body = found.body if kind in ("file", "data") else await asyncio.to_thread(_read, page, found, here, kind, hide)
        return Answer(found.status, _passed(found.headers, kind), body, kind)

    def _moved(self, page: Page, found: Fetched, place: Place, kind: Kind) -> Answer:
        host = urlsplit(page.grafana.settings.url).netloc
        target = location_at(_header(found.headers, "Location"), host, place)
        if target is None:
            raise Upstream(_LOGIN)
        return Answer(302, {"Location": target}, b"", kind)

    def _forget(self) -> None:
        now = self._clock()
        self._pages = {
            key: page
            for key, page in self._pages.items()
            if now - page.used < IDLE_SECONDS and now - page.made < AGE_SECONDS
        }


def _read(page: Page, found: Fetched, place: Place, kind: Kind, hide: Hide) -> bytes:
    """A page or what it was told of Grafana, with addresses of this server's; in a thread."""
    if not _header(found.headers, "Content-Type").lower().startswith(_TEXTS):
        return found.body
    text = hide(found.body.decode("utf-8", "replace"))
    if kind == "document":
        page.sub = sub_of(text, page.sub)
        text = document_at(text, Place(page.sub, place.prefix, place.origin))
    else:
        text = text_at(text, place)
    return text.encode()


def _passed(headers: Mapping[str, str], kind: Kind) -> dict[str, str]:
    wanted = ("Content-Type", "ETag", "Last-Modified") if kind == "file" else ("Content-Type",)
    return {name: value for name in wanted if (value := _header(headers, name))}


def _header(headers: Mapping[str, str], wanted: str) -> str:
    return next((value for name, value in headers.items() if name.lower() == wanted.lower()), "")


def _key(capability: str) -> bytes:
    # Looked up by its digest: how long that takes says nothing of the capability.
    return hashlib.sha256(capability.encode()).digest()
