"""A quick look of a raster file through its overviews, which rasterio picks by the size that is asked for."""

import base64
import importlib
from typing import Any

from .strides import in_bytes
from .text import packed, short

_SIDE = 256
_IMAGE = 512


def picture(made: Any, most_bytes: int) -> dict[str, Any] | None:
    """An image of bands that are colours, else a grid of the first band; None where it is no raster of rasterio's."""
    source = _source(made)
    if source is None:
        return None
    rasterio = importlib.import_module("rasterio")

    with rasterio.open(source) as file:
        colours = _colours(file)
        side = _IMAGE if colours else _SIDE
        scale = max(1, max(file.width, file.height) / side)
        height, width = max(1, round(file.height / scale)), max(1, round(file.width / scale))
        if (cost := _cost(file, scale, len(colours) or 1)) > most_bytes:
            return {"refusal": f"a picture would read {in_bytes(cost)}: the file has no overview small enough"}
        if colours:
            return {"image": _image(file, colours, height, width)}
        return {"grid": _grid(file, made, height, width)}


def _source(made: Any) -> str | None:
    """Where rasterio opened the thing; None where something else did."""
    array = next(iter(made.data_vars.values()), None) if hasattr(made, "data_vars") else made
    if array is None or "spatial_ref" not in getattr(array, "coords", {}) or "band" not in array.coords:
        return None
    source = array.encoding.get("source")
    return source if isinstance(source, str) else None


def _colours(file: Any) -> list[int]:
    """Numbers of the bands red, green, blue and, where there is one, alpha; empty where they are no colours."""
    if any(dtype != "uint8" for dtype in file.dtypes):
        return []
    names = {colour.name: place for place, colour in enumerate(file.colorinterp, 1)}
    wanted = [names.get(name) for name in ("red", "green", "blue")]
    if None in wanted:
        return []
    return [place for place in (*wanted, names.get("alpha")) if place is not None]


def _cost(file: Any, scale: float, bands: int) -> int:
    """Bytes of the overview that is read: the next larger than the picture, or the whole file."""
    import numpy as np

    factor = max([1, *(level for level in file.overviews(1) if level <= scale)])
    return int((file.height // factor) * (file.width // factor) * bands * np.dtype(file.dtypes[0]).itemsize)


def _image(file: Any, colours: list[int], height: int, width: int) -> dict[str, Any]:
    import numpy as np

    bands = file.read(colours, out_shape=(len(colours), height, width))
    alpha = [] if len(colours) == 4 else [file.dataset_mask(out_shape=(height, width))]
    pixels = np.stack([*bands, *alpha], axis=-1).astype("u1")
    return {"width": width, "height": height, "pixels": base64.b64encode(pixels.tobytes()).decode("ascii")}


def _grid(file: Any, made: Any, height: int, width: int) -> dict[str, Any]:
    import numpy as np

    read = file.read(1, out_shape=(height, width), masked=True).astype("f8").filled(np.nan)
    finite = read[np.isfinite(read)]
    left, bottom, right, top = file.bounds
    units = "degrees" if file.crs and file.crs.is_geographic else "m" if file.crs else ""
    return {
        "name": short(getattr(made, "name", None) or "band 1"),
        "title": short(file.descriptions[0] or ""),
        "units": short(file.units[0] or ""),
        "fixed": ["band 1"] if file.count > 1 else [],
        "width": width,
        "height": height,
        "values": packed(read),
        "range": [float(edge) for edge in np.percentile(finite, [2, 98])] if finite.size else None,
        "y": _axis("y", units, top, bottom, height),
        "x": _axis("x", units, left, right, width),
    }


def _axis(name: str, units: str, begin: float, end: float, size: int) -> dict[str, Any]:
    step = (end - begin) / size
    values = [begin + (place + 0.5) * step for place in range(size)]
    return {"name": name, "units": units, "values": values, "labels": None}
