"""What the index folder of a catalog holds."""

from msgspec import Struct

from ...schemas.catalogs import About, CatalogProblem, Interval, SearchQuery, Service
from ...worker.fetch import Validators
from ...worker.readers import Details


class Document(Struct, kw_only=True):
    """One indexed document of a catalog.

    Parameters
    ----------
    entry_id
        Entry that stands for it; empty for the catalog's own document.
    names, titles, ancestors, locations
        Of the entries that lead to it, from the catalog down: their names, titles and ids, and the locations
        of the documents that name them.
    about
        What the catalog's own document says of itself; of others only their index has it, for there may be many.
    bbox, interval
        Of what a nested document says of itself only what its entry is found by.
    asset_count
        Rows of the table, where it is a collection.
    service, query
        Of a search: where, and what for. Then ``location`` is that of the service.
    is_transient
        Of a search that was made by typing, and of what was opened below: it is in no tree and not kept.
    details
        How what a search finds is loaded as a whole, as far as its reader knows.
    file
        Its index in the catalog's folder; empty where it could not be read.
    checked_at
        When it was last fetched or compared, seconds since the epoch.
    """

    entry_id: str
    location: str
    names: list[str] = []
    titles: list[str] = []
    ancestors: list[str] = []
    locations: list[str] = []
    kind: str = ""
    title: str = ""
    description: str = ""
    about: About | None = None
    bbox: list[float] | None = None
    interval: Interval | None = None
    entry_count: int = 0
    asset_count: int | None = None
    service: Service | None = None
    query: SearchQuery | None = None
    is_transient: bool = False
    details: Details | None = None
    problems: list[CatalogProblem] = []
    validators: Validators = Validators()
    file: str = ""
    checked_at: float = 0.0


class Manifest(Struct, kw_only=True):
    """What a catalog's index folder holds, by entry id; the catalog's own document is at the empty id."""

    version: int = 1
    location: str = ""
    documents: dict[str, Document] = {}
