"""Catalog readers: each turns the bytes of one kind of document into entries, as data.

A reader is an entry point of the group ``jupyterlab_pangeo.catalog_readers``. One that cannot be
imported is listed as unavailable and costs nothing else.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple, Protocol, runtime_checkable

from msgspec import Struct

from ...schemas.catalogs import (
    About,
    CatalogProblem,
    EntryKind,
    Interval,
    Link,
    Recipe,
    SearchQuery,
    Service,
    UserParameter,
)
from ..fetch import Shape
from ..limits import Limits
from ..table import Table


class Source(Struct, frozen=True, kw_only=True):
    """A fetched document.

    Parameters
    ----------
    location
        Absolute path or URL it came from, as its catalog or the user named it.
    data
        Its bytes, decoded from any transfer compression.
    limits
        What it may cost.
    fetch
        Fetches a further document that this one is made of, by its absolute location; raises Fault.
    shape
        What ``data`` are: the whole document, the first bytes of a data file, or what was found of a folder or store
        (JSON of :mod:`..places`). Only a :class:`DataReader` is given others than documents.
    size
        Of a file of which ``data`` are the head, in bytes; -1 where it is not known.
    """

    location: str
    data: bytes
    limits: Limits
    fetch: Callable[[str], bytes] | None = None
    shape: Shape = "document"
    size: int = -1

    @property
    def is_local(self) -> bool:
        """Whether it is a file of this machine."""
        return "://" not in self.location

    @property
    def folder(self) -> str:
        """Folder or URL that it lies in, without a slash at the end."""
        path = self.location if self.is_local else self.location.partition("?")[0]
        return path.rpartition("/")[0]


class Facts(Struct, kw_only=True):
    """What a document says of itself; complete once its entries are used up.

    ``kept_at`` is its location, where details of entries are made of their text only when they are asked for.
    """

    title: str = ""
    description: str = ""
    metadata: dict[str, Any] = {}
    user_parameters: list[UserParameter] = []
    problems: list[CatalogProblem] = []
    table: Table | None = None
    about: About | None = None
    kept_at: str = ""


class Details(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is shown of one entry only when it is selected; plain JSON values."""

    description: str = ""
    metadata: dict[str, Any] = {}
    user_parameters: list[UserParameter] = []
    recipe: Recipe | None = None
    licence: str | None = None
    provider: str | None = None
    keywords: list[str] = []
    links: list[Link] = []
    bbox: list[float] | None = None
    interval: Interval | None = None


class Found(Struct, kw_only=True):
    """One entry of a document.

    Parameters
    ----------
    nested
        Location of the catalog that it stands for, absolute, or None.
    source
        How the document writes it, at most 20,000 characters.
    text
        What its details are made of when they are asked for, by :func:`.stac.unfold`; ``details`` are then what a
        search needs of them. Empty where it is that of the entry before. None where ``details`` are all.
    """

    name: str
    kind: EntryKind
    format: str
    driver: str
    details: Details
    title: str = ""
    nested: str | None = None
    problems: list[CatalogProblem] = []
    source: str = ""
    text: bytes | None = None


class Reader(Protocol):
    """Reads one kind of catalog."""

    name: str

    def matches(self, source: Source) -> bool:
        """Whether the document looks like this kind; cheap, never raises."""
        ...

    def read(self, source: Source, facts: Facts) -> Iterator[Found]:
        """Yield the entries in the document's order; fill ``facts`` on the way.

        Raises
        ------
        Fault
            The document as a whole cannot be listed.
        """
        ...


@runtime_checkable
class DataReader(Reader, Protocol):
    """A reader of data that lie somewhere by themselves; sources of every shape are put to it."""

    reads_data: bool


@runtime_checkable
class Searcher(Reader, Protocol):
    """A reader of a service that can be searched; what it answers with is a document that the reader reads.

    One whose service answers with an error's status where nothing is found names it as ``nothing_found``, and is
    then given an empty document.
    """

    def search_url(self, service: Service, query: SearchQuery) -> str:
        """Address of the first page of what is found, fetched by GET.

        Raises
        ------
        Fault
            The query asks for what the service cannot do.
        """
        ...


@runtime_checkable
class SearchLoader(Searcher, Protocol):
    """A reader that knows how everything that a search finds is loaded at once."""

    def search_details(self, service: Service, query: SearchQuery, facts: Facts) -> Details:
        """Recipe and parameters of a search; ``facts`` are what was read of its first page."""
        ...


@runtime_checkable
class Endpoint(Reader, Protocol):
    """A reader of services whose bare address, as people know it, answers nothing that can be read."""

    def described_at(self, location: str) -> str | None:
        """Where the service describes itself; None where a location is not such an address."""
        ...


class ReaderSpec(NamedTuple):
    """An entry point: its name, and where it points (``module:attribute``)."""

    name: str
    target: str


# The first that matches reads: the narrower ones stand before those that only look for a word.
BUILT_IN = (
    ReaderSpec("stac", "jupyterlab_pangeo.worker.readers.stac:READER"),
    ReaderSpec("ogcapi-records", "jupyterlab_pangeo.worker.readers.oarec:READER"),
    ReaderSpec("csw", "jupyterlab_pangeo.worker.readers.csw:READER"),
    ReaderSpec("erddap", "jupyterlab_pangeo.worker.readers.erddap:READER"),
    ReaderSpec("thredds", "jupyterlab_pangeo.worker.readers.thredds:READER"),
    ReaderSpec("esm", "jupyterlab_pangeo.worker.readers.esm:READER"),
    ReaderSpec("intake-v2", "jupyterlab_pangeo.worker.readers.intake_v2:READER"),
    ReaderSpec("intake-v1", "jupyterlab_pangeo.worker.readers.intake_v1:READER"),
    ReaderSpec("plain", "jupyterlab_pangeo.worker.readers.plain:READER"),
)


def load(specs: Sequence[ReaderSpec]) -> tuple[dict[str, Reader], dict[str, str]]:
    """Import readers.

    Returns
    -------
    tuple
        Readers by name, and for each that is unavailable the reason by name.
    """
    readers: dict[str, Reader] = {}
    failures: dict[str, str] = {}
    for spec in specs:
        module, _, attribute = spec.target.partition(":")
        try:
            readers[spec.name] = getattr(import_module(module), attribute)
        except Exception as problem:  # whatever an extension raises at import is its own failure
            failures[spec.name] = f"{type(problem).__name__}: {problem}"
    return readers, failures
