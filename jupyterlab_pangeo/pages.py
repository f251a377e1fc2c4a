"""The way to Grafana's own pages, for frames of an origin of their own; there only where the operator switched it on.

Such a frame has no cookie, so that a capability in the path lets its requests in and nothing else does. It is the one
door without a login, and what stands behind it is a table of what one dashboard's page may ask of its Grafana.
"""

import re
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from .adapters.usage.grafana_page import Asked, Place
from .errors import BadRequest, Forbidden, NotFound, PangeoError, TooLarge
from .proxy_rules import check_path, is_value
from .refusals import Refusals

BODY_CAP = 1024 * 1024
_LONGEST_QUERY = 16_384
_CAPABILITY = re.compile(r"[A-Za-z0-9_-]{43}")
_QUERY = re.compile(r"(?:[A-Za-z0-9\-._~!$'()*+,;=:@/?&{}|\[\]]|%[0-9A-Fa-f]{2})*")
_ASKED_HEADERS = (
    "Accept",
    "Accept-Language",
    "Content-Type",
    "If-Modified-Since",
    "If-None-Match",
    "X-Dashboard-Id",
    "X-Dashboard-Uid",
    "X-Datasource-Uid",
    "X-Grafana-Org-Id",
    "X-Panel-Id",
    "X-Plugin-Id",
)
_TOKEN_LIST = re.compile(r"[A-Za-z0-9-]{1,64}(?: *, *[A-Za-z0-9-]{1,64}){0,31}")
# The page asks nobody else for anything; where it may lead its frame says the one around it (`src/usage/pageFrame.ts`).
_POLICY = "; ".join(
    (
        "frame-ancestors 'self'",
        "sandbox allow-scripts allow-forms allow-popups",
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)


@web.stream_request_body
class PageHandler(Refusals, JupyterHandler):
    """Passes what a frame asks on to the Grafana of its page; never counts as activity, never sets a cookie."""

    def initialize(self, services: Any) -> None:
        """Take the services; let a body that is too large be answered by us, not by a closed connection."""
        self.services = services
        self._chunks: list[bytes] = []
        self._received = 0
        length = self.request.headers.get("Content-Length", "")
        connection: Any = self.request.connection
        if length.isdigit() and int(length) > BODY_CAP and connection is not None:
            self._received = int(length)
            connection.set_max_body_size(int(length))

    @property
    def content_security_policy(self) -> str:
        """An origin of its own, however it is opened."""
        return _POLICY

    def set_default_headers(self) -> None:
        """Say what holds for every answer, refusals too: whoever follows a link from here takes no address along."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Vary", "Origin")
        if self.request.headers.get("Origin") == "null":
            self.set_header("Access-Control-Allow-Origin", "null")

    def set_cors_headers(self) -> None:
        """Add nothing: what Jupyter allows to others is not for these pages."""

    def check_xsrf_cookie(self) -> None:
        """Nothing to check: no cookie counts here, and the capability is what no other site knows."""

    def set_cookie(self, *args: Any, **kwargs: Any) -> None:
        """Set none: whoever comes with a login as well gets nothing of it kept."""

    def compute_etag(self) -> None:
        """None of ours."""

    def _log(self) -> None:
        """Keep the address out of the log: who reads it could open the page."""
        self.log.debug("%s %d", self._request_summary(), self.get_status())

    def _request_summary(self) -> str:
        return f"{self.request.method} a page of Grafana"

    def data_received(self, chunk: bytes) -> None:
        """Keep the body up to the cap."""
        self._received += len(chunk)
        if self._received <= BODY_CAP:
            self._chunks.append(chunk)

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer a page, a file of it or what it reads."""
        await self._answer()

    @allow_unauthenticated
    async def head(self) -> None:
        """Answer what a GET would, without its body."""
        await self._answer()

    @allow_unauthenticated
    async def post(self) -> None:
        """Answer a query, which is too long for an address."""
        await self._answer()

    @allow_unauthenticated
    async def options(self) -> None:
        """Say to a page of an origin of its own what it may send."""
        try:
            self._find()
        except PangeoError as error:
            self.refuse(error)
            return
        asked = self.request.headers.get("Access-Control-Request-Headers", "")
        self.set_header("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
        if _TOKEN_LIST.fullmatch(asked):
            self.set_header("Access-Control-Allow-Headers", asked)
        self.set_header("Access-Control-Max-Age", "600")
        self.set_status(204)
        self.finish()

    async def _answer(self) -> None:
        try:
            page, path, prefix = self._find()
            if self._received > BODY_CAP:
                raise TooLarge(f"the body is larger than {BODY_CAP} bytes")
            place = Place("", prefix, f"{self.request.protocol}://{self.request.host}")
            found = await self.services.usage.pages.answer(page, self._asked(path), place)
        except PangeoError as error:
            self.refuse(error)
            return
        self.set_status(found.status)
        for name, value in found.headers.items():
            if is_value(value):
                self.set_header(name, value)
        if found.kind == "file" and found.status in {200, 304}:
            self.set_header("Cache-Control", "private, no-cache")
        self.finish(None if found.status in {204, 304} or self.request.method == "HEAD" else found.body)

    def _find(self) -> tuple[Any, str, str]:
        """The page that the path names, the checked rest of the path, and the prefix that is the page's."""
        base = url_path_join(self.base_url, "pangeo/pages") + "/"
        capability, _, rest = self.request.path.removeprefix(base).partition("/")
        if not self.request.path.startswith(base) or not _CAPABILITY.fullmatch(capability):
            raise NotFound("there is no such page")
        if self.request.headers.get("Origin", "null") not in {"null", f"{self.request.protocol}://{self.request.host}"}:
            raise Forbidden("this page is for a frame of this server's own")
        page = self.services.usage.pages.find(capability)
        return page, check_path(rest), f"{base}{capability}/"

    def _asked(self, path: str) -> Asked:
        parts = self.request.query.split("&")
        query = "&".join(part for part in parts if part.partition("=")[0].lower() != "token")
        if len(query) > _LONGEST_QUERY or not _QUERY.fullmatch(query):
            raise BadRequest("the query is too long or not escaped")
        given = self.request.headers
        headers = {name: value for name in _ASKED_HEADERS if (value := given.get(name, "")) and is_value(value)}
        return Asked(str(self.request.method), f"{path}?{query}" if query else path, headers, b"".join(self._chunks))
