"""Catalogs and their entries: described data, never code."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from .common import Count, Wire

CatalogState = Literal["loading", "ready", "failed"]
ChildState = Literal["none", "unloaded", "loading", "ready", "failed"]
EntryKind = Literal["catalog", "grid", "table", "image", "service", "other"]
Severity = Literal["error", "warning", "information"]
# Start and end, as ISO 8601 has them; None where it is open.
Interval = tuple[str | None, str | None]


class CatalogProblem(Wire, frozen=True):
    """Something wrong with a catalog or an entry. ``code`` is stable; ``message`` names cause and remedy."""

    code: str
    message: str
    severity: Severity = "error"


class Link(Wire, frozen=True):
    """A link of an entry; only http and https ones are offered."""

    url: str
    title: str


class UserParameter(Wire, frozen=True):
    """A value that the user picks before reading an entry; its default is shown as it is, never evaluated."""

    name: str
    type: str
    description: str = ""
    default: Any = None
    allowed: list[Any] | None = None
    minimum: Any = None
    maximum: Any = None


SearchFilter = Literal["text", "bbox", "interval", "keywords", "collections", "cql2"]
"""What a remote service can narrow a search by; ``cql2`` are conditions in CQL2 text."""


class ServiceField(Wire, frozen=True):
    """A property of a service's records that conditions may name; ``type`` is that of JSON Schema, or empty."""

    name: str
    title: str = ""
    type: str = ""
    allowed: list[Any] | None = None
    minimum: float | None = None
    maximum: float | None = None


class Service(Wire, frozen=True):
    """How a remote service is searched.

    ``url`` is where searches go; ``api`` names its protocol, as its reader calls it; ``filters`` are what it can
    narrow a search by, and ``collections`` the ids that may be chosen, empty where any text may be; where none may be
    chosen, every search is within them. ``root`` is the address of the service itself, where it is not ``url``.
    """

    api: str
    url: str
    filters: list[SearchFilter]
    collections: list[str] = []
    fields: list[ServiceField] = []
    root: str = ""


class SearchQuery(Wire, frozen=True):
    """What is looked for in a remote service. What is empty narrows nothing.

    ``bbox`` is west, south, east, north in degrees; ``interval`` start and end as ISO 8601 has them, None where
    open; ``condition`` CQL2 text.
    """

    text: Annotated[str, Meta(max_length=1000)] = ""
    bbox: Annotated[list[float], Meta(min_length=4, max_length=4)] | None = None
    interval: Interval | None = None
    keywords: Annotated[list[Annotated[str, Meta(max_length=200)]], Meta(max_length=50)] = []
    collections: Annotated[list[Annotated[str, Meta(max_length=500)]], Meta(max_length=100)] = []
    condition: Annotated[str, Meta(max_length=4000)] = ""
    limit: Annotated[int, Meta(ge=1, le=500)] = 50


class SearchSpec(Wire, frozen=True):
    """A search to begin in the service that a catalog, or the entry ``parent`` of it, tells of.

    An ``is_transient`` one, as made by typing, stands in no tree, is not kept, and ends the one before it.
    """

    query: SearchQuery
    parent: str | None = None
    is_transient: bool = False


class About(Wire, frozen=True):
    """What a catalog document says of itself beside its title and description.

    ``service`` is there where its records are searched for remotely. ``bbox`` is west, south, east, north in degrees,
    with the lowest and highest elevation in metres after south and north where there are six numbers.
    """

    metadata: dict[str, Any] = {}
    licence: str | None = None
    provider: str | None = None
    keywords: list[str] = []
    links: list[Link] = []
    bbox: list[float] | None = None
    interval: Interval | None = None
    service: Service | None = None


class Catalog(Wire, frozen=True):
    """One catalog in the panel. ``origin`` says who listed it; ``is_locked`` ones cannot be removed.

    A collection, whose assets are chosen by facets, has their count and the id of the entry that stands for it.
    """

    id: str
    title: str
    kind: str
    location: str
    state: CatalogState
    problems: list[CatalogProblem]
    entry_count: Count
    origin: Literal["sample", "operator", "user", "setting"]
    is_locked: bool = False
    description: str = ""
    about: About | None = None
    asset_count: Count | None = None
    collection_id: str | None = None


