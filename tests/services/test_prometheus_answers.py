"""Stores that are slow, wrong, huge or elsewhere, by a stand-in."""

import asyncio
import json
import time
from email.utils import formatdate

import pytest
from loop_watch import LoopWatch
from prometheus_kit import free_port

from jupyterlab_pangeo.schemas.promql import PromqlQuery, PromqlRequest
from jupyterlab_pangeo.schemas.usage import MAX_VALUES

END = 1_800_000_000.0


async def ask(service, *queries):
    queries = queries or (PromqlQuery(expr="up", start=END - 30, end=END, step=15),)
    return (await service.answer(PromqlRequest(source="store", queries=list(queries)))).answers


async def problem(service):
    (found,) = await ask(service)
    assert found.series == []
    return found.problem


def matrix(*lines):
    result = [{"metric": {"line": str(index)}, "values": line} for index, line in enumerate(lines)]
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": result}})


async def test_gaps_and_what_is_no_number_are_null_and_infinities_are_named(service, stand_in):
    stand_in.body = matrix([[END - 30, "NaN"], [END, "+Inf"]], [[END - 15, "-Inf"], [END, "1.5e3"]])
    (found,) = await ask(service)
    assert found.times == [END - 30, END - 15, END]
    assert [series.values for series in found.series] == [[None, None, "+Inf"], [None, "-Inf", 1500.0]]


async def test_moments_of_a_store_that_keeps_steps_of_its_own_stay(service, stand_in):
    stand_in.body = matrix([[END - 28, "1"], [END - 13, "2"]])
    (found,) = await ask(service)
    assert (found.times, found.series[0].values) == ([END - 28, END - 13], [1.0, 2.0])


async def test_a_string_is_text(service, stand_in):
    stand_in.body = json.dumps({"status": "success", "data": {"resultType": "string", "result": [END, "hello"]}})
    (found,) = await ask(service, PromqlQuery(expr='"hello"', end=END, kind="instant"))
    assert found.text == "hello"


async def test_warnings_of_the_store_come_along(service, stand_in):
    stand_in.body = SCALAR_WARNED
    (found,) = await ask(service, PromqlQuery(expr="1", end=END, kind="instant"))
    assert found.notices == ["a replica is away"]


SCALAR_WARNED = json.dumps(
    {
        "status": "success",
        "data": {"resultType": "scalar", "result": [END, "1"]},
        "warnings": ["a replica is away"],
    }
)


async def test_the_expression_is_in_no_address(service, stand_in):
    await ask(service)
    ((method, path, _, form),) = stand_in.asked
    assert (method, path) == ("POST", "/api/v1/query_range")
    assert "query=up" in form
    assert "timeout=30s" in form


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, "", "login-required"),
        (403, "<html>", "forbidden"),
        (400, '{"status":"error","errorType":"bad_data","error":"parse error at 3"}', "bad-query"),
        (422, '{"status":"error","errorType":"execution","error":"many-to-many"}', "bad-query"),
        (503, '{"status":"error","errorType":"timeout","error":"query timed out"}', "too-slow"),
        (500, "<html>broken</html>", "upstream"),
        (429, "", "too-many"),
        (404, "<html>not here</html>", "not-prometheus"),
        (200, "<html>a login page</html>", "not-prometheus"),
        (200, '{"items": []}', "not-prometheus"),
        (200, '{"status":"success","data":{"resultType":"matrix","result":7}}', "not-prometheus"),
        (200, '{"status":"success","data":{"resultType":"scalar","result":[1,"one"]}}', "not-prometheus"),
        (200, "[" * 100_000, "not-prometheus"),
        (302, "", "redirected"),
    ],
)
async def test_what_is_wrong_with_an_answer_is_told(service, stand_in, status, body, code):
    stand_in.status, stand_in.body, stand_in.headers = status, body, {"Location": "http://127.0.0.1:1/"}
    found = await problem(service)
    assert found.code == code
    assert "<html>" not in found.message


async def test_a_query_that_is_wrong_leaves_the_others_alone(service):
    scalar = PromqlQuery(expr="1", end=END, kind="instant")
    backwards = PromqlQuery(expr="1", start=END, end=END - 1, step=1)
    endless = PromqlQuery(expr="1", start=0, end=END, step=1)
    answers = await ask(service, backwards, scalar, endless, PromqlQuery(expr="1", end=END))
    paths = [answer.problem and answer.problem.path for answer in answers]
    assert paths == ["$.queries[0].end", None, "$.queries[2].step", "$.queries[3].step"]
    assert answers[1].series[0].values == [1.0]


