"""The live socket: who may open it, what it says, what it refuses."""

import asyncio
import json

import msgspec
import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from jupyterlab_pangeo.live import Outbox
from jupyterlab_pangeo.schemas.live import Changed, Hello


@pytest.fixture
def live_url(jp_serverapp, jp_base_url):
    return f"ws://127.0.0.1:{jp_serverapp.port}{jp_base_url}pangeo/live"


@pytest.fixture
def connect(jp_serverapp, live_url, http_server, http_server_port):
    """Open the socket with headers of the test's choice."""
    host = f"127.0.0.1:{http_server_port[1]}"

    async def open_socket(**headers):
        url = live_url.replace(f"127.0.0.1:{jp_serverapp.port}", host)
        return await websocket_connect(HTTPRequest(url, headers=headers))

    return open_socket


async def read(socket):
    return json.loads(await socket.read_message())


async def test_nobody_gets_in_without_login(connect):
    with pytest.raises(HTTPClientError) as caught:
        await connect()
    assert caught.value.code == 403
    assert json.loads(caught.value.response.body)["code"] == "forbidden"


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        ("http://{host}", True),
        ("HTTP://{host}", True),
        (None, True),
        ("http://evil.example", False),
        ("null", False),
        ("http://{host}.evil.example", False),
        ("http://evil.example/{host}", False),
        ("http://evil{host}", False),
        ("file://{host}", False),
    ],
)
async def test_only_pages_of_this_server_may_connect(connect, jp_auth_header, http_server_port, origin, is_let_in):
    headers = dict(jp_auth_header)
    if origin:
        headers["Origin"] = origin.format(host=f"127.0.0.1:{http_server_port[1]}")
    if is_let_in:
        socket = await connect(**headers)
        assert (await read(socket))["type"] == "hello"
        socket.close()
    else:
        with pytest.raises(HTTPClientError) as caught:
            await connect(**headers)
        assert caught.value.code == 403


async def test_a_cookie_without_an_origin_is_not_enough(connect, jp_serverapp, http_server_port):
    """Browsers always send an origin; what sends a cookie and none is something else."""
    cookie = "; ".join(f"{name}={value}" for name, value in await _login_cookies(jp_serverapp, http_server_port))
    host = f"http://127.0.0.1:{http_server_port[1]}"
    socket = await connect(Cookie=cookie, Origin=host)
    assert (await read(socket))["type"] == "hello"
    socket.close()
    with pytest.raises(HTTPClientError) as caught:
        await connect(Cookie=cookie)
    assert caught.value.code == 403


async def _login_cookies(serverapp, port):
    url = f"http://127.0.0.1:{port[1]}{serverapp.base_url}api/status?token={serverapp.identity_provider.token}"
    answer = await AsyncHTTPClient().fetch(url, follow_redirects=False)
    return [tuple(line.split(";")[0].split("=", 1)) for line in answer.headers.get_list("Set-Cookie")]


async def test_a_change_reaches_every_page(connect, jp_auth_header, jp_serverapp):
    sockets = [await connect(**jp_auth_header) for _ in range(2)]
    for socket in sockets:
        assert (await read(socket))["type"] == "hello"
    services = jp_serverapp.extension_manager.extension_apps["jupyterlab_pangeo"].pop().services
    services.changes.emit("clusters", "abc")
    for socket in sockets:
        change = await read(socket)
        assert (change["type"], change["topic"], change["id"]) == ("changed", "clusters", "abc")
        socket.close()


@pytest.mark.parametrize(
    "request_text",
    ["no json", "[]", '{"type": "subscribe"}', '{"type": "subscribe", "stream": "other"}', '{"type": "shout"}'],
)
async def test_what_is_not_understood_is_answered(connect, jp_auth_header, request_text):
    socket = await connect(**jp_auth_header)
    await read(socket)
    await socket.write_message(request_text)
    assert (await read(socket))["type"] == "refused"
    socket.close()


async def test_samples_of_an_unknown_cluster_are_refused(connect, jp_auth_header):
    socket = await connect(**jp_auth_header)
    await read(socket)
    await socket.write_message('{"type": "subscribe", "stream": "cluster-samples", "id": "none"}')
    refused = await read(socket)
    assert (refused["type"], refused["code"]) == ("refused", "not-found")
    socket.close()


async def test_what_is_used_is_told_with_each_sample_until_nobody_asks(connect, jp_auth_header, jp_serverapp):
    services = jp_serverapp.extension_manager.extension_apps["jupyterlab_pangeo"].pop().services
    recorder = services.usage._recorder
    socket = await connect(**jp_auth_header)
    await read(socket)
    await socket.write_message('{"type": "subscribe", "stream": "usage"}')
    while not recorder.now.is_wanted:
        await asyncio.sleep(0.01)
    await recorder.tick()
    told = await read(socket)
    assert (told["type"], told["use"]["owners"][0]["kind"]) == ("used", "server")
    assert told["use"]["memoryBytes"] > 10 * 1024**2
    socket.close()
    while recorder.now.is_wanted:
        await asyncio.sleep(0.01)


async def test_a_slow_page_costs_no_more_than_the_things_that_changed():
    outbox = Outbox()
    outbox.put(Hello(version="1"))
    for revision in range(10_000):
        outbox.put(Changed(topic="clusters", id=str(revision % 3), revision=revision))
    taken = await outbox.take()
    assert len(taken) == 4
    assert max(msgspec.structs.asdict(message).get("revision", 0) for message in taken) == 9_999
