"""What becomes of a document by the job that read it."""

import time

from msgspec import structs

from ..adapters.catalogs.store import Document
from ..schemas.catalogs import CatalogProblem
from ..worker.protocol import Report
from .catalogs_held import ROOT

# Failures of the moment: what was read before is still worth showing.
_PASSING = frozenset({"network", "proxy", "certificate", "timeout", "http-status", "worker-lost", "index-unwritable"})


def after(document: Document, report: Report, file: str) -> Document:
    """A document as it is after a job."""
    now = time.time()
    kept = [problem for problem in document.problems if problem.code != "stale"]
    if report.state == "unchanged":
        return structs.replace(document, validators=report.validators, problems=kept, checked_at=now)
    if report.state == "ready":
        return structs.replace(
            document,
            kind=report.kind,
            title=report.title,
            description=report.description,
            about=report.about if document.entry_id == ROOT else None,
            bbox=report.about.bbox if report.about else None,
            interval=report.about.interval if report.about else None,
            entry_count=report.entry_count,
            details=report.details,
            asset_count=report.asset_count,
            problems=report.problems,
            validators=report.validators,
            file=file,
            checked_at=now,
        )
    if document.file and all(problem.code in _PASSING for problem in report.problems):
        when = time.strftime("%Y-%m-%d %H:%M", time.gmtime(document.checked_at))
        notes = " ".join(problem.message for problem in report.problems)
        stale = CatalogProblem(code="stale", message=f"Shown as of {when} UTC. {notes}", severity="warning")
        return structs.replace(document, problems=[*kept, stale])
    return structs.replace(document, entry_count=0, problems=report.problems, file="", checked_at=now)
