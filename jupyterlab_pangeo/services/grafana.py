"""The Grafanas that can be asked: their dashboards, and what they let their viewers ask Prometheus."""

import asyncio
import time
from typing import TypeVar
from urllib.parse import quote

import msgspec

from ..adapters.usage.grafana_answers import Known, Origin, dashboard_of, fault_of, hits_of, known_of
from ..adapters.usage.grafana_page import Asked, Fetched
from ..adapters.usage.prometheus_answers import Form, Refused
from ..adapters.usage.prometheus_settings import GrafanaSettings, Settings
from ..errors import NotFound
from ..schemas.common import Problem, Reason
from ..schemas.grafana import DashboardAnswer, DashboardHits, DashboardRequest, DashboardsRequest
from ..schemas.usage import Source
from .prometheus_store import Store
from .upstream import Hide, Read, Upstream

_CHECK_SECONDS = 5.0
_GOOD_SECONDS = 60.0
_BAD_SECONDS = 10.0
_WAIT_SECONDS = 2.0
_LOGIN = "it asks for a login: give the token of a service account with the role Viewer"
_T = TypeVar("_T")


class Grafana:
    """One Grafana. Every method belongs on the event loop and none blocks it."""

    def __init__(self, settings: GrafanaSettings) -> None:
        self.settings = settings
        self._upstream = Upstream(settings, fault_of)
        self._known: Known | None = None
        self._fault: Reason | None = None
        self._checking: asyncio.Task[None] | None = None
        self._checked_until = 0.0
        self._stores: dict[str, Store] = {}

    async def check(self) -> None:
        """See what it is and what can be asked through it, unless that was seen a short while ago; raises nothing."""
        if time.monotonic() < self._checked_until:
            return
        if self._checking is None or self._checking.done():
            self._checking = asyncio.ensure_future(self._check())
        await asyncio.shield(self._checking)

    async def search(self, request: DashboardsRequest) -> DashboardHits:
        """A page of dashboards; raises `Refused`."""
        form = (("type", "dash-db"), ("query", request.text), ("limit", "100"), ("page", str(request.page)))
        return await self._asked("/api/search", form, lambda body, _: hits_of(body))

    async def dashboard(self, uid: str) -> DashboardAnswer:
        """One dashboard with the sources that its panels may name; raises `Refused`."""
        base = (self.settings.public_url or self.settings.url).rstrip("/")
        path = f"/api/dashboards/uid/{quote(uid, safe='')}"
        found, _ = await asyncio.gather(self._asked(path, (), lambda body, _: dashboard_of(body, base)), self.check())
        return msgspec.structs.replace(found, sources=names_of(self.settings.name, self._origins()))

    async def fetch(self, asked: Asked) -> tuple[Fetched, Hide]:
        """An answer to a page of its own, whatever its status; raises `Refused`."""
        return await self._upstream.fetch(asked)

    async def store(self, key: str) -> Store:
        """The Prometheus behind it with a key; raises `NotFound`."""
        await self.check()
        origin = next((one for one in self._origins() if one.key == key), None)
        if origin is None:
            raise NotFound(f"there is no source {self.settings.name}:{key} that takes PromQL", path="$.source")
        return self._store(origin)

    def sources(self) -> list[Source]:
        """What is known of it, and of each Prometheus behind it."""
        is_known = self._known is not None or self._fault is not None
        slow = None if is_known else Reason(code="too-slow", message="It has not answered yet; it is waited for.")
        own = Source(
            name=self.settings.name,
            kind="grafana",
            title=self.settings.title or self.settings.name,
            state="failed" if self._fault else "limited" if slow else "ready",
            reason=self._fault or slow,
            metrics=[],
        )
        return [own, *(self._behind(one) for one in self._origins())]

    async def close(self) -> None:
        """Break off what is under way and end the connections."""
        if self._checking:
            self._checking.cancel()
            await asyncio.gather(self._checking, return_exceptions=True)
        await asyncio.gather(self._upstream.close(), *(store.close() for store in self._stores.values()))

    def _origins(self) -> list[Origin]:
        return self._known.origins if self._known else []

    def _behind(self, one: Origin) -> Source:
        title = f"{one.name} ({self.settings.title or self.settings.name})"
        name = f"{self.settings.name}:{one.key}"
        return Source(
            name=name,
            kind="prometheus",
            title=title,
            state="failed" if self._fault else "ready",
            reason=self._fault,
            metrics=[],
        )

    def _store(self, origin: Origin) -> Store:
        if origin.key not in self._stores:
            mine = self.settings
            below = Settings(
                name=f"{mine.name}:{origin.key}",
                url=mine.url.rstrip("/") + origin.path,
                auth=mine.auth,
                ca_file=mine.ca_file,
                headers=mine.headers,
                timeout=mine.timeout,
            )
            self._stores[origin.key] = Store(below, is_locked=True)
        return self._stores[origin.key]

    async def _check(self) -> None:
        try:
            asked = self._asked("/api/frontend/settings", (), lambda body, _: known_of(body))
            self._known = await asyncio.wait_for(asked, _CHECK_SECONDS)
            self._fault = None
        except Refused as refused:
            self._fault = Reason(code=refused.code, message=f"Grafana: {refused.message}.")
        except asyncio.TimeoutError:
            self._fault = Reason(code="too-slow", message=f"It does not answer within {_CHECK_SECONDS:g} s.")
        self._checked_until = time.monotonic() + (_BAD_SECONDS if self._fault else _GOOD_SECONDS)

    async def _asked(self, path: str, form: Form, read: Read[_T]) -> _T:
        try:
            return await self._upstream.ask(path, form, read, by_get=True)
        except Refused as refused:
            # Who is not logged in is sent to a page.
            if refused.code in ("redirected", "login-required"):
                raise Refused("login-required", _LOGIN) from None
            raise


