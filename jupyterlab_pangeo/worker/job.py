"""One job of the worker: fetch, find the reader, parse, index."""

import resource
import sqlite3
import time
from pathlib import Path

import msgspec
from msgspec import structs

from ..schemas.catalogs import CatalogProblem
from .fetch import Fetched, Request, Validators, fetch
from .index import IndexWriter
from .limits import Limits
from .locations import redacted
from .parts import Parts
from .problems import BadStatus, Fault, Overrun, clip, error, unwritable
from .protocol import Job, Report
from .readers import DataReader, Details, Endpoint, Facts, Found, Reader, Searcher, SearchLoader, Source
from .withheld import withhold, withhold_facts


def run(job: Job, readers: dict[str, Reader]) -> Report:
    """Do a job; whatever goes wrong becomes the report's problem, and no file is left."""
    started = time.process_time()
    output = Path(job.output)
    try:
        report = _run(job, readers)
    except Fault as fault:
        report = Report(state="failed", kind=job.kind or "", problems=[fault.problem()])
    except MemoryError:
        report = Report(state="failed", problems=[Overrun(job.limits, "memory_bytes").problem()], is_spent=True)
    except sqlite3.Error as problem:
        report = Report(state="failed", problems=[unwritable(str(problem))])
    except Exception as problem:  # a reader's own mistake costs its catalog only
        note = f"The reader failed: {type(problem).__name__}: {clip(redacted(str(problem)))}."
        report = Report(state="failed", problems=[error("reader-failed", note)])
    if report.state != "ready":
        output.unlink(missing_ok=True)
    return structs.replace(report, cpu_seconds=time.process_time() - started, peak_bytes=peak_bytes())


def _run(job: Job, readers: dict[str, Reader]) -> Report:
    location = _described_at(job, readers) if job.query is None else _address(job, readers)
    request = Request(
        location=location,
        referrer=job.referrer,
        allowed_roots=job.allowed_roots,
        known=job.known,
        looks=job.query is None and _reads_data(job.kind, readers),
    )
    fetched, parts = _fetched(request, job, readers), Parts(job)
    if fetched.data is None:
        if not parts.have_changed():
            return Report(state="unchanged", validators=_with(fetched.validators, parts))
        fetched = fetch(structs.replace(request, known=None), job.limits)
    source = Source(
        location=location,
        data=fetched.data or b"",
        limits=job.limits,
        fetch=parts.fetch,
        shape=fetched.shape,
        size=fetched.size,
    )
    reader = _reader_for(source, job.kind, readers)
    if _is_page(source) and not reader.matches(source):
        raise _page()
    facts = Facts(problems=[])
    writer = IndexWriter(Path(job.output), job.catalog_id, job.names, job.limits)
    try:
        count = writer.write(reader.read(source, facts))
        withhold_facts(facts)
        _bound_about(facts, job.limits)
        writer.finish(facts)
    finally:
        writer.discard()
    return Report(
        state="ready",
        kind=reader.name,
        title=facts.title,
        description=facts.description[:50_000],
        entry_count=count,
        problems=_bounded(facts.problems),
        about=facts.about,
        validators=_with(fetched.validators, parts),
        asset_count=facts.table.row_count if facts.table else None,
        details=_details(job, reader, facts),
    )


def _fetched(request: Request, job: Job, readers: dict[str, Reader]) -> Fetched:
    """The document; of a search that found nothing an empty one, where its service says so by a status."""
    try:
        return fetch(request, job.limits)
    except BadStatus as fault:
        if job.query is None or fault.status != getattr(readers.get(job.kind or ""), "nothing_found", None):
            raise
        return Fetched(data=b"", validators=Validators())


def _described_at(job: Job, readers: dict[str, Reader]) -> str:
    """Where a document is, or where the service at its location describes itself."""
    for name, reader in readers.items():
        if job.kind in (None, name) and isinstance(reader, Endpoint):
            return reader.described_at(job.location) or job.location
    return job.location


def _address(job: Job, readers: dict[str, Reader]) -> str:
    """Where the answer to a job's query is."""
    reader = readers.get(job.kind or "")
    if job.service is None or job.query is None or not isinstance(reader, Searcher):
        raise Fault("no-search", f"Services of the kind {clip(job.kind or '')!r} are not searched here.")
    return reader.search_url(job.service, job.query)


def _details(job: Job, reader: Reader, facts: Facts) -> Details | None:
    """How what a search finds is loaded as a whole."""
    if job.service is None or job.query is None or not isinstance(reader, SearchLoader):
        return None
    details = reader.search_details(job.service, job.query, facts)
    found = Found(name="", kind="catalog", format="search", driver="", details=details)
    withhold(found)
    return found.details


def _reads_data(kind: str | None, readers: dict[str, Reader]) -> bool:
    """Whether data may be found where a document is looked for: their reader is asked for, or none by name."""
    return any(isinstance(reader, DataReader) for name, reader in readers.items() if kind in (None, name))


def _with(validators: Validators, parts: Parts) -> Validators:
    return structs.replace(validators, parts=parts.validators)


def _reader_for(source: Source, kind: str | None, readers: dict[str, Reader]) -> Reader:
    if kind is not None:
        if kind in readers:
            return readers[kind]
        raise Fault("no-reader", f"There is no reader {clip(kind)!r}; there are {', '.join(sorted(readers))}.")
    for reader in readers.values():
        if (source.shape == "document" or isinstance(reader, DataReader)) and reader.matches(source):
            return reader
    if _is_page(source):
        raise _page()
    note = f"The file is no catalog of a kind known here ({', '.join(sorted(readers))})."
    raise Fault("no-reader", note)


def _is_page(source: Source) -> bool:
    """Whether it is a page for people: perhaps one that some reader knows, perhaps a login."""
    return source.data[:1000].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _page() -> Fault:
    note = "The answer is a web page and no catalog: perhaps one about it, or one by which a person logs in."
    return Fault("web-page", f"{note} Look at the address in a browser.")


def _bound_about(facts: Facts, limits: Limits) -> None:
    if facts.about is not None and len(msgspec.json.encode(facts.about)) > limits.max_entry_bytes:
        facts.about = structs.replace(facts.about, metadata={}, links=[], keywords=[])
        facts.problems.append(error("budget-entry", limits.overrun("entry_bytes")))


def _bounded(problems: list[CatalogProblem], most: int = 50) -> list[CatalogProblem]:
    return problems[:most]


def peak_bytes() -> int:
    """Most memory that this process ever held, in bytes; 0 where it cannot be told."""
    try:
        # Not ru_maxrss: a child starts with the peak of the process that started it.
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)
