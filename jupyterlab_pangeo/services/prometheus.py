"""The Prometheus servers that can be asked: the operator's and those that a user added."""

import asyncio
import re
import secrets
from typing import Any

import msgspec

from ..adapters.usage.prometheus_answers import Refused
from ..adapters.usage.prometheus_kept import KeptSources
from ..adapters.usage.prometheus_settings import Settings, settings_of
from ..errors import Conflict, Forbidden, Invalid, NotFound, PangeoError, TooMany
from ..schemas.common import Problem
from ..schemas.promql import (
    AddedSource,
    LabelsAnswer,
    LabelsRequest,
    NewSource,
    PromqlAnswer,
    PromqlQuery,
    PromqlRequest,
    PromqlResult,
)
from ..schemas.usage import MAX_POINTS, MAX_VALUES, Source
from .grafana import GrafanaService
from .grafana_pages import Pages
from .prometheus_store import Store

MAX_ADDED = 20
_WAIT_SECONDS = 2.0
_LINGER_SECONDS = 2.0


class PrometheusService:
    """Every method belongs on the event loop and none blocks it."""

    def __init__(
        self,
        preset: list[Settings],
        kept: KeptSources,
        *,
        may_add: bool,
        broken: list[Source] | None = None,
        grafana: GrafanaService | None = None,
    ) -> None:
        self._preset = preset
        self._kept = kept
        self._may_add = may_add
        self._broken = broken or []
        self.grafana = grafana or GrafanaService([])
        self.pages = Pages(self.grafana.one, is_allowed=self.grafana.has_pages)
        self._stores: dict[str, Store] | None = None
        self._changing = asyncio.Lock()
        self._slow: set[asyncio.Task[PromqlResult]] = set()

    async def sources(self) -> list[Source]:
        """All of them, and how they are; one that does not answer soon is waited for no longer than two seconds."""
        stores = list((await self._known()).values())
        checks = [asyncio.ensure_future(store.check()) for store in stores]
        behind = asyncio.ensure_future(self.grafana.sources())
        if checks:
            await asyncio.wait(checks, timeout=_WAIT_SECONDS)
        return [*(store.source() for store in stores), *await behind, *self._broken]

    async def answer(self, request: PromqlRequest) -> PromqlAnswer:
        """Answers in the order of the queries; raises `NotFound` where there is no such source."""
        store = await self._store(request.source)
        tasks = [
            asyncio.ensure_future(self._one(store, query, f"$.queries[{index}]"))
            for index, query in enumerate(request.queries)
        ]
        try:
            _, slow = await asyncio.wait(tasks, timeout=request.patience)
        except asyncio.CancelledError:
            for task in tasks:
                task.cancel()
            raise
        self._linger(slow)
        found = [_pending() if task in slow else task.result() for task in tasks]
        # What the loop has to write out is bounded, whatever was asked.
        room = MAX_VALUES
        answers: list[PromqlResult] = []
        for index, result in enumerate(found):
            room -= len(result.series) * len(result.times)
            answers.append(result if room >= 0 else _too_large(f"$.queries[{index}]"))
        return PromqlAnswer(answers=answers)

    async def labels(self, request: LabelsRequest) -> LabelsAnswer:
        """Names, values or sets of labels.

        Raises
        ------
        NotFound
            There is no such source.
        Invalid
            The label is missing, or the selectors of series.
        """
        if request.what == "values" and request.label is None:
            raise Invalid("values are those of a label", path="$.label")
        if request.what == "series" and not request.match:
            raise Invalid("series are found by a selector", path="$.match")
        store = await self._store(request.source)
        try:
            return await store.labels(request)
        except Refused as refused:
            return LabelsAnswer(problem=Problem(code=refused.code, message=refused.message))

    async def add(self, new: NewSource) -> AddedSource:
        """Ask a source and keep it if it answers.

        Raises
        ------
        Forbidden
            The operator does not allow users to add one.
        Invalid
            A field does not fit.
        TooMany
            There are twenty already.
        Conflict
            The file with the sources cannot be written.
        """
        if not self._may_add:
            raise Forbidden("the operator does not allow to add sources")
        store = Store(_settings(new), is_locked=False)
        await store.check()
        source = store.source()
        if source.reason is not None:
            await store.close()
            return AddedSource(problem=Problem(code=source.reason.code, message=source.reason.message))
        try:
            await self._change({store.settings.name: store}, remove=None)
        except PangeoError:
            await store.close()
            raise
        return AddedSource(source=source)

    async def remove(self, name: str) -> None:
        """Forget a source that was added; raises `NotFound`, and `Forbidden` for one of the operator."""
        store = (await self._known()).get(name)
        if store is None:
            raise NotFound("no such source")
        if store.is_locked:
            raise Forbidden("the operator has set this source")
        await self._change({}, remove=name)
        await store.close()

    async def stop(self) -> None:
        """Break off what is under way and end the connections."""
        for task in self._slow:
            task.cancel()
        stores, self._stores = self._stores or {}, {}
        for store in stores.values():
            await store.close()
        await self.grafana.stop()

    async def _change(self, more: dict[str, Store], *, remove: str | None) -> None:
        async with self._changing:
            stores = {name: store for name, store in (await self._known()).items() if name != remove} | more
            added = [store.settings for store in stores.values() if not store.is_locked]
            if len(added) > MAX_ADDED:
                raise TooMany(f"there are {MAX_ADDED} sources already; remove one first")
            try:
                await asyncio.to_thread(self._kept.write, added)
            except OSError as error:
                raise Conflict(f"the sources cannot be kept: {error.strerror}") from error
            self._stores = stores

    async def _known(self) -> dict[str, Store]:
        if self._stores is None:
            kept = await asyncio.to_thread(self._kept.read) if self._may_add else []
            if self._stores is None:
                mine = {one.name: Store(one, is_locked=False) for one in kept}
                self._stores = mine | {one.name: Store(one, is_locked=True) for one in self._preset}
        return self._stores

    async def _store(self, name: str) -> Store:
        if ":" in name:
            return await self.grafana.store(name)
        store = (await self._known()).get(name)
        if store is None:
            raise NotFound(f"there is no source {name} that takes PromQL", path="$.source")
        return store

    def _linger(self, tasks: "set[asyncio.Task[PromqlResult]]") -> None:
        """Let questions go on for a while, so that who asks again finds them under way."""
        for task in tasks:
            self._slow.add(task)
            task.add_done_callback(self._slow.discard)
            asyncio.get_running_loop().call_later(_LINGER_SECONDS, task.cancel)

    async def _one(self, store: Store, query: PromqlQuery, path: str) -> PromqlResult:
        try:
            _check(query, path)
            return await store.query(query)
        except Invalid as error:
            return PromqlResult(problem=Problem(code=error.code, message=str(error), path=error.path))
        except Refused as refused:
            return PromqlResult(problem=Problem(code=refused.code, message=refused.message, path=path))


