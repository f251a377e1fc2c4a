"""The steps of a preview: open by the load code, then describe and draw what it made."""

import os
import sys
from collections.abc import Callable
from typing import Any

from . import faults, raster, table, xarrays

_MOST_TEXT = 20_000


def run(job: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> None:
    """Tell each step, and at last a result or a failure; never raises what the load code raises."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["preview"]
    try:
        tell({"step": "opening"})
        table.read_heads()
        names: dict[str, Any] = {"__name__": "__main__"}
        exec(compile(job["code"], "<load code>", "exec"), names)  # noqa: S102  what the user would insert and run
        tell({"step": "drawing"})
        tell({"result": describe(names[job["variable"]], job["pictureBytes"])})
    except BaseException as error:
        tell({"failure": faults.failure(error)})


def describe(made: Any, most_bytes: int) -> dict[str, Any]:
    """What the page shows of a thing: facts, the library's HTML, a table, a picture or why there is none."""
    note = ""
    if isinstance(made, (dict, list, tuple)) and made:
        name, first = next(iter(made.items())) if isinstance(made, dict) else (1, made[0])
        if _kind(first) != "other":
            note = f"The first of {len(made)}: {name}"
            made = first
    kind = _kind(made)
    if kind == "xarray":
        result = xarrays.describe(made)
        result.update(raster.picture(made, most_bytes) or xarrays.picture(made, most_bytes))
    elif kind == "table":
        result = table.describe(made)
    else:
        result = {"text": f"{type(made).__name__}\n{made!r}"[:_MOST_TEXT]}
    return {**result, "note": note}


def _kind(made: Any) -> str:
    """By the names of its classes: nothing is imported to find out what it is not."""
    names = {f"{base.__module__.partition('.')[0]}.{base.__name__}" for base in type(made).__mro__}
    if names & {"xarray.Dataset", "xarray.DataArray", "xarray.DataTree"}:
        return "xarray"
    if names & {"pandas.DataFrame", "pandas.Series"} or any(name.startswith(("dask.", "dask_expr.")) for name in names):
        return "table" if hasattr(made, "head") else "other"
    return "other"
