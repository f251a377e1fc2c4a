"""Where a login may go, and that it shows nowhere: in no log, message, address or file, whatever the store does."""

import json
import logging

import pytest
from prometheus_kit import SCALAR, free_port, standing_in

from jupyterlab_pangeo.schemas.promql import LabelsRequest, PromqlQuery, PromqlRequest

CANARY = "canary-51c8e0d7"
END = 1_800_000_000.0
BEARER = {"kind": "bearer", "token": CANARY}


async def problem(service):
    query = PromqlQuery(expr="1", end=END, kind="instant")
    (found,) = (await service.answer(PromqlRequest(source="store", queries=[query]))).answers
    return found.problem


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, SCALAR[:-9]),
        (200, f"<html>{CANARY}</html>"),
        (401, CANARY),
        (403, json.dumps({"status": "error", "errorType": CANARY, "error": CANARY})),
        (422, json.dumps({"status": "error", "errorType": CANARY, "error": CANARY})),
        (500, f"Bearer {CANARY}"),
        (503, json.dumps({"status": "error", "errorType": "timeout", "error": f"Bearer {CANARY}"})),
    ],
)
async def test_a_store_that_fails_and_repeats_the_login_shows_it_nowhere(
    made, stand_in, tmp_path, caplog, capfd, status, body
):
    caplog.set_level(logging.DEBUG)
    stand_in.status, stand_in.body = status, body
    service = made(stand_in.url, auth=BEARER)
    found = await problem(service)
    assert found is not None
    labels = await service.labels(LabelsRequest(source="store", what="names"))
    shown = f"{found} {labels} {await service.sources()} {caplog.text} {capfd.readouterr()}"
    assert CANARY not in shown
    assert all(headers["Authorization"] == f"Bearer {CANARY}" for _, _, headers, _ in stand_in.asked)
    assert CANARY not in "".join(f"{path} {form}" for _, path, _, form in stand_in.asked)
    assert CANARY not in "".join(file.read_text() for file in tmp_path.iterdir() if file.is_file())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_no_redirect_is_followed_not_even_to_another_name_of_the_store(made, stand_in, status, host):
    async with standing_in() as elsewhere:
        stand_in.status = status
        stand_in.headers = {"Location": f"{elsewhere.url.replace('127.0.0.1', host)}/{CANARY}"}
        found = await problem(made(stand_in.url, auth=BEARER))
        assert (found.code, CANARY in found.message) == ("redirected", False)
        assert elsewhere.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "[fe80::1]",
        "[::ffff:169.254.169.254]",
        "[fd00:ec2::254]",
        "100.100.100.200",
        "0.0.0.0",
        "metadata.google.internal",
        "metadata.google.internal.",
    ],
)
async def test_addresses_of_a_machines_own_metadata_are_never_asked(made, monkeypatch, host):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("no_proxy", "")
    assert (await problem(made(f"http://{host}", auth=BEARER))).code == "denied-address"


async def test_a_name_that_leads_to_such_an_address_is_not_asked(made, stand_in, monkeypatch):
    async def look_up(_self, _host, port, _family):
        return [(2, 1, 6, "", ("127.0.0.1", port)), (2, 1, 6, "", ("169.254.169.254", port))]

    monkeypatch.setattr("jupyterlab_pangeo.worker.addresses.CheckedResolver.look_up", look_up)
    port = stand_in.url.rsplit(":", 1)[1]
    assert (await problem(made(f"http://store.example:{port}", auth=BEARER))).code == "denied-address"
    assert stand_in.asked == []


async def test_a_store_of_a_private_network_is_asked(made, stand_in):
    assert await problem(made(stand_in.url.replace("127.0.0.1", "localhost"), auth=BEARER)) is None
