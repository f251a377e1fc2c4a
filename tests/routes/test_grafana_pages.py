"""Grafana's own pages in a frame: a Jupyter server, and a stand-in for Grafana.

The cases R4, R9, R10, R18, S10 to S14 and S20 to S30 of the project's list.
"""

import json
import logging

import pytest
from grafana_stand_in import TOKEN, VERSIONS, grafana
from prometheus_kit import standing_in
from wire_kit import ask

from jupyterlab_pangeo.pages import PageHandler
from jupyterlab_pangeo.schemas.grafana import PageRequest

FRAME = {"Origin": "null"}
JSON = {"Content-Type": "application/json"}
QUERY = json.dumps({"queries": [{"refId": "A", "expr": "up"}]}).encode()


@pytest.fixture(params=VERSIONS)
def manner(request):
    return request.param


@pytest.fixture
async def stand_in(manner):
    async with standing_in() as behind, grafana(manner, behind.url, dashboards={"usage": {"title": "Use"}}) as one:
        yield one


@pytest.fixture
def are_allowed():
    return True


@pytest.fixture
def jp_server_config(pangeo_config, stand_in, are_allowed, monkeypatch):
    monkeypatch.setenv("GRAFANA_CANARY", TOKEN)
    source = {"name": "ops", "url": stand_in.url, "auth": {"kind": "bearer", "token_env": "GRAFANA_CANARY"}}
    ours = {**pangeo_config["PangeoApp"], "grafana_sources": [source], "grafana_pages": are_allowed}
    return {**pangeo_config, "PangeoApp": ours}


@pytest.fixture
def pages(jp_serverapp):
    return jp_serverapp.extension_manager.extension_apps["jupyterlab_pangeo"].pop().services.usage.pages


@pytest.fixture
def framed(http_server, jp_http_port, jp_base_url, pages):
    """Ask for something of a page as its frame does, which has no cookie and no token."""
    opened = pages.open(PageRequest(source="ops", uid="usage"))

    async def framed(path, headers=FRAME, method="GET", body=b"", capability=None):
        below = opened.path if capability is None else f"pages/{capability}/"
        answer = await ask(jp_http_port, f"{jp_base_url}pangeo/{below}{path}", headers, method, body)
        assert "set-cookie" not in answer.headers
        assert TOKEN.encode() not in answer.body
        assert answer.headers["content-security-policy"].split("; ")[:2] == [
            "frame-ancestors 'self'",
            "sandbox allow-scripts allow-forms allow-popups",
        ]
        assert (answer.headers["referrer-policy"], answer.headers["x-content-type-options"]) == (
            "no-referrer",
            "nosniff",
        )
        return answer

    framed.opened = opened
    return framed


async def test_a_page_is_drawn_below_its_capability(framed, jp_base_url, stand_in):
    answer = await framed("d/usage/some-title?kiosk&theme=dark&var-x=1&token=none")
    text, prefix = answer.body.decode(), f"{jp_base_url}pangeo/{framed.opened.path}"
    assert answer.status == 200
    assert f'<base href="{prefix}">' in text
    assert f'"appSubUrl":"{prefix.rstrip("/")}"' in text
    assert f'"url":"{prefix}api/datasources/proxy/1"' in text
    assert "10.0.0.7" not in text
    assert text.index("localStorage") < text.index("grafanaBootData")
    assert "x-frame-options" not in answer.headers
    assert answer.headers["access-control-allow-origin"] == "null"
    assert stand_in.asked[-1][1] == "/gf/d/usage/some-title?kiosk&theme=dark&var-x=1"


async def test_its_files_and_its_queries_come_by_get_and_by_post(framed, manner):
    file = await framed("public/app.js", {**FRAME, "If-None-Match": '"none"'})
    assert (file.status, file.headers["etag"]) == (200, '"one"')
    assert (await framed("api/datasources/proxy/1/api/v1/query?query=1")).status == 200
    answer = await framed("api/ds/query", {**FRAME, **JSON}, "POST", QUERY)
    assert (answer.status, b"42" in answer.body) == (200, True)
    stored = await framed("api/dashboards/uid/usage")
    assert json.loads(stored.body)["meta"]["url"].startswith("/") and b"/gf/" not in stored.body


async def test_what_a_page_may_send_is_told_before_it_does(framed):
    headers = {
        **FRAME,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type, x-panel-id",
    }
    answer = await framed("api/ds/query", headers, "OPTIONS")
    assert (answer.status, answer.headers["access-control-allow-methods"]) == (204, "GET, POST, OPTIONS")
    assert answer.headers["access-control-allow-headers"] == "content-type, x-panel-id"


async def test_nothing_of_the_user_reaches_grafana(framed, stand_in, jp_auth_header):
    given = {
        **{**FRAME, **jp_auth_header, "Cookie": "grafana_session=x; _xsrf=y", "Referer": "http://lab/lab?token=z"},
        **{"X-Forwarded-For": "10.1.1.1", "X-WEBAUTH-USER": "admin", "X-XSRFToken": "y", "X-Panel-Id": "3"},
    }
    assert (await framed("api/ds/query", {**given, **JSON}, "POST", QUERY)).status == 200
    sent = {name.lower(): value for name, value in stand_in.asked[-1][2].items()}
    assert not sent.keys() & {"cookie", "origin", "referer", "x-forwarded-for", "x-webauth-user", "x-xsrftoken"}
    assert (sent["authorization"], sent["x-panel-id"]) == (f"Bearer {TOKEN}", "3")


