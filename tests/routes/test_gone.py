"""What is asked by a client that goes away."""

import asyncio
import json
import socket

import pytest

from jupyterlab_pangeo.services.catalogs import CatalogService
from jupyterlab_pangeo.services.catalogs_finding import Finding


async def test_a_search_is_stopped_when_its_client_is_gone(
    jp_fetch, http_server_client, jp_auth_header, jp_base_url, monkeypatch
):
    begun, stopped = asyncio.Event(), asyncio.Event()

    async def endless(*_):
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    monkeypatch.setattr(Finding, "facets", endless)
    port = http_server_client.get_http_port()
    _reader, writer = await asyncio.open_connection("127.0.0.1", port, family=socket.AF_INET)
    headers = "".join(f"{name}: {value}\r\n" for name, value in jp_auth_header.items())
    writer.write(f"GET {jp_base_url}pangeo/search/facets HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
    await writer.drain()
    await asyncio.wait_for(begun.wait(), 10)
    writer.close()
    await asyncio.wait_for(stopped.wait(), 10)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_whoever_waits_for_what_the_server_broke_off_is_told(jp_fetch, monkeypatch, method):
    async def broken_off(*_):
        waited = asyncio.ensure_future(asyncio.Event().wait())
        asyncio.get_running_loop().call_soon(waited.cancel)
        await waited

    monkeypatch.setattr(Finding, "facets", broken_off)
    monkeypatch.setattr(CatalogService, "expand", broken_off)
    where = ("search", "facets") if method == "GET" else ("catalogs", "a", "entries", "b", "expand")
    asked = jp_fetch("pangeo", *where, method=method, allow_nonstandard_methods=True, raise_error=False)
    response = await asyncio.wait_for(asked, 10)
    assert response.code == 503
    assert json.loads(response.body)["code"] == "interrupted"


async def test_what_cannot_be_read_of_a_search_is_named(jp_fetch):
    for query, path in (("bbox=1,2", "?bbox"), ("datetime=soon", "?datetime"), ("limit=0", "?limit")):
        response = await jp_fetch("pangeo", "search", params=dict([query.split("=")]), raise_error=False)
        assert response.code == 422
        assert f'"path":"{path}"' in response.body.decode()


async def test_an_offset_that_is_none_is_named(jp_fetch):
    for value in ("-1", "x", "1.5", "9" * 40):
        response = await jp_fetch("pangeo", "catalogs", "a", "entries", params={"offset": value}, raise_error=False)
        assert response.code == 422
        assert '"path":"?offset"' in response.body.decode()
