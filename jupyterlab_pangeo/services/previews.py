"""Previews: queue, run, cancel, and forget them; none begins before its catalog is trusted."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from ..adapters.dask.kernelspecs import Place
from ..adapters.previews import Bounds, Child
from ..adapters.trust import TrustFile
from ..errors import Invalid, NotFound, NotTrusted, TooMany
from ..schemas.previews import Preview, PreviewFailure, PreviewResult, PreviewSpec, PreviewState, PreviewStep
from ..schemas.previews import PreviewTrust as Trust
from .catalogs import CatalogService
from .changes import IChanges

# Finished ones that can still be read; a page reads its own at once.
_KEPT = 8


@dataclass(eq=False)
class _Run:
    id: str
    spec: PreviewSpec
    place: Place
    began: float = field(default_factory=time.monotonic)
    ended: float | None = None
    state: PreviewState = "queued"
    step: PreviewStep = "waiting"
    answer: PreviewResult | PreviewFailure | None = None
    task: "asyncio.Task[None] | None" = None

    def wire(self) -> Preview:
        return Preview(
            id=self.id,
            catalog_id=self.spec.catalog_id,
            entry_id=self.spec.entry_id,
            kernelspec=self.spec.kernelspec or "",
            state=self.state,
            step=self.step,
            seconds=(self.ended or time.monotonic()) - self.began,
            failure=self.answer if isinstance(self.answer, PreviewFailure) else None,
            result=self.answer if isinstance(self.answer, PreviewResult) else None,
        )


class PreviewService:
    """Makes previews of entries, each in a child of its own. Used on the event loop only.

    Parameters
    ----------
    place
        The Python of a kernelspec; raises Invalid where there is no such kernelspec.
    catalogs
        Knows which document names an entry.
    trusted
        Hashes of documents that the user trusts.
    changes
        Told of each change: topic ``previews`` with the preview's id.
    bounds
        What one preview may use.
    most_running, most_queued
        How many run at the same time, and how many may wait.
    """

    def __init__(
        self,
        *,
        place: Callable[[str | None], Awaitable[Place]],
        catalogs: CatalogService,
        trusted: TrustFile,
        changes: IChanges,
        bounds: Bounds | None = None,
        most_running: int = 2,
        most_queued: int = 8,
    ) -> None:
        self._place = place
        self._catalogs = catalogs
        self._trusted = trusted
        self._changes = changes
        self._bounds = bounds or Bounds()
        self._most_running = most_running
        self._most_queued = most_queued
        self._runs: dict[str, _Run] = {}

    async def trust(self, catalog_id: str, entry_id: str) -> Trust:
        """Whether data that an entry names may be opened, and what the user is to be asked; raises NotFound."""
        naming = await self._catalogs.naming(catalog_id, entry_id)
        is_trusted = naming.is_own or await asyncio.to_thread(self._trusted.has, naming.hash)
        return Trust(is_trusted=is_trusted, title=naming.title, location=naming.location, hash=naming.hash)

    async def begin(self, spec: PreviewSpec) -> Preview:
        """Begin a preview, or let it wait for its turn.

        Raises
        ------
        NotFound
            There is no such catalog or entry.
        NotTrusted
            The document that names the entry is from elsewhere, and this hash of it is not trusted.
        Invalid
            The kernelspec is none, or starts no Python of this machine.
        TooMany
            So many wait already.
        """
        place = await self._place(spec.kernelspec)
        if place.runs_in != "kernelspec":
            name = spec.kernelspec or "the default one"
            raise Invalid(
                f"the kernelspec {name} starts no Python on this machine; choose one that runs ipykernel here",
                path="$.kernelspec",
            )
        asked = await self.trust(spec.catalog_id, spec.entry_id)
        if not asked.is_trusted:
            if spec.trust != asked.hash:
                raise NotTrusted(f"{asked.title!r} ({asked.location}, SHA-256 {asked.hash}) is not trusted yet")
            await asyncio.to_thread(self._trusted.add, asked.hash, asked.location)
        if len(self._waiting()) >= self._most_queued + max(0, self._most_running - self._running()):
            raise TooMany(f"{self._most_queued} previews wait already; cancel one, or try again later")
        run = _Run(secrets.token_hex(8), spec, place)
        self._runs[run.id] = run
        self._next()
        return run.wire()

    def get(self, preview_id: str) -> Preview:
        """A preview as it is now; raises NotFound where it was cancelled or forgotten."""
        return self._find(preview_id).wire()

    async def cancel(self, preview_id: str) -> None:
        """End a preview and forget it; nothing of it runs any more when this returns. Raises NotFound."""
        run = self._find(preview_id)
        del self._runs[preview_id]
        await _end(run)
        self._changes.emit("previews", preview_id)
        self._next()

    async def stop(self) -> None:
        """End all previews, and let none begin."""
        runs, self._runs = list(self._runs.values()), {}
        await asyncio.gather(*(_end(run) for run in runs))

    def _find(self, preview_id: str) -> _Run:
        if (run := self._runs.get(preview_id)) is None:
            raise NotFound(f"There is no preview {preview_id!r}; it may have been forgotten.")
        return run

    def _waiting(self) -> list[_Run]:
        return [run for run in self._runs.values() if run.state == "queued"]

    def _running(self) -> int:
        return sum(run.state == "running" for run in self._runs.values())

    def _next(self) -> None:
        for run in self._waiting()[: max(0, self._most_running - self._running())]:
            run.state, run.step, run.began = "running", "starting", time.monotonic()
            run.task = asyncio.ensure_future(self._run(run))
            self._changes.emit("previews", run.id)
        done = [run.id for run in self._runs.values() if run.answer is not None]
        for preview_id in done[:-_KEPT]:
            del self._runs[preview_id]

    async def _run(self, run: _Run) -> None:
        def step(name: PreviewStep) -> None:
            run.step = name
            self._changes.emit("previews", run.id)

        try:
            answer = await Child(run.place, self._bounds, step).run(run.spec.code, run.spec.variable)
        except OSError as error:
            answer = PreviewFailure("failed", f"nothing can be run: {error.strerror}")
        run.answer, run.ended = answer, time.monotonic()
        run.state = "ready" if isinstance(answer, PreviewResult) else "failed"
        self._changes.emit("previews", run.id)
        self._next()


async def _end(run: _Run) -> None:
    if run.task is not None:
        run.task.cancel()
        await asyncio.wait([run.task])
