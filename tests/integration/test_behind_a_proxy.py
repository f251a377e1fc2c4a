"""A server that reaches the net only by a proxy, whose servers have certificates of an authority of their own."""

import contextlib
import json
import os
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from environments import environment
from http_server import HttpServer
from jupyter_kit import Server

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

USER, PASSWORD = "ann", "canary-of-the-proxy"
CORE = "https://api.stacspec.org/v1.0.0"


class Proxy:
    """proxy.py with a login, on a port of its own; it writes down which hosts it was asked for."""

    def __init__(self, folder: Path) -> None:
        self._seen = folder / "seen"
        port = folder / "port"
        command = [
            *(str(environment("proxy")), "-m", "proxy", "--hostname", "127.0.0.1", "--port", "0"),
            *("--port-file", str(port), "--num-workers", "1", "--num-acceptors", "1", "--log-level", "w"),
            *("--basic-auth", f"{USER}:{PASSWORD}", "--plugins", "proxy_names.Names"),
        ]
        env = {**os.environ, "PROXY_SEEN": str(self._seen), "PYTHONPATH": str(Path(__file__).parents[1])}
        self._process = subprocess.Popen(command, env=env, cwd=folder, start_new_session=True)
        end = time.monotonic() + 30
        while not (port.exists() and port.read_text().strip()):
            assert self._process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
        self.port = int(port.read_text())

    def url(self, password: str = PASSWORD) -> str:
        """Address with the login."""
        return f"http://{USER}:{password}@127.0.0.1:{self.port}"

    @property
    def seen(self) -> list[str]:
        """Hosts that it was asked for."""
        return self._seen.read_text().split() if self._seen.exists() else []

    def stop(self) -> None:
        """End it and its workers."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, 9)
            self._process.wait(10)


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    (tmp_path / "proxy").mkdir()
    running = Proxy(tmp_path / "proxy")
    yield running
    running.stop()


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """Certificates of a private authority for two names; ``client.pem`` is the authority's own."""
    folder = tmp_path / "authority"
    folder.mkdir()
    names = ("catalogs.example", "other.example")
    command = [str(environment("proxy")), "-m", "trustme", "-q", "-d", str(folder), "-i", *names]
    subprocess.run(command, check=True, timeout=60)
    return folder


@pytest.fixture
def catalogs(authority: Path) -> Iterator[HttpServer]:
    """HTTPS with a catalog, two nested ones on two hosts, and a STAC API."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority / "server.pem", authority / "server.key")
    server = HttpServer(context)
    here = f"https://catalogs.example:{server.port}"
    nested = {
        "near": {"driver": "yaml_file_cat", "args": {"path": "{{CATALOG_DIR}}/sub.yaml"}},
        "far": {"driver": "yaml_file_cat", "args": {"path": f"https://other.example:{server.port}/sub.yaml"}},
    }
    server.text("/catalog.yaml", json.dumps({"sources": nested}))
    server.text("/sub.yaml", "sources: {inner: {driver: zarr, args: {urlpath: 'gs://b/x'}}}")
    landing = {
        **{"type": "Catalog", "stac_version": "1.0.0", "id": "api", "description": "An API"},
        "conformsTo": [f"{CORE}/core", f"{CORE}/item-search"],
        "links": [{"rel": "search", "href": f"{here}/stac/search", "type": "application/geo+json", "method": "GET"}],
    }
    item = {
        **{"type": "Feature", "stac_version": "1.0.0", "id": "found", "geometry": None, "properties": {}, "links": []},
        "assets": {"data": {"href": "https://h/a.tif", "type": "image/tiff; application=geotiff"}},
    }
    page = {"type": "FeatureCollection", "stac_version": "1.0.0", "features": [item], "links": []}
    server.routes["/stac/"] = lambda _: web.json_response(landing)
    server.routes["/stac/search"] = lambda _: web.json_response(page)
    yield server
    server.close()


@pytest.fixture
def start(tmp_path: Path, nothing_left: Any) -> Iterator[Callable[..., Server]]:
    """Start Jupyter servers with an environment."""
    started: list[Server] = []

    def start(**environment: str) -> Server:
        clean = dict.fromkeys(
            [
                *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy"),
                *("no_proxy", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
            ]
        )
        folder = tmp_path / f"server-{len(started)}"
        settings = {"catalog_cache_folder": str(folder / "cache")}
        started.append(Server(folder, nothing_left.root, {**clean, **environment}, settings))
        return started[-1]

    yield start
    for server in started:
        server.stop()


def kept_of(server: Server) -> list[str]:
    """Files of a server in which the proxy's password stands: its log, list, and index."""
    paths = [path for path in server.log.parent.rglob("*") if path.is_file()]
    assert server.log in paths
    assert len(paths) > 3
    return [str(path) for path in paths if PASSWORD.encode() in path.read_bytes()]


