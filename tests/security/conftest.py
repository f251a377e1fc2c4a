"""A bare Jupyter server with the dashboard proxy, in front of stand-in dashboards."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from standin_dashboard import StandIn
from wire_kit import ask, send

from jupyterlab_pangeo.errors import Conflict, NotFound
from jupyterlab_pangeo.proxy import Shared, dashboard_handlers


class StandInClusters:
    """Knows the sockets of a few clusters, as the service does."""

    def __init__(self, sockets):
        self.sockets = sockets

    def dashboard_socket(self, cluster_id):
        if cluster_id == "starting":
            raise Conflict("the cluster does not run yet")
        if cluster_id not in self.sockets:
            raise NotFound(f"no cluster {cluster_id!r}")
        return self.sockets[cluster_id]


@dataclass
class StandInServices:
    clusters: StandInClusters


class Server:
    """The server under test as a client on the wire sees it."""

    def __init__(self, port, base_url, token, dashboard, handler):
        self.port = port
        self.base = f"{base_url}pangeo/clusters/one/dashboard/"
        self.base_url = base_url
        self.token = token
        self.dashboard = dashboard
        self.shared = handler

    @property
    def login(self):
        return {"Authorization": f"token {self.token}"}

    async def connect(self, target, headers=None, method="GET"):
        """Send one request as it is; gives reader and writer."""
        return await send(self.port, target, self.login if headers is None else headers, method)

    async def ask(self, path, headers=None, method="GET", raw=False):
        """Ask for a path of the dashboard (or of the server, with `raw`)."""
        return await ask(
            self.port, path if raw else self.base + path, self.login if headers is None else headers, method
        )

    async def get(self, path, **headers):
        """Ask with the token and further headers, underscores for dashes."""
        return await self.ask(
            path, {**self.login, **{name.replace("_", "-"): value for name, value in headers.items()}}
        )


@pytest.fixture
def jp_server_config():
    return {"ServerApp": {"jpserver_extensions": {}, "allow_unauthenticated_access": False}}


@pytest.fixture
def server(jp_serverapp, jp_asyncio_loop, jp_http_port, http_server_client, jp_base_url, short_folder):
    """Proxy before a stand-in dashboard; `one` is up, `gone` has a socket that nobody listens on."""
    dashboard = StandIn(str(short_folder / "one.sock"))
    sockets = {"one": Path(dashboard.path), "two": Path(dashboard.path), "gone": short_folder / "gone.sock"}
    (pattern, handler, arguments), *_ = dashboard_handlers(
        jp_base_url, StandInServices(StandInClusters(sockets)), Shared()
    )
    jp_serverapp.web_app.add_handlers(".*$", [(pattern, handler, arguments)])
    jp_asyncio_loop.run_until_complete(dashboard.start())
    yield Server(jp_http_port, jp_base_url, jp_serverapp.identity_provider.token, dashboard, arguments["shared"])
    jp_asyncio_loop.run_until_complete(arguments["shared"].close())
    jp_asyncio_loop.run_until_complete(dashboard.stop())
