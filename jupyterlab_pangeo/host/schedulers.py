"""What every scheduler that a host starts has in common: no proxy route, one allowed origin."""

import json
import os
from typing import Any

import dask

ORIGIN_HOST = "dashboard.pangeo.invalid"
_ROUTES = "distributed.scheduler.http.routes"
_ORIGINS = "distributed.scheduler.dashboard.bokeh-application.allow_websocket_origin"


def configure() -> None:
    """Set Dask's configuration, here and for schedulers in child processes.

    Dask's own proxy would reach any port of the workers' machines; the pages of a dashboard run script, so that a
    WebSocket is opened for the host's one proxy only.
    """
    import distributed  # noqa: F401  (puts its defaults into the configuration)

    routes = [name for name in dask.config.get(_ROUTES) if "proxy" not in name.rpartition(".")[2]]
    settings: dict[str, Any] = {_ROUTES: routes, _ORIGINS: [ORIGIN_HOST]}
    dask.config.set(settings)
    for name, value in settings.items():
        variable = "DASK_" + name.upper().replace(".", "__").replace("-", "_")
        os.environ[variable] = json.dumps(value)
    # Bokeh puts this one above what it is told.
    os.environ.pop("BOKEH_ALLOW_WS_ORIGIN", None)
