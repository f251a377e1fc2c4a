"""What one catalog may cost; every figure is a setting of the server."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, structs

MIB = 1024 * 1024

Figure = Literal[
    "bytes", "nodes", "depth", "aliases", "expansion", "cpu_seconds", "memory_bytes", "entry_bytes", "table_bytes"
]


class Limits(Struct, frozen=True, kw_only=True):
    """Budgets of one catalog document.

    Parameters
    ----------
    max_bytes
        Size of the document, decoded, in bytes.
    max_nodes
        YAML nodes as written.
    max_depth
        Levels of nesting, aliases followed.
    max_aliases
        Aliases as written.
    max_expansion
        Nodes with every alias followed, as a multiple of the nodes as written.
    max_cpu_seconds
        CPU time of fetching, parsing and indexing, in seconds.
    max_memory_bytes
        Address space of the worker process, in bytes.
    max_entry_bytes
        One entry as JSON, in bytes; a larger one is listed without its details.
    max_table_bytes
        Table of a collection, decoded, in bytes.
    max_kept_bytes
        Text of an item that the index keeps, to make its details of when they are asked for, in bytes; those of a
        longer one are made at once. 0 keeps none.
    wall_seconds
        After this time on the clock the worker is killed, in seconds.
    connect_seconds, first_byte_seconds, idle_seconds, fetch_seconds
        Time for a connection, for the first byte, between bytes, and in all, in seconds.
    max_redirects
        Redirects followed.
    max_ratio
        Decoded bytes for each compressed byte received.
    is_quartered
        Whether these are the smaller limits of a catalog that another catalog refers to.
    """

    max_bytes: int = 64 * MIB
    max_nodes: int = 3_000_000
    max_depth: int = 64
    max_aliases: int = 1_000
    max_expansion: float = 4.0
    max_cpu_seconds: float = 60.0
    max_memory_bytes: int = 1536 * MIB
    max_entry_bytes: int = MIB
    max_table_bytes: int = 512 * MIB
    max_kept_bytes: int = 64 * 1024
    wall_seconds: float = 120.0
    connect_seconds: float = 5.0
    first_byte_seconds: float = 10.0
    idle_seconds: float = 10.0
    fetch_seconds: float = 60.0
    max_redirects: int = 5
    max_ratio: float = 100.0
    is_quartered: bool = False

    @classmethod
    def of(cls, settings: Mapping[str, float]) -> "Limits":
        """Limits from an operator's settings: the names of the fields, with or without ``max_``; the rest as here.

        Raises
        ------
        ValueError
            A name is not known, or a value is not a positive number.
        """
        types = {field.name: field.type for field in structs.fields(cls) if field.name != "is_quartered"}
        chosen: dict[str, float] = {}
        for name, value in settings.items():
            field = name if name in types else f"max_{name}"
            if field not in types:
                raise ValueError(f"there is no catalog limit {name!r}; there are {', '.join(types)}")
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise ValueError(f"the catalog limit {name!r} must be a positive number")
            chosen[field] = int(value) if types[field] is int else float(value)
        return structs.replace(cls(), **chosen)

    def quarter(self) -> "Limits":
        """Limits of a catalog that another one refers to: a quarter of each amount; ratios and net times stay."""
        return structs.replace(
            self,
            max_bytes=self.max_bytes // 4,
            max_nodes=self.max_nodes // 4,
            max_depth=self.max_depth // 4,
            max_aliases=self.max_aliases // 4,
            max_cpu_seconds=self.max_cpu_seconds / 4,
            max_memory_bytes=self.max_memory_bytes // 4,
            max_table_bytes=self.max_table_bytes // 4,
            is_quartered=True,
        )

    def overrun(self, figure: Figure) -> str:
        """Say which limit was passed, its figure, and the setting that raises it."""
        value = getattr(self, f"max_{figure}")
        amount = f"{value / MIB:g} MiB" if figure.endswith("bytes") else f"{value:,g}"
        why = " (a quarter, because another catalog refers to this one)" if self.is_quartered else ""
        return f"More than {amount}{_UNITS[figure]}{why}. PangeoApp.catalog_limits['{figure}'] raises the limit."


_UNITS: dict[Figure, str] = {
    "bytes": " in the file",
    "nodes": " nodes",
    "depth": " levels of nesting",
    "aliases": " YAML aliases",
    "expansion": " times the written nodes once aliases are followed",
    "cpu_seconds": " seconds of CPU",
    "memory_bytes": " of memory",
    "entry_bytes": " in one entry",
    "table_bytes": " in the table",
}
