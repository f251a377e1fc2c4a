"""Requests to one Prometheus: what may be asked, how much of an answer is read, what is wrong with it.

Imports aiohttp, which a server whose users ask no Prometheus does without.
"""

import asyncio
import contextlib
import ssl
import time
import zlib
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import aiohttp
import yarl

from ...worker.addresses import CheckedResolver, check_address, check_name
from ...worker.problems import Fault
from ...worker.proxies import proxy_for, tls_context
from .grafana_page import Asked, Fetched
from .prometheus_answers import Form, Refused, error_of
from .prometheus_settings import Login, NoSecret, Settings, login_of

_T = TypeVar("_T")

MAX_BYTES = 48 * 1024**2
_CONNECT_SECONDS = 5.0
# The store is to give up first: it knows more of what took so long.
_GRACE_SECONDS = 2.0
_CODES = {401: "login-required", 403: "forbidden", 407: "unreachable", 429: "too-many"}
_SAID = {
    401: "it asks for a login: the token or password is missing or wrong",
    403: "it does not allow this with the login that it was given",
    407: "the proxy on the way asks for a login",
    429: "it is asked too much; try again later",
}


class Client:
    """Connections to one store; made on the event loop, closed there."""

    def __init__(self, settings: Settings, fault: Callable[[bytes, int], Refused] = error_of) -> None:
        self._settings = settings
        self._error_of = fault
        self._base = settings.url.rstrip("/")
        self._host = urlsplit(settings.url).netloc
        self._tls: tuple[object, ssl.SSLContext] | None = None
        self._session = aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            connector=aiohttp.TCPConnector(limit=8, resolver=CheckedResolver(may_be_private=True)),
            timeout=aiohttp.ClientTimeout(total=settings.timeout + _GRACE_SECONDS, sock_connect=_CONNECT_SECONDS),
        )
        self.skew = 0.0

    async def close(self) -> None:
        """End the connections."""
        await self._session.close()

    async def ask(self, path: str, form: Form, *, by_get: bool = False) -> tuple[bytes, Login]:
        """Body of the answer to a question, decompressed, and the login whose secrets it may repeat.

        Raises
        ------
        Refused
            There is no answer; code and message say why.
        """
        return await self._guarded(lambda login, tls: self._send(path, form, by_get, login, tls))

    async def fetch(self, asked: Asked) -> tuple[Fetched, Login]:
        """An answer of any status, a redirect too, and the login whose secrets it may repeat; raises `Refused`."""
        return await self._guarded(lambda login, tls: self._fetch(asked, login, tls))

    async def _guarded(self, send: "Callable[[Login, ssl.SSLContext | bool], Awaitable[_T]]") -> tuple[_T, Login]:
        try:
            login, tls = await asyncio.to_thread(self._prepare)
        except NoSecret as error:
            title = self._settings.title or self._settings.name
            raise Refused("no-secret", f"the login of {title} is not there: {error}") from None
        try:
            return await send(login, tls), login
        except Refused as refused:
            raise Refused(refused.code, login.masked(refused.message)) from None
        except Fault:
            said = f"{self._host} is link-local or serves a machine's own metadata, which is never asked"
            raise Refused("denied-address", said) from None
        # A name that no host can have is a ValueError.
        except (aiohttp.ClientError, OSError, ValueError, asyncio.TimeoutError) as error:
            raise self._fault(error, login) from None

    async def _send(self, path: str, form: Form, by_get: bool, login: Login, tls: "ssl.SSLContext | bool") -> bytes:
        url = self._base + path
        _check_host(urlsplit(url).hostname or "")
        proxy, proxy_auth = proxy_for(url)
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip", **login.headers}
        send = self._session.get if by_get else self._session.post
        content = {"params": form} if by_get else {"data": form}
        async with send(
            url, headers=headers, ssl=tls, proxy=proxy, proxy_auth=proxy_auth, allow_redirects=False, **content
        ) as answer:
            self._note_clock(answer.headers.get("Date", ""))
            if 300 <= answer.status < 400:
                raise Refused("redirected", "it answers with a redirect, which is not followed: set the final address")
            body = await _body(answer)
        if answer.status != 200:
            code = _CODES.get(answer.status)
            if code:
                raise Refused(code, _SAID[answer.status])
            raise await asyncio.to_thread(self._error_of, body, answer.status)
        return body

    async def _fetch(self, asked: Asked, login: Login, tls: "ssl.SSLContext | bool") -> Fetched:
        url = yarl.URL(f"{self._base}/{asked.target}", encoded=True)
        _check_host(url.host or "")
        proxy, proxy_auth = proxy_for(str(url))
        headers = {**asked.headers, "Accept-Encoding": "gzip", **login.headers}
        async with self._session.request(
            asked.method,
            url,
            headers=headers,
            data=asked.body or None,
            ssl=tls,
            proxy=proxy,
            proxy_auth=proxy_auth,
            allow_redirects=False,
        ) as answer:
            return Fetched(answer.status, dict(answer.headers), await _body(answer))

    def _prepare(self) -> "tuple[Login, ssl.SSLContext | bool]":
        """Secrets and certificates as they are now."""
        settings = self._settings
        login = login_of(settings)
        if urlsplit(settings.url).scheme == "http":
            return login, True
        files = [name for name in (settings.ca_file, settings.auth.cert_file, settings.auth.key_file) if name]
        paths = [Path(name).expanduser() for name in files]
        try:
            stamp = tuple((path, path.stat().st_mtime_ns) for path in paths)
            if self._tls is None or self._tls[0] != stamp:
                self._tls = stamp, self._context()
        except (OSError, ssl.SSLError) as error:
            named = ", ".join(files) or "the certificate authorities of the environment"
            why = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
            raise NoSecret(f"one of {named} cannot be used: {why}") from None
        return login, self._tls[1]

    def _context(self) -> ssl.SSLContext:
        settings = self._settings
        context = tls_context()
        if settings.ca_file:
            context.load_verify_locations(cafile=str(Path(settings.ca_file).expanduser()))
        if settings.auth.cert_file:
            cert, key = (Path(name).expanduser() for name in (settings.auth.cert_file, settings.auth.key_file))
            # An empty password: a key that has one fails, instead of asking at the terminal.
            context.load_cert_chain(cert, key, password="")
        return context

    def _note_clock(self, date: str) -> None:
        try:
            self.skew = parsedate_to_datetime(date).timestamp() - time.time()
        except (ValueError, TypeError):
            self.skew = 0.0

    def _fault(self, error: BaseException, login: Login) -> Refused:
        if isinstance(error, aiohttp.ConnectionTimeoutError):
            return Refused("unreachable", f"{self._host} does not answer within {_CONNECT_SECONDS:g} s")
        if isinstance(error, asyncio.TimeoutError):
            return Refused("too-slow", f"there was no whole answer within {self._settings.timeout:g} s")
        if isinstance(error, aiohttp.ClientConnectorCertificateError):
            why = getattr(error.certificate_error, "verify_message", "") or str(error.certificate_error)
            return Refused("tls", login.masked(f"the certificate of {self._host} is not trusted: {why}"))
        if isinstance(error, aiohttp.ClientConnectorSSLError | ssl.SSLError):
            why = getattr(error, "reason", None) or getattr(getattr(error, "os_error", None), "reason", "") or "TLS"
            return Refused("tls", f"{self._host} does not take the connection: {why}")
        # After TLS, whose errors of certificates are ValueErrors too.
        if isinstance(error, aiohttp.ClientConnectorDNSError | ValueError):
            return Refused("unreachable", f"there is no host {self._host}")
        if isinstance(error, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
            return Refused("unreachable", f"the proxy on the way to {self._host} does not let it through")
        if isinstance(error, aiohttp.ClientConnectorError):
            return Refused("unreachable", f"{self._host} cannot be reached: {error.strerror or 'no connection'}")
        return Refused("unreachable", f"{self._host} broke off its answer")


def _check_host(host: str) -> None:
    """Refuse what no resolver sees: numbers, and names that a proxy would look up."""
    check_name(host)
    # A name is no number.
    with contextlib.suppress(ValueError):
        check_address(host, may_be_private=True)


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in answer.content.iter_any():
        size += len(chunk)
        if size > MAX_BYTES:
            raise _too_large()
        chunks.append(chunk)
    return await asyncio.to_thread(_plain, chunks, answer.headers.get("Content-Encoding", "").lower())


def _plain(chunks: list[bytes], encoding: str) -> bytes:
    raw = b"".join(chunks)
    if encoding in ("", "identity"):
        return raw
    if encoding != "gzip":
        raise Refused("not-prometheus", "its answer is packed in a way that was not asked for")
    # What is packed small may be very large.
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpack.decompress(raw, MAX_BYTES)
    except zlib.error:
        raise Refused("not-prometheus", "its answer is not packed as it says") from None
    if unpack.unconsumed_tail:
        raise _too_large()
    return plain


def _too_large() -> Refused:
    return Refused(
        "too-large", f"the answer is larger than {MAX_BYTES // 1024**2} MiB; ask for fewer series or a longer step"
    )
