"""Bodies that stream, and a dashboard that is slow, gone or broken (R20, R21, R24-R26)."""

import asyncio
import json
import os
import time

import psutil
import pytest
from wire_kit import read_head

from jupyterlab_pangeo import proxy_page, proxy_upstream


async def until(condition, seconds=5.0):
    """Wait for a condition on this loop."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        await asyncio.sleep(0.01)


def descriptors():
    return len(os.listdir("/proc/self/fd"))


async def test_a_gigabyte_streams_in_flat_memory(server):
    process = psutil.Process()
    await server.get("page")
    before = process.memory_info().rss
    reader, writer = await server.connect(server.base + "gigabyte")
    status, headers = await read_head(reader)
    assert (status, headers["content-length"]) == (200, str(1024**3))
    received, highest = 0, before
    while chunk := await reader.read(1 << 20):
        received += len(chunk)
        if received % 64 == 0:
            highest = max(highest, process.memory_info().rss)
    highest = max(highest, process.memory_info().rss)
    writer.close()
    assert received == 1024**3
    assert highest - before < 20 * 1024**2


async def test_a_slow_reader_slows_the_dashboard_down(server):
    reader, writer = await server.connect(server.base + "gigabyte")
    await read_head(reader)
    sent = -1
    while sent != server.dashboard.sent:
        sent = server.dashboard.sent
        for _ in range(50):
            await asyncio.sleep(0.01)
    assert sent < 64 * 1024**2
    writer.close()
    await until(lambda: server.dashboard.open_connections == 0)


async def test_the_first_byte_comes_at_once_and_the_rest_need_never_come(server):
    begun = time.monotonic()
    reader, writer = await server.connect(server.base + "endless")
    await read_head(reader)
    assert b"first" in await reader.readuntil(b"first")
    assert time.monotonic() - begun < 1
    assert server.dashboard.open_connections == 1
    writer.close()
    await until(lambda: server.dashboard.open_connections == 0)


async def test_a_client_that_goes_before_the_answer_frees_the_dashboard(server):
    _, writer = await server.connect(server.base + "silent")
    await until(lambda: server.dashboard.open_connections == 1)
    writer.close()
    await until(lambda: server.dashboard.open_connections == 0)


@pytest.mark.parametrize(
    ("path", "status", "code"), [("reset", 502, "upstream"), ("garbage", 502, "upstream")], ids=["reset", "garbage"]
)
async def test_a_broken_dashboard_is_a_bad_gateway(server, path, status, code):
    answer = await server.get(path)
    assert (answer.status, json.loads(answer.body)["code"]) == (status, code)
    assert b"Traceback" not in answer.body and b"sock" not in answer.body


async def test_a_dashboard_that_is_gone_is_a_bad_gateway(server):
    answer = await server.ask(f"{server.base_url}pangeo/clusters/gone/dashboard/status", raw=True)
    assert (answer.status, json.loads(answer.body)["code"]) == (502, "upstream")
    assert b"sock" not in answer.body


async def test_a_silent_dashboard_times_out(server, monkeypatch):
    monkeypatch.setattr(proxy_upstream, "IDLE_SECONDS", 0.2)
    answer = await server.get("silent")
    assert (answer.status, json.loads(answer.body)["code"]) == (504, "upstream-timeout")
    await until(lambda: server.dashboard.open_connections == 0)


async def test_an_answer_that_falls_silent_breaks_off(server, monkeypatch):
    monkeypatch.setattr(proxy_upstream, "IDLE_SECONDS", 0.2)
    answer = await server.get("endless")
    assert (answer.status, answer.body, answer.complete) == (200, b"first", False)


async def test_a_client_that_does_not_read_is_let_go(server, monkeypatch):
    monkeypatch.setattr(proxy_page, "IDLE_SECONDS", 0.2)
    reader, writer = await server.connect(server.base + "gigabyte")
    await read_head(reader)
    await until(lambda: server.dashboard.open_connections == 0)
    writer.close()


@pytest.mark.parametrize("path", ["truncated", "cut-chunks"])
async def test_half_an_answer_does_not_look_whole(server, path):
    answer = await server.get(path)
    assert (answer.status, answer.complete) == (200, False)
    assert b"half".startswith(answer.body)


async def test_two_hundred_at_once_are_answered_and_leave_nothing_open(server):
    await server.get("page")
    before = descriptors()
    answers = await asyncio.gather(*(server.get(f"page?n={number}") for number in range(200)))
    assert [answer.status for answer in answers] == [200] * 200
    await until(lambda: descriptors() <= before + 2)
    assert server.dashboard.open_connections == 0


async def test_five_hundred_after_each_other_leave_nothing_open(server):
    process = psutil.Process()
    for _ in range(50):
        await server.get("page")
    await until(lambda: server.dashboard.open_connections == 0)
    before, memory = descriptors(), process.memory_info().rss
    for number in range(500):
        assert (await server.get(f"page?n={number}")).status == 200
    await until(lambda: descriptors() <= before)
    assert process.memory_info().rss - memory < 10 * 1024**2
    assert server.dashboard.open_connections == 0
