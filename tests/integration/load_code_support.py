"""What the tests of load code share: code out of the page's sources, small real files, servers for them."""

import contextlib
import json
import subprocess
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import numpy as np
import yaml
from msgspec import to_builtins
from msgspec.structs import replace

from jupyterlab_pangeo.schemas.catalogs import CatalogStep
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.readers import Facts, Source
from jupyterlab_pangeo.worker.readers.intake_v1 import READER

HERE = Path(__file__).parent


def render(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Load code of each request, made by the page's own TypeScript."""
    # Lone surrogates are part of what is tested; JSON carries them as escapes.
    done = subprocess.run(
        ["node", str(HERE / "render_code.mjs")],
        input=json.dumps(requests).encode("ascii"),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


class Catalog:
    """A real catalog file below another one, with one entry; gives the recipe that the server half makes of it.

    Parameters
    ----------
    folder
        Where the two files are written.
    """

    def __init__(self, folder: Path) -> None:
        self._root = folder / "root.yaml"
        self._inner = folder / "inner.yaml"

    def __call__(
        self, driver: str, urls: str | list[str], parameters: Sequence[dict[str, Any]] = (), **arguments: Any
    ) -> dict[str, Any]:
        """Write an entry and give its recipe."""
        root = {"inner data": {"driver": "yaml_file_cat", "args": {"path": "{{ CATALOG_DIR }}/inner.yaml"}}}
        entry = {
            "driver": driver,
            "args": {"urlpath": urls, **arguments},
            "parameters": {given["name"]: {key: given[key] for key in given if key != "name"} for given in parameters},
        }
        self._root.write_text(yaml.safe_dump({"sources": root}))
        self._inner.write_text(yaml.safe_dump({"sources": {"the entry": entry}}))
        return self._recipe()

    def _recipe(self) -> dict[str, Any]:
        """What the server half's own reader makes of the entry, with the way to it as the service adds it."""
        source = Source(location=str(self._inner), data=self._inner.read_bytes(), limits=Limits())
        [found] = READER.read(source, Facts())
        assert found.details.recipe is not None
        steps = [
            CatalogStep(location=str(self._root), name="inner data"),
            CatalogStep(location=str(self._inner), name=found.name),
        ]
        made: dict[str, Any] = to_builtins(replace(found.details.recipe, steps=steps))
        return made


def recipe(
    driver: str,
    urls: list[str],
    steps: Sequence[dict[str, str]] = (),
    storage_options: dict[str, Any] | None = None,
    **arguments: Any,
) -> dict[str, Any]:
    """A recipe as the server half sends it."""
    return {
        "reader": "intake-v1",
        "driver": driver,
        "format": driver,
        "urls": urls,
        "isLocal": all("://" not in url for url in urls),
        "arguments": arguments,
        "storageOptions": storage_options or {},
        "isList": len(urls) > 1,
        "auth": "none",
        "templates": [],
        "steps": list(steps),
    }


def asking(made: dict[str, Any], style: str = "xarray", **more: Any) -> dict[str, Any]:
    """A request for load code, with the variable ``data``."""
    return {"recipe": made, "userParameters": [], "parameters": {}, "style": style, "variable": "data"} | more


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def file_server(folder: Path) -> Iterator[str]:
    """Serve a folder over HTTP; yields its URL without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def opendap_server(around: Callable[[Any], Any] = lambda application: application) -> Iterator[str]:
    """Serve one small dataset over OPeNDAP, with what ``around`` makes of the application; yields its URL."""
    with warnings.catch_warnings():
        # Its server still uses a module that Python is about to drop.
        warnings.simplefilter("ignore", DeprecationWarning)
        from pydap.handlers.lib import BaseHandler
        from pydap.model import BaseType, DatasetType

    dataset = DatasetType("toy")
    dataset["time"] = BaseType("time", np.arange(3.0), dims=("time",))
    dataset["sst"] = BaseType("sst", np.arange(12.0).reshape(3, 4), dims=("time", "x"))
    server = make_server("127.0.0.1", 0, around(BaseHandler(dataset)), handler_class=_Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}/toy"


@contextlib.contextmanager
def serving(server: Any) -> Iterator[None]:
    """Let a server answer in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def write_files(folder: Path) -> None:
    """Write one small file of every format; all hold the numbers 0 to 11."""
    import pandas as pd
    import xarray as xr

    values = np.arange(12.0).reshape(3, 4)
    dataset = xr.Dataset({"sst": (("time", "x"), values)}, coords={"time": np.arange(3), "x": np.arange(4)})
    dataset.to_zarr(folder / "v2.zarr", zarr_format=2, consolidated=True)
    dataset.to_zarr(folder / "v3.zarr", zarr_format=3, consolidated=False)
    dataset.to_netcdf(folder / "four.nc", engine="netcdf4")
    dataset.to_netcdf(folder / "three.nc", engine="netcdf4", format="NETCDF3_CLASSIC")
    for part in range(3):
        dataset.isel(time=[part]).to_netcdf(folder / f"part_{part}.nc", engine="netcdf4")
    _write_image(folder / "level_01.tif", values)
    _write_image(folder / "level_02.tif", values)
    table = pd.DataFrame({"day": ["2026-01-01", "2026-01-02"], "hour": ["06:00", "18:00"], "t": [1.5, 2.5]})
    table.to_csv(folder / "day_1.csv", index=False)
    table.to_csv(folder / "day_2.csv", index=False)
    table.to_csv(folder / "semicolons.csv", index=False, sep=";")
    table.to_parquet(folder / "day_1.parquet")
    table.to_parquet(folder / "day_2.parquet")


def _write_image(path: Path, values: Any) -> None:
    import rasterio
    from affine import Affine

    with rasterio.open(
        path,
        "w",
        driver="COG",
        height=3,
        width=4,
        count=1,
        dtype="float64",
        crs="EPSG:4326",
        transform=Affine(1, 0, 0, 0, -1, 3),
    ) as image:
        image.write(values, 1)
