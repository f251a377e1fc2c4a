"""Loading of catalogs and of the catalogs inside of them: which job is run, and what its report changes."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from msgspec import structs

from ..adapters.catalogs import reader
from ..adapters.catalogs.pool import WorkerPool
from ..adapters.catalogs.reader import Row
from ..adapters.catalogs.store import CatalogFiles, Document, Manifest
from ..worker.fetch import Validators, local_validators
from ..worker.limits import Limits
from ..worker.locations import canonical, redacted
from ..worker.problems import Fault, unwritable
from ..worker.protocol import Job, Report
from ..worker.readers.drivers import NESTED
from .catalogs_held import ROOT, Held
from .catalogs_outcome import after

log = logging.getLogger(__name__)

# A document of the net is compared again when the server starts, if it is older than this. Seconds.
_STALE_AFTER = 24 * 3600.0
_CHECK = "check"


class Loader:
    """Runs jobs and keeps the catalogs' manifests.

    Parameters
    ----------
    pool
        Where jobs run.
    files
        The catalogs' files.
    limits
        Budget of a catalog that a person or the operator named; one that a catalog refers to gets a quarter.
    allowed_roots
        Folders that local files must lie in; empty for no restriction.
    changed
        Called when something of a catalog changed.
    """

    def __init__(
        self,
        pool: WorkerPool,
        files: CatalogFiles,
        limits: Limits,
        allowed_roots: Sequence[Path],
        changed: Callable[[Held], None],
    ) -> None:
        self._pool = pool
        self._files = files
        self._limits = limits
        self._roots = [str(root) for root in allowed_roots]
        self._changed = changed
        self._ending: set[asyncio.Task[None]] = set()

    def load(self, held: Held, document: Document | None = None) -> None:
        """Begin to read a document: the catalog's own, or the one given. Does nothing while it is being read."""
        document = document or held.root or Document(entry_id=ROOT, location=held.location)
        self._begin(held, document.entry_id, self._run, document)

    def refresh(self, held: Held) -> None:
        """Begin to read a catalog again, and then what of it was open."""
        self._begin(held, ROOT, self._refresh)

    def check(self, held: Held) -> None:
        """Begin to look for what changed since it was indexed, and read only that again."""
        self._begin(held, _CHECK, self._check)

    async def cancel(self, held: Held) -> None:
        """Stop everything that is being read of a catalog."""
        tasks = list(held.tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def settle(self) -> None:
        """Wait until what was forgotten has ended, and its process with it."""
        await asyncio.gather(*self._ending, return_exceptions=True)

    def child(self, held: Held, parent: Document, row: Row) -> Document:
        """The document that an entry stands for, not read yet.

        Raises
        ------
        Fault
            It must not be opened from here: a cycle, or a place that the naming catalog may not name.
        """
        known = held.manifest.documents.get(row.id)
        if known is not None and known.query is not None:
            return known
        nested = row.nested or ""
        is_local = "://" not in parent.location
        if not is_local and ("://" not in nested or nested.lower().startswith("file:")):
            raise Fault("denied-scheme", "A catalog of the net must not name a local file.")
        location = canonical(nested, Path(parent.location).parent if is_local else Path("/"))
        if location in (*parent.locations, parent.location):
            raise Fault("cycle", "This catalog contains itself; it is not opened again.")
        return Document(
            entry_id=row.id,
            location=location,
            names=[*parent.names, row.name],
            titles=[*parent.titles, row.title],
            ancestors=[*parent.ancestors, row.id],
            locations=[*parent.locations, parent.location],
            kind=NESTED.get(row.format) or parent.kind,
            is_transient=parent.is_transient,
        )

    def forget(self, held: Held, entry_id: str) -> None:
        """Forget a document and all below it, and stop to read them."""
        for key, document in list(held.manifest.documents.items()):
            if entry_id in document.ancestors:
                if (task := held.tasks.pop(key, None)) is not None:
                    task.cancel()
                    self._ending.add(task)
                    task.add_done_callback(self._ending.discard)
                del held.manifest.documents[key]

    async def keep(self, held: Held) -> None:
        """Write what is indexed of a catalog to its folder, and remove what is not of use any more."""
        try:
            await asyncio.to_thread(self._keep, held.id, held.manifest)
        except OSError as problem:
            log.warning("The index of the catalog %s cannot be kept: %s", redacted(held.location), problem)

    def _begin(self, held: Held, key: str, work: Callable[..., Coroutine[Any, Any, None]], *arguments: object) -> None:
        if key in held.tasks:
            return
        task = asyncio.ensure_future(work(held, *arguments))
        held.tasks[key] = task

        def done(task: "asyncio.Task[None]") -> None:
            if held.tasks.get(key) is task:
                del held.tasks[key]
            if task.cancelled():
                return
            if (problem := task.exception()) is not None:
                log.error("Reading the catalog %s failed", redacted(held.location), exc_info=problem)
            if key != _CHECK:
                self._changed(held)

        task.add_done_callback(done)

    async def _run(self, held: Held, document: Document) -> None:
        if document.entry_id == ROOT and held.root is None:
            held.manifest.documents.update(await asyncio.to_thread(self._made_ahead, held.id, held.location))
            document = held.root or document
        try:
            report, file = await self._index(held, document)
        except OSError as problem:
            log.warning("The index of the catalog %s cannot be written: %s", redacted(held.location), problem)
            report, file = Report(state="failed", problems=[unwritable(str(problem.strerror))]), ""
        new = after(document, report, file)
        held.manifest.documents[document.entry_id] = new
        await _to_its_end(self._settle(held, is_new=report.state != "unchanged"))

    async def _settle(self, held: Held, *, is_new: bool) -> None:
        """Forget what is no longer there, and keep the rest."""
        if is_new:
            for entry_id in await asyncio.to_thread(self._gone, held):
                held.manifest.documents.pop(entry_id, None)
        await self.keep(held)

    def _made_ahead(self, catalog_id: str, location: str) -> dict[str, Document]:
        """What is indexed of a catalog that was only just listed: by an operator, for all users. May block."""
        documents = self._files.load_manifest(catalog_id, location).documents.items()
        return {
            key: document
            for key, document in documents
            if document.file and reader.is_current(self._files.path(catalog_id, document.file))
        }

    async def _index(self, held: Held, document: Document) -> tuple[Report, str]:
        """Run the job of a document; its report and the name of its index."""
        job = Job(
            catalog_id=held.id,
            location=document.location,
            kind=document.kind if document.names else held.kind,
            names=document.names,
            referrer=document.locations[-1] if document.locations else None,
            allowed_roots=self._roots,
            output=str(await asyncio.to_thread(self._files.new_file, held.id)),
            limits=self._limits.quarter() if document.names else self._limits,
            known=document.validators if document.file else None,
            service=document.service,
            query=document.query,
        )
        report = await self._pool.run(job)
        if report.state != "ready":
            return report, ""
        digest = report.validators.fingerprint
        return report, await asyncio.to_thread(self._files.take, held.id, job.output, document.entry_id, digest)

    async def _refresh(self, held: Held) -> None:
        await self._run(held, held.root or Document(entry_id=ROOT, location=held.location))
        for document in list(held.manifest.documents.values()):
            if document.entry_id == ROOT or document.is_transient:
                continue
            if document.location:
                self.load(held, document)
            else:
                # Refused before; the catalog may read otherwise now.
                del held.manifest.documents[document.entry_id]

    async def _check(self, held: Held) -> None:
        for document in list(held.manifest.documents.values()):
            has_changed = await asyncio.to_thread(_may_have_changed, document)
            if has_changed and document.file:
                self.load(held, document)

    def _keep(self, catalog_id: str, manifest: Manifest) -> None:
        documents = list(manifest.documents.values())
        kept = {document.entry_id: document for document in documents if not document.is_transient}
        self._files.save_manifest(catalog_id, structs.replace(manifest, documents=kept))
        self._files.sweep(catalog_id, {document.file for document in documents})

    def _gone(self, held: Held) -> list[str]:
        """Documents whose entries are no longer there, or stand for another place. May block."""
        documents = dict(held.manifest.documents)
        gone: list[str] = []
        for document in sorted(documents.values(), key=lambda document: len(document.names)):
            if document.entry_id == ROOT:
                continue
            parent = documents.get(document.ancestors[-2] if len(document.ancestors) > 1 else ROOT)
            if parent is None or not self._leads_to(held, parent, document):
                gone.append(document.entry_id)
                del documents[document.entry_id]
        return gone

    def _leads_to(self, held: Held, parent: Document, document: Document) -> bool:
        if document.query is not None:
            return True
        if not parent.file:
            return False
        try:
            row = reader.row(self._files.path(held.id, parent.file), document.entry_id)
            if row is not None and not document.location:
                # Refused, and why stays to be seen until the catalog is read again.
                return True
            return row is not None and self.child(held, parent, row).location == document.location
        except (Fault, sqlite3.Error):
            return False


def _may_have_changed(document: Document) -> bool:
    """Whether a document is worth reading again. Looks at local files, never at the net; may block."""
    places = {document.location: document.validators, **document.validators.parts}
    # A clock that was set back must not make it fresh for ever.
    is_old = not 0 <= time.time() - document.checked_at <= _STALE_AFTER
    return any(is_old if "://" in place else _differs(place, known) for place, known in places.items())


def _differs(path: str, known: Validators) -> bool:
    found = local_validators(path)
    return found is None or (found.modified_ns, found.size) != (known.modified_ns, known.size)


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Do something that is not broken off: a cancellation waits for it."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
