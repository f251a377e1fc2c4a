"""Facts, HTML and a quick look of what xarray opened; of the data no more is read than a picture takes."""

from typing import Any

from .strides import Axis, Costly, plan
from .text import number, packed, short

_MOST_HTML = 1024 * 1024
_MOST_VARIABLES = 200
_SIDE = 256
_POINTS = 1000
_UP = ("lat", "latitude", "y", "yh", "nav_lat", "yc", "nlat", "northing", "projection_y_coordinate")
_ACROSS = ("lon", "longitude", "x", "xh", "nav_lon", "xc", "nlon", "easting", "projection_x_coordinate")


def describe(made: Any) -> dict[str, Any]:
    """What xarray itself shows, and sizes."""
    html = made._repr_html_()
    data = _dataset(made)
    variables = list(data.variables.items())
    return {
        "html": html.encode(errors="replace").decode() if len(html) <= _MOST_HTML else "",
        "facts": {
            "dimensions": [[short(name), int(size)] for name, size in data.sizes.items()],
            "bytes": int(sum(variable.nbytes for _, variable in variables)),
            "variables": [_fact(name, variable) for name, variable in variables[:_MOST_VARIABLES]],
            "variableCount": len(variables),
        },
    }


def picture(made: Any, most_bytes: int) -> dict[str, Any]:
    """A grid or a line of the first variable that has one; why not, where none can be had for so many bytes."""
    data = _dataset(made)
    refusal = ""
    for array in sorted(data.data_vars.values(), key=lambda array: _plane(array) is None):
        if array.dtype.kind not in "biuf" or not array.size:
            continue
        axes = _plane(array) or _last_two(array)
        try:
            if axes:
                return {"grid": _grid(array, axes, most_bytes)}
            if _long(array):
                return {"line": _line(array, _long(array)[0], most_bytes)}
        except Costly as costly:
            refusal = refusal or str(costly)
    return {"refusal": refusal or "nothing in it has numbers along one or two dimensions"}


def _dataset(made: Any) -> Any:
    if hasattr(made, "to_dataset") and not hasattr(made, "data_vars"):
        # Of a tree the root group, of an array a dataset with the array alone.
        try:
            return made.to_dataset(name=made.name if made.name not in made.coords else None)
        except (AttributeError, ValueError):
            return made.rename("values").to_dataset() if hasattr(made, "dims") and hasattr(made, "rename") else made
    if hasattr(made, "children"):
        leaves = [node for node in made.subtree if node.data_vars]
        return (leaves[0] if leaves else made).to_dataset()
    return made


def _fact(name: Any, variable: Any) -> dict[str, Any]:
    chunks = _chunks(variable)
    return {
        "name": short(name),
        "dimensions": [short(dimension) for dimension in variable.dims],
        "shape": [int(length) for length in variable.shape],
        "dtype": str(variable.dtype),
        "chunks": chunks,
        "bytes": int(variable.nbytes),
        "units": short(variable.attrs.get("units", "")),
        "title": short(variable.attrs.get("long_name", variable.attrs.get("standard_name", ""))),
    }


def _chunks(array: Any) -> list[int] | None:
    """Lengths of a chunk as it is read: Dask's where there are, or else the stored ones."""
    if array.chunks:
        return [int(max(lengths)) for lengths in array.chunks]
    stored = array.encoding.get("chunksizes") or array.encoding.get("chunks")
    if stored and len(stored) == array.ndim and all(isinstance(length, int) for length in stored):
        return [int(length) for length in stored]
    preferred = array.encoding.get("preferred_chunks") or {}
    return [int(preferred.get(name, size)) for name, size in zip(array.dims, array.shape, strict=True)] or None


def _plane(array: Any) -> tuple[Any, Any] | None:
    """The dimensions of latitude and longitude, or of y and x."""
    up = next((name for name in array.dims if _is(array, name, _UP, "Y", "north")), None)
    across = next((name for name in array.dims if _is(array, name, _ACROSS, "X", "east")), None)
    if up is None or across is None or up == across or min(array.sizes[up], array.sizes[across]) < 2:
        return None
    return up, across


