"""HTTP for untrusted locations: checked addresses, checked redirects, bounded time, bytes and compression."""

import asyncio
import time
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp

from .addresses import CheckedResolver, check_address, check_name
from .decode import Decoder
from .fetch import Fetched, Request, Validators
from .limits import Limits
from .locations import canonical_url, redacted
from .net_faults import fault_of, refused_by_proxy, too_slow
from .problems import BadStatus, Fault, Overrun
from .proxies import proxy_for, tls_context
from .signatures import HEAD, by_name, is_data

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def fetch_http(request: Request, limits: Limits, resolver: CheckedResolver | None = None) -> Fetched:
    """Fetch over HTTP; see :func:`.fetch.fetch` for what it raises.

    Parameters
    ----------
    request
        What to fetch; its location is an http or https URL.
    limits
        Time, bytes, redirects and ratio.
    resolver
        In place of the system's; for tests.
    """
    return asyncio.run(_within(request, limits, resolver or CheckedResolver()))


async def _within(request: Request, limits: Limits, resolver: CheckedResolver) -> Fetched:
    try:
        return await asyncio.wait_for(_follow(request, limits, resolver), limits.fetch_seconds)
    except (asyncio.TimeoutError, TimeoutError):
        raise too_slow(request.location) from None
    except aiohttp.ClientError as problem:
        raise fault_of(problem, request.location, proxy_for(request.location)[0]) from None


async def _follow(request: Request, limits: Limits, resolver: CheckedResolver) -> Fetched:
    url = canonical_url(request.location)
    trusted_host = _host(request.referrer or url)
    timeout = aiohttp.ClientTimeout(sock_connect=limits.connect_seconds, sock_read=limits.idle_seconds)
    connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True, ssl=tls_context())
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    ) as session:
        for _ in range(limits.max_redirects + 1):
            resolver.may_be_private = _host(url) == trusted_host
            answer = await _hop(session, url, request, limits, resolver)
            if isinstance(answer, Fetched):
                return answer
            url = _checked_redirect(url, answer)
    note = f"More than {limits.max_redirects} redirects from {redacted(request.location)}. Check the address."
    raise Fault("too-many-redirects", note)


async def _hop(
    session: aiohttp.ClientSession, url: str, request: Request, limits: Limits, resolver: CheckedResolver
) -> Fetched | str:
    """One request: the document, or the place it redirects to."""
    host = _host(url)
    check_name(host)
    if _is_literal(host):
        # The connector does not ask the resolver for these.
        check_address(host, may_be_private=resolver.may_be_private)
    proxy, authorization = proxy_for(url)
    resolver.trusted = _host(proxy) if proxy else None
    get = session.get(url, headers=_headers(request), allow_redirects=False, proxy=proxy, proxy_auth=authorization)
    async with await asyncio.wait_for(get, limits.connect_seconds + limits.first_byte_seconds) as response:
        if response.status in _REDIRECTS and "Location" in response.headers:
            return response.headers["Location"]
        if response.status == 304 and request.known is not None:
            return Fetched(data=None, validators=request.known)
        if response.status == 407 and proxy:
            raise refused_by_proxy(url, proxy, response.status)
        if response.status not in (200, 206 if request.looks else 200):
            raise BadStatus(redacted(url), response.status)
        data, is_head = await _body(response, request, limits)
        etag, modified = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
        validators = Validators(etag=etag[:500], last_modified=modified[:100], size=len(data))
        if is_head:
            return Fetched(data=data, validators=validators, shape="head", size=_whole_size(response))
        return Fetched(data=data, validators=validators)


async def _body(response: Any, request: Request, limits: Limits) -> tuple[bytes, bool]:
    """Whole body; or its head, where that shows data: the rest is then never asked for, whatever its size."""
    decoder = Decoder(response.headers.get("Content-Encoding", ""), limits)
    parts: list[bytes] = []
    started = time.monotonic()
    if request.looks:
        head = await _head(response, decoder)
        if is_data(request.location, head):
            return head[:HEAD], True
        if response.status == 206:
            raise Fault("network", f"{redacted(str(response.url))} sent a part though none was asked for.")
        parts.append(head)
    declared = response.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > limits.max_bytes:
        raise Overrun(limits, "bytes")
    async for chunk in response.content.iter_any():
        parts.append(decoder.feed(chunk))
        if time.monotonic() - started > limits.fetch_seconds:
            raise too_slow(str(response.url))
    parts.append(decoder.finish())
    return b"".join(parts), False


async def _head(response: Any, decoder: Decoder) -> bytes:
    head = b""
    while len(head) < HEAD:
        chunk = await response.content.readany()
        if not chunk:
            break
        head += decoder.feed(chunk)
    return head


def _whole_size(response: Any) -> int:
    """Size of the whole file in bytes, -1 where the server does not tell it."""
    told = response.headers.get("Content-Range", "").rpartition("/")[2] if response.status == 206 else ""
    told = told or (response.headers.get("Content-Length", "") if response.status == 200 else "")
    return int(told) if told.isdigit() and "Content-Encoding" not in response.headers else -1


def _headers(request: Request) -> dict[str, str]:
    headers = {"Accept-Encoding": "gzip, deflate", "Accept": "*/*", "User-Agent": "jupyterlab-pangeo"}
    if request.looks and by_name(request.location) not in ("", "geojson"):
        headers |= {"Accept-Encoding": "identity", "Range": f"bytes=0-{HEAD - 1}"}
    if request.known is not None and request.known.etag:
        headers["If-None-Match"] = request.known.etag
    elif request.known is not None and request.known.last_modified:
        headers["If-Modified-Since"] = request.known.last_modified
    return headers


def _checked_redirect(url: str, target: str) -> str:
    joined = urljoin(url, target)
    scheme = urlsplit(joined).scheme.lower()
    if scheme not in ("http", "https"):
        raise Fault("denied-scheme", f"{redacted(url)} redirects to {redacted(joined)}, which is not HTTP.")
    if scheme == "http" and url.startswith("https:"):
        raise Fault("denied-redirect", f"{redacted(url)} redirects from https to http; not followed.")
    return canonical_url(joined)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _is_literal(host: str) -> bool:
    try:
        check_address(host, may_be_private=True)
    except ValueError:
        return False
    return True
