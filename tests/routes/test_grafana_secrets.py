"""What a Grafana is sent and what comes back of its answers, with secrets planted everywhere.

The cases R9, R10, R18, S10 to S15, S30 and S32 of the project's list, on the routes that read dashboards and data.
"""

import gzip
import json
import logging

import aiohttp.test_utils
import aiohttp.web
import pytest
from grafana_stand_in import TOKEN, Grafana
from prometheus_kit import SCALAR, standing_in
from wire_kit import ask

CLIENT = "canary-of-the-browser-91aa"
SET = "canary-of-grafana-c07e"
JSON = {"Content-Type": "application/json"}
ROUTES = {
    "dashboards": {"source": "ops"},
    "dashboard": {"source": "ops", "uid": "usage"},
    "promql": {"source": "ops:prom", "queries": [{"expr": "up", "end": 1_800_000_000, "kind": "instant"}]},
    "labels": {"source": "ops:prom", "what": "names"},
}
PLANTED = {
    "Cookie": f"grafana_session={CLIENT}",
    "Referer": f"http://127.0.0.1/{CLIENT}",
    "X-Forwarded-For": CLIENT,
    "X-Forwarded-Host": CLIENT,
    "X-Forwarded-User": CLIENT,
    "X-WEBAUTH-USER": CLIENT,
    "X-Grafana-Org-Id": CLIENT,
    "X-Real-IP": CLIENT,
    "Proxy-Authorization": f"Basic {CLIENT}",
    "TE": "trailers",
    "Connection": f"keep-alive, {CLIENT}",
    "Keep-Alive": CLIENT,
    "Range": "bytes=0-3",
    "If-None-Match": CLIENT,
}
ANY = pytest.mark.parametrize("where", ROUTES)


@pytest.fixture
async def behind():
    async with standing_in() as stand_in:
        yield stand_in


class Planted(Grafana):
    """One that adds headers to its answers, or answers something else: status, body and headers, or a kind of body."""

    instead = None
    more_headers = {}  # noqa: RUF012

    async def answer(self, request):
        if self.instead is None:
            answer = await super().answer(request)
            answer.headers.update(self.more_headers)
            return answer
        self.asked.append((request.method, request.raw_path, dict(request.headers), ""))
        if self.instead == "endless":
            answer = aiohttp.web.StreamResponse()
            await answer.prepare(request)
            while True:
                await answer.write(b" " * 65_536)
        if self.instead == "packed":
            packed = gzip.compress(b" " * 64 * 1024**2)
            headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
            return aiohttp.web.Response(body=packed, headers=headers)
        status, body, headers = self.instead
        return aiohttp.web.Response(status=status, body=body, headers=headers)


@pytest.fixture
async def stand_in(behind):
    one = Planted("10", behind.url, dashboards={"usage": {"title": "Use", "panels": []}})
    app = aiohttp.web.Application()
    app.router.add_route("*", "/{path:.*}", one.answer)
    async with aiohttp.test_utils.TestServer(app) as server:
        one.url = str(server.make_url("")).rstrip("/") + one.prefix
        yield one


@pytest.fixture
def address(stand_in):
    return stand_in.url


@pytest.fixture
def jp_server_config(pangeo_config, address, monkeypatch):
    monkeypatch.setenv("GRAFANA_CANARY", TOKEN)
    source = {"name": "ops", "url": address, "auth": {"kind": "bearer", "token_env": "GRAFANA_CANARY"}}
    return {**pangeo_config, "PangeoApp": {**pangeo_config["PangeoApp"], "grafana_sources": [source]}}