def _is(array: Any, name: Any, names: tuple[str, ...], axis: str, direction: str) -> bool:
    attributes = array.coords[name].attrs if name in array.coords else {}
    units = str(attributes.get("units", "")).lower()
    return str(name).lower() in names or attributes.get("axis") == axis or f"degrees_{direction}" == units


def _last_two(array: Any) -> tuple[Any, Any] | None:
    return tuple(_long(array)[-2:]) if len(_long(array)) > 1 else None


def _long(array: Any) -> list[Any]:
    return [name for name in array.dims if array.sizes[name] > 1]


def _grid(array: Any, axes: tuple[Any, Any], most_bytes: int) -> dict[str, Any]:
    strided = _read(array, axes, _SIDE, most_bytes).transpose(*axes)
    return {
        **_about(array, axes),
        "width": int(strided.sizes[axes[1]]),
        "height": int(strided.sizes[axes[0]]),
        "values": packed(strided.values),
        "range": _range(strided.values),
        "y": _axis(strided, axes[0]),
        "x": _axis(strided, axes[1]),
    }


def _line(array: Any, name: Any, most_bytes: int) -> dict[str, Any]:
    strided = _read(array, (name,), _POINTS, most_bytes)
    return {
        **_about(array, (name,)),
        "values": packed(strided.values),
        "range": _range(strided.values),
        "x": _axis(strided, name),
    }


def _read(array: Any, axes: tuple[Any, ...], most: int, most_bytes: int) -> Any:
    """Every so many values along the axes, at the first place of all other dimensions; raises Costly."""
    chunks = _chunks(array) or list(array.shape)
    given = [
        Axis(int(size), length, most if name in axes else 1)
        for name, size, length in zip(array.dims, array.shape, chunks, strict=True)
    ]
    itemsize = max(array.dtype.itemsize, getattr(array.encoding.get("dtype"), "itemsize", 0))
    strides = plan(given, itemsize, most_bytes)
    chosen = {
        name: slice(None, None, stride) if name in axes else 0 for name, stride in zip(array.dims, strides, strict=True)
    }
    return array.isel(chosen).compute()


def _about(array: Any, axes: tuple[Any, ...]) -> dict[str, Any]:
    first = array.isel({name: 0 for name in array.dims if name not in axes})
    fixed = [
        f"{short(name, 60)} {short(_moment(first.coords[name].values), 60)}"
        if name in first.coords
        else f"{short(name, 60)} 0"
        for name in array.dims
        if name not in axes
    ]
    return {
        "name": short(array.name),
        "title": short(array.attrs.get("long_name", array.attrs.get("standard_name", ""))),
        "units": short(array.attrs.get("units", "")),
        "fixed": fixed,
    }


def _range(values: Any) -> list[float] | None:
    """Second and ninety-eighth percentile of the finite values; None where there are none."""
    import numpy as np

    numbers = values.astype("f8")
    finite = numbers[np.isfinite(numbers)]
    return [float(edge) for edge in np.percentile(finite, [2, 98])] if finite.size else None


def _axis(array: Any, name: Any) -> dict[str, Any]:
    coordinate = array.coords.get(name)
    size = int(array.sizes[name])
    attributes = coordinate.attrs if coordinate is not None else {}
    told = {"name": short(name), "units": short(attributes.get("units", "")), "values": None, "labels": None}
    if coordinate is None:
        return {**told, "values": [float(place) for place in range(size)]}
    if coordinate.dtype.kind in "biuf":
        return {**told, "values": [number(value) for value in coordinate.values]}
    return {**told, "labels": [short(_moment(value), 40) for value in coordinate.values]}


def _moment(value: Any) -> str:
    text = str(value)
    return text[:16].removesuffix("T00:00") if "T" in text and text[:4].isdigit() else text
