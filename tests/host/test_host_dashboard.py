"""The scheduler's pages, by the socket and by nothing else."""

import re

import aiohttp
import distributed
import pytest
from conftest import Launch
from control import Host
from test_host_local import address, security

pytestmark = pytest.mark.integration

ORIGIN = "http://dashboard.pangeo.invalid"


def session(host: Host) -> aiohttp.ClientSession:
    connector = aiohttp.UnixConnector(str(host.folder / "dashboard.sock"))
    return aiohttp.ClientSession(ORIGIN, connector=connector)


@pytest.mark.parametrize(
    "path",
    ["/status", "/individual-task-stream", "/individual-plots.json", "/statics/css/base.css", "/health",
     "/info/main/workers.html", "/json/counts.json", "/metrics", "/static/js/bokeh.min.js"],
)  # fmt: skip
async def test_a_page_answers_on_the_socket(local: Host, path: str) -> None:
    async with session(local) as http, http.get(path) as response:
        assert response.status == 200
        assert await response.read()


@pytest.mark.parametrize("path", ["/proxy/8787/127.0.0.1/status", "/proxy/8787/localhost", "/proxy"])
async def test_no_proxy_route_answers(local: Host, path: str) -> None:
    async with session(local) as http, http.get(path) as response:
        assert response.status == 404


@pytest.mark.parametrize(
    ("origin", "opens"),
    [(ORIGIN, True), ("https://evil.example", False), ("null", False), (f"{ORIGIN}.evil.example", False)],
)
async def test_bokehs_socket_opens_for_the_one_origin_only(local: Host, origin: str, opens: bool) -> None:
    async with session(local) as http:
        async with http.get("/individual-task-stream") as response:
            found = re.search(r'"token":"([^"]+)"', await response.text())
        assert found is not None
        join = http.ws_connect("/individual-task-stream/ws", origin=origin, protocols=("bokeh", found[1]))
        if not opens:
            with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
                await join
            assert refusal.value.status == 403
            return
        async with join as socket:
            assert socket.protocol == "bokeh"
            # Bokeh's first word to a client is an acknowledgement in three parts.
            assert (await socket.receive(timeout=10)).json()["msgtype"] == "ACK"


@pytest.mark.parametrize(("origin", "status"), [(ORIGIN, 101), ("https://evil.example", 403)])
async def test_the_stream_of_events_asks_for_the_same_origin(local: Host, origin: str, status: int) -> None:
    async with session(local) as http:
        try:
            async with http.ws_connect("/eventstream", origin=origin) as socket:
                assert not socket.closed
                opened = 101
        except aiohttp.WSServerHandshakeError as refusal:
            opened = refusal.status
    assert opened == status


def test_the_link_of_a_client_tells_by_its_port_which_cluster_is_meant(local: Host) -> None:
    with distributed.Client(address(local), security=security(local), timeout=10, set_as_default=False) as client:
        assert client.dashboard_link == f"http://{address(local).removeprefix('tls://')}/status"


def test_the_plots_are_those_that_the_scheduler_offers(local: Host) -> None:
    plots = {plot["path"]: plot["name"] for plot in local.connection.call("plots")["items"]}
    assert plots["/individual-task-stream"] == "Individual Task Stream"
    assert "/statics/individual-cluster-map.html" in plots and len(plots) > 25


async def test_the_pages_of_plots_begin_with_the_scripts_that_are_named(local: Host) -> None:
    scripts = local.connection.call("plots")["scripts"]
    async with session(local) as http, http.get("/individual-task-stream") as response:
        page = await response.text()
    assert len(scripts) > 2
    assert re.findall(r'<script[^>]* src="([^"]+)"', page) == scripts


async def test_a_scheduler_elsewhere_is_reached_through_the_socket_too(launch: Launch) -> None:
    host = launch()
    options = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "n_workers": 1, "threads_per_worker": 1}
    host.start(**{"class": "SubprocessCluster"}, kwargs=options, harden=False, tls=False, scaling=None)
    state = host.connection.wait_until("running")
    assert state["dashboard"].startswith("tcp:127.0.0.1:") and state["workers"]["connected"] == 1
    assert state["scaling"] == {"mode": "fixed", "workers": 1}
    async with session(host) as http:
        async with http.get("/status") as response:
            assert response.status == 200
        async with http.get("/proxy/1/127.0.0.1/x") as response:
            assert response.status == 404
    sample = host.connection.call("sample")
    assert (sample["workers"], sample["threads"], sample["tasks"]["total"]) == (1, 1, 0)
    assert host.connection.call("workers")["total"] == 1
    assert "/individual-progress" in {plot["path"] for plot in host.connection.call("plots")["items"]}
    # Its Bokeh may be another.
    assert host.connection.call("plots")["scripts"] == []
    host.connection.call("close")
    host.wait_gone(5)