def codes(thing: Any) -> list[str]:
    return [problem["code"] for problem in thing["problems"]]


def test_catalogs_nested_ones_and_searches_come_through_the_proxy(
    start: Any, proxy: Proxy, catalogs: HttpServer, authority: Path
) -> None:
    direct = HttpServer()
    bundle = str(authority / "client.pem")
    server = start(HTTPS_PROXY=proxy.url(), HTTP_PROXY=proxy.url(), NO_PROXY="127.0.0.1", SSL_CERT_FILE=bundle)
    try:
        added = server.add(f"https://catalogs.example:{catalogs.port}/catalog.yaml")
        assert (added["state"], added["problems"]) == ("ready", [])
        answers = [added]
        for name in ("near", "far"):
            entry = server.entries(added["id"])[name]
            answers.append(server.expand(added["id"], entry["id"]))
            assert answers[-1]["problems"] == []
            assert list(server.entries(added["id"], entry["id"])) == ["inner"]
        assert {"catalogs.example", "other.example"} == set(proxy.seen)

        api = server.add(f"https://catalogs.example:{catalogs.port}/stac/")
        begun = server.ask(f"catalogs/{api['id']}/searches", "POST", {"query": {"bbox": [0, 0, 1, 1]}, "parent": None})
        done = server.expand(api["id"], begun["id"])
        assert [problem for problem in done["problems"] if problem["severity"] == "error"] == []
        assert list(server.entries(api["id"], begun["id"])) == ["found/data"]
        assert "bbox" in next(request for request in catalogs.seen if request.path == "/stac/search").query

        count = len(proxy.seen)
        near = server.add(direct.text("/c.yaml", "sources: {}"))
        assert near["state"] == "ready"
        assert len(proxy.seen) == count, "what NO_PROXY names is asked for without the proxy"
        assert PASSWORD not in json.dumps([answers, api, done, server.ask("catalogs")])
        assert kept_of(server) == []
        for request in [*catalogs.seen, *direct.seen]:
            assert "Proxy-Authorization" not in request.headers
    finally:
        direct.close()


def test_a_certificate_of_an_unknown_authority_is_named_with_the_remedy(
    start: Any, proxy: Proxy, catalogs: HttpServer
) -> None:
    server = start(HTTPS_PROXY=proxy.url())
    added = server.add(f"https://catalogs.example:{catalogs.port}/catalog.yaml")
    assert (added["state"], codes(added)) == ("failed", ["certificate"])
    said = added["problems"][0]["message"]
    assert "SSL_CERT_FILE" in said
    assert "catalogs.example" in said
    assert catalogs.seen == []


def test_a_proxy_that_refuses_or_is_away_is_named_with_the_remedy_and_no_password(
    start: Any, proxy: Proxy, catalogs: HttpServer, tmp_path: Path
) -> None:
    address = proxy.url("wrong-" + PASSWORD)
    server = start(HTTPS_PROXY=address, HTTP_PROXY=address)
    (tmp_path / "local.yaml").write_text("sources: {a: {driver: zarr, args: {urlpath: 'gs://b/x'}}}")
    answers = []
    for scheme in ("https", "http"):
        added = server.add(f"{scheme}://catalogs.example:{catalogs.port}/{scheme}.yaml")
        assert (added["state"], codes(added)) == ("failed", ["proxy"])
        assert "407" in added["problems"][0]["message"]
        assert "login" in added["problems"][0]["message"]
        answers.append(added)
    proxy.stop()
    begun = time.monotonic()
    for added in answers:
        server.ask(f"catalogs/{added['id']}/refresh", "POST", {})
    assert server.add(tmp_path / "local.yaml")["state"] == "ready"
    for added in answers:
        again = server.settled(added["id"])
        assert codes(again) == ["proxy"]
        assert "cannot be reached" in again["problems"][0]["message"]
        assert f"127.0.0.1:{proxy.port}" in again["problems"][0]["message"]
        assert "HTTPS_PROXY" in again["problems"][0]["message"]
    assert time.monotonic() - begun < 20
    assert PASSWORD not in json.dumps([answers, server.ask("catalogs")])
    assert kept_of(server) == []
    assert catalogs.seen == []
