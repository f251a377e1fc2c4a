"""WebSockets to a dashboard: who may open one, how they end, what they cost (S02, S04, R22, R23, R26)."""

import asyncio
import logging

import pytest
from test_proxy_streams import descriptors, until
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from jupyterlab_pangeo import proxy


def handshake(server, path="ws", cluster="one", **headers):
    url = f"ws://127.0.0.1:{server.port}{server.base_url}pangeo/clusters/{cluster}/dashboard/{path}"
    return HTTPRequest(url, headers={name.replace("_", "-"): value for name, value in headers.items()})


async def opened(server, path="ws", cluster="one", protocols=None, **headers):
    request = handshake(server, path, cluster, **({"Authorization": f"token {server.token}"} | headers))
    return await websocket_connect(request, subprotocols=protocols, max_message_size=1 << 30)


async def closed(socket):
    """Read to the end; gives the code and the reason."""
    while await socket.read_message() is not None:
        pass
    return socket.close_code, socket.close_reason


async def test_messages_pass_both_ways_as_text_and_bytes(server):
    socket = await opened(server, protocols=["bokeh", "a-session-token"])
    assert socket.selected_subprotocol == "bokeh"
    await socket.write_message("text \u00e9")
    assert await socket.read_message() == "text \u00e9"
    await socket.write_message(b"\x00\xff" * 50_000, binary=True)
    assert await socket.read_message() == b"\x00\xff" * 50_000
    socket.close()


@pytest.mark.parametrize("headers", [{}, {"Authorization": "token wrong"}], ids=["nobody", "wrong token"])
async def test_nobody_is_upgraded_without_login(server, headers):
    with pytest.raises(HTTPClientError) as caught:
        await websocket_connect(handshake(server, **headers))
    assert caught.value.code == 403
    assert server.dashboard.requests == []


async def test_only_this_servers_own_pages_are_upgraded(server):
    own = f"127.0.0.1:{server.port}"
    refused = [
        "http://evil.example",
        "null",
        f"http://{own}.evil.example",
        f"http://x{own}",
        f"ftp://{own}",
        "http://127.0.0.1",
    ]
    for origin in refused:
        with pytest.raises(HTTPClientError) as caught:
            await opened(server, Origin=origin)
        assert caught.value.code == 403, origin
    assert server.dashboard.requests == []
    for origin in [f"http://{own}", f"HTTP://{own}".lower()]:
        (await opened(server, Origin=origin)).close()
    assert len(server.dashboard.requests) == 2


async def test_an_operators_origin_must_match_as_a_whole(server, jp_serverapp):
    jp_serverapp.web_app.settings["allow_origin_pat"] = r"https://lab\.example"
    (await opened(server, Origin="https://lab.example")).close()
    for origin in ["https://lab.example.evil", "https://labxexample"]:
        with pytest.raises(HTTPClientError):
            await opened(server, Origin=origin)


async def test_a_cookie_without_an_origin_is_not_enough(server, jp_serverapp):
    answer = await server.get("page")
    cookie = answer.headers["set-cookie"].partition(";")[0]
    with pytest.raises(HTTPClientError) as caught:
        await websocket_connect(handshake(server, Cookie=cookie))
    assert caught.value.code == 403
    own = f"http://127.0.0.1:{server.port}"
    (await websocket_connect(handshake(server, Cookie=cookie, Origin=own))).close()


async def test_an_unknown_cluster_is_not_found_before_the_upgrade(server):
    with pytest.raises(HTTPClientError) as caught:
        await opened(server, cluster="nothing")
    assert caught.value.code == 404


async def test_a_dashboard_that_is_gone_says_so(server):
    code, reason = await closed(await opened(server, cluster="gone", protocols=["bokeh", "token"]))
    assert code == 1011
    assert "cannot be reached" in reason


async def test_a_dashboard_that_refuses_says_so(server):
    assert await closed(await opened(server, "ws-refused")) == (1011, "the dashboard refused the connection (403)")


