"""A stand-in for Grafana, as none can be installed for a test.

It follows what was recorded of 7.5.5 and what is documented of 10 and 13: which answers a viewer gets, in which words
it refuses, what it sends to whoever is not logged in. Behind it is any server that speaks Prometheus' HTTP API.
"""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp
import aiohttp.test_utils
import aiohttp.web
from grafana_stand_in_page import PAGE, SCRIPT

TOKEN = "canary-2b90e4d7"
VERSIONS = {"7.5": "7.5.5", "10": "10.4.2", "13": "13.0.1"}
_NO_POST = "posts not allowed on proxied Prometheus datasource"
_POSTED = ("query", "query_range", "series", "labels")


@dataclass
class Grafana:
    """What it holds; ``manner`` is one of 7.5, 10 and 13, ``behind`` the address of a Prometheus."""

    manner: str
    behind: str
    prefix: str = "/gf"
    hides_version: bool = False
    is_guarded: bool = False
    """Behind a login page of another's, which sends whoever has no cookie to it."""
    url: str = ""
    dashboards: dict = field(default_factory=dict)
    folders: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    @property
    def major(self):
        return float(self.manner)

    async def answer(self, request):
        self.asked.append((request.method, request.raw_path, dict(request.headers), await request.text()))
        path = request.path.removeprefix(self.prefix)
        if self.is_guarded:
            return aiohttp.web.Response(status=302, headers={"Location": "https://login.example/start"})
        if "grafana_session" in request.cookies and not self._is_own(request):
            return self._says(403, "origin not allowed")
        if path == "/api/health":
            return self._json({"database": "ok"} | ({} if self.hides_version else {"version": VERSIONS[self.manner]}))
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self._stranger(request, path)
        if path.startswith("/api/datasources/proxy/"):
            return await self._proxied(request, path.removeprefix("/api/datasources/proxy/"))
        answers = {"/api/frontend/settings": self._settings, "/api/search": self._search}
        if path in answers:
            return answers[path](request)
        if path.startswith("/api/dashboards/uid/"):
            return self._dashboard(path.rpartition("/")[2])
        if path.startswith("/api/datasources"):
            return self._says(403, "Permission denied")
        if path == "/api/ds/query" and request.method == "POST":
            return await self._query(request)
        return self._page(path)

    def _is_own(self, request):
        """Newer ones compare the Origin with the Host where there is a cookie; 7.5 does not look."""
        origin = request.headers.get("Origin")
        return self.major < 8 or not origin or urlsplit(origin).netloc == request.host

    def _stranger(self, request, path):
        if not path.startswith("/api/"):
            headers = {"Location": f"{self.prefix}/login", "Set-Cookie": "redirect_to=%2F; Path=/"}
            return aiohttp.web.Response(status=302, headers=headers)
        if "Authorization" in request.headers:
            return self._says(401, "invalid API key" if self.major < 9 else "Invalid API key")
        return self._says(401, "Unauthorized")

    def _settings(self, _):
        shown = {"id": 1, "uid": "prom", "name": "Prometheus", "type": "prometheus", "isDefault": True}
        shown |= {"url": "/api/datasources/proxy/1", "jsonData": {"directUrl": "http://10.0.0.7:9090"}}
        logs = {"id": 2, "uid": "logs", "name": "Logs", "type": "loki"}
        built_in = {"-- Mixed --": {"name": "-- Mixed --", "type": "datasource"}}
        if self.major >= 10:
            built_in = {"-- Mixed --": {"name": "-- Mixed --", "type": "datasource", "uid": "-- Mixed --"}}
        version = "" if self.hides_version else VERSIONS[self.manner]
        sources = {**built_in, "Prometheus": shown, "Logs": logs}
        return self._json(
            {"datasources": sources, "defaultDatasource": "Prometheus", "buildInfo": {"version": version}}
        )

    def _search(self, request):
        text = request.query.get("query", "").lower()
        limit, page = int(request.query.get("limit", 1000)), int(request.query.get("page", 1))
        found = [
            {"id": index, "uid": uid, "title": one["title"], "type": "dash-db", "tags": one.get("tags", [])}
            | ({"folderTitle": self.folders[uid], "folderUid": "f"} if uid in self.folders else {})
            for index, (uid, one) in enumerate(self.dashboards.items())
            if text in one["title"].lower()
        ]
        return self._json(found[(page - 1) * limit : page * limit])

    def _dashboard(self, uid):
        if uid not in self.dashboards:
            return self._says(404, "Dashboard not found")
        meta = {"url": f"{self.prefix}/d/{uid}/some-title", "folderTitle": self.folders.get(uid, "General")}
        return self._json({"meta": meta, "dashboard": self.dashboards[uid]})

    async def _proxied(self, request, place):
        kind, _, rest = place.partition("/")
        if kind == "uid":
            if self.major < 9:
                return self._says(500, "Unable to load datasource meta data")
            kind, _, rest = rest.partition("/")
        if kind not in ("1", "prom"):
            return self._says(404, "Data source not found")
        if request.method == "POST" and rest.rpartition("/")[2] not in _POSTED:
            return self._says(403, f"{_NO_POST} except on /query, /query_range, /series and /labels")
        form = dict(await request.post()) if request.method == "POST" else None
        async with aiohttp.ClientSession() as session:
            try:
                async with session.request(
                    request.method, f"{self.behind}/{rest}", params=request.query, data=form
                ) as answer:
                    return aiohttp.web.Response(
                        status=answer.status, body=await answer.read(), content_type=answer.content_type
                    )
            except aiohttp.ClientError:
                return self._says(502, "Bad Gateway")

    def _page(self, path):
        """A page as a browser gets it, under a policy that no frame gets past, and the script of it."""
        if path == "/public/app.js":
            return aiohttp.web.Response(text=SCRIPT, content_type="text/javascript", headers={"ETag": '"one"'})
        if not path.startswith(("/d/", "/d-solo/")):
            return self._says(404, "Not found")
        text = PAGE.replace("{sub}", self.prefix).replace("{version}", VERSIONS[self.manner])
        headers = {
            "X-Frame-Options": "deny",
            "Content-Security-Policy": "script-src 'strict-dynamic' 'nonce-abc'; base-uri 'self'",
            "Set-Cookie": "grafana_session=stolen; Path=/",
            "Cache-Control": "no-store",
        }
        return aiohttp.web.Response(text=text, content_type="text/html", headers=headers)

    async def _query(self, request):
        """Frames since 8; 7.5 had points, under the same address."""
        expr = (await request.json())["queries"][0]["expr"]
        if self.major < 8:
            answer = {"series": [{"name": expr, "points": [[42, 0]]}]}
        else:
            answer = {"frames": [{"schema": {"name": expr}, "data": {"values": [[0], [42]]}}]}
        return self._json({"results": {"A": answer}})

    def _says(self, status, message):
        more = {"messageId": "some.id", "statusCode": status, "traceID": "00f1"} if self.major >= 10 else {}
        return self._json({"message": message, **more}, status)

    def _json(self, body, status=200):
        headers = {"X-Frame-Options": "deny", "Cache-Control": "no-store"}
        return aiohttp.web.json_response(body, status=status, headers=headers)


@asynccontextmanager
async def grafana(manner, behind, **more):
    """A stand-in at an address below a prefix."""
    made = Grafana(manner, behind, **more)
    app = aiohttp.web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    server = aiohttp.test_utils.TestServer(app)
    await server.start_server()
    try:
        made.url = str(server.make_url("")).rstrip("/") + made.prefix
        yield made
    finally:
        await server.close()
