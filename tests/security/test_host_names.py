"""A name that an attacker points at this machine: no route, socket or dashboard answers to it, login or not (S08)."""

import json
import re

import pytest
from wire_kit import HANDSHAKE, ask, log_in, send

from jupyterlab_pangeo.routes.table import ROUTES

FOREIGN = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1.evil.example:{port}",
    "localhost.evil.example",
    "evillocalhost",
    "10.0.0.1:{port}",
    "0.0.0.0:{port}",
    "169.254.169.254",
    "[2001:db8::1]:{port}",
    "lab.internal",
    "",
]
LOCAL = ["127.0.0.1:{port}", "localhost:{port}", "localhost", "[::1]:{port}", "127.8.8.8"]
OTHERS = ["/openapi.json", "/nowhere", "/live", "/clusters/one/dashboard/status", "/clusters/one/dashboard/ws"]
PATHS = sorted({("get", path) for path in OTHERS} | {(route.method, route.path) for route in ROUTES})


@pytest.fixture
def settings():
    return {}


@pytest.fixture
def jp_server_config(pangeo_config, settings):
    return {**pangeo_config, "ServerApp": {**pangeo_config["ServerApp"], **settings}}


@pytest.fixture
def logins(jp_serverapp, http_server, jp_http_port, jp_base_url):
    """Headers that log in, by cookie with the XSRF token and by token, of a user who came under a host name."""

    async def logins(host="127.0.0.1:{port}"):
        token = jp_serverapp.identity_provider.token
        login = await log_in(jp_http_port, jp_base_url, token, host.format(port=jp_http_port))
        return [{**login.cookies, "X-XSRFToken": login.xsrf}, {"Authorization": f"token {token}"}]

    return logins


@pytest.fixture
def ask_as(jp_http_port, jp_base_url):
    """Ask a path under a host name."""

    async def ask_as(host, headers, method="get", path="/status", **more):
        target = f"{jp_base_url}pangeo" + re.sub(r"{\w+}", "nothing-here", path)
        given = {**headers, "Host": host.format(port=jp_http_port), "Content-Type": "application/json", **more}
        return await ask(jp_http_port, target, given, method.upper(), b"{}" if method in ("post", "put") else b"")

    return ask_as


@pytest.fixture
def handshake_as(jp_http_port, jp_base_url):
    """Status of a handshake under a host name, from a page of that name."""

    async def handshake_as(host, headers, path="/live", **more):
        name = host.format(port=jp_http_port)
        given = {**HANDSHAKE, **headers, "Host": name, "Origin": f"http://{name}", **more}
        reader, writer = await send(jp_http_port, f"{jp_base_url}pangeo{path}", given)
        status = int((await reader.readline()).split()[1])
        writer.close()
        return status

    return handshake_as


async def test_nothing_answers_to_a_foreign_name(ask_as, logins):
    for headers in await logins():
        for method, path in PATHS:
            for host in ("evil.example:{port}", "10.0.0.1:{port}"):
                answer = await ask_as(host, headers, method, path)
                assert answer.status == 403, (method, path, host)
                assert json.loads(answer.body)["code"] == "forbidden"
                assert b"evil" not in answer.body


@pytest.mark.parametrize("host", FOREIGN)
async def test_every_way_to_write_a_foreign_name_is_refused(ask_as, handshake_as, logins, host):
    for headers in await logins():
        assert (await ask_as(host, headers)).status in (400, 403)
        assert (await ask_as(host, headers, **{"X-Forwarded-Host": "localhost", "X-Host": "localhost"})).status in (
            400,
            403,
        )
        assert await handshake_as(host, headers) in (400, 403)
        assert await handshake_as(host, headers, "/clusters/one/dashboard/ws") in (400, 403)


@pytest.mark.parametrize("host", LOCAL)
async def test_names_of_this_machine_are_answered(ask_as, handshake_as, logins, host):
    for headers in await logins(host):
        assert (await ask_as(host, headers)).status == 200
        assert await handshake_as(host, headers) == 101


@pytest.mark.parametrize("settings", [{"local_hostnames": ["localhost", "lab.internal"]}])
async def test_an_operators_names_are_answered_and_no_others(ask_as, handshake_as, logins):
    for headers in await logins("lab.internal:{port}"):
        assert (await ask_as("lab.internal:{port}", headers)).status == 200
        assert await handshake_as("lab.internal:{port}", headers) == 101
        for host in ("evil.example", "x.lab.internal", "lab.internal.evil.example"):
            assert (await ask_as(host, headers)).status == 403
            assert await handshake_as(host, headers) == 403


@pytest.mark.parametrize("settings", [{"allow_remote_access": True}])
async def test_where_any_name_is_allowed_login_and_origin_still_count(ask_as, handshake_as, logins):
    assert (await ask_as("lab.example", {})).status in (302, 403)
    assert await handshake_as("lab.example", {}) == 403
    for headers in await logins("lab.example"):
        assert (await ask_as("lab.example", headers)).status == 200
        assert await handshake_as("lab.example", headers) == 101
        assert await handshake_as("lab.example", headers, Origin="http://evil.example") == 403
