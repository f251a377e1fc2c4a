"""What every store with Prometheus' HTTP API passes: real servers that scrape themselves and a node exporter."""

import asyncio
import time

import pytest
import pytest_asyncio
from prometheus_kit import SERVERS, scraping, service_of

from jupyterlab_pangeo.schemas.promql import LabelsRequest, PromqlQuery, PromqlRequest

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]


@pytest.fixture(scope="module", params=SERVERS)
def url(request, tmp_path_factory):
    with scraping(request.param, tmp_path_factory.mktemp(request.param)) as url:
        yield url


@pytest_asyncio.fixture
async def service(url, tmp_path):
    service = service_of(tmp_path, {"name": "store", "url": url})
    while len((await one(service, "up == 1", kind="instant")).series) < 2:
        await asyncio.sleep(0.2)
    yield service
    await service.stop()


async def one(service, expr, **query):
    query = {"end": time.time(), **query}
    request = PromqlRequest(source="store", queries=[PromqlQuery(expr=expr, **query)])
    (found,) = (await service.answer(request)).answers
    return found


async def test_a_range_is_answered_at_the_steps_that_were_asked_for(service):
    # A moment that is no multiple of the step.
    end = round(time.time(), 1) + 0.001
    found = await one(service, "vector(3)", start=end - 70, end=end, step=7)
    assert found.times == pytest.approx([end - 70 + 7 * index for index in range(11)], abs=0.0011)
    assert [series.values for series in found.series] == [[3.0] * 11]


async def test_what_was_scraped_is_answered_and_before_it_nothing(service):
    now = time.time()
    found = await one(service, 'node_load1{job="node"}', start=now - 7200, end=now, step=60)
    (series,) = found.series
    assert series.labels["__name__"] == "node_load1"
    assert series.values[0] is None
    known = [value for value in series.values if value is not None]
    assert known
    assert min(known) >= 0


async def test_an_instant_is_answered_for_each_series(service):
    found = await one(service, "up", kind="instant")
    assert {series.labels["job"]: series.values for series in found.series} == {"self": [1.0], "node": [1.0]}


async def test_a_scalar_is_one_series_without_labels(service):
    found = await one(service, "scalar(vector(2))", kind="instant")
    assert [(series.labels, series.values) for series in found.series] == [({}, [2.0])]


async def test_infinities_are_told_apart(service):
    up, down = await one(service, "vector(1) / 0", kind="instant"), await one(service, "vector(-1) / 0", kind="instant")
    assert (up.series[0].values, down.series[0].values) == (["+Inf"], ["-Inf"])


async def test_values_of_a_label_are_sorted_and_can_be_narrowed(service):
    ask = LabelsRequest(source="store", what="values", label="job")
    assert (await service.labels(ask)).values == ["node", "self"]
    ask = LabelsRequest(source="store", what="values", label="job", match=["node_load1"])
    assert (await service.labels(ask)).values == ["node"]


async def test_names_of_metrics_are_values_of_a_label(service):
    ask = LabelsRequest(source="store", what="values", label="__name__", start=time.time() - 600, end=time.time())
    assert {"up", "node_load1", "node_memory_MemTotal_bytes"} <= set((await service.labels(ask)).values)


async def test_names_of_labels_and_sets_of_them_are_found(service):
    assert "job" in (await service.labels(LabelsRequest(source="store", what="names"))).values
    found = await service.labels(LabelsRequest(source="store", what="series", match=["node_load1"]))
    assert [labels["job"] for labels in found.series] == ["node"]


async def test_a_query_that_is_wrong_is_told_in_the_words_of_the_store(service):
    found = await one(service, "sum(up", kind="instant")
    assert found.problem.code == "bad-query"
    assert "sum(up" in found.problem.message or "parse" in found.problem.message
    assert found.problem.path == "$.queries[0]"


async def test_a_selector_that_is_wrong_is_told(service):
    found = await service.labels(LabelsRequest(source="store", what="series", match=["{"]))
    assert found.problem.code == "bad-query"


async def test_the_store_is_ready(service):
    (source,) = await service.sources()
    assert (source.name, source.kind, source.state, source.problems) == ("store", "prometheus", "ready", [])
