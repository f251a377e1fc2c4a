"""What a Zarr store says of itself: groups, arrays and attributes, of versions 2 and 3, consolidated or not."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ...schemas.catalogs import CatalogProblem
from ..json_text import Malformed, members, parse_object, value
from ..limits import Limits
from ..places import Store
from ..problems import Fault, clip, information, warning
from ..yaml_scalars import json_safe

_MOST = 500


class Described:
    """Dimensions, variables and attributes, as they are shown.

    Attributes
    ----------
    version
        2 or 3.
    is_consolidated
        Whether one file tells of all arrays.
    """

    def __init__(self) -> None:
        self.version = 0
        self.is_consolidated = False
        self.attributes: dict[str, Any] = {}
        self.dimensions: dict[str, int] = {}
        self.variables: dict[str, Any] = {}

    def add(self, path: str, array: Mapping[str, Any], attributes: Mapping[str, Any], dims: Any) -> None:
        """Add an array by its path in the store."""
        shape = array.get("shape")
        shape = shape if isinstance(shape, list) else []
        named = dims if isinstance(dims, list) and len(dims) == len(shape) else []
        for name, size in zip(named, shape, strict=False):
            if isinstance(name, str) and isinstance(size, int):
                self.dimensions.setdefault(name, size)
        if len(self.variables) >= _MOST:
            return
        told = {
            "dimensions": named,
            "shape": shape,
            "dtype": array.get("dtype", array.get("data_type")),
            "chunks": _chunks(array),
            "attributes": {key: item for key, item in attributes.items() if key != "_ARRAY_DIMENSIONS"},
        }
        self.variables[path or "array"] = {key: item for key, item in told.items() if item not in (None, [], {})}

    @property
    def metadata(self) -> dict[str, Any]:
        """As the details show it."""
        told = {"dimensions": self.dimensions, "variables": self.variables, "attributes": self.attributes}
        version = f"{self.version}, {'consolidated' if self.is_consolidated else 'not consolidated'}"
        return {**({"zarr version": version} if self.version else {}), **{key: it for key, it in told.items() if it}}


def fitting(metadata: dict[str, Any], most: int) -> tuple[dict[str, Any], bool]:
    """Metadata within a size, and whether something was left out: first attributes of variables, then the variables.

    Without this, an entry that is too large would lose its recipe with the rest of its details.

    Parameters
    ----------
    metadata
        As the details show it.
    most
        Bytes as JSON.
    """
    if _size(metadata) <= most:
        return metadata, False
    variables = _mapping(metadata.get("variables"))
    bare = {name: {key: item for key, item in told.items() if key != "attributes"} for name, told in variables.items()}
    shorter = {**metadata, "variables": bare}
    if _size(shorter) <= most:
        return shorter, True
    return {key: item for key, item in metadata.items() if _size(item) <= 4096 and key != "variables"}, True


def _size(value: Any) -> int:
    return len(msgspec.json.encode(value))


def described(store: Store, limits: Limits, problems: list[CatalogProblem]) -> Described:
    """Read a store's description; what cannot be read becomes a problem."""
    found = Described()
    try:
        if "zarr.json" in store.files and ".zmetadata" not in store.files:
            _version_3(store, limits, found)
        else:
            _version_2(store, limits, found)
    except (Fault, Malformed) as problem:
        note = f"The store's metadata cannot be read: {clip(str(problem), 200)}"
        problems.append(warning("bad-metadata", note))
    if not store.is_whole:
        problems.append(information("partly-read", "The store has more arrays than are shown."))
    return found


def _version_2(store: Store, limits: Limits, found: Described) -> None:
    found.version = 2
    files = {name: parsed for name, text in store.files.items() if (parsed := _parsed(text, limits))}
    if ".zmetadata" in files:
        found.is_consolidated = True
        metadata = _mapping(files[".zmetadata"].get("metadata"))
        files = {name: item for name, item in metadata.items() if isinstance(item, dict)}
    found.attributes = files.get(".zattrs", {})
    for name, item in files.items():
        if name == ".zarray" or name.endswith("/.zarray"):
            path = name.removesuffix(".zarray").rstrip("/")
            attributes = files.get(f"{path}/.zattrs" if path else ".zattrs", {})
            found.add(path, item, attributes, attributes.get("_ARRAY_DIMENSIONS"))


def _version_3(store: Store, limits: Limits, found: Described) -> None:
    found.version = 3
    root = _parsed(store.files["zarr.json"], limits)
    found.attributes = _mapping(root.get("attributes"))
    nodes = {"": root}
    consolidated = _mapping(_mapping(root.get("consolidated_metadata")).get("metadata"))
    if consolidated:
        found.is_consolidated = True
        nodes |= consolidated
    else:
        for name, text in store.files.items():
            if name != "zarr.json":
                nodes[name.removesuffix("/zarr.json")] = _parsed(text, limits)
    for path, node in nodes.items():
        if isinstance(node, dict) and node.get("node_type") == "array":
            found.add(path, node, _mapping(node.get("attributes")), node.get("dimension_names"))


def _parsed(text: str, limits: Limits) -> dict[str, Any]:
    raw = parse_object(text.encode(), limits)
    found: dict[str, Any] = {}
    for name, item in raw.items():
        if name in ("metadata", "consolidated_metadata") and bytes(item)[:1] == b"{":
            # Of what tells of all arrays, one that cannot be read costs only itself.
            found[name] = {key: _one(inner) for key, inner in members(item).items()}
        else:
            found[name] = value(item)
    return dict(json_safe(found))


def _one(raw: Any) -> Any:
    try:
        return value(raw)
    except Malformed:
        return None


def _mapping(given: Any) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}


def _chunks(array: Mapping[str, Any]) -> Any:
    grid = _mapping(_mapping(array.get("chunk_grid")).get("configuration"))
    return array.get("chunks", grid.get("chunk_shape"))
