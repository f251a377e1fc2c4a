"""What the companion and its workers say to each other: one JSON object a line, on stdin and stdout."""

from msgspec import Struct

from ..schemas.catalogs import About, CatalogProblem, SearchQuery, Service
from .fetch import Validators
from .limits import Limits
from .readers import Details


class Job(Struct, frozen=True, kw_only=True):
    """One document to fetch, parse and index.

    Parameters
    ----------
    catalog_id
        Catalog that the document belongs to.
    location
        Absolute path or URL.
    kind
        Name of the reader; None to find it by the content.
    names
        Names of the entries that lead to the document; empty for the catalog's own.
    referrer
        Location of the document that names this one; None where a person or the operator did.
    allowed_roots
        Folders that local files must lie in; empty for no restriction.
    output
        Path of the index file to write; it is not there yet.
    limits
        Budget, already a quarter where another catalog refers to the document.
    known
        Validators of the copy indexed already.
    service, query
        A remote service and what to look for in it, where the document is what it answers; ``kind`` is told then,
        and the reader makes the address.
    """

    catalog_id: str
    location: str
    output: str
    kind: str | None = None
    names: list[str] = []
    referrer: str | None = None
    allowed_roots: list[str] = []
    limits: Limits = Limits()
    known: Validators | None = None
    service: Service | None = None
    query: SearchQuery | None = None


class Report(Struct, frozen=True, kw_only=True):
    """What became of a job. ``state`` ``unchanged`` means that nothing was written and the known copy is good.

    ``is_spent`` says that the process met a limit of its own and should not be given more work.
    ``asset_count`` is told of a collection: the rows of its table; ``details`` of a search: how it is loaded.
    ``cpu_seconds`` is the CPU time of the job; ``peak_bytes`` the most memory that the worker ever held.
    """

    state: str
    kind: str = ""
    title: str = ""
    description: str = ""
    about: About | None = None
    entry_count: int = 0
    asset_count: int | None = None
    details: Details | None = None
    problems: list[CatalogProblem] = []
    validators: Validators = Validators()
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
    is_spent: bool = False


class Hello(Struct, frozen=True, kw_only=True):
    """First line of a worker: its readers, and why others are not available."""

    readers: list[str]
    failures: dict[str, str] = {}
