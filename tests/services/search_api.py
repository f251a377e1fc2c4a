"""A STAC API of a few items, that can be told to fail or to wait."""

import asyncio
from typing import Any

from aiohttp import web
from catalogs_support import Harness

from jupyterlab_pangeo.schemas.catalogs import Entry

COG = "image/tiff; application=geotiff; profile=cloud-optimized"
CONFORMS = [
    "https://api.stacspec.org/v1.0.0/core",
    "https://api.stacspec.org/v1.0.0/item-search",
    "https://api.stacspec.org/v1.0.0/item-search#filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
]


class Api:
    """A STAC API of a few items, that can be told to fail or to wait."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.count = 5
        self.status = 200
        self.gate: asyncio.Event | None = None
        self.url = ""
        self.search = "search"

    async def start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/", self._landing)
        app.router.add_get("/collections", self._collections)
        app.router.add_get("/search", self._search)
        app.router.add_get("/items/{item}", self._item)
        app.router.add_get("/above.json", self._above)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        return runner

    async def _landing(self, _: web.Request) -> web.Response:
        links = [
            {"rel": "self", "href": self.url},
            {"rel": "search", "href": f"{self.url}search", "method": "POST"},
            {"rel": "search", "href": self.search, "method": "GET"},
            {"rel": "data", "href": "./collections"},
        ]
        landing = {"type": "Catalog", "stac_version": "1.0.0", "id": "api", "title": "An API", "description": ""}
        return web.json_response({**landing, "conformsTo": CONFORMS, "links": links})

    async def _collections(self, _: web.Request) -> web.Response:
        links: list[Any] = [{"rel": "self", "href": f"{self.url}collections/c"}]
        one = {"type": "Collection", "stac_version": "1.0.0", "id": "c", "title": "Scenes", "links": links}
        return web.json_response({"collections": [one], "links": []})

    async def _above(self, _: web.Request) -> web.Response:
        links = [{"rel": "self", "href": f"{self.url}above.json"}, {"rel": "child", "href": self.url}]
        above = {"type": "Catalog", "stac_version": "1.0.0", "id": "above", "title": "Above", "description": ""}
        return web.json_response({**above, "links": links})

    def _feature(self, number: int) -> dict[str, Any]:
        return {
            "type": "Feature",
            "stac_version": "1.0.0",
            "id": f"i{number}",
            "bbox": [0, 0, 1, 1],
            "properties": {"datetime": "2020-01-01T00:00:00Z"},
            "links": [{"rel": "root", "href": self.url}, {"rel": "self", "href": f"{self.url}items/i{number}"}],
            "assets": {"red": {"href": "https://h/red.tif", "type": COG}},
        }

    async def _item(self, request: web.Request) -> web.Response:
        return web.json_response(self._feature(int(request.match_info["item"][1:])))

    async def _search(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        if self.gate is not None:
            await self.gate.wait()
        if self.status != 200:
            return web.Response(status=self.status)
        start, size = int(request.query.get("offset", 0)), int(request.query["limit"])
        end = min(start + size, self.count)
        body = {"limit": size, "offset": end}
        links = [{"rel": "next", "href": f"{self.url}search", "method": "POST", "body": body, "merge": True}]
        features = [self._feature(number) for number in range(start, end)]
        page = {"type": "FeatureCollection", "features": features, "links": links if end < self.count else []}
        return web.json_response({**page, "numberMatched": self.count, "numberReturned": len(features)})


async def done(harness: Harness, catalog_id: str, entry_id: str) -> Entry:
    """An entry, once nothing is read for it."""
    while (details := await harness.service.entry(catalog_id, entry_id)).child_state == "loading":
        await harness.changes.next()
    found = await harness.entries(catalog_id, details.parent_id)
    return next(entry for entry in found if entry.id == entry_id)