async def test_a_dashboard_that_dies_says_so(server):
    socket = await opened(server)
    await socket.write_message("die")
    assert await closed(socket) == (1011, "the dashboard's connection broke")


@pytest.mark.parametrize(("code", "seen"), [(1000, 1000), (1012, 1012), (4321, 4321), (1005, 1002), (999, 1002)])
async def test_the_code_of_a_close_is_passed_on_where_it_may_be(server, code, seen):
    socket = await opened(server)
    await socket.write_message(f"close {code}")
    assert (await closed(socket))[0] == seen


async def test_a_message_that_is_too_large_ends_the_connection(server):
    socket = await opened(server)
    await socket.write_message("big")
    assert await closed(socket) == (1009, "the message is larger than 64 MiB")


async def test_a_page_that_sends_too_much_is_told_so(server):
    reader, writer = await server.connect(
        server.base + "ws",
        {
            **server.login,
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        },
    )
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"\x82\xff" + (65 * 1024**2).to_bytes(8, "big"))
    assert (await reader.readexactly(4))[2:] == (1009).to_bytes(2, "big")
    writer.close()


async def test_the_code_of_the_page_reaches_the_dashboard(server):
    socket = await opened(server)
    socket.close(4001, "enough")
    await until(lambda: server.dashboard.closes == [4001])


async def test_a_page_that_vanishes_leaves_no_traceback(server, caplog):
    socket = await opened(server)
    await socket.write_message("flood")
    await until(lambda: server.dashboard.sent > 0)
    with caplog.at_level(logging.INFO):
        socket.protocol.stream.close()
        await until(lambda: server.dashboard.open_connections == 0, 10)
    assert "Traceback" not in caplog.text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_page_that_reads_slowly_slows_the_dashboard_down(server):
    reader, writer = await server.connect(
        server.base + "ws",
        {
            **server.login,
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        },
    )
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"\x81\x85\x00\x00\x00\x00flood")
    sent = -1
    while sent != server.dashboard.sent:
        sent = server.dashboard.sent
        for _ in range(50):
            await asyncio.sleep(0.01)
    assert 0 < sent < 64 * 1024**2
    writer.close()
    await until(lambda: server.dashboard.open_connections == 0, 10)


async def test_a_hundred_are_open_at_once_and_leave_nothing_behind(server):
    await server.get("page")
    before = descriptors()
    sockets = await asyncio.gather(*(opened(server) for _ in range(100)))
    for number, socket in enumerate(sockets):
        await socket.write_message(str(number))
    assert [await socket.read_message() for socket in sockets] == [str(number) for number in range(100)]
    for socket in sockets:
        socket.close()
    await until(lambda: server.dashboard.open_connections == 0)
    await until(lambda: descriptors() <= before + 2)
    assert server.shared.sockets == {}


async def test_more_than_a_cluster_may_have_are_turned_away_with_a_reason(server, monkeypatch):
    monkeypatch.setattr(proxy, "MOST_SOCKETS", 2)
    first, second = await opened(server), await opened(server)
    code, reason = await closed(await opened(server))
    assert (code, reason) == (1013, "2 connections to this cluster are open already")
    (await opened(server, cluster="two")).close()
    first.close()
    await until(lambda: server.shared.sockets["one"] == 1)
    third = await opened(server)
    await third.write_message("let in")
    assert await third.read_message() == "let in"
    second.close()
    third.close()


async def test_the_cap_holds_as_it_is_set(server):
    sockets = await asyncio.gather(*(opened(server) for _ in range(proxy.MOST_SOCKETS)))
    code, reason = await closed(await opened(server))
    assert (code, reason) == (1013, "128 connections to this cluster are open already")
    for socket in sockets:
        await socket.write_message("still here")
    assert {await socket.read_message() for socket in sockets} == {"still here"}
    for socket in sockets:
        socket.close()
    await until(lambda: server.shared.sockets == {} and server.dashboard.open_connections == 0)