def names_of(grafana: str, origins: list[Origin]) -> dict[str, str]:
    """Names of sources by what dashboards of a Grafana may call them; '' is the usual one."""
    # Uids last: they win where the name of another one looks like them.
    said = [
        *((one.number, one) for one in origins),
        *((one.name, one) for one in origins),
        *((one.uid, one) for one in origins),
    ]
    names = {name: f"{grafana}:{one.key}" for name, one in said if name}
    usual = next((one.key for one in origins if one.is_default), None)
    return names if usual is None else {**names, "": f"{grafana}:{usual}"}


class GrafanaService:
    """The Grafanas of the operator."""

    def __init__(self, settings: list[GrafanaSettings], *, has_pages: bool = False) -> None:
        self.has_pages = has_pages
        self._all = {one.name: Grafana(one) for one in settings}

    async def sources(self) -> list[Source]:
        """All of them with what is behind them; one that does not answer soon is waited for no longer than 2 s."""
        checks = [asyncio.ensure_future(one.check()) for one in self._all.values()]
        if checks:
            await asyncio.wait(checks, timeout=_WAIT_SECONDS)
        return [source for one in self._all.values() for source in one.sources()]

    async def search(self, request: DashboardsRequest) -> DashboardHits:
        """Dashboards of one; raises `NotFound` where there is no such Grafana."""
        try:
            return await self.one(request.source).search(request)
        except Refused as refused:
            return DashboardHits(problem=Problem(code=refused.code, message=refused.message))

    async def dashboard(self, request: DashboardRequest) -> DashboardAnswer:
        """One dashboard; raises `NotFound` where there is no such Grafana."""
        try:
            found = await self.one(request.source).dashboard(request.uid)
            return msgspec.structs.replace(found, has_page=self.has_pages)
        except Refused as refused:
            return DashboardAnswer(problem=Problem(code=refused.code, message=refused.message))

    async def store(self, name: str) -> Store:
        """The Prometheus with a name of the form ``grafana:key``; raises `NotFound`."""
        grafana, _, key = name.partition(":")
        return await self.one(grafana).store(key)

    async def stop(self) -> None:
        """Break off what is under way and end the connections."""
        await asyncio.gather(*(one.close() for one in self._all.values()))

    def one(self, name: str) -> Grafana:
        """The Grafana with a name; raises `NotFound`."""
        if name not in self._all:
            raise NotFound(f"there is no Grafana {name}", path="$.source")
        return self._all[name]
