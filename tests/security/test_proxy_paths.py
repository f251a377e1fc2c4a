"""Which paths, queries and methods reach a dashboard, asked of the wire (S05, S08, S10-S13, S19, S20)."""

import asyncio
import contextlib
import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire_kit import ask, log_in

from jupyterlab_pangeo.errors import NotFound
from jupyterlab_pangeo.proxy_rules import DASHBOARD_HOST, check_path, clean_query, rewrite_location

REFUSED = [
    "..",
    "../../etc/passwd",
    "a/../b",
    "a/./b",
    "./a",
    "...",
    "a/..",
    "%2e%2e/a",
    "%2E%2E/a",
    ".%2e/a",
    "%2e/a",
    "..%2f..%2fa",
    "a%2fb",
    "a%2Fb",
    "a%5cb",
    "a\\b",
    "a%00b",
    "a%0d%0aSet-Cookie:x",
    "a%0ab",
    "a%7fb",
    "a%252fb",
    "a%25%32%66b",
    "%252e%252e/a",
    "a//b",
    "//evil.example/a",
    "/a",
    "a;b",
    "a;jsessionid=1/b",
    "127.0.0.1:8787",
    "127.0.0.1:8787/status",
    "a/127.0.0.1:8787/b",
    "@127.0.0.1/x",
    "user@host/x",
    "http://evil.example/",
    "proxy/8787/127.0.0.1/status",
    "PROXY/1/x",
    "%c0%ae%c0%ae/a",
    "%c0%af",
    "%e0%80%af",
    "%ff",
    "%ef%bc%8e%ef%bc%8e/a",
    "%ef%bc%8f",
    "%e2%88%95",
    "%e2%80%a4%e2%80%a4/a",
    "%e2%92%88",
    "%e3%80%82",
    "%u002e",
    "%",
    "%2",
    "a%zzb",
    "a|b",
    "a<b>",
    'a"b',
    "a{b}",
    "a`b",
    "a^b",
    "\u00e9",
    "a\u00a0b",
    "info/worker/tls%3A%2F%2Fa%2F..%2Fb.html",
    "info/worker/tls%3A%2F%2F..%3A1.html",
    "info/worker/http%3A%2F%2Fevil%2Fx.html/more",
    "info/other/tls%3A%2F%2F127.0.0.1%3A1.html",
    "a/" * 40 + "b",
    "a" * 3000,
]
PASSED = [
    "",
    "status",
    "individual-task-stream",
    "info/main/workers.html",
    "info/worker/tls%3A%2F%2F127.0.0.1%3A4000.html",
    "info/logs/tcp%3A%2F%2F%5B%3A%3A1%5D%3A4000.html",
    "info/call-stacks/inproc%3A%2F%2F10.0.0.1%2F77%2F1.html",
    "info/task/%28%27sum-1a%27%2C+0%29.html",
    "info/task/caf%C3%A9.html",
    "static/js/bokeh.min.js",
    "a%23b",
    "a%3Fb",
    "sitemap/",
]


async def test_a_path_that_no_dashboard_has_is_not_found_and_not_passed_on(server):
    for path in REFUSED:
        answer = await server.ask(path)
        assert answer.status == 404, path
        assert json.loads(answer.body)["code"] == "not-found", path
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert server.dashboard.requests == []


async def test_a_path_of_a_dashboard_arrives_as_it_was_sent(server):
    for path in PASSED:
        assert (await server.ask(path)).status in (200, 404), path
    assert [request.target for request in server.dashboard.requests] == [f"/{path}" for path in PASSED]


async def test_only_ids_name_a_cluster(server):
    for name in ["127.0.0.1:8787", "one%2f..", "..", "%2e%2e", "localhost", "one@evil", "a" * 200, "%00", "http:"]:
        answer = await server.ask(f"{server.base_url}pangeo/clusters/{name}/dashboard/status", raw=True)
        assert answer.status == 404, name
    assert server.dashboard.requests == []


async def test_unknown_clusters_answer_all_alike(server):
    paths = [f"{server.base_url}pangeo/clusters/{name}/dashboard/status" for name in ("none", "nada")]
    first, second = [await server.ask(path, raw=True) for path in paths]
    assert first.status == second.status == 404
    assert first.body.replace(b"none", b"") == second.body.replace(b"nada", b"")


async def test_a_cluster_that_does_not_run_is_a_conflict(server):
    answer = await server.ask(f"{server.base_url}pangeo/clusters/starting/dashboard/status", raw=True)
    assert (answer.status, json.loads(answer.body)["code"]) == (409, "conflict")


async def test_the_token_in_a_query_stays_here(server):
    await server.ask("a?x=1&token=SECRET&y=2&TOKEN=SECRET&t%6fken=SECRET&token")
    assert server.dashboard.requests[0].target == "/a?x=1&y=2"


async def test_a_query_that_is_long_or_not_escaped_is_refused(server):
    for query in ["x=" + "a" * 5000, "x=%zz", "x=<b>", "x=\u00e9", "x={1}"]:
        assert (await server.ask(f"a?{query}")).status == 400, query
    assert server.dashboard.requests == []


async def test_other_methods_are_not_allowed(server):
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"]:
        answer = await server.ask("status", method=method)
        assert answer.status == 405, method
        assert json.loads(answer.body)["code"] == "method-not-allowed"
    assert server.dashboard.requests == []