@pytest.fixture
async def usage(jp_serverapp):
    (extension,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_pangeo"]
    yield extension.services.usage
    await extension.services.usage.stop()


@pytest.fixture
def post(http_server, usage, jp_http_port, jp_base_url, jp_auth_header):
    """Ask a route as a browser would, with headers of a test's own; secrets are in no part of any answer."""

    async def post(where, headers=None, **change):
        body = json.dumps({**ROUTES[where], **change}).encode()
        sent = {**jp_auth_header, **JSON, **(headers or {})}
        answer = await ask(jp_http_port, f"{jp_base_url}pangeo/usage/{where}", sent, "POST", body)
        for secret in (TOKEN, SET, CLIENT):
            assert secret not in f"{answer.headers} {answer.body!r}"
        return answer

    return post


def problem_of(answer, where):
    told = json.loads(answer.body)
    return (told["answers"][0] if where == "promql" else told)["problem"]


@ANY
async def test_nothing_of_the_browsers_request_goes_on(post, stand_in, behind, jp_auth_header, where):
    behind.body = SCALAR
    assert (await post(where, PLANTED)).status == 200
    assert CLIENT not in str(stand_in.asked)
    assert jp_auth_header["Authorization"].split()[-1] not in str(stand_in.asked)
    for _, path, headers, form in stand_in.asked:
        assert headers["Authorization"] == f"Bearer {TOKEN}"
        assert TOKEN not in f"{path} {form}"
        names = {name.lower() for name in headers}
        assert names <= {
            "host",
            "accept",
            "accept-encoding",
            "user-agent",
            "authorization",
            "content-type",
            "content-length",
        }


@ANY
async def test_no_header_of_grafana_comes_back(post, stand_in, behind, where):
    behind.body = SCALAR
    stand_in.more_headers = {
        "Set-Cookie": f"grafana_session={SET}; Path=/",
        "Content-Security-Policy": f"script-src 'nonce-{SET}'",
        "Location": f"http://evil.example/{SET}",
        "Link": f"<http://evil.example/{SET}>; rel=preload",
        "Access-Control-Allow-Origin": f"http://{SET}.example",
        "Refresh": f"0; url=http://evil.example/{SET}",
    }
    answer = await post(where)
    assert answer.status == 200
    # Jupyter sets cookies of its own.
    assert "grafana_session" not in answer.headers.get("set-cookie", "")
    assert not {"location", "link", "refresh"} & set(answer.headers)
    assert "nosniff" in answer.headers["x-content-type-options"]


@ANY
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed_and_no_token_goes_where_it_leads(post, stand_in, where, status):
    await post(where)
    async with standing_in() as elsewhere:
        stand_in.instead = (status, f"<html>{TOKEN}</html>", {"Location": f"{elsewhere.url}/{TOKEN}"})
        answer = await post(where, **({"uid": "other"} if where == "dashboard" else {}))
        assert answer.status == 200
        assert problem_of(answer, where)["code"] in ("login-required", "redirected")
        assert elsewhere.asked == []


@ANY
async def test_a_login_page_is_no_answer(post, stand_in, where):
    await post(where)
    page = f"<!doctype html><title>Log in</title><form action=/login><input name=csrf value={SET}></form>"
    stand_in.instead = (200, page, {"Content-Type": "text/html", "Set-Cookie": f"s={SET}"})
    answer = await post(where)
    assert problem_of(answer, where)["code"] in ("not-grafana", "not-prometheus", "login-required")


@ANY
@pytest.mark.parametrize("status", [200, 400, 401, 403, 500])
async def test_a_token_that_grafana_repeats_is_in_no_answer_and_no_log(
    post, stand_in, caplog, capfd, jp_serverapp, where, status
):
    await post(where)
    caplog.set_level(logging.DEBUG)
    jp_serverapp.log.setLevel(logging.DEBUG)
    jp_serverapp.log.propagate = True
    said = {"message": f"Bearer {TOKEN}", "error": TOKEN, "errorType": TOKEN, "status": "error", "title": TOKEN}
    stand_in.instead = (status, json.dumps(said), {})
    assert problem_of(await post(where), where) is not None
    written = f"{caplog.text} {capfd.readouterr()}"
    assert f"/usage/{where}" in written
    assert TOKEN not in written


@ANY
@pytest.mark.parametrize("kind", ["endless", "packed"])
async def test_a_body_beyond_all_measure_is_cut_off(post, stand_in, where, kind):
    await post(where)
    stand_in.instead = kind
    assert problem_of(await post(where), where)["code"] == "too-large"


OUT = [
    "..",
    "../admin",
    "%2e%2e",
    "..%2fadmin",
    "//evil.example",
    "\\evil",
    "a\r\nX-Evil: 1",
    "a\x00b",
    "\uff0e\uff0e",
    "a;b",
    "a#b",
    "x" * 10_000,
    "%252e%252e%252f",
]


async def test_what_leads_out_of_its_path_is_refused_at_its_field(post, stand_in):
    for text in OUT:
        answer = await post("dashboard", uid=text)
        assert (text, answer.status, json.loads(answer.body)["path"]) == (text, 422, "$.uid")
        answer = await post("labels", what="values", label=text)
        assert (text, answer.status, json.loads(answer.body)["path"]) == (text, 422, "$.label")
    assert stand_in.asked == []


@ANY
async def test_a_source_that_is_none_is_refused_at_its_field(post, stand_in, where):
    for text in [*OUT, *(f"ops:{text}" for text in OUT)]:
        answer = await post(where, source=text)
        assert (text, answer.status in (404, 422), json.loads(answer.body)["path"]) == (text, True, "$.source")
    assert all(path.endswith("/api/frontend/settings") for _, path, _, _ in stand_in.asked)


async def test_a_request_beyond_all_measure_is_refused(post, stand_in):
    assert (await post("dashboard", uid="x" * 100_000)).status == 413
    assert stand_in.asked == []


class TestOfAMachinesOwnMetadata:
    """Addresses that only a mistake or an attacker would name."""

    @pytest.fixture(params=["169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "metadata.google.internal"])
    def address(self, request):
        return f"http://{request.param}/gf"

    @pytest.mark.parametrize("where", ["dashboards", "dashboard"])
    async def test_nothing_is_asked(self, post, where):
        answer = await post(where)
        assert problem_of(answer, where)["code"] == "denied-address"
