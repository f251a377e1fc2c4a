"""A server of THREDDS catalogs for tests: static files, with pydap behind the OPeNDAP links; no THREDDS server itself.

As a program it prints its address and serves until its standard input ends.
"""

import contextlib
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import numpy as np

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><catalog name="{}" version="1.0.1" '
    'xmlns="http://www.unidata.ucar.edu/namespaces/thredds/InvCatalog/v1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink">'
)
_SERVICES = """<service name="all" serviceType="Compound" base="">
  <service name="dap" serviceType="OPENDAP" base="/thredds/dodsC/"/>
  <service name="http" serviceType="HTTPServer" base="/thredds/fileServer/"/>
  <service name="wms" serviceType="WMS" base="/thredds/wms/"/></service>"""
_FILES = {
    "/thredds/catalog.xml": f"""{_HEAD.format("Test server")}
<dataset name="Everything"><catalogRef xlink:href="sea/catalog.xml" xlink:title="Sea surface" name=""/>
<catalogRef xlink:href="/thredds/gone.xml" xlink:title="Gone" name=""/></dataset></catalog>""",
    "/thredds/sea/catalog.xml": f"""{_HEAD.format("Sea surface")}{_SERVICES}
<dataset name="Sea surface"><metadata inherited="true"><serviceName>all</serviceName><dataType>GRID</dataType>
  <documentation type="summary">Temperature of the sea surface</documentation></metadata>
  <dataset name="Daily"><dataset name="sst.nc" ID="sea/sst" urlPath="sea/sst.nc"/>
  <dataset name="file.nc" urlPath="sea/file.nc"><serviceName>http</serviceName></dataset></dataset>
</dataset></catalog>""",
    "/thredds/": "<html><head><link href='/thredds/tds.css'></head><body>Test server</body></html>",
}


def opendap_application() -> Application:
    """One small dataset by OPeNDAP, at whatever path; it holds the numbers 0 to 11."""
    with warnings.catch_warnings():
        # Its server still uses a module that Python is about to drop.
        warnings.simplefilter("ignore", DeprecationWarning)
        from pydap.handlers.lib import BaseHandler
        from pydap.model import BaseType, DatasetType

    dataset = DatasetType("toy")
    dataset["time"] = BaseType("time", np.arange(3.0), dims=("time",))
    dataset["sst"] = BaseType("sst", np.arange(12.0).reshape(3, 4), dims=("time", "x"))
    handler: Application = BaseHandler(dataset)
    return handler


def netcdf_bytes() -> bytes:
    """The same numbers as a NetCDF file."""
    import xarray as xr

    data = xr.Dataset({"sst": (("time", "x"), np.arange(12.0).reshape(3, 4))}, coords={"time": np.arange(3.0)})
    with tempfile.TemporaryDirectory() as folder:
        data.to_netcdf(Path(folder) / "file.nc", engine="netcdf4")
        return (Path(folder) / "file.nc").read_bytes()


def application() -> Application:
    """Catalogs, OPeNDAP and one file."""
    opendap, file = opendap_application(), netcdf_bytes()

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/thredds/dodsC/sea/sst.nc"):
            return opendap(environ, start_response)
        if path == "/thredds/fileServer/sea/file.nc":
            start_response("200 OK", [("Content-Type", "application/x-netcdf"), ("Content-Length", str(len(file)))])
            return [file]
        text = _FILES.get(path)
        kind = "text/html" if path.endswith("/") else "application/xml"
        start_response("200 OK" if text else "404 Not Found", [("Content-Type", kind)])
        return [(text or "").encode()]

    return answer


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(app: Application) -> Iterator[str]:
    """Serve an application in a thread; yields its URL without a slash at the end."""
    server = make_server("127.0.0.1", 0, app, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    with serving(application()) as url:
        print(url, flush=True)
        sys.stdin.read()