async def test_a_request_with_a_body_is_refused_before_the_body_is_read(server):
    reader, writer = await server.connect(server.base + "status", {**server.login, "Content-Length": "99999999"})
    assert b" 400 " in await reader.readline()
    writer.close()
    assert server.dashboard.requests == []


async def test_no_method_that_changes_reaches_a_dashboard_whatever_the_xsrf_token(server):
    login = await log_in(server.port, server.base_url, server.token)
    for method, value in product(("POST", "PUT", "PATCH", "DELETE"), (None, "wrong", login.xsrf)):
        for kind in ("text/plain", "application/x-www-form-urlencoded"):
            headers = {**login.cookies, "Content-Type": kind, **({"X-XSRFToken": value} if value else {})}
            answer = await ask(server.port, server.base + "status", headers, method, f"_xsrf={login.xsrf}".encode())
            assert answer.status == 405, (method, value)
            assert json.loads(answer.body)["code"] == "method-not-allowed"
    assert server.dashboard.requests == []
    assert (await ask(server.port, server.base + "status", login.cookies)).status == 200


async def test_a_request_hidden_in_a_body_reaches_no_dashboard(server):
    hidden = f"GET {server.base}hidden HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: token {server.token}\r\n\r\n"
    both = {"Content-Length": "5", "Transfer-Encoding": "chunked"}
    for frame, before in (
        ({"Content-Length": str(len(hidden))}, ""),
        ({"Transfer-Encoding": "chunked"}, ""),
        (both, ""),
        (both, "0\r\n\r\n"),
        ({"Content-Length": "+5"}, "12345"),
    ):
        headers = {**server.login, "Connection": "keep-alive", **frame}
        reader, writer = await server.connect(server.base + "status", headers)
        writer.write(f"{before}{hidden}".encode())
        assert b" 400 " in await reader.readline(), frame
        with contextlib.suppress(asyncio.TimeoutError, ConnectionError):
            rest = await asyncio.wait_for(reader.read(), 0.3)
            assert b"HTTP/1.1 " not in rest, frame
        writer.close()
    assert server.dashboard.requests == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"])
async def test_nobody_gets_in_without_login(server, method):
    answer = await server.ask("status", {}, method)
    assert answer.status == 403
    assert server.dashboard.requests == []


async def test_a_wrong_token_does_not_help(server):
    assert (await server.ask("status", {"Authorization": "token wrong"})).status == 403
    assert server.dashboard.requests == []


async def test_a_foreign_host_is_refused(server):
    answer = await server.ask("status", {**server.login, "Host": "evil.example"})
    assert answer.status == 403
    assert server.dashboard.requests == []


async def test_other_sites_cannot_ask(server):
    for headers in [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"},
        {"Origin": f"http://127.0.0.1:{server.port}.evil.example"},
    ]:
        assert (await server.ask("status", {**server.login, **headers})).status == 403, headers
    assert server.dashboard.requests == []


LOCATIONS = {
    "/status": "{base}status",
    "status": "{base}status",
    "../status": "{base}status",
    f"http://{DASHBOARD_HOST}/info/main/workers.html?a=1": "{base}info/main/workers.html?a=1",
    "/": "{base}",
    "?x=1": "{base}redirect?x=1",
    "/status?token=SECRET&a=1": "{base}status?a=1",
    "http://evil.example/": None,
    "https://evil.example/status": None,
    "//evil.example/": None,
    "///evil.example/": None,
    "/\\evil.example": None,
    "\\\\evil.example": None,
    "javascript:alert(1)": None,
    "data:text/html,x": None,
    "/../../api/kernels": None,
    "/%2e%2e/api": None,
    "/a%2f..%2f..": None,
    f"http://{DASHBOARD_HOST}:80/status": None,
    f"http://user@{DASHBOARD_HOST}/status": None,
    f"http://{DASHBOARD_HOST}.evil.example/": None,
    "http://[": None,
    "\x7f/status": None,
}


def test_a_redirect_stays_below_the_prefix_or_goes_nowhere():
    for location, expected in LOCATIONS.items():
        answer = rewrite_location(location, "redirect", "/x/dashboard/")
        # A browser cannot climb above the root, and neither does joining: what is left is a page of the dashboard.
        wanted = None if expected is None else expected.format(base="/x/dashboard/")
        if location == "/../../api/kernels":
            assert answer in (None, "/x/dashboard/api/kernels")
        else:
            assert answer == wanted, location


async def test_redirects_are_rewritten_on_the_wire_without_the_reason(server):
    answer = await server.ask("redirect?to=/status")
    assert answer.status == 302
    assert answer.headers["location"] == server.base + "status"
    answer = await server.ask("redirect?to=//evil.example/")
    assert answer.status == 302
    assert "location" not in answer.headers
    assert len(server.dashboard.requests) == 2


@given(st.text(max_size=60))
def test_no_path_that_passes_can_leave_the_dashboard(raw):
    try:
        path = check_path(raw)
    except NotFound:
        return
    assert path == raw and path.isascii()
    assert not any(segment in (".", "..") for segment in path.split("/"))
    assert "//" not in path and "\\" not in path and not path.startswith("/")


@given(st.lists(st.sampled_from(["token=S", "Token=S", "%74oken=S", "a=1", "b", "c=%20"])).map("&".join))
def test_no_token_survives_in_a_query(query):
    assert "=S" not in clean_query(query)