async def test_a_million_values_are_refused_and_the_loop_goes_on(service, stand_in):
    line = [[END - 15 * index, f"{index}.123456789"] for index in range(10_000)]
    stand_in.body = matrix(*[line] * 100).encode()
    await ask(service, PromqlQuery(expr="warm", end=END, kind="instant"))
    with LoopWatch() as watch:
        found = await problem(service)
    assert (found.code, str(MAX_VALUES) in found.message) == ("too-large", True)
    assert watch.worst < 0.1, watch.what


async def test_as_many_values_as_may_be_are_answered_and_the_loop_goes_on(service, stand_in):
    line = [[END - 15 * index, f"{index}.123456789"] for index in range(9_999, -1, -1)]
    stand_in.body = matrix(*[line] * 45).encode()
    query = PromqlQuery(expr="up", start=END - 15 * 9_999, end=END, step=15)
    with LoopWatch() as watch:
        (found,) = await ask(service, query)
    assert (len(found.series), len(found.times)) == (45, 10_000)
    assert watch.worst < 0.1, watch.what


async def test_an_endless_answer_is_cut_off(service, stand_in):
    stand_in.is_endless = True
    assert (await problem(service)).code == "too-large"


async def test_an_answer_that_is_packed_small_and_is_large_is_cut_off(service, stand_in):
    stand_in.is_packed, stand_in.body = True, b" " * 64 * 1024**2
    assert (await problem(service)).code == "too-large"


async def test_a_packed_answer_is_read(service, stand_in):
    stand_in.is_packed = True
    (found,) = await ask(service, PromqlQuery(expr="1", end=END, kind="instant"))
    assert found.series[0].values == [1.0]


async def test_too_many_series_are_refused(service, stand_in):
    stand_in.body = matrix(*[[[END, "1"]]] * 1001)
    assert (await problem(service)).code == "too-many-series"


async def test_a_store_that_takes_longer_than_a_query_may_is_told(made, stand_in):
    stand_in.stall = asyncio.Event()
    found = await problem(made(stand_in.url, timeout=1))
    assert (found.code, "within 1 s" in found.message) == ("too-slow", True)


async def test_a_store_that_is_slow_is_told_and_does_not_hold_the_list(made, stand_in):
    stand_in.stall = asyncio.Event()
    service = made(stand_in.url, timeout=1)
    begun = time.monotonic()
    (source,) = await service.sources()
    assert time.monotonic() - begun < 2.8
    assert (source.state, source.reason.code) == ("limited", "too-slow")


async def test_a_host_that_is_not_there_is_told(made):
    service = made(f"http://127.0.0.1:{free_port()}")
    assert (await problem(service)).code == "unreachable"
    (source,) = await service.sources()
    assert (source.state, source.reason.code) == ("failed", "unreachable")
    for host in ("nowhere.invalid", "a" * 70, f"{'a' * 70}.example.org", "a..b"):
        found = await problem(made(f"http://{host}"))
        assert (found.code, host in found.message) == ("unreachable", True)


async def test_a_proxy_of_the_environment_is_used(made, stand_in, monkeypatch):
    monkeypatch.setenv("http_proxy", stand_in.url)
    monkeypatch.setenv("no_proxy", "")
    await ask(made("http://store.invalid/base"))
    assert stand_in.asked[0][:2] == ("POST", "http://store.invalid/base/api/v1/query_range")


async def test_clocks_that_differ_are_told(service, stand_in):
    stand_in.headers = {"Date": formatdate(time.time() - 300, usegmt=True)}
    (source,) = await service.sources()
    assert (source.state, [notice.code for notice in source.problems]) == ("ready", ["clock"])
    assert "behind" in source.problems[0].message


async def test_the_same_question_is_asked_once(service, stand_in):
    stand_in.stall = asyncio.Event()
    query = PromqlQuery(expr="up", end=END, kind="instant")
    asked = [asyncio.ensure_future(ask(service, query, query)) for _ in range(3)]
    while not stand_in.asked:
        await asyncio.sleep(0.01)
    stand_in.stall.set()
    assert len([found for answers in await asyncio.gather(*asked) for found in answers if found.series]) == 6
    assert len(stand_in.asked) == 1


async def test_of_many_questions_six_are_asked_at_a_time(service, stand_in):
    stand_in.stall = asyncio.Event()
    queries = [PromqlQuery(expr=f"{index}", end=END, kind="instant") for index in range(10)]
    asked = asyncio.ensure_future(ask(service, *queries))
    while len(stand_in.asked) < 6:
        await asyncio.sleep(0.01)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(stand_in.asked) == 6
    stand_in.stall.set()
    assert all(answer.series for answer in await asked)


async def test_a_question_that_nobody_waits_for_is_broken_off(service, stand_in):
    stand_in.stall = asyncio.Event()
    asked = asyncio.ensure_future(ask(service))
    while not stand_in.asked:
        await asyncio.sleep(0.01)
    store = await service._store("store")
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    assert store._upstream._flights == {}
