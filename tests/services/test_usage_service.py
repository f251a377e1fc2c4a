"""The record of usage, with a clock of the test's own."""

import subprocess
import sys

import pytest
import pytest_asyncio

from jupyterlab_pangeo.adapters.usage.machine import PROCESSES
from jupyterlab_pangeo.adapters.usage.samples import RAW_SECONDS, Sample
from jupyterlab_pangeo.adapters.usage.sqlite_store import SqliteStore
from jupyterlab_pangeo.errors import NotFound
from jupyterlab_pangeo.schemas.usage import MetricQuery, UsageQuery
from jupyterlab_pangeo.services.usage import UsageRecord

START = 1_800_000_000.0


class Clock:
    now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest_asyncio.fixture
async def record(tmp_path, clock):
    record = UsageRecord(lambda is_reader: SqliteStore(tmp_path / "usage.sqlite", is_reader=is_reader), clock)
    record.use(PROCESSES.metrics)
    record.take_over()
    yield record
    await record.close()


async def ticks(record, clock, *values, metric="process_memory"):
    for value in values:
        await record.keep([Sample(metric, (("kind", "kernel"), ("name", "a.ipynb")), value)])
        clock.now += 15


def asked(*queries, end=START + 30, step=15, source="recorder"):
    return UsageQuery(source=source, queries=list(queries), start=START, end=end, step=step)


async def test_what_was_kept_is_answered(record, clock):
    await ticks(record, clock, 1, 2, 3)
    answer = await record.answer(asked(MetricQuery(metric="process_memory")))
    assert answer.times == [START, START + 15, START + 30]
    assert [series.values for series in answer.answers[0].series] == [[1, 2, 3]]
    assert answer.answers[0].unit == "bytes"


async def test_a_query_that_is_wrong_leaves_the_others_alone(record, clock):
    await ticks(record, clock, 1)
    answer = await record.answer(asked(MetricQuery(metric="logins"), MetricQuery(metric="process_memory")))
    assert answer.answers[0].problem.path == "$.queries[0].metric"
    assert answer.answers[1].series[0].values == [1, None, None]


async def test_a_rate_begins_with_the_sample_before(record, clock):
    clock.now -= 15
    await ticks(record, clock, 15, 30, 60, metric="process_cpu")
    answer = await record.answer(asked(MetricQuery(metric="process_cpu", over="rate")))
    assert answer.answers[0].series[0].values == [1, 2, None]


async def test_the_rate_of_processor_time_is_in_cores(record, clock):
    await ticks(record, clock, 15, 30, metric="process_cpu")
    answer = await record.answer(
        asked(MetricQuery(metric="process_cpu"), MetricQuery(metric="process_cpu", over="rate"))
    )
    assert [answer.unit for answer in answer.answers] == ["s", "suffix:cores"]


def test_a_server_that_keeps_no_record_does_not_load_sqlite():
    code = "import sys, jupyterlab_pangeo.services.usage; sys.exit('sqlite3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_after_two_days_spans_answer(record, clock):
    await ticks(record, clock, 1, 2, 3)
    clock.now += RAW_SECONDS
    await ticks(record, clock, 9)
    answer = await record.answer(asked(MetricQuery(metric="process_memory"), end=START + 600, step=300))
    assert answer.answers[0].series[0].values == [2, None, None]


async def test_nothing_is_answered_after_all_is_erased(record, clock):
    await ticks(record, clock, 1)
    await record.erase()
    assert (await record.answer(asked(MetricQuery(metric="process_memory")))).answers[0].series == []


async def test_a_disk_that_takes_nothing_shows_in_the_source(record, clock, tmp_path):
    (tmp_path / "usage.sqlite").mkdir()
    await ticks(record, clock, 1)
    assert record.problem is not None
    (tmp_path / "usage.sqlite").rmdir()
    await ticks(record, clock, 2)
    assert record.problem is None


async def test_an_answer_is_bounded_and_tells_what_has_no_room_in_it(record, clock):
    await record.keep([Sample("process_memory", (("kind", "kernel"), ("name", str(n))), n) for n in range(200)])
    asked_for = MetricQuery(metric="process_memory")
    answer = await record.answer(asked(asked_for, asked_for, end=START + 1_999, step=1))
    assert [len(answer.series) for answer in answer.answers] == [200, 0]
    assert answer.answers[1].problem.path == "$.queries[1]"


async def test_another_source_is_not_found(record):
    with pytest.raises(NotFound):
        await record.answer(asked(MetricQuery(metric="process_memory"), source="prometheus"))