class CatalogList(Wire, frozen=True):
    """All catalogs, in the order of the panel. ``problems`` concern the list itself, as one that could not be read."""

    items: list[Catalog]
    problems: list[CatalogProblem] = []


class CatalogSpec(Wire, frozen=True):
    """A catalog to add: a URL, or a path (a relative one under the server's root folder)."""

    location: Annotated[str, Meta(min_length=1, max_length=4096)]
    kind: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    title: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    origin: Literal["user", "setting"] = "user"


class CatalogChange(Wire, frozen=True):
    """A new title or position for a catalog."""

    title: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    position: Count | None = None


class Entry(Wire, frozen=True):
    """One row of the tree. ``driver`` is what the catalog itself names, shown as it is.

    An entry that stands for a search in a remote service, of the format ``search``, has its ``query``.
    """

    id: str
    name: str
    title: str
    kind: EntryKind
    format: str
    driver: str
    has_children: bool
    child_state: ChildState
    problems: list[CatalogProblem]
    child_count: Count | None = None
    query: SearchQuery | None = None


class EntryPage(Wire, frozen=True):
    """A page of entries below one parent."""

    items: list[Entry]
    next_cursor: str | None
    total: Count


class CatalogStep(Wire, frozen=True):
    """Where an entry lies: the catalog file that names it, and the entry's name in that file."""

    location: str
    name: str


class Recipe(Wire, frozen=True):
    """How an entry is opened, as data; the page makes load code of it.

    ``urls`` have CATALOG_DIR filled in and other template text verbatim; ``templates`` lists what
    was left. Those of an ``is_literal`` recipe hold neither templates nor patterns, whatever they look like.
    ``steps`` lead from the root catalog to the entry.
    """

    reader: str
    driver: str
    format: str
    urls: list[str]
    is_local: bool
    arguments: dict[str, Any]
    storage_options: dict[str, Any]
    is_list: bool = False
    is_literal: bool = False
    auth: Literal[
        "none", "requester-pays", "s3-profile", "earthdata", "netrc", "planetary-computer", "signed-url", "bearer"
    ] = "none"
    templates: list[str] = []
    steps: list[CatalogStep] = []


class EntryDetails(About, frozen=True, kw_only=True):
    """Everything known of an entry. ``path`` holds the titles from the catalog down to the entry.

    ``offset`` is how many searches and entries stand before it below its parent, which searches do not tell. What an
    entry that stands for a catalog says of itself is here once that catalog was opened.
    """

    id: str
    catalog_id: str
    parent_id: str | None
    name: str
    title: str
    kind: EntryKind
    format: str
    driver: str
    has_children: bool
    child_state: ChildState
    path: list[str]
    offset: Count | None = None
    description: str
    metadata: dict[str, Any]
    user_parameters: list[UserParameter]
    problems: list[CatalogProblem]
    source: str
    recipe: Recipe | None = None
    query: SearchQuery | None = None


class FacetQuery(Wire, frozen=True):
    """What is chosen in the columns of a collection, and what is asked of each.

    ``chosen`` holds values by column, of which any may fit; ``containing`` a text that values of a column must
    contain; ``limit`` bounds the values of a column.
    """

    chosen: dict[str, list[str]] = {}
    containing: dict[str, str] = {}
    limit: Annotated[int, Meta(ge=1, le=1000)] = 200


class FacetValue(Wire, frozen=True):
    """A value of a column, and how many assets have it under the choice in the other columns. Empty cells are ''."""

    value: str
    count: Count


class FacetColumn(Wire, frozen=True):
    """A column of a collection: its values, those chosen first, then the most frequent; ``total`` counts all."""

    name: str
    type: Literal["text", "integer", "number"]
    values: list[FacetValue]
    total: Count


class Facets(Wire, frozen=True):
    """The columns of a collection under a choice.

    ``asset_count`` and ``dataset_count`` are what the whole choice leaves; ``unknown`` are columns of the choice
    that the collection does not have. ``format`` is what the assets are, ``example`` the address of the first.
    """

    columns: list[FacetColumn]
    asset_count: Count
    dataset_count: Count
    total_assets: Count
    total_datasets: Count
    unknown: list[str] = []
    format: str = ""
    example: str = ""
