"""Previews: what load code makes, as numbers and text; HTML is for a frame without scripts."""

from typing import Annotated, Literal

from msgspec import Meta

from .common import Bytes, Count, Seconds, Wire

PreviewState = Literal["queued", "running", "ready", "failed"]
PreviewStep = Literal["waiting", "starting", "opening", "drawing"]
Base64 = Annotated[str, Meta(max_length=4 * 1024 * 1024)]
Range = tuple[float, float]


class PreviewSpec(Wire, frozen=True):
    """A preview to make of an entry: run ``code``, and show what it calls ``variable``.

    ``trust`` is the hash of the catalog's document as the user was asked about it; needed once where the catalog is
    from elsewhere. ``style`` is that of the load code.
    """

    catalog_id: Annotated[str, Meta(max_length=80)]
    entry_id: Annotated[str, Meta(max_length=80)]
    code: Annotated[str, Meta(min_length=1, max_length=60_000)]
    variable: Annotated[str, Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=200)]
    style: Annotated[str, Meta(max_length=40)] = ""
    kernelspec: Annotated[str, Meta(max_length=200)] | None = None
    trust: Annotated[str, Meta(max_length=100)] | None = None


class PreviewTrust(Wire, frozen=True):
    """Whether the document that names an entry is trusted, and what the user is asked about it."""

    is_trusted: bool
    title: str
    location: str
    hash: str


class PreviewFailure(Wire, frozen=True):
    """Why there is no preview. ``code`` is stable; ``package`` the module that is missing; ``detail`` last output."""

    code: str
    message: str
    package: str = ""
    detail: str = ""


class PreviewVariable(Wire, frozen=True):
    """A variable: lengths of its dimensions and of a chunk."""

    name: str
    dimensions: list[str]
    shape: list[int]
    dtype: str
    chunks: list[int] | None
    bytes: Bytes
    units: str = ""
    title: str = ""


class PreviewFacts(Wire, frozen=True):
    """Sizes of what was opened; of many variables the first ones."""

    dimensions: list[tuple[str, int]]
    bytes: Bytes
    variables: list[PreviewVariable]
    variable_count: Count


class PreviewColumn(Wire, frozen=True):
    """A column of a table."""

    name: str
    dtype: str


class PreviewTable(Wire, frozen=True):
    """The first rows of a table, as text. ``row_count`` is None where more may follow than were read."""

    columns: list[PreviewColumn]
    rows: list[list[str]]
    index: list[str]
    column_count: Count
    row_count: Count | None


class PreviewAxis(Wire, frozen=True):
    """Coordinates along an axis: numbers, or labels as of times."""

    name: str
    units: str
    values: list[float | None] | None
    labels: list[str] | None


class PreviewLine(Wire, frozen=True):
    """Values along one dimension: 32-bit floats, little endian, in base64. ``range`` is where 96 % of them lie."""

    name: str
    title: str
    units: str
    fixed: list[str]
    values: Base64
    range: Range | None
    x: PreviewAxis


class PreviewGrid(Wire, frozen=True):
    """A plane of values, row by row as ``y`` has them; otherwise as a line. ``fixed`` are places in the others."""

    name: str
    title: str
    units: str
    fixed: list[str]
    width: Count
    height: Count
    values: Base64
    range: Range | None
    y: PreviewAxis
    x: PreviewAxis


class PreviewImage(Wire, frozen=True):
    """A picture: four bytes a pixel (red, green, blue, alpha), in base64."""

    width: Count
    height: Count
    pixels: Base64


class PreviewResult(Wire, frozen=True):
    """What the load code made. ``refusal`` says why there is no picture; ``note`` which part of it this is."""

    facts: PreviewFacts | None = None
    html: str = ""
    text: str = ""
    table: PreviewTable | None = None
    grid: PreviewGrid | None = None
    line: PreviewLine | None = None
    image: PreviewImage | None = None
    refusal: str = ""
    note: str = ""


class Preview(Wire, frozen=True):
    """A preview as it is now. ``step`` is the last that began; ``seconds`` what it took so far, or altogether."""

    id: str
    catalog_id: str
    entry_id: str
    kernelspec: str
    state: PreviewState
    step: PreviewStep
    seconds: Seconds
    failure: PreviewFailure | None = None
    result: PreviewResult | None = None