def _settings(new: NewSource) -> Settings:
    auth: dict[str, Any] = {name: value for name, value in msgspec.structs.asdict(new.auth).items() if value}
    raw = {"name": f"added-{secrets.token_hex(4)}", "title": new.title, "url": new.url, "auth": auth}
    try:
        return settings_of({**raw, "ca_file": new.ca_file}, "$")
    except Invalid as error:
        raise Invalid(_on_the_wire(str(error)), path=_on_the_wire(error.path or "$")) from None


def _on_the_wire(text: str) -> str:
    """Text with the names of fields as they are on the wire."""
    return re.sub(r"_(env|file)\b", lambda found: found[1].title(), text)


def _check(query: PromqlQuery, path: str) -> None:
    if query.kind == "instant":
        return
    if query.start is None or query.step is None:
        raise Invalid("a range has start and step", path=f"{path}.{'step' if query.step is None else 'start'}")
    if query.start > query.end:
        raise Invalid("the range ends before it starts", path=f"{path}.end")
    if (query.end - query.start) / query.step >= MAX_POINTS:
        raise Invalid(f"these are more than {MAX_POINTS} values in a line; ask for a longer step", path=f"{path}.step")


def _pending() -> PromqlResult:
    return PromqlResult(problem=Problem(code="pending", message="it is still being answered; ask for it again"))


def _too_large(path: str) -> PromqlResult:
    message = f"the answers have more than {MAX_VALUES} values in all; ask for fewer series or a longer step"
    return PromqlResult(problem=Problem(code="too-large", message=message, path=path))
