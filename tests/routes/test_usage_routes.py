"""Usage over HTTP: a server with a real kernel, recorded each second."""

import asyncio
import json
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_pangeo.schemas.usage import UsageNow

MIB = 1024**2
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def jp_server_config(pangeo_config):
    return {**pangeo_config, "PangeoApp": {**pangeo_config["PangeoApp"], "usage_interval": 1}}


@pytest.fixture
def folder(pangeo_config):
    return Path(pangeo_config["PangeoApp"]["usage_folder"])


@pytest.fixture
async def usage(jp_serverapp):
    (extension,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_pangeo"]
    service = extension.services.usage
    service.start()
    yield service
    await service.stop()


@pytest.fixture
def ask(jp_fetch, usage):
    """Answers to one query over the last minutes, by the labels' values."""

    async def answer(metric, *, end=None, **query):
        now = time.time()
        asked = {"source": "recorder", "queries": [{"metric": metric, **query}], "start": now - 300, "step": 300}
        body = json.dumps({**asked, "end": end or now + 1, "step": 1})
        (found,) = json.loads(
            (await jp_fetch("pangeo", "usage", "query", method="POST", body=body, headers=dict(JSON))).body
        )["answers"]
        known = {}
        for series in found["series"]:
            values = [value for value in series["values"] if value is not None]
            if values:
                known[tuple(series["labels"].values())] = values
        return known

    return answer


@asynccontextmanager
async def notebook(server, path):
    """A client of the kernel of a notebook."""
    manager = server.kernel_manager
    session = await server.session_manager.create_session(path=path, name=path, type="notebook", kernel_name="python3")
    client = manager.get_kernel(session["kernel"]["id"]).client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
        yield client
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(session["kernel"]["id"], now=True)


async def execute(client, code):
    """Have a kernel run code, and wait until it has."""
    asked = client.execute(code)
    while True:
        message = await client.get_iopub_msg(timeout=60)
        is_answer = message["parent_header"].get("msg_id") == asked
        if is_answer and message["content"].get("execution_state") == "idle":
            return


async def problem(fetch, *path, status, **arguments):
    with pytest.raises(HTTPClientError) as caught:
        await fetch("pangeo", "usage", *path, headers=dict(JSON), **arguments)
    assert caught.value.code == status
    return json.loads(caught.value.response.body)


async def test_the_kernel_that_allocates_a_gibibyte_is_blamed_at_the_next_sample(usage, jp_serverapp):
    told: asyncio.Queue[UsageNow] = asyncio.Queue()
    leave = usage.subscribe(told.put_nowait)
    async with notebook(jp_serverapp, "work/a.ipynb") as client, notebook(jp_serverapp, "work/b.ipynb"):
        while {"work/a.ipynb", "work/b.ipynb"} - {owner.name for owner in (await told.get()).owners}:
            pass
        await execute(client, "held = b'x' * 1024**3")
        while not told.empty():
            told.get_nowait()
        # A sample may be under way that began before the kernel was done.
        await told.get()
        use = await told.get()
    leave()
    # The server is the process of the tests, which is large.
    (blamed, second) = [owner for owner in use.owners if owner.kind == "kernel"]
    assert blamed.name == "work/a.ipynb"
    assert blamed.memory_bytes == pytest.approx(1024**3 + second.memory_bytes, abs=200 * MIB)
    assert use.memory_bytes < use.memory_limit_bytes


async def test_the_memory_of_a_kernel_is_in_the_record(ask, jp_serverapp):
    async with notebook(jp_serverapp, "work/a.ipynb") as client, notebook(jp_serverapp, "work/b.ipynb"):
        client.execute(f"held = b'x' * {300 * MIB}")
        while (await ask("process_memory")).get(("kernel", "work/a.ipynb"), [0])[-1] < 300 * MIB:
            await asyncio.sleep(0.1)
        found = await ask("process_memory")
    assert found["kernel", "work/b.ipynb"][-1] < 200 * MIB
    assert ("server", "") in found


async def test_a_kernel_that_computes_takes_a_core(ask, jp_serverapp):
    async with notebook(jp_serverapp, "busy.ipynb") as client:
        client.execute("while True: pass")
        while max((await ask("process_cpu", over="rate")).get(("kernel", "busy.ipynb"), [0])) < 0.25:
            await asyncio.sleep(0.1)
        assert max((await ask("process_cpu", over="rate"))["kernel", "busy.ipynb"]) < 1.6


async def test_what_is_erased_is_answered_no_more(ask, jp_fetch, folder):
    while not await ask("machine_memory"):
        await asyncio.sleep(0.1)
    before = time.time() - 0.01
    assert (folder / "usage.sqlite").exists()
    answer = await jp_fetch("pangeo", "usage", "record", method="DELETE")
    assert answer.code == 204
    assert await ask("machine_memory", end=before) == {}


async def test_the_source_tells_what_it_can_be_asked(jp_fetch, usage):
    (source,) = json.loads((await jp_fetch("pangeo", "usage", "sources")).body)["items"]
    assert (source["name"], source["state"], source["intervalSeconds"], source["problems"]) == (
        "recorder",
        "ready",
        1,
        [],
    )
    units = {metric["name"]: (metric["unit"], metric["rateUnit"]) for metric in source["metrics"]}
    assert units["process_cpu"] == ("s", "suffix:cores")
    assert units["disk_used"] == ("bytes", None)


FITS = {"source": "recorder", "queries": [{"metric": "memory"}], "start": 0, "end": 60, "step": 15}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"queries": []}, "$.queries"),
        ({"queries": [{"metric": 1}]}, "$.queries[0].metric"),
        ({"queries": [{"metric": "memory", "aggregate": "median"}]}, "$.queries[0].aggregate"),
        ({"step": 0}, "$.step"),
        ({"start": -1}, "$.start"),
        ({"end": 86_400 * 40}, "$.start"),
        ({"start": 61}, "$.end"),
        ({"end": 86_400, "step": 1}, "$.step"),
        ({"where": "1"}, "$"),
    ],
)
async def test_a_field_of_a_query_that_does_not_fit_is_named(jp_fetch, change, path):
    body = json.dumps({**FITS, **change})
    assert (await problem(jp_fetch, "query", method="POST", body=body, status=422))["path"] == path


async def test_a_source_that_there_is_not_is_not_found(jp_fetch):
    body = json.dumps({**FITS, "source": "prometheus"})
    assert (await problem(jp_fetch, "query", method="POST", body=body, status=404))["path"] == "$.source"


async def test_a_metric_that_there_is_not_is_told_in_its_place(jp_fetch, usage):
    body = json.dumps({**FITS, "queries": [{"metric": "logins"}, {"metric": "memory"}]})
    answers = json.loads(
        (await jp_fetch("pangeo", "usage", "query", method="POST", body=body, headers=dict(JSON))).body
    )["answers"]
    assert answers[0]["problem"]["path"] == "$.queries[0].metric"
    assert answers[1]["problem"] is None
