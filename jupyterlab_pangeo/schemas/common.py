"""What every wire type shares: names in camelCase, no unknown fields, units in the names."""

import re
from typing import Annotated

from msgspec import Meta, Struct


class Wire(Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """Base of every type that crosses the wire."""


ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,79}")
"""What an id is, whoever made it; the whole of it has to fit."""

Count = Annotated[int, Meta(ge=0)]
Bytes = Annotated[int, Meta(ge=0, description="bytes")]
Seconds = Annotated[float, Meta(ge=0, description="seconds")]
Timestamp = Annotated[str, Meta(description="ISO 8601, UTC")]
DisplayName = Annotated[str, Meta(min_length=1, max_length=80)]


class Problem(Wire, frozen=True):
    """Body of every answer with an error status.

    ``path`` is the place of the offending field in the body (as ``$.scaling.workers``), where there is one.
    """

    code: str
    message: str
    path: str | None = None


class Reason(Wire, frozen=True):
    """Why something is in the state it is in: a stable code and the cause in the words of what failed."""

    code: str
    message: str
