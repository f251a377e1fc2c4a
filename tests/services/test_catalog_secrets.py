"""A catalog that is added by an address with a token is read by it, and nobody is shown it."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import web
from catalogs_support import Harness, catalog, serving
from http_server import PROXIES, HttpServer

from jupyterlab_pangeo.errors import Conflict
from jupyterlab_pangeo.schemas.catalogs import CatalogSpec

SECRET = "wJalrXUtnFEMIK7MDENG"
NESTED = "sources:\n  child: {driver: yaml_file_cat, args: {path: '{{ CATALOG_DIR }}/child.yaml'}}\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpServer]:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    running = HttpServer()
    yield running
    running.close()


def guarded(server: HttpServer, text: str) -> str:
    """Serve a text to whoever has the token; answers its address with that."""

    def answer(request: web.Request) -> web.Response:
        return web.Response(text=text) if request.query.get("token") == SECRET else web.Response(status=403)

    server.routes["/c/catalog"] = answer
    return server.url(f"/c/catalog?token={SECRET}&lang=en")


async def told(harness: Harness) -> str:
    """Everything that the service answers with."""
    service = harness.service
    found: list[Any] = [service.list()]
    for each in service.list().items:
        for entry in await harness.walk(each.id):
            found += [entry, await service.entry(each.id, entry.id)]
    found += [await service.search("child", None, None, None, 10), await service.finding.services()]
    return msgspec.json.encode(found).decode()


async def test_the_token_in_an_address_is_used_and_not_shown(tmp_path: Path, server: HttpServer) -> None:
    address = guarded(server, NESTED)
    server.text("/c/child.yaml", catalog("leaf"))
    async with serving(tmp_path) as harness:
        added = await harness.add(address)
        assert added.state == "ready", added.problems
        assert added.location == server.url("/c/catalog?token=…&lang=en")
        answers = await told(harness)
        assert '"leaf"' in answers
        assert SECRET not in answers
        assert SECRET not in repr(harness.changes.seen)
        with pytest.raises(Conflict) as refused:
            harness.service.add(CatalogSpec(location=address))
        assert SECRET not in str(refused.value)
        server.routes["/c/catalog"] = lambda request: web.Response(status=403)
        harness.service.refresh(added.id)
        await harness.changes.until(lambda: bool(harness.service.get(added.id).problems))
        assert SECRET not in await told(harness)
    listed = tmp_path / "store" / "catalogs.json"
    assert json.loads(listed.read_text())["catalogs"][0]["location"] == address
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600
    async with serving(tmp_path) as harness:
        server.routes["/c/catalog"] = lambda request: web.Response(text=f"sources: # {request.query['token']}")
        harness.service.refresh(added.id)
        await harness.settled(added.id)
        assert server.seen[-1].query["token"] == SECRET, "it is read by its whole address after a restart"


async def test_a_service_that_is_searched_by_a_token_is_shown_without(tmp_path: Path, server: HttpServer) -> None:
    landing = {
        "type": "Catalog",
        "stac_version": "1.0.0",
        "id": "api",
        "description": "d",
        "conformsTo": ["https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/item-search"],
        "links": [{"rel": "search", "href": server.url(f"/c/search?token={SECRET}"), "type": "application/geo+json"}],
    }
    server.text("/c/search", json.dumps({"type": "FeatureCollection", "stac_version": "1.0.0", "features": []}))
    async with serving(tmp_path) as harness:
        added = await harness.add(guarded(server, json.dumps(landing)))
        assert added.about is not None
        assert added.about.service is not None, added.problems
        assert added.about.service.url.endswith("/c/search?token=…")
        assert SECRET not in await told(harness)