@pytest.mark.parametrize(
    "path",
    [
        "d/other",
        "d-solo/other/x",
        "api/dashboards/uid/other",
        "api/dashboards/db",
        "api/datasources",
        "api/datasources/1",
        "api/admin/settings",
        "api/users",
        "api/auth/keys",
        "api/search",
        "api/snapshots",
        "api/datasources/proxy/1/api/v1/admin/tsdb/snapshot",
        "login",
        "logout",
        "",
        "api/../d/usage",
        "public/../../etc/passwd",
        "public/%2e%2e/api/users",
        "public/..%2fapi/users",
        "public/%2fhost",
        "public/a%00b",
        "public/a%5cb",
        "public/%252e",
        "//evil.example/x",
        "public//x",
        "@evil.example/x",
        "public/" + "a" * 3000,
    ],
)
async def test_what_is_not_of_its_dashboard_is_no_page(framed, stand_in, path):
    before = len(stand_in.asked)
    answer = await framed(path)
    assert (answer.status, json.loads(answer.body)["code"]) == (404, "not-found")
    assert len(stand_in.asked) == before


@pytest.mark.parametrize(
    "path", ["api/dashboards/uid/usage", "d/usage", "api/annotations", "api/user", "public/app.js"]
)
async def test_only_queries_are_posted(framed, stand_in, path):
    before = len(stand_in.asked)
    assert (await framed(path, {**FRAME, **JSON}, "POST", b"{}")).status == 404
    assert len(stand_in.asked) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_nothing_is_changed_by_another_verb(framed, stand_in, method):
    before = len(stand_in.asked)
    assert (await framed("api/ds/query", FRAME, method)).status in (403, 405)
    assert len(stand_in.asked) == before


async def test_what_a_page_counts_of_its_use_is_dropped(framed, stand_in):
    before = len(stand_in.asked)
    assert (await framed("api/frontend-metrics", {**FRAME, **JSON}, "POST", b"{}")).status == 200
    assert len(stand_in.asked) == before


async def test_a_capability_that_is_none_is_told_nothing(framed, jp_http_port, jp_base_url):
    for capability in ("x", "A" * 43, framed.opened.path.split("/")[1][:-1] + "~", framed.opened.id):
        assert (await framed("d/usage", capability=capability)).status == 404
    assert (await ask(jp_http_port, f"{jp_base_url}pangeo/pages/", FRAME)).status == 404


async def test_another_site_is_refused_though_it_knew_the_capability(framed, stand_in):
    before = len(stand_in.asked)
    answer = await framed("api/ds/query", {**JSON, "Origin": "http://evil.example"}, "POST", QUERY)
    assert (answer.status, "access-control-allow-origin" in answer.headers) == (403, False)
    assert len(stand_in.asked) == before


async def test_a_frame_that_is_closed_has_nothing_more(framed, jp_fetch):
    assert (await framed("d/usage")).status == 200
    answer = await jp_fetch("pangeo", "usage", "pages", framed.opened.id, method="DELETE")
    assert answer.code == 204
    assert (await framed("d/usage")).status == 404


async def test_a_large_body_is_cut_off(framed, stand_in):
    before = len(stand_in.asked)
    answer = await framed("api/ds/query", {**FRAME, **JSON}, "POST", b" " * (1024 * 1024 + 1))
    assert answer.status == 413
    assert len(stand_in.asked) == before


@pytest.mark.parametrize("stands", ["guarded", "bad-token"])
async def test_a_login_page_is_said_in_words(framed, stand_in, stands, monkeypatch):
    if stands == "guarded":
        stand_in.is_guarded = True
    else:
        monkeypatch.setenv("GRAFANA_CANARY", "wrong-one")
    answer = await framed("d/usage")
    assert (answer.status, "asks for a login" in json.loads(answer.body)["message"]) == (502, True)
    assert "location" not in answer.headers


async def test_no_capability_and_no_token_is_in_a_log(framed, caplog, jp_serverapp):
    caplog.set_level(logging.DEBUG)
    jp_serverapp.log.setLevel(logging.DEBUG)
    jp_serverapp.log.propagate = True
    capability = framed.opened.path.split("/")[1]
    for path in ("d/usage", "d/other", "public/../x", "api/ds/query"):
        await framed(path)
    await framed("d/usage", {"Origin": "http://evil.example"})
    assert "a page of Grafana" in caplog.text
    assert capability not in caplog.text
    assert TOKEN not in caplog.text


async def test_an_own_page_is_the_only_open_door(jp_serverapp, framed):
    (extension,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_pangeo"]
    open_doors = {
        handler
        for _, handler, *_ in extension.handlers
        for name in set(handler.SUPPORTED_METHODS) - {"OPTIONS"}
        if hasattr(getattr(handler, name.lower()), "__allow_unauthenticated")
        and handler.__name__ not in ("LiveHandler", "DashboardHandler")
    }
    assert open_doors == {PageHandler}


class TestWhereItIsOff:
    """What stands unless an operator wants it."""

    @pytest.fixture
    def are_allowed(self):
        return False

    @pytest.fixture
    def manner(self):
        return "10"

    async def test_there_is_neither_a_frame_nor_a_door(self, jp_fetch, http_server, jp_http_port, jp_base_url):
        body = json.dumps({"source": "ops", "uid": "usage"})
        answer = await jp_fetch(
            "pangeo", "usage", "pages", method="POST", body=body, headers=dict(JSON), raise_error=False
        )
        assert (answer.code, json.loads(answer.body)["code"]) == (403, "forbidden")
        assert (await ask(jp_http_port, f"{jp_base_url}pangeo/pages/{'A' * 43}/d/usage", FRAME)).status == 403

    async def test_a_dashboard_says_that_it_has_none(self, jp_fetch):
        body = json.dumps({"source": "ops", "uid": "usage"})
        answer = await jp_fetch("pangeo", "usage", "dashboard", method="POST", body=body, headers=dict(JSON))
        assert json.loads(answer.body)["hasPage"] is False
