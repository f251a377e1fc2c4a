"""What of the user goes to a dashboard, and what of a dashboard comes back (S14-S18, S21, S30)."""

import gzip
import json
import logging

import pytest
from standin_dashboard import BIG_SCRIPT
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from jupyterlab_pangeo.proxy_rules import DASHBOARD_HOST, DASHBOARD_ORIGIN

CANARIES = {
    "Authorization": "token {token}",
    "Cookie": "username-x=CANARY; _xsrf=CANARY",
    "X-XSRFToken": "CANARY",
    "Referer": "http://127.0.0.1/lab?token=CANARY",
    "User-Agent": "CANARY",
    "X-Forwarded-For": "CANARY",
    "X-Forwarded-Host": "CANARY",
    "X-Real-IP": "CANARY",
    "Forwarded": "for=CANARY",
    "Via": "CANARY",
    "Proxy-Authorization": "CANARY",
    "TE": "CANARY",
    "Trailer": "CANARY",
    "Upgrade-Insecure-Requests": "CANARY",
    "Sec-Fetch-User": "CANARY",
    "X-Anything": "CANARY",
    "Content-Type": "CANARY",
    "Expect": "CANARY",
}


async def test_only_listed_headers_reach_the_dashboard(server):
    canaries = {name: value.format(token=server.token) for name, value in CANARIES.items()}
    wanted = {"Accept": "text/html", "Accept-Language": "en", "Range": "bytes=0-9", "If-None-Match": '"x"'}
    await server.ask(f"page?token={server.token}", {**canaries, **wanted, "Accept-Encoding": "br, gzip, zstd"})
    (request,) = server.dashboard.requests
    assert dict(request.headers) == {**wanted, "Accept-Encoding": "gzip", "Host": DASHBOARD_HOST}
    assert request.target == "/page"


async def test_headers_that_the_connection_lists_stay_here(server):
    await server.get("page", Connection="close, Range, Accept", Range="bytes=0-9", Accept="text/html")
    assert server.dashboard.requests[0].get("Range") == server.dashboard.requests[0].get("Accept") == []


async def test_a_header_with_unprintable_characters_stays_here(server):
    await server.get("page", Accept="text/\u00e9", If_None_Match="x" * 5000)
    assert server.dashboard.requests[0].get("Accept") == server.dashboard.requests[0].get("If-None-Match") == []


async def test_the_handshake_of_a_websocket_names_nobody(server):
    headers = {name: value.format(token=server.token) for name, value in CANARIES.items() if name != "Expect"}
    request = HTTPRequest(f"ws://127.0.0.1:{server.port}{server.base}ws?token={server.token}&a=1", headers=headers)
    socket = await websocket_connect(request, subprotocols=["bokeh", "session-token"])
    socket.close()
    (seen,) = server.dashboard.requests
    assert "CANARY" not in str(seen) and server.token not in str(seen)
    assert seen.target == "/ws?a=1"
    assert seen.get("Origin") == [DASHBOARD_ORIGIN]
    assert seen.get("Host") == [DASHBOARD_HOST]
    assert seen.get("Sec-WebSocket-Protocol") == ["bokeh,session-token"]


async def test_only_listed_headers_come_back(server):
    answer = await server.get("headers")
    own = {"server", "date", "connection", "set-cookie"}
    assert set(answer.headers) - own == {
        "content-type",
        "content-length",
        "content-security-policy",
        "x-content-type-options",
        "referrer-policy",
        "cross-origin-resource-policy",
        "access-control-allow-origin",
        "cache-control",
    }
    # Jupyter's own, for a request with a token: the origin that it came from, here none.
    assert answer.headers["access-control-allow-origin"] == ""
    assert "_xsrf" not in answer.headers.get("set-cookie", "")
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "evil" not in str(answer.headers.values())


async def test_a_body_without_a_type_is_bytes(server):
    assert (await server.get("no-type")).headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize("path", ["page", "headers", "no-type", "static/x.js", "nowhere", "..", "redirect?to=/x"])
async def test_everything_is_inert_when_opened_directly(server, path):
    answer = await server.get(path)
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_an_answer_with_two_lengths_cannot_smuggle_another(server):
    for path in ["two-lengths", "both-lengths"]:
        answer = await server.get(path)
        assert answer.status == 502, path
        assert json.loads(answer.body)["code"] == "upstream"
        assert b"bad" not in answer.body


async def test_a_line_break_in_a_header_is_refused(server):
    assert (await server.get("split-head")).status == 502


async def test_a_head_without_end_is_refused(server):
    assert (await server.get("huge-head")).status == 502


async def test_an_encoding_that_nobody_asked_for_is_refused(server):
    assert (await server.get("brotli")).status == 502


async def test_statuses_pass_without_their_reason_and_odd_ones_do_not(server):
    for number, expected in {404: 404, 418: 418, 503: 503, 599: 599, 204: 204, 999: 502, 600: 502}.items():
        assert (await server.get(f"answer-status/{number}")).status == expected, number


async def test_a_versioned_script_is_compressed_and_kept_by_the_browser(server):
    answer = await server.get("static/js/bokeh.js?v=abc", Accept_Encoding="gzip, br")
    assert gzip.decompress(answer.body) == BIG_SCRIPT
    assert len(answer.body) < len(BIG_SCRIPT) / 10
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["etag"] == 'W/"script"'


async def test_a_script_is_compressed_once_for_all(server, monkeypatch):
    made = []
    compress = gzip.compress
    monkeypatch.setattr("gzip.compress", lambda *args, **named: made.append(1) or compress(*args, **named))
    for _ in range(3):
        await server.get("static/js/bokeh.js", Accept_Encoding="gzip")
    assert made == [1]


async def test_a_script_without_version_is_asked_for_again(server):
    assert (await server.get("static/js/bokeh.js")).headers["cache-control"] == "private, no-cache"
    answer = await server.get("static/js/bokeh.js", If_None_Match='W/"script"')
    assert (answer.status, answer.body) == (304, b"")


async def test_a_client_without_gzip_gets_the_script_as_it_is(server):
    answer = await server.get("static/js/bokeh.js", Accept_Encoding="gzip;q=0, br")
    assert answer.body == BIG_SCRIPT
    assert "content-encoding" not in answer.headers


async def test_a_head_request_has_the_length_and_no_body(server):
    answer = await server.ask("static/js/bokeh.js", method="HEAD")
    assert (answer.status, answer.headers["content-length"], answer.body) == (200, str(len(BIG_SCRIPT)), b"")
    assert server.dashboard.requests[0].method == "HEAD"


async def test_a_token_in_the_query_is_not_logged(server, caplog):
    with caplog.at_level(logging.DEBUG):
        await server.ask(f"answer-status/500?token={server.token}", {})
        await server.ask(f"..?token={server.token}", {})
    assert "answer-status/500" in caplog.text
    assert server.token not in caplog.text


async def test_reading_a_dashboard_is_no_activity_of_the_user(server, jp_serverapp):
    await server.get("page")
    assert "api_last_activity" not in jp_serverapp.web_app.settings
